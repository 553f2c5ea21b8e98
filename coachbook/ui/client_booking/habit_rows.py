"""Streak, usual times and the same time again, in the reader's words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypedDict
from uuid import UUID
from zoneinfo import ZoneInfo

from coachbook.services.bookings import Outcome
from coachbook.services.client_booking import Standing
from coachbook.services.habits import Habits
from coachbook.services.packages import PackageView
from coachbook.services.rebooking import Rebook
from coachbook.services.streaks import Streak
from coachbook.services.usual_times import Offer
from coachbook.ui import words
from coachbook.ui.client_booking.rows import Booked, Reader, booked, package_name, written

A_MOMENT = timedelta(microseconds=1)


class StreakRow(TypedDict):
    """`weeks` is 0 while the first week is still to be kept; `recent` the last weeks, oldest
    first."""

    coach_name: str
    weeks: int
    title: str
    sentence: str
    is_at_risk: bool
    can_book: bool
    href: str
    recent: list[bool]


class Time(TypedDict):
    """A time that one press books; `name` is whole, for a screen reader."""

    starts_at: str
    words: str
    name: str
    also: str


class Other(Time):
    request_id: str


class UsualRow(TypedDict):
    """`request_id` stays with these times until they are booked."""

    coach_id: str
    coach_note: str
    minutes: int
    starts: list[str]
    times: list[Time]
    uses: str
    button: str
    name: str
    request_id: str


class RebookRow(TypedDict):
    """The same time, or `others` of that day; `why` says what is in the way."""

    coach_id: str
    coach_note: str
    minutes: int
    when: str
    also: str
    starts: list[str]
    name: str
    is_open: bool
    has_credit: bool
    why: str
    uses: str
    others: list[Other]
    href: str
    request_id: str


class Done(TypedDict):
    """What was booked a moment ago."""

    title: str
    lines: list[Booked]
    sentence: str


# The streak


def streak(found: Habits, standing: Standing, reader: Reader) -> list[StreakRow]:
    """None while there is nothing to say."""
    one = found.streak
    if not one.weeks and one.outlook == "open":
        return []
    return [
        {
            "coach_name": found.coach.name,
            "weeks": one.weeks,
            "title": _length(one),
            "sentence": _outlook(found, standing, reader),
            "is_at_risk": one.is_at_risk,
            "can_book": one.at is None and found.can_keep is not False,
            "href": f"/book?coach={found.coach.id}",
            "recent": list(one.recent),
        }
    ]


def _length(one: Streak) -> str:
    """While last week's session isn't marked, the weeks before it are told with it."""
    if one.weeks:
        return f"{one.weeks} weeks in a row" if one.weeks > 1 else "1 week so far"
    return f"{one.once_marked} weeks once it is marked" if one.once_marked > 1 else "A first week"


def _outlook(found: Habits, standing: Standing, reader: Reader) -> str:
    """What keeps it, or what would end it."""
    one = found.streak
    if one.at is None:
        return _missing(found, standing, reader)
    on = words.short_day(one.at.astimezone(reader.zone).date(), reader.locale)
    if one.outlook == "kept":
        return f"This week counts, and {on} is booked for the next."
    weeks = one.once_marked if one.outlook == "waiting" else one.weeks + 1
    does = f"makes it {weeks}" if weeks > 1 else "starts a streak"
    if one.outlook == "waiting":
        return f"Your session on {on} {does} once {found.coach.name} marks it."
    return f"Your session on {on} {does}."


def _missing(found: Habits, standing: Standing, reader: Reader) -> str:
    one, name = found.streak, found.coach.name
    if one.outlook == "kept":
        return f"This week counts. A session next week makes it {one.weeks + 1}."
    until = deadline(one, reader)
    if found.can_keep is not False:
        keeps = f"keep {one.weeks} weeks" if one.weeks > 1 else "make it 2 weeks"
        return f"Book a session {until} to {keeps}."
    if not standing.available:
        return f"It takes a session {until}, and you have none left. Ask {name} for a package."
    return f"Nothing is open {until} any more. Ask {name} for a time to keep it."


def deadline(one: Streak, reader: Reader) -> str:
    """ "by Sunday", or the very hour where the coach's week ends at another than the reader's."""
    last = (one.ends_at - A_MOMENT).astimezone(reader.zone)
    ends = one.ends_at.astimezone(reader.zone)
    if ends.hour or ends.minute:
        return f"before {words.moment(one.ends_at, reader.zone, reader.locale)}"
    return f"by {words.long_weekday(last.date(), reader.locale)}"


# Usual times


def usual(
    offer: Offer,
    found: Habits,
    standing: Standing,
    reader: Reader,
    key: str,
    *,
    names_coach: bool,
) -> UsualRow:
    times = [_time(start, offer.length, reader) for start in offer.starts]
    return {
        "coach_id": str(found.coach.id),
        "coach_note": f"With {found.coach.name}" if names_coach else "",
        "minutes": offer.minutes,
        "starts": [one["starts_at"] for one in times],
        "times": times,
        "uses": uses(offer.package_ids, standing.packages),
        "button": _book(len(times)),
        "name": f"{_book(len(times))}: {words.listed([one['name'] for one in times])}",
        "request_id": key,
    }


def dates(starts: Iterable[datetime], zone: ZoneInfo) -> list[str]:
    """The days of the reader's that have one of these."""
    return [on.isoformat() for on in dict.fromkeys(one.astimezone(zone).date() for one in starts)]


