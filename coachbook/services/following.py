"""Who may follow a coach's calendar on an open page, and how far it has come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.models import CalendarVersion, CoachClient
from coachbook.services import activity
from coachbook.services.people import Person


@dataclass(frozen=True)
class News:
    """`version` is for everyone who follows, the rest for the coach alone.

    `newest_at` is when the newest unread note appeared: one read and one come in between looks
    leave the count as it was.
    """

    version: int
    unread: int = 0
    newest_at: datetime | None = None


def may_follow(session: Session, coach_id: UUID, *, by: Person) -> bool:
    """The coach, and whoever is a client of theirs now."""
    if by.id == coach_id:
        return by.is_coach
    relation = select(CoachClient.id).where(
        CoachClient.coach_id == coach_id,
        CoachClient.client_id == by.id,
        CoachClient.status != "archived",
    )
    return session.exec(relation).first() is not None


def news(session: Session, coach_ids: Collection[UUID], *, now: datetime) -> dict[UUID, News]:
    """How far each coach's calendar and activity have come."""
    unread = activity.unread_counts(session, coach_ids, now=now)
    return {
        coach_id: News(version, *unread.get(coach_id, (0, None)))
        for coach_id, version in versions(session, coach_ids).items()
    }


def inboxes(session: Session, client_ids: Collection[UUID], *, now: datetime) -> dict[UUID, News]:
    """What each has not read of what they are told as a client."""
    unread = activity.unread_counts(session, client_ids, now=now, side="client")
    return {one: News(0, *unread.get(one, (0, None))) for one in client_ids}


def versions(session: Session, coach_ids: Collection[UUID]) -> dict[UUID, int]:
    """The calendar version of each; 0 where nothing has ever changed."""
    found = session.exec(
        select(CalendarVersion.coach_id, CalendarVersion.version).where(
            col(CalendarVersion.coach_id).in_(coach_ids)
        )
    )
    return dict.fromkeys(coach_ids, 0) | dict(found.all())
