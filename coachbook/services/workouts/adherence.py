"""How much of what was planned a client did: by ISO weeks, up to the client's own today.

What is planned for today counts once it is done, and as missed from tomorrow on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from coachbook.services.people import Person, require_coach, zone_of
from coachbook.services.workouts import views
from coachbook.services.workouts.views import WorkoutView

WEEKS = 12
LATE_WEEKS = 4
MOST_NOTES = 10
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    monday: date
    planned: int
    done: int


@dataclass(frozen=True)
class Adherence:
    """`weeks` are the last twelve, the oldest first, this one last. `noted` are the workouts of
    these weeks, and of the next, with a note of the client's, the newest first.
    """

    weeks: tuple[Week, ...]
    noted: tuple[WorkoutView, ...]

    def last(self, weeks: int) -> Week:
        """The last so many weeks as if they were one."""
        some = self.weeks[-weeks:]
        return Week(some[0].monday, sum(one.planned for one in some), sum(one.done for one in some))


def adherence(session: Session, client_id: UUID, *, by: Person, now: datetime) -> Adherence:
    """Of the caller's own workouts for this client."""
    require_coach(by)
    today = today_of(session, client_id, now)
    first = monday_of(today) - (WEEKS - 1) * A_WEEK
    last = monday_of(today) + 2 * A_WEEK
    found = views.of_client(session, by=by, client_id=client_id, first=first, last=last)
    mondays = [first + week * A_WEEK for week in range(WEEKS)]
    noted = sorted(
        (one for one in found if one.client_note), key=lambda one: one.scheduled_on, reverse=True
    )
    return Adherence(
        tuple(_week(monday, found, today) for monday in mondays), tuple(noted[:MOST_NOTES])
    )


def today_of(session: Session, client_id: UUID, now: datetime) -> date:
    """The date that it is for the client."""
    return now.astimezone(zone_of(session, client_id)).date()


def monday_of(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _week(monday: date, found: Iterable[WorkoutView], today: date) -> Week:
    inside = [one for one in found if monday <= one.scheduled_on < monday + A_WEEK]
    due = _due(inside, today)
    return Week(monday, len(due), sum(one.is_done for one in due))


def _due(found: Sequence[WorkoutView], today: date) -> list[WorkoutView]:
    return [one for one in found if one.is_done or one.scheduled_on < today]
