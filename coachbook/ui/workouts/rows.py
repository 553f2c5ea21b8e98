"""A client's programme in words, for their coach. Pure."""

from datetime import date, timedelta
from typing import TypedDict

from coachbook.services.people import Person
from coachbook.services.workouts import (
    Adherence,
    Exercise,
    Programme,
    Source,
    TemplateView,
    Week,
    WorkoutView,
)
from coachbook.ui import words

A_WEEK = timedelta(days=7)
LINES_SHOWN = 3
NEAR = {-1: "Last week", 0: "This week", 1: "Next week"}


class WorkoutRow(TypedDict):
    id: str
    day: str
    title: str
    exercises: str
    note: str
    stage: str
    status: str
    repeats: str
    spoken: str


class WeekRow(TypedDict):
    key: str
    title: str
    dates: str
    summary: str
    is_now: bool
    add_on: str
    workouts: list[WorkoutRow]


class WorkoutDetails(TypedDict):
    title: str
    day: str
    status: str
    stage: str
    exercises: list[str]
    notes: str
    client_note: str
    repeats: str


class Bar(TypedDict):
    key: str
    label: str
    week: str
    words: str
    planned: str
    done: str
    planned_height: str
    done_height: str


class NoteRow(TypedDict):
    id: str
    about: str
    note: str


class TemplateRow(TypedDict):
    id: str
    title: str
    about: str


NO_DETAILS = WorkoutDetails(
    title="", day="", status="", stage="", exercises=[], notes="", client_note="", repeats=""
)


def weeks(found: Programme, reader: Person) -> list[WeekRow]:
    return [_week(found, found.monday + number * A_WEEK, reader) for number in range(4)]


def _week(found: Programme, monday: date, reader: Person) -> WeekRow:
    inside = [one for one in found.workouts if monday <= one.scheduled_on < monday + A_WEEK]
    this = found.today - timedelta(days=found.today.weekday())
    dates = words.dates(monday, monday + timedelta(days=6), reader.locale)
    near = NEAR.get((monday - this).days // 7, "")
    return WeekRow(
        key=monday.isoformat(),
        title=near or dates,
        dates=dates if near else "",
        summary=_summary(inside, found.today),
        is_now=monday == this,
        add_on=max(monday, found.today if monday == this else monday).isoformat(),
        workouts=[row(one, found, reader) for one in inside],
    )


def _summary(inside: list[WorkoutView], today: date) -> str:
    done = sum(one.is_done for one in inside)
    is_ahead = all(one.scheduled_on > today for one in inside) and not done
    if not inside:
        return ""
    return f"{len(inside)} planned" if is_ahead else f"{done} of {len(inside)} done"


def row(one: WorkoutView, found: Programme, reader: Person) -> WorkoutRow:
    stage, status = _stage(one, found.today)
    day = words.short_day(one.scheduled_on, reader.locale)
    return WorkoutRow(
        id=str(one.id),
        day=day,
        title=one.title,
        exercises=short(one.exercises),
        note=one.client_note,
        stage=stage,
        status=status,
        repeats=repeats(found.following.get(one.id, 0)) if stage in ("today", "planned") else "",
        spoken=f"{one.title}, {words.weekday(one.scheduled_on, reader.locale)}, {status}",
    )


def _stage(one: WorkoutView, today: date) -> tuple[str, str]:
    if one.is_done:
        return "done", "Done"
    if one.scheduled_on < today:
        return "missed", "Not done"
    return ("today", "Today") if one.scheduled_on == today else ("planned", "Planned")


def repeats(following: int) -> str:
    return f"Weekly, {following} more follow" if following else ""


def short(exercises: tuple[Exercise, ...]) -> str:
    """ "Squat 3 × 8, Plank 3 × 45s and 2 more"."""
    shown = [in_words(one) for one in exercises[:LINES_SHOWN]]
    more = len(exercises) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "") or "No exercises yet"


def in_words(one: Exercise) -> str:
    """ "Squat 3 × 8, 60 kg"."""
    scheme = " \N{MULTIPLICATION SIGN} ".join(filter(None, (one.sets, one.reps)))
    if one.sets and not one.reps:
        scheme = f"{one.sets} sets" if one.sets != "1" else "1 set"
    name = f"{one.name} {scheme}" if scheme else one.name
    return f"{name}, {one.load}" if one.load else name


def details(one: WorkoutView, today: date, following: int, reader: Person) -> WorkoutDetails:
    stage, status = _stage(one, today)
    if one.done_at:
        status = f"Done {words.moment(one.done_at, reader.zone, reader.locale)}"
    return WorkoutDetails(
        title=one.title,
        day=words.weekday(one.scheduled_on, reader.locale),
        status=status,
        stage=stage,
        exercises=[in_words(line) for line in one.exercises],
        notes=one.notes,
        client_note=one.client_note,
        repeats=repeats(following),
    )


def score(found: Week) -> str:
    """ "9 of 11 done (82%)"."""
    if not found.planned:
        return "Nothing was planned"
    return f"{found.done} of {found.planned} done ({found.done / found.planned:.0%})"


def bars(found: Adherence, reader: Person) -> list[Bar]:
    highest = max((week.planned for week in found.weeks), default=0) or 1
    return [_bar(week, highest, reader) for week in found.weeks]


def _bar(week: Week, highest: int, reader: Person) -> Bar:
    dates = words.dates(week.monday, week.monday + timedelta(days=6), reader.locale)
    return Bar(
        key=week.monday.isoformat(),
        label=_label(week.monday, reader),
        week=dates,
        words=f"{dates}: {score(week)}",
        planned=str(week.planned),
        done=str(week.done),
        planned_height=f"{100 * week.planned / highest:.1f}%",
        done_height=f"{100 * week.done / week.planned:.1f}%" if week.planned else "0.0%",
    )


def _label(monday: date, reader: Person) -> str:
    """The month where it begins, else the day."""
    is_first = monday.day <= A_WEEK.days
    return words.short_month(monday, reader.locale) if is_first else str(monday.day)


def notes(found: Adherence, reader: Person) -> list[NoteRow]:
    return [
        NoteRow(
            id=str(one.id),
            about=f"{one.title}, {words.short_day(one.scheduled_on, reader.locale)}"
            f"{'' if one.is_done else ', not done'}",
            note=one.client_note,
        )
        for one in found.noted
    ]


def planned(made: list[WorkoutView], reader: Person) -> str:
    """What was done, as a sentence."""
    first, more = made[0], len(made) - 1
    on = words.short_day(first.scheduled_on, reader.locale)
    weeks = f" and the {words.counted(more, 'week')} after" if more else ""
    return f"“{first.title}” is planned for {on}{weeks}."


def template(one: TemplateView) -> TemplateRow:
    return TemplateRow(id=str(one.id), title=one.title, about=short(one.exercises))


def source(one: Source) -> dict[str, str]:
    return {
        "value": str(one.client_id),
        "label": f"{one.name} ({words.counted(one.workouts, 'workout')})",
    }
