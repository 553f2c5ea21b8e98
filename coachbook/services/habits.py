"""What a client keeps doing with one coach: the streak, the usual times, the same time again."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from coachbook.services import rebooking, streaks, usual_times
from coachbook.services.client_booking import Coach, Openings, Standing
from coachbook.services.people import Person
from coachbook.services.rebooking import Rebook
from coachbook.services.streaks import Streak
from coachbook.services.usual_times import Offer


@dataclass(frozen=True)
class Habits:
    """`can_keep`: a session can still be booked and held before the streak ends; None where it
    wasn't asked, or of one length among several alone.
    """

    coach: Coach
    streak: Streak
    usual: Offer | None
    rebook: Rebook | None
    can_keep: bool | None


def habits(
    session: Session,
    *,
    by: Person,
    coach: Coach,
    standing: Standing,
    openings: Openings | None,
    minutes: int,
    now: datetime,
) -> Habits:
    """`openings` are those of sessions of that length, None where they weren't looked up."""
    again = rebooking.rebook(session, by=by, coach_id=coach.id, now=now)  # refuses strangers
    streak = streaks.streak(session, coach_id=coach.id, client_id=by.id, zone=coach.zone, now=now)
    usual = _usual(session, by, coach, openings, minutes) if openings else None
    if usual and again and usual.starts == (again.starts_at,):
        usual = None  # one card is enough for one time
    return Habits(coach, streak, usual, again, _can_keep(streak, standing, openings))


def _usual(
    session: Session, by: Person, coach: Coach, openings: Openings, minutes: int
) -> Offer | None:
    return usual_times.offer(
        session,
        openings.usual,
        coach_id=coach.id,
        client_id=by.id,
        zone=coach.zone,
        minutes=minutes,
    )


def _can_keep(streak: Streak, standing: Standing, openings: Openings | None) -> bool | None:
    if not standing.available:
        return False
    if openings and openings.next_open and openings.next_open < streak.ends_at:
        return True
    return None if openings is None or len(standing.lengths) > 1 else False
