"""What coaches and clients are told in the app: read, counted and marked by its reader only.

Somebody who is both has the notes of each side apart.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlmodel import Session

from coachbook.models import InAppNotification
from coachbook.models.columns import table_of
from coachbook.notifications import matrix, merging
from coachbook.services.activity_notes import PACKAGE_EVENTS, Note, Side, notes_of
from coachbook.services.people import Person, require_coach

Subject = Literal["all", "unread", "bookings", "packages", "forms", "reminders"]

PAGE_SIZE = 30
MOST_UNREAD = 1_000
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "bookings": (*merging.ABOUT_BOOKINGS, "meet_link_ready", "meet_failed"),
    "packages": PACKAGE_EVENTS,
    "forms": ("checkin_form_submitted",),
    "reminders": ("session_reminder", "checkin_reminder", "checkin_form_reminder"),
}
EVENTS: Mapping[Side, tuple[str, ...]] = {
    "coach": tuple(filter(matrix.is_kept_in_app, matrix.COACH)),
    "client": tuple(filter(matrix.is_kept_in_app, matrix.CLIENT)),
}

_note = table_of(InAppNotification)


@dataclass(frozen=True)
class Cursor:
    """The last note of a page; the next one goes on behind it, whatever was read meanwhile."""

    is_read: bool
    at: datetime
    id: UUID


@dataclass(frozen=True)
class ActivityPage:
    """`unread` are all of this filter that are known of, also those not on this page."""

    today: date
    notes: tuple[Note, ...]
    unread: tuple[UUID, ...]
    following: Cursor | None


def page(
    session: Session,
    *,
    by: Person,
    now: datetime,
    side: Side = "coach",
    of: Subject = "all",
    after: Cursor | None = None,
    size: int = PAGE_SIZE,
) -> ActivityPage:
    """Somebody's notes, unread ones first, each the newest first. Five queries at most."""
    _require(by, side)
    wanted = [*_seen_by(by, now), _on(side), *_about(of)]
    rows = _rows(session, wanted, after, size + 1)
    shown = rows[:size]
    following = None
    if len(rows) > size:
        last = shown[-1]
        following = Cursor(last.read_at is not None, last.visible_at, last.id)
    return ActivityPage(
        now.astimezone(by.zone).date(),
        notes_of(session, by, shown, side=side),
        _unread(session, wanted),
        following,
    )


def unread_count(session: Session, *, by: Person, now: datetime, side: Side = "coach") -> int:
    _require(by, side)
    return unread_counts(session, [by.id], now=now, side=side).get(by.id, (0, None))[0]


def unread_counts(
    session: Session, ids: Collection[UUID], *, now: datetime, side: Side = "coach"
) -> dict[UUID, tuple[int, datetime | None]]:
    """How many each has not read, and when the newest of them appeared; left out where none."""
    counted = (
        select(_note.c.recipient_id, func.count(), func.max(_note.c.visible_at))
        .where(
            _note.c.recipient_id.in_(ids),
            _note.c.read_at.is_(None),
            _note.c.visible_at <= now,
            _on(side),
        )
        .group_by(_note.c.recipient_id)
    )
    return {row[0]: (row[1], row[2]) for row in session.connection().execute(counted)}


def mark_read(
    session: Session, ids: Sequence[UUID], *, by: Person, now: datetime, side: Side = "coach"
) -> int:
    """Those of these notes that are the reader's own and visible; how many were unread."""
    _require(by, side)
    own = [
        *_seen_by(by, now),
        _on(side),
        _note.c.read_at.is_(None),
        _note.c.id.in_(ids[:MOST_UNREAD]),
    ]
    return session.connection().execute(update(_note).where(*own).values(read_at=now)).rowcount


def _require(by: Person, side: Side) -> None:
    """Clients whose coach archived them keep what they were told."""
    if side == "coach":
        require_coach(by)


def _seen_by(by: Person, now: datetime) -> list[ColumnElement[bool]]:
    return [_note.c.recipient_id == by.id, _note.c.visible_at <= now]


def _on(side: Side) -> ColumnElement[bool]:
    return _note.c.event.in_(EVENTS[side])


def _about(of: Subject) -> list[ColumnElement[bool]]:
    if of == "unread":
        return [_note.c.read_at.is_(None)]
    return [_note.c.event.in_(SUBJECTS[of])] if of in SUBJECTS else []


def _rows(
    session: Session, wanted: Sequence[ColumnElement[bool]], after: Cursor | None, most: int
) -> list[Any]:
    """Unread and read ones are asked for apart: each has an index that is in order already."""
    found: list[Any] = []
    if after is None or not after.is_read:
        behind = [_behind(after)] if after else []
        found += _newest(session, [*wanted, *behind, _note.c.read_at.is_(None)], most)
    if len(found) < most:
        behind = [_behind(after)] if after and after.is_read else []
        read = [*wanted, *behind, _note.c.read_at.is_not(None)]
        found += _newest(session, read, most - len(found))
    return found


def _newest(session: Session, wanted: Sequence[ColumnElement[bool]], most: int) -> Sequence[Any]:
    order = (_note.c.visible_at.desc(), _note.c.id)
    return (
        session.connection()
        .execute(select(_note).where(*wanted).order_by(*order).limit(most))
        .all()
    )


def _behind(after: Cursor) -> ColumnElement[bool]:
    return or_(
        _note.c.visible_at < after.at,
        and_(_note.c.visible_at == after.at, _note.c.id > after.id),
    )


def _unread(session: Session, wanted: Sequence[ColumnElement[bool]]) -> tuple[UUID, ...]:
    ids = (
        select(_note.c.id)
        .where(*wanted, _note.c.read_at.is_(None))
        .order_by(_note.c.visible_at.desc())
        .limit(MOST_UNREAD)
    )
    return tuple(session.connection().execute(ids).scalars())
