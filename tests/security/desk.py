"""What a coach's desk adds to a practice: rows of each kind, for each coach and each client."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, select

from coachbook.availability import Kind, Window
from coachbook.models import (
    CoachSettings,
    InAppNotification,
    PackageTemplate,
    SessionPackage,
)
from coachbook.services import expiries, hours, packages, voiding
from coachbook.services.packages import TemplateDraft
from coachbook.services.people import Person
from tests import factories
from tests.conftest import NOW

PLANNED_ON = date(2026, 12, 14)
RUN = (date(2026, 12, 21), date(2026, 12, 23))
BOTH: tuple[Kind, ...] = ("session", "checkin")
FIRST_PRICE = 900_000


def furnish(session: Session, coach: Person) -> dict[str, UUID]:
    """Settings, an archived template, a planned week, a run of days off."""
    settings = session.get_one(CoachSettings, coach.id)
    settings.meeting_address = "https://meet.example.com/"
    session.add(settings)
    planned = hours.week(session, by=coach, kind="session", now=NOW)
    hours.save_week(
        session, by=coach, kind="session", windows=_shorter(planned.windows), now=NOW,
        valid_from=PLANNED_ON,
    )  # fmt: skip
    run = factories.block(
        session, by=coach, on=RUN[0], last_on=RUN[1], start=None, end=None, kinds=BOTH, now=NOW
    )
    return {"archived_template": _archived_template(session, coach), "run": run[0].id}


def _shorter(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    return windows[:-1]


def _archived_template(session: Session, coach: Person) -> UUID:
    made = packages.create_template(session, TemplateDraft("Old", 5, 60), by=coach, now=NOW)
    packages.archive_template(session, made.id, by=coach, now=NOW)
    return made.id


def add_prices(session: Session) -> dict[str, UUID]:
    """A price of its own for everything that has one, as pages write it -> whose row it is."""
    found: dict[str, UUID] = {}
    rows: list[PackageTemplate | SessionPackage] = list(session.exec(select(PackageTemplate)))
    rows += session.exec(select(SessionPackage))
    for row in rows:
        row.price_cents = FIRST_PRICE + len(found) * 101
        if isinstance(row, SessionPackage):
            row.currency = "USD"
        session.add(row)
        found[f"{row.price_cents / 100:.2f}"] = row.coach_id
    session.flush()
    return found


def sell(session: Session, coach: Person, client: Person, package_id: UUID) -> dict[str, UUID]:
    """The package runs until another day; one more was voided."""
    version = session.get_one(SessionPackage, package_id).version
    expiries.change_expiry(
        session, package_id, by=coach, expires_on=date(2027, 6, 30), reason="A holiday",
        version=version, now=NOW,
    )  # fmt: skip
    voided = packages.assign(
        session, by=coach, client_id=client.id, total_sessions=3, session_duration_minutes=60,
        expires_on=None, now=NOW,
    )  # fmt: skip
    voiding.void(session, voided.id, by=coach, reason="A mistake", version=1, now=NOW)
    return {"voided": voided.id}


def tell(
    session: Session, coach: Person, booking_id: UUID, package_id: UUID, *, minutes: int
) -> dict[str, UUID]:
    """Notes for the coach: about a booking, about a package; whatever they are about."""
    notes = {"note": ("new_booking", booking_id), "low": ("client_low_sessions", package_id)}
    found = {}
    for name, (event, subject_id) in notes.items():
        note = InAppNotification(
            unique_key=uuid4().hex, recipient_id=coach.id, coach_id=coach.id, event=event,
            subject_id=subject_id, visible_at=NOW - timedelta(minutes=minutes), created_at=NOW,
        )  # fmt: skip
        session.add(note)
        session.flush()
        found[name] = note.id
    return found
