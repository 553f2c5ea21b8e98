"""From a booking to the device: the outbox, the sender, a push service that decrypts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from coachbook.config import reset, settings
from coachbook.integrations import web_push
from coachbook.integrations.web_push import keys
from coachbook.models import OutboxMessage, PushSubscription
from coachbook.notifications import delivery
from coachbook.notifications.delivery import Senders
from coachbook.services import bookings, push_devices
from coachbook.services.people import Person
from coachbook.services.push_devices import Subscription
from tests import factories, people
from tests.integrations import push_service
from tests.integrations.push_service import PushService

pytestmark = pytest.mark.slow

NOW = datetime.now(UTC).replace(microsecond=0)  # signatures run out by the service's own clock
A_MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with push_service.serving() as found:
        yield found


@pytest.fixture
def writing(
    database: Engine, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    monkeypatch.setenv("COACHBOOK_PUSH_HOSTS", service.host)
    reset()
    with Session(database.execution_options(is_writing=True), expire_on_commit=False) as session:
        yield session


def _turn_on(session: Session, service: PushService, by: Person) -> dict[str, Any]:
    key = keys.of(settings())
    made = service.subscribe(key.public)
    wanted = Subscription(made["endpoint"], made["keys"]["p256dh"], made["keys"]["auth"], key.id)
    push_devices.subscribe(session, wanted, by=by, now=NOW)
    return made


def _book(session: Session) -> tuple[Person, Person]:
    """A coach and their client, who has just booked a session in a few days."""
    coach = people.coach(session)
    client = people.client(session, coach)
    factories.hours(session, coach, days=range(7))
    factories.package(session, coach, client)
    at = factories.at(f"{NOW + timedelta(days=3):%Y-%m-%d} 10:00")
    asked: Any = {"coach_id": coach.id, "client_id": client.id, "kind": "session", "minutes": 60}
    bookings.book(
        session, by=client, starts=(at,), request_id=factories.request_id(), now=NOW, **asked
    )
    return coach, client


def _deliver(session: Session) -> None:
    session.commit()
    made = web_push.sender(settings())
    delivery.deliver_due(Senders(None, made), now=lambda: NOW + A_MINUTE)


def _push_states(session: Session, reader_id: UUID) -> list[str]:
    asked = select(OutboxMessage.state).where(
        col(OutboxMessage.recipient_id) == reader_id, OutboxMessage.channel == "push"
    )
    return list(session.exec(asked))


def test_booking_reaches_every_device_of_both(writing: Session, service: PushService) -> None:
    coach, client = _book(writing)
    phones = [_turn_on(writing, service, client) for _ in range(2)]
    desk = _turn_on(writing, service, coach)
    _deliver(writing)
    for phone in phones:
        (message,) = service.messages(phone)
        assert message["title"] == "Session booked"
        assert message["path"].startswith("/client/calendar?booking=")
    (message,) = service.messages(desk)
    assert message["title"] == "A client booked a session"
    assert client.name not in message["body"]
    assert _push_states(writing, client.id) == _push_states(writing, coach.id) == ["sent"]


def test_device_that_let_go_is_retired_and_holds_nobody_up(
    writing: Session, service: PushService
) -> None:
    _, client = _book(writing)
    gone, kept = (_turn_on(writing, service, client) for _ in range(2))
    service.expire(gone)
    _deliver(writing)
    assert len(service.messages(kept)) == 1
    assert _push_states(writing, client.id) == ["sent"]
    writing.expire_all()
    retired = writing.exec(
        select(PushSubscription.endpoint).where(col(PushSubscription.retired_at).is_not(None))
    ).all()
    assert retired == [gone["endpoint"]]


def test_without_a_device_nothing_is_sent(writing: Session) -> None:
    _, client = _book(writing)
    _deliver(writing)
    assert _push_states(writing, client.id) == ["void"]
