"""What a workout consists of: one line an exercise. Only the name is needed; the rest are words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from coachbook.errors import Invalid

MOST_EXERCISES = 60
MOST_SETS = 20
LONGEST_NAME = 200
LONGEST_AMOUNT = 50

_SETS = re.compile(r"(\d{1,3})(?:\s*-\s*(\d{1,3}))?")


class Exercise(NamedTuple):
    """ "Squat", "3" sets, "8-10" reps, "60 kg"; each but the name may be empty."""

    name: str
    sets: str = ""
    reps: str = ""
    load: str = ""


def cleaned(exercises: Sequence[Exercise]) -> tuple[Exercise, ...]:
    """Without the empty lines; refuses what makes no sense, by the number of its line.

    The field of a refusal is `exercise-0` for the first line, as they came.
    """
    if len(exercises) > MOST_EXERCISES:
        raise Invalid(
            f"A workout can have {MOST_EXERCISES} exercises at most; these are {len(exercises)}.",
            field="exercises",
        )
    tidy = [Exercise(*map(_one_line, exercise)) for exercise in exercises]
    return tuple(_checked(one, line) for line, one in enumerate(tidy) if any(one))


def _one_line(words: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(shown.split())


def _checked(one: Exercise, line: int) -> Exercise:
    field = f"exercise-{line}"
    if not one.name:
        raise Invalid(f"Enter a name for the exercise in line {line + 1}.", field=field)
    if len(one.name) > LONGEST_NAME:
        raise Invalid(
            f"Keep the name in line {line + 1} under {LONGEST_NAME} characters.", field=field
        )
    for what, words in (("reps", one.reps), ("load", one.load)):
        if len(words) > LONGEST_AMOUNT:
            raise Invalid(
                f"Keep the {what} of {_short(one.name)} under {LONGEST_AMOUNT} characters.",
                field=field,
            )
    return one._replace(sets=_checked_sets(one, field))


def _checked_sets(one: Exercise, field: str) -> str:
    if not one.sets:
        return ""
    found = _SETS.fullmatch(one.sets.replace("\N{EN DASH}", "-"))
    numbers = [int(number) for number in found.groups() if number] if found else []
    in_range = all(1 <= number <= MOST_SETS for number in numbers)
    if not numbers or not in_range or numbers != sorted(numbers):
        raise Invalid(
            f'{_short(one.name)} can have 1 to {MOST_SETS} sets, as in "3" or "3-4".', field=field
        )
    return "-".join(map(str, numbers))


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39]}\N{HORIZONTAL ELLIPSIS}"


def stored(exercises: Iterable[Exercise]) -> list[dict[str, Any]]:
    return [one._asdict() for one in exercises]


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Exercise, ...]:
    return tuple(Exercise(*(str(row.get(part) or "") for part in Exercise._fields)) for row in rows)
