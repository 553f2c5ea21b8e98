"""Marking and correcting in words: what can be done with a booking and what follows. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict

from coachbook.services.attendance.counting import Kind
from coachbook.services.attendance.outlooks import Outlook
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person
from coachbook.ui import words

COMPLETED, NO_SHOW, COACH, CLIENT, BACK = "completed", "no_show", "coach", "client", "confirmed"
NOUNS = {"session": "session", "checkin": "check-in"}
INCIDENTS: dict[Kind, tuple[str, str]] = {
    "no_show": ("no-show", "no-shows"),
    "cancellation": ("cancellation", "cancellations"),
}


class Markable(TypedDict):
    """A booking as its buttons need it.

    `stage` is ahead, to_mark, marked, cancelled (its time is over), off (cancelled, and still
    ahead) or moved.
    """

    id: str
    chain: str
    version: int
    name: str
    stage: str


class Choice(TypedDict):
    """One answer of the dialog, with what follows from it."""

    value: str
    words: str
    follows: str


class Question(TypedDict):
    """`submit` names what the button does; `only` is the single answer where there is no choice."""

    title: str
    when: str
    legend: str
    submit: str
    is_danger: bool
    only: str


class FlagReason(TypedDict):
    """ "3 no-shows since August 24", and on which days."""

    words: str
    dates: str


NO_QUESTION = Question(title="", when="", legend="", submit="", is_danger=False, only="")
NOTHING = Markable(id="", chain="", version=0, name="", stage="moved")


def markable(one: BookingView) -> Markable:
    return Markable(
        id=str(one.id),
        chain=str(one.chain_id),
        version=one.version,
        name=one.client_name,
        stage=_stage(one),
    )


def _stage(one: BookingView) -> str:
    if one.cancelled_by == "reschedule":
        return "moved"
    if one.status == "cancelled":
        return "cancelled" if one.has_started else "off"
    if one.status == "confirmed":
        return "to_mark" if one.has_started else "ahead"
    return "marked"


def question(found: Outlook, reader: Person, *, is_cancelling: bool) -> Question:
    one = found.booking
    noun = NOUNS[one.kind]
    asked = Question(
        title=f"Correct this {noun} of {one.client_name}",
        when=words.spoken_slot(one.starts_at, one.ends_at, reader.zone, reader.locale),
        legend="What became of it?",
        submit="Save the correction",
        is_danger=False,
        only="",
    )
    if is_cancelling:
        asked |= Question(
            title=f"Cancel for {one.client_name}?", when=asked["when"], legend="Who cancelled?",
            submit=f"Cancel this {noun}", is_danger=True, only="",
        )  # fmt: skip
    elif one.status == "cancelled" and not one.has_started:
        asked |= Question(
            title=f"Put back {one.client_name}'s {noun}?", when=asked["when"], legend="",
            submit=f"Put this {noun} back", is_danger=False, only=BACK,
        )  # fmt: skip
    return asked


def choices(found: Outlook, reader: Person, *, is_cancelling: bool) -> list[Choice]:
    """All that the booking isn't yet; only who cancelled where that alone is asked."""
    one = found.booking
    if one.status == "cancelled" and not one.has_started:
        return [Choice(value=BACK, words="", follows=f"{_taken(found)} {_told(one)}")]
    marks = [] if is_cancelling or not one.has_started else _marks(found)
    return [*marks, *([] if one.status == "cancelled" else _cancellations(found, reader))]


def _marks(found: Outlook) -> list[Choice]:
    one = found.booking
    credit = f"{_taken(found)} " if one.status == "cancelled" else ""
    ways = [
        Choice(value=COMPLETED, words="Completed", follows=f"{credit}{_first_name(one)} came."),
        Choice(value=NO_SHOW, words="No-show", follows=f"{credit}{_counts(found, 'no_show')}"),
    ]
    return [way for way in ways if way["value"] != one.status]


