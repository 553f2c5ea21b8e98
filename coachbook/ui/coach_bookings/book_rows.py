"""What the dialog that books shows: clients found, lengths, open times, verdicts. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict

from coachbook.services.bookings import Verdict
from coachbook.services.calendars import Opening
from coachbook.services.clients import ClientRow
from coachbook.services.packages import PackageView
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.viewer import initials

A_DAY = timedelta(days=1)


class Found(TypedDict):
    """A client that the search found."""

    id: str
    name: str
    initials: str
    left: str


class Option(TypedDict):
    value: str
    label: str


class Slot(TypedDict):
    """A chip of the slot picker; `mark` says how full it is."""

    starts_at: str
    time: str
    label: str
    is_open: bool
    why: str
    is_favourite: bool
    mark: str


class Day(TypedDict):
    date: str
    slots: list[Slot]


class Word(TypedDict):
    """The server's word on a chosen time."""

    starts_at: str
    note: str
    verdict: str
    warning: str


def found(rows: Iterable[ClientRow]) -> list[Found]:
    return [
        Found(
            id=str(one.id),
            name=one.name,
            initials=initials(one.name),
            left=f"{words.counted(one.available, 'session')} left",
        )
        for one in rows
    ]


def lengths(packages: Iterable[PackageView]) -> list[Option]:
    """The lengths that something is left of, the longest balance first."""
    left: dict[int, int] = {}
    for one in packages:
        if one.available and not one.is_voided:
            left[one.minutes] = left.get(one.minutes, 0) + one.available
    in_order = sorted(left, key=lambda minutes: (-left[minutes], minutes))
    return [Option(value=str(n), label=f"{words.length(n)}, {left[n]} left") for n in in_order]


def payers(
    packages: Sequence[PackageView], minutes: int, reader: Person, today: date
) -> list[Option]:
    """The packages to choose from; none when there is nothing to choose."""
    usable = [one for one in packages if one.minutes == minutes and one.available]
    if len(usable) < 2:
        return []
    first = Option(value="", label="The one that runs out first")
    return [first, *(_payer(one, reader, today) for one in usable)]


def _payer(one: PackageView, reader: Person, today: date) -> Option:
    until = (
        f", until {words.day(one.expires_on, reader.locale, today=today)}" if one.expires_on else ""
    )
    return Option(value=str(one.id), label=f"{one.label}, {one.available} left{until}")


def week(openings: Iterable[Opening], monday: date, reader: Person) -> list[Day]:
    """Seven days from Monday."""
    days = {monday + n * A_DAY: list[Slot]() for n in range(7)}
    for one in openings:
        days[one.starts_at.astimezone(reader.zone).date()].append(_slot(one, reader))
    return [Day(date=on.isoformat(), slots=slots) for on, slots in days.items()]


def _slot(one: Opening, reader: Person) -> Slot:
    mark = f"{one.present}/{one.capacity}" if one.present else ""
    notes = [f"{one.present} of {one.capacity} booked"] if one.present else []
    return Slot(
        starts_at=key(one.starts_at),
        time=words.clock(one.starts_at, reader.zone, reader.locale),
        label=words.spoken_slot(
            one.starts_at, one.ends_at, reader.zone, reader.locale, notes=notes
        ),
        is_open=True,
        why="",
        is_favourite=False,
        mark=mark,
    )


def key(at: datetime) -> str:
    """How a start is written wherever the browser compares it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def verdicts(found: Iterable[Verdict], locale: str) -> list[Word]:
    return [
        Word(
            starts_at=key(one.starts_at),
            note=_package(one, locale) if one.package_id else "",
            verdict="" if one.is_open or one.can_confirm else one.sentence,
            warning=one.sentence if one.can_confirm else "",
        )
        for one in found
    ]


def _package(one: Verdict, locale: str) -> str:
    until = one.package_until
    runs = f"until {words.day(until, locale, today=date.min)}" if until else "no expiry"
    return f"Package of {one.package_minutes} min, {runs}"


def unusual(found: Iterable[Verdict], reader: Person) -> list[str]:
    """What the coach has to say yes to, a line for each time."""
    return [
        f"{words.moment(one.starts_at, reader.zone, reader.locale)}: {one.sentence}"
        for one in found
        if one.can_confirm
    ]
