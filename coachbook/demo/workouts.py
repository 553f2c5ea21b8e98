"""The sample's workout templates, and what clients do of them by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from coachbook.demo.shelf import Shelf
from coachbook.models import CoachClient, Profile, Workout, WorkoutTemplate
from coachbook.services.workouts import parsed
from coachbook.services.workouts.exercises import stored

WEEKS_BACK = 13
WEEKS_AHEAD = 4
NOTED = 0.3
A_WEEK = timedelta(weeks=1)

SHELVES: tuple[dict[str, tuple[str, str]], ...] = (
    {
        "Lower body at home": (
            "Two minutes between sets. Stop two reps before you have to.",
            "Goblet squat 3x8-10 16 kg\nRomanian deadlift 3x10 16 kg\nSplit squat 3x8/leg\n"
            "Calf raise 2x15\nPlank 3x45s",
        ),
        "Upper body at home": (
            "",
            "Push-up 4x8-12\nOne-arm row 4x10 16 kg\nHalf-kneeling press 3x8/side 10 kg\n"
            "Band pull-apart 3x20\nDead bug 3x8/side",
        ),
        "Hips and core": (
            "Before a run or on its own; twelve minutes.",
            "90/90 switch 2x10\nSide plank 3x30s each side\nGlute bridge 3x12\n"
            "Copenhagen plank 2x20s each side",
        ),
        "Easy run": (
            "Slow enough to talk in whole sentences.", "Easy run 40 min\nStrides 4x20s",
        ),
        "First steps with a kettlebell": (
            "Watch the two videos first.",
            "Deadlift 3x10 12 kg\nGoblet squat 3x6 8 kg\nSuitcase carry 4x30m 12 kg",
        ),
    },
    {
        "Kettlebell, twenty minutes": (
            "One round every two minutes.",
            "Swing 5x15 16 kg\nGoblet squat 5x5 16 kg\nPush-up 5xmax",
        ),
        "Back routine": (
            "Every movement slowly, nothing may pinch.",
            "Cat-cow 2x10\nBird dog 3x6/side\nHip flexor stretch 2x45s each side\nDead hang 3x20s",
        ),
        "Legs after padel": ("", "Calf raise 3x15\nHamstring bridge 3x10\nAdductor squeeze 3x30s"),
    },
    {
        "Pull-up ladder": (
            "Rest as long as you like. A band is allowed from the third rung on.",
            "Pull-up 5x1-3\nScapular pull-up 3x8\nInverted row 3x10\nHollow hold 3x25s",
        ),
        "Hill repeats": (
            "Strong up, easy down.",
            "Warm-up jog 15 min\nHill, two minutes 6x2 min\nJog home 10 min",
        ),
        "Shoulders for paddlers": (
            "", "Band external rotation 3x12\nFace pull 3x15\nProne Y raise 3x10 2 kg",
        ),
    },
)  # fmt: skip


@dataclass(frozen=True)
class Programme:
    """Weekdays from 0, Monday, with the template for each; how often it is done, and the words."""

    client: str
    days: tuple[tuple[int, str], ...]
    does: float
    notes: tuple[str, ...] = ()


PROGRAMMES: tuple[tuple[Programme, ...], ...] = (
    (
        Programme("Dana Whitfield", ((1, "Hips and core"), (5, "Easy run"), (6, "Hips and core")),
                  0.9, ("Felt easy, could do one more set.", "Legs heavy after Thursday.",
                        "8 km, knee fine.", "Did it in the hotel gym.")),
        Programme("Marcus Oyelaran", ((5, "Upper body at home"),), 0.55,
                  ("On the road, push-ups only.", "Good one.")),
        Programme("Priya Raman", ((5, "Lower body at home"),), 0.8,
                  ("Baby slept, so I did all of it.", "Stopped after the split squats.")),
        Programme("Dev Patel", ((0, "Lower body at home"), (2, "Upper body at home"),
                                (4, "Hips and core")), 0.75,
                  ("Video is in the folder.", "20 kg next time?", "Short on time, two rounds.")),
        Programme("Imani Brooks", ((5, "First steps with a kettlebell"),), 1.0,
                  ("I love this!", "Grip gave up before the legs did.")),
    ),
    (
        Programme("Carmen Rueda", ((2, "Kettlebell, twenty minutes"),), 0.9, ("Four rounds.",)),
        Programme("Jordi Casals", ((1, "Back routine"), (5, "Back routine")), 0.6,
                  ("Stiff, better afterwards.",)),
        Programme("Lena Hoffmann", ((0, "Kettlebell, twenty minutes"), (3, "Back routine")), 0.7,
                  ("With 12 kg today.", "Neighbours complained about the swings.")),
        Programme("Íñigo Salazar", ((3, "Legs after padel"),), 0.5),
    ),
    (
        Programme("Hana Kereama", ((0, "Pull-up ladder"), (4, "Pull-up ladder")), 0.95,
                  ("Seven in one go!", "Eight. EIGHT.", "Hands torn, skipped the last set.")),
        Programme("Aroha Ngata", ((1, "Shoulders for paddlers"),), 0.8, ("After training.",)),
        Programme("Oliver Thwaite", ((1, "Hill repeats"),), 0.65, ("Rain. Five, not six.",)),
    ),
)  # fmt: skip


def plan_workouts(shelf: Shelf, coach_ids: Sequence[UUID], now: datetime) -> None:
    people = {one.name: one for one in shelf.all(Profile)}
    for coach_id, templates, programmes in zip(coach_ids, SHELVES, PROGRAMMES, strict=True):
        kept = {
            title: _template(shelf, coach_id, title, *says, now)
            for title, says in templates.items()
        }
        for programme in programmes:
            client = people[programme.client]
            since = _since(shelf, coach_id, client.id)
            for weekday, title in programme.days:
                _series(shelf, kept[title], programme, client, weekday, since, now)


def _template(
    shelf: Shelf, coach_id: UUID, title: str, notes: str, lines: str, now: datetime
) -> WorkoutTemplate:
    return shelf.add(
        WorkoutTemplate(
            id=shelf.new_id(),
            coach_id=coach_id,
            title=title,
            notes=notes,
            exercises=stored(parsed(lines)),
            created_at=now - timedelta(weeks=52),
        )
    )


def _since(shelf: Shelf, coach_id: UUID, client_id: UUID) -> datetime:
    """When they joined this coach."""
    known = next(
        one for one in shelf.all(CoachClient)
        if (one.coach_id, one.client_id) == (coach_id, client_id)
    )  # fmt: skip
    return known.joined_at or known.invited_at


def _series(
    shelf: Shelf,
    template: WorkoutTemplate,
    programme: Programme,
    client: Profile,
    weekday: int,
    since: datetime,
    now: datetime,
) -> None:
    """The same every week, for three months by now and one more."""
    today = now.astimezone(ZoneInfo(client.time_zone)).date()
    monday = today - timedelta(days=today.weekday())
    began = max(since + timedelta(days=1), now - (WEEKS_BACK + 1) * A_WEEK)
    series_id = shelf.new_id()
    for week in range(-WEEKS_BACK, WEEKS_AHEAD + 1):
        on = monday + week * A_WEEK + timedelta(days=weekday)
        if on > began.date():
            row = _workout(shelf, template, client.id, series_id, on, began)
            _live(row, programme, ZoneInfo(client.time_zone), now)


def _workout(
    shelf: Shelf, template: WorkoutTemplate, client_id: UUID, series_id: UUID, on: date,
    created_at: datetime,
) -> Workout:  # fmt: skip
    return shelf.add(
        Workout(
            id=shelf.new_id(),
            client_id=client_id,
            coach_id=template.coach_id,
            series_id=series_id,
            scheduled_on=on,
            title=template.title,
            notes=template.notes,
            exercises=template.exercises,
            created_at=created_at,
        )
    )


def _live(row: Workout, programme: Programme, zone: ZoneInfo, now: datetime) -> None:
    """Done in the evening of its day, or not."""
    dice = Random(row.id.int)  # noqa: S311  (a sample needs no secrets)
    minutes = dice.randint(0, 150)
    at = datetime.combine(row.scheduled_on, time(18), zone) + timedelta(minutes=minutes)
    if at < now and dice.random() < programme.does:
        row.completed_at, row.version = at, 2
        if programme.notes and dice.random() < NOTED:
            row.client_note = dice.choice(programme.notes)
