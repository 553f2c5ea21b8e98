"""The packages that one coach of the sample sold, and what was corrected on them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from coachbook.demo.cast import Plan
from coachbook.demo.shelf import Shelf
from coachbook.models import PackageHistory, SessionPackage, SessionPackageAdjustment
from coachbook.services.packages.selling import end_of


class Till:
    def __init__(self, coach_id: UUID, zone: ZoneInfo, shelf: Shelf, currency: str) -> None:
        self.coach_id = coach_id
        self.zone = zone
        self._shelf = shelf
        self._currency = currency
        self._packages: dict[UUID, list[SessionPackage]] = defaultdict(list)

    def sell(
        self, client_id: UUID, plan: Plan, *, at: datetime, expires_on: date | None, notes: str = ""
    ) -> SessionPackage:
        package = SessionPackage(
            id=self._shelf.new_id(),
            client_id=client_id,
            coach_id=self.coach_id,
            total_sessions=plan.sessions,
            remaining_sessions=plan.sessions,
            session_duration_minutes=plan.minutes,
            expires_at=end_of(expires_on, self.zone) if expires_on else None,
            price_cents=plan.price * 100 if plan.price else None,
            currency=self._currency if plan.price else "",
            notes=notes,
            created_at=at,
        )
        self._packages[client_id].append(package)
        return self._shelf.add(package)

    def correct(
        self,
        package: SessionPackage,
        by: int,
        reason: str,
        *,
        at: datetime,
        kind: str = "correction",
    ) -> None:
        package.remaining_sessions += by
        self._shelf.add(
            SessionPackageAdjustment(
                id=self._shelf.new_id(),
                package_id=package.id,
                kind=kind,
                adjustment=by,
                reason=reason,
                adjusted_by_id=self.coach_id,
                balance_after=package.remaining_sessions,
                created_at=at,
            )
        )

    def void(self, package: SessionPackage, reason: str, *, at: datetime) -> None:
        left = package.remaining_sessions
        if left:
            self.correct(package, -left, reason, at=at, kind="void")
        package.voided_at = at
        self._tell(package, "voided", reason, {"left": left}, at)

    def extend(self, package: SessionPackage, days: int, reason: str, *, at: datetime) -> None:
        """A package that has an end runs longer."""
        assert package.expires_at is not None
        was_on = package.expires_at.astimezone(self.zone).date()
        will_be_on = was_on + timedelta(days=days)
        package.expires_at = end_of(will_be_on, self.zone)
        days_named = {"from": was_on.isoformat(), "to": will_be_on.isoformat()}
        self._tell(package, "expiry_changed", reason, days_named, at)

    def _tell(
        self,
        package: SessionPackage,
        event: str,
        reason: str,
        details: dict[str, Any],
        at: datetime,
    ) -> None:
        package.version += 1
        self._shelf.add(
            PackageHistory(
                id=self._shelf.new_id(),
                package_id=package.id,
                actor_id=self.coach_id,
                event=event,
                reason=reason,
                details=details,
                created_at=at,
            )
        )

    def of_client(self, client_id: UUID) -> Sequence[SessionPackage]:
        return self._packages[client_id]
