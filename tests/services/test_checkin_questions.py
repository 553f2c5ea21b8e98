"""The coach's questions: what can be asked, whose they are, what two tabs do to each other."""

from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from coachbook.errors import Invalid, NotAllowed, NotFound
from coachbook.models import CheckinFormQuestion
from coachbook.services import checkin_questions, checkin_suggestions
from coachbook.services.checkin_drafts import KINDS, QuestionDraft, differences, rebased
from coachbook.services.checkin_questions import (
    QuestionArchived,
    QuestionChanged,
)
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW
from tests.services.questions import PAIN, SLEEP, add, asked, version


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


@pytest.fixture
def other(session: Session) -> Person:
    return people.coach(session, "Otto Other")


def test_question_is_kept_as_it_was_said(session: Session, coach: Person) -> None:
    for draft in (SLEEP, PAIN):
        checkin_questions.add_question(session, draft, by=coach, now=NOW)
    assert [one.said for one in checkin_questions.questions(session, by=coach)] == [SLEEP, PAIN]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_asked(session: Session, coach: Person, kind: str) -> None:
    draft = QuestionDraft("How?", kind, ("One", "Two"))
    said = checkin_questions.add_question(session, draft, by=coach, now=NOW).said
    assert said.kind == kind
    assert said.options == (("One", "Two") if kind in ("select", "multiple") else ())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": " \n\t "}, "question"),
        ({"question": "x" * 1_001}, "question"),
        ({"help_text": "x" * 501}, "help_text"),
        ({"kind": "colour"}, "kind"),
        ({"options": ()}, "options"),
        ({"options": ("Back", "  ", "")}, "options"),
        ({"options": ("Back", "Knees", " back ")}, "options"),
        ({"options": ("Back", "x" * 201)}, "options"),
        ({"options": tuple(map(str, range(31)))}, "options"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(
    session: Session, coach: Person, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as told:
        checkin_questions.add_question(session, replace(PAIN, **wrong), by=coach, now=NOW)
    assert told.value.field == field
    assert asked(session, coach) == []


def test_the_largest_question_fits(session: Session, coach: Person) -> None:
    options = tuple(f"{number:02}".ljust(200, "x") for number in range(30))
    draft = QuestionDraft("q" * 1_000, "select", options, "h" * 500)
    assert checkin_questions.add_question(session, draft, by=coach, now=NOW).said == draft


def test_lines_and_marks_that_cannot_be_seen_are_left_out(session: Session, coach: Person) -> None:
    draft = QuestionDraft(" How\n did\u202e you \x07 sleep? ", "select", (" Well\t", "Badly", ""))
    said = checkin_questions.add_question(session, draft, by=coach, now=NOW).said
    assert said == QuestionDraft("How did you sleep?", "select", ("Well", "Badly"))


def test_the_same_wording_is_not_asked_twice(session: Session, coach: Person) -> None:
    one, two = add(session, coach, "Sleep?", "Food?")
    with pytest.raises(Invalid, match="You ask this already"):
        add(session, coach, "  SLEEP? ")
    with pytest.raises(Invalid, match="You ask this already"):
        checkin_questions.edit_question(
            session, QuestionDraft("sleep?"), by=coach, seen=two, now=NOW
        )
    checkin_questions.archive_question(session, one.id, by=coach, now=NOW)
    add(session, coach, "SLEEP?")
    with pytest.raises(Invalid, match="You ask this already"):
        checkin_questions.restore_question(session, one.id, by=coach, now=NOW)


def test_thirty_questions_are_the_most(session: Session, coach: Person) -> None:
    rows = add(session, coach, *(f"Number {n}?" for n in range(30)))
    with pytest.raises(Invalid, match="30 questions are the most"):
        add(session, coach, "One more?")
    checkin_questions.archive_question(session, rows[3].id, by=coach, now=NOW)
    add(session, coach, "One more?")
    with pytest.raises(Invalid, match="30 questions are the most"):
        checkin_questions.restore_question(session, rows[3].id, by=coach, now=NOW)
    assert len(asked(session, coach)) == 30


# Two tabs


def test_second_tab_is_refused_and_sees_the_difference(session: Session, coach: Person) -> None:
    seen = checkin_questions.add_question(session, SLEEP, by=coach, now=NOW)
    first = replace(SLEEP, question="How well did you sleep?", is_required=False)
    saved = checkin_questions.edit_question(session, first, by=coach, seen=seen, now=NOW)
    mine = replace(SLEEP, help_text="10 is very well.")
    with pytest.raises(QuestionChanged):
        checkin_questions.edit_question(session, mine, by=coach, seen=seen, now=NOW)
    told = {one.name: (one.was, one.now) for one in differences(seen.said, saved.said)}
    assert told == {
        "question": ("How did you sleep?", "How well did you sleep?"),
        "is_required": (True, False),
    }


def test_mine_goes_on_top_of_what_the_other_tab_saved() -> None:
    theirs = replace(SLEEP, question="Sleep?")
    mine = replace(SLEEP, help_text="10 is very well.")
    both = rebased(mine, seen=SLEEP, onto=theirs)
    assert both == replace(SLEEP, question="Sleep?", help_text="10 is very well.")


def test_options_go_with_the_kind_that_they_were_written_for() -> None:
    theirs = replace(PAIN, kind="text", options=())
    mine = replace(PAIN, options=("Nothing", "Back"))
    assert rebased(mine, seen=PAIN, onto=theirs) == mine


def test_saving_the_same_twice_is_saving_it_once(session: Session, coach: Person) -> None:
    seen = checkin_questions.add_question(session, SLEEP, by=coach, now=NOW)
    mine = replace(SLEEP, question="Sleep?")
    saves = [
        checkin_questions.edit_question(session, mine, by=coach, seen=seen, now=NOW)
        for _ in range(2)
    ]
    assert [one.version for one in saves] == [2, 2]


def test_archived_question_is_neither_edited_nor_moved(session: Session, coach: Person) -> None:
    one, two = add(session, coach, "Sleep?", "Food?")
    checkin_questions.archive_question(session, one.id, by=coach, now=NOW)
    with pytest.raises(QuestionArchived):
        checkin_questions.edit_question(
            session, QuestionDraft("Rest?"), by=coach, seen=one, now=NOW
        )
    with pytest.raises(QuestionArchived):
        checkin_questions.move_question(
            session, one.id, by=coach, next_to=two.id, side="after", now=NOW
        )


# Whose they are


def test_forms_of_two_coaches_never_mix(session: Session, coach: Person, other: Person) -> None:
    add(session, coach, "A", "B")
    add(session, other, "A", "Z")
    assert (asked(session, coach), asked(session, other)) == (["A", "B"], ["A", "Z"])


def test_another_coachs_questions_look_absent(
    session: Session, coach: Person, other: Person
) -> None:
    mine, theirs = add(session, coach, "A")[0], add(session, other, "Z")[0]
    draft = QuestionDraft("Mine now?")
    for key in (theirs.id, uuid4()):
        with pytest.raises(NotFound):
            checkin_questions.edit_question(
                session, draft, by=coach, seen=replace(theirs, id=key), now=NOW
            )
        with pytest.raises(NotFound):
            checkin_questions.archive_question(session, key, by=coach, now=NOW)
        with pytest.raises(NotFound):
            checkin_questions.restore_question(session, key, by=coach, now=NOW)
        for moving, next_to in ((key, mine.id), (mine.id, key)):
            with pytest.raises(NotFound):
                checkin_questions.move_question(
                    session, moving, by=coach, next_to=next_to, side="after", now=NOW
                )
    assert (asked(session, coach), asked(session, other)) == (["A"], ["Z"])


def test_without_the_scope_another_coachs_question_would_go(
    session: Session, coach: Person, other: Person
) -> None:
    """The control: if nothing can go wrong here, the test above proves nothing."""
    (theirs,) = add(session, other, "Z")
    everybodys = patch.object(
        checkin_questions, "_all", lambda *_: list(session.exec(select(CheckinFormQuestion)))
    )
    with everybodys:
        checkin_questions.archive_question(session, theirs.id, by=coach, now=NOW)
    assert asked(session, other) == []


def test_questions_are_the_coachs_business(session: Session, coach: Person) -> None:
    client = people.client(session, coach)
    (one,) = add(session, coach, "A")
    with pytest.raises(NotAllowed):
        checkin_questions.questions(session, by=client)
    with pytest.raises(NotAllowed):
        checkin_questions.archived_questions(session, by=client)
    with pytest.raises(NotAllowed):
        add(session, client, "B")
    with pytest.raises(NotAllowed):
        checkin_questions.edit_question(session, SLEEP, by=client, seen=one, now=NOW)
    with pytest.raises(NotAllowed):
        checkin_questions.archive_question(session, one.id, by=client, now=NOW)
    with pytest.raises(NotAllowed):
        checkin_suggestions.suggestions(session, by=client)
    with pytest.raises(NotAllowed):
        checkin_suggestions.add_suggestions(session, ["sleep"], by=client, now=NOW)


def test_open_forms_hear_of_every_change(session: Session, coach: Person) -> None:
    one, two = add(session, coach, "A", "B")
    heard = [version(session, coach)]
    checkin_questions.edit_question(session, SLEEP, by=coach, seen=one, now=NOW)
    heard.append(version(session, coach))
    checkin_questions.move_question(
        session, two.id, by=coach, next_to=one.id, side="before", now=NOW
    )
    heard.append(version(session, coach))
    checkin_questions.archive_question(session, two.id, by=coach, now=NOW)
    heard.append(version(session, coach))
    checkin_questions.restore_question(session, two.id, by=coach, now=NOW)
    heard.append(version(session, coach))
    assert heard == [1, 2, 3, 4, 5]


# The starting set


def test_starting_set_is_chosen_one_by_one(session: Session, coach: Person) -> None:
    checkin_suggestions.add_suggestions(session, ["pain", "sleep"], by=coach, now=NOW)
    assert asked(session, coach) == ["How well did you sleep?", "Did anything hurt?"]
    left = [one.key for one in checkin_suggestions.suggestions(session, by=coach)]
    assert len(left) == len(checkin_suggestions.SUGGESTIONS) - 2
    assert not {"pain", "sleep"} & set(left)


def test_starting_set_can_be_asked_as_it_is_and_has_every_kind(
    session: Session, coach: Person
) -> None:
    keys = [one.key for one in checkin_suggestions.SUGGESTIONS]
    added = checkin_suggestions.add_suggestions(session, keys, by=coach, now=NOW)
    assert [one.said for one in added] == [one.said for one in checkin_suggestions.SUGGESTIONS]
    assert {one.said.kind for one in added} == set(KINDS)


@pytest.mark.parametrize("keys", [[], ["sleep"], ["unheard of"]])
def test_adding_a_suggestion_that_is_not_there_is_refused(
    session: Session, coach: Person, keys: list[str]
) -> None:
    checkin_suggestions.add_suggestions(session, ["sleep"], by=coach, now=NOW)
    with pytest.raises(Invalid):
        checkin_suggestions.add_suggestions(session, keys, by=coach, now=NOW)
    assert len(asked(session, coach)) == 1


def test_order_in_the_table_is_the_one_that_is_read(session: Session, coach: Person) -> None:
    rows = add(session, coach, "A", "B", "C")
    checkin_questions.move_question(
        session, rows[2].id, by=coach, next_to=rows[0].id, side="before", now=NOW
    )
    stored = session.exec(
        select(CheckinFormQuestion.question, CheckinFormQuestion.sort_order).order_by(
            col(CheckinFormQuestion.sort_order)
        )
    ).all()
    assert [tuple(row) for row in stored] == [("C", 0), ("A", 1), ("B", 2)]
