"""A committed practice and tabs of its people, for tests of handlers with real services."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlmodel import Session

from tests.practices import Practice, open_practice
from tests.ui.harness import Opener, opened, signed_in


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
