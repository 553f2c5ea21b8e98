"""A client's packages in words: cards, and what changed since a page was opened. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from coachbook.services.bookings import BookingView
from coachbook.services.packages import PackageView
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.packages import money
from coachbook.ui.packages.numbers import Numbers, current_ids, numbers_of, state_of


class PackageCard(TypedDict):
    """`state` is open, used, expired or voided; a voided one can't be changed any more."""

    id: str
    label: str
    sentence: str
    about: str
    notes: str
    state: str
    can_change: bool
    is_current: bool
    numbers: Numbers


class Ahead(TypedDict):
    """A session that the package has paid for."""

    id: str
    when: str


def package_cards(found: Sequence[PackageView], reader: Person, today: date) -> list[PackageCard]:
    current = current_ids(found)
    return [package_card(one, reader, today, is_current=one.id in current) for one in found]


def package_card(one: PackageView, reader: Person, today: date, *, is_current: bool) -> PackageCard:
    return PackageCard(
        id=str(one.id),
        label=one.label,
        sentence=f"{one.available} of {words.counted(one.size, 'session')} remaining"
        + _ends(one, reader, today),
        about=_about(one, reader, today),
        notes=one.notes,
        state=state_of(one),
        can_change=not one.is_voided,
        is_current=is_current,
        numbers=numbers_of(one),
    )


def _about(one: PackageView, reader: Person, today: date) -> str:
    sold_on = one.created_at.astimezone(reader.zone).date()
    parts = [f"Sold {words.day(sold_on, reader.locale, today=today)}"]
    if one.price_cents is not None:
        parts.append(f"for {money.price(one.price_cents, one.currency, reader.locale)}")
    return " ".join(parts)


def _ends(one: PackageView, reader: Person, today: date) -> str:
    if one.is_voided:
        return ", voided"
    if one.expires_on is None:
        return ", doesn't expire"
    verb = "expired" if one.is_expired else "expires"
    return f", {verb} {words.day(one.expires_on, reader.locale, today=today)}"


def runs(on: date | None, reader: Person, today: date) -> str:
    """ "until March 15"; "without an end"."""
    return f"until {words.day(on, reader.locale, today=today)}" if on else "without an end"


def ahead(found: tuple[BookingView, ...], reader: Person) -> list[Ahead]:
    return [
        Ahead(
            id=str(one.id),
            when=words.span(one.starts_at, one.ends_at, reader.zone, reader.locale),
        )
        for one in found
    ]


def difference(seen: PackageView, current: PackageView, reader: Person, today: date) -> str:
    """How it is now and how it was when the dialog was opened; "" where nobody changed it."""
    if current.version == seen.version:
        return ""
    if current.is_voided:
        return "This package was voided elsewhere a moment ago."
    changes = []
    if current.available != seen.available:
        left = words.counted(current.available, "session")
        changes.append(f"{left} left now, {seen.available} when you opened this")
    if current.expires_on != seen.expires_on:
        was = runs(seen.expires_on, reader, today)
        changes.append(f"it runs {runs(current.expires_on, reader, today)} now, before {was}")
    how = "; ".join(changes) or "and back again"
    return f"This package was changed elsewhere a moment ago: {how}. Nothing of yours is done yet."
