"""Clients who need a next package: few left, running out, run out, or more than they will use."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from coachbook.availability import months_after
from coachbook.errors import NotFound
from coachbook.models import Booking, CoachClient, PackageHistory, SessionPackage
from coachbook.services import offers
from coachbook.services.offers import Offer
from coachbook.services.packages.checks import MOST_MONTHS, own
from coachbook.services.packages.views import label_of, local_date
from coachbook.services.people import Person, relation, require_coach, settings_of

LOOKS_BACK = timedelta(weeks=8)
EXPIRES_SOON = timedelta(days=30)
EXPIRED_LATELY = timedelta(days=60)
WEEK = timedelta(days=7)
FEWEST_FOR_A_PACE = 2
REASONS = ("low", "expiring", "expired", "pace")


class Reason(NamedTuple):
    """Why: `kind` is low, expiring, expired or pace; `per_week` and `weeks` are of the pace."""

    kind: str
    left: int
    expires_on: date | None = None
    per_week: float = 0
    weeks: int = 0


@dataclass(frozen=True)
class Renewal:
    """One client, and the package that would be sold again. The most pressing reason first."""

    client_id: UUID
    client_name: str
    package_id: UUID
    package_label: str
    reasons: tuple[Reason, ...]

    @property
    def reason(self) -> str:
        return self.reasons[0].kind


@dataclass(frozen=True)
class Again:
    """What selling a package once more would sell; `expires_on` counted from today."""

    client_id: UUID
    client_name: str
    total_sessions: int
    minutes: int
    expires_on: date | None
    price_cents: int | None
    currency: str


class _Package(NamedTuple):
    id: UUID
    client_id: UUID
    minutes: int
    total: int
    left: int
    expires_on: date | None
    sold_at: datetime

    @property
    def label(self) -> str:
        return label_of(self.total, self.minutes)


class _Use(NamedTuple):
    """Sessions of one package: those of the last weeks, and those still ahead."""

    lately: int
    ahead: int
    first_at: datetime | None


NO_USE = _Use(0, 0, None)
Found = tuple[Reason, _Package]


def due(session: Session, *, by: Person, now: datetime) -> list[Renewal]:
    """Clients to talk to about a next package, the most pressing first. Four queries.

    Dates are the coach's. Archived clients and voided packages are left out.
    """
    require_coach(by)
    threshold = settings_of(session, by.id).renewal_threshold
    names = _names(session, by)
    packages, uses = _packages(session, by), _uses(session, by, now)
    today = now.astimezone(by.zone).date()
    found: list[tuple[tuple[int, int, date], Renewal]] = []
    for client_id, own_packages in packages.items():
        if client_id not in names:
            continue
        reasons = sorted(
            _reasons(own_packages, uses, threshold, today, now),
            key=lambda one: REASONS.index(one[0].kind),
        )
        if reasons:
            renewal = _renewal(client_id, names[client_id], reasons)
            found.append((_rank(renewal), renewal))
    found.sort(key=lambda one: (*one[0], one[1].client_name, one[1].client_id))
    return [renewal for _, renewal in found]


def again(session: Session, package_id: UUID, *, by: Person, now: datetime) -> Again:
    """What `renew` would sell."""
    require_coach(by)
    package = own(session, package_id, by)
    known = relation(session, coach_id=by.id, client_id=package.client_id)
    if known.status == "archived":
        raise NotFound
    return Again(
        client_id=package.client_id,
        client_name=known.name,
        total_sessions=package.total_sessions,
        minutes=package.session_duration_minutes,
        expires_on=_next_end(session, package, by, now),
        price_cents=package.price_cents,
        currency=package.currency,
    )


def renew(
    session: Session, package_id: UUID, *, by: Person, request_id: str, now: datetime
) -> SessionPackage:
    """Sell the same package once more: as many sessions, as long, for as long, at its price."""
    offer = again(session, package_id, by=by, now=now)
    return offers.give(
        session,
        Offer(
            offer.total_sessions,
            offer.minutes,
            expires_on=offer.expires_on,
            price_cents=offer.price_cents,
        ),
        by=by,
        client_id=offer.client_id,
        request_id=request_id,
        now=now,
    )


def _names(session: Session, by: Person) -> dict[UUID, str]:
    rows = session.exec(
        select(CoachClient.client_id, CoachClient.name).where(
            CoachClient.coach_id == by.id, CoachClient.status != "archived"
        )
    )
    return dict(rows.all())


def _packages(session: Session, by: Person) -> dict[UUID, list[_Package]]:
    """Each client's, the oldest first."""
    rows = session.exec(
        select(  # type: ignore[call-overload]
            SessionPackage.id,
            SessionPackage.client_id,
            SessionPackage.session_duration_minutes,
            SessionPackage.total_sessions,
            SessionPackage.remaining_sessions,
            SessionPackage.expires_at,
            SessionPackage.created_at,
        )
        .where(SessionPackage.coach_id == by.id, col(SessionPackage.voided_at).is_(None))
        .order_by(col(SessionPackage.created_at), col(SessionPackage.id))
    )
    packages: dict[UUID, list[_Package]] = defaultdict(list)
    for package_id, client_id, minutes, total, left, expires_at, sold_at in rows:
        expires_on = local_date(expires_at, by.zone)
        packages[client_id].append(
            _Package(package_id, client_id, minutes, total, left, expires_on, sold_at)
        )
    return packages


