"""The ledger of a package: every line that changed its balance, in the order it happened."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlmodel import Session, col, func, select

from coachbook.errors import NotFound
from coachbook.models import (
    Booking,
    BookingHistory,
    CoachClient,
    PackageHistory,
    Profile,
    SessionPackage,
    SessionPackageAdjustment,
)
from coachbook.services.people import Person, require_part


@dataclass(frozen=True)
class LedgerLine:
    """One thing that happened to a package; `balance_after` is what was left then.

    `change` is 0 for what left the balance alone: an expiry that went from one date to another.
    `is_own` where the reader did it.
    """

    package_id: UUID
    at: datetime
    change: int
    balance_after: int
    event: str
    reason: str
    actor_name: str
    starts_at: datetime | None
    from_on: date | None = None
    to_on: date | None = None
    is_own: bool = False


def ledger(session: Session, *, by: Person, package_id: UUID) -> list[LedgerLine]:
    """Everything that happened to a package, the newest first; for the coach and the client."""
    package = session.get(SessionPackage, package_id)
    if package is None:
        raise NotFound
    require_part(session, by, coach_id=package.coach_id, client_id=package.client_id)
    return ledgers(session, [package], by=by)[package_id]


def ledgers(
    session: Session, packages: Sequence[SessionPackage], *, by: Person
) -> dict[UUID, list[LedgerLine]]:
    """Of several packages that the caller may see, with four queries."""
    ids = [package.id for package in packages]
    sellers = _names(session, {package.coach_id for package in packages})
    lines: dict[UUID, list[LedgerLine]] = defaultdict(list)
    for line in (*_adjustments(session, ids, by), *_booking_lines(session, ids, by)):
        lines[line.package_id].append(line)
    notes: dict[UUID, list[LedgerLine]] = defaultdict(list)
    for line in _other_lines(session, ids, by):
        notes[line.package_id].append(line)
    return {
        one.id: _joined(_sold(one, sellers[one.coach_id], by), lines[one.id], notes[one.id])
        for one in packages
    }


def _names(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    rows = session.exec(select(Profile.id, Profile.name).where(col(Profile.id).in_(ids)))
    return dict(rows.all())


def _sold(package: SessionPackage, seller: str, by: Person) -> LedgerLine:
    """How it began; the coach's note is only for the coach."""
    is_own, total = by.id == package.coach_id, package.total_sessions
    return LedgerLine(
        package.id, package.created_at, total, total, "assigned", package.notes if is_own else "",
        seller, None, is_own=is_own,
    )  # fmt: skip


def _joined(sold: LedgerLine, lines: list[LedgerLine], notes: list[LedgerLine]) -> list[LedgerLine]:
    return [*_merged([sold, *in_order(lines, sold.change)], notes)][::-1]


def in_order(lines: Iterable[LedgerLine], balance: int) -> Iterator[LedgerLine]:
    """By time; those of one instant so that each begins where the one before it ended."""
    for _, group in groupby(sorted(lines, key=lambda line: line.at), key=lambda line: line.at):
        chained = _chained(list(group), balance)
        yield from chained
        balance = chained[-1].balance_after


def _chained(lines: list[LedgerLine], balance: int) -> list[LedgerLine]:
    """A walk that uses every line once, from this balance on (Hierholzer's)."""
    leaving: dict[int, list[LedgerLine]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (line.change, line.starts_at is None)):
        leaving[line.balance_after - line.change].append(line)
    walk: list[LedgerLine] = []
    path: list[tuple[int, LedgerLine | None]] = [(balance, None)]
    while path:
        at, arrived_by = path[-1]
        if leaving[at]:
            line = leaving[at].pop()
            path.append((line.balance_after, line))
        else:
            path.pop()
            if arrived_by:
                walk.append(arrived_by)
    stray = [line for rest in leaving.values() for line in rest]
    return [*walk[::-1], *stray]


def _merged(lines: list[LedgerLine], notes: list[LedgerLine]) -> Iterator[LedgerLine]:
    """Notes stand after what happened until then, and show the balance of that moment."""
    waiting = sorted(notes, key=lambda note: note.at)
    balance = 0
    for line in lines:
        while waiting and waiting[0].at < line.at:
            yield _with_balance(waiting.pop(0), balance)
        balance = line.balance_after
        yield line
    for note in waiting:
        yield _with_balance(note, balance)


def _with_balance(note: LedgerLine, balance: int) -> LedgerLine:
    return LedgerLine(**{**note.__dict__, "balance_after": balance})


def _adjustments(session: Session, package_ids: list[UUID], by: Person) -> Iterator[LedgerLine]:
    rows = session.exec(
        select(SessionPackageAdjustment, Profile.name)
        .join(Profile, col(Profile.id) == col(SessionPackageAdjustment.adjusted_by_id))
        .where(col(SessionPackageAdjustment.package_id).in_(package_ids))
    )
    for row, name in rows:
        event = "voided" if row.kind == "void" else "adjusted"
        yield LedgerLine(
            row.package_id, row.created_at, row.adjustment, row.balance_after, event, row.reason,
            name, None, is_own=row.adjusted_by_id == by.id,
        )  # fmt: skip


def _booking_lines(session: Session, package_ids: list[UUID], by: Person) -> Iterator[LedgerLine]:
    """A client has the name that their coach calls them by."""
    is_clients = (col(CoachClient.coach_id) == col(Booking.coach_id)) & (
        col(CoachClient.client_id) == col(BookingHistory.actor_id)
    )
    name = func.coalesce(col(CoachClient.name), col(Profile.name), "")
    rows = session.exec(
        select(BookingHistory, Booking.starts_at, name)
        .join(Booking, col(Booking.id) == col(BookingHistory.booking_id))
        .outerjoin(Profile, col(Profile.id) == col(BookingHistory.actor_id))
        .outerjoin(CoachClient, is_clients)
        .where(col(BookingHistory.package_id).in_(package_ids), BookingHistory.credit_change != 0)
    )
    for row, starts_at, actor_name in rows:
        if row.package_id is None:
            continue
        event = "moved_away" if row.event == "moved" and row.credit_change > 0 else row.event
        yield LedgerLine(
            row.package_id, row.created_at, row.credit_change, row.balance_after or 0, event, "",
            actor_name, starts_at, is_own=row.actor_id == by.id,
        )  # fmt: skip


def _other_lines(session: Session, package_ids: list[UUID], by: Person) -> Iterator[LedgerLine]:
    """What left the balance alone: another expiry, and the voiding of an empty package."""
    rows = session.exec(
        select(PackageHistory, Profile.name)
        .join(Profile, col(Profile.id) == col(PackageHistory.actor_id))
        .where(col(PackageHistory.package_id).in_(package_ids))
    )
    for row, name in rows:
        if row.event == "voided" and row.details.get("left"):
            continue  # the adjustment says it
        yield LedgerLine(
            row.package_id, row.created_at, 0, 0, row.event, row.reason, name, None,
            _day(row.details.get("from")), _day(row.details.get("to")), row.actor_id == by.id,
        )  # fmt: skip


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
