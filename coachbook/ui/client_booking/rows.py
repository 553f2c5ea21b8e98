"""What the booking page shows, in the reader's words: weeks of times, the basket, the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypedDict
from zoneinfo import ZoneInfo

from coachbook.availability import Kind
from coachbook.services.bookings import BookingView, Verdict
from coachbook.services.client_booking import Basket, Coach, Openings, Standing, Use
from coachbook.services.people import Person
from coachbook.services.slot_weeks import SlotView
from coachbook.ui import words

A_DAY = timedelta(days=1)


class Option(TypedDict):
    """One of a few to choose from."""

    value: str
    label: str


class Chip(TypedDict):
    """A time of the week; `why` is empty when it can be booked."""

    starts_at: str
    time: str
    label: str
    is_open: bool
    why: str
    is_favourite: bool
    also: str


class Day(TypedDict):
    date: str
    slots: list[Chip]


class Chosen(TypedDict):
    """The server's word on a chosen time; `verdict` is empty while it is free."""

    starts_at: str
    note: str
    verdict: str


class Limits(TypedDict):
    """How many may be chosen, why not more, what follows, and if the next replaces the first."""

    most: int
    why: str
    note: str
    replaces: bool


class Booked(TypedDict):
    id: str
    when: str
    also: str


@dataclass(frozen=True)
class Reader:
    """Whose zone and locale, and beside which coach's."""

    zone: ZoneInfo
    locale: str
    coach_zone: ZoneInfo

    @classmethod
    def of(cls, by: Person, coach_zone: ZoneInfo) -> "Reader":
        return cls(by.zone, by.locale, coach_zone)

    @property
    def is_elsewhere(self) -> bool:
        return self.zone.key != self.coach_zone.key

    def at_coachs(self, starts_at: datetime) -> str:
        """The coach's local time where it is another: "15:00 New York time"."""
        mine, theirs = (starts_at.astimezone(zone) for zone in (self.zone, self.coach_zone))
        if mine.utcoffset() == theirs.utcoffset():
            return ""
        is_same_day = mine.date() == theirs.date()
        weekday = "" if is_same_day else f"{words.short_weekday(theirs.date(), self.locale)} "
        clock = words.clock(starts_at, self.coach_zone, self.locale)
        return f"{weekday}{clock} {words.zone_name(self.coach_zone, self.locale)}"


def written(starts_at: datetime) -> str:
    """How an instant travels between browser and server."""
    return f"{starts_at:%Y-%m-%dT%H:%M:%SZ}"


def coach_options(coaches: Iterable[Coach]) -> list[Option]:
    return [{"value": str(coach.id), "label": coach.name} for coach in coaches]


def query(kind: Kind, coach_id: str, week: str) -> str:
    """For the address: what isn't as usual."""
    parts = {"kind": kind if kind != "session" else "", "coach": coach_id, "week": week}
    return "&".join(f"{name}={value}" for name, value in parts.items() if value)


def length_options(standing: Standing) -> list[Option]:
    return [
        {
            "value": str(length.minutes),
            "label": f"{words.length(length.minutes)} · {length.available} left",
        }
        for length in standing.lengths
    ]


def ending(standing: Standing, locale: str, today: date) -> str:
    """When what is left runs out, the next of several first."""
    if standing.expires_on is None:
        return "No expiry date"
    until = words.day(standing.expires_on, locale, today=today)
    if len(standing.usable) == 1:
        return f"Expires {until}"
    first = next(one for one in standing.usable if one.expires_on == standing.expires_on)
    return f"{first.available} of them until {until}"


def rest(standing: Standing) -> str:
    """ "11 booked, 2 done, 0 lost": with what is left they are what was bought."""
    usable = standing.usable
    parts = {
        "booked": sum(one.booked for one in usable),
        "done": sum(one.done for one in usable),
        "lost": sum(one.lost for one in usable),
    }
    return ", ".join(f"{count} {what}" for what, count in parts.items())


def zone_note(reader: Reader, coach_name: str) -> str:
    """ "Times are in Berlin time. Anna works in New York time."; nothing in the same zone."""
    if not reader.is_elsewhere:
        return ""
    mine, theirs = (words.zone_name(z, reader.locale) for z in (reader.zone, reader.coach_zone))
    return f"Times are in {mine}. {coach_name} works in {theirs}."


