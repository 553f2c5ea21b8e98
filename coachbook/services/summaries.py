"""The evening's summary for a coach: what is booked for tomorrow. Nothing booked, nothing said."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coachbook.models import Profile
from coachbook.notifications import agendas, outbox


def queue_summary(
    session: Session, coach_id: UUID, *, on: date, zone: ZoneInfo, now: datetime
) -> int:
    """`on` is the coach's date today; 1 if there is something to tell.

    Of no use once tomorrow has begun.
    """
    coach = session.get_one(Profile, coach_id, populate_existing=True)
    tomorrow = on + agendas.A_DAY
    if not agendas.bookings_on(session, coach, tomorrow):
        return 0
    outbox.queue(
        session,
        "daily_summary",
        recipient_id=coach_id,
        coach_id=coach_id,
        subject_id=coach_id,
        version=tomorrow.toordinal(),
        payload={"on": tomorrow.isoformat()},
        due_at=now,
        created_at=now,
        useless_at=agendas.midnight(tomorrow, zone),
    )
    return 1
