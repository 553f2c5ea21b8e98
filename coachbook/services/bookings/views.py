"""Bookings as pages show them; each read is scoped to who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, case, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from coachbook.errors import NotFound
from coachbook.models import Booking, CoachClient, CoachSettings, Profile, SessionPackage
from coachbook.models.columns import table_of
from coachbook.notifications import meets
from coachbook.services.people import Person

MOST_ROWS = 2_000


@dataclass(frozen=True)
class BookingView:
    """One booking; `has_started` as of when it was read, `zone` is the coach's.

    `meet` is how the check-in's Google Meet stands, as `meets` has it. `meeting_address`: its link,
    else its coach's address unless the link follows; "" without one. `session_place`: where a
    session takes place, if its coach has said so.
    """

    id: UUID
    chain_id: UUID
    version: int
    client_id: UUID
    client_name: str
    coach_id: UUID
    coach_name: str
    coach_zone: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    status: str
    cancelled_by: str | None
    package_id: UUID | None
    package_label: str
    meet: meets.Meet
    meeting_address: str
    session_place: str
    breaks_rules: bool
    beyond_allowance: bool
    has_started: bool
    has_ended: bool
    created_at: datetime

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def is_upcoming(self) -> bool:
        return self.status == "confirmed" and not self.has_started


_booking, _relation, _package = table_of(Booking), table_of(CoachClient), table_of(SessionPackage)
_coach, _settings = table_of(Profile).alias("coach"), table_of(CoachSettings)
_meeting_address = case(
    (
        _booking.c.booking_type == "checkin",
        func.coalesce(
            func.nullif(_booking.c.google_meet_link, ""), _settings.c.meeting_address, ""
        ),
    ),
    else_="",
)
_session_place = case(
    (_booking.c.booking_type == "session", func.coalesce(_settings.c.session_place, "")), else_=""
)
_QUERY = (
    select_columns(
        _booking.c.id,
        _booking.c.chain_id,
        _booking.c.version,
        _booking.c.client_id,
        _relation.c.name.label("client_name"),
        _booking.c.coach_id,
        _coach.c.name.label("coach_name"),
        _coach.c.time_zone.label("coach_zone"),
        _booking.c.booking_type.label("kind"),
        _booking.c.starts_at,
        _booking.c.ends_at,
        _booking.c.status,
        _booking.c.cancelled_by,
        _booking.c.package_id,
        _package.c.total_sessions,
        _package.c.session_duration_minutes.label("package_minutes"),
        meets.meet().label("meet"),
        _meeting_address.label("meeting_address"),
        _session_place.label("session_place"),
        _booking.c.breaks_rules,
        _booking.c.beyond_allowance,
        _booking.c.created_at,
    )
    .join_from(_booking, _coach, _coach.c.id == _booking.c.coach_id)
    .join(
        _relation,
        (_relation.c.coach_id == _booking.c.coach_id)
        & (_relation.c.client_id == _booking.c.client_id),
    )
    .outerjoin(_package, _package.c.id == _booking.c.package_id)
    .outerjoin(_settings, _settings.c.coach_id == _booking.c.coach_id)
    .limit(MOST_ROWS)
)
_BY_IDS = _QUERY.where(_booking.c.id.in_(bindparam("ids", expanding=True))).order_by(
    _booking.c.starts_at
)


def query() -> Select[Any]:
    """All that a view needs; callers add who may see what."""
    return _QUERY


def views(session: Session, selected: Select[Any], now: datetime) -> list[BookingView]:
    rows = session.connection().execute(selected, meets.as_of(now))
    return [_view(row, now) for row in rows]


def _view(row: Any, now: datetime) -> BookingView:
    known = dict(row._mapping)
    total, minutes = known.pop("total_sessions"), known.pop("package_minutes")
    if known["meet"] == "pending":
        known["meeting_address"] = ""
    return BookingView(
        **known,
        package_label=f"{total} sessions, {minutes} min" if total else "",
        has_started=known["starts_at"] <= now,
        has_ended=known["ends_at"] <= now,
    )


def _seen_by(by: Person) -> Any:
    return or_(col(Booking.coach_id) == by.id, col(Booking.client_id) == by.id)


def one(session: Session, booking_id: UUID, *, by: Person, now: datetime) -> BookingView:
    found = views(session, query().where(col(Booking.id) == booking_id, _seen_by(by)), now)
    if not found:
        raise NotFound
    return found[0]


def newest(session: Session, chain_id: UUID, *, by: Person, now: datetime) -> BookingView:
    """Where the moves of a booking have led: what an old link shows."""
    found = views(
        session,
        query()
        .where(col(Booking.chain_id) == chain_id, _seen_by(by))
        .order_by(col(Booking.sequence).desc(), col(Booking.created_at).desc()),
        now,
    )
    if not found:
        raise NotFound
    return found[0]


def by_ids(session: Session, ids: Sequence[UUID], now: datetime) -> tuple[BookingView, ...]:
    rows = session.connection().execute(_BY_IDS, {"ids": list(ids), **meets.as_of(now)})
    return tuple(_view(row, now) for row in rows)


def where_they_led(session: Session, ids: Sequence[UUID], now: datetime) -> list[BookingView]:
    """What bookings have become: each as the last move of its chain left it."""
    chains = select(Booking.chain_id).where(col(Booking.id).in_(ids))
    selected = query().where(
        col(Booking.chain_id).in_(chains),
        or_(col(Booking.cancelled_by).is_(None), col(Booking.cancelled_by) != "reschedule"),
    )
    return views(session, selected.order_by(col(Booking.starts_at)), now)


def of_client(
    session: Session,
    *,
    by: Person,
    client_id: UUID,
    now: datetime,
    coach_id: UUID | None = None,
    first: datetime | None = None,
    until: datetime | None = None,
) -> list[BookingView]:
    """A client's bookings by start; moves in between are left out.

    The client sees those with every coach, a coach only their own.
    """
    selected = query().where(
        col(Booking.client_id) == client_id,
        or_(col(Booking.cancelled_by).is_(None), col(Booking.cancelled_by) != "reschedule"),
    )
    if by.id != client_id:
        selected = selected.where(col(Booking.coach_id) == by.id)
    if coach_id is not None:
        selected = selected.where(col(Booking.coach_id) == coach_id)
    if first is not None:
        selected = selected.where(col(Booking.starts_at) >= first)
    if until is not None:
        selected = selected.where(col(Booking.starts_at) < until)
    return views(session, selected.order_by(col(Booking.starts_at)), now)
