"""Messages that are made together tell what is so when they leave, and fail each by itself."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, update
from sqlmodel import Session, col, select

from coachbook import database as databases
from coachbook.models import Booking, OutboxMessage
from coachbook.notifications import delivery, making, reading_ahead
from coachbook.notifications.delivery import Senders
from coachbook.notifications.sending import AddressRefused
from tests.conftest import NOW
from tests.factories import at
from tests.notifications.carriers import Mail, Pushes
from tests.practices import Practice, open_practice

LATER = NOW + timedelta(minutes=1)
EMAIL = col(OutboxMessage.channel) == "email"


@pytest.fixture
def practice(database: Engine) -> Iterator[Practice]:
    """Four emails wait: of two bookings, to client and coach."""
    with Session(database.execution_options(is_writing=True), expire_on_commit=False) as session:
        made = open_practice(session)
        made.book(at("2026-11-18 09:00"))
        made.book(at("2026-11-20 09:00"))
        session.commit()
        yield made


class Cancelling(Mail):
    """All bookings are cancelled while the first email leaves."""

    def send(self, email: Any) -> str:
        gone = {"status": "cancelled", "cancelled_by": "coach", "cancelled_at": NOW}
        with databases.transaction() as session:
            session.connection().execute(update(Booking).values(gone))
        return super().send(email)


def deliver(mail: Mail) -> None:
    delivery.deliver_batch(Senders(mail, Pushes()), "email", now=lambda: LATER)


def states(practice: Practice) -> list[str]:
    practice.session.rollback()
    return sorted(practice.session.exec(select(OutboxMessage.state).where(EMAIL)))


@pytest.mark.parametrize(("seconds", "void"), [(0.0, 3), (60.0, 0)])
def test_what_was_made_a_while_ago_is_made_again(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, seconds: float, void: int
) -> None:
    """The second is the control: nothing else looks again."""
    monkeypatch.setattr(making, "FRESH_SECONDS", seconds)
    deliver(Cancelling())
    assert states(practice) == ["sent"] * (4 - void) + ["void"] * void


def test_address_that_was_just_refused_gets_no_other_of_the_batch(practice: Practice) -> None:
    mail = Mail([AddressRefused("550 no such user")] * 2)
    deliver(mail)
    assert (states(practice), mail.asked) == (["dead", "dead", "void", "void"], 2)


@pytest.mark.parametrize("name", ["_bookings", "_read_names", "_read_checkins"])
def test_what_cant_be_read_ahead_is_read_in_its_turn(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def failing(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(reading_ahead, name, failing)
    mail = Mail()
    deliver(mail)
    assert (states(practice), len(mail.taken)) == (["sent"] * 4, 4)


def test_one_that_cant_be_read_holds_up_no_other(practice: Practice) -> None:
    broken = practice.session.exec(select(OutboxMessage).where(EMAIL).limit(1)).one()
    broken.payload = {"booking_ids": ["no id"]}
    practice.session.add(broken)
    practice.session.commit()
    deliver(Mail())
    assert states(practice) == ["sent", "sent", "sent", "waiting"]


def test_made_together_they_say_what_each_says_alone(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with databases.reading() as session:
        found = session.exec(select(OutboxMessage).where(EMAIL)).all()
    together, alone = making.Making(leaves=True), making.Making(leaves=True)
    together.make(found, now=LATER)
    monkeypatch.setattr(making, "FRESH_SECONDS", 60.0)
    made = [together.of(one, now=LATER) for one in found]
    assert made == [alone.of(one, now=LATER) for one in found]
    assert len(made) == 4


def test_more_messages_ask_no_more_questions(practice: Practice, database: Engine) -> None:
    asked: list[str] = []
    event.listen(database, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with databases.reading() as session:
        found = session.exec(select(OutboxMessage).where(EMAIL)).all()
    of_one = [one for one in found if one.subject_id == found[0].subject_id]
    counts = []
    for messages in (of_one, found):
        asked.clear()
        making.Making(leaves=True).make(messages, now=LATER)
        counts.append(len([one for one in asked if one.startswith("SELECT")]))
    assert (len(of_one), len(found)) == (2, 4)
    assert counts[0] == counts[1] > 0
