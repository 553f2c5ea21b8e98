"""What was sent, beside what had been sent before."""

from typing import Any

import pytest

from coachbook.models import CheckinFormQuestion
from coachbook.services import checkin_answers, checkin_forms
from coachbook.services.bookings import BookingView
from coachbook.services.checkin_answers import Submitted
from coachbook.services.checkin_entries import Entries, in_order, kept
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

FIRST, SECOND = at("2026-11-18 09:00"), at("2026-12-02 09:00")


def entries(kind: str, answer: Any) -> Entries:
    return {"q": kept("What?", answer, 0, kind=kind)}


@pytest.mark.parametrize(
    ("kind", "then", "given", "was", "trend"),
    [
        ("scale", 4, 6, "4", "up"),
        ("scale", 6, 4, "6", "down"),
        ("number", 7.5, 7.5, "", "same"),
        ("number", None, 7, "", ""),
        ("select", "Run", "Row", "Run", ""),
        ("select", "Run", "Run", "", "same"),
        ("multiple", ["Run", "Row"], ["Row"], "Run, Row", ""),
        ("multiple", [], ["Row"], "nothing", ""),
        ("checkbox", False, True, "No", ""),
        ("date", "2027-03-14", "2027-04-01", "2027-03-14", ""),
        ("text", "Then", "Now", "", ""),
        ("textarea", "Same", "Same", "", ""),
    ],
)
def test_answers_are_held_against_the_form_before(
    kind: str, then: Any, given: Any, was: str, trend: str
) -> None:
    (answer,) = in_order(entries(kind, given), entries(kind, then))
    assert (answer.was, answer.trend) == (was, trend)


def test_another_kind_is_not_compared() -> None:
    (answer,) = in_order(entries("scale", 6), entries("select", "Well"))
    assert (answer.answer, answer.was, answer.trend) == ("6", "", "")


def test_question_in_other_words_is_not_compared() -> None:
    (answer,) = in_order(
        {"q": kept("Stress", 6, 0, kind="scale")}, {"q": kept("Sleep", 4, 0, kind="scale")}
    )
    assert (answer.answer, answer.was, answer.trend) == ("6", "", "")


@pytest.fixture
def question(practice: Practice) -> CheckinFormQuestion:
    factories.hours(practice.session, practice.coach, kind="checkin")
    row = CheckinFormQuestion(coach_id=practice.coach.id, question="Sleep", question_type="scale")
    practice.session.add(row)
    practice.session.flush()
    return row


def sent(practice: Practice, question: CheckinFormQuestion, *answers: int) -> list[BookingView]:
    """A form for the first of each check-in."""
    made = [
        practice.booked(start, kind="checkin", minutes=30)
        for start in (FIRST, SECOND)[: len(answers)]
    ]
    for booking, answer in zip(made, answers, strict=True):
        checkin_forms.submit(
            practice.session, booking.chain_id, {str(question.id): answer},
            by=practice.client, now=NOW,
        )  # fmt: skip
    return made


def said(one: Submitted) -> tuple[str, str, str]:
    (answer,) = one.answers
    return answer.answer, answer.was, answer.trend


def test_history_compares_each_form_to_the_one_before(
    practice: Practice, question: CheckinFormQuestion
) -> None:
    sent(practice, question, 4, 6)
    found = checkin_answers.of_client(practice.session, practice.client.id, by=practice.coach)
    assert [said(one) for one in found] == [("6", "4", "up"), ("4", "", "")]
    assert [one.before_at for one in found] == [FIRST, None]
    assert checkin_answers.own(practice.session, by=practice.client) == found


def test_checkin_shows_the_form_of_its_chain(
    practice: Practice, question: CheckinFormQuestion
) -> None:
    first, second = sent(practice, question, 4, 6)
    moved = practice.move(second, at("2026-12-03 09:00")).booking
    found = checkin_answers.of_checkin(practice.session, moved.chain_id, by=practice.coach)
    assert found
    assert (said(found), found.starts_at) == (("6", "4", "up"), moved.starts_at)
    assert first.chain_id != found.chain_id


def test_oldest_checkin_shows_its_form_as_well(
    practice: Practice, question: CheckinFormQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkin_answers, "MOST_FORMS", 1)
    first, second = sent(practice, question, 4, 6)
    for one, expected in ((first, ("4", "", "")), (second, ("6", "4", "up"))):
        found = checkin_answers.of_checkin(practice.session, one.chain_id, by=practice.coach)
        assert found
        assert said(found) == expected


def test_answers_of_another_coachs_checkin_are_absent(
    practice: Practice, question: CheckinFormQuestion
) -> None:
    (made,) = sent(practice, question, 4)
    berta = people.coach(practice.session, "Berta Klein")
    people.another_client_of(practice.session, berta, practice.client)
    assert checkin_answers.of_checkin(practice.session, made.chain_id, by=berta) is None
    assert checkin_answers.own(practice.session, by=practice.another_client()) == []


def test_forms_to_two_coaches_are_not_compared(
    practice: Practice, question: CheckinFormQuestion
) -> None:
    berta = people.coach(practice.session, "Berta Klein")
    people.another_client_of(practice.session, berta, practice.client)
    factories.hours(practice.session, berta, kind="checkin")
    hers = CheckinFormQuestion(coach_id=berta.id, question="Sleep", question_type="scale")
    practice.session.add(hers)
    practice.session.flush()
    sent(practice, question, 4)
    made = practice.booked(SECOND, kind="checkin", minutes=30, coach_id=berta.id)
    checkin_forms.submit(
        practice.session, made.chain_id, {str(hers.id): 9}, by=practice.client, now=NOW
    )
    newest, _ = checkin_answers.own(practice.session, by=practice.client)
    assert (newest.coach_name, said(newest)) == ("Berta Klein", ("9", "", ""))


def test_change_after_sending_is_told_with_its_moment(
    practice: Practice, question: CheckinFormQuestion
) -> None:
    (made,) = sent(practice, question, 4)
    checkin_forms.submit(
        practice.session, made.chain_id, {str(question.id): 5},
        by=practice.client, now=at("2026-11-17 09:00"),
    )  # fmt: skip
    (found,) = checkin_answers.own(practice.session, by=practice.client)
    assert (found.submitted_at, found.changed_at, said(found)[0]) == (
        NOW, at("2026-11-17 09:00"), "5",
    )  # fmt: skip
