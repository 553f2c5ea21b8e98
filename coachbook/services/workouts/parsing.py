"""Exercises as people type or paste them: "Squat 3x8 60 kg" into name, sets, reps and load.

Nothing is lost: what isn't understood stays in the name. Pure.
"""

import re

from coachbook.services.workouts.exercises import Exercise

LONGEST_LINE = 500  # nobody writes an exercise that is longer

_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013\u00b7]|\d{1,2}[.)](?=\s))\s+")
_RANGE = r"\d{1,3}(?:\s?[-\u2013]\s?\d{1,3})?"
_UNITS = "seconds?|secs?|s|minutes?|mins?|m|km|reps?"
_SCHEME = re.compile(
    rf"""
    (?<![\w.,]) (?P<sets>{_RANGE})
    \s* (?: [x\u00d7*] | sets?\s(?:of|x) ) \s*
    (?P<reps>
        (?: {_RANGE} (?: \s?(?:{_UNITS})\b )? | amrap\b | max\b )
        (?: \s? (?:/|per\s|each\s|a\s) \s?(?:side|leg|arm) \b | \s?/\s?\d{{1,3}}\b )*
    )
    (?![\w]|[.,]\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN = " \t:;,@|\u2013\u2014-"
_AT = re.compile(r"^(?:at|with|@)\s+", re.IGNORECASE)
_LOAD = re.compile(
    r"(?<![\s,@])[\s,@]+(?:at\s+|with\s+)?(?P<load>\d+(?:[.,]\d+)?(?:\s?[-\u2013]\s?\d+(?:[.,]\d+)?)?\s?(?:kg|kgs|lbs?|%))$",
    re.IGNORECASE,
)  # fmt: skip


def parsed(text: str) -> tuple[Exercise, ...]:
    """One exercise for each line that says something; a spreadsheet's columns as they are."""
    found = (_exercise(line) for line in text.splitlines() if line.strip())
    return tuple(one for one in found if any(one))


def _exercise(line: str) -> Exercise:
    if len(line) > LONGEST_LINE:
        return Exercise(" ".join(line.split()))
    if "\t" in line.strip():
        return _columns(line)
    words = " ".join(_BULLET.sub("", line).split())
    found = _SCHEME.search(words)
    return _by_scheme(words, found) if found else _by_load(words)


def _columns(line: str) -> Exercise:
    """Name, sets, reps, load; further columns are part of the load."""
    name, *rest = (" ".join(cell.split()) for cell in line.strip().split("\t"))
    amounts = [*rest[:2], " ".join(filter(None, rest[2:]))]
    if len(rest) == 1 and (scheme := _SCHEME.fullmatch(rest[0])):
        return Exercise(name, _plain(scheme["sets"]), _plain(scheme["reps"]))
    return Exercise(name, *amounts[: len(rest)])


def _by_scheme(words: str, found: re.Match[str]) -> Exercise:
    """Before the "3x8" stands the name, after it the load; in front of both, the name follows."""
    name = words[: found.start()].strip(_BETWEEN)
    load = _AT.sub("", words[found.end() :].strip(_BETWEEN))
    if not name:
        name, load = _name_and_load(load)
    if not name:
        return Exercise(words)
    return Exercise(name, _plain(found["sets"]), _plain(found["reps"]), load)


def _by_load(words: str) -> Exercise:
    name, load = _name_and_load(words)
    return Exercise(name, load=load) if name else Exercise(words)


def _name_and_load(words: str) -> tuple[str, str]:
    found = _LOAD.search(words)
    if found is None:
        return words, ""
    return words[: found.start()].strip(_BETWEEN), found["load"]


def _plain(amount: str) -> str:
    """ "8 - 10" with an en dash or spaces is "8-10"."""
    return re.sub(r"(?<=\d)\s?[-\u2013]\s?(?=\d)", "-", " ".join(amount.split()))
