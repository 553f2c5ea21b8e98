"""Who is told of what when bookings are made, moved and cancelled."""

from datetime import timedelta

from sqlmodel import Session, select

from coachbook.models import Booking, InAppNotification, OutboxMessage, SessionPackage
from coachbook.notifications import announce
from coachbook.services import bookings
from coachbook.services.bookings import BookingView
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

TUESDAY, WEDNESDAY, THURSDAY = (at(f"2026-11-{day} 09:00") for day in (24, 25, 26))
QUIET = 10


def _told(session: Session) -> list[tuple[str, str]]:
    """Events that emails wait for, and to whom."""
    found = session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.channel == "email", OutboxMessage.state == "waiting")
        .order_by(OutboxMessage.event)
        .execution_options(populate_existing=True)
    )
    return [(one.event, "coach" if one.recipient_id == one.coach_id else "client") for one in found]


def _forget(session: Session) -> None:
    for one in session.exec(select(OutboxMessage)):
        session.delete(one)
    session.flush()


def _drag(practice: Practice, booking: BookingView, to: object, seconds: int = 0) -> BookingView:
    return practice.move(
        booking, to, by=practice.coach, confirmed=True,  # type: ignore[arg-type]
        now=NOW + timedelta(seconds=seconds),
    ).booking  # fmt: skip


def test_client_books_and_both_are_told_once(practice: Practice) -> None:
    practice.book(TUESDAY, WEDNESDAY, THURSDAY)
    assert _told(practice.session) == [("new_booking", "coach"), ("session_booked", "client")]
    message = practice.session.exec(select(OutboxMessage)).first()
    assert message
    assert len(message.payload["booking_ids"]) == 3


def test_coach_books_and_only_the_client_is_told(practice: Practice) -> None:
    practice.book(TUESDAY, by=practice.coach)
    assert _told(practice.session) == [("session_booked", "client")]
    notes = practice.session.exec(select(InAppNotification.recipient_id)).all()
    assert notes == [practice.client.id]


def test_checkin_has_its_own_message(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin")
    practice.book(TUESDAY, kind="checkin", minutes=30)
    assert _told(practice.session) == [("checkin_booked", "client"), ("new_booking", "coach")]


def test_client_cancels_and_both_are_told(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    _forget(practice.session)
    practice.cancel(booking)
    assert _told(practice.session) == [
        ("client_cancelled", "coach"), ("session_cancelled", "client"),
    ]  # fmt: skip


def test_client_moves_and_both_are_told(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    _forget(practice.session)
    practice.move(booking, WEDNESDAY)
    assert _told(practice.session) == [
        ("client_rescheduled", "coach"), ("session_rescheduled", "client"),
    ]  # fmt: skip


def test_drags_inside_the_undo_span_are_one_message(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    _forget(practice.session)
    moved = _drag(practice, booking, WEDNESDAY)
    _drag(practice, moved, THURSDAY, seconds=5)
    assert _told(practice.session) == [("session_rescheduled", "client")]
    message = _waiting_move(practice.session)
    assert message.payload["was_id"] == str(booking.id)
    assert message.due_at >= NOW + timedelta(seconds=5 + QUIET)


def _waiting_move(session: Session) -> OutboxMessage:
    return session.exec(
        select(OutboxMessage).where(
            OutboxMessage.event == "session_rescheduled",
            OutboxMessage.channel == "email",
            OutboxMessage.state == "waiting",
        )
    ).one()


def test_drag_after_the_undo_span_is_another_message(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    _forget(practice.session)
    moved = _drag(practice, booking, WEDNESDAY)
    _drag(practice, moved, THURSDAY, seconds=6 * QUIET)
    assert _told(practice.session) == [("session_rescheduled", "client")] * 2


def test_undone_drag_is_not_told(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    _forget(practice.session)
    moved = _drag(practice, booking, WEDNESDAY)
    bookings.undo_reschedule(
        practice.session, moved.id, by=practice.coach, now=NOW + timedelta(seconds=5)
    )
    assert _told(practice.session) == []


def test_drag_after_an_undone_one_is_told(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    _forget(practice.session)
    moved = _drag(practice, booking, WEDNESDAY)
    back = bookings.undo_reschedule(practice.session, moved.id, by=practice.coach, now=NOW)
    _drag(practice, back, THURSDAY, seconds=8)
    assert _told(practice.session) == [("session_rescheduled", "client")]
    assert _waiting_move(practice.session).payload["was_id"] == str(booking.id)


def test_undoing_the_second_of_two_drags_tells_the_first(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    _forget(practice.session)
    first = _drag(practice, booking, WEDNESDAY)
    second = _drag(practice, first, THURSDAY, seconds=2)
    bookings.undo_reschedule(practice.session, second.id, by=practice.coach, now=NOW)
    message = _waiting_move(practice.session)
    assert message.payload == {
        "booking_ids": [str(first.id)], "was_id": str(booking.id), "by": "coach",
    }  # fmt: skip


def test_cancelling_an_untold_move_cancels_the_time_people_know(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    _forget(practice.session)
    moved = _drag(practice, booking, WEDNESDAY)
    practice.cancel(moved, by=practice.coach)
    assert _told(practice.session) == [("session_cancelled", "client")]
    message = practice.session.exec(
        select(OutboxMessage).where(OutboxMessage.event == "session_cancelled")
    ).first()
    assert message
    assert message.payload["booking_ids"] == [str(booking.id)]


def test_low_sessions_are_told_once_per_crossing(practice: Practice) -> None:
    package = practice.session.get_one(SessionPackage, practice.package_id)
    for _ in range(2):
        announce.low_sessions(practice.session, package, now=NOW)
    assert _told(practice.session) == [
        ("client_low_sessions", "coach"), ("low_sessions", "client"),
    ]  # fmt: skip
    announce.low_sessions(practice.session, package, now=NOW + timedelta(days=3))
    assert len(_told(practice.session)) == 4


def test_message_is_about_the_bookings_that_were_made(practice: Practice) -> None:
    practice.book(TUESDAY, WEDNESDAY)
    made = {str(one) for one in practice.session.exec(select(Booking.id))}
    for message in practice.session.exec(select(OutboxMessage)):
        assert set(message.payload["booking_ids"]) == made


def test_form_is_told_when_the_cancellation_is_taken_back(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin")
    made = practice.booked(TUESDAY, kind="checkin", minutes=30)
    checkin = practice.session.get_one(Booking, made.id)
    announce.form_submitted(practice.session, checkin, now=NOW)
    told = select(OutboxMessage.state).where(OutboxMessage.event == "checkin_form_submitted")
    gone = practice.cancel(made, by=practice.coach)
    assert practice.session.exec(told).all() == ["withdrawn"]
    bookings.reopen(
        practice.session, gone.id, by=practice.coach, version=gone.version, now=NOW, confirmed=True
    )
    assert practice.session.exec(told).all() == ["waiting"]
