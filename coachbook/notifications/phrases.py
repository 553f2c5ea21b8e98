"""Parts of messages: an appointment, a balance, where something leads."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from coachbook.models import Booking, SessionPackage
from coachbook.notifications import links, matrix, wording
from coachbook.notifications.facts import Facts, NothingToTell

KINDS = {"session": "session", "checkin": "check-in"}
LINK_FOLLOWS = "The meeting link follows as soon as it is made."


@dataclass(frozen=True)
class Appointment:
    """`notes` say what else matters: the coach's local time, where to go, that it was cancelled.

    `path` is where this one of several is moved or cancelled, `join` where it takes place if that
    is a web address; a note says it as well.
    """

    when: str
    notes: tuple[str, ...] = ()
    is_over: bool = False
    path: str = ""
    is_checkin: bool = False
    join: str = ""


@dataclass(frozen=True)
class Letter:
    """`path` is where the button leads, on our own site. `opens_a_door`: whoever has that link, or
    those of the appointments, acts as the reader."""

    subject: str
    sentences: tuple[str, ...]
    button: str
    path: str
    appointments: tuple[Appointment, ...] = ()
    closing: tuple[str, ...] = ()
    opens_a_door: bool = False


def appointment(facts: Facts, booking: Booking, *, is_cancelled: bool = False) -> Appointment:
    zone, locale = ZoneInfo(facts.reader.time_zone), facts.reader.locale
    when = wording.span(booking.starts_at, booking.ends_at, zone, locale)
    is_over = is_cancelled or booking.status == "cancelled"
    notes = _coachs_time(facts, booking)
    if is_over and not is_cancelled:
        return Appointment(when, (*notes, "This one has been cancelled since."), is_over=True)
    return Appointment(
        when,
        (*notes, *(() if is_over else _where_to_go(facts, booking))),
        is_over,
        is_checkin=booking.booking_type == "checkin",
        join=_web_address(facts, booking),
    )


def appointments(facts: Facts) -> tuple[Appointment, ...]:
    """All of them; each of several has a link of its own."""
    shown = tuple(appointment(facts, booking) for booking in facts.bookings)
    if len(shown) == 1 or _is_for_coach(facts):
        return shown
    return tuple(
        one if one.is_over else replace(one, path=signed_out_path(facts, booking))
        for one, booking in zip(shown, facts.bookings, strict=True)
    )


def _coachs_time(facts: Facts, booking: Booking) -> tuple[str, ...]:
    """In person, what counts is the clock at the coach's place."""
    if facts.coach is None or facts.coach.time_zone == facts.reader.time_zone:
        return ()
    zone, locale = ZoneInfo(facts.coach.time_zone), facts.reader.locale
    there = wording.short_moment(booking.starts_at, zone, locale)
    return (f"{there} in {wording.place(zone, locale)}, where {facts.coach_name} is",)


def _web_address(facts: Facts, booking: Booking) -> str:
    place = meeting_place(facts, booking)
    return place if place.startswith("https://") else ""


def _where_to_go(facts: Facts, booking: Booking) -> tuple[str, ...]:
    address = meeting_place(facts, booking)
    if address:
        return (f"Join here: {address}",)
    if _is_for_coach(facts):
        return ()
    if booking.booking_type != "checkin":
        where = place(facts, booking)
        return (f"Where: {where}",) if where else ()
    if booking.chain_id in facts.awaited:
        return (LINK_FOLLOWS,)
    return (f"{facts.coach_name} will send you a link before it starts.",)


def meeting_place(facts: Facts, booking: Booking) -> str:
    """Where a check-in takes place on the web, as far as that is known; a session has no such
    place."""
    if booking.booking_type != "checkin":
        return ""
    if booking.google_meet_link or booking.chain_id in facts.awaited:
        return booking.google_meet_link or ""
    return facts.practice.meeting_address if facts.practice else ""


def place(facts: Facts, booking: Booking) -> str:
    """Where an appointment takes place, on the web or not."""
    if booking.booking_type == "checkin":
        return meeting_place(facts, booking)
    return facts.practice.session_place if facts.practice else ""


def moved_from(facts: Facts) -> tuple[str, ...]:
    if facts.was is None:
        return ()
    return (f"It was: {short(facts, facts.was)}.",)


def balances(facts: Facts) -> tuple[str, ...]:
    if _is_for_coach(facts):
        return tuple(f"{balance(one)}." for one in _standing(facts))
    return tuple(f"You have {balance(one)}." for one in _standing(facts))


def _standing(facts: Facts) -> list[SessionPackage]:
    return [one for one in facts.packages if one.voided_at is None]


def balance(package: SessionPackage) -> str:
    total = wording.counted(package.total_sessions, "session")
    return (
        f"{package.remaining_sessions} of {total} left "
        f"({package.session_duration_minutes} min each)"
    )


def left(package: SessionPackage) -> str:
    """ "2 sessions", "no session"."""
    count = package.remaining_sessions
    return wording.counted(count, "session") if count else "no session"


def credit_back(facts: Facts, booking: Booking) -> tuple[str, ...]:
    """What a cancellation gives back; of a check-in nothing, where another has its month."""
    if booking.booking_type == "checkin":
        return _month_back(facts)
    if any(one.id == booking.package_id and one.voided_at for one in facts.packages):
        return ("Its package was voided, so the session does not come back.",)
    return ("The session is back in the package.",)


def _month_back(facts: Facts) -> tuple[str, ...]:
    if facts.checkin is None or not facts.checkin.is_free:
        return ()
    month = wording.month(facts.checkin.month, facts.reader.locale)
    return (f"The check-in of {month} is free again.",)


def questions(facts: Facts) -> tuple[str, ...]:
    """That the coach asks something before a check-in, while it isn't answered."""
    if facts.checkin is None or not facts.checkin.is_asked or _is_for_coach(facts):
        return ()
    return (
        f"{facts.coach_name} has a few questions for you first. You find them beside the check-in "
        "in your calendar, until it starts.",
    )


def end_of(facts: Facts, package: SessionPackage) -> tuple[str, ...]:
    if package.expires_at is None or facts.coach is None:
        return ()
    last_day = package.expires_at.astimezone(ZoneInfo(facts.coach.time_zone)).date()
    return (f"The package runs until {wording.day(last_day, facts.reader.locale)}.",)


def package(facts: Facts) -> SessionPackage:
    if not facts.packages:
        raise NothingToTell
    return facts.packages[0]


def kind_of(facts: Facts) -> str:
    return KINDS[facts.told[0].booking_type]


def what(facts: Facts, booking: Booking) -> str:
    kind = "check-in on " if booking.booking_type == "checkin" else ""
    return f"{kind}{short(facts, booking)}"


def one(facts: Facts, booking: Booking) -> str:
    """ "a session on Tue, Mar 3, 9:00 AM"."""
    return f"a {KINDS[booking.booking_type]} on {short(facts, booking)}"


def short(facts: Facts, booking: Booking) -> str:
    zone = ZoneInfo(facts.reader.time_zone)
    return wording.short_moment(booking.starts_at, zone, facts.reader.locale)


def _is_for_coach(facts: Facts) -> bool:
    return facts.event in matrix.COACH


def signed_out_path(facts: Facts, booking: Booking) -> str:
    """Where its client sees, moves and cancels it without signing in."""
    return links.appointment_path(booking.chain_id, facts.reader.email)


def client_path(booking: Booking) -> str:
    return f"/client/calendar?booking={booking.chain_id}"


def coach_path(booking: Booking) -> str:
    return f"/coach/bookings?booking={booking.chain_id}"
