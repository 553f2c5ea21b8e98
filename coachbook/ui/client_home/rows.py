"""A client's home in their words: what comes next, what to do, the next days, what is left."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import TypedDict
from uuid import UUID
from zoneinfo import ZoneInfo

from coachbook.services.bookings import BookingView
from coachbook.services.checkin_forms import ToFill
from coachbook.services.client_home import Home, Place
from coachbook.services.packages import PackageView
from coachbook.services.people import Person
from coachbook.services.workouts import WorkoutView
from coachbook.ui import words
from coachbook.ui.client_booking import rows as booking_rows
from coachbook.ui.client_booking.rows import Reader, package_name, written

KINDS = {"session": "Session", "checkin": "Check-in"}
MOST_DAYS = 6


class Next(TypedDict):
    """The appointment that comes first. `form` is "" where there is none to fill in or read."""

    id: str
    kind: str
    title: str
    on: str
    hours: str
    also: str
    length: str
    starts_at: str
    ends_at: str
    place: str
    link: str
    sentence: str
    form: str
    form_href: str
    href: str


class Todo(TypedDict):
    """Something to do now; without a `button` it is for knowing."""

    kind: str
    title: str
    sentence: str
    button: str
    href: str


class Coming(TypedDict):
    """An appointment or a workout of the next days; `name` is all of it."""

    kind: str
    weekday: str
    number: str
    month: str
    strong: str
    soft: str
    also: str
    href: str
    name: str


class PlaceRow(TypedDict):
    """What is left with one coach."""

    coach_name: str
    available: int
    total: int
    ending: str
    checkin: str
    can_check_in: bool
    href: str
    checkin_href: str


NOTHING = Next(
    id="", kind="session", title="", on="", hours="", also="", length="", starts_at="", ends_at="",
    place="", link="", sentence="", form="", form_href="", href="",
)  # fmt: skip


# What comes next


def upcoming(found: Home, by: Person) -> Next:
    if found.next is None:
        return NOTHING
    one = found.next
    return {
        "id": str(one.chain_id),
        "kind": one.kind,
        "title": f"{KINDS[one.kind]} with {one.coach_name}",
        "on": words.weekday(one.starts_at.astimezone(by.zone).date(), by.locale),
        "hours": words.times(one.starts_at, one.ends_at, by.zone, by.locale),
        "also": _reader(one, by).at_coachs(one.starts_at),
        "length": words.length(one.minutes),
        "starts_at": written(one.starts_at),
        "ends_at": written(one.ends_at),
        "place": found.meeting.place,
        "link": found.meeting.link,
        "sentence": found.meeting.sentence,
        "form": "" if found.form == "none" else found.form,
        "form_href": f"/client/check-in/{one.chain_id}",
        "href": f"/client/calendar?booking={one.chain_id}",
    }


def _reader(booking: BookingView, by: Person) -> Reader:
    return Reader.of(by, ZoneInfo(booking.coach_zone))


# What to do


def todos(found: Home, by: Person) -> list[Todo]:
    """Forms first, by start; then today's workouts, then what concerns the credits."""
    first = found.next.chain_id if found.next else None
    forms = (_form(one, by) for one in found.to_fill if one.chain_id != first)
    todays = (_todays(one) for one in found.workouts if one.scheduled_on == found.today)
    rest = (_of_place(one, by, booked_with=found.booked_with) for one in found.places)
    return [*forms, *todays, *chain.from_iterable(rest)]


def _form(one: ToFill, by: Person) -> Todo:
    when = words.moment(one.starts_at, by.zone, by.locale)
    is_begun = one.state == "draft"
    return {
        "kind": "form",
        "title": "Finish your check-in form" if is_begun else "Fill in your check-in form",
        "sentence": f"For {when} with {one.coach_name}.",
        "button": "Finish the form" if is_begun else "Fill in the form",
        "href": f"/client/check-in/{one.chain_id}",
    }


def _todays(one: WorkoutView) -> Todo:
    count = words.counted(len(one.exercises), "exercise")
    return {
        "kind": "workout",
        "title": one.title,
        "sentence": f"Today's workout from {one.coach_name}: {count}."
        if one.exercises
        else f"Today's workout from {one.coach_name}.",
        "button": "Open the workout",
        "href": f"/client/calendar?workout={one.id}",
    }


