"""A committed practice and tabs of its people, for tests of handlers with real services."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlmodel import Session

from coachbook.models import CheckinFormQuestion
from tests import factories
from tests.practices import Practice, open_practice
from tests.ui.harness import Opener, opened, signed_in


@pytest.fixture
def database_url(empty_file_url: str) -> str:
    """Handlers only pass on what services do, and those are tried on both databases."""
    return empty_file_url


@pytest.fixture
def practice(session: Session, now: datetime) -> Practice:
    """Handlers have transactions of their own: commit what a test adds before it sends."""
    made = open_practice(session)
    session.commit()
    return made


@pytest.fixture
async def tab(practice: Practice) -> AsyncIterator[Opener]:
    """`tab(cookie="client")` or `tab(cookie="coach")`."""
    people = {"client": practice.client, "coach": practice.coach}
    async with opened(signed_in(people)) as make:
        yield make


@pytest.fixture
def checkin_hours(practice: Practice) -> None:
    factories.hours(
        practice.session, practice.coach, start="12:00", end="14:00", capacity=1, kind="checkin"
    )
    practice.session.commit()


@pytest.fixture
def question(practice: Practice) -> str:
    """The coach asks it before every check-in."""
    row = CheckinFormQuestion(
        coach_id=practice.coach.id, question="How did you sleep?", question_type="scale",
        is_required=True,
    )  # fmt: skip
    practice.session.add(row)
    practice.session.commit()
    return str(row.id)
