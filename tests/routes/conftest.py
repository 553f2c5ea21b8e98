"""The routes as they are served, a browser that keeps cookies, a clock that stands still."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from coachbook.config import settings
from coachbook.database import transaction
from coachbook.routes import (
    appointments,
    auth,
    feeds,
    google,
    health,
    outbox,
    own_profile,
    push,
    samples,
    set_up,
    unsubscribing,
    upcoming,
    webhooks,
)
from coachbook.routes.security import SecurityHeaders
from coachbook.services import passwords
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person
from tests import accounts, factories
from tests.conftest import NOW

ROUTES = [
    *auth.ROUTES,
    *own_profile.ROUTES,
    *set_up.ROUTES,
    *health.ROUTES,
    *outbox.ROUTES,
    *samples.ROUTES,
    *feeds.ROUTES,
    *google.ROUTES,
    *push.ROUTES,
    *upcoming.ROUTES,
    *webhooks.ROUTES,
    *appointments.ROUTES,
    *unsubscribing.ROUTES,
]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow on purpose; these tests are about something else."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(memory_cost=64, time_cost=1))


@pytest.fixture
def visitor(new_visitor: Callable[[], TestClient]) -> TestClient:
    return new_visitor()


@pytest.fixture
def new_visitor(database: Engine, now: datetime, tmp_path: Path) -> Callable[[], TestClient]:
    """Each with its own cookies. Forms come from our own pages."""
    (tmp_path / "pages").mkdir()
    application = SecurityHeaders(Starlette(routes=ROUTES), tmp_path / "pages")

    def make() -> TestClient:
        url = settings().public_url
        return TestClient(
            application, base_url=url, headers={"Origin": url}, follow_redirects=False
        )

    return make


@pytest.fixture
def coach(database: Engine) -> Person:
    return accounts.stored_coach()


@pytest.fixture
def client(coach: Person) -> Person:
    return accounts.stored_client(coach)


@pytest.fixture
def booked(coach: Person, client: Person) -> BookingView:
    with transaction() as session:
        factories.hours(session, coach)
        factories.package(session, coach, client)
        return factories.booked(session, coach, client, NOW + timedelta(days=1))[0]
