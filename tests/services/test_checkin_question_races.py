"""Two tabs of a coach at once; and any sequence of changes leaves one order of all questions."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from coachbook import database as databases
from coachbook.errors import Refusal
from coachbook.models import CheckinFormQuestion
from coachbook.services import checkin_questions
from coachbook.services.checkin_drafts import QuestionDraft
from coachbook.services.checkin_questions import QuestionChanged, QuestionView, Side
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW

PAUSE_SECONDS = 0.2
ALL = "ABCDEF"


@pytest.fixture
def coach(database: Engine) -> Person:
    with databases.transaction() as session:
        return people.coach(session)


@pytest.fixture
def asked(coach: Person) -> dict[str, QuestionView]:
    with databases.transaction() as session:
        drafts = [QuestionDraft(letter) for letter in ALL]
        made = checkin_questions.add_questions(session, drafts, by=coach, now=NOW)
    return dict(zip(ALL, made, strict=True))


def order(database: Engine) -> str:
    """As it is stored, archived ones too."""
    with Session(database) as session:
        rows = session.exec(
            select(CheckinFormQuestion).order_by(col(CheckinFormQuestion.sort_order))
        ).all()
    assert [row.sort_order for row in rows] == list(range(len(rows)))
    return "".join(row.question for row in rows)


def both(pause: Callable[[], Any], *works: Callable[[Session], Any]) -> list[Future[Any]]:
    """Each in a transaction of its own, pausing between reading the questions and deciding."""
    look = checkin_questions._all

    def look_slowly(*given: Any) -> list[CheckinFormQuestion]:
        found = look(*given)
        pause()
        return found

    def carry_out(work: Callable[[Session], Any]) -> Any:
        with databases.transaction() as session:
            return work(session)

    with patch.object(checkin_questions, "_all", look_slowly), ThreadPoolExecutor(2) as pool:
        return [pool.submit(carry_out, work) for work in works]


def refusals(running: list[Future[Any]]) -> set[type[BaseException] | None]:
    found = [one.exception() for one in running]
    assert all(one is None or isinstance(one, Refusal) for one in found), found
    return {type(one) if one else None for one in found}


def slowly() -> None:
    time.sleep(PAUSE_SECONDS)


def move(coach: Person, one: QuestionView, next_to: QuestionView, side: Side) -> Any:
    return lambda session: checkin_questions.move_question(
        session, one.id, by=coach, next_to=next_to.id, side=side, now=NOW
    )


def edit(coach: Person, one: QuestionView, **said: Any) -> Any:
    draft = replace(one.said, **said)
    return lambda session: checkin_questions.edit_question(
        session, draft, by=coach, seen=one, now=NOW
    )


def add(coach: Person, *wordings: str) -> Any:
    drafts = [QuestionDraft(wording) for wording in wordings]
    return lambda session: checkin_questions.add_questions(session, drafts, by=coach, now=NOW)


def test_two_moves_at_once_are_both_carried_out(
    database: Engine, coach: Person, asked: dict[str, QuestionView]
) -> None:
    to_top = move(coach, asked["F"], asked["A"], "before")
    to_end = move(coach, asked["B"], asked["E"], "after")
    assert refusals(both(slowly, to_top, to_end)) == {None}
    assert order(database) == "FACDEB"


def test_second_of_two_edits_at_once_is_told(coach: Person, asked: dict[str, QuestionView]) -> None:
    one, other = edit(coach, asked["A"], question="One"), edit(coach, asked["A"], question="Other")
    assert refusals(both(slowly, one, other)) == {None, QuestionChanged}


def test_move_and_edit_at_once_are_both_kept(
    database: Engine, coach: Person, asked: dict[str, QuestionView]
) -> None:
    moved = move(coach, asked["A"], asked["F"], "after")
    assert refusals(both(slowly, moved, edit(coach, asked["A"], question="a"))) == {None}
    assert order(database) == "BCDEFa"


def test_room_is_not_given_twice(
    database: Engine, coach: Person, asked: dict[str, QuestionView]
) -> None:
    more = [[f"{tab}{n}" for n in range(20)] for tab in "xy"]
    running = both(slowly, *(add(coach, *wordings) for wordings in more))
    assert len(refusals(running)) == 2
    with Session(database) as session:
        assert len(checkin_questions.questions(session, by=coach)) == 26


def test_an_edit_would_be_lost_without_the_lock(
    database: Engine, coach: Person, asked: dict[str, QuestionView]
) -> None:
    """The control. On SQLite the write transaction is the lock."""
    meeting, url = threading.Barrier(2), databases.engine().url
    with (
        patch.object(databases, "_sqlite_writers", nullcontext()),
        patch.object(databases, "_begin_sqlite", lambda _: None),
        patch.object(checkin_questions, "lock_coach", lambda *_, **__: None),
    ):
        databases.use(url.render_as_string(hide_password=False))
        works = (edit(coach, asked["A"], question=said) for said in ("One", "Other"))
        assert refusals(both(lambda: meeting.wait(30), *works)) == {None}


places = st.integers(0, len(ALL) - 1)
steps = st.one_of(
    st.tuples(st.just("move"), places, places, st.sampled_from(["before", "after"])),
    st.tuples(st.just("archive"), places),
    st.tuples(st.just("restore"), places),
)


def carried_out(session: Session, coach: Person, keys: list[Any], step: tuple[Any, ...]) -> None:
    match step:
        case ("move", one, other, side):
            checkin_questions.move_question(
                session, keys[one], by=coach, next_to=keys[other], side=side, now=NOW
            )
        case ("archive", one):
            checkin_questions.archive_question(session, keys[one], by=coach, now=NOW)
        case ("restore", one):
            checkin_questions.restore_question(session, keys[one], by=coach, now=NOW)


def expected(model: list[int], archived: set[int], step: tuple[Any, ...]) -> None:
    """The same by a plain list."""
    match step:
        case ("move", one, other, side) if one != other:
            model.remove(one)
            model.insert(model.index(other) + (side == "after"), one)
        case ("archive", one):
            archived.add(one)
        case ("restore", one):
            archived.discard(one)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(made=st.lists(steps, max_size=15))
def test_any_changes_keep_one_order_and_every_question(
    session: Session, made: list[tuple[Any, ...]]
) -> None:
    coach = people.coach(session)
    drafts = [QuestionDraft(letter) for letter in ALL]
    keys = [one.id for one in checkin_questions.add_questions(session, drafts, by=coach, now=NOW)]
    model, archived = list(range(len(ALL))), set[int]()
    for step in made:
        if step[0] == "move" and step[1] in archived:
            continue
        carried_out(session, coach, keys, step)
        expected(model, archived, step)
        rows = checkin_questions._all(session, coach)
        assert [row.sort_order for row in rows] == list(range(len(ALL)))
        assert [row.id for row in rows] == [keys[number] for number in model]
        found = [one.id for one in checkin_questions.questions(session, by=coach)]
        assert found == [keys[number] for number in model if number not in archived]
