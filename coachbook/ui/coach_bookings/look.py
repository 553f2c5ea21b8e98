"""What the calendar's page and its panel read, each in one go."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from coachbook.availability import Kind
from coachbook.services import bookings, calendars, checkin_answers, checkin_forms
from coachbook.services.bookings import BookingView, HistoryLine
from coachbook.services.calendars import CalendarPage, DayLists, Opening
from coachbook.services.checkin_answers import Submitted
from coachbook.services.people import Person

A_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Look:
    """The coach's dates first..last, both included, and the lists of today."""

    first: date
    last: date
    today: date
    page: CalendarPage
    lists: DayLists


@dataclass(frozen=True)
class Ahead:
    """Open times of the month around `monday`, and of its week alone."""

    today: date
    monday: date
    week: list[Opening]
    open_days: list[date]


@dataclass(frozen=True)
class Details:
    """`form` is how far the form of a check-in is, `sent` what came of it."""

    booking: BookingView
    history: list[HistoryLine]
    form: checkin_forms.State
    sent: Submitted | None
    today: date


def look(
    session: Any,
    *,
    by: Person,
    now: datetime,
    first: date | None = None,
    last: date | None = None,
    is_month: bool = False,
) -> Look:
    """Without dates, the week of today; of a month no more than its grid has room for."""
    today = now.astimezone(by.zone).date()
    first = first or _monday(today)
    last = last or first + WEEK - A_DAY
    page = calendars.overview if is_month else calendars.page
    return Look(
        first,
        last,
        today,
        page(session, by=by, first=first, last=last, now=now),
        calendars.day_lists(session, by=by, now=now),
    )


def details(session: Any, chain_id: UUID, *, by: Person, now: datetime) -> Details:
    """A booking where its moves have led, with all that happened to it."""
    booking = bookings.newest(session, chain_id, by=by, now=now)
    form = checkin_forms.states(session, [booking.id])[booking.id]
    return Details(
        booking,
        bookings.history(session, chain_id, by=by),
        form,
        checkin_answers.of_checkin(session, chain_id, by=by) if form == "sent" else None,
        now.astimezone(by.zone).date(),
    )


def ahead(
    session: Any,
    *,
    by: Person,
    client_id: UUID,
    kind: Kind,
    minutes: int,
    now: datetime,
    on: date | None = None,
) -> Ahead:
    """The week of `on`, or the next that has open times; and the month that it lies in."""
    today = now.astimezone(by.zone).date()
    monday = _monday(on or today)
    first = _monday(monday.replace(day=1))
    found = calendars.openings(
        session, by=by, client_id=client_id, kind=kind, minutes=minutes,
        first=first, last=first + 6 * WEEK - A_DAY, now=now,
    )  # fmt: skip
    days = [(one, one.starts_at.astimezone(by.zone).date()) for one in found]
    open_days = sorted({day for _, day in days})
    if on is None:
        monday = _monday(next(iter(open_days), today))
    week = [one for one, day in days if monday <= day < monday + WEEK]
    return Ahead(today, monday, week, open_days)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
