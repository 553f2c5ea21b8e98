"""Inside the undo span: what people are told of several changes to one booking, and by whom."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from coachbook.errors import AlreadyChanged
from coachbook.models import Booking, InAppNotification, OutboxMessage
from coachbook.notifications import announce, outbox
from coachbook.notifications.merging import UNDO_SECONDS, UNDO_SPAN
from coachbook.services import bookings
from coachbook.services.bookings import BookingView
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

TUESDAY, WEDNESDAY, THURSDAY = (at(f"2026-11-{day} 09:00") for day in (24, 25, 26))
SOON, SOONER = NOW + timedelta(seconds=8), NOW + timedelta(seconds=4)
MUCH_LATER = NOW + timedelta(minutes=5)
TO_CLIENT = ("session_booked", "checkin_booked", "session_rescheduled", "session_cancelled")


def told(session: Session, channel: str = "email") -> list[tuple[str, tuple[datetime, ...]]]:
    """What waits to be told, with the times that it names; where it led from comes first."""
    session.flush()
    waiting = select(OutboxMessage).where(
        OutboxMessage.channel == channel,
        OutboxMessage.state == "waiting",
        col(OutboxMessage.event).not_in(("low_sessions", "client_low_sessions")),
    )
    found = session.exec(waiting.execution_options(populate_existing=True))
    return sorted((one.event, _times(session, one.payload)) for one in found)


def _times(session: Session, payload: dict[str, Any]) -> tuple[datetime, ...]:
    ids = [payload["was_id"]] if "was_id" in payload else []
    chain = {str(one.id): one.starts_at for one in session.exec(select(Booking))}
    return tuple(chain[one] for one in [*ids, *payload["booking_ids"]])


def clients(session: Session) -> list[tuple[str, tuple[datetime, ...]]]:
    return [one for one in told(session) if one[0] in TO_CLIENT]


def coachs(session: Session) -> list[tuple[str, tuple[datetime, ...]]]:
    return [one for one in told(session) if one[0] not in TO_CLIENT]


@pytest.fixture
def known(practice: Practice) -> BookingView:
    """A booking that both have heard of."""
    made = practice.booked(TUESDAY)
    for letter in practice.session.exec(select(OutboxMessage)):
        letter.state = "sent"
        practice.session.add(letter)
    practice.session.flush()
    return made


def by_coach(practice: Practice, booking: BookingView, to: datetime, **more: Any) -> BookingView:
    asked = {"by": practice.coach, "confirmed": True, "now": MUCH_LATER, **more}
    return practice.move(booking, to, **asked).booking


def reopen(practice: Practice, booking: BookingView, now: datetime = MUCH_LATER) -> BookingView:
    return bookings.reopen(
        practice.session, booking.id, by=practice.coach, version=booking.version, now=now
    )


@pytest.mark.parametrize("act", ["book", "move", "cancel", "reopen"])
def test_every_change_is_told_when_its_undo_span_is_over(
    practice: Practice, known: BookingView, act: str
) -> None:
    changes: dict[str, Callable[[], object]] = {
        "book": lambda: practice.book(THURSDAY, now=MUCH_LATER),
        "move": lambda: practice.move(known, THURSDAY, now=MUCH_LATER),
        "cancel": lambda: practice.cancel(known, now=MUCH_LATER),
        "reopen": lambda: reopen(
            practice, practice.cancel(known, by=practice.coach), now=MUCH_LATER
        ),
    }
    changes[act]()
    due = practice.session.exec(select(OutboxMessage.due_at).where(_waiting())).all()
    assert max(due) == MUCH_LATER + UNDO_SPAN >= MUCH_LATER + timedelta(seconds=UNDO_SECONDS)


def test_book_and_move_are_one_booking_at_the_new_time(practice: Practice) -> None:
    practice.move(practice.booked(TUESDAY), WEDNESDAY, now=SOON)
    wanted = [("new_booking", (WEDNESDAY,)), ("session_booked", (WEDNESDAY,))]
    assert told(practice.session) == told(practice.session, "push") == wanted
    due = {one.due_at for one in practice.session.exec(select(OutboxMessage))}
    assert due == {SOON + UNDO_SPAN}


def test_book_and_cancel_are_nothing(practice: Practice) -> None:
    practice.cancel(practice.booked(TUESDAY), now=SOON)
    assert told(practice.session) == told(practice.session, "push") == []
    assert practice.session.exec(select(InAppNotification)).all() == []


def test_book_and_cancel_take_back_that_few_sessions_are_left(practice: Practice) -> None:
    factories.package(practice.session, practice.coach, practice.client, minutes=30, total=3)
    made = practice.booked(TUESDAY, minutes=30)
    practice.cancel(made, now=SOON)
    waiting = practice.session.exec(select(OutboxMessage.event).where(_waiting()))
    assert waiting.all() == []


def _waiting() -> Any:
    return col(OutboxMessage.state) == "waiting"


def test_few_sessions_left_is_told_if_it_is_still_so(practice: Practice) -> None:
    factories.package(practice.session, practice.coach, practice.client, minutes=30, total=3)
    made = practice.booked(TUESDAY, WEDNESDAY, minutes=30)
    practice.cancel(made, now=SOON)
    waiting = set(practice.session.exec(select(OutboxMessage.event).where(_waiting())))
    assert {"low_sessions", "client_low_sessions"} <= waiting


def test_cancel_and_reopen_are_nothing(practice: Practice, known: BookingView) -> None:
    gone = practice.cancel(known, by=practice.coach, now=MUCH_LATER)
    reopen(practice, gone)
    assert told(practice.session) == []


def test_move_and_move_back_are_nothing(practice: Practice, known: BookingView) -> None:
    there = practice.move(known, WEDNESDAY, now=MUCH_LATER).booking
    practice.move(there, TUESDAY, now=MUCH_LATER + timedelta(seconds=8))
    assert told(practice.session) == []


def test_two_moves_are_one_from_where_it_began(practice: Practice, known: BookingView) -> None:
    there = practice.move(known, WEDNESDAY, now=MUCH_LATER).booking
    practice.move(there, THURSDAY, now=MUCH_LATER)
    moved = (TUESDAY, THURSDAY)
    assert told(practice.session) == [
        ("client_rescheduled", moved), ("session_rescheduled", moved),
    ]  # fmt: skip


def test_move_and_cancel_cancel_the_time_that_people_know(
    practice: Practice, known: BookingView
) -> None:
    there = practice.move(known, WEDNESDAY, now=MUCH_LATER).booking
    practice.cancel(there, now=MUCH_LATER)
    assert told(practice.session) == [
        ("client_cancelled", (TUESDAY,)), ("session_cancelled", (TUESDAY,)),
    ]  # fmt: skip


def test_one_of_several_that_is_cancelled_is_left_out(practice: Practice) -> None:
    made = practice.book(TUESDAY, WEDNESDAY, THURSDAY).bookings
    practice.cancel(made[0], now=SOON)
    rest = (WEDNESDAY, THURSDAY)
    assert told(practice.session) == [("new_booking", rest), ("session_booked", rest)]
    (note,) = practice.session.exec(
        select(InAppNotification).where(InAppNotification.event == "new_booking")
    )
    assert note.payload["booking_ids"] == [str(one.id) for one in made[1:]]


def test_all_of_several_cancelled_are_nothing(practice: Practice) -> None:
    for one in practice.book(TUESDAY, WEDNESDAY).bookings:
        practice.cancel(one, now=SOON)
    assert told(practice.session) == []


def test_one_of_several_that_is_moved_is_told_with_the_others(practice: Practice) -> None:
    made = practice.book(TUESDAY, WEDNESDAY).bookings
    practice.move(made[0], THURSDAY, now=SOON)
    assert clients(practice.session) == [("session_booked", (WEDNESDAY, THURSDAY))]


def test_what_is_due_is_not_merged(practice: Practice) -> None:
    made = practice.booked(TUESDAY)
    practice.move(made, WEDNESDAY, now=NOW + UNDO_SPAN)
    assert clients(practice.session) == [
        ("session_booked", (TUESDAY,)), ("session_rescheduled", (TUESDAY, WEDNESDAY)),
    ]  # fmt: skip


@pytest.mark.parametrize(("state", "attempts"), [("claimed", 1), ("sent", 1), ("waiting", 1)])
def test_what_somebody_tried_to_send_is_not_merged(
    practice: Practice, state: str, attempts: int
) -> None:
    made = practice.booked(TUESDAY)
    for letter in practice.session.exec(select(OutboxMessage)):
        letter.state, letter.attempts = state, attempts
        practice.session.add(letter)
    practice.cancel(made, now=SOON)
    assert ("session_cancelled", (TUESDAY,)) in clients(practice.session)


def test_form_is_told_after_its_check_in(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin")
    made = practice.booked(TUESDAY, kind="checkin", minutes=30)
    checkin = practice.session.get_one(Booking, made.id)
    announce.form_submitted(practice.session, checkin, now=SOON)
    assert due_of(practice.session, "checkin_form_submitted") > NOW + UNDO_SPAN


def test_form_of_a_check_in_that_is_known_is_told_at_once(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin")
    made = practice.booked(TUESDAY, kind="checkin", minutes=30)
    checkin = practice.session.get_one(Booking, made.id)
    announce.form_submitted(practice.session, checkin, now=MUCH_LATER)
    assert due_of(practice.session, "checkin_form_submitted") == MUCH_LATER


def due_of(session: Session, event: str) -> datetime:
    return session.exec(select(OutboxMessage.due_at).where(OutboxMessage.event == event)).one()


# By two people


def test_client_hears_that_the_coach_cancelled_what_they_just_booked(practice: Practice) -> None:
    practice.cancel(practice.booked(TUESDAY), by=practice.coach, now=SOON)
    assert ("session_cancelled", (TUESDAY,)) in clients(practice.session)
    assert coachs(practice.session) == []


def test_client_hears_that_the_coach_moved_what_they_just_moved(
    practice: Practice, known: BookingView
) -> None:
    there = practice.move(known, WEDNESDAY, now=MUCH_LATER).booking
    by_coach(practice, there, THURSDAY)
    assert ("session_rescheduled", (WEDNESDAY, THURSDAY)) in clients(practice.session)
    assert coachs(practice.session) == []


def test_coach_undoes_and_the_client_still_has_their_confirmation(practice: Practice) -> None:
    made = practice.booked(TUESDAY)
    there = by_coach(practice, made, WEDNESDAY, now=SOONER)
    bookings.undo_reschedule(practice.session, there.id, by=practice.coach, now=SOON)
    assert told(practice.session) == [
        ("new_booking", (TUESDAY,)), ("session_booked", (TUESDAY,)),
    ]  # fmt: skip


def test_coach_hears_that_the_client_cancelled_what_they_just_booked(practice: Practice) -> None:
    practice.cancel(practice.booked(TUESDAY, by=practice.coach), now=SOON)
    assert told(practice.session) == [("client_cancelled", (TUESDAY,))]


def test_coach_hears_that_the_client_moved_what_they_just_booked(practice: Practice) -> None:
    practice.move(practice.booked(TUESDAY, by=practice.coach), WEDNESDAY, now=SOON)
    assert told(practice.session) == [
        ("client_rescheduled", (TUESDAY, WEDNESDAY)), ("session_booked", (WEDNESDAY,)),
    ]  # fmt: skip


def test_client_hears_that_the_coach_took_their_cancellation_back(
    practice: Practice, known: BookingView
) -> None:
    reopen(practice, practice.cancel(known, now=MUCH_LATER))
    assert ("session_booked", (TUESDAY,)) in clients(practice.session)
    assert coachs(practice.session) == []


def test_coach_takes_no_move_of_a_clients_back_as_their_own(
    practice: Practice, known: BookingView
) -> None:
    there = practice.move(known, WEDNESDAY, now=MUCH_LATER).booking
    with pytest.raises(AlreadyChanged):
        bookings.undo_reschedule(practice.session, there.id, by=practice.coach, now=MUCH_LATER)


def test_other_bookings_messages_stay(practice: Practice) -> None:
    other = practice.another_client()
    practice.book(TUESDAY, client_id=other.id, by=other)
    practice.cancel(practice.booked(TUESDAY), now=SOON)
    assert told(practice.session) == [
        ("new_booking", (TUESDAY,)), ("session_booked", (TUESDAY,)),
    ]  # fmt: skip


def test_message_that_was_taken_back_is_written_anew_under_its_key(practice: Practice) -> None:
    made = practice.booked(TUESDAY)
    letter = practice.session.exec(select(OutboxMessage)).first()
    assert letter
    key = letter.unique_key
    practice.cancel(made, now=SOON)
    event, _, version, *_ = key.split(":")
    outbox.queue(
        practice.session, event, recipient_id=letter.recipient_id, coach_id=practice.coach.id,
        subject_id=letter.subject_id, version=int(version), due_at=SOON, created_at=SOON,
    )  # fmt: skip
    practice.session.refresh(letter)
    assert (letter.state, letter.unique_key) == ("waiting", key)
