"""One workout in the client's words: what to do, and what they said about it."""

from typing import TypedDict

from coachbook.services.client_calendar import WorkoutDetails
from coachbook.services.people import Person
from coachbook.services.workouts import Exercise, WorkoutView
from coachbook.ui import words


class Line(TypedDict):
    """An exercise: "Squat", "3 x 8-10, 60 kg"."""

    name: str
    amount: str


class Workout(TypedDict):
    """`when_open`: from when on it can be ticked off, where that isn't yet."""

    id: str
    version: int
    title: str
    coach_name: str
    when: str
    notes: str
    lines: list[Line]
    has_lines: bool
    is_done: bool
    done: str
    client_note: str
    when_open: str


NO_WORKOUT: Workout = {
    "id": "", "version": 0, "title": "", "coach_name": "", "when": "", "notes": "", "lines": [],
    "has_lines": False, "is_done": False, "done": "", "client_note": "", "when_open": "",
}  # fmt: skip


def workout(details: WorkoutDetails, by: Person) -> Workout:
    found, opens_on = details.workout, details.opens_on
    return {
        "id": str(found.id),
        "version": found.version,
        "title": found.title,
        "coach_name": found.coach_name,
        "when": words.weekday(found.scheduled_on, by.locale),
        "notes": found.notes,
        "lines": [_line(one) for one in found.exercises],
        "has_lines": bool(found.exercises),
        "is_done": found.is_done,
        "done": _done(found, by),
        "client_note": found.client_note,
        "when_open": words.weekday(opens_on, by.locale) if opens_on else "",
    }


def _line(one: Exercise) -> Line:
    times = "\N{MULTIPLICATION SIGN}"
    counted = f"{one.sets} {times} {one.reps}" if one.sets and one.reps else ""
    alone = f"{one.sets} sets" if one.sets and one.sets != "1" else "1 set" if one.sets else ""
    amount = counted or one.reps or alone
    return {"name": one.name, "amount": ", ".join(filter(None, (amount, one.load)))}


def _done(found: WorkoutView, by: Person) -> str:
    if not found.done_at:
        return ""
    return f"Done on {words.short_day(found.done_at.astimezone(by.zone).date(), by.locale)}"


def ticked(found: WorkoutView) -> str:
    """Said afterwards."""
    if found.is_done:
        return f"{found.title} is marked as done. {found.coach_name} can see it."
    return f"{found.title} isn't marked as done any more."
