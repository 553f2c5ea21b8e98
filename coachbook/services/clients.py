"""A coach's clients: found, added, described. Every query is scoped to the coach who asks."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from coachbook.models import Booking, CoachClient, Profile, SessionPackage
from coachbook.services import invitations, offers
from coachbook.services.invitations import Invited
from coachbook.services.offers import Offer
from coachbook.services.people import Person, require_coach, settings_of

PAGE_SIZE = 50
EXPIRES_SOON = timedelta(days=30)


@dataclass(frozen=True)
class ClientRow:
    """`available` can be booked today or later; `expires_on` is the first expiry ahead of these.

    It is low at the coach's renewal threshold, and only for those who have had a package.
    """

    id: UUID
    name: str
    email: str
    status: str
    has_package: bool
    available: int
    expires_on: date | None
    is_low: bool
    is_expiring: bool
    next_at: datetime | None


@dataclass(frozen=True)
class ClientPage:
    """`matching` is how many the search found, `of` how many there are at all. Pages from 0.

    `today` is the coach's.
    """

    rows: tuple[ClientRow, ...]
    page: int
    pages: int
    matching: int
    of: int
    today: date


class Name(NamedTuple):
    id: UUID
    name: str
    email: str
    status: str


class Balance(NamedTuple):
    remaining: int
    expires_on: date | None


def find(
    session: Session,
    *,
    by: Person,
    now: datetime,
    text: str = "",
    is_archived: bool = False,
    page: int = 0,
    size: int = PAGE_SIZE,
) -> ClientPage:
    """By name, a page of them. Upper case and accents make no difference. Four queries."""
    require_coach(by)
    everyone = _names(session, by.id, is_archived=is_archived)
    words = folded(text).split()
    matching = sorted((one for one in everyone if _matches(one, words)), key=_order)
    pages = max(1, -(-len(matching) // size))
    page = min(max(page, 0), pages - 1)
    shown = matching[page * size : (page + 1) * size]
    return ClientPage(
        rows=tuple(_rows(session, by, shown, now)),
        page=page,
        pages=pages,
        matching=len(matching),
        of=len(everyone),
        today=now.astimezone(by.zone).date(),
    )


def add(
    session: Session,
    *,
    by: Person,
    name: str,
    email: str,
    now: datetime,
    offer: Offer | None = None,
) -> Invited:
    """Invite a client, with a first package if one is offered; both or neither."""
    invited = invitations.invite(session, by=by, name=name, email=email, now=now)
    if offer is not None:
        offers.give(session, offer, by=by, client_id=invited.client_id, now=now)
    return invited


@lru_cache(maxsize=20_000)
def folded(words: str) -> str:
    """For comparing: without case, accents and doubled spaces."""
    plain = words.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(one for one in apart if not unicodedata.combining(one))
    return " ".join(plain.split())


def _names(session: Session, coach_id: UUID, *, is_archived: bool) -> list[Name]:
    status = col(CoachClient.status)
    rows = session.execute(
        select(col(Profile.id), col(CoachClient.name), col(Profile.email), status)
        .join(CoachClient, col(CoachClient.client_id) == col(Profile.id))
        .where(
            col(CoachClient.coach_id) == coach_id,
            status == "archived" if is_archived else status != "archived",
        )
    )
    return [Name(*row) for row in rows]


def _matches(one: Name, words: Sequence[str]) -> bool:
    """Each word typed is somewhere in the name or the email."""
    name = folded(one.name)
    return all(word in name or word in one.email for word in words)


def _order(one: Name) -> tuple[str, str]:
    return folded(one.name), str(one.id)


def _rows(session: Session, by: Person, names: Sequence[Name], now: datetime) -> list[ClientRow]:
    ids = [one.id for one in names]
    balances = _balances(session, by, ids)
    coming = _next_starts(session, by.id, ids, now)
    threshold = settings_of(session, by.id).renewal_threshold
    today = now.astimezone(by.zone).date()
    return [_row(one, balances[one.id], coming.get(one.id), threshold, today) for one in names]


def _balances(
    session: Session, by: Person, client_ids: Sequence[UUID]
) -> dict[UUID, list[Balance]]:
    rows = session.execute(
        select(
            col(SessionPackage.client_id),
            col(SessionPackage.remaining_sessions),
            col(SessionPackage.expires_at),
        ).where(
            col(SessionPackage.coach_id) == by.id,
            col(SessionPackage.client_id).in_(client_ids),
            col(SessionPackage.voided_at).is_(None),
        )
    )
    balances: dict[UUID, list[Balance]] = defaultdict(list)
    for client_id, remaining, expires_at in rows:
        expires_on = expires_at.astimezone(by.zone).date() if expires_at else None
        balances[client_id].append(Balance(remaining, expires_on))
    return balances


def _next_starts(
    session: Session, coach_id: UUID, client_ids: Sequence[UUID], now: datetime
) -> dict[UUID, datetime]:
    rows = session.execute(
        select(col(Booking.client_id), func.min(col(Booking.starts_at)))
        .where(
            col(Booking.coach_id) == coach_id,
            col(Booking.client_id).in_(client_ids),
            col(Booking.status) == "confirmed",
            col(Booking.starts_at) >= now,
        )
        .group_by(col(Booking.client_id))
    )
    return dict(rows.all())


def _row(
    one: Name, balances: list[Balance], next_at: datetime | None, threshold: int, today: date
) -> ClientRow:
    usable = [
        b for b in balances if b.remaining and (b.expires_on is None or b.expires_on >= today)
    ]
    available = sum(balance.remaining for balance in usable)
    expires_on = min((b.expires_on for b in usable if b.expires_on), default=None)
    return ClientRow(
        *one,
        has_package=bool(balances),
        available=available,
        expires_on=expires_on,
        is_low=bool(balances) and available <= threshold,
        is_expiring=expires_on is not None and expires_on - today <= EXPIRES_SOON,
        next_at=next_at,
    )
