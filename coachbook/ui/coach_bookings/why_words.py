"""Why a time isn't offered, in words, each with the setting behind it. Pure."""

from collections.abc import Callable, Iterable
from typing import TypedDict

from coachbook.services.packages import PackageView
from coachbook.services.people import Person
from coachbook.services.why import Answer, Why
from coachbook.ui import words

AVAILABILITY = "/coach/settings/availability"
BOOKING = "/coach/settings/booking"
USUAL_MINUTES = (30, 45, 60, 90)


class Reason(TypedDict):
    """`href` is "" where nothing is behind it; `lead` says whether it is a setting."""

    sentence: str
    lead: str
    setting: str
    href: str


class Length(TypedDict):
    value: str
    label: str


def reasons(answer: Answer, reader: Person) -> list[Reason]:
    return [_reason(one, answer, reader) for one in answer.reasons]


def heading(answer: Answer, reader: Person) -> str:
    """ "Robin is offered Wed 18 Nov, 10:00 to 11:00."."""
    when = words.span(answer.starts_at, answer.ends_at, reader.zone, reader.locale)
    verb = "is offered" if answer.is_offered else "is not offered"
    noun = "check-in" if answer.kind == "checkin" else "session"
    return f"{answer.client_name} {verb} this {noun}: {when}."


def lengths(packages: Iterable[PackageView]) -> list[Length]:
    """Those of the client's packages first, then the usual ones."""
    known = sorted(packages, key=lambda one: one.available == 0)
    minutes = dict.fromkeys([*(one.minutes for one in known), *USUAL_MINUTES])
    return [Length(value=str(one), label=words.length(one)) for one in minutes]


def _reason(one: Why, answer: Answer, reader: Person) -> Reason:
    setting, href = _setting(one, answer, reader)
    return Reason(
        sentence=_sentence(one, answer, reader),
        lead="Setting:" if "/settings/" in href else "See:",
        setting=setting,
        href=href,
    )


def _setting(one: Why, answer: Answer, reader: Person) -> tuple[str, str]:
    client = f"/coach/clients/{answer.client_id}"
    day = answer.starts_at.astimezone(reader.zone).date().isoformat()
    week = ("Weekly hours, Availability", AVAILABILITY)
    known = {
        "past": ("", ""),
        "elsewhere": ("", ""),
        "archived": ("Archive, on the client's page", client),
        "window": ("Booking window, Booking settings", BOOKING),
        "notice": ("Minimum notice, Booking settings", BOOKING),
        "checkin": ("Check-ins take you alone, Booking settings", BOOKING),
        "blackout": ("Dates that differ, Availability", f"{AVAILABILITY}?day={one.on}"),
        "closed": week,
        "off_grid": week,
        "full": ("Clients at once, Availability", AVAILABILITY),
        "yours": ("That day in the calendar", f"/coach/bookings?day={day}"),
        "month_used": ("Check-ins, on the client's page", client),
    }
    return known.get(one.code, ("Packages, on the client's page", client))


def _sentence(one: Why, answer: Answer, reader: Person) -> str:
    name = answer.client_name
    say: dict[str, Callable[[], str]] = {
        "archived": lambda: f"{name} is archived and can't book with you.",
        "past": lambda: "This time has passed.",
        "window": lambda: f"It is more than {words.counted(one.number, 'month')} ahead.",
        "notice": lambda: f"It needs {_notice(one.number)}.",
        "blackout": lambda: f"You blocked this time{f' ({one.note})' if one.note else ''}.",
        "closed": lambda: _closed(one, answer, reader),
        "off_grid": lambda: _off_grid(one, reader),
        "yours": lambda: _yours(one, name, reader),
        "elsewhere": lambda: "This client isn't free then.",
        "checkin": lambda: _alone(one, answer),
        "full": lambda: _full(one, reader),
        "month_used": lambda: f"{name} has used the check-in of {_month(one, reader)}.",
        "no_package": lambda: f"{name} has no package of {one.number}-minute sessions.",
        "none_left": lambda: f"{name} has no {one.number}-minute session left.",
        "package_ended": lambda: f"{name}'s package runs until {_day(one, reader)}.",
    }
    return say[one.code]()


def _notice(hours: int) -> str:
    return "1 hour's notice" if hours == 1 else f"{hours} hours' notice"


def _day(one: Why, reader: Person) -> str:
    return words.weekday(one.on, reader.locale) if one.on else ""


def _month(one: Why, reader: Person) -> str:
    return words.month(one.on, reader.locale) if one.on else ""


def _closed(one: Why, answer: Answer, reader: Person) -> str:
    noun = "check-ins" if answer.kind == "checkin" else "sessions"
    if not one.hours:
        return f"You take no {noun} on {_day(one, reader)}."
    spans = [words.times(start, end, reader.zone, reader.locale) for start, end in one.hours]
    takes = f"On {_day(one, reader)} you take {noun} {words.listed(spans)}"
    minutes = int((answer.ends_at - answer.starts_at).total_seconds() // 60)
    start = words.clock(answer.starts_at, reader.zone, reader.locale)
    return f"{takes}; {words.length(minutes)} from {start} don't lie within that."


def _off_grid(one: Why, reader: Person) -> str:
    near = [words.clock(start, reader.zone, reader.locale) for start in one.starts]
    if not near:
        return "Starts come every 30 minutes, and this isn't one of them."
    return f"Starts come every 30 minutes; the nearest: {words.listed(near)}."


def _yours(one: Why, name: str, reader: Person) -> str:
    noun = "a check-in" if one.names == ("checkin",) else "a session"
    if one.at is None or one.ends_at is None:
        return f"{name} has {noun} with you then."
    return f"{name} has {noun} with you then: {_times(one, reader)}."


def _times(one: Why, reader: Person) -> str:
    assert one.at is not None
    assert one.ends_at is not None
    return words.times(one.at, one.ends_at, reader.zone, reader.locale)


def _alone(one: Why, answer: Answer) -> str:
    who = words.listed(one.names) or "someone"
    if answer.kind == "checkin":
        return f"You have a session with {who} then, and a check-in takes you alone."
    return f"You have a check-in with {who} then, which takes you alone."


def _full(one: Why, reader: Person) -> str:
    taken = f"{one.present} of {one.capacity} places are taken"
    if one.capacity == 1:
        taken = "The only place is taken"
    if one.at is None or not one.names:
        return f"{taken}."
    at = words.clock(one.at, reader.zone, reader.locale)
    is_are = "is" if len(one.names) == 1 else "are"
    return f"{taken}: {words.listed(one.names)} {is_are} there at {at}."
