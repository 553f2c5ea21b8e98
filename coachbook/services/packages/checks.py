"""What a package may look like, and which one is meant: shared by all that sells and changes."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import SessionPackage
from coachbook.models.packages import LONGEST_SESSION_MINUTES, MOST_CENTS
from coachbook.services.packages.views import local_date
from coachbook.services.people import Person

MOST_SESSIONS = 1000
MOST_MONTHS = 60
SHORTEST_SESSION_MINUTES = 5
LONGEST_NOTE = 2_000
LONGEST_REQUEST_ID = 64
MOST_YEARS_AHEAD = 20


def check_numbers(total: int, minutes: int, price_cents: int | None) -> None:
    if not 1 <= total <= MOST_SESSIONS:
        raise Invalid(f"A package has 1 to {MOST_SESSIONS} sessions.", field="total_sessions")
    if not SHORTEST_SESSION_MINUTES <= minutes <= LONGEST_SESSION_MINUTES:
        raise Invalid(
            f"A session takes {SHORTEST_SESSION_MINUTES} to {LONGEST_SESSION_MINUTES} minutes.",
            field="session_duration_minutes",
        )
    if price_cents is not None and not 0 <= price_cents <= MOST_CENTS:
        raise Invalid(f"A price is between 0 and {MOST_CENTS // 100:,}.", field="price")


def check_expiry(expires_on: date | None, today: date) -> None:
    if expires_on is None:
        return
    if expires_on < today:
        raise Invalid("The expiry date has passed already.", field="expires_on")
    if expires_on.year > today.year + MOST_YEARS_AHEAD:
        raise Invalid(
            f"Pick an expiry date within the next {MOST_YEARS_AHEAD} years.", field="expires_on"
        )


def check_request_id(request_id: str | None) -> None:
    if request_id is None:
        return
    if not 8 <= len(request_id) <= LONGEST_REQUEST_ID or not request_id.isascii():
        raise Invalid("The page sent an incomplete request. Reload it and try again.")


def cleaned(words: str, field: str) -> str:
    kept = words.strip().replace("\x00", "")
    if len(kept) > LONGEST_NOTE:
        raise Invalid(f"Keep it under {LONGEST_NOTE:,} characters.", field=field)
    return kept


def own(session: Session, package_id: UUID, by: Person) -> SessionPackage:
    """The package as it is now; absent unless the caller sold it."""
    package = session.get(SessionPackage, package_id, populate_existing=True)
    if package is None or package.coach_id != by.id:
        raise NotFound
    return package


def changeable(session: Session, package_id: UUID, by: Person) -> SessionPackage:
    package = own(session, package_id, by)
    if package.voided_at is not None:
        raise Invalid("This package was voided. Add a new one instead.")
    return package


def check_version(package: SessionPackage, version: int | None, zone: ZoneInfo) -> None:
    """Refuses what was decided on an older look at the package, saying how it is now."""
    if version is None or package.version == version:
        return
    runs = "without an end"
    if expires_on := local_date(package.expires_at, zone):
        runs = f"until {expires_on:%-d %B %Y}"
    left = package.remaining_sessions
    has = "1 session" if left == 1 else f"{left} sessions"
    raise AlreadyChanged(
        f"This package was changed elsewhere a moment ago. It has {has} left now and runs {runs}."
    )
