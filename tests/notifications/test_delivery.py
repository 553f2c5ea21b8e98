"""What becomes of a message: sent, kept, void, dead, or tried again later."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from coachbook.models import (
    BlockedAddress,
    Booking,
    DeliveryReport,
    NotificationChoice,
    OutboxMessage,
    PushSubscription,
)
from coachbook.notifications import announce, claims, delivery
from coachbook.notifications.delivery import Senders
from coachbook.notifications.sending import AddressRefused, NeverWorks, TryLater
from coachbook.services import bookings
from tests.conftest import NOW
from tests.factories import at
from tests.notifications.carriers import Mail, Pushes, carriers
from tests.practices import Practice, open_practice

NINE = at("2026-11-18 09:00")
A_MINUTE = timedelta(minutes=1)
AFTER_UNDO = NOW + A_MINUTE


@pytest.fixture
def practice(database: Engine) -> Iterator[Practice]:
    """The client booked: two emails and two pushes wait."""
    with Session(database.execution_options(is_writing=True), expire_on_commit=False) as session:
        made = open_practice(session)
        made.book(NINE)
        session.commit()
        yield made


def deliver(senders: Senders, now: datetime = AFTER_UNDO) -> int:
    return delivery.deliver_due(senders, now=lambda: now)


def emails(practice: Practice) -> list[OutboxMessage]:
    """The client's first."""
    practice.session.commit()
    asked = select(OutboxMessage).where(OutboxMessage.channel == "email")
    found = practice.session.exec(
        asked.order_by(col(OutboxMessage.event).desc()).execution_options(populate_existing=True)
    ).all()
    practice.session.commit()
    return list(found)


def states(practice: Practice) -> list[str]:
    return [one.state for one in emails(practice)]


def test_due_messages_are_sent_once(practice: Practice) -> None:
    senders, mail = carriers()
    assert [deliver(senders), deliver(senders)] == [4, 0]
    row = emails(practice)[0]
    assert (row.state, row.attempts, row.sent_at, row.lease_until) == (
        "sent", 1, AFTER_UNDO, None
    )  # fmt: skip
    assert set(mail.ids) == {one.id for one in emails(practice)}
    assert row.provider_ref in ("ref-1", "ref-2")


def test_nothing_leaves_before_it_is_due(practice: Practice) -> None:
    for row in emails(practice):
        row.due_at = AFTER_UNDO
        practice.session.add(row)
    practice.session.commit()
    senders, mail = carriers()
    deliver(senders, AFTER_UNDO - timedelta(seconds=1))
    assert not mail.taken
    deliver(senders)
    assert len(mail.taken) == 2


def test_without_a_way_out_email_is_kept(practice: Practice) -> None:
    deliver(Senders(email=None, push=Pushes()))
    assert states(practice) == ["kept", "kept"]
    senders, mail = carriers()
    deliver(senders)  # what was kept doesn't leave when there is a way later
    assert not mail.taken


def test_what_isnt_true_any_more_is_void(practice: Practice) -> None:
    booking = practice.session.exec(select(Booking)).one()
    booking.status, booking.cancelled_by, booking.cancelled_at = "cancelled", "coach", NOW
    practice.session.add(booking)
    practice.session.commit()
    senders, mail = carriers()
    deliver(senders)
    row = emails(practice)[0]
    assert (row.state, mail.taken) == ("void", [])
    assert row.reason


def test_too_late_to_be_of_use_is_void(practice: Practice) -> None:
    for row in emails(practice):
        row.useless_at = AFTER_UNDO
        practice.session.add(row)
    practice.session.commit()
    senders, mail = carriers()
    deliver(senders)
    assert not mail.taken
    assert emails(practice)[0].reason == "It would have come too late."


def test_what_was_switched_off_is_void(practice: Practice) -> None:
    """A coach can do without the email about a new booking, a client can't."""
    for person, event in (
        (practice.coach, "new_booking"),
        (practice.client, "session_booked"),
    ):
        practice.session.add(
            NotificationChoice(
                profile_id=person.id, event=event, channel="email", is_on=False, changed_at=NOW
            )
        )
    practice.session.commit()
    deliver(carriers()[0])
    assert states(practice) == ["sent", "void"]
    assert emails(practice)[1].reason == "Its reader switched this message off."


