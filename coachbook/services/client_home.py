"""A client's home: what comes next, what to do now, what there is with each coach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coachbook.errors import NotFound
from coachbook.models.packages import LONGEST_SESSION_MINUTES
from coachbook.services import booking_desk, bookings, checkin_forms, client_booking, meetings
from coachbook.services import workouts as programmes
from coachbook.services.bookings import BookingView
from coachbook.services.checkin_forms import ToFill
from coachbook.services.checkins import CheckinStanding
from coachbook.services.client_booking import Coach, Standing
from coachbook.services.habits import Habits
from coachbook.services.meetings import Meeting
from coachbook.services.openings import rules_of
from coachbook.services.packages import PackageView
from coachbook.services.people import Person
from coachbook.services.renewal_reasons import EXPIRES_SOON
from coachbook.services.workouts import WorkoutView

LONGEST = timedelta(minutes=LONGEST_SESSION_MINUTES)
NEXT_DAYS = timedelta(days=7)
MOST_AHEAD = 5


@dataclass(frozen=True)
class Place:
    """What the client has with one coach; `today` is the coach's.

    `is_low`: the credits are at the coach's threshold or below; never for who had no package.
    `expiring` is what runs out first within the next weeks.
    """

    coach: Coach
    today: date
    standing: Standing
    checkin: CheckinStanding
    habits: Habits
    is_low: bool
    expiring: PackageView | None


@dataclass(frozen=True)
class Home:
    """`today` is the reader's. `next` is under way or comes first, with where it takes place and
    how far its form is; `ahead` follows it, `workouts` are of the coming days and not done.
    `booked_with` are the coaches with whom anything is ahead. All is right `fresh_for` that long.
    """

    today: date
    places: tuple[Place, ...]
    next: BookingView | None
    meeting: Meeting
    form: str
    to_fill: tuple[ToFill, ...]
    ahead: tuple[BookingView, ...]
    has_more: bool
    booked_with: frozenset[UUID]
    workouts: tuple[WorkoutView, ...]
    fresh_for: timedelta


def home(session: Session, *, by: Person, now: datetime) -> Home:
    """The caller's own, with every coach that takes them."""
    today = now.astimezone(by.zone).date()
    coming = _coming(session, by, now)
    first = coming[0] if coming else None
    places = tuple(_places(session, by, now))
    return Home(
        today=today,
        places=places,
        next=first,
        meeting=meetings.meeting(first, by=by) if first else Meeting(),
        form=_form(session, first),
        to_fill=tuple(checkin_forms.to_fill(session, by=by, now=now)),
        ahead=tuple(coming[1 : MOST_AHEAD + 1]),
        has_more=len(coming) > MOST_AHEAD + 1,
        booked_with=frozenset(one.coach_id for one in coming),
        workouts=_workouts(session, by, today),
        fresh_for=_changes_at(first, places, by, now) - now,
    )


def _changes_at(
    first: BookingView | None, places: Sequence[Place], by: Person, now: datetime
) -> datetime:
    """When the next appointment starts or ends, or somebody's day."""
    moments = [_midnight(zone, now) for zone in (by.zone, *(one.coach.zone for one in places))]
    if first:
        moments.append(first.ends_at if first.has_started else first.starts_at)
    return min(moments)


def _midnight(zone: ZoneInfo, now: datetime) -> datetime:
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def _coming(session: Session, by: Person, now: datetime) -> Sequence[BookingView]:
    found = bookings.of_client(session, by=by, client_id=by.id, now=now, first=now - LONGEST)
    return [one for one in found if one.status == "confirmed" and not one.has_ended]


def _form(session: Session, booking: BookingView | None) -> str:
    if booking is None or booking.kind != "checkin" or booking.has_started:
        return "none"
    return checkin_forms.states(session, [booking.id])[booking.id]


def _workouts(session: Session, by: Person, today: date) -> tuple[WorkoutView, ...]:
    found = programmes.of_client(
        session, by=by, client_id=by.id, first=today, last=today + NEXT_DAYS
    )
    return tuple(one for one in found if not one.is_done)


def _places(session: Session, by: Person, now: datetime) -> list[Place]:
    coaches = client_booking.coaches(session, by=by)
    return [_place(session, by, coach.id, now) for coach in coaches]


def _place(session: Session, by: Person, coach_id: UUID, now: datetime) -> Place:
    desk = booking_desk.desk(session, by=by, coach_id=coach_id, now=now)
    if not (desk.coach and desk.standing and desk.checkin and desk.habits):
        raise NotFound
    today = now.astimezone(desk.coach.zone).date()
    return Place(
        coach=desk.coach,
        today=today,
        standing=desk.standing,
        checkin=desk.checkin,
        habits=desk.habits,
        is_low=_is_low(session, desk.standing, coach_id),
        expiring=_expiring(desk.standing, today),
    )


def _is_low(session: Session, standing: Standing, coach_id: UUID) -> bool:
    threshold = rules_of(session, coach_id).renewal_threshold
    return bool(standing.packages) and standing.available <= threshold


def _expiring(standing: Standing, today: date) -> PackageView | None:
    """The first to run out."""
    soon = [
        one for one in standing.usable if one.expires_on and one.expires_on <= today + EXPIRES_SOON
    ]
    return min(soon, key=lambda one: one.expires_on or date.max, default=None)
