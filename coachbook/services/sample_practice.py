"""A few people and one row of each message, in a database of its own that is gone after a look.

Nothing of it is anybody's: whoever runs the machine may look at it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coachbook import database
from coachbook.models import (
    Booking,
    CheckinFormQuestion,
    CoachClient,
    CoachSettings,
    InAppNotification,
    OneTimeToken,
    OutboxMessage,
    Profile,
    SessionPackage,
    metadata,
)
from coachbook.notifications import matrix

ROOT = UUID("5a3b1e00-0000-4000-8000-000000000000")
ZONE = ZoneInfo("America/New_York")
JOINED_BEFORE = timedelta(days=90)


def key(name: str) -> UUID:
    """The same every time, so that what is made of it is the same too."""
    return uuid5(ROOT, name)


@dataclass(frozen=True)
class Samples:
    """What messages can be about. Times are by the coach's clock, counted from today."""

    now: datetime
    coach: Profile
    client: Profile

    def at(self, days: int, hour: int) -> datetime:
        on = self.now.astimezone(ZONE).date() + timedelta(days=days)
        return datetime.combine(on, time(hour), tzinfo=ZONE)


@contextmanager
def opened(now: datetime) -> Iterator[Session]:
    """A session on the sample practice, with the messages of every event."""
    engine = database.make_engine("sqlite://")
    try:
        metadata.create_all(engine)
        with Session(engine.execution_options(is_writing=True), expire_on_commit=False) as session:
            _fill(session, now)
            yield session
    finally:
        engine.dispose()


def _fill(session: Session, now: datetime) -> None:
    samples = _people(session, now)
    _bookings(session, samples)
    _links(session, samples)
    session.flush()
    for event, known in matrix.EVENTS.items():
        _tell(session, samples, event, known)
    session.flush()


def _people(session: Session, now: datetime) -> Samples:
    coach = _person(session, "Ruth Adeyemi", "ruth@harborstrength.example.com", now, is_coach=True)
    client = _person(session, "Dana Whitfield", "dana.whitfield@mail.example.com", now)
    session.flush()
    session.add(
        CoachSettings(
            coach_id=coach.id,
            practice_name="Harbor Strength",
            meeting_address="https://meet.example.com/harbor-strength",
            set_up_at=coach.created_at,
        )
    )
    session.add(
        CoachClient(
            id=key("relation"),
            coach_id=coach.id,
            client_id=client.id,
            name=client.name,
            status="active",
            invited_at=coach.created_at,
        )
    )
    session.add(
        CheckinFormQuestion(
            coach_id=coach.id, question="How did you sleep this week?", question_type="scale"
        )
    )
    return Samples(now, coach, client)


def _person(
    session: Session, name: str, email: str, now: datetime, *, is_coach: bool = False
) -> Profile:
    made = Profile(
        id=key(name),
        name=name,
        email=email,
        time_zone=ZONE.key,
        is_coach=is_coach,
        created_at=now - JOINED_BEFORE,
    )
    session.add(made)
    return made


def _bookings(session: Session, samples: Samples) -> None:
    for name, size, left, ends in (
        ("package", 12, 7, 41),
        ("low package", 12, 2, 41),
        ("month package", 12, 5, 30),
        ("week package", 12, 3, 7),
    ):
        _package(session, samples, name, size, left, ends)
    session.flush()
    for name, kind, days, hour in (
        ("session", "session", 1, 9),
        ("second", "session", 3, 9),
        ("third", "session", 8, 9),
        ("other", "session", 1, 15),
        ("check-in", "checkin", 1, 12),
    ):
        _booking(session, samples, name, kind, days, hour)
    session.flush()
    _booking(session, samples, "was", "session", 2, 17, cancelled_by="reschedule", chain="moved")
    session.flush()
    _booking(session, samples, "moved", "session", 4, 8, sequence=1, chain="moved")
    _booking(session, samples, "cancelled", "session", 5, 10, cancelled_by="client")


def _package(
    session: Session, samples: Samples, name: str, size: int, left: int, days: int
) -> None:
    session.add(
        SessionPackage(
            id=key(name),
            client_id=samples.client.id,
            coach_id=samples.coach.id,
            total_sessions=size,
            remaining_sessions=left,
            session_duration_minutes=60,
            expires_at=samples.at(days + 1, 0) - timedelta(microseconds=1),
            created_at=samples.now - timedelta(days=60),
        )
    )


