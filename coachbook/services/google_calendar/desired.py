"""What Google should hold of each chain of bookings, beside what it held when we last looked."""

import base64
import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlmodel import Session

from coachbook.config import settings
from coachbook.models import Booking, CoachClient, CoachSettings, GoogleEvent, Profile
from coachbook.models.columns import table_of
from coachbook.notifications import addresses

KINDS = {"session": "Session", "checkin": "Check-in"}
ONE_WAY = "Changes made here are not read back: move or cancel it in coachbook."
NO_TAGS = str.maketrans("<>", "‹›")  # Google shows a description as HTML
HALF = 32  # of a fingerprint's characters

_event, _booking, _other = table_of(GoogleEvent), table_of(Booking), table_of(Booking).alias()
_relation, _settings = table_of(CoachClient), table_of(CoachSettings)
_client, _coach = table_of(Profile).alias("client"), table_of(Profile).alias("coach")


@dataclass(frozen=True)
class Copy:
    """What we know of Google's copy. With a `calendar_id` and not `is_there`, an insert may have
    got through or not; without one there is nothing. `link` is its Meet's."""

    generation: int = 0
    calendar_id: str = ""
    is_there: bool = False
    fingerprint: str = ""
    etag: str = ""
    meet: str = "none"
    meet_asked_at: datetime | None = None
    link: str = ""


@dataclass(frozen=True)
class Wish:
    """One chain: how many wishes that makes, and `body`, the event as it should be, if it should.
    Google tells the client while it `notifies`."""

    chain_id: UUID
    coach_id: UUID
    wanted: int
    is_waiting: bool
    copy: Copy
    body: dict[str, Any] | None
    is_checkin: bool
    starts_at: datetime
    notifies: bool

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.body) if self.body else ""


def event_id(chain_id: UUID, generation: int) -> str:
    """The same for ever, in the letters that Google takes."""
    letters = base64.b32hexencode(chain_id.bytes).decode().rstrip("=").lower()
    return f"cb{letters}g{generation}" if generation else f"cb{letters}"


def fingerprint(body: dict[str, Any]) -> str:
    """The second half is of who takes part alone."""
    rest = {name: value for name, value in body.items() if name != "attendees"}
    return "".join(_digest(part) for part in (rest, body["attendees"]))


def _digest(part: Any) -> str:
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:HALF]


def one(session: Session, chain_id: UUID, *, now: datetime) -> Wish | None:
    """Both sides at the same instant."""
    row = session.connection().execute(_ONE, {"chain_id": chain_id}).first()
    return _wish(row, now) if row else None


def of_coach(session: Session, coach_id: UUID, *, now: datetime) -> list[Wish]:
    rows = session.connection().execute(_OF_COACH, {"its_coach": coach_id})
    return [_wish(row, now) for row in rows]


def _selected() -> Any:
    newest = select(func.max(_other.c.sequence)).where(_other.c.chain_id == _event.c.chain_id)
    stands = and_(
        _booking.c.chain_id == _event.c.chain_id,
        _booking.c.sequence == newest.scalar_subquery(),
    )
    named = and_(
        _relation.c.coach_id == _booking.c.coach_id, _relation.c.client_id == _booking.c.client_id
    )
    columns = [_event.c[name] for name in ("chain_id", "coach_id", "wanted", "written")]
    columns += [_event.c[name] for name in ("is_given_up", "invites", *COPIED)]
    columns += [_booking.c[name] for name in ("booking_type", "starts_at", "ends_at", "status")]
    return (
        select(
            *columns,
            _booking.c.google_meet_link.label("link"),
            _relation.c.name.label("client_name"),
            _client.c.email.label("client_email"),
            _coach.c.name.label("coach_name"),
            _coach.c.time_zone,
            _settings.c.session_place,
            _settings.c.meeting_address,
        )
        .join_from(_event, _booking, stands)
        .join(_relation, named)
        .join(_client, _client.c.id == _booking.c.client_id)
        .join(_coach, _coach.c.id == _booking.c.coach_id)
        .outerjoin(_settings, _settings.c.coach_id == _booking.c.coach_id)
    )


COPIED = tuple(field.name for field in fields(Copy) if field.name != "link")
_ONE = _selected().where(_event.c.chain_id == bindparam("chain_id"))
_OF_COACH = _selected().where(_event.c.coach_id == bindparam("its_coach"))


def _wish(row: Any, now: datetime) -> Wish:
    copied = {name: getattr(row, name) for name in COPIED}
    return Wish(
        chain_id=row.chain_id,
        coach_id=row.coach_id,
        wanted=row.wanted,
        is_waiting=row.written < row.wanted,
        copy=Copy(**copied, link=row.link or ""),
        body=None if row.status == "cancelled" else _body(row),
        is_checkin=row.booking_type == "checkin",
        starts_at=row.starts_at,
        notifies=row.invites and row.ends_at > now,
    )


def _body(row: Any) -> dict[str, Any]:
    """Everything in it is ours to write; the rest of the event is the coach's."""
    return {
        "summary": f"{KINDS[row.booking_type]} with {row.client_name}",
        "start": _moment(row.starts_at, row.time_zone),
        "end": _moment(row.ends_at, row.time_zone),
        "location": _place(row),
        "description": "\n".join(_description(row)),
        "attendees": _guests(row),
        "guestsCanModify": False,
        "guestsCanInviteOthers": False,
        "guestsCanSeeOtherGuests": False,
        "reminders": {"useDefault": True},
        "extendedProperties": {"private": marks(row.chain_id)},
    }


def marks(chain_id: UUID) -> dict[str, str]:
    """By which an event is known as ours, and of which booking."""
    return {"coachbook": "yes", "coachbook_booking": str(chain_id), "coachbook_site": site()}


def site() -> str:
    return settings().public_url[:500]


def _moment(at: datetime, zone: str) -> dict[str, str]:
    return {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "timeZone": zone}


def _place(row: Any) -> str:
    """A check-in is where its Meet is; the coach's own address is for one that never came."""
    if row.booking_type == "session":
        return row.session_place or ""
    return (row.meeting_address or "") if row.meet == "failed" else ""


def _description(row: Any) -> Collection[str]:
    address = settings().public_url
    coach, client = row.coach_name.translate(NO_TAGS), row.client_name.translate(NO_TAGS)
    lines = [f"{coach}: {address}/coach/bookings?booking={row.chain_id}"]
    if row.invites:
        lines.append(f"{client}: {address}/client/calendar?booking={row.chain_id}")
    return [*lines, "", ONE_WAY]


def _guests(row: Any) -> list[dict[str, str]]:
    """Google mails whoever is a guest: nobody of the samples is."""
    if not row.invites or not row.client_email or addresses.why_never(row.client_email):
        return []
    return [{"email": row.client_email, "displayName": row.client_name}]
