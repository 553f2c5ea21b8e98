"""The practice that most tests of services take place in."""

import pytest
from sqlmodel import Session

from tests.practices import Practice, open_practice


@pytest.fixture
def practice(session: Session) -> Practice:
    return open_practice(session)
