"""What a note in the app is about, as it is known now; robust to a subject that is gone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlmodel import Session

from coachbook.models import Booking, CoachClient, Profile, SessionPackage
from coachbook.models.columns import table_of
from coachbook.notifications import merging
from coachbook.services.people import Person

Side = Literal["coach", "client"]

PACKAGE_EVENTS = (
    "low_sessions",
    "package_expiring_month",
    "package_expiring_week",
    "client_low_sessions",
    "client_package_expiring_month",
    "client_package_expiring_week",
)

_booking, _package = table_of(Booking), table_of(SessionPackage)
_relation, _coach = table_of(CoachClient), table_of(Profile)


_NAMES = (_relation.c.name, _coach.c.name.label("coach_name"), _coach.c.time_zone)


@dataclass(frozen=True)
class Note:
    """What happened, in parts. `starts` are the times that it was about, as it happened.

    `chain_id` and `client_id` are where it leads; both None when that is gone. `since` says what
    became of a single booking afterwards. `left` is the balance that was told of, else today's.
    `client_name` is what the coach calls the client. `elsewhere` is what other packages had
    left then. What is about the coach alone has a `count`.
    """

    id: UUID
    event: str
    at: datetime
    is_read: bool
    client_id: UUID | None = None
    client_name: str = ""
    coach_name: str = ""
    coach_zone: str = "UTC"
    is_by_coach: bool = False
    kind: str = ""
    starts: tuple[datetime, ...] = ()
    ends_at: datetime | None = None
    was_at: datetime | None = None
    since: Literal["", "moved", "cancelled"] = ""
    chain_id: UUID | None = None
    size: int = 0
    minutes: int = 0
    left: int = 0
    elsewhere: int = 0
    ends_on: date | None = None
    count: int = 0


def notes_of(
    session: Session, by: Person, rows: Sequence[Any], *, side: Side = "coach"
) -> tuple[Note, ...]:
    """Rows of in-app notifications with what they are about, in two queries at most."""
    of_packages = [row.subject_id for row in rows if row.event in PACKAGE_EVENTS]
    of_bookings = [row for row in rows if row.event not in PACKAGE_EVENTS]
    packages = _packages(session, by, side, of_packages)
    bookings = _bookings(session, by, side, [one for row in of_bookings for one in _named(row)])
    return tuple(
        _package_note(row, packages.get(row.subject_id))
        if row.event in PACKAGE_EVENTS
        else _booking_note(row, bookings)
        for row in rows
    )


def _named(row: Any) -> list[UUID]:
    return [*_told(row), *_keys([row.payload.get("was_id")])]


def _told(row: Any) -> list[UUID]:
    """The bookings that a note names, else the one that it is filed under."""
    return _keys(row.payload.get("booking_ids")) or [row.subject_id]


def _keys(written: Any) -> list[UUID]:
    found = []
    for one in written if isinstance(written, list) else ():
        try:
            found.append(UUID(one))
        except (ValueError, TypeError, AttributeError):
            continue
    return found


def _bookings(session: Session, by: Person, side: Side, ids: Collection[UUID]) -> dict[UUID, Any]:
    """The reader's own; none of another's, whatever a note says."""
    columns = (
        _booking.c.id,
        _booking.c.chain_id,
        _booking.c.client_id,
        _booking.c.booking_type,
        _booking.c.starts_at,
        _booking.c.ends_at,
        _booking.c.cancelled_by,
        *_NAMES,
    )
    selected = _with_names(select(*columns), _booking).where(
        _own(_booking, by, side), _booking.c.id.in_(set(ids))
    )
    return {row.id: row for row in session.connection().execute(selected)} if ids else {}


def _packages(session: Session, by: Person, side: Side, ids: Collection[UUID]) -> dict[UUID, Any]:
    columns = (
        _package.c.id,
        _package.c.client_id,
        _package.c.total_sessions,
        _package.c.remaining_sessions,
        _package.c.session_duration_minutes,
        _package.c.expires_at,
        *_NAMES,
    )
    selected = _with_names(select(*columns), _package).where(
        _own(_package, by, side), _package.c.id.in_(set(ids))
    )
    return {row.id: row for row in session.connection().execute(selected)} if ids else {}


def _own(of: Any, by: Person, side: Side) -> Any:
    return (of.c.coach_id if side == "coach" else of.c.client_id) == by.id


def _with_names(selected: Select[Any], of: Any) -> Select[Any]:
    """With the two that it is between, the client as this coach calls them."""
    is_this = (_relation.c.coach_id == of.c.coach_id) & (_relation.c.client_id == of.c.client_id)
    named = of.join(_relation, is_this).join(_coach, _coach.c.id == of.c.coach_id)
    return selected.select_from(named)


def _booking_note(row: Any, bookings: Mapping[UUID, Any]) -> Note:
    known = [bookings[one] for one in _told(row) if one in bookings]
    if not known:
        count = _count(row.payload.get("count"))
        return Note(row.id, row.event, row.visible_at, row.read_at is not None, count=count)
    first = min(known, key=lambda one: one.starts_at)
    was = [bookings[one] for one in _keys([row.payload.get("was_id")]) if one in bookings]
    return Note(
        row.id,
        row.event,
        row.visible_at,
        row.read_at is not None,
        client_id=first.client_id,
        client_name=first.name,
        coach_name=first.coach_name,
        coach_zone=first.time_zone,
        is_by_coach=row.payload.get("by") == "coach",
        kind=first.booking_type,
        starts=tuple(sorted(one.starts_at for one in known)),
        ends_at=first.ends_at,
        was_at=was[0].starts_at if was else None,
        since=_since(row.event, first) if len(known) == 1 else "",
        chain_id=first.chain_id,
    )


def _count(written: Any) -> int:
    return written if isinstance(written, int) else 0


def _since(event: str, booking: Any) -> Literal["", "moved", "cancelled"]:
    if event in merging.CANCELLED or booking.cancelled_by is None:
        return ""
    return "moved" if booking.cancelled_by == "reschedule" else "cancelled"


def _package_note(row: Any, package: Any) -> Note:
    if package is None:
        return Note(row.id, row.event, row.visible_at, row.read_at is not None)
    left, elsewhere = (row.payload.get(name) for name in ("left", "elsewhere"))
    ends_at = package.expires_at
    return Note(
        row.id,
        row.event,
        row.visible_at,
        row.read_at is not None,
        client_id=package.client_id,
        client_name=package.name,
        coach_name=package.coach_name,
        coach_zone=package.time_zone,
        size=package.total_sessions,
        minutes=package.session_duration_minutes,
        left=left if isinstance(left, int) else package.remaining_sessions,
        elsewhere=elsewhere if isinstance(elsewhere, int) else 0,
        ends_on=ends_at.astimezone(ZoneInfo(package.time_zone)).date() if ends_at else None,
    )
