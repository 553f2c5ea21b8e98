"""What pays for a session that moves: its own package while it runs, else another that fits."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from coachbook.models import Booking, SessionPackage
from coachbook.services.openings import Rules
from coachbook.services.packages import Credit, credits_of, usable_on
from coachbook.services.packages.allocation import in_order
from coachbook.services.packages.views import local_date


@dataclass(frozen=True)
class Payer:
    """`runs_until` is the last date, the coach's, that the session's own package covers."""

    package_id: UUID
    minutes: int
    runs_until: date | None
    others: tuple[Credit, ...]

    def on(self, on: date) -> UUID | None:
        """The package that pays on this date of the coach's, None where none can."""
        if self.runs_until is None or on <= self.runs_until:
            return self.package_id
        fitting = (one.id for one in self.others if usable_on(one, on, self.minutes))
        return next(fitting, None)


def payer_of(session: Session, booking: Booking, rules: Rules) -> Payer | None:
    """None for a check-in, which costs nothing."""
    if booking.package_id is None:
        return None
    package = session.get(SessionPackage, booking.package_id)
    assert package is not None
    minutes = package.session_duration_minutes
    credits = credits_of(
        session,
        coach_id=booking.coach_id,
        client_id=booking.client_id,
        zone=rules.zone,
        minutes=minutes,
    )
    runs_until = local_date(package.expires_at, rules.zone)
    return Payer(package.id, minutes, runs_until, tuple(in_order(credits)))
