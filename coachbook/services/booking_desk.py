"""Everything the client's booking page stands on, in one read: coach, credits, open times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.services import client_booking
from coachbook.services.client_booking import Basket, Coach, Openings, Standing
from coachbook.services.habits import Habits, habits
from coachbook.services.people import Person


@dataclass(frozen=True)
class Desk:
    """`today` is the reader's. Without a coach there is nothing else, without a credit no times."""

    today: date
    coaches: tuple[Coach, ...] = ()
    coach: Coach | None = None
    standing: Standing | None = None
    minutes: int = 0
    openings: Openings | None = None
    basket: Basket | None = None
    habits: Habits | None = None


def desk(
    session: Session,
    *,
    by: Person,
    now: datetime,
    coach_id: UUID | None = None,
    minutes: int = 0,
    week_of: date | None = None,
    starts: Sequence[datetime] = (),
) -> Desk:
    """With the coach and the length that were asked for, where there are such, else the first.

    `starts` is what is in the basket; it is asked about anew.
    """
    today = now.astimezone(by.zone).date()
    coaches = client_booking.coaches(session, by=by)
    coach = next((one for one in coaches if one.id == coach_id), next(iter(coaches), None))
    if coach is None:
        return Desk(today)
    standing = client_booking.standing(session, by=by, coach_id=coach.id, now=now)
    length = _length(standing, minutes)
    if not length:
        kept = habits(
            session, by=by, coach=coach, standing=standing, openings=None, minutes=0, now=now
        )
        return Desk(today, tuple(coaches), coach, standing, habits=kept)
    openings = client_booking.openings(
        session, by=by, coach_id=coach.id, minutes=length, now=now, week_of=week_of
    )
    basket = client_booking.basket(
        session, by=by, coach_id=coach.id, minutes=length, starts=starts, now=now
    )
    kept = habits(
        session, by=by, coach=coach, standing=standing, openings=openings, minutes=length, now=now
    )
    return Desk(today, tuple(coaches), coach, standing, length, openings, basket, kept)


def _length(standing: Standing, minutes: int) -> int:
    known = [length.minutes for length in standing.lengths]
    return minutes if minutes in known else next(iter(known), 0)
