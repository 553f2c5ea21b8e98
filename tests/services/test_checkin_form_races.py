"""Two devices of a client at once: no answer is overwritten unasked, the coach is told once."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook import database as databases
from coachbook.models import CheckinFormQuestion, CheckinFormResponse, OutboxMessage
from coachbook.services import bookings, checkin_forms
from coachbook.services.bookings import BookingView
from coachbook.services.checkin_forms import AlreadySent, AnsweredElsewhere, records, writing
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice, open_practice

PAUSE_SECONDS = 0.2

Work = Callable[[Session], Any]


@dataclass
class Desk:
    """A committed practice with a check-in and two questions."""

    practice: Practice
    checkin: BookingView
    one: UUID
    other: UUID

    def save(self, question_id: UUID, answer: str) -> Work:
        return lambda session: checkin_forms.save(
            session, self.checkin.chain_id, by=self.practice.client, question_id=question_id,
            answer=answer, seen="", now=NOW,
        )  # fmt: skip

    def send(self, answer: str) -> Work:
        return lambda session: checkin_forms.submit(
            session, self.checkin.chain_id, {str(self.one): answer}, by=self.practice.client,
            seen={}, now=NOW,
        )  # fmt: skip


@pytest.fixture
def desk(database: Engine) -> Desk:
    with databases.transaction() as session:
        practice = open_practice(session)
        factories.hours(session, practice.coach, kind="checkin")
        checkin = practice.booked(at("2026-11-18 09:00"), kind="checkin", minutes=30)
        asked = [
            CheckinFormQuestion(coach_id=practice.coach.id, question=words, question_type="text")
            for words in ("One?", "Other?")
        ]
        session.add_all(asked)
    return Desk(practice, checkin, asked[0].id, asked[1].id)


def both(pause: Callable[[], Any], *works: Work) -> set[type[BaseException] | None]:
    """Each in a transaction of its own, pausing between reading what is stored and writing."""
    look = records.response_of

    def look_slowly(*given: Any) -> CheckinFormResponse | None:
        found = look(*given)
        pause()
        return found

    def carry_out(work: Work) -> None:
        with databases.transaction() as session:
            work(session)

    with patch.object(records, "response_of", look_slowly), ThreadPoolExecutor(2) as pool:
        found = [one.exception() for one in [pool.submit(carry_out, work) for work in works]]
    return {type(one) if one else None for one in found}


def slowly() -> None:
    time.sleep(PAUSE_SECONDS)


def stored(database: Engine) -> dict[str, str]:
    with Session(database) as session:
        (response,) = session.exec(select(CheckinFormResponse)).all()
    return {entry["question"]: entry["answer"] for entry in response.responses.values()}


def letters(database: Engine) -> int:
    with Session(database) as session:
        event = OutboxMessage.event == "checkin_form_submitted"
        return len(session.exec(select(OutboxMessage).where(event)).all())


def test_second_of_two_answers_at_once_is_told(database: Engine, desk: Desk) -> None:
    told = both(slowly, desk.save(desk.one, "Phone"), desk.save(desk.one, "Laptop"))
    assert told == {None, AnsweredElsewhere}
    assert stored(database)["One?"] in ("Phone", "Laptop")


def test_answers_to_two_questions_at_once_are_both_kept(database: Engine, desk: Desk) -> None:
    assert both(slowly, desk.save(desk.one, "Phone"), desk.save(desk.other, "Laptop")) == {None}
    assert stored(database) == {"One?": "Phone", "Other?": "Laptop"}


def test_form_sent_from_two_devices_at_once_is_told_of_once(database: Engine, desk: Desk) -> None:
    assert both(slowly, desk.send("Fine"), desk.send("Fine")) == {None}
    assert (stored(database), letters(database)) == ({"One?": "Fine", "Other?": None}, 1)


def test_sending_two_different_forms_at_once_overwrites_neither(
    database: Engine, desk: Desk
) -> None:
    assert both(slowly, desk.send("Phone"), desk.send("Laptop")) == {None, AnsweredElsewhere}
    assert letters(database) == 1


def test_typing_while_it_is_sent_is_told_or_kept(database: Engine, desk: Desk) -> None:
    told = both(slowly, desk.send("Fine"), desk.save(desk.other, "Still typing"))
    kept = stored(database)["Other?"]
    assert (told, kept) in (({None}, "Still typing"), ({None, AlreadySent}, None))


def test_move_while_it_is_sent_takes_the_form_along(database: Engine, desk: Desk) -> None:
    practice, checkin = desk.practice, desk.checkin

    def move(session: Session) -> None:
        bookings.reschedule(
            session, checkin.id, at("2026-11-19 09:00"), by=practice.coach,
            version=checkin.version, request_id=factories.request_id(), now=NOW,
        )  # fmt: skip

    assert both(slowly, move, desk.send("Fine")) == {None}
    with Session(database) as session:
        found = checkin_forms.form(session, checkin.chain_id, by=practice.client, now=NOW)
    assert (found.state, found.starts_at) == ("sent", at("2026-11-19 09:00"))


def test_an_answer_would_be_lost_without_the_lock(database: Engine, desk: Desk) -> None:
    """The control. On SQLite the write transaction is the lock."""
    with databases.transaction() as session:
        desk.save(desk.other, "Already there")(session)
    meeting, url = threading.Barrier(2), databases.engine().url
    with (
        patch.object(databases, "_sqlite_writers", nullcontext()),
        patch.object(databases, "_begin_sqlite", lambda _: None),
        patch.object(writing, "lock_coach", lambda *_, **__: None),
    ):
        databases.use(url.render_as_string(hide_password=False))
        works = (desk.save(desk.one, said) for said in ("Phone", "Laptop"))
        assert both(lambda: meeting.wait(30), *works) == {None}
