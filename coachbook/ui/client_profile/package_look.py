"""A package as a dialog reads it, and whether it is still as it was read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import reflex as rx

from coachbook.services import expiries, packages
from coachbook.services.bookings import BookingView
from coachbook.services.packages import LedgerLine, PackageView
from coachbook.services.people import Person
from coachbook.ui.calls import read
from coachbook.ui.client_profile.package_rows import difference
from coachbook.ui.gate import person
from coachbook.ui.refusals import say


@dataclass(frozen=True)
class Look:
    package: PackageView
    ahead: tuple[BookingView, ...]
    lines: list[LedgerLine]
    today: date


def look(session: Any, package_id: UUID, *, by: Person, now: datetime) -> Look:
    return Look(
        packages.one(session, package_id, by=by, now=now),
        expiries.booked_with(session, package_id, now=now),
        packages.ledger(session, by=by, package_id=package_id),
        now.astimezone(by.zone).date(),
    )


async def newer(state: rx.State, seen: PackageView) -> Look | None:
    """How the package is now, if somebody changed it since; the page says what is different."""
    found = await read(look, seen.id, by=person())
    told = difference(seen, found.package, person(), found.today)
    if not told:
        return None
    await say(state, told, "error")
    return found