def _cancellations(found: Outlook, reader: Person) -> list[Choice]:
    one = found.booking
    told = _told(one) if one.status == "confirmed" else "Nobody is told."
    follows = f"{_returned(found, reader)} {told}"
    asked, did = "The client asked for it", "I did"
    if one.has_started:
        asked, did = "Cancelled, the client asked for it", "Cancelled by me"
    return [
        Choice(value=CLIENT, words=asked, follows=f"{_counts(found, 'cancellation')} {follows}"),
        Choice(
            value=COACH,
            words=did,
            follows=f"It doesn't count against {_first_name(one)}. {follows}",
        ),
    ]


def _counts(found: Outlook, kind: Kind) -> str:
    """What another incident means for the flag."""
    one, (noun, _) = found.booking, INCIDENTS[kind]
    if not found.is_in_window:
        return f"It is too long ago to count as a {noun}." if one.has_ended else (
            f"It counts as a {noun} from that day on."
        )  # fmt: skip
    number = 1 + (found.no_shows if kind == "no_show" else found.cancellations)
    sentence = f"It counts as {_first_name(one)}'s {ordinal(number)} {noun} in 90 days"
    return f"{sentence}, which flags them." if number == found.threshold else f"{sentence}."


def _returned(found: Outlook, reader: Person) -> str:
    one = found.booking
    if one.kind == "checkin":
        return _month_returned(found)
    if found.is_voided:
        return "Its package was voided, so no credit returns."
    ended = ""
    if found.ended_on:
        ended = f", which ended on {words.day(found.ended_on, reader.locale, today=found.ended_on)}"
    return f"1 credit returns to the package of {one.package_label}{ended}."


def _month_returned(found: Outlook) -> str:
    name = _first_name(found.booking)
    if found.frees_month and found.is_month_over:
        return "That month is over, so no check-in of it can be booked any more."
    if found.frees_month:
        return f"{name} can book another check-in for that month."
    if found.booking.beyond_allowance:
        return f"It was one beyond the allowance: {name}'s check-in of that month stays used."
    return f"{name}'s extra check-in of that month becomes the month's."


def _taken(found: Outlook) -> str:
    one = found.booking
    if one.kind == "checkin":
        if found.is_month_used:
            return "That month has its check-in by now: this one goes beyond the allowance."
        return "It uses that month's check-in again."
    return f"1 credit of the package of {one.package_label} is used again."


def _told(one: BookingView) -> str:
    return f"{_first_name(one)} is told by email and push."


def _first_name(one: BookingView) -> str:
    return one.client_name.split()[0]


def ordinal(number: int) -> str:
    """ "1st", "2nd", "11th"."""
    last = number % 10 if number // 10 % 10 != 1 else 0
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def marked_words(found: Outlook) -> str:
    """What was done, and what it means for the flag."""
    one = found.booking
    if one.status == "completed":
        return f"{one.client_name} is marked as completed."
    sentence = f"{one.client_name} is marked as a no-show"
    if found.is_in_window and found.no_shows > 1:
        sentence += f", the {ordinal(found.no_shows)} in 90 days"
    is_first = found.no_shows == found.threshold and found.is_in_window
    return f"{sentence}. {_first_name(one)} is flagged now." if is_first else f"{sentence}."


def flag_words(no_shows: int, cancellations: int, threshold: int) -> str:
    """ "3 no-shows and 4 cancellations in 90 days": those counts that flag."""
    counts: dict[Kind, int] = {"no_show": no_shows, "cancellation": cancellations}
    parts = [words.counted(n, *INCIDENTS[kind]) for kind, n in counts.items() if n >= threshold]
    return f"{words.listed(parts)} in 90 days" if parts else ""


def flag_reasons(
    dates: Mapping[Kind, Sequence[date]], threshold: int, reader: Person, today: date
) -> list[FlagReason]:
    """Why somebody is flagged, with the days; empty for who isn't. See counting.dates_by_kind."""
    reasons = []
    for kind, days in dates.items():
        if len(days) >= threshold:
            written = [words.day(day, reader.locale, today=today) for day in days]
            count = words.counted(len(days), *INCIDENTS[kind])
            reasons.append(
                FlagReason(words=f"{count} since {written[0]}", dates=words.listed(written))
            )
    return reasons
