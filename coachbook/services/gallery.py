"""Every message of the matrix as its reader would get it, about sample people."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from coachbook.errors import NotFound
from coachbook.models import InAppNotification, OutboxMessage, Profile
from coachbook.notifications import matrix, messages, pushes
from coachbook.notifications.sending import Email, Push
from coachbook.services import people, sample_practice
from coachbook.services.activity_notes import Note, Side, notes_of
from coachbook.services.people import Person, require_owner


@dataclass(frozen=True)
class Sample:
    """One event and what it looks like on each channel that it goes out on."""

    event: str
    known: matrix.Event
    reader: Person
    at: datetime
    email: Email | None
    push: Push | None
    note: Note | None


def samples(_session: Session, *, by: Person, now: datetime) -> tuple[Sample, ...]:
    """In the order of the matrix."""
    require_owner(by)
    with sample_practice.opened(now) as session:
        return tuple(sample(session, event, now) for event in matrix.EVENTS)


def email(_session: Session, event: str, *, by: Person, now: datetime) -> Email:
    require_owner(by)
    if event not in matrix.EVENTS:
        raise NotFound
    with sample_practice.opened(now) as session:
        found = _email(session, event)
    if found is None:
        raise NotFound
    return found


def sample(session: Session, event: str, now: datetime) -> Sample:
    known = matrix.EVENTS[event]
    name = "Ruth Adeyemi" if known.audience == "coach" else "Dana Whitfield"
    reader = people.person(session, session.get_one(Profile, sample_practice.key(name)))
    return Sample(
        event=event,
        known=known,
        reader=reader,
        at=now,
        email=_email(session, event),
        push=_push(session, event, now),
        note=_note(session, event, reader),
    )


def _email(session: Session, event: str) -> Email | None:
    row = _row(session, event, "email")
    return messages.render(session, row) if row else None


def _push(session: Session, event: str, now: datetime) -> Push | None:
    row = _row(session, event, "push")
    return pushes.push(session, row, now=now) if row else None


def _row(session: Session, event: str, channel: str) -> OutboxMessage | None:
    return session.exec(
        select(OutboxMessage).where(OutboxMessage.event == event, OutboxMessage.channel == channel)
    ).first()


def _note(session: Session, event: str, reader: Person) -> Note | None:
    rows = session.exec(select(InAppNotification).where(InAppNotification.event == event)).all()
    side: Side = "coach" if matrix.EVENTS[event].audience == "coach" else "client"
    return notes_of(session, reader, rows, side=side)[0] if rows else None
