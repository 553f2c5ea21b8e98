"""The weeks one can choose between in the editor, in words. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypedDict

from coachbook.services.hours import MovedWeek, RemovedWeek, SavedWeek, WeekChange
from coachbook.ui import words

NOW = ""


class Tab(TypedDict):
    """`at` is the date from which it holds, "" for that of now."""

    at: str
    label: str


def key(week: SavedWeek) -> str:
    return week.starts_on.isoformat() if week.starts_on else NOW


def tabs(places: Iterable[str], locale: str, today: date) -> list[Tab]:
    return [Tab(at=at, label=label(at, locale, today)) for at in sorted(places)]


def label(at: str, locale: str, today: date) -> str:
    if not at:
        return "Now"
    return f"From {words.day(date.fromisoformat(at), locale, today=today)}"


def lasts(places: Iterable[str], at: str, locale: str, today: date) -> str:
    """How long the week holds, as a sentence."""
    later = sorted(place for place in places if place > at)
    begins = "These hours hold now" if not at else f"{label(at, locale, today)} these hours hold"
    if not later:
        return f"{begins}, until you plan others."
    until = words.day(date.fromisoformat(later[0]), locale, today=today)
    return f"{begins}, until others begin on {until}."


def before(places: Sequence[str], at: str, locale: str, today: date) -> str:
    """What runs on when this week is removed."""
    earlier = max((place for place in places if place < at), default=NOW)
    if earlier == NOW:
        return "the hours of now"
    return f"the hours from {words.day(date.fromisoformat(earlier), locale, today=today)}"


def verb(change: WeekChange) -> str:
    """What the button that goes on with it does."""
    if isinstance(change, MovedWeek):
        return "Change the date"
    return "Remove these hours" if isinstance(change, RemovedWeek) else "Save these hours"


def done(change: WeekChange, locale: str, today: date) -> str:
    if isinstance(change, MovedWeek):
        return f"These hours begin on {words.day(change.to, locale, today=today)} now."
    if isinstance(change, RemovedWeek):
        return "The planned hours are removed."
    noun = "check-in" if change.kind == "checkin" else "session"
    return f"Your {noun} hours are saved."


def first_of_next_month(today: date) -> str:
    """When other hours are most likely to begin."""
    return (today.replace(day=1) + timedelta(days=31)).replace(day=1).isoformat()


def day_after(today: date) -> str:
    return (today + timedelta(days=1)).isoformat()