def _book(count: int) -> str:
    return {1: "Book it", 2: "Book both"}.get(count, f"Book all {count}")


def _time(start: datetime, length: timedelta, reader: Reader) -> Time:
    also = reader.at_coachs(start)
    spoken = words.spoken_slot(
        start, start + length, reader.zone, reader.locale, notes=[also] if also else []
    )
    return {
        "starts_at": written(start),
        "words": words.moment(start, reader.zone, reader.locale),
        "name": spoken,
        "also": also,
    }


def uses(package_ids: Iterable[UUID], packages: Sequence[PackageView]) -> str:
    """ "Uses 2 sessions of your 12-session package; 7 left after this."."""
    taken = Counter(package_ids)
    parts = [
        (words.counted(taken[one.id], "session"), package_name(one.total), one.available)
        for one in packages
        if taken[one.id]
    ]
    listed = words.listed([f"{count} of your {name}" for count, name, _ in parts])
    left = sum(available for *_, available in parts) - taken.total()
    return f"Uses {listed}; {left} left after this." if parts else ""


# The same time again


def rebook(
    again: Rebook, standing: Standing, reader: Reader, key: str, *, names_coach: bool
) -> RebookRow:
    time = _time(again.starts_at, again.ends_at - again.starts_at, reader)
    pays = [again.package_id] if again.package_id else []
    return {
        "coach_id": str(again.held.coach_id),
        "coach_note": f"With {again.held.coach_name}" if names_coach else "",
        "minutes": again.held.minutes,
        "when": time["words"],
        "also": time["also"],
        "starts": [time["starts_at"]],
        "name": f"Book it: {time['name']}",
        "is_open": again.is_open,
        "has_credit": bool(again.package_id),
        "why": _why(again, reader),
        "uses": uses(pays, standing.packages) if again.is_open or again.others else "",
        "others": [_other(start, again, reader, key) for start in again.others],
        "href": _week(again, reader),
        "request_id": key,
    }


def _other(start: datetime, again: Rebook, reader: Reader, key: str) -> Other:
    time = _time(start, again.ends_at - again.starts_at, reader)
    clock = words.clock(start, reader.zone, reader.locale)
    return {
        "starts_at": time["starts_at"],
        "words": clock,
        "name": f"Book {clock}: {time['name']}",
        "also": time["also"],
        "request_id": f"{key}-{int(start.timestamp())}",
    }


def _why(again: Rebook, reader: Reader) -> str:
    if again.is_open:
        return ""
    if again.package_id is None:
        return f"{again.why} Ask {again.held.coach_name} for a new package."
    if again.others:
        return f"{again.why} Book the nearest that day:"
    on = words.short_day(again.starts_at.astimezone(reader.zone).date(), reader.locale)
    return f"Nothing is open on {on}."


def _week(again: Rebook, reader: Reader) -> str:
    on: date = again.starts_at.astimezone(reader.zone).date()
    return f"/book?coach={again.held.coach_id}&week={on.isoformat()}"


# Booked


def done(outcome: Outcome, standing: Standing, reader: Reader) -> Done:
    lines = booked(outcome.bookings, reader)
    name = outcome.bookings[0].coach_name
    left = words.counted(standing.available, "session")
    return {
        "title": f"{words.counted(len(lines), 'session')} booked",
        "lines": lines,
        "sentence": f"You get an email, and {name} is told. You have {left} left.",
    }


def refused(outcome: Outcome, reader: Reader) -> str:
    """Each time that couldn't be had, with its reason."""
    gone = (one for one in outcome.verdicts if not one.is_open)
    return "Nothing was booked. " + " ".join(
        f"{words.moment(one.starts_at, reader.zone, reader.locale)}: {one.sentence}" for one in gone
    )


def key_of(coach_id: UUID, starts: Iterable[datetime]) -> str:
    """Names an offer for as long as it is the same."""
    return f"{coach_id} {' '.join(written(start) for start in starts)}"