def _of_place(place: Place, by: Person, *, booked_with: Collection[UUID]) -> Iterator[Todo]:
    name, left = place.coach.name, place.standing.available
    href, again = f"/book?coach={place.coach.id}", place.habits.rebook
    is_told = again is not None and again.package_id is None and not left
    if place.expiring and place.expiring.expires_on:
        yield _expiring(place.expiring, place, by, href)
    elif place.is_low and not is_told:
        yield _low(place, href)
    elif booked_with and place.coach.id not in booked_with and left and not again:
        yield {
            "kind": "book",
            "title": f"Nothing booked with {name}",
            "sentence": f"You have {words.counted(left, 'session')} left.",
            "button": "Book a session",
            "href": href,
        }


def _expiring(package: PackageView, place: Place, by: Person, href: str) -> Todo:
    assert package.expires_on
    until = words.day(package.expires_on, by.locale, today=place.today)
    count = words.counted(package.available, "session")
    one = package.available == 1
    return {
        "kind": "expiring",
        "title": f"{count} to use by {until}",
        "sentence": f"Your {package_name(package.total)} with {place.coach.name} ends that day.",
        "button": "Book it" if one else "Book them",
        "href": href,
    }


def _low(place: Place, href: str) -> Todo:
    left, name = place.standing.available, place.coach.name
    if not left:
        return {
            "kind": "low",
            "title": f"No sessions left with {name}",
            "sentence": f"Ask {name} for your next package; you can book as soon as it is here.",
            "button": "",
            "href": "",
        }
    return {
        "kind": "low",
        "title": f"{words.counted(left, 'session')} left with {name}",
        "sentence": f"Ask {name} for your next package before you run out.",
        "button": "Book it" if left == 1 else "Book them",
        "href": href,
    }


# The next days


def coming(found: Home, by: Person) -> list[Coming]:
    """Appointments and workouts by day, a day's workouts first."""
    later = (one for one in found.workouts if one.scheduled_on > found.today)
    dated = [(one.scheduled_on, 0, _workout(one, by)) for one in later]
    dated += [(_on(one, by), 1, _booking(one, by)) for one in found.ahead]
    rows = [row for _, _, row in sorted(dated, key=lambda item: item[:2])]
    return rows[:MOST_DAYS]


def _on(one: BookingView, by: Person) -> date:
    return one.starts_at.astimezone(by.zone).date()


def _booking(one: BookingView, by: Person) -> Coming:
    also = _reader(one, by).at_coachs(one.starts_at)
    title = f"{KINDS[one.kind]} with {one.coach_name}"
    spoken = words.spoken_slot(
        one.starts_at, one.ends_at, by.zone, by.locale, notes=[also] if also else []
    )
    return {
        "kind": one.kind,
        "weekday": words.short_weekday(_on(one, by), by.locale),
        "number": str(_on(one, by).day),
        "month": words.short_month(_on(one, by), by.locale),
        "strong": words.times(one.starts_at, one.ends_at, by.zone, by.locale),
        "soft": title,
        "also": also,
        "href": f"/client/calendar?booking={one.chain_id}",
        "name": f"{title}, {spoken}",
    }


def _workout(one: WorkoutView, by: Person) -> Coming:
    return {
        "kind": "workout",
        "weekday": words.short_weekday(one.scheduled_on, by.locale),
        "number": str(one.scheduled_on.day),
        "month": words.short_month(one.scheduled_on, by.locale),
        "strong": one.title,
        "soft": f"Workout from {one.coach_name}",
        "also": "",
        "href": f"/client/calendar?workout={one.id}",
        "name": f"Workout, {one.title}, {words.weekday(one.scheduled_on, by.locale)}",
    }


# What is left


def places(found: Sequence[Place], by: Person) -> list[PlaceRow]:
    return [_place(one, by) for one in found]


def _place(one: Place, by: Person) -> PlaceRow:
    standing, coach = one.standing, one.coach
    resets_on = one.checkin.resets_on
    return {
        "coach_name": coach.name,
        "available": standing.available,
        "total": standing.total,
        "ending": booking_rows.ending(standing, by.locale, one.today) if standing.usable else "",
        "checkin": words.checkin_words(resets_on, by.locale, one.today),
        "can_check_in": one.checkin.is_available,
        "href": f"/book?coach={coach.id}",
        "checkin_href": f"/book?coach={coach.id}&kind=checkin",
    }
