"""Questions are moved, archived and restored without losing their order."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session

from coachbook.services import checkin_questions
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW
from tests.services.questions import PAIN, SLEEP, add, asked


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


@pytest.mark.parametrize(
    ("moving", "next_to", "side", "order", "number"),
    [
        (0, 2, "after", "BCA", 3),
        (0, 2, "before", "BAC", 2),
        (2, 0, "before", "CAB", 1),
        (2, 0, "after", "ACB", 2),
        (1, 1, "after", "ABC", 2),
        (0, 1, "before", "ABC", 1),
    ],
)
def test_question_moves_next_to_another(
    session: Session, coach: Person, moving: int, next_to: int, side: Any, order: str, number: int
) -> None:
    rows = add(session, coach, "A", "B", "C")
    found = checkin_questions.move_question(
        session, rows[moving].id, by=coach, next_to=rows[next_to].id, side=side, now=NOW
    )
    assert "".join(asked(session, coach)) == order
    assert found == number


def test_question_moves_next_to_one_that_was_archived_meanwhile(
    session: Session, coach: Person
) -> None:
    first, second, _third, fourth = add(session, coach, "A", "B", "C", "D")
    checkin_questions.archive_question(session, second.id, by=coach, now=NOW)
    number = checkin_questions.move_question(
        session, fourth.id, by=coach, next_to=second.id, side="after", now=NOW
    )
    assert ("".join(asked(session, coach)), number) == ("ADC", 2)
    checkin_questions.restore_question(session, second.id, by=coach, now=NOW)
    assert asked(session, coach) == ["A", "B", "D", "C"]
    assert first.version == 1


def test_archived_question_comes_back_where_it_was(session: Session, coach: Person) -> None:
    rows = add(session, coach, "A", "B", "C")
    checkin_questions.archive_question(session, rows[1].id, by=coach, now=NOW)
    assert asked(session, coach) == ["A", "C"]
    (archived,) = checkin_questions.archived_questions(session, by=coach)
    assert (archived.id, archived.is_archived) == (rows[1].id, True)
    assert checkin_questions.restore_question(session, rows[1].id, by=coach, now=NOW) == 2
    assert asked(session, coach) == ["A", "B", "C"]


def test_archiving_twice_is_archiving_once(session: Session, coach: Person) -> None:
    (one,) = add(session, coach, "A")
    found = [
        checkin_questions.archive_question(session, one.id, by=coach, now=NOW) for _ in range(2)
    ]
    assert [each.version for each in found] == [2, 2]


def test_question_added_again_in_the_same_words_is_the_same(
    session: Session, coach: Person
) -> None:
    """Last time's answer can be compared with the next one."""
    checkin_questions.add_questions(session, [SLEEP, PAIN], by=coach, now=NOW)
    one, two = checkin_questions.questions(session, by=coach)
    for each in (one, two):
        checkin_questions.archive_question(session, each.id, by=coach, now=NOW)
    otherwise = replace(PAIN, options=("Yes", "No"))
    again = checkin_questions.add_questions(session, [otherwise, SLEEP], by=coach, now=NOW)
    assert again[1].id == one.id != again[0].id
    assert asked(session, coach) == [PAIN.question, SLEEP.question]
    assert [each.id for each in checkin_questions.archived_questions(session, by=coach)] == [two.id]
