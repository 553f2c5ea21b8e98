"""How the connection to Google Calendar is, in words. Pure."""

from datetime import datetime
from typing import TypedDict

from coachbook.services.google_calendar.connection_views import ConnectionView, GivenUp
from coachbook.services.people import Person
from coachbook.ui import words

PRIMARY = "primary"


class RefusedRow(TypedDict):
    """An appointment that Google refuses."""

    key: str
    what: str
    why: str


class Standing(TypedDict):
    """`status` is "" without a connection. A sentence that doesn't apply is empty; `share` says how
    much is written while more than one appointment is being written."""

    status: str
    account: str
    calendar: str
    calendar_id: str
    success: str
    waiting: str
    trouble: str
    next_try: str
    repaired: str
    share: str


NOTHING = Standing(
    status="", account="", calendar="", calendar_id="", success="", waiting="", trouble="",
    next_try="", repaired="", share="",
)  # fmt: skip


def standing(found: ConnectionView | None, reader: Person, now: datetime) -> Standing:
    if found is None:
        return NOTHING
    is_primary = found.calendar_id == PRIMARY
    return Standing(
        status=found.status,
        account=found.google_email,
        calendar="Your main calendar" if is_primary else found.calendar_id,
        calendar_id="" if is_primary else found.calendar_id,
        success=_success(found, reader, now),
        waiting=_waiting(found),
        trouble=_trouble(found, reader),
        next_try=_next_try(found, reader, now),
        repaired=_repaired(found, reader),
        share=_share(found),
    )


def _success(found: ConnectionView, reader: Person, now: datetime) -> str:
    if found.last_success_at is None:
        return "Nothing was written yet."
    return f"Google last answered {words.until(found.last_success_at, now, reader.locale)}."


def _waiting(found: ConnectionView) -> str:
    if found.status == "ending":
        return "The connection is being ended. That takes a moment."
    if not found.waiting:
        others = "else " if found.given_up else ""
        return f"Everything {others}that is booked is in your Google Calendar."
    are = "is" if found.waiting == 1 else "are"
    return f"{words.counted(found.waiting, 'appointment')} {are} still to be written."


def _share(found: ConnectionView) -> str:
    is_moving = found.status == "connected" and found.waiting > 0 and found.of_all > 1
    return f"{1 - found.waiting / found.of_all:.0%}" if is_moving else ""


def _trouble(found: ConnectionView, reader: Person) -> str:
    if found.failing_since is None:
        return found.last_error
    since = words.moment(found.failing_since, reader.zone, reader.locale)
    return f"Not working since {since}. {found.last_error}".rstrip()


def _next_try(found: ConnectionView, reader: Person, now: datetime) -> str:
    if found.next_try_at is None or found.next_try_at <= now:
        return "It is tried again at once."
    return f"It is tried again {words.until(found.next_try_at, now, reader.locale)}."


def _repaired(found: ConnectionView, reader: Person) -> str:
    if not found.repaired or found.repaired_at is None:
        return ""
    many, have = (
        words.counted(found.repaired, "appointment"),
        "has" if found.repaired == 1 else "have",
    )
    at = words.moment(found.repaired_at, reader.zone, reader.locale)
    return f"{many} had been changed or deleted in Google and {have} been put right ({at})."


def refused_rows(given_up: tuple[GivenUp, ...], reader: Person) -> list[RefusedRow]:
    return [
        RefusedRow(
            key=str(one.chain_id),
            what=f"{one.client_name}, {words.moment(one.starts_at, reader.zone, reader.locale)}",
            why=one.words,
        )
        for one in given_up
    ]
