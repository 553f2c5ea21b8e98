"""The words of what is told ahead of time: reminders, packages that end, the evening's summary."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from coachbook.models import Booking
from coachbook.notifications import phrases, wording
from coachbook.notifications.agendas import Agenda, Line
from coachbook.notifications.facts import Facts, NothingToTell
from coachbook.notifications.phrases import Appointment, Letter


def _reminder(facts: Facts) -> Letter:
    one = _standing(facts)
    return Letter(
        subject=f"Coming up: {phrases.what(facts, one)} with {facts.coach_name}",
        sentences=(f"Your {phrases.kind_of(facts)} with {facts.coach_name} is coming up.",),
        appointments=(phrases.appointment(facts, one),),
        closing=phrases.questions(facts),
        button="Move or cancel",
        path=phrases.signed_out_path(facts, one),
        opens_a_door=True,
    )


def _form_reminder(facts: Facts) -> Letter:
    one = _standing(facts)
    return Letter(
        subject=f"A few questions before your {phrases.what(facts, one)}",
        sentences=(f"{facts.coach_name} has a few questions for you before this check-in:",),
        appointments=(phrases.appointment(facts, one),),
        closing=("You can answer them, and change your answers, until it starts.",),
        button="Answer the questions",
        path=f"/client/check-in/{one.chain_id}",
    )


def _package_expiring(facts: Facts) -> Letter:
    package, ends_on = phrases.package(facts), _end(facts)
    left = wording.counted(package.remaining_sessions, "session")
    return Letter(
        subject=f"{left} with {facts.coach_name} to use by {ends_on}",
        sentences=(
            f"You have {phrases.balance(package)}.",
            f"The package ends on {ends_on}. You can book sessions up to that day with it.",
        ),
        closing=(f"If you need longer, talk to {facts.coach_name}.",),
        button="Book sessions",
        path="/book",
    )


def _client_package_expiring(facts: Facts) -> Letter:
    package, ends_on = phrases.package(facts), _end(facts)
    return Letter(
        subject=f"{facts.client_name}'s package ends on {ends_on}",
        sentences=(
            f"{facts.client_name} has {phrases.balance(package)}.",
            f"The package ends on {ends_on}.",
        ),
        closing=(f"{facts.client_name} is told as well.",),
        button=f"Open {facts.client_name}'s page",
        path=f"/coach/clients/{package.client_id}",
    )


def _daily_summary(facts: Facts) -> Letter:
    if facts.agenda is None or not facts.agenda.lines:
        raise NothingToTell
    agenda, locale = facts.agenda, facts.reader.locale
    booked = _booked(agenda)
    lines = agenda.lines
    first = _clock(facts, lines[0].booking.starts_at)
    last = max(line.booking.ends_at for line in lines)
    return Letter(
        subject=f"Tomorrow, {wording.short_day(agenda.on, locale)}: {booked}",
        sentences=(
            f"You have {booked} on {wording.weekday(agenda.on, locale)}, "
            f"from {first} to {_clock(facts, last)}.",
        ),
        appointments=tuple(_appointment(facts, line) for line in lines),
        button="Open in your calendar",
        path=f"/coach/bookings?day={agenda.on.isoformat()}",
    )


WRITERS: Mapping[str, Callable[[Facts], Letter]] = {
    "checkin_reminder": _reminder,
    "checkin_form_reminder": _form_reminder,
    "package_expiring_month": _package_expiring,
    "package_expiring_week": _package_expiring,
    "client_package_expiring_month": _client_package_expiring,
    "client_package_expiring_week": _client_package_expiring,
    "daily_summary": _daily_summary,
}


def _standing(facts: Facts) -> Booking:
    for booking in facts.bookings:
        if booking.status != "cancelled":
            return booking
    raise NothingToTell


def _end(facts: Facts) -> str:
    """The coach's date, as the reader writes dates."""
    package = phrases.package(facts)
    if package.expires_at is None or facts.coach is None:
        raise NothingToTell
    ends_on = package.expires_at.astimezone(ZoneInfo(facts.coach.time_zone)).date()
    return wording.day(ends_on, facts.reader.locale)


def _booked(agenda: Agenda) -> str:
    """ "3 sessions and 1 check-in"."""
    counts = [(noun, _count(agenda.lines, kind)) for kind, noun in phrases.KINDS.items()]
    return " and ".join(wording.counted(count, noun) for noun, count in counts if count)


def _count(lines: Sequence[Line], kind: str) -> int:
    return sum(line.booking.booking_type == kind for line in lines)


def _appointment(facts: Facts, line: Line) -> Appointment:
    one = line.booking
    hours = f"{_clock(facts, one.starts_at)} to {_clock(facts, one.ends_at)}"
    minutes = int((one.ends_at - one.starts_at).total_seconds()) // 60
    notes = [f"{phrases.KINDS[one.booking_type].capitalize()}, {minutes} min"]
    if line.is_form_open:
        notes.append("Your questions are not answered yet.")
    is_checkin = one.booking_type == "checkin"
    return Appointment(f"{hours}: {line.client_name}", tuple(notes), is_checkin=is_checkin)


def _clock(facts: Facts, at: datetime) -> str:
    return wording.clock(at, ZoneInfo(facts.reader.time_zone), facts.reader.locale)
