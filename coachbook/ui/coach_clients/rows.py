"""A page of clients in words. Pure."""

from typing import TypedDict

from coachbook.services.clients import FILTERS, SORTS, ClientPage, ClientRow, Filter, Sort
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.attendance.rows import flag_words
from coachbook.ui.viewer import initials

FILTER_WORDS: dict[Filter, str] = {
    "all": "All",
    "flagged": "Flagged",
    "low": "Low on sessions",
    "expiring": "Expiring soon",
    "no_package": "No package",
    "invited": "Invited",
    "bouncing": "Email bounces",
    "archived": "Archived",
}
SORT_WORDS: dict[Sort, str] = {
    "name": "Name",
    "next": "Next booking",
    "left": "Fewest left",
    "seen": "Oldest visit",
    "expiry": "First to expire",
}
EMPTY: dict[Filter, tuple[str, str]] = {
    "all": ("Nobody on your list", "Everybody is archived. Restore them, or add a client."),
    "flagged": (
        "Nobody is flagged",
        "Who misses or cancels too often within 90 days stands here, and leaves again by itself.",
    ),
    "low": (
        "Nobody is low on sessions",
        "Clients stand here when few of their sessions are left to book.",
    ),
    "expiring": (
        "Nothing runs out soon",
        "Clients with sessions that expire within 30 days stand here.",
    ),
    "no_package": ("Everybody has a package", "Who has none yet stands here."),
    "invited": ("No open invitations", "Who was invited and hasn't joined yet stands here."),
    "bouncing": (
        "Email reaches everybody",
        "Clients whose address takes no email stand here, until another one is tried.",
    ),
    "archived": (
        "Nobody is archived",
        "A client you archive leaves your list and stands here until you restore them.",
    ),
}


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
    seen: str
    flag: str
    is_invited: bool
    is_archived: bool
    is_bouncing: bool
    is_low: bool
    is_expiring: bool


class Choice(TypedDict):
    """A filter with how many it lets through; `label` is both in words."""

    value: str
    words: str
    count: str
    label: str


def rows(page: ClientPage, reader: Person) -> list[Row]:
    return [_row(one, reader, page) for one in page.rows]


def choices(page: ClientPage) -> list[Choice]:
    return [_choice(key, page.counts[key]) for key in FILTERS]


def _choice(key: Filter, count: int) -> Choice:
    shown = f"{count:,}"
    return Choice(
        value=key, words=FILTER_WORDS[key], count=shown, label=f"{FILTER_WORDS[key]} ({shown})"
    )


def query(only: Filter, sort: Sort, page: int) -> str:
    """For the address: what isn't as usual."""
    parts = {
        "only": only if only != "all" else "",
        "sort": sort if sort != "name" else "",
        "page": str(page + 1) if page else "",
    }
    return "&".join(f"{name}={value}" for name, value in parts.items() if value)


def only_in(written: str) -> Filter:
    return next((one for one in FILTERS if one == written), "all")


def sort_in(written: str) -> Sort:
    return next((one for one in SORTS if one == written), "name")


def page_in(written: str) -> int:
    return int(written) - 1 if written.isascii() and written.isdecimal() and len(written) < 6 else 0


def range_words(page: ClientPage, size: int) -> str:
    """ "51 to 100 of 5,000"."""
    if not page.matching:
        return ""
    first = page.page * size + 1
    return f"{first:,} to {first + len(page.rows) - 1:,} of {page.matching:,}"


def _row(one: ClientRow, reader: Person, page: ClientPage) -> Row:
    today = page.today
    expiry = one.expires_on and words.day(one.expires_on, reader.locale, today=today)
    seen_on = one.seen_at and one.seen_at.astimezone(reader.zone).date()
    return Row(
        id=str(one.id),
        name=one.name,
        initials=initials(one.name),
        email=one.email,
        href=f"/coach/clients/{one.id}",
        left=f"{words.counted(one.available, 'session')} left" if one.has_package else "No package",
        expiry=f"until {expiry}" if expiry else "",
        next=words.moment(one.next_at, reader.zone, reader.locale) if one.next_at else "",
        seen=words.day(seen_on, reader.locale, today=today) if seen_on else "",
        flag=_flag(one, page.flag_threshold) if one.is_flagged else "",
        is_invited=one.is_invited,
        is_archived=one.is_archived,
        is_bouncing=one.is_bouncing,
        is_low=one.is_low,
        is_expiring=one.is_expiring,
    )


def _flag(one: ClientRow, threshold: int) -> str:
    return flag_words(one.no_shows, one.cancellations, threshold) or "often absent"
