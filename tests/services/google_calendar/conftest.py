"""A practice that is connected, and the Google that it is connected to."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests import factories
from tests.practices import Practice, open_practice
from tests.services.google_calendar.connected import connect
from tests.services.google_calendar.fake_google import FakeGoogle


@pytest.fixture
def connected(database: Engine, now: datetime) -> Iterator[Practice]:
    """Committed, as the lane opens transactions of its own; whose coach is connected."""
    with Session(database.execution_options(is_writing=True), expire_on_commit=False) as session:
        made = open_practice(session)
        factories.hours(session, made.coach, kind="checkin")
        connect(session, made.coach)
        session.commit()
        yield made


@pytest.fixture
def google() -> FakeGoogle:
    return FakeGoogle()
