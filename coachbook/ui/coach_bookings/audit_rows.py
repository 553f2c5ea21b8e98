"""Who did what to a booking, from what to what, and what it did to the credit, in words. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from coachbook.services.bookings import Credit, HistoryLine
from coachbook.services.people import Person
from coachbook.ui import words

MARKS = {"completed": "completed", "no_show": "no-show"}
REOPENED = {
    "confirmed": "took the cancellation back",
    "completed": "corrected it from cancelled to completed",
    "no_show": "corrected it from cancelled to no-show",
}


class Happened(TypedDict):
    """`credit` is what the packages gave and got back; `note` what was out of the ordinary."""

    what: str
    when: str
    credit: str
    note: str


def happened(lines: Iterable[HistoryLine], reader: Person) -> list[Happened]:
    """The newest first."""
    return [
        Happened(
            what=_what(line, reader),
            when=words.moment(line.at, reader.zone, reader.locale),
            credit=" ".join(map(_credit, line.credits)),
            note=_note(line),
        )
        for line in reversed(list(lines))
    ]


def _what(line: HistoryLine, reader: Person) -> str:
    if not line.actor_name:
        return f"It was marked as {MARKS.get(line.event, 'changed')} by itself"
    return f"{'You' if line.is_own else line.actor_name} {_did(line, reader)}"


def _did(line: HistoryLine, reader: Person) -> str:
    match line.event:
        case "booked":
            return f"booked it for {_at(line, 'to', reader)}"
        case "moved":
            return f"moved it from {_at(line, 'from', reader)} to {_at(line, 'to', reader)}"
        case "cancelled":
            asked = line.details.get("cancelled_by") == "coach_for_client"
            return f"cancelled it{', because the client asked' if asked else ''}{_was(line)}"
        case "completed" | "no_show":
            return f"marked it as {MARKS[line.event]}{_was(line)}"
        case _:
            return REOPENED.get(line.details.get("status", ""), "took the move back")


def _was(line: HistoryLine) -> str:
    was = MARKS.get(line.details.get("was", ""))
    return f" (was {was})" if was else ""


def _at(line: HistoryLine, name: str, reader: Person) -> str:
    written = line.details.get(name)
    if not isinstance(written, str):
        return "another time"
    return words.moment(datetime.fromisoformat(written), reader.zone, reader.locale)


def _credit(credit: Credit) -> str:
    how = "1 credit taken from" if credit.change < 0 else "1 credit back to"
    return f"{how} {credit.package_label}: {credit.left} left."


def _note(line: HistoryLine) -> str:
    capacity, present = line.details.get("capacity"), line.details.get("present")
    if not isinstance(capacity, int) or not isinstance(present, int) or present <= capacity:
        return ""
    if capacity == 0:
        return "Outside the hours as they were then."
    return f"More than fit: {present} at once, with room for {capacity}."
