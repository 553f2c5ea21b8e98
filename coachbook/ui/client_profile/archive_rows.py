"""What archiving a client means, in sentences. Pure."""

from typing import TypedDict

from coachbook.services.archiving import Archived, Preview
from coachbook.services.people import Person
from coachbook.ui import words


class ArchiveRow(TypedDict):
    """A booking ahead, to be kept or cancelled."""

    id: str
    field: str
    when: str
    about: str


def rows(preview: Preview, reader: Person) -> list[ArchiveRow]:
    return [
        ArchiveRow(
            id=str(one.id),
            field=field_of(str(one.id)),
            when=words.span(one.starts_at, one.ends_at, reader.zone, reader.locale),
            about="Check-in" if one.kind == "checkin" else f"Session · {one.package_label}",
        )
        for one in preview.upcoming
    ]


def field_of(booking_id: str) -> str:
    return f"what-{booking_id}"


def follows(preview: Preview) -> list[str]:
    """What they can no longer do, what stays, what comes back with restoring."""
    name = preview.name
    return [
        f"{name} can't book or move anything with you any more."
        if preview.has_joined
        else f"The link in {name}'s invitation stops working.",
        _credits(preview),
        "History, answers and your notes stay. Nobody is told that you archived them.",
        f"You can restore {name} at any time, with all that is there now.",
    ]


def _credits(preview: Preview) -> str:
    if not preview.credits:
        return "No sessions are left in their packages."
    left = words.counted(preview.credits, "session")
    verb = "stays" if preview.credits == 1 else "stay"
    where = words.counted(len(preview.packages), "package")
    return f"{left} in {where} {verb} theirs, and can be booked again once they are restored."


def told(archived: Archived) -> str:
    parts = []
    if archived.cancelled:
        parts.append(f"{words.counted(archived.cancelled, 'booking')} cancelled")
    if archived.kept:
        parts.append(f"{words.counted(archived.kept, 'booking')} kept")
    return f"{archived.name} is archived{': ' if parts else ''}{words.listed(parts)}."
