"""Devices and the effects of another time zone, in words."""

from collections.abc import Iterable
from typing import TypedDict
from zoneinfo import ZoneInfo

from coachbook.services.own_profiles import Device
from coachbook.services.people import Person
from coachbook.services.zone_changes import Keep
from coachbook.services.zone_effects import Left, ZoneEffects
from coachbook.ui import words
from coachbook.ui.words import counted


class DeviceRow(TypedDict):
    id: str
    words: str
    seen: str
    is_phone: bool
    is_this: bool


class LeftRow(TypedDict):
    key: str
    name: str
    when: str


class Choice(TypedDict):
    """One of the two things that hours can do; `refusal` says why they can't."""

    example: str
    left: list[LeftRow]
    left_words: str
    refusal: str


NO_CHOICE = Choice(example="", left=[], left_words="", refusal="")


def device_rows(devices: Iterable[Device], reader: Person) -> list[DeviceRow]:
    return [
        DeviceRow(
            id=str(one.id),
            words=one.words,
            seen=words.moment(one.last_seen_at, reader.zone, reader.locale),
            is_phone=one.is_phone,
            is_this=one.is_this,
        )
        for one in devices
    ]


def choice(found: ZoneEffects, keep: Keep, zone: ZoneInfo, reader: Person) -> Choice:
    return Choice(
        example=_example(found, keep, reader.locale),
        left=[_left(one, zone, reader.locale) for one in found.left],
        left_words=_left_words(len(found.left)),
        refusal=found.refusal,
    )


def _example(found: ZoneEffects, keep: Keep, locale: str) -> str:
    if found.example is None:
        return ""
    was, will = (words.wall(one.start, locale) for one in found.example)
    if keep == "clock":
        return f"{was} stays {was}, on the new clock."
    return f"{was} becomes {will}: the same moment as now."


def _left_words(count: int) -> str:
    if count == 1:
        return "1 booking would no longer fit your hours; it stays as it is:"
    return f"{count} bookings would no longer fit your hours; they stay as they are:"


def _left(one: Left, zone: ZoneInfo, locale: str) -> LeftRow:
    when = words.span(one.starts_at, one.ends_at, zone, locale)
    return LeftRow(key=str(one.booking_id), name=one.client_name, when=when)


def follows(found: ZoneEffects) -> list[str]:
    """What follows whatever the hours do."""
    sentences = ["Packages run until the same dates as before."]
    if found.beyond_allowance:
        what = counted(found.beyond_allowance, "check-in")
        sentences.insert(0, f"{what} will share the month with an earlier one; all of them stay.")
    if found.reclocked:
        what = counted(found.reclocked, "coming booking")
        keeps = "keeps its moment and gets" if found.reclocked == 1 else "keep their moment and get"
        sentences.insert(0, f"{what} {keeps} another clock time here.")
    elif found.coming:
        sentences.insert(0, "All coming bookings keep their moment and their clock time.")
    return sentences
