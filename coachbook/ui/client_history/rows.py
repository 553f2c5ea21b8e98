"""A client's past in plain words. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from coachbook.services.bookings import BookingView
from coachbook.services.client_history import HeldPackage
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.packages.ledger import LedgerRow, ledger_row
from coachbook.ui.packages.numbers import Numbers, current_ids, numbers_of, state_of

STATUS = {
    "completed": "Done",
    "no_show": "Missed",
    "confirmed": "Over",
}
CANCELLED = {
    "client": "Cancelled by you",
    "coach": "Cancelled by your coach",
    "coach_for_client": "Cancelled for you",
}


class HeldRow(TypedDict):
    """`coach` is empty for somebody with one coach."""

    id: str
    label: str
    coach: str
    sentence: str
    state: str
    is_current: bool
    numbers: Numbers
    ledger: list[LedgerRow]


class PastRow(TypedDict):
    id: str
    when: str
    about: str
    kind: str
    status: str
    is_done: bool


def held_rows(found: Sequence[HeldPackage], reader: Person, *, with_coach: bool) -> list[HeldRow]:
    current = current_ids([one.package for one in found])
    return [
        held_row(one, reader, with_coach=with_coach, is_current=one.package.id in current)
        for one in found
    ]


def held_row(one: HeldPackage, reader: Person, *, with_coach: bool, is_current: bool) -> HeldRow:
    package = one.package
    return HeldRow(
        id=str(package.id),
        label=package.label,
        coach=one.coach.name if with_coach else "",
        sentence=f"{package.available} of {words.counted(package.size, 'session')} remaining"
        + _ends(one, reader),
        state=state_of(package),
        is_current=is_current,
        numbers=numbers_of(package),
        ledger=[ledger_row(number, line, reader) for number, line in enumerate(one.lines)],
    )


def _ends(one: HeldPackage, reader: Person) -> str:
    on = one.package.expires_on
    if one.package.is_voided:
        return ", voided"
    if on is None:
        return ", doesn't expire"
    verb = "expired" if one.package.is_expired else "expires"
    return f", {verb} {_day(on, reader, one.today)}"


def _day(on: date, reader: Person, today: date) -> str:
    return words.day(on, reader.locale, today=today)


def past_row(one: BookingView, reader: Person, *, with_coach: bool) -> PastRow:
    kind = "Check-in" if one.kind == "checkin" else f"Session · {one.package_label}"
    cancelled = CANCELLED.get(one.cancelled_by or "", "")
    return PastRow(
        id=str(one.id),
        when=words.span(one.starts_at, one.ends_at, reader.zone, reader.locale),
        about=f"{kind} · {one.coach_name}" if with_coach else kind,
        kind=one.kind,
        status=cancelled or STATUS.get(one.status, "Over"),
        is_done=one.status == "completed",
    )
