"""Assigning a package to a client and correcting its balance; the coach's alone."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachbook.database import lock_coach
from coachbook.errors import BalanceTooLow, Invalid, NotFound
from coachbook.models import PackageTemplate, SessionPackage, SessionPackageAdjustment
from coachbook.models.packages import LONGEST_SESSION_MINUTES
from coachbook.services.changes import touch
from coachbook.services.packages.views import TemplateView
from coachbook.services.people import Person, relation, require_coach, zone_of

MOST_SESSIONS = 1000
SHORTEST_SESSION_MINUTES = 5
LONGEST_NOTE = 2_000


def templates(session: Session, *, by: Person) -> list[TemplateView]:
    """The coach's templates that are not archived, in the coach's order."""
    require_coach(by)
    rows = session.exec(
        select(PackageTemplate)
        .where(PackageTemplate.coach_id == by.id, col(PackageTemplate.archived_at).is_(None))
        .order_by(col(PackageTemplate.sort_order), col(PackageTemplate.created_at))
    )
    return [
        TemplateView(
            row.id, row.name, row.total_sessions, row.session_duration_minutes, row.valid_months
        )
        for row in rows
    ]


def end_of(on: date, zone: ZoneInfo) -> datetime:
    """The last second of a local date, as an instant: how an expiry is stored."""
    midnight = datetime.combine(on + timedelta(days=1), time(), zone).astimezone(UTC)
    return midnight - timedelta(seconds=1)


def assign(
    session: Session,
    *,
    by: Person,
    client_id: UUID,
    total_sessions: int,
    session_duration_minutes: int,
    expires_on: date | None,
    now: datetime,
    notes: str = "",
) -> SessionPackage:
    """Sell a package to a client of the caller's. `expires_on` is the coach's date, included."""
    require_coach(by)
    lock_coach(session, by.id)
    if relation(session, coach_id=by.id, client_id=client_id).status == "archived":
        raise NotFound
    zone = zone_of(session, by.id)
    _check_numbers(total_sessions, session_duration_minutes)
    _check_expiry(expires_on, now.astimezone(zone).date())
    package = SessionPackage(
        client_id=client_id,
        coach_id=by.id,
        total_sessions=total_sessions,
        remaining_sessions=total_sessions,
        session_duration_minutes=session_duration_minutes,
        expires_at=end_of(expires_on, zone) if expires_on else None,
        notes=_cleaned(notes, "notes"),
        created_at=now,
    )
    session.add(package)
    session.flush()
    touch(session, by.id, now)
    return package


def _check_numbers(total: int, minutes: int) -> None:
    if not 1 <= total <= MOST_SESSIONS:
        raise Invalid(f"A package has 1 to {MOST_SESSIONS} sessions.", field="total_sessions")
    if not SHORTEST_SESSION_MINUTES <= minutes <= LONGEST_SESSION_MINUTES:
        raise Invalid(
            f"A session takes {SHORTEST_SESSION_MINUTES} to {LONGEST_SESSION_MINUTES} minutes.",
            field="session_duration_minutes",
        )


def _check_expiry(expires_on: date | None, today: date) -> None:
    if expires_on is None:
        return
    if expires_on < today:
        raise Invalid("The expiry date has passed already.", field="expires_on")
    if expires_on.year > today.year + 20:
        raise Invalid("Pick an expiry date within the next 20 years.", field="expires_on")


def _cleaned(words: str, field: str) -> str:
    kept = words.strip().replace("\x00", "")
    if len(kept) > LONGEST_NOTE:
        raise Invalid(f"Keep it under {LONGEST_NOTE:,} characters.", field=field)
    return kept


def adjust(
    session: Session, package_id: UUID, *, by: Person, adjustment: int, reason: str, now: datetime
) -> SessionPackage:
    """Add or take away sessions, with a line in the ledger that says who and why."""
    require_coach(by)
    lock_coach(session, by.id)
    package = session.get(SessionPackage, package_id, populate_existing=True)
    if package is None or package.coach_id != by.id:
        raise NotFound
    if package.voided_at is not None:
        raise Invalid("This package was voided. Add a new one instead.")
    if adjustment == 0 or abs(adjustment) > MOST_SESSIONS:
        raise Invalid("Enter how many sessions to add or take away.", field="adjustment")
    balance = package.remaining_sessions + adjustment
    _check_balance(balance, package.remaining_sessions)
    package.remaining_sessions = balance
    session.add(package)
    session.add(
        SessionPackageAdjustment(
            package_id=package.id,
            adjustment=adjustment,
            reason=_cleaned(reason, "reason"),
            adjusted_by_id=by.id,
            balance_after=balance,
            created_at=now,
        )
    )
    session.flush()
    touch(session, by.id, now)
    return package


def _check_balance(balance: int, remaining: int) -> None:
    if balance < 0:
        left = "no session is" if remaining == 0 else f"only {remaining} are"
        raise BalanceTooLow(f"You can't take away that many: {left} left.", field="adjustment")
    if balance > MOST_SESSIONS:
        raise Invalid(f"A package holds at most {MOST_SESSIONS} sessions.", field="adjustment")