def _uses(session: Session, by: Person, now: datetime) -> dict[UUID, _Use]:
    """By package; what was cancelled isn't used."""
    starts_at = col(Booking.starts_at)
    is_past = case((starts_at <= now, 1), else_=0)
    rows = session.exec(
        select(
            Booking.package_id,
            func.sum(is_past),
            func.sum(1 - is_past),
            func.min(starts_at),
        )
        .where(
            Booking.coach_id == by.id,
            Booking.status != "cancelled",
            col(Booking.package_id).is_not(None),
            starts_at >= now - LOOKS_BACK,
        )
        .group_by(col(Booking.package_id))
    )
    return {
        package_id: _Use(int(lately), int(ahead), first_at)
        for package_id, lately, ahead, first_at in rows
        if package_id
    }


def _reasons(
    packages: Sequence[_Package],
    uses: Mapping[UUID, _Use],
    threshold: int,
    today: date,
    now: datetime,
) -> Iterator[Found]:
    running = [one for one in packages if one.expires_on is None or one.expires_on >= today]
    available = sum(one.left for one in running)
    if available <= threshold and _is_around(packages, uses, today, now):
        yield Reason("low", available), packages[-1]
    ending = [one for one in running if one.left and one.expires_on]
    ending.sort(key=lambda one: one.expires_on or date.max)
    soon = [one for one in ending if one.expires_on and one.expires_on - today <= EXPIRES_SOON]
    if soon:
        yield Reason("expiring", soon[0].left, soon[0].expires_on), soon[0]
    yield from _expired(packages, today)
    yield from _outpaced(packages, ending, uses, today, now)


def _is_around(
    packages: Sequence[_Package], uses: Mapping[UUID, _Use], today: date, now: datetime
) -> bool:
    """They bought, came or still had credits lately; who left long ago isn't asked again."""
    return any(
        one.id in uses
        or one.sold_at >= now - EXPIRED_LATELY
        or (one.left and (one.expires_on is None or one.expires_on >= today - EXPIRED_LATELY))
        for one in packages
    )


def _expired(packages: Sequence[_Package], today: date) -> Iterator[Found]:
    """The last that ran out with sessions in it."""
    gone = [
        one
        for one in packages
        if one.left and one.expires_on and today - EXPIRED_LATELY <= one.expires_on < today
    ]
    if gone:
        last = max(gone, key=lambda one: one.expires_on or date.min)
        yield Reason("expired", last.left, last.expires_on), last


def _outpaced(
    packages: Sequence[_Package],
    ending: Sequence[_Package],
    uses: Mapping[UUID, _Use],
    today: date,
    now: datetime,
) -> Iterator[Found]:
    """The first package whose sessions won't be used before its end, at this client's own pace.

    Sessions of one length are used from the package that ends first; booked ones count as well.
    """
    for minutes in {one.minutes: None for one in ending}:
        same = [one for one in packages if one.minutes == minutes]
        per_week = pace(same, uses, now)
        if per_week is None:
            continue
        to_use = 0
        for one in (one for one in ending if one.minutes == minutes):
            assert one.expires_on is not None  # `ending` has only those with an end
            to_use += one.left + uses.get(one.id, NO_USE).ahead
            days = (one.expires_on - today).days + 1
            if to_use > per_week * days / 7:
                yield Reason("pace", one.left, one.expires_on, per_week, round(days / 7)), one
                return


def pace(packages: Sequence[_Package], uses: Mapping[UUID, _Use], now: datetime) -> float | None:
    """Sessions a week over the last eight weeks, or since the first one; None for too few."""
    lately = [uses[one.id] for one in packages if one.id in uses]
    count = sum(use.lately for use in lately)
    if count < FEWEST_FOR_A_PACE:
        return None
    began_at = now - LOOKS_BACK
    if all(one.sold_at > began_at for one in packages):
        began_at = min(use.first_at for use in lately if use.first_at)
    return count / max((now - began_at) / WEEK, 1)


def _renewal(client_id: UUID, name: str, found: Iterable[Found]) -> Renewal:
    reasons = list(found)
    package = reasons[0][1]
    return Renewal(
        client_id, name, package.id, package.label, tuple(reason for reason, _ in reasons)
    )


def _rank(one: Renewal) -> tuple[int, int, date]:
    first = one.reasons[0]
    return REASONS.index(first.kind), first.left, first.expires_on or date.max


def _next_end(session: Session, package: SessionPackage, by: Person, now: datetime) -> date | None:
    """As long from today as the package was sold for, whatever its end was changed to since."""
    today = now.astimezone(by.zone).date()
    sold_on = package.created_at.astimezone(by.zone).date()
    ends_on = _end_as_sold(session, package, by)
    if ends_on is None:
        return None
    for months in range(1, MOST_MONTHS + 1):
        if months_after(sold_on, months) == ends_on:
            return months_after(today, months)
    return today + max(ends_on - sold_on, timedelta(days=1))


def _end_as_sold(session: Session, package: SessionPackage, by: Person) -> date | None:
    first = session.exec(
        select(PackageHistory)
        .where(PackageHistory.package_id == package.id, PackageHistory.event == "expiry_changed")
        .order_by(col(PackageHistory.created_at))
        .limit(1)
    ).first()
    if first is None:
        return local_date(package.expires_at, by.zone)
    written = first.details.get("from")
    return date.fromisoformat(written) if written else None
