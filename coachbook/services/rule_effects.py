"""What follows from other rules for people and bookings, counted before they are saved."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlmodel import Session, col

from coachbook.models import Booking, ClientBookingStats, CoachClient, SessionPackage
from coachbook.services.booking_settings import BookingRules, checked, saved_rules
from coachbook.services.people import Person, require_coach


@dataclass(frozen=True)
class Effects:
    """How many clients would be flagged, or no longer; packages low, or no longer; bookings
    completed; coming check-ins that would lead to another address."""

    flagged: int = 0
    unflagged: int = 0
    low: int = 0
    no_longer_low: int = 0
    completed: int = 0
    readdressed: int = 0


def effects(session: Session, *, by: Person, rules: BookingRules, now: datetime) -> Effects:
    """Counted with what is saved now. Refuses rules that make no sense."""
    require_coach(by)
    wanted, current = checked(rules), saved_rules(session, by=by).rules
    flagged, unflagged = _flags(session, by, wanted.flag_threshold)
    low, no_longer_low = _low(session, by, current, wanted, now)
    return Effects(
        flagged=flagged if wanted.flag_threshold != current.flag_threshold else 0,
        unflagged=unflagged if wanted.flag_threshold != current.flag_threshold else 0,
        low=low,
        no_longer_low=no_longer_low,
        completed=_completed(session, by, current, wanted, now),
        readdressed=_coming_checkins(session, by, now)
        if wanted.meeting_address != current.meeting_address
        else 0,
    )


def _flags(session: Session, by: Person, threshold: int) -> tuple[int, int]:
    reaches = or_(
        col(ClientBookingStats.no_show_count_90d) >= threshold,
        col(ClientBookingStats.cancellation_count_90d) >= threshold,
    )
    is_flagged = col(ClientBookingStats.is_flagged)
    return (
        _clients(session, by, and_(reaches, not_(is_flagged))),
        _clients(session, by, and_(not_(reaches), is_flagged)),
    )


def _clients(session: Session, by: Person, which: ColumnElement[bool]) -> int:
    is_related = and_(
        col(CoachClient.client_id) == col(ClientBookingStats.client_id),
        col(CoachClient.coach_id) == col(ClientBookingStats.coach_id),
        col(CoachClient.status) != "archived",
    )
    counted = (
        select(func.count())
        .select_from(ClientBookingStats)
        .join(CoachClient, is_related)
        .where(col(ClientBookingStats.coach_id) == by.id, which)
    )
    return int(session.execute(counted).scalar_one())


def _low(
    session: Session, by: Person, current: BookingRules, wanted: BookingRules, now: datetime
) -> tuple[int, int]:
    """Packages with sessions left between the two thresholds."""
    was, will = current.renewal_threshold, wanted.renewal_threshold
    between = _packages(session, by, min(was, will), max(was, will), now)
    return (between, 0) if will > was else (0, between)


def _packages(session: Session, by: Person, above: int, up_to: int, now: datetime) -> int:
    expires_at, left = col(SessionPackage.expires_at), col(SessionPackage.remaining_sessions)
    counted = (
        select(func.count())
        .select_from(SessionPackage)
        .where(
            col(SessionPackage.coach_id) == by.id,
            col(SessionPackage.voided_at).is_(None),
            or_(expires_at.is_(None), expires_at > now),
            left > above,
            left <= up_to,
        )
    )
    return int(session.execute(counted).scalar_one())


def _completed(
    session: Session, by: Person, current: BookingRules, wanted: BookingRules, now: datetime
) -> int:
    """Unmarked bookings that wait now and would be completed at the next round."""
    if not wanted.auto_complete:
        return 0
    after = now - timedelta(hours=wanted.auto_complete_after_hours)
    if current.auto_complete:
        start = now - timedelta(hours=current.auto_complete_after_hours)
        return _bookings(session, by, col(Booking.ends_at) > start, col(Booking.ends_at) <= after)
    return _bookings(session, by, col(Booking.ends_at) <= after)


def _coming_checkins(session: Session, by: Person, now: datetime) -> int:
    return _bookings(
        session,
        by,
        col(Booking.booking_type) == "checkin",
        col(Booking.starts_at) > now,
        col(Booking.google_meet_link).is_(None),
    )


def _bookings(session: Session, by: Person, *which: ColumnElement[bool]) -> int:
    counted = (
        select(func.count())
        .select_from(Booking)
        .where(col(Booking.coach_id) == by.id, col(Booking.status) == "confirmed", *which)
    )
    return int(session.execute(counted).scalar_one())
