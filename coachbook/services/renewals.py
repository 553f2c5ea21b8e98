"""Clients who need a next package: few left, running out, run out, or more than they will use."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import String, and_, bindparam, case, func, or_, select, type_coerce
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from coachbook.availability import months_after
from coachbook.errors import NotFound
from coachbook.models import Booking, CoachClient, PackageHistory, SessionPackage
from coachbook.models.columns import epoch, table_of
from coachbook.services import offers
from coachbook.services.client_facts import midnight
from coachbook.services.offers import Offer
from coachbook.services.packages.checks import MOST_MONTHS, own
from coachbook.services.packages.views import local_date
from coachbook.services.people import Person, relation, require_coach, settings_of
from coachbook.services.renewal_reasons import (
    LOOKS_BACK_WEEKS,
    REASONS,
    Day,
    Found,
    Package,
    Reason,
    Use,
    reasons,
)


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


def _raw(column: Any) -> Any:
    """The id as the driver has it: making thousands of UUIDs takes longer than reading them."""
    return type_coerce(column, String)


_relation, _booking = table_of(CoachClient), table_of(Booking)
_package = table_of(SessionPackage)
_is_sold = (_package.c.coach_id == bindparam("coach_id"), _package.c.voided_at.is_(None))
_is_running = or_(_package.c.expires_at.is_(None), _package.c.expires_at >= bindparam("today"))
_is_ending = and_(_package.c.remaining_sessions > 0, _package.c.expires_at >= bindparam("lately"))
# Who has plenty without an end has no reason, and is most of the clients.
_PERHAPS = (
    select(_package.c.client_id)
    .where(*_is_sold)
    .group_by(_package.c.client_id)
    .having(
        or_(
            func.sum(case((_is_running, _package.c.remaining_sessions), else_=0))
            <= bindparam("threshold"),
            func.max(case((_is_ending, 1), else_=0)) == 1,
        )
    )
)
_PACKAGES = (
    select(
        _raw(_package.c.client_id),
        _relation.c.name,
        _raw(_package.c.id),
        _package.c.session_duration_minutes,
        _package.c.total_sessions,
        _package.c.remaining_sessions,
        epoch(_package.c.expires_at),
        epoch(_package.c.created_at),
    )
    .join_from(
        _package,
        _relation,
        (_relation.c.coach_id == _package.c.coach_id)
        & (_relation.c.client_id == _package.c.client_id),
    )
    .where(*_is_sold, _package.c.client_id.in_(_PERHAPS), _relation.c.status != "archived")
    .order_by(_package.c.created_at, _package.c.id)
)
_USES = (
    select(
        _raw(_booking.c.package_id),
        func.sum(case((_booking.c.starts_at <= bindparam("now"), 1), else_=0)),
        func.count(),
        epoch(func.min(_booking.c.starts_at)),
    )
    .where(
        _booking.c.coach_id == bindparam("coach_id"),
        _booking.c.status != "cancelled",
        _booking.c.package_id.is_not(None),
        _booking.c.starts_at >= bindparam("since"),
        _booking.c.client_id.in_(_PERHAPS),
    )
    .group_by(_booking.c.package_id)
)


def due(session: Session, *, by: Person, now: datetime) -> list[Renewal]:
    """Clients to talk to about a next package, the most pressing first. Three queries.

    Dates are the coach's. Archived clients and voided packages are left out.
    """
    require_coach(by)
    threshold = settings_of(session, by.id).renewal_threshold
    day = Day(now.astimezone(by.zone).date(), int(now.timestamp()))
    asked = _asked(by, threshold, day, now)
    packages, uses = _packages(session, by, asked), _uses(session, asked)
    found = [
        _renewal(client_id, name, why)
        for (client_id, name), own_packages in packages.items()
        if (why := list(reasons(own_packages, uses, threshold, day)))
    ]
    return sorted(found, key=lambda one: (*_rank(one), one.client_name, one.client_id))


def again(session: Session, package_id: UUID, *, by: Person, now: datetime) -> Again:
    """What `renew` would sell; without its price, if that was in another currency."""
    require_coach(by)
    package = own(session, package_id, by)
    known = relation(session, coach_id=by.id, client_id=package.client_id)
    if known.status == "archived":
        raise NotFound
    currency = settings_of(session, by.id).currency
    return Again(
        client_id=package.client_id,
        client_name=known.name,
        total_sessions=package.total_sessions,
        minutes=package.session_duration_minutes,
        expires_on=_next_end(session, package, by, now),
        price_cents=package.price_cents if package.currency == currency else None,
        currency=currency,
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


def _asked(by: Person, threshold: int, day: Day, now: datetime) -> dict[str, Any]:
    return {
        "coach_id": by.id,
        "threshold": threshold,
        "today": midnight(day.today, by),
        "lately": midnight(day.lately, by),
        "now": now,
        "since": now - timedelta(weeks=LOOKS_BACK_WEEKS),
    }


def _packages(
    session: Session, by: Person, asked: dict[str, Any]
) -> dict[tuple[Any, str], list[Package]]:
    """Each client's, the oldest first."""
    days: dict[int | None, date | None] = {None: None}
    packages: dict[tuple[Any, str], list[Package]] = defaultdict(list)
    for *client, package_id, minutes, total, left, end, at in _all(session, _PACKAGES, asked):
        if end not in days:
            days[end] = datetime.fromtimestamp(end, tz=by.zone).date()
        client_id, name = client
        packages[client_id, name].append(Package(package_id, minutes, total, left, days[end], at))
    return packages


def _uses(session: Session, asked: dict[str, Any]) -> dict[Any, Use]:
    """By package; what was cancelled isn't used."""
    return {
        package_id: Use(int(lately), count - int(lately), first)
        for package_id, lately, count, first in _all(session, _USES, asked)
    }


def _all(session: Session, statement: Any, asked: dict[str, Any]) -> Any:
    return session.connection().execute(statement, asked).all()


def _renewal(client_id: Any, name: str, found: Sequence[Found]) -> Renewal:
    package = found[0][1]
    return Renewal(
        UUID(str(client_id)),
        name,
        UUID(str(package.id)),
        package.label,
        tuple(reason for reason, _ in found),
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
        select_rows(PackageHistory)
        .where(PackageHistory.package_id == package.id, PackageHistory.event == "expiry_changed")
        .order_by(col(PackageHistory.created_at))
        .limit(1)
    ).first()
    if first is None:
        return local_date(package.expires_at, by.zone)
    written = first.details.get("from")
    return date.fromisoformat(written) if written else None