def days(found: Openings, reader: Reader) -> list[Day]:
    """The seven days of the week that is shown."""
    dates = [found.monday + n * A_DAY for n in range(7)]
    by_day: dict[date, list[Chip]] = {on: [] for on in dates}
    for slot in found.slots:
        by_day[slot.starts_at.astimezone(reader.zone).date()].append(chip(slot, reader))
    return [{"date": on.isoformat(), "slots": by_day[on]} for on in dates]


@lru_cache(maxsize=50_000)
def chip(slot: SlotView, reader: Reader) -> Chip:
    """All open pages hold the same one: it is never changed."""
    also = reader.at_coachs(slot.starts_at)
    notes = [also, "your favourite time" if slot.is_usual else ""]
    return {
        "starts_at": written(slot.starts_at),
        "time": words.clock(slot.starts_at, reader.zone, reader.locale),
        "label": words.spoken_slot(
            slot.starts_at,
            slot.ends_at,
            reader.zone,
            reader.locale,
            notes=[note for note in notes if note],
        ),
        "is_open": slot.is_open,
        "why": slot.why[:1].upper() + slot.why[1:],
        "is_favourite": slot.is_usual,
        "also": also,
    }


def chosen(basket: Basket, reader: Reader) -> list[Chosen]:
    """Each with its package, where they don't all use the same."""
    names = {use.package.id: _told_apart(use, reader.locale) for use in basket.uses}
    shown = names if len(names) > 1 else {}
    return [
        {
            "starts_at": written(verdict.starts_at),
            "note": noted(
                reader.at_coachs(verdict.starts_at),
                shown.get(verdict.package_id, "") if verdict.package_id else "",
            ),
            "verdict": verdict.sentence,
        }
        for verdict in basket.verdicts
    ]


def noted(*notes: str) -> str:
    return " · ".join(note for note in notes if note)


def limits(basket: Basket, available: int, locale: str) -> Limits:
    all_of_them = "the one" if available == 1 else f"all {available}"
    return {
        "most": available,
        "why": f"You have chosen {all_of_them} you have left",
        "note": remains(basket, locale),
        "replaces": False,
    }


def remains(basket: Basket, locale: str) -> str:
    """What is left after the choice, package by package."""
    if len(basket.uses) == 1:
        name = package_name(basket.uses[0].package.total)
        return f"From your {name}: {_left(basket.uses[0])} left after this"
    parts = [f"{use.left} in the {_told_apart(use, locale)}" for use in basket.uses]
    return f"Left after this: {words.listed(parts)}" if parts else ""


def _told_apart(use: Use, locale: str) -> str:
    """Two packages may have the same size; their ends differ."""
    name, ends_on = package_name(use.package.total), use.package.expires_on
    return f"{name} until {words.day(ends_on, locale, today=ends_on)}" if ends_on else name


def _left(use: Use) -> str:
    return f"{use.left} of {use.package.size}"


def package_name(total: int) -> str:
    return f"{total}-session package"


def booked(bookings: Iterable[BookingView], reader: Reader) -> list[Booked]:
    return [
        {
            "id": str(booking.chain_id),
            "when": words.span(booking.starts_at, booking.ends_at, reader.zone, reader.locale),
            "also": reader.at_coachs(booking.starts_at),
        }
        for booking in bookings
    ]


def refused(verdicts: Sequence[Verdict], reader: Reader) -> tuple[str, list[Booked]]:
    """What couldn't be had, as a heading and the times, each with its reason."""
    gone = [verdict for verdict in verdicts if not verdict.is_open]
    lines: list[Booked] = [
        {
            "id": written(verdict.starts_at),
            "when": words.moment(verdict.starts_at, reader.zone, reader.locale),
            "also": verdict.sentence,
        }
        for verdict in gone
    ]
    if len(verdicts) == 1:
        return "That time can't be booked any more", lines
    if len(gone) == len(verdicts):
        return "None of these times can be booked any more", lines
    return f"{len(gone)} of your {len(verdicts)} times can't be booked any more", lines
