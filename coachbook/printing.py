"""What the command line reads and prints, for people and as JSON."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from coachbook import clock
from coachbook.availability import Kind
from coachbook.errors import Invalid
from coachbook.services.attendance.stats import Counts
from coachbook.services.slot_lists import ListedSlot

MOST_STREAKS = 5


def kind(word: str) -> Kind:
    if word == "session":
        return "session"
    if word == "checkin":
        return "checkin"
    raise Invalid(f"--type is session or checkin, not {word}.")


def moment(words: str) -> datetime:
    """An instant with its offset, or now."""
    if not words:
        return clock.now()
    try:
        read = datetime.fromisoformat(words)
    except ValueError as wrong:
        raise Invalid(f"--now can't be read: {words}. Write 2026-12-01T09:00:00Z.") from wrong
    if read.tzinfo is None:
        raise Invalid(f"--now needs an offset: {words}Z, or {words}+01:00.")
    return read


def a_date(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as wrong:
        raise Invalid(f"--from can't be read: {words}. Write 2026-12-01.") from wrong


def slots(found: Sequence[ListedSlot], *, why: bool, as_json: bool) -> Iterator[str]:
    shown = [slot for slot in found if why or slot.reason is None]
    if as_json:
        yield json.dumps([_as_data(slot) for slot in shown], indent=1)
        return
    for slot in shown:
        yield _line(slot, why)
    open_count = sum(slot.reason is None for slot in found)
    yield f"{open_count} of {len(found)} starts are open."


def _as_data(slot: ListedSlot) -> dict[str, object]:
    return {
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "reason": slot.reason,
        "present": slot.present,
        "capacity": slot.capacity,
    }


def _line(slot: ListedSlot, why: bool) -> str:
    times = f"{slot.starts_at:%a %d %b %Y  %H:%M}-{slot.ends_at:%H:%M %Z}"
    use = f"{slot.present} of {slot.capacity} booked"
    return f"{times}  {slot.reason or 'open':<9} {use}" if why else f"{times}  {use}"


def stats(found: Sequence[Counts]) -> Iterator[str]:
    """Coach by coach: how many clients, who is flagged and why, the longest streaks."""
    for coach_name, rows in groupby(found, key=lambda one: one.coach_name):
        own = list(rows)
        flagged = [one for one in own if one.is_flagged]
        streaks = sorted(
            (one for one in own if one.streak_weeks), key=lambda one: -one.streak_weeks
        )
        known = _counted(len(own), "client")
        yield f"{coach_name}: {known}, {len(flagged)} flagged, {len(streaks)} on a streak"
        for one in flagged:
            yield f"  flag    {one.client_name}: {_incidents(one)} in 90 days"
        for one in streaks[:MOST_STREAKS]:
            yield f"  streak  {one.client_name}: {_counted(one.streak_weeks, 'week')}"
    if not found:
        yield "Nothing has been counted yet. Count from the bookings: coachbook stats --rebuild"


def _incidents(one: Counts) -> str:
    counts = {"no-show": one.no_shows, "cancellation": one.cancellations}
    return " and ".join(_counted(number, noun) for noun, number in counts.items() if number)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"
