"""A client's own calendar: what they have booked with every coach, and their workouts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coachbook.availability import months_after
from coachbook.errors import NotFound
from coachbook.services import bookings, checkin_forms, checkins, meetings, packages, workouts
from coachbook.services.bookings import BookingView
from coachbook.services.bookings.records import month_of
from coachbook.services.client_booking import A_DAY, WEEK_DAYS, monday_of
from coachbook.services.meetings import Meeting
from coachbook.services.packages import PackageView
from coachbook.services.people import Person
from coachbook.services.workouts import WorkoutView
from coachbook.services.workouts.ticking import EARLY

View = Literal["month", "week", "list", "past"]

MOST_IN_A_LIST = 100
AHEAD, BACK = timedelta(days=366), timedelta(days=28)
FURTHEST = timedelta(days=10 * 366)


@dataclass(frozen=True)
class Shown:
    """A view of the calendar by the reader's dates: first to last, both included.

    `on` is the first of the month, the Monday of the week, or today for a list. `forms` says how
    far the form of each check-in is. `is_cut`: a list goes on after `last`. All is right
    `fresh_for` that long.
    """

    view: View
    today: date
    on: date
    first: date
    last: date
    bookings: tuple[BookingView, ...]
    workouts: tuple[WorkoutView, ...]
    forms: dict[UUID, str]
    fresh_for: timedelta
    is_cut: bool = False

    @property
    def is_current(self) -> bool:
        """Whether it is the month or week that we have now; lists always are."""
        return self.on == _dates(self.view, self.today, self.today)[0]


@dataclass(frozen=True)
class Details:
    """One booking as it is now. `package` paid for it; `form` is how far a check-in's form is.

    `month` is the coach's month of a check-in, and `is_returned` that cancelling gives it back.
    """

    booking: BookingView
    package: PackageView | None
    meeting: Meeting
    form: str
    month: date
    is_returned: bool


@dataclass(frozen=True)
class WorkoutDetails:
    """One workout as it is now; `opens_on` is when it can be ticked off, if that is to come."""

    workout: WorkoutView
    opens_on: date | None


def shown(
    session: Session, *, by: Person, now: datetime, view: View = "list", on: date | None = None
) -> Shown:
    """The month or week of `on`, else today's; or a list of what is ahead, or of the last weeks.

    What was cancelled is left out.
    """
    today = now.astimezone(by.zone).date()
    on = on if on and abs(on - today) < FURTHEST else today
    on, first, last = _dates(view, on, today)
    since = first - A_DAY if view == "list" else first  # what began yesterday may still go on
    booked = _in_view(view, _live(session, by, now, since, last))
    written = workouts.of_client(session, by=by, client_id=by.id, first=first, last=last)
    planned = [one for one in written if view != "past" or one.scheduled_on < today]
    cut = _cut_at(booked, planned, by.zone) if view == "list" else None
    kept = [one for one in booked if cut is None or _day(one, by.zone) <= cut]
    return Shown(
        view,
        today,
        on,
        first,
        cut or last,
        tuple(kept),
        tuple(one for one in planned if cut is None or one.scheduled_on <= cut),
        _forms(session, kept),
        _changes_at(kept, today, by.zone, now) - now,
        is_cut=cut is not None,
    )


def _changes_at(
    found: Iterable[BookingView], today: date, zone: ZoneInfo, now: datetime
) -> datetime:
    """When the next of them starts or ends, or the reader's day."""
    moments = [moment for one in found for moment in (one.starts_at, one.ends_at) if moment > now]
    return min([_midnight(today + A_DAY, zone).astimezone(UTC), *moments])


def _dates(view: View, on: date, today: date) -> tuple[date, date, date]:
    """What names the view, and its first and last date."""
    if view == "week":
        monday = monday_of(on)
        return monday, monday, monday + (WEEK_DAYS - 1) * A_DAY
    if view == "month":
        first = on.replace(day=1)
        ends_in = monday_of(months_after(first, 1) - A_DAY)
        return first, monday_of(first), ends_in + (WEEK_DAYS - 1) * A_DAY
    if view == "past":
        return today, today - BACK, today
    return today, today, today + AHEAD


def turned(view: View, on: date, steps: int) -> date:
    """A day of the month or week before (-1) or after (1) the one of `on`; a list stays."""
    if view == "week":
        return on + steps * WEEK_DAYS * A_DAY
    first = on.replace(day=1)
    return months_after(first, 1) if steps > 0 else first - A_DAY if steps < 0 else on


def _live(
    session: Session, by: Person, now: datetime, first: date, last: date
) -> list[BookingView]:
    found = bookings.of_client(
        session,
        by=by,
        client_id=by.id,
        now=now,
        first=_midnight(first, by.zone),
        until=_midnight(last + A_DAY, by.zone),
    )
    return [booking for booking in found if booking.status != "cancelled"]


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone)


def _in_view(view: View, found: Iterable[BookingView]) -> list[BookingView]:
    """What is ahead hasn't ended; what is past has."""
    if view in ("month", "week"):
        return list(found)
    return [booking for booking in found if booking.has_ended == (view == "past")]


def _day(booking: BookingView, zone: ZoneInfo) -> date:
    return booking.starts_at.astimezone(zone).date()


def _cut_at(
    booked: Iterable[BookingView], planned: Iterable[WorkoutView], zone: ZoneInfo
) -> date | None:
    """The last day that a long list shows, whole; None where all of it is shown."""
    days = sorted([*(_day(one, zone) for one in booked), *(one.scheduled_on for one in planned)])
    return days[MOST_IN_A_LIST - 1] if len(days) > MOST_IN_A_LIST else None


def _forms(session: Session, found: Iterable[BookingView]) -> dict[UUID, str]:
    checkins = [booking.id for booking in found if booking.kind == "checkin"]
    return dict(checkin_forms.states(session, checkins)) if checkins else {}


def details(session: Session, chain_id: UUID, *, by: Person, now: datetime) -> Details:
    """Where the booking of a link, old or new, stands now; for its client alone."""
    booking = bookings.newest(session, chain_id, by=by, now=now)
    if booking.client_id != by.id:
        raise NotFound
    found = packages_with(session, booking.coach_id, by=by, now=now)
    return Details(
        booking,
        found.get(booking.package_id) if booking.package_id else None,
        meetings.meeting(booking, by=by),
        _forms(session, [booking]).get(booking.id, "none"),
        month_of(booking.starts_at, ZoneInfo(booking.coach_zone)),
        checkins.frees_month(session, booking),
    )


def workout(session: Session, workout_id: UUID, *, by: Person, now: datetime) -> WorkoutDetails:
    """For its client alone: what there is to do, and whether it can be ticked off yet."""
    found = workouts.one(session, workout_id, by=by)
    if found.client_id != by.id:
        raise NotFound
    opens_on = found.scheduled_on - EARLY
    return WorkoutDetails(found, opens_on if opens_on > now.astimezone(by.zone).date() else None)


def packages_with(
    session: Session, coach_id: UUID, *, by: Person, now: datetime
) -> dict[UUID, PackageView]:
    """None for those whom the coach no longer takes; they keep their bookings."""
    try:
        views = packages.of_client(session, by=by, coach_id=coach_id, client_id=by.id, now=now)
    except NotFound:
        return {}
    return {view.id: view for view in views}
