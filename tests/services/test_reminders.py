"""Who is reminded of what, when, and how often."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from coachbook.models import Booking, OutboxMessage
from coachbook.services import bookings, reminders
from coachbook.services.bookings import BookingView
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice, open_practice
from tests.services import forms

FRIDAY, NEXT_FRIDAY = at("2026-11-20 09:00"), at("2026-11-27 09:00")
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def practice(session: Session) -> Practice:
    return open_practice(session)


def checkin(practice: Practice, start: datetime = FRIDAY) -> BookingView:
    return factories.booked(
        practice.session, practice.coach, practice.client, start, kind="checkin"
    )[0]


def remind(practice: Practice, now: datetime) -> int:
    return reminders.queue_due(practice.session, now=now)


def ask(practice: Practice, now: datetime) -> int:
    return reminders.queue_forms(practice.session, now=now)


def told(practice: Practice) -> list[OutboxMessage]:
    asked = select(OutboxMessage).where(OutboxMessage.event.like("%reminder"))  # type: ignore[attr-defined]
    return list(practice.session.exec(asked.order_by(OutboxMessage.unique_key)))


def drop(practice: Practice) -> None:
    """As if what waits weren't true when it was to be sent."""
    for message in told(practice):
        message.state = "void"
    practice.session.flush()


@pytest.mark.parametrize(
    ("before", "count"),
    [
        (DAY + SECOND, 0), (DAY, 1), (DAY - SECOND, 1), (HOUR, 1), (SECOND, 1),
        (timedelta(0), 0), (-SECOND, 0),
    ],
)  # fmt: skip
def test_reminder_is_due_from_24_hours_before_until_the_start(
    practice: Practice, before: timedelta, count: int
) -> None:
    practice.booked(FRIDAY)
    assert remind(practice, FRIDAY - before) == count


def test_reminder_is_written_once(practice: Practice) -> None:
    practice.booked(FRIDAY)
    assert [remind(practice, FRIDAY - hours * HOUR) for hours in (24, 24, 23, 1)] == [1, 0, 0, 0]


def test_channels_are_those_of_the_matrix(practice: Practice) -> None:
    practice.booked(FRIDAY)
    checkin(practice, FRIDAY + 3 * HOUR)
    assert remind(practice, FRIDAY - 20 * HOUR) == 2
    assert [(one.event, one.channel) for one in told(practice)] == [
        ("checkin_reminder", "email"), ("checkin_reminder", "push"), ("session_reminder", "push"),
    ]  # fmt: skip
    assert {one.recipient_id for one in told(practice)} == {practice.client.id}


def test_reminder_is_useless_once_it_has_started(practice: Practice) -> None:
    practice.booked(FRIDAY)
    remind(practice, FRIDAY - HOUR)
    assert told(practice)[0].useless_at == FRIDAY


@pytest.mark.parametrize(("before", "count"), [(DAY + SECOND, 1), (DAY, 0), (20 * HOUR, 0)])
def test_who_books_inside_the_day_is_not_reminded(
    practice: Practice, before: timedelta, count: int
) -> None:
    practice.booked(FRIDAY, now=FRIDAY - before)
    assert remind(practice, FRIDAY - 2 * HOUR) == count


def test_cancelled_booking_is_not_reminded_of(practice: Practice) -> None:
    practice.cancel(practice.booked(FRIDAY))
    assert remind(practice, FRIDAY - HOUR) == 0


def test_moved_booking_is_reminded_of_at_its_new_time_only(practice: Practice) -> None:
    practice.move(practice.booked(FRIDAY), NEXT_FRIDAY)
    assert remind(practice, FRIDAY - HOUR) == 0
    assert remind(practice, NEXT_FRIDAY - HOUR) == 1


def test_booking_that_moves_after_its_reminder_has_another(practice: Practice) -> None:
    booking = practice.booked(FRIDAY)
    assert remind(practice, FRIDAY - HOUR) == 1
    practice.move(booking, NEXT_FRIDAY, now=FRIDAY - HOUR)
    assert remind(practice, NEXT_FRIDAY - HOUR) == 1


def test_booking_moved_inside_the_day_has_none(practice: Practice) -> None:
    booking = practice.booked(NEXT_FRIDAY)
    practice.move(booking, FRIDAY, now=FRIDAY - 15 * HOUR)
    assert remind(practice, FRIDAY - HOUR) == 0


def reopened(practice: Practice, at: datetime) -> None:
    booking = practice.cancel(practice.booked(FRIDAY), now=FRIDAY - 3 * DAY)
    bookings.reopen(
        practice.session, booking.id, by=practice.coach, version=booking.version, now=at
    )


@pytest.mark.parametrize(("before", "count"), [(2 * DAY, 1), (20 * HOUR, 0)])
def test_booking_that_came_back_counts_as_booked_then(
    practice: Practice, before: timedelta, count: int
) -> None:
    reopened(practice, FRIDAY - before)
    assert remind(practice, FRIDAY - HOUR) == count


