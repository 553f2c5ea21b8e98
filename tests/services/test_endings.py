"""How bookings end: cancelled with the credit back, completed or missed with it spent."""

from datetime import timedelta

import pytest
from sqlmodel import select

from coachbook.errors import (
    AlreadyCancelled,
    AlreadyChanged,
    AlreadyStarted,
    NotFound,
    NotStartedYet,
)
from coachbook.models import Booking, OutboxMessage
from coachbook.services import bookings
from tests import people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE = at("2026-11-18 09:00")
AFTER = NINE + timedelta(hours=1)


@pytest.mark.parametrize("notice", [timedelta(days=1), timedelta(seconds=1)])
def test_cancelling_gives_the_credit_back_at_any_notice(
    practice: Practice, notice: timedelta
) -> None:
    made = practice.booked(NINE)
    ended = practice.cancel(made, now=NINE - notice)
    assert (ended.status, ended.cancelled_by, practice.left) == ("cancelled", "client", 12)


def test_cancelled_time_is_free_again(practice: Practice) -> None:
    practice.cancel(practice.booked(NINE))
    assert practice.book(NINE).is_booked


def test_client_cannot_cancel_what_has_started(practice: Practice) -> None:
    made = practice.booked(NINE)
    with pytest.raises(AlreadyStarted, match="Ask your coach"):
        practice.cancel(made, now=NINE)
    assert practice.left == 11


@pytest.mark.parametrize(("on_behalf", "canceller"), [(True, "coach_for_client"), (False, "coach")])
def test_coach_cancels_for_either_reason(
    practice: Practice, on_behalf: bool, canceller: str
) -> None:
    made = practice.booked(NINE)
    ended = practice.cancel(made, by=practice.coach, on_behalf_of_client=on_behalf, now=AFTER)
    assert (ended.cancelled_by, practice.left) == (canceller, 12)


def test_client_is_always_the_one_who_cancelled(practice: Practice) -> None:
    ended = practice.cancel(practice.booked(NINE), on_behalf_of_client=True)
    assert ended.cancelled_by == "client"


def test_cancelling_twice_gives_one_credit_back(practice: Practice) -> None:
    made = practice.booked(NINE)
    practice.cancel(made)
    with pytest.raises(AlreadyCancelled):
        practice.cancel(made)
    assert practice.left == 12


def test_stale_page_cancels_nothing(practice: Practice) -> None:
    made = practice.booked(NINE)
    with pytest.raises(AlreadyChanged):
        practice.cancel(made, version=made.version + 1)


def test_foreign_booking_looks_absent(practice: Practice) -> None:
    made = practice.booked(NINE)
    for by in (practice.another_client(), people.coach(practice.session, "Ben Ito")):
        for verb in (bookings.cancel, bookings.complete, bookings.mark_no_show):
            with pytest.raises(NotFound):
                verb(practice.session, made.id, by=by, version=1, now=AFTER)


@pytest.mark.parametrize("verb", [bookings.complete, bookings.mark_no_show])
def test_client_marks_nothing(practice: Practice, verb: object) -> None:
    made = practice.booked(NINE)
    with pytest.raises(NotFound):
        verb(practice.session, made.id, by=practice.client, version=1, now=AFTER)  # type: ignore[operator]


def test_session_is_not_completed_before_it_starts(practice: Practice) -> None:
    made = practice.booked(NINE)
    with pytest.raises(NotStartedYet):
        bookings.complete(practice.session, made.id, by=practice.coach, version=1, now=NOW)


def test_completed_and_missed_keep_the_credit_spent(practice: Practice) -> None:
    made = practice.booked(NINE)
    done = bookings.complete(practice.session, made.id, by=practice.coach, version=1, now=AFTER)
    assert (done.status, practice.left) == ("completed", 11)
    missed = bookings.mark_no_show(
        practice.session, made.id, by=practice.coach, version=done.version, now=AFTER
    )
    assert (missed.status, practice.left) == ("no_show", 11)


def test_coach_corrects_a_completed_session_into_a_cancelled_one(practice: Practice) -> None:
    made = practice.booked(NINE)
    done = bookings.complete(practice.session, made.id, by=practice.coach, version=1, now=AFTER)
    with pytest.raises(AlreadyChanged, match="marked as done"):
        practice.cancel(done, now=AFTER)
    practice.cancel(done, by=practice.coach, now=AFTER)
    assert practice.left == 12


def test_marking_twice_the_same_changes_nothing(practice: Practice) -> None:
    made = practice.booked(NINE)
    done = bookings.complete(practice.session, made.id, by=practice.coach, version=1, now=AFTER)
    again = bookings.complete(
        practice.session, made.id, by=practice.coach, version=done.version, now=AFTER
    )
    assert again.version == done.version


def test_both_are_told_of_a_cancellation_by_the_client(practice: Practice) -> None:
    practice.cancel(practice.booked(NINE), now=NOW + timedelta(hours=1))
    events = practice.session.exec(select(OutboxMessage.event)).all()
    assert {"session_cancelled", "client_cancelled"} <= set(events)


def test_history_tells_who_did_what(practice: Practice) -> None:
    made = practice.booked(NINE)
    moved = practice.move(made, AFTER, by=practice.coach, now=NOW + timedelta(hours=1)).booking
    practice.cancel(moved, now=NOW + timedelta(hours=2))
    lines = bookings.history(practice.session, made.chain_id, by=practice.client)
    assert [(line.event, line.actor_name) for line in lines] == [
        ("booked", "Robin Fields"), ("moved", "Anna Weiss"), ("cancelled", "Robin Fields"),
    ]  # fmt: skip
    assert practice.session.get_one(Booking, moved.id).sequence == 2