def test_blocked_address_gets_nothing(practice: Practice) -> None:
    practice.session.add(
        BlockedAddress(address=practice.client.email, cause="bounced", blocked_at=NOW)
    )
    practice.session.commit()
    deliver(carriers()[0])
    assert states(practice) == ["void", "sent"]
    assert emails(practice)[0].reason == "This address takes no email (bounced)."


def test_address_that_is_refused_is_blocked_and_holds_up_nobody(practice: Practice) -> None:
    senders, _ = carriers(AddressRefused("550 no such user"))
    deliver(senders)
    assert sorted(states(practice)) == ["dead", "sent"]
    blocked = practice.session.exec(select(BlockedAddress)).one()
    assert (blocked.cause, blocked.detail) == ("refused", "550 no such user")


def test_what_can_never_work_is_dead_at_once(practice: Practice) -> None:
    senders, mail = carriers(NeverWorks("the key is wrong"), NeverWorks("the key is wrong"))
    deliver(senders)
    deliver(senders, AFTER_UNDO + timedelta(days=1))
    assert (states(practice), mail.asked) == (["dead", "dead"], 2)
    assert emails(practice)[0].last_error == "the key is wrong"


def test_failure_waits_and_is_tried_again(practice: Practice) -> None:
    senders, _ = carriers(TryLater("busy"), TryLater("busy"))
    deliver(senders)
    row = emails(practice)[0]
    assert (row.state, row.attempts, row.last_error) == ("waiting", 1, "busy")
    assert AFTER_UNDO <= row.due_at <= AFTER_UNDO + timedelta(seconds=10)
    deliver(senders, AFTER_UNDO + timedelta(seconds=11))
    assert states(practice) == ["sent", "sent"]
    assert emails(practice)[0].last_error == ""


def test_wait_that_a_provider_asks_for_is_kept(practice: Practice) -> None:
    senders, mail = carriers(*[TryLater("slow down", after_seconds=300)] * 2)
    deliver(senders)
    deliver(senders, AFTER_UNDO + timedelta(seconds=299))
    assert (mail.taken, mail.asked) == ([], 2)
    deliver(senders, AFTER_UNDO + timedelta(seconds=311))
    assert len(mail.taken) == 2


def test_ten_attempts_are_all(practice: Practice) -> None:
    senders, mail = carriers(*[TryLater("busy")] * 100)
    for hours in range(20):
        deliver(senders, NOW + timedelta(hours=2 * hours))
    assert (states(practice), mail.asked) == (["dead", "dead"], 2 * claims.MOST_ATTEMPTS)


def test_it_is_given_up_when_the_next_try_came_too_late(practice: Practice) -> None:
    for row in emails(practice):
        row.useless_at = AFTER_UNDO + A_MINUTE
        practice.session.add(row)
    practice.session.commit()
    senders, _ = carriers(*[TryLater("busy", after_seconds=60)] * 2)
    deliver(senders)
    assert states(practice) == ["dead", "dead"]


def test_what_fails_unexpectedly_holds_up_nobody(
    practice: Practice, caplog: pytest.LogCaptureFixture
) -> None:
    senders, _ = carriers(KeyError(practice.client.email))
    deliver(senders)
    assert sorted(states(practice)) == ["sent", "waiting"]
    failed = next(row for row in emails(practice) if row.state == "waiting")
    assert failed.last_error == "It failed unexpectedly: KeyError"
    assert "KeyError" in caplog.text
    assert practice.client.email not in caplog.text


