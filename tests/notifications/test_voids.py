"""What keeps a message from being sent after all, and that what is true goes out."""

from datetime import datetime, timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from coachbook.models import Booking, OneTimeToken, OutboxMessage, SessionPackage
from coachbook.notifications import matrix, voids
from coachbook.services import bookings
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

TUESDAY, WEDNESDAY = at("2026-11-17 10:00"), at("2026-11-18 10:00")
A_DAY = timedelta(days=1)


def written(practice: Practice, event: str, subject_id: UUID, **payload: Any) -> OutboxMessage:
    is_clients = matrix.EVENTS[event].audience == "client"
    return OutboxMessage(
        unique_key=uuid4().hex,
        event=event,
        channel="email",
        recipient_id=practice.client.id if is_clients else practice.coach.id,
        coach_id=practice.coach.id,
        subject_id=subject_id,
        payload=payload,
        due_at=NOW,
        created_at=NOW,
    )


def why(practice: Practice, event: str, booking_id: UUID, now: datetime = NOW) -> str:
    message = written(practice, event, booking_id, booking_ids=[str(booking_id)])
    return voids.reason(practice.session, message, now)


def package(practice: Practice, **changes: Any) -> SessionPackage:
    found = practice.session.get_one(SessionPackage, practice.package_id)
    for name, value in changes.items():
        setattr(found, name, value)
    practice.session.flush()
    return found


def about_package(practice: Practice, event: str, **payload: Any) -> str:
    return voids.reason(
        practice.session, written(practice, event, practice.package_id, **payload), NOW
    )


def test_every_cause_of_the_matrix_is_asked_for() -> None:
    assert set(voids.CHECKS) == set(get_args(matrix.Void))


@pytest.mark.parametrize("event", ["session_booked", "session_reminder", "new_booking"])
def test_booking_that_stands_is_told(practice: Practice, event: str) -> None:
    assert why(practice, event, practice.booked(TUESDAY).id) == ""


@pytest.mark.parametrize("event", ["session_booked", "session_reminder", "new_booking"])
def test_cancelled_or_started_booking_is_not_told(practice: Practice, event: str) -> None:
    booking = practice.booked(TUESDAY)
    assert why(practice, event, booking.id, now=TUESDAY) == "The session has started."
    practice.cancel(booking)
    assert why(practice, event, booking.id) == "The session was cancelled."


def test_moved_booking_is_not_reminded_of_at_its_old_time(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    moved = practice.move(booking, WEDNESDAY).booking
    assert why(practice, "session_reminder", booking.id) == "The session is at another time by now."
    assert why(practice, "session_reminder", moved.id) == ""


def test_one_of_several_is_enough_to_tell(practice: Practice) -> None:
    first, second = practice.book(TUESDAY, WEDNESDAY).bookings
    practice.cancel(first)
    ids = [str(first.id), str(second.id)]
    message = written(practice, "session_booked", first.id, booking_ids=ids)
    assert voids.reason(practice.session, message, NOW) == ""
    practice.cancel(second)
    assert voids.reason(practice.session, message, NOW) == "The session was cancelled."


def test_cancellation_is_not_told_of_what_stands_again(practice: Practice) -> None:
    booking = practice.cancel(practice.booked(TUESDAY))
    assert why(practice, "session_cancelled", booking.id) == ""
    bookings.reopen(
        practice.session, booking.id, by=practice.coach, version=booking.version, now=NOW
    )
    assert why(practice, "session_cancelled", booking.id) == "The session takes place after all."


def test_booking_that_is_gone_is_not_told(practice: Practice) -> None:
    assert why(practice, "session_rescheduled", uuid4()) == "The appointment was cancelled."


def test_low_balance_is_told_while_it_is_low(practice: Practice) -> None:
    assert about_package(practice, "low_sessions") == "There are more sessions left by now."
    package(practice, remaining_sessions=2)
    assert about_package(practice, "low_sessions") == ""


def test_end_of_a_package_is_told_while_it_is_the_end(practice: Practice) -> None:
    ends_at = at("2026-12-16 23:59")
    package(practice, expires_at=ends_at)
    told = {"ends_at": ends_at.isoformat()}
    assert about_package(practice, "package_expiring_month", **told) == ""
    for changes, reason in (
        ({"expires_at": ends_at + A_DAY}, "The package ends on another day by now."),
        ({"expires_at": NOW - A_DAY}, "The package has ended."),
        ({"remaining_sessions": 0}, "The package has no sessions left."),
    ):
        package(practice, **changes)
        assert about_package(practice, "package_expiring_month", **told) == reason


def test_voided_package_is_not_told_of(practice: Practice) -> None:
    package(practice, remaining_sessions=0, voided_at=NOW)
    assert about_package(practice, "low_sessions") == "The package was voided."


def test_summary_is_told_while_something_is_booked(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    message = written(practice, "daily_summary", practice.coach.id, on="2026-11-17")
    assert voids.reason(practice.session, message, NOW) == ""
    practice.cancel(booking)
    assert voids.reason(practice.session, message, NOW) == (
        "Nothing is booked for that day any more."
    )


def test_link_is_told_until_it_was_used_or_expired(practice: Practice) -> None:
    link = OneTimeToken(
        purpose="sign_in", profile_id=practice.client.id, created_at=NOW, expires_at=NOW + A_DAY
    )
    practice.session.add(link)
    practice.session.flush()
    message = written(practice, "sign_in_link", link.id)
    assert voids.reason(practice.session, message, NOW) == ""
    assert voids.reason(practice.session, message, NOW + A_DAY) == "The link has expired."
    link.used_at = NOW
    assert voids.reason(practice.session, message, NOW) == "The link was used or replaced."


def test_form_is_not_asked_for_where_nothing_is_asked(session: Session, practice: Practice) -> None:
    (view,) = factories.booked(session, practice.coach, practice.client, WEDNESDAY, kind="checkin")
    booking = session.get_one(Booking, view.id)
    assert why(practice, "checkin_form_reminder", booking.id) == "The form is filled in."
    assert why(practice, "checkin_reminder", booking.id) == ""
