"""A client's calendar in their words: days, and on each its workouts, then its bookings by time."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from coachbook.services.bookings import BookingView
from coachbook.services.client_calendar import BACK, Shown
from coachbook.services.people import Person
from coachbook.services.workouts import WorkoutView
from coachbook.services.workouts.ticking import EARLY
from coachbook.ui import words
from coachbook.ui.client_booking.rows import Reader

A_DAY = timedelta(days=1)
FIT_INTO_A_CELL = 3
KINDS = {"session": "Session", "checkin": "Check-in"}
NOUNS = {"workout": "workout", "session": "session", "checkin": "check-in"}
WEEKS_BACK = BACK.days // 7


class Entry(TypedDict):
    """A booking or a workout of a day; `name` is all of it, for a screen reader.

    `brief` is for where there is little room.
    """

    id: str
    kind: str
    version: int
    strong: str
    soft: str
    brief: str
    also: str
    status: str
    to_do: str
    is_done: bool
    can_tick: bool
    name: str
    tick_name: str


class Day(TypedDict):
    """A day of any view. `more`: what a cell of the month has no room for."""

    on: str
    weekday: str
    number: str
    month: str
    name: str
    is_today: bool
    is_outside: bool
    has_entries: bool
    more: str
    entries: list[Entry]


def days(found: Shown, by: Person) -> list[Day]:
    """Every day of a month or week; of a list those that have something, the past backwards."""
    by_day: dict[date, list[Entry]] = defaultdict(list)
    coaches = {one.coach_id for one in found.workouts} | {one.coach_id for one in found.bookings}
    for workout in found.workouts:
        entry = of_workout(workout, by, found.today, is_one_of_several=len(coaches) > 1)
        by_day[workout.scheduled_on].append(entry)
    for booking in found.bookings:
        form = found.forms.get(booking.id, "none")
        by_day[booking.starts_at.astimezone(by.zone).date()].append(of_booking(booking, by, form))
    if found.view in ("month", "week"):
        dates = [found.first + n * A_DAY for n in range((found.last - found.first).days + 1)]
    else:
        dates = sorted(by_day, reverse=found.view == "past")
    return [_day(on, by_day[on], found, by) for on in dates]


def _day(on: date, entries: list[Entry], found: Shown, by: Person) -> Day:
    is_outside = found.view == "month" and on.month != found.on.month
    left_out = len(entries) - FIT_INTO_A_CELL
    today = ", today" if on == found.today else ""
    return {
        "on": on.isoformat(),
        "weekday": words.short_weekday(on, by.locale),
        "number": str(on.day),
        "month": words.short_month(on, by.locale),
        "name": f"{words.weekday(on, by.locale)}{today}, {_summary(entries)}",
        "is_today": on == found.today,
        "is_outside": is_outside,
        "has_entries": bool(entries),
        "more": f"+{left_out} more" if left_out > 0 else "",
        "entries": entries,
    }


def _summary(entries: Iterable[Entry]) -> str:
    """ "1 workout and 2 sessions"."""
    counted = Counter(entry["kind"] for entry in entries)
    parts = [words.counted(counted[kind], noun) for kind, noun in NOUNS.items() if counted[kind]]
    return words.listed(parts) or "nothing planned"


def of_booking(booking: BookingView, by: Person, form: str) -> Entry:
    also = Reader.of(by, ZoneInfo(booking.coach_zone)).at_coachs(booking.starts_at)
    status = "" if booking.is_upcoming else status_of(booking)[0]
    to_do = "Form to fill in" if booking.is_upcoming and form in ("open", "draft") else ""
    title = f"{KINDS[booking.kind]} with {booking.coach_name}"
    said = [title[:1].lower() + title[1:], also, status, to_do.lower()]
    return {
        "id": str(booking.chain_id),
        "kind": booking.kind,
        "version": booking.version,
        "strong": words.times(booking.starts_at, booking.ends_at, by.zone, by.locale),
        "soft": title,
        "brief": words.clock(booking.starts_at, by.zone, by.locale),
        "also": also,
        "status": status,
        "to_do": to_do,
        "is_done": booking.status == "completed",
        "can_tick": False,
        "name": words.spoken_slot(
            booking.starts_at, booking.ends_at, by.zone, by.locale, notes=list(filter(None, said))
        ),
        "tick_name": "",
    }


def of_workout(workout: WorkoutView, by: Person, today: date, *, is_one_of_several: bool) -> Entry:
    """Names its coach in view where others are there too."""
    on = words.weekday(workout.scheduled_on, by.locale)
    is_past = workout.scheduled_on < today
    status = "Done" if workout.is_done else "Not ticked off" if is_past else ""
    said = [on, f"workout: {workout.title}", f"from {workout.coach_name}", status]
    return {
        "id": str(workout.id),
        "kind": "workout",
        "version": workout.version,
        "strong": workout.title,
        "soft": contents(workout, whose=workout.coach_name if is_one_of_several else ""),
        "brief": workout.title,
        "also": "",
        "status": "",  # the box beside it shows that
        "to_do": "",
        "is_done": workout.is_done,
        "can_tick": workout.scheduled_on - EARLY <= today,
        "name": ", ".join(filter(None, said)),
        "tick_name": f"Done: {workout.title}, {on}",
    }


def contents(workout: WorkoutView, whose: str) -> str:
    """ "Workout, 4 exercises"; "Workout from Ben Ito"."""
    if whose:
        return f"Workout from {whose}"
    count = len(workout.exercises)
    return f"Workout, {words.counted(count, 'exercise')}" if count else "Workout"


def status_of(booking: BookingView) -> tuple[str, str]:
    """The status as the client knows it, and its tone."""
    if booking.status == "cancelled":
        return _cancelled(booking), "neutral"
    if booking.status == "completed":
        return "Completed", "success"
    if booking.status == "no_show":
        return "Missed", "notice"
    if booking.has_ended:
        return "Took place", "neutral"
    return ("Under way", "notice") if booking.has_started else ("Booked", booking.kind)


def _cancelled(booking: BookingView) -> str:
    who = "you" if booking.cancelled_by in ("client", "coach_for_client") else booking.coach_name
    return f"Cancelled by {who}"


def title(found: Shown, locale: str) -> str:
    """ "March 2026", "Mar 2-8", or what a list is of."""
    if found.view == "month":
        return words.month(found.on, locale)
    if found.view == "week":
        year = "" if found.last.year == found.today.year else f", {found.last.year}"
        return f"{words.dates(found.first, found.last, locale)}{year}"
    return "Ahead" if found.view == "list" else f"The last {WEEKS_BACK} weeks"


def weekdays(found: Shown, locale: str) -> list[str]:
    """From Monday; empty where each day carries its own."""
    if found.view != "month":
        return []
    return [words.short_weekday(found.first + n * A_DAY, locale) for n in range(7)]


def cut(found: Shown, locale: str) -> str:
    """Where a list ends that goes on."""
    if not found.is_cut:
        return ""
    return f"This list ends on {words.day(found.last, locale, today=found.today)}."
