"""A low balance is told with what the client has in other packages."""

from typing import Any

import pytest
from sqlmodel import Session, select

from coachbook.models import OutboxMessage, SessionPackage
from coachbook.notifications import announce, messages
from tests import factories
from tests.conftest import NOW
from tests.practices import Practice, open_practice


@pytest.fixture
def practice(session: Session) -> Practice:
    return open_practice(session)


def text(session: Session, event: str) -> str:
    asked = select(OutboxMessage).where(OutboxMessage.event == event)
    return messages.render(session, session.exec(asked).one()).text


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([{}], "You have 12 sessions in another package."),
        ([{}, {"total": 3}], "You have 15 sessions in other packages."),
        ([{"total": 1}], "You have 1 session in another package."),
        ([], "To go on without a break, talk to Anna Weiss"),
        ([{"expires_on": "2026-11-15"}], "To go on without a break, talk to Anna Weiss"),
    ],
)
def test_low_sessions_name_what_other_packages_have(
    practice: Practice, others: list[dict[str, Any]], said: str
) -> None:
    for one in others:
        factories.package(practice.session, practice.coach, practice.client, **one)
    practice.another_client()  # whose package doesn't count
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.remaining_sessions = 2
    announce.low_sessions(practice.session, package, now=NOW)
    found = text(practice.session, "low_sessions")
    assert said in found
    assert ("next package" in found) == (" in " not in said)
    assert "another" not in text(practice.session, "client_low_sessions")
