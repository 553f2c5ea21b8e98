"""Moving a practice to another time zone, and what is looked at afterwards."""

from datetime import date, datetime, time

from sqlmodel import Session, col, select

from coachbook.models import (
    AvailabilityOverride,
    AvailabilityTemplate,
    Booking,
    ClientCheckinUsage,
    Profile,
)
from coachbook.services import invariants, zone_changes, zone_effects
from coachbook.services.zone_changes import Keep
from tests import factories
from tests.conftest import NOW
from tests.practices import Practice


def move(practice: Practice, zone: str, keep: Keep = "clock") -> None:
    profile = practice.session.get_one(Profile, practice.coach.id)
    zone_changes.change_zone(
        practice.session, by=practice.coach, zone=zone, keep=keep, seen=profile.time_zone, now=NOW
    )


def week(practice: Practice) -> list[tuple[int, str]]:
    rows = practice.session.exec(
        select(AvailabilityTemplate).order_by(
            col(AvailabilityTemplate.day_of_week), col(AvailabilityTemplate.start_time)
        )
    )
    return [(one.day_of_week, f"{one.start_time:%H:%M}-{one.end_time:%H:%M}") for one in rows]


def dates(practice: Practice) -> list[str]:
    rows = practice.session.exec(
        select(AvailabilityOverride).order_by(
            col(AvailabilityOverride.date), col(AvailabilityOverride.start_time)
        )
    )
    return [
        f"{one.date} {one.start_time:%H:%M}-{one.end_time:%H:%M}"
        if one.start_time and one.end_time
        else f"{one.date}"
        for one in rows
    ]


def off(practice: Practice, on: str, start: str = "", end: str = "") -> None:
    practice.session.add(
        AvailabilityOverride(
            coach_id=practice.coach.id, availability_type="session", date=date.fromisoformat(on),
            start_time=time.fromisoformat(start) if start else None,
            end_time=time.fromisoformat(end) if end else None,
            is_blocked=True, note="Away", created_at=NOW,
        )
    )  # fmt: skip
    practice.session.flush()


def effects(practice: Practice, zone: str, keep: Keep = "clock") -> zone_effects.ZoneEffects:
    return zone_effects.effects(practice.session, by=practice.coach, zone=zone, keep=keep, now=NOW)


def checkins(practice: Practice, *starts: datetime) -> list[Booking]:
    factories.hours(practice.session, practice.coach, kind="checkin", start="00:00", end="00:00")
    made = factories.booked(
        practice.session, practice.coach, practice.client, *starts, kind="checkin", minutes=30
    )
    return [practice.session.get_one(Booking, one.id) for one in made]


def used(practice: Practice) -> dict[date, object]:
    rows = practice.session.exec(select(ClientCheckinUsage))
    return {row.month: row.booking_id for row in rows}


def is_clean(session: Session) -> bool:
    return problems(session) == []


def problems(session: Session) -> list[str]:
    report = invariants.check(session, now=NOW)
    found = (one.sentence for finding in report.findings for one in finding.offenders)
    return [sentence for sentence in found if "owners" not in sentence]
