"""Everything the client's booking page stands on, in one read: coach, credits, open times."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from coachbook.availability import Kind
from coachbook.services import checkin_forms, checkins, client_booking
from coachbook.services.checkin_forms import Question
from coachbook.services.checkins import CheckinStanding
from coachbook.services.client_booking import Basket, Coach, Openings, Standing
from coachbook.services.habits import Habits, habits
from coachbook.services.openings import CHECKIN_MINUTES
from coachbook.services.people import Person


@dataclass(frozen=True)
class Desk:
    """`today` is the reader's. Without a coach there is nothing else, without a credit no times of
    sessions. `questions` are what the coach asks before a check-in, where that is booked. All is
    right `fresh_for` that long: then the coach's next day begins, and perhaps a month.
    """

    today: date
    fresh_for: timedelta = timedelta(days=1)
    coaches: tuple[Coach, ...] = ()
    coach: Coach | None = None
    kind: Kind = "session"
    standing: Standing | None = None
    checkin: CheckinStanding | None = None
    minutes: int = 0
    openings: Openings | None = None
    basket: Basket | None = None
    habits: Habits | None = None
    questions: tuple[Question, ...] = ()


def desk(
    session: Session,
    *,
    by: Person,
    now: datetime,
    coach_id: UUID | None = None,
    kind: Kind = "session",
    minutes: int = 0,
    week_of: date | None = None,
    starts: Sequence[datetime] = (),
    has_habits: bool = True,
) -> Desk:
    """With the coach and the length that were asked for, where there are such, else the first.

    `starts` is what is in the basket; it is asked about anew. Habits are left out where a page has
    them already: another week or another choice doesn't change them.
    """
    today = now.astimezone(by.zone).date()
    coaches = client_booking.coaches(session, by=by)
    coach = next((one for one in coaches if one.id == coach_id), next(iter(coaches), None))
    if coach is None:
        return Desk(today)
    standing = client_booking.standing(session, by=by, coach_id=coach.id, now=now)
    found = Desk(
        today, _rest_of_day(coach, now), tuple(coaches), coach, kind, standing,
        _checkin(session, coach, by, now),
        minutes=CHECKIN_MINUTES if kind == "checkin" else _length(standing, minutes),
    )  # fmt: skip
    if found.minutes:
        found = _laid_out(session, found, coach, by, week_of, starts, now)
    if not has_habits:
        return found
    sessions = found.openings if kind == "session" else None
    kept = habits(
        session, by=by, coach=coach, standing=standing, openings=sessions,
        minutes=found.minutes if sessions else 0, now=now,
    )  # fmt: skip
    return replace(found, habits=kept)


def _rest_of_day(coach: Coach, now: datetime) -> timedelta:
    tomorrow = now.astimezone(coach.zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), coach.zone).astimezone(UTC) - now


def _checkin(session: Session, coach: Coach, by: Person, now: datetime) -> CheckinStanding:
    return checkins.standing(session, coach_id=coach.id, client_id=by.id, zone=coach.zone, now=now)


def _length(standing: Standing, minutes: int) -> int:
    known = [length.minutes for length in standing.lengths]
    return minutes if minutes in known else next(iter(known), 0)


def _laid_out(
    session: Session,
    found: Desk,
    coach: Coach,
    by: Person,
    week_of: date | None,
    starts: Sequence[datetime],
    now: datetime,
) -> Desk:
    """With the times, the basket and the questions."""
    asked: dict[str, Any] = {"by": by, "coach_id": coach.id, "minutes": found.minutes, "now": now}
    asks = found.kind == "checkin"
    return replace(
        found,
        openings=client_booking.openings(session, week_of=week_of, kind=found.kind, **asked),
        basket=client_booking.basket(session, starts=starts, kind=found.kind, **asked),
        questions=checkin_forms.asked(session, coach.id) if asks else (),
    )
