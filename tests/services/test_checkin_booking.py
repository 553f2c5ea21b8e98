"""A check-in and what its client answers beforehand: both are kept, or neither."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from coachbook.errors import Invalid, NotFound
from coachbook.models import CheckinFormQuestion, CheckinFormResponse, OutboxMessage
from coachbook.services import booking_desk, bookings, checkin_forms, checkins
from coachbook.services.bookings import Outcome
from coachbook.services.checkin_forms import Incomplete
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NOON = at("2026-11-18 12:00")
NEXT_DAY = at("2026-11-19 12:00")


@pytest.fixture
def question(practice: Practice) -> str:
    """The id of the one that has to be answered."""
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    row = CheckinFormQuestion(
        coach_id=practice.coach.id, question="How did you sleep?", question_type="scale",
        is_required=True,
    )  # fmt: skip
    practice.session.add(row)
    practice.session.flush()
    return str(row.id)


def book(practice: Practice, answers: dict[str, Any], **more: Any) -> Outcome:
    asked = {
        "by": practice.client, "coach_id": practice.coach.id, "starts": [NOON], "now": NOW,
        "request_id": factories.request_id(), "is_final": True,
    }  # fmt: skip
    return checkins.book(practice.session, answers=answers, **{**asked, **more})


def state(practice: Practice, outcome: Outcome) -> str:
    made = outcome.bookings[0].id
    return checkin_forms.states(practice.session, [made])[made]


def test_answers_are_sent_with_the_booking(practice: Practice, question: str) -> None:
    outcome = book(practice, {question: 7})
    assert state(practice, outcome) == "sent"
    events = set(practice.session.exec(select(OutboxMessage.event)))
    assert {"checkin_booked", "new_booking", "checkin_form_submitted"} <= events


def test_nothing_is_booked_where_an_answer_is_missing(practice: Practice, question: str) -> None:
    with pytest.raises(Incomplete) as refused, practice.session.begin_nested():
        book(practice, {})
    assert list(refused.value.problems) == [question]
    assert (practice.count(), practice.count(CheckinFormResponse)) == (0, 0)


def test_month_is_still_there_after_an_incomplete_form(practice: Practice, question: str) -> None:
    request_id = factories.request_id()
    with pytest.raises(Incomplete), practice.session.begin_nested():
        book(practice, {}, request_id=request_id)
    assert book(practice, {question: 7}, request_id=request_id).is_booked


def test_skipped_form_keeps_what_was_typed(practice: Practice, question: str) -> None:
    outcome = book(practice, {question: 3}, is_final=False)
    assert state(practice, outcome) == "draft"
    form = checkin_forms.form(
        practice.session, outcome.bookings[0].chain_id, by=practice.client, now=NOW
    )
    assert form.answers == {question: 3}


def test_skipped_empty_form_is_open(practice: Practice, question: str) -> None:
    assert state(practice, book(practice, {}, is_final=False)) == "open"


def test_taken_time_keeps_no_answers(practice: Practice, question: str) -> None:
    other = practice.another_client()
    practice.book(NOON, by=other, client_id=other.id, kind="checkin", minutes=30)
    outcome = book(practice, {question: 7})
    assert (outcome.is_booked, outcome.verdicts[0].reason) == (False, "full")
    assert practice.count(CheckinFormResponse) == 0


def test_second_arrival_books_once_and_leaves_the_answers(
    practice: Practice, question: str
) -> None:
    once = factories.request_id()
    first = book(practice, {question: 7}, request_id=once)
    again = book(practice, {question: 2}, request_id=once)
    assert (again.is_booked, again.is_repeated, practice.count()) == (True, True, 1)
    form = checkin_forms.form(
        practice.session, first.bookings[0].chain_id, by=practice.client, now=NOW
    )
    assert form.answers == {question: 7}


def test_answers_go_along_when_it_moves(practice: Practice, question: str) -> None:
    (made,) = book(practice, {question: 7}).bookings
    moved = practice.move(made, NEXT_DAY).booking
    assert checkin_forms.states(practice.session, [moved.id])[moved.id] == "sent"


def test_stranger_books_no_check_in(practice: Practice, question: str) -> None:
    stranger = people.client(practice.session, people.coach(practice.session, "Ben Ito"))
    with pytest.raises(NotFound):
        book(practice, {question: 7}, by=stranger)


def test_answers_belong_to_one_time(practice: Practice, question: str) -> None:
    for starts in ([], [NOON, NEXT_DAY]):
        with pytest.raises(Invalid):
            book(practice, {question: 7}, starts=starts)
    assert practice.count() == 0


def test_foreign_coachs_question_is_refused(practice: Practice, question: str) -> None:
    second = people.coach(practice.session, "Ben Ito")
    foreign = CheckinFormQuestion(coach_id=second.id, question="Why?", question_type="text")
    practice.session.add(foreign)
    practice.session.flush()
    with pytest.raises(Incomplete), practice.session.begin_nested():
        book(practice, {question: 7, str(foreign.id): "Because"})
    assert practice.count() == 0


# What cancelling gives back


def test_cancelling_frees_the_month_it_uses(practice: Practice, question: str) -> None:
    (made,) = book(practice, {question: 7}).bookings
    assert checkins.frees_month(practice.session, made)


def test_cancelling_frees_nothing_beside_one_beyond(practice: Practice, question: str) -> None:
    (first,) = book(practice, {question: 7}).bookings
    (more,) = factories.booked(
        practice.session, practice.coach, practice.client, NEXT_DAY, kind="checkin"
    )
    assert not checkins.frees_month(practice.session, first)
    assert not checkins.frees_month(practice.session, more)
    december = bookings.reschedule(
        practice.session, more.id, at("2026-12-16 12:00"), by=practice.coach,
        version=more.version, request_id=factories.request_id(), now=NOW,
    ).booking  # fmt: skip
    assert checkins.frees_month(practice.session, first)
    assert checkins.frees_month(practice.session, december)


# What the page stands on


def desk(practice: Practice, **more: Any) -> booking_desk.Desk:
    asked = {"by": practice.client, "now": NOW, "kind": "checkin"}
    return booking_desk.desk(practice.session, **{**asked, **more})


def days(found: booking_desk.Desk) -> list[date]:
    assert found.openings
    return list(found.openings.days)


def test_desk_of_check_ins_needs_no_package(practice: Practice, question: str) -> None:
    lonely = people.client(practice.session, practice.coach, "Kim Late")
    found = desk(practice, by=lonely)
    assert (bool(days(found)), found.minutes) == (True, 30)
    assert [str(one.id) for one in found.questions] == [question]
    assert desk(practice, by=lonely, kind="session").openings is None


def test_desk_leaves_out_the_months_that_are_used(practice: Practice, question: str) -> None:
    book(practice, {question: 7})
    found = desk(practice)
    assert found.checkin
    assert found.checkin.resets_on == date(2026, 12, 1)
    assert {on.month for on in days(found)} == {12, 1, 2}


def test_desk_offers_check_ins_by_their_own_hours(practice: Practice) -> None:
    assert desk(practice).openings == desk(practice, minutes=240).openings
    assert not days(desk(practice))
    factories.hours(practice.session, practice.coach, days=[6], kind="checkin", capacity=1)
    assert {on.weekday() for on in days(desk(practice))} == {5}