def undone_move(practice: Practice, now: datetime) -> None:
    asked: dict[str, Any] = {"by": practice.coach, "now": now}
    booking = bookings.of_client(practice.session, client_id=practice.client.id, **asked)[0]
    moved = practice.move(booking, NEXT_FRIDAY, **asked).booking
    remind(practice, now)
    bookings.undo_reschedule(practice.session, moved.id, **asked)


def test_move_that_was_undone_changes_nothing(practice: Practice) -> None:
    practice.booked(FRIDAY)
    undone_move(practice, FRIDAY - 20 * HOUR)
    assert remind(practice, FRIDAY - 19 * HOUR) == 1
    undone_move(practice, FRIDAY - 18 * HOUR)
    assert remind(practice, FRIDAY - 17 * HOUR) == 0


def test_reminder_dropped_for_a_move_is_written_anew_once_that_is_undone(
    practice: Practice,
) -> None:
    practice.booked(FRIDAY)
    remind(practice, FRIDAY - 20 * HOUR)
    drop(practice)
    assert remind(practice, FRIDAY - 20 * HOUR) == 0
    undone_move(practice, FRIDAY - 20 * HOUR)
    assert remind(practice, FRIDAY - 19 * HOUR) == 1


def test_marked_booking_is_not_reminded_of(practice: Practice) -> None:
    booking = practice.booked(FRIDAY)
    practice.session.get_one(Booking, booking.id).status = "completed"
    practice.session.flush()
    assert remind(practice, FRIDAY - HOUR) == 0


def test_only_as_many_as_are_asked_for_are_written(practice: Practice) -> None:
    practice.book(FRIDAY, FRIDAY + HOUR, FRIDAY + 2 * HOUR)
    now = FRIDAY - 10 * HOUR
    counts = [reminders.queue_due(practice.session, now=now, most=2) for _ in range(3)]
    assert counts == [2, 1, 0]


@pytest.mark.parametrize(
    ("before", "count"),
    [(2 * DAY + SECOND, 0), (2 * DAY, 1), (DAY + SECOND, 1), (DAY, 0), (HOUR, 0)],
)
def test_form_is_reminded_of_between_48_and_24_hours_before(
    practice: Practice, before: timedelta, count: int
) -> None:
    forms.ask(practice)
    checkin(practice)
    assert ask(practice, FRIDAY - before) == count


def test_form_reminder_is_of_no_use_in_the_last_24_hours(practice: Practice) -> None:
    forms.ask(practice)
    checkin(practice)
    ask(practice, FRIDAY - 40 * HOUR)
    assert {one.useless_at for one in told(practice)} == {FRIDAY - DAY}
    assert [one.channel for one in told(practice)] == ["email", "push"]


def test_form_is_reminded_of_once_wherever_it_moves(practice: Practice) -> None:
    forms.ask(practice)
    booking = checkin(practice)
    assert ask(practice, FRIDAY - 40 * HOUR) == 1
    practice.move(booking, NEXT_FRIDAY, by=practice.coach, confirmed=True)
    assert ask(practice, NEXT_FRIDAY - 40 * HOUR) == 0


def test_form_whose_reminder_was_dropped_is_reminded_of_at_its_new_time(
    practice: Practice,
) -> None:
    forms.ask(practice)
    booking = checkin(practice)
    ask(practice, FRIDAY - 40 * HOUR)
    drop(practice)
    practice.move(booking, NEXT_FRIDAY, by=practice.coach, confirmed=True)
    assert ask(practice, NEXT_FRIDAY - 40 * HOUR) == 1


def test_form_without_questions_is_complete(practice: Practice) -> None:
    checkin(practice)
    assert ask(practice, FRIDAY - 40 * HOUR) == 0
    forms.ask(practice, archived_at=NOW)
    assert ask(practice, FRIDAY - 40 * HOUR) == 0


def test_answered_form_is_not_reminded_of(practice: Practice) -> None:
    question = forms.ask(practice)
    booking = checkin(practice)
    forms.save(practice, booking, question.id, "Well")
    forms.submit(practice, booking, {str(question.id): "Well"})
    assert ask(practice, FRIDAY - 40 * HOUR) == 0


def test_draft_of_a_form_is_reminded_of(practice: Practice) -> None:
    question = forms.ask(practice)
    forms.save(practice, checkin(practice), question.id, "Well")
    assert ask(practice, FRIDAY - 40 * HOUR) == 1


def test_sessions_have_no_form(practice: Practice) -> None:
    forms.ask(practice)
    practice.booked(FRIDAY)
    assert ask(practice, FRIDAY - 40 * HOUR) == 0


@pytest.mark.parametrize(("day", "hours"), [("2026-03-08 09:00", 23), ("2026-11-01 09:00", 25)])
def test_24_hours_are_hours_and_not_a_date_on_change_days(
    practice: Practice, day: str, hours: int
) -> None:
    """The wall clock of the day before shows an hour more, or less."""
    start = at(day)
    practice.book(start, by=practice.coach, now=start - 7 * DAY, confirmed=True)
    same_clock = start - hours * HOUR
    assert remind(practice, start - DAY - SECOND) == 0
    assert remind(practice, same_clock) == (1 if hours == 23 else 0)
    assert remind(practice, start - DAY) == (0 if hours == 23 else 1)
