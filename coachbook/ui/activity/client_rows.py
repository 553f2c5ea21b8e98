"""What a client was told, in words: who did it, to what, and where it leads. Pure."""

from zoneinfo import ZoneInfo

from coachbook.services.activity_notes import Note
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.activity.rows import KINDS, SINCE, Row, moment, times

ABOUT = {
    "session_booked": "booked",
    "checkin_booked": "booked",
    "session_rescheduled": "moved",
    "session_cancelled": "cancelled",
    "session_reminder": "reminder",
    "checkin_reminder": "reminder",
    "checkin_form_reminder": "form",
    "meet_link_ready": "link",
}
GONE = "This was about a booking that isn't there any more"
GONE_PACKAGE = "This was about a package that isn't there any more"


def row(note: Note, reader: Person) -> Row:
    is_gone = note.client_id is None
    name, what = _sentence(note, reader)
    gone = GONE if note.event in ABOUT else GONE_PACKAGE
    return Row(
        id=str(note.id),
        name="" if is_gone else name,
        what=gone if is_gone else what,
        details="" if is_gone else _details(note, reader),
        time=words.clock(note.at, reader.zone, reader.locale),
        about=ABOUT.get(note.event, "package"),
        href=_href(note),
        is_unread=not note.is_read,
    )


def _href(note: Note) -> str:
    if note.client_id is None:
        return ""
    if note.event == "checkin_form_reminder":
        return f"/client/check-in/{note.chain_id}"
    return f"/client/calendar?booking={note.chain_id}" if note.chain_id else "/book"


def _sentence(note: Note, reader: Person) -> tuple[str, str]:
    """Who or what it is about, and what follows it."""
    kind = KINDS.get(note.kind, "session")
    many = words.counted(len(note.starts), kind) if len(note.starts) > 1 else f"a {kind}"
    actor, whom = ("You", f" with {note.coach_name}")
    if note.is_by_coach:
        actor, whom = note.coach_name, ""
    match note.event:
        case "session_booked" | "checkin_booked":
            return actor, f"booked {many}{whom or ' for you'}"
        case "session_rescheduled":
            return actor, f"moved your {kind}{whom}"
        case "session_cancelled":
            return actor, f"cancelled your {kind}{whom}"
        case "session_reminder" | "checkin_reminder":
            return f"Your {kind}", f"with {note.coach_name} is coming up"
        case "checkin_form_reminder":
            return note.coach_name, "has a few questions before your check-in"
        case "meet_link_ready":
            return "The meeting link", f"for your check-in with {note.coach_name} is there"
        case "low_sessions":
            left = words.counted(note.left, "session") if note.left else "No session"
            return left, f"left with {note.coach_name}"
        case _:
            return "Your package", f"with {note.coach_name} {_ends(note, reader)}"


def _details(note: Note, reader: Person) -> str:
    if note.event == "low_sessions":
        where = f"Package of {words.counted(note.size, 'session')}, {note.minutes} min"
        where = f"{where}, {_ends(note, reader)}" if note.ends_on else where
        return f"{where}. {_elsewhere(note)}" if note.elsewhere else where
    if not note.starts:
        return f"{words.counted(note.left, 'session')} unused"
    where = times(note, reader)
    if note.event == "session_rescheduled" and note.was_at:
        where = f"From {moment(note.was_at, reader)} to {moment(note.starts[0], reader)}"
    zone = words.zone_note(reader.zone, ZoneInfo(note.coach_zone), reader.locale)
    where = f"{where}, {zone}" if zone else where
    return f"{where}. {SINCE[note.since]}" if note.since else where


def _elsewhere(note: Note) -> str:
    return f"{words.counted(note.elsewhere, 'session')} left besides it"


def _ends(note: Note, reader: Person) -> str:
    """In the coach's zone, like the package itself."""
    today = note.at.astimezone(ZoneInfo(note.coach_zone)).date()
    if note.ends_on is None:
        return "has no end"
    return f"runs until {words.day(note.ends_on, reader.locale, today=today)}"
