"""Why a message isn't true any more, asked of the rows as they are right before it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlmodel import Session

from coachbook.database import is_reading
from coachbook.models import (
    Booking,
    CoachSettings,
    GoogleConnection,
    OneTimeToken,
    OutboxMessage,
    Profile,
    SessionPackage,
)
from coachbook.notifications import agendas, lookups, matrix
from coachbook.notifications.checkins import checkin_facts
from coachbook.notifications.facts import current
from coachbook.notifications.lookups import Row
from coachbook.notifications.matrix import Void

KINDS = {"session": "session", "checkin": "check-in"}


def reason(session: Session, message: OutboxMessage, now: datetime) -> str:
    """A sentence for whoever looks after the messages; empty while the message is true."""
    subject = Subject(session, message, now)
    for cause in matrix.EVENTS[message.event].void_when:
        if sentence := CHECKS[cause](subject):
            return sentence
    return ""


@dataclass
class Subject:
    """What a message is about, read when it is asked for."""

    session: Session
    message: OutboxMessage
    now: datetime

    @cached_property
    def told(self) -> list[Booking]:
        """The bookings that it names, as far as they are still there."""
        ids = [UUID(one) for one in self.message.payload.get("booking_ids", ())]
        return [one for one in (self._as_it_is(Booking, id) for id in ids) if one]

    @cached_property
    def standing(self) -> list[Booking]:
        """Where moves have led those that weren't cancelled."""
        found = (current(self.session, one) for one in self.told)
        return [one for one in found if one.status != "cancelled"]

    @cached_property
    def kind(self) -> str:
        return KINDS[self.told[0].booking_type] if self.told else "appointment"

    @cached_property
    def coach(self) -> Profile | None:
        return self.session.get(Profile, self.message.coach_id) if self.message.coach_id else None

    @cached_property
    def package(self) -> SessionPackage | None:
        return self._as_it_is(SessionPackage, self.message.subject_id)

    @property
    def link(self) -> OneTimeToken | None:
        return self._as_it_is(OneTimeToken, self.message.subject_id)

    def _as_it_is(self, model: type[Row], id: UUID) -> Row | None:
        """A session that writes may hold it as it was."""
        if is_reading(self.session):
            return lookups.get(self.session, model, id)
        return self.session.get(model, id, populate_existing=True)


def _cancelled(subject: Subject) -> str:
    return "" if subject.standing else f"The {subject.kind} was cancelled."


def _is_standing(subject: Subject) -> str:
    return f"The {subject.kind} takes place after all." if subject.standing else ""


def _moved(subject: Subject) -> str:
    if any(one.cancelled_by != "reschedule" for one in subject.told):
        return ""
    return f"The {subject.kind} is at another time by now."


def _started(subject: Subject) -> str:
    if any(one.starts_at > subject.now for one in subject.standing):
        return ""
    return f"The {subject.kind} has started."


def _answered(subject: Subject) -> str:
    if subject.coach is None or not subject.standing:
        return "The form is gone."
    known = checkin_facts(
        subject.session, subject.standing[0], subject.coach, at=subject.message.created_at
    )
    return "" if known.is_asked else "The form is filled in."


def _not_low(subject: Subject) -> str:
    package = subject.package
    practice = subject.session.get(CoachSettings, package.coach_id) if package else None
    if package and practice and package.remaining_sessions <= practice.renewal_threshold:
        return ""
    return "There are more sessions left by now."


def _none_left(subject: Subject) -> str:
    package = subject.package
    return "" if package and package.remaining_sessions else "The package has no sessions left."


def _package_over(subject: Subject) -> str:
    package = subject.package
    if package is None or package.voided_at is not None:
        return "The package was voided."
    ends_at = package.expires_at
    if ends_at is not None and ends_at < subject.now:
        return "The package has ended."
    told = subject.message.payload.get("ends_at")
    if told and (ends_at is None or datetime.fromisoformat(told) != ends_at):
        return "The package ends on another day by now."
    return ""


def _nothing_tomorrow(subject: Subject) -> str:
    coach = subject.coach
    if coach and agendas.bookings_on(
        subject.session, coach, agendas.day_of(subject.message, coach)
    ):
        return ""
    return "Nothing is booked for that day any more."


def _link_used(subject: Subject) -> str:
    link = subject.link
    if link is None or link.used_at is not None:
        return "The link was used or replaced."
    return "" if link.expires_at > subject.now else "The link has expired."


def _reconnected(subject: Subject) -> str:
    coach_id = subject.message.coach_id
    known = subject.session.get(GoogleConnection, coach_id, populate_existing=True)
    if known is not None and known.status == "needs_reconnect":
        return ""
    return "Google Calendar is connected again, or no longer at all."


CHECKS: Mapping[Void, Callable[[Subject], str]] = {
    "cancelled": _cancelled,
    "standing": _is_standing,
    "moved": _moved,
    "started": _started,
    "answered": _answered,
    "not low": _not_low,
    "no sessions left": _none_left,
    "package over": _package_over,
    "nothing tomorrow": _nothing_tomorrow,
    "link used": _link_used,
    "reconnected": _reconnected,
}