def test_batch_that_ends_early_hands_back_what_it_did_not_begin(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(delivery, "_note", failing)
    senders, _ = carriers()
    with pytest.raises(RuntimeError):
        deliver(senders)
    found = sorted((row.state, row.attempts) for row in emails(practice))
    assert found == [("claimed", 1), ("waiting", 0)]


def test_no_transaction_is_open_while_sending(practice: Practice, database: Engine) -> None:
    held: list[int] = []

    class Watching(Mail):
        def send(self, email: object) -> str:
            held.append(database.pool.checkedout())  # type: ignore[attr-defined]
            return ""

    practice.session.close()
    deliver(Senders(Watching(), Pushes()))
    assert held == [0, 0]


def test_earlier_message_of_a_booking_goes_first(practice: Practice) -> None:
    """While the first one waits to be tried again, the second one waits too."""
    first = emails(practice)[0]
    second = OutboxMessage(
        **{**first.model_dump(), "id": uuid4(), "unique_key": "second", "created_at": AFTER_UNDO}
    )
    practice.session.add(second)
    practice.session.commit()
    senders, mail = carriers(*[TryLater("busy", after_seconds=60)] * 2)
    deliver(senders)
    assert mail.taken == []
    deliver(senders, AFTER_UNDO + timedelta(seconds=80))
    assert len(mail.taken) == 3
    assert mail.ids.index(first.id) < mail.ids.index(second.id)


def test_report_of_the_provider_settles_a_doubt(practice: Practice) -> None:
    """The answer was lost; by the next try the provider has told that it has the message."""
    senders, mail = carriers(*[TryLater("cut off", is_in_doubt=True)] * 2)
    deliver(senders)
    row = emails(practice)[0]
    assert row.in_doubt_at == AFTER_UNDO
    assert row.due_at >= AFTER_UNDO + A_MINUTE
    practice.session.add(
        DeliveryReport(
            id="one", event="processed", message_id=row.id, happened_at=NOW, received_at=NOW
        )
    )
    practice.session.commit()
    deliver(senders, AFTER_UNDO + timedelta(hours=1))
    assert states(practice) == ["sent", "sent"]
    assert row.id not in mail.ids
    assert len(mail.ids) == 1


def test_push_goes_once_to_each_device_and_is_sent_if_one_has_it(practice: Practice) -> None:
    devices = [
        PushSubscription(
            profile_id=practice.client.id, endpoint=f"https://push.example/{name}",
            public_key="", auth_secret="", created_at=NOW,
        )
        for name in ("works", "busy")
    ]  # fmt: skip
    practice.session.add_all(devices)
    practice.session.commit()
    pushes = Pushes({devices[1].id: TryLater("busy", after_seconds=60)})
    for number in range(claims.MOST_ATTEMPTS):
        deliver(Senders(None, pushes), AFTER_UNDO + number * timedelta(minutes=62))
    assert [device.id for _, device in pushes.taken] == [devices[0].id]
    asked = select(OutboxMessage).where(
        OutboxMessage.channel == "push", OutboxMessage.event == "session_booked"
    )
    found = practice.session.exec(asked.execution_options(populate_existing=True)).one()
    practice.session.commit()
    assert (found.state, found.reached) == ("sent", [str(devices[0].id)])


@pytest.mark.parametrize("gives_way", [True, False])
def test_cancellation_does_not_wait_for_what_it_overtakes(
    practice: Practice, gives_way: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The confirmation was tried in vain; the mail server asked for a day."""
    if not gives_way:  # the control
        monkeypatch.setattr(announce, "_give_way", lambda *_: None)
    senders, mail = carriers(*[TryLater("busy", after_seconds=86_400)] * 2)
    deliver(senders)
    booking = practice.session.exec(select(Booking)).one()
    seen = bookings.one(practice.session, booking.id, by=practice.client, now=NOW)
    practice.cancel(seen, now=AFTER_UNDO)
    overtaken = [one.reason for one in emails(practice) if one.state == "void"]
    assert overtaken == ["The session was cancelled."] * (2 if gives_way else 0)
    deliver(senders, AFTER_UNDO + A_MINUTE)
    assert len(mail.taken) == (2 if gives_way else 0)
    assert all("ancelled" in one.subject for one in mail.taken)
