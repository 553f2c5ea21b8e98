"""The check finds messages that no delivery would have left like that."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from coachbook.models import OutboxMessage
from coachbook.notifications import outbox
from coachbook.services import invariants
from tests import people
from tests.conftest import NOW


@pytest.fixture
def message(session: Session) -> OutboxMessage:
    client = people.client(session, people.coach(session, is_owner=True))
    outbox.queue(
        session, "email_changed", recipient_id=client.id, coach_id=None,
        subject_id=uuid4(), due_at=NOW, created_at=NOW,
    )  # fmt: skip
    return session.exec(select(OutboxMessage)).one()


def offending(session: Session, message: OutboxMessage, **changed: Any) -> tuple[str, ...]:
    for name, value in changed.items():
        setattr(message, name, value)
    session.flush()
    return invariants.check(session, now=NOW).offending


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"state": "claimed", "attempts": 1, "lease_until": NOW},
        {"state": "sent", "sent_at": NOW},
        {"state": "void", "reason": "The session was cancelled."},
        {"state": "dead", "last_error": "busy"},
        {"state": "kept"},
        {"state": "withdrawn"},
    ],
    ids=lambda changed: str(changed.get("state", "waiting")),
)
def test_what_delivery_leaves_is_sound(
    session: Session, message: OutboxMessage, changed: dict[str, Any]
) -> None:
    assert offending(session, message, **changed) == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "claimed", "attempts": 1},
        {"state": "claimed", "attempts": 0, "lease_until": NOW},
        {"lease_until": NOW},
        {"state": "sent"},
        {"sent_at": NOW},
        {"state": "void"},
        {"state": "dead"},
        {"created_at": NOW + timedelta(days=1)},
    ],
    ids=str,
)
def test_wrong_states_are_found(
    session: Session, message: OutboxMessage, changed: dict[str, Any]
) -> None:
    assert offending(session, message, **changed) == ("outbox",)


@pytest.mark.parametrize(
    "changed",
    [{"event": "weather"}, {"channel": "push"}, {"unique_key": "email_changed:another"}],
    ids=str,
)
def test_messages_outside_the_matrix_are_found(
    session: Session, message: OutboxMessage, changed: dict[str, Any]
) -> None:
    assert "matrix" in offending(session, message, **changed)