def _booking(
    session: Session,
    samples: Samples,
    name: str,
    kind: str,
    days: int,
    hour: int,
    *,
    cancelled_by: str | None = None,
    sequence: int = 0,
    chain: str = "",
) -> None:
    starts_at = samples.at(days, hour)
    length = timedelta(minutes=60 if kind == "session" else 30)
    session.add(
        Booking(
            id=key(name),
            client_id=samples.client.id,
            coach_id=samples.coach.id,
            package_id=key("package") if kind == "session" else None,
            booking_type=kind,
            starts_at=starts_at,
            ends_at=starts_at + length,
            status="cancelled" if cancelled_by else "confirmed",
            created_at=samples.now - timedelta(days=1),
            cancelled_at=samples.now if cancelled_by else None,
            cancelled_by=cancelled_by,
            rescheduled_from_id=key("was") if name == "moved" else None,
            chain_id=key(chain or name),
            sequence=sequence,
        )
    )


def _links(session: Session, samples: Samples) -> None:
    for purpose in ("invitation", "sign_in", "reset_password", "change_email"):
        is_change = purpose == "change_email"
        session.add(
            OneTimeToken(
                id=key(purpose),
                purpose=purpose,
                profile_id=samples.client.id,
                relation_id=key("relation") if purpose == "invitation" else None,
                new_email="dana@new.example.com" if is_change else None,
                created_at=samples.now,
                expires_at=samples.now + timedelta(hours=1),
            )
        )


@dataclass(frozen=True)
class About:
    """What one event is filed under, and what its row carries."""

    subject: str
    payload: Mapping[str, object]
    has_coach: bool = True


def _of_bookings(*names: str, by: str = "client", was: str = "") -> About:
    moved = {"was_id": str(key(was))} if was else {}
    ids = [str(key(name)) for name in names]
    return About(names[0], {"booking_ids": ids, "by": by, **moved})


def _of_account(purpose: str, **payload: object) -> About:
    return About(purpose, payload, has_coach=False)


STORIES: Mapping[str, About] = {
    "session_booked": _of_bookings("session", "second", "third"),
    "checkin_booked": _of_bookings("check-in"),
    "session_reminder": _of_bookings("session"),
    "checkin_reminder": _of_bookings("check-in"),
    "checkin_form_reminder": _of_bookings("check-in"),
    "session_rescheduled": _of_bookings("moved", was="was", by="coach"),
    "session_cancelled": _of_bookings("cancelled"),
    "low_sessions": About("low package", {"left": 2, "elsewhere": 15}),
    "package_expiring_month": About("month package", {"left": 5}),
    "package_expiring_week": About("week package", {"left": 3}),
    "new_booking": _of_bookings("session", "second"),
    "client_cancelled": _of_bookings("cancelled"),
    "client_rescheduled": _of_bookings("moved", was="was"),
    "checkin_form_submitted": _of_bookings("check-in"),
    "client_low_sessions": About("low package", {"left": 2}),
    "client_package_expiring_month": About("month package", {"left": 5}),
    "client_package_expiring_week": About("week package", {"left": 3}),
    "daily_summary": About("Ruth Adeyemi", {}),
    "meet_link_ready": _of_bookings("check-in", by="google"),
    "meet_failed": _of_bookings("check-in", by="google"),
    "google_needs_reconnect": About("Ruth Adeyemi", {}),
    "google_repaired": About("Ruth Adeyemi", {"count": 2}),
    "invitation": About("invitation", {"name": "Dana Whitfield"}),
    "sign_in_link": _of_account("sign_in"),
    "reset_password": _of_account("reset_password"),
    "change_email": _of_account("change_email", address="dana@new.example.com"),
    "email_changed": _of_account("change_email", address="dana.w@old.example.com"),
}


def _tell(session: Session, samples: Samples, event: str, known: matrix.Event) -> None:
    about = STORIES[event]
    is_for_coach = known.audience == "coach"
    common: dict[str, Any] = {
        "event": event,
        "recipient_id": (samples.coach if is_for_coach else samples.client).id,
        "coach_id": samples.coach.id if about.has_coach else None,
        "subject_id": key(about.subject),
        "payload": dict(about.payload),
        "created_at": samples.now,
    }
    for channel in sorted(known.channels - matrix.IN_APP):
        name = f"{event}:{channel}"
        letter: dict[str, Any] = {
            "id": key(name),
            "unique_key": name,
            "channel": channel,
            "due_at": samples.now,
        }
        session.add(OutboxMessage(**common, **letter))
    if known.audience == "client" or "in_app" in known.channels:
        name = f"{event}:in_app"
        note: dict[str, Any] = {"id": key(name), "unique_key": name, "visible_at": samples.now}
        session.add(InAppNotification(**common, **note))
