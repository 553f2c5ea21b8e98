"""A page of clients in words. Pure."""

from datetime import date
from typing import TypedDict

from coachbook.services.clients import ClientPage, ClientRow
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.viewer import initials


class Row(TypedDict):
    """One client of the list."""

    id: str
    name: str
    initials: str
    email: str
    href: str
    left: str
    expiry: str
    next: str
    is_invited: bool
    is_low: bool
    is_expiring: bool


def rows(page: ClientPage, reader: Person) -> list[Row]:
    return [_row(one, reader, page.today) for one in page.rows]


def range_words(page: ClientPage, size: int) -> str:
    """ "51 to 100 of 5,000"."""
    if not page.matching:
        return ""
    first = page.page * size + 1
    return f"{first:,} to {first + len(page.rows) - 1:,} of {page.matching:,}"


def _row(one: ClientRow, reader: Person, today: date) -> Row:
    expiry = one.expires_on and words.day(one.expires_on, reader.locale, today=today)
    return Row(
        id=str(one.id),
        name=one.name,
        initials=initials(one.name),
        email=one.email,
        href=f"/coach/clients/{one.id}",
        left=f"{words.counted(one.available, 'session')} left" if one.has_package else "No package",
        expiry=f"until {expiry}" if expiry else "",
        next=words.moment(one.next_at, reader.zone, reader.locale) if one.next_at else "",
        is_invited=one.status == "invited",
        is_low=one.is_low,
        is_expiring=one.is_expiring,
    )
