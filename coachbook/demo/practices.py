"""The sample's people and how each coach's practice is set up."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from coachbook.availability import Hours, Kind
from coachbook.demo import weeks
from coachbook.demo.cast import Client, Coach
from coachbook.demo.shelf import Shelf
from coachbook.models import (
    AvailabilityOverride,
    AvailabilityTemplate,
    CheckinFormQuestion,
    CoachClient,
    CoachSettings,
    PackageTemplate,
    Profile,
)

BEGAN = timedelta(weeks=62)


def add_coach(
    shelf: Shelf, coach: Coach, *, is_owner: bool, password_hash: str, now: datetime
) -> Profile:
    profile = shelf.add(
        Profile(
            id=shelf.new_id(),
            email=coach.email,
            name=coach.name,
            time_zone=coach.zone,
            is_coach=True,
            is_owner=is_owner,
            password_hash=password_hash,
            created_at=now - BEGAN,
        )
    )
    shelf.add(
        CoachSettings(
            coach_id=profile.id,
            practice_name=coach.practice,
            meeting_address=coach.meeting_address,
            currency=coach.currency,
            set_up_at=now - BEGAN,
        )
    )
    _add_plans(shelf, coach, profile.id, now)
    _add_questions(shelf, coach, profile.id)
    return profile


def _add_plans(shelf: Shelf, coach: Coach, coach_id: UUID, now: datetime) -> None:
    for order, plan in enumerate(coach.plans):
        shelf.add(
            PackageTemplate(
                id=shelf.new_id(),
                coach_id=coach_id,
                name=plan.name,
                total_sessions=plan.sessions,
                session_duration_minutes=plan.minutes,
                valid_months=plan.months,
                price_cents=plan.price * 100 if plan.price else None,
                sort_order=order,
                created_at=now - BEGAN,
            )
        )


def _add_questions(shelf: Shelf, coach: Coach, coach_id: UUID) -> None:
    for order, (question, kind, options) in enumerate(coach.questions):
        shelf.add(
            CheckinFormQuestion(
                id=shelf.new_id(),
                coach_id=coach_id,
                question=question,
                question_type=kind,
                options=list(options) or None,
                sort_order=order,
                is_required=order == 0,
            )
        )


def add_hours(
    shelf: Shelf, coach_id: UUID, number: int, zone: ZoneInfo, now: datetime
) -> dict[Kind, Hours]:
    """The `number`th coach's weeks and the dates that differ."""
    differing = weeks.differences(number, now.astimezone(zone).date())
    plans: dict[Kind, dict[str, str]] = {
        "session": weeks.SESSIONS[number],
        "checkin": weeks.CHECKINS[number],
    }
    hours: dict[Kind, Hours] = {}
    for kind, plan in plans.items():
        own = tuple(one.override for one in differing if one.kind == kind)
        hours[kind] = Hours(zone, weeks.windows(plan), own)
        _add_week(shelf, coach_id, kind, hours[kind])
    _add_differences(shelf, coach_id, differing, now)
    return hours


def _add_week(shelf: Shelf, coach_id: UUID, kind: Kind, hours: Hours) -> None:
    for window in hours.windows:
        shelf.add(
            AvailabilityTemplate(
                id=shelf.new_id(),
                coach_id=coach_id,
                availability_type=kind,
                day_of_week=window.day_of_week,
                start_time=window.start,
                end_time=window.end,
                max_concurrent_clients=window.capacity,
            )
        )


def _add_differences(
    shelf: Shelf, coach_id: UUID, differing: Sequence[weeks.Difference], now: datetime
) -> None:
    for one in differing:
        shelf.add(
            AvailabilityOverride(
                id=shelf.new_id(),
                coach_id=coach_id,
                availability_type=one.kind,
                date=one.override.on,
                start_time=one.override.start,
                end_time=one.override.end,
                is_blocked=one.override.is_blocked,
                max_concurrent_clients=one.override.capacity,
                note=one.note,
                created_at=now - BEGAN,
            )
        )


def add_client(
    shelf: Shelf, client: Client, coach: Coach, *, password_hash: str, joined_at: datetime
) -> Profile:
    """Somebody who was only invited has no password yet."""
    return shelf.add(
        Profile(
            id=shelf.new_id(),
            email=address(client, coach),
            name=client.name,
            time_zone=client.zone or coach.zone,
            password_hash=None if client.status == "invited" else password_hash,
            created_at=joined_at,
        )
    )


def address(client: Client, coach: Coach) -> str:
    """In plain letters (`íñigo` becomes `inigo`), which every mail system takes."""
    apart = unicodedata.normalize("NFKD", client.name.lower().replace(" ", "."))
    return f"{apart.encode('ascii', 'ignore').decode()}@{coach.mail}"


def add_relation(
    shelf: Shelf,
    client: Client,
    client_id: UUID,
    coach_id: UUID,
    *,
    joined_at: datetime,
    left_at: datetime | None,
) -> None:
    is_invited = client.status == "invited"
    shelf.add(
        CoachClient(
            id=shelf.new_id(),
            coach_id=coach_id,
            client_id=client_id,
            name=client.name,
            status=client.status,
            notes=client.note,
            invited_at=joined_at - timedelta(days=2, hours=5),
            joined_at=None if is_invited else joined_at,
            archived_at=left_at,
        )
    )
