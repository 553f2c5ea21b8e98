"""The practice that messages are about."""

import pytest
from sqlmodel import Session

from tests.practices import Practice, open_practice


@pytest.fixture
def practice(session: Session) -> Practice:
    return open_practice(session)
