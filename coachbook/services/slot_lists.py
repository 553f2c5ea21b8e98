"""What `coachbook slots` prints: every start of a coach, open or closed, and why."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coachbook.availability import Kind
from coachbook.errors import Invalid, NotFound
from coachbook.models import Profile
from coachbook.services.openings import CHECKIN_MINUTES, day_book, rules_of
from coachbook.services.people import by_email, relation

MOST_DAYS = 366
MOST_MINUTES = 480


@dataclass(frozen=True)
class ListedSlot:
    """Times are the coach's; `reason` is None where the slot is open."""

    starts_at: datetime
    ends_at: datetime
    reason: str | None
    present: int
    capacity: int


def slots(
    session: Session,
    coach_email: str,
    *,
    kind: Kind,
    minutes: int,
    first: date,
    days: int,
    now: datetime,
    client_email: str | None = None,
) -> list[ListedSlot]:
    """Every start on the coach's dates, as a client is offered it (a given one, or any)."""
    if not 1 <= days <= MOST_DAYS or not 1 <= minutes <= MOST_MINUTES:
        raise Invalid(f"Ask for 1 to {MOST_DAYS} days and 1 to {MOST_MINUTES} minutes.")
    coach = by_email(session, coach_email)
    if coach is None or not coach.is_coach:
        raise NotFound(f"There is no coach with the email {coach_email}.")
    rules = rules_of(session, coach.id)
    last = first + timedelta(days=days - 1)
    book = day_book(
        session,
        rules=rules,
        kind=kind,
        minutes=CHECKIN_MINUTES if kind == "checkin" else minutes,
        first=first,
        last=last,
        now=now,
        client_id=_client(session, coach, client_email) if client_email else None,
    )
    return [
        ListedSlot(
            _wall(slot.start, rules.zone), _wall(slot.end, rules.zone),
            slot.reason, slot.present, slot.capacity,
        )
        for slot in book.slots(first, last)
    ]  # fmt: skip


def _client(session: Session, coach: Profile, email: str) -> UUID:
    client = by_email(session, email)
    if client is None:
        raise NotFound(f"There is no client with the email {email}.")
    return relation(session, coach_id=coach.id, client_id=client.id).client_id


def _wall(seconds: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone(zone)
