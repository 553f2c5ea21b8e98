"""A coach's clients: found, sorted, added. Every query is scoped to the coach who asks."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal, get_args
from uuid import UUID

from sqlmodel import Session

from coachbook.services import invitations, offers
from coachbook.services.client_facts import (
    ARCHIVED,
    BOUNCING,
    EXPIRING,
    FLAGGED,
    INVITED,
    LOW,
    NO_PACKAGE,
    Edges,
    Facts,
    everybody,
    instant,
    last_starts,
    midnight,
    next_starts,
)
from coachbook.services.invitations import Invited
from coachbook.services.offers import Offer
from coachbook.services.people import Person, require_coach, settings_of

Filter = Literal[
    "all", "flagged", "low", "expiring", "no_package", "invited", "bouncing", "archived"
]
Sort = Literal["name", "next", "left", "seen", "expiry"]
FILTERS: tuple[Filter, ...] = get_args(Filter)
SORTS: tuple[Sort, ...] = get_args(Sort)

PAGE_SIZE = 50
SOON_DAYS = 30
NEVER = 2**53


@dataclass(frozen=True)
class ClientRow:
    """`available` can be booked today or later; `expires_on` is the first expiry ahead of these.

    It is low at the coach's renewal threshold, and only for those who have had a package.
    The two counts are the incidents of the last 90 days, `seen_at` is the last appointment.
    `is_bouncing`: their address takes no email.
    """

    id: UUID
    name: str
    email: str
    is_invited: bool
    is_archived: bool
    has_package: bool
    available: int
    expires_on: date | None
    is_low: bool
    is_expiring: bool
    is_flagged: bool
    is_bouncing: bool
    no_shows: int
    cancellations: int
    next_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True)
class ClientPage:
    """A page of those that the search found and the filter lets through. Pages from 0.

    `counts` says how many of those found each filter has, `of` how many clients there are at
    all, archived ones too. `today` is the coach's.
    """

    rows: tuple[ClientRow, ...]
    page: int
    pages: int
    matching: int
    counts: Mapping[Filter, int]
    of: int
    flag_threshold: int
    today: date


def find(
    session: Session,
    *,
    by: Person,
    now: datetime,
    text: str = "",
    only: Filter = "all",
    sort: Sort = "name",
    page: int = 0,
    size: int = PAGE_SIZE,
) -> ClientPage:
    """A page of the clients found. Upper case and accents make no difference. Five queries."""
    require_coach(by)
    today = now.astimezone(by.zone).date()
    edges = _edges(session, by, today)
    known = everybody(session, by, today, edges)
    words = folded(text).split()
    found = [one for one in known if _matches(one, words)] if words else known
    traits = Counter(one.traits for one in found)
    wanted = {each for each in traits if only in _filters_of(each)}
    chosen = [one for one in found if one.traits in wanted]
    chosen = _in_order(chosen, _ranks(chosen, sort, session, by, now))
    pages = max(1, -(-len(chosen) // size))
    page = min(max(page, 0), pages - 1)
    shown = chosen[page * size : (page + 1) * size]
    return ClientPage(
        rows=tuple(_rows(session, by, now, shown)),
        page=page,
        pages=pages,
        matching=len(chosen),
        counts=_counts(traits),
        of=len(known),
        flag_threshold=edges.flag_at,
        today=today,
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


def _matches(one: Facts, words: Sequence[str]) -> bool:
    """Each word typed is somewhere in the name or the email."""
    name = folded(one.name)
    return all(word in name or word in one.email for word in words)


def _edges(session: Session, by: Person, today: date) -> Edges:
    after = midnight(today + timedelta(days=SOON_DAYS + 1), by)
    rules = settings_of(session, by.id)
    return Edges(rules.renewal_threshold, rules.flag_threshold, int(after.timestamp()))


_FILTERS: dict[Filter, int] = {
    "flagged": FLAGGED,
    "low": LOW,
    "expiring": EXPIRING,
    "no_package": NO_PACKAGE,
    "invited": INVITED,
    "bouncing": BOUNCING,
}


def _filters_of(traits: int) -> list[Filter]:
    """Those that let a client with these traits through."""
    if traits & ARCHIVED:
        return ["archived"]
    return ["all", *(only for only, trait in _FILTERS.items() if traits & trait)]


def _counts(traits: Mapping[int, int]) -> dict[Filter, int]:
    counts: dict[Filter, int] = dict.fromkeys(FILTERS, 0)
    for each, count in traits.items():
        for only in _filters_of(each):
            counts[only] += count
    return counts


def _ranks(
    found: Sequence[Facts], sort: Sort, session: Session, by: Person, now: datetime
) -> list[int]:
    """Whoever has nothing to be sorted by comes last."""
    if sort == "left":
        return [one.available if one.packages else NEVER for one in found]
    if sort == "expiry":
        return [NEVER if one.expires is None else one.expires for one in found]
    times: dict[Any, int] = {}
    if sort == "next":
        times = next_starts(session, by, now)
    elif sort == "seen":
        times = last_starts(session, by, now)
    return [times.get(one.id, NEVER) for one in found]


def _in_order(found: Sequence[Facts], ranks: Sequence[int]) -> list[Facts]:
    """Names decide ties."""
    names = (folded(one.name) for one in found)
    ids = (one.id for one in found)
    return [one for *_, one in sorted(zip(ranks, names, ids, found, strict=True))]


def _rows(session: Session, by: Person, now: datetime, shown: Sequence[Facts]) -> list[ClientRow]:
    ids = [one.key for one in shown]
    coming, seen = next_starts(session, by, now, ids), last_starts(session, by, now, ids)
    return [_row(one, coming.get(one.id), seen.get(one.id), by) for one in shown]


def _row(one: Facts, next_seconds: int | None, seen_seconds: int | None, by: Person) -> ClientRow:
    expires_at = instant(one.expires)
    return ClientRow(
        id=one.key,
        name=one.name,
        email=one.email,
        is_invited=bool(one.traits & INVITED),
        is_archived=bool(one.traits & ARCHIVED),
        has_package=one.packages > 0,
        available=one.available,
        expires_on=expires_at.astimezone(by.zone).date() if expires_at else None,
        is_low=bool(one.traits & LOW),
        is_expiring=bool(one.traits & EXPIRING),
        is_flagged=bool(one.traits & FLAGGED),
        is_bouncing=bool(one.traits & BOUNCING),
        no_shows=one.no_shows,
        cancellations=one.cancellations,
        next_at=instant(next_seconds),
        seen_at=instant(seen_seconds),
    )
