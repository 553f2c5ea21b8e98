"""The form for a date that differs, as values. Pure."""

from collections.abc import Collection, Sequence
from datetime import time
from typing import Any

from coachbook.availability import Kind
from coachbook.errors import Invalid
from coachbook.services.overrides import Difference, repeated
from coachbook.ui import typed

KINDS: dict[str, tuple[Kind, ...]] = {
    "both": ("session", "checkin"),
    "session": ("session",),
    "checkin": ("checkin",),
}

BLANK = {
    "on": "", "last_on": "", "start": "09:00", "end": "12:00", "kinds": "both", "capacity": "",
    "note": "",
}  # fmt: skip


def differences(
    form: dict[str, Any], *, is_blocked: bool, is_whole_day: bool
) -> tuple[Difference, ...]:
    """One for each date and kind of the form."""
    what = Difference(
        "session",
        typed.day(form, "on"),
        is_blocked=is_blocked,
        start=None if is_whole_day else _time(form, "start"),
        end=None if is_whole_day else _time(form, "end"),
        capacity=None if is_blocked else _capacity(form),
        note=typed.words(form, "note"),
    )
    return tuple(repeated(what, kinds=_kinds(form), last_on=typed.day_or_none(form, "last_on")))


def typed_in(shown: Sequence[Difference]) -> dict[str, str]:
    """What the form would have to say for these, which differ only in date and kind."""
    one, last_on = shown[0], shown[-1].on
    kinds = {other.kind for other in shown}
    return {
        **BLANK,
        "on": one.on.isoformat(),
        "last_on": last_on.isoformat() if last_on != one.on else "",
        "start": f"{one.start:%H:%M}" if one.start is not None else BLANK["start"],
        "end": f"{one.end:%H:%M}" if one.end is not None else BLANK["end"],
        "kinds": "both" if len(kinds) > 1 else one.kind,
        "capacity": str(one.capacity or ""),
        "note": one.note,
    }


def _kinds(form: dict[str, Any]) -> Collection[Kind]:
    found = KINDS.get(typed.words(form, "kinds"))
    if not found:
        raise Invalid("Pick what this is for.", field="kinds")
    return found


def _time(form: dict[str, Any], field: str) -> time:
    return typed.clock_time(typed.words(form, field), field=field)


def _capacity(form: dict[str, Any]) -> int | None:
    if not typed.words(form, "capacity"):
        return None
    return typed.whole_number(form, "capacity", what="the clients at once")
