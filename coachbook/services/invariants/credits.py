"""Credits are neither lost nor made: what was sold is left, spent, or corrected with a reason."""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from uuid import UUID

from coachbook.services.invariants.report import Finding, Offender, counted, moment
from coachbook.services.invariants.rows import (
    AdjustmentRow,
    BookingRow,
    HistoryRow,
    PackageRow,
    Practice,
)


class Ledger:
    """Everything that touched one package."""

    def __init__(self, package: PackageRow) -> None:
        self.package = package
        self.adjustments: list[AdjustmentRow] = []
        self.changes: list[HistoryRow] = []
        self.holding = 0

    @property
    def due(self) -> int:
        """What must be left."""
        corrections = sum(row.adjustment for row in self.adjustments)
        return self.package.total_sessions + corrections - self.holding

    @property
    def joins_up(self) -> bool:
        """Each balance that a line begins with is one that another ended with, in some order."""
        begins = Counter([self.package.remaining_sessions])
        ends = Counter([self.package.total_sessions])
        for change, after in self._lines():
            begins[after - change] += 1
            ends[after] += 1
        return begins == ends

    @property
    def lost(self) -> int:
        """What the voiding took off, and what came back to it afterwards."""
        return -sum(row.adjustment for row in self.adjustments if row.kind == "void")

    def _lines(self) -> Iterator[tuple[int, int]]:
        yield from ((row.adjustment, row.balance_after) for row in self.adjustments)
        for row in self.changes:
            if row.balance_after is not None:
                yield row.credit_change, row.balance_after


def findings(practice: Practice) -> Iterator[Finding]:
    ledgers = list(_ledgers(practice).values())
    yield Finding(
        "credits",
        "What was sold, corrected and not booked is left: the four numbers add up",
        len(ledgers),
        "packages",
        _each(_unbalanced, ledgers),
    )
    yield Finding(
        "ledger",
        "The ledger explains every balance",
        len(ledgers),
        "packages",
        _each(_unexplained, ledgers),
    )
    voided = [ledger for ledger in ledgers if ledger.package.voided_at or ledger.lost]
    yield Finding(
        "voided",
        "A voided package has nothing left, and its lines and history say so",
        len(voided),
        "packages",
        tuple(found for one in voided for found in _badly_voided(one, practice.voidings)),
    )
    yield Finding(
        "prices",
        "A price has its currency, and no package has one without the other",
        len(ledgers),
        "packages",
        _each(_half_priced, ledgers),
    )
    yield _packages_used(practice)


def _each(
    judge: Callable[[Ledger], Iterator[Offender]], ledgers: Sequence[Ledger]
) -> tuple[Offender, ...]:
    return tuple(found for ledger in ledgers for found in judge(ledger))


def _ledgers(practice: Practice) -> dict[UUID, Ledger]:
    ledgers = {package.id: Ledger(package) for package in practice.packages.values()}
    for adjustment in practice.adjustments:
        if adjustment.package_id in ledgers:
            ledgers[adjustment.package_id].adjustments.append(adjustment)
    for row in practice.histories:
        if row.credit_change and row.package_id in ledgers:
            ledgers[row.package_id].changes.append(row)
    for booking in practice.live:
        if booking.package_id in ledgers:
            ledgers[booking.package_id].holding += 1
    return ledgers


def _unbalanced(ledger: Ledger) -> Iterator[Offender]:
    package = ledger.package
    if package.remaining_sessions != ledger.due or ledger.due < 0:
        left = counted(package.remaining_sessions, "sessions")
        yield Offender((package.id,), f"{left} left, where it should be {ledger.due}")


def _unexplained(ledger: Ledger) -> Iterator[Offender]:
    spent = -sum(row.credit_change for row in ledger.changes)
    if spent != ledger.holding:
        booked = counted(ledger.holding, "bookings")
        yield Offender((ledger.package.id,), f"{booked}, but the history spent {spent}")
    elif not ledger.joins_up:
        yield Offender((ledger.package.id,), "the balances in its ledger don't follow each other")


def _badly_voided(ledger: Ledger, voidings: Container[UUID]) -> Iterator[Offender]:
    package = ledger.package
    if package.voided_at is None:
        yield Offender((package.id,), "has lines of a voiding, but isn't voided")
        return
    if package.remaining_sessions:
        left = counted(package.remaining_sessions, "sessions")
        yield Offender((package.id,), f"is voided, but has {left} left")
    if package.id not in voidings:
        yield Offender((package.id,), "is voided, and its history doesn't say by whom")
    late = [
        row
        for row in ledger.adjustments
        if row.created_at > package.voided_at and row.kind != "void"
    ]
    if late:
        yield Offender((package.id, late[0].id), "was corrected after it was voided")


def _half_priced(ledger: Ledger) -> Iterator[Offender]:
    package = ledger.package
    if (package.price_cents is None) != (package.currency == ""):
        yield Offender((package.id,), "has a price without a currency, or the other way round")


def _packages_used(practice: Practice) -> Finding:
    sessions = [
        (booking, practice.packages[booking.package_id])
        for booking in practice.bookings
        if booking.package_id and booking.package_id in practice.packages
    ]
    return Finding(
        "packages",
        "A session uses a package of its own client, coach and length",
        len(sessions),
        "sessions",
        tuple(found for one in sessions for found in _misuses(*one)),
        tuple(found for one in sessions for found in _after_expiry(*one, practice)),
    )


def _misuses(booking: BookingRow, package: PackageRow) -> Iterator[Offender]:
    ids = (booking.id, package.id)
    if (booking.client_id, booking.coach_id) != (package.client_id, package.coach_id):
        yield Offender(ids, "the package is somebody else's")
    minutes = (booking.ends_at - booking.starts_at).total_seconds() / 60
    if minutes != package.session_duration_minutes:
        yield Offender(
            ids, f"{minutes:g} minutes from a package of {package.session_duration_minutes}"
        )


def _after_expiry(
    booking: BookingRow, package: PackageRow, practice: Practice
) -> Iterator[Offender]:
    """Only a note: an expiry may be shortened, and leaves the bookings alone."""
    if not booking.is_live or package.expires_at is None:
        return
    if booking.starts_at <= package.expires_at:
        return
    zone = practice.zone_of(booking.coach_id)
    if booking.starts_at.astimezone(zone).date() > package.expires_at.astimezone(zone).date():
        yield Offender(
            (booking.id, package.id),
            f"the session at {moment(booking.starts_at)} is after the package's end",
        )
