"""Two people change one package or template at the same moment; each with the lock switched off."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from coachbook import database as databases
from coachbook.models import (
    Booking,
    CalendarVersion,
    SessionPackage,
    SessionPackageAdjustment,
)
from coachbook.services import bookings, packages, voiding
from coachbook.services.bookings import booking
from coachbook.services.packages import TemplateDraft, TemplateView, adjusting, catalogue
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.services.racing import Race

NINE = at("2026-11-18 09:00")
ROUNDS = 4
together = Race(
    slow=[(adjusting, "changeable"), (voiding, "changeable"), (catalogue, "difference")],
    locking=[adjusting, voiding, catalogue, booking],
).told

pytestmark = [pytest.mark.race, pytest.mark.timeout(300)]


@dataclass
class Scene:
    coach: Person
    client: Person
    package_id: UUID
    template: TemplateView

    def adjust(self, change: int, version: int | None = 1) -> Callable[[Session], Any]:
        return lambda session: packages.adjust(
            session, self.package_id, by=self.coach, adjustment=change, reason="",
            version=version, now=NOW,
        )  # fmt: skip

    def void(self, session: Session) -> Any:
        return voiding.void(
            session, self.package_id, by=self.coach, reason="Refunded", version=1, now=NOW
        )

    def book(self, session: Session) -> Any:
        return bookings.book(
            session, by=self.client, coach_id=self.coach.id, client_id=self.client.id,
            kind="session", minutes=60, starts=[NINE], request_id=factories.request_id(), now=NOW,
        )  # fmt: skip

    def edit(self, total: int) -> Callable[[Session], Any]:
        draft = TemplateDraft("Eight", total, 60)
        return lambda session: packages.edit_template(
            session, draft, by=self.coach, seen=self.template
        )


@pytest.fixture
def scene(database: Engine) -> Scene:
    return set_up()


def set_up() -> Scene:
    with databases.transaction() as session:
        coach = people.coach(session)
        client = people.client(session, coach)
        session.add(CalendarVersion(coach_id=coach.id, changed_at=people.JOINED))
        factories.hours(session, coach)
        package_id = factories.package(session, coach, client)
        template = packages.create_template(
            session, TemplateDraft("Eight", 8, 60), by=coach, now=NOW
        )
    return Scene(coach, client, package_id, template)


def left_and_due(scene: Scene) -> tuple[int, int]:
    """What is left of the package, and what its lines and bookings say must be left."""
    with databases.reading() as session:
        package = session.get_one(SessionPackage, scene.package_id)
        corrections = session.exec(
            select(func.coalesce(func.sum(SessionPackageAdjustment.adjustment), 0)).where(
                SessionPackageAdjustment.package_id == scene.package_id
            )
        ).one()
        holding = session.exec(
            select(func.count()).where(
                Booking.package_id == scene.package_id, Booking.status != "cancelled"
            )
        ).one()
        return package.remaining_sessions, package.total_sessions + int(corrections) - holding


def test_of_two_adjustments_that_saw_the_same_one_wins(scene: Scene) -> None:
    assert together(scene.adjust(2), scene.adjust(-5)) == ["AlreadyChanged", "done"]
    left, due = left_and_due(scene)
    assert left == due
    assert left in (14, 7)


def test_two_adjustments_never_go_below_zero(scene: Scene) -> None:
    told = together(*(scene.adjust(-8, version=None) for _ in range(2)))
    assert told == ["BalanceTooLow", "done"]
    assert left_and_due(scene) == (4, 4)


def test_without_the_lock_adjustments_get_lost(scene: Scene) -> None:
    """The control of both above."""
    assert together(scene.adjust(2), scene.adjust(-5), is_locked=False) == ["done", "done"]
    left, due = left_and_due(scene)
    assert left != due


def test_void_against_book_reconciles(database: Engine) -> None:
    ends = set()
    for _ in range(ROUNDS):
        scene = set_up()
        assert together(scene.void, scene.book) == ["done", "done"]
        assert left_and_due(scene) == (0, 0)
        with databases.reading() as session:
            view = packages.one(session, scene.package_id, by=scene.coach, now=NOW)
        assert (view.booked, view.lost) in ((0, 12), (1, 11))
        ends.add(view.booked)
    print(f"booked before the void: {sorted(ends)}")


def test_without_the_lock_a_booking_slips_into_the_void(scene: Scene) -> None:
    """The control."""
    together(scene.void, scene.book, is_locked=False)
    left, due = left_and_due(scene)
    assert left != due


def test_of_two_edits_of_a_template_one_wins(scene: Scene) -> None:
    assert together(scene.edit(10), scene.edit(12)) == ["AlreadyChanged", "done"]


def test_without_the_lock_the_later_edit_wins_silently(scene: Scene) -> None:
    """The control."""
    assert together(scene.edit(10), scene.edit(12), is_locked=False) == ["done", "done"]
