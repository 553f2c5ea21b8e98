"""Notices that a package ends: 30 and 7 days before, once per package and day of its end."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachbook.models import CoachClient, OutboxMessage, SessionPackage
from coachbook.notifications import outbox
from coachbook.notifications.outbox import Queued

MONTH, WEEK = timedelta(days=30), timedelta(days=7)
EVENTS: Mapping[timedelta, tuple[str, str]] = {
    MONTH: ("package_expiring_month", "client_package_expiring_month"),
    WEEK: ("package_expiring_week", "client_package_expiring_week"),
}


def queue_notices(
    session: Session, coach_id: UUID, *, on: date, zone: ZoneInfo, now: datetime
) -> int:
    """Tell of packages with sessions left that end soon; how many. `on` is the coach's date.

    A day that was missed is made up for, while the notice is still true; within a week of the end
    the month's is left out. None is told of whose package was sold inside the span.
    """
    found = [
        (package, span)
        for package in _ending(session, coach_id, on, now)
        if (span := _span(package, on, zone))
    ]
    told = _told(session, [package.id for package, _ in found])
    news = [one for package, span in found for one in _notices(package, span, zone, now)]
    fresh = [one for one in news if one.key not in told]
    outbox.queue_many(session, fresh)
    return len({one.subject_id for one in fresh})


def _ending(session: Session, coach_id: UUID, on: date, now: datetime) -> list[SessionPackage]:
    """A day more than the month, whatever the zones: the date decides."""
    last = datetime.combine(on + MONTH + timedelta(days=2), time(), UTC)
    asked = (
        select(SessionPackage)
        .join(
            CoachClient,
            (col(CoachClient.coach_id) == col(SessionPackage.coach_id))
            & (col(CoachClient.client_id) == col(SessionPackage.client_id)),
        )
        .where(
            SessionPackage.coach_id == coach_id,
            CoachClient.status != "archived",
            SessionPackage.remaining_sessions > 0,
            col(SessionPackage.voided_at).is_(None),
            col(SessionPackage.expires_at) >= now,
            col(SessionPackage.expires_at) < last,
        )
    )
    return list(session.exec(asked.execution_options(populate_existing=True)))


def _span(package: SessionPackage, on: date, zone: ZoneInfo) -> timedelta | None:
    """The notice that is due; none if it was sold when that was due already."""
    ends_on = _last_day(package, zone)
    left = ends_on - on
    span = WEEK if left <= WEEK else MONTH
    sold_on = package.created_at.astimezone(zone).date()
    return span if left <= span and ends_on - sold_on > span else None


def _notices(
    package: SessionPackage, span: timedelta, zone: ZoneInfo, now: datetime
) -> Iterator[Queued]:
    assert package.expires_at is not None  # it was asked for
    ends_on = _last_day(package, zone)
    week_begins = datetime.combine(ends_on - WEEK, time(), zone).astimezone(UTC)
    for event, recipient_id in zip(
        EVENTS[span], (package.client_id, package.coach_id), strict=True
    ):
        yield Queued(
            event,
            recipient_id=recipient_id,
            coach_id=package.coach_id,
            subject_id=package.id,
            due_at=now,
            created_at=now,
            version=ends_on.toordinal(),
            payload={"left": package.remaining_sessions, "ends_at": package.expires_at.isoformat()},
            useless_at=package.expires_at if span == WEEK else week_begins,
        )


def _told(session: Session, package_ids: list[UUID]) -> set[str]:
    """The keys of those that were written, without their channel."""
    if not package_ids:
        return set()
    events = [event for pair in EVENTS.values() for event in pair]
    found = session.exec(
        select(OutboxMessage.unique_key).where(
            col(OutboxMessage.subject_id).in_(package_ids),
            col(OutboxMessage.event).in_(events),
        )
    )
    return {key.rpartition(":")[0] for key in found}


def _last_day(package: SessionPackage, zone: ZoneInfo) -> date:
    assert package.expires_at is not None  # those without an end were not asked for
    return package.expires_at.astimezone(zone).date()
