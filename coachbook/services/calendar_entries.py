"""Appointments as a calendar program shows them, for the client or for the coach."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from coachbook.config import settings
from coachbook.ics import Entry
from coachbook.models import Booking, Workout
from coachbook.notifications import wording
from coachbook.services import checkin_forms, meetings, workouts
from coachbook.services.bookings import BookingView, views
from coachbook.services.people import Person
from coachbook.services.workouts import Exercise, WorkoutView

KINDS = {"session": "session", "checkin": "check-in"}

Changes = tuple[int, datetime]


def of_bookings(
    session: Session, wanted: ColumnElement[bool], *, by: Person, now: datetime
) -> list[Entry]:
    """Those of which `wanted` is true, by start; who may see them is the caller's to say."""
    changes = _changes(session, wanted)
    found = views.by_ids(session, list(changes), now)
    to_fill = _to_fill(session, found, by)
    return [_of_booking(one, changes[one.id], by, one.id in to_fill) for one in found]


def _to_fill(session: Session, found: Sequence[BookingView], by: Person) -> set[UUID]:
    """The caller's own check-ins whose form isn't sent yet."""
    own = [one.id for one in found if one.client_id == by.id and one.kind == "checkin"]
    states = checkin_forms.states(session, own) if own else {}
    return {one for one, state in states.items() if state in ("open", "draft")}


def _changes(session: Session, wanted: ColumnElement[bool]) -> dict[UUID, Changes]:
    """How often each has changed, and when it did last."""
    rows = session.exec(
        select(Booking.id, Booking.sequence, Booking.created_at, Booking.cancelled_at)
        .where(wanted)
        .order_by(col(Booking.starts_at), col(Booking.id))
        .limit(views.MOST_ROWS)
    )
    return {one: (sequence, ended or made) for one, sequence, made, ended in rows}


def _of_booking(booking: BookingView, changes: Changes, by: Person, has_form: bool) -> Entry:
    address = settings().public_url + _path(booking, by)
    is_over = booking.status == "cancelled"
    return Entry(
        uid=f"{booking.chain_id}@coachbook",
        title=title(booking, by),
        url=address,
        revised_at=changes[1],
        at=(booking.starts_at, booking.ends_at),
        sequence=changes[0],
        is_cancelled=is_over,
        place="" if is_over else booking.meeting_address or booking.session_place,
        notes=tuple(_notes(booking, by, address, has_form and booking.status == "confirmed")),
    )


def title(booking: BookingView, by: Person) -> str:
    """ "Session with Anna Weiss"; for the coach "Robin Fields: session"."""
    kind = KINDS[booking.kind]
    if by.id == booking.coach_id:
        return f"{booking.client_name}: {kind}"
    return f"{kind.capitalize()} with {booking.coach_name}"


def _path(booking: BookingView, by: Person) -> str:
    page = "/coach/bookings" if by.id == booking.coach_id else "/client/calendar"
    return f"{page}?booking={booking.chain_id}"


def _notes(booking: BookingView, by: Person, address: str, has_form: bool) -> Iterable[str]:
    if booking.status == "cancelled":
        yield "This one has been cancelled."
    elif booking.kind == "checkin" and booking.meeting_address:
        yield f"Join here: {booking.meeting_address}"
    elif booking.kind == "checkin" and booking.status == "confirmed":
        yield meetings.sentence(booking, by=by)
    elif booking.kind == "session" and booking.coach_zone != by.time_zone:
        yield coachs_time(booking, by)
    if has_form:
        form = f"{settings().public_url}/client/check-in/{booking.chain_id}"
        yield f"Fill in your form before: {form}"
    may_change = by.id == booking.client_id and booking.status == "confirmed"
    yield f"{'Move or cancel it' if may_change else 'Open it'}: {address}"


def coachs_time(booking: BookingView, by: Person) -> str:
    """In person, what counts is the clock at the coach's place."""
    zone = ZoneInfo(booking.coach_zone)
    there = wording.short_moment(booking.starts_at, zone, by.locale)
    return f"{there} in {wording.place(zone, by.locale)}, where {booking.coach_name} is."


def of_workouts(session: Session, *, by: Person, first: date) -> list[Entry]:
    """The client's own from a date on, each on the whole of its day."""
    found = workouts.of_client(session, by=by, client_id=by.id, first=first, last=date.max)
    made = _made(session, by)
    return [_of_workout(one, made[one.id]) for one in found if one.id in made]


def _made(session: Session, by: Person) -> dict[UUID, datetime]:
    rows = session.exec(select(Workout.id, Workout.created_at).where(Workout.client_id == by.id))
    return dict(rows.all())


def _of_workout(workout: WorkoutView, made_at: datetime) -> Entry:
    address = f"{settings().public_url}/client/calendar?workout={workout.id}"
    lines = (_of_exercise(one) for one in workout.exercises)
    return Entry(
        uid=f"{workout.id}@coachbook",
        title=f"{workout.title} (done)" if workout.is_done else workout.title,
        url=address,
        revised_at=workout.done_at or made_at,
        at=workout.scheduled_on,
        sequence=workout.version - 1,
        notes=(*lines, *filter(None, [workout.notes]), f"Open it or tick it off: {address}"),
    )


def _of_exercise(one: Exercise) -> str:
    """ "Squat: 3 x 8-10, 60 kg"."""
    amount = " x ".join(filter(None, (one.sets, one.reps)))
    more = ", ".join(filter(None, (amount, one.load)))
    return f"{one.name}: {more}" if more else one.name
