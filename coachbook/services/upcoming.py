"""The next appointments of a person in words, for a device that may lose its connection."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import Session, col

from coachbook.models import Booking
from coachbook.notifications import wording
from coachbook.services import calendar_entries, meetings
from coachbook.services.bookings import BookingView, views
from coachbook.services.people import Person

MOST = 20


@dataclass(frozen=True)
class Coming:
    """`when` is in the reader's zone; `link` is where a check-in takes place."""

    what: str
    when: str
    note: str
    link: str
    ends_at: datetime


def upcoming(session: Session, *, by: Person, now: datetime) -> list[Coming]:
    """What the person has with coaches and with clients, the next first."""
    selected = (
        views.query()
        .where(
            or_(col(Booking.coach_id) == by.id, col(Booking.client_id) == by.id),
            col(Booking.status) == "confirmed",
            col(Booking.ends_at) > now,
        )
        .order_by(col(Booking.starts_at))
        .limit(MOST)
    )
    return [_coming(booking, by) for booking in views.views(session, selected, now)]


def _coming(booking: BookingView, by: Person) -> Coming:
    starts = wording.short_moment(booking.starts_at, by.zone, by.locale)
    return Coming(
        what=calendar_entries.title(booking, by),
        when=f"{starts} to {wording.clock(booking.ends_at, by.zone, by.locale)}",
        note=" ".join(_notes(booking, by)),
        link=booking.meeting_address,
        ends_at=booking.ends_at,
    )


def _notes(booking: BookingView, by: Person) -> Iterator[str]:
    """How to get there in person, or that a link follows."""
    if booking.kind == "checkin":
        if not booking.meeting_address:
            yield meetings.sentence(booking, by=by)
        return
    if booking.session_place:
        yield f"{booking.session_place}."
    if booking.coach_zone != by.time_zone:
        yield calendar_entries.coachs_time(booking, by)
