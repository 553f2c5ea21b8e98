"""What the mail service reports: counted once, and what follows from it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from coachbook.models import BlockedAddress, CalendarVersion, DeliveryReport, OutboxMessage
from coachbook.services import delivery_reports
from coachbook.services.delivery_reports import Report
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

LATER = NOW + timedelta(minutes=3)


@pytest.fixture
def message(practice: Practice) -> OutboxMessage:
    """The client's confirmation."""
    practice.book(at("2026-11-24 09:00"))
    return practice.session.exec(
        select(OutboxMessage).where(
            OutboxMessage.event == "session_booked", OutboxMessage.channel == "email"
        )
    ).one()


@pytest.fixture
def report(practice: Practice, message: OutboxMessage) -> Callable[..., Report]:
    made = Report("e1", "processed", message.id, practice.client.email, "", "", LATER)
    return lambda **more: replace(made, **more)


def _blocked(session: Session) -> list[tuple[str, str]]:
    return [(one.address, one.cause) for one in session.exec(select(BlockedAddress)).all()]


def _state(session: Session, message_id: UUID) -> str:
    session.flush()
    session.expire_all()
    return session.get_one(OutboxMessage, message_id).state


def test_same_report_counts_once(practice: Practice, report: Callable[..., Report]) -> None:
    session = practice.session
    counts = [delivery_reports.take(session, [report()] * 3, now=LATER) for _ in range(2)]
    assert counts == [1, 0]
    assert len(session.exec(select(DeliveryReport)).all()) == 1


@pytest.mark.parametrize("before", ["waiting", "claimed", "dead"])
@pytest.mark.parametrize("event", ["processed", "delivered"])
def test_email_that_was_taken_is_sent(
    practice: Practice, message: OutboxMessage, report: Callable[..., Report], before: str,
    event: str,
) -> None:  # fmt: skip
    """Its sender died, or lost the answer: it isn't sent again."""
    message.state, message.in_doubt_at = before, NOW
    delivery_reports.take(practice.session, [report(event=event)], now=LATER)
    assert _state(practice.session, message.id) == "sent"
    settled = practice.session.get_one(OutboxMessage, message.id)
    assert (settled.sent_at, settled.in_doubt_at, settled.last_error) == (LATER, None, "")


@pytest.mark.parametrize("before", ["void", "kept", "withdrawn", "sent"])
def test_what_was_not_to_be_sent_stays_so(
    practice: Practice, message: OutboxMessage, report: Callable[..., Report], before: str
) -> None:
    message.state = before
    delivery_reports.take(practice.session, [report()], now=LATER)
    assert _state(practice.session, message.id) == before


@pytest.mark.parametrize("event", ["deferred", "open", "click", "group_unsubscribe", "nonsense"])
def test_other_reports_change_nothing(
    practice: Practice, message: OutboxMessage, report: Callable[..., Report], event: str
) -> None:
    delivery_reports.take(practice.session, [report(event=event, reason="address")], now=LATER)
    assert _state(practice.session, message.id) == "waiting"
    assert not _blocked(practice.session)


STOPS = [
    ("bounce", "bounce", "550 5.1.1 Nobody", "bounced"),
    ("dropped", "", "Bounced Address", "dropped"),
    ("dropped", "", "Spam Reporting Address", "dropped"),
    ("spamreport", "", "", "reported"),
]


@pytest.mark.parametrize(("event", "kind", "reason", "cause"), STOPS)
def test_address_that_takes_no_email_gets_none(
    practice: Practice, report: Callable[..., Report], event: str, kind: str, reason: str,
    cause: str,
) -> None:  # fmt: skip
    session = practice.session
    before = session.get_one(CalendarVersion, practice.coach.id).version
    found = report(event=event, kind=kind, reason=reason)
    delivery_reports.take(session, [found], now=LATER)
    assert _blocked(session) == [(practice.client.email, cause)]
    session.expire_all()
    assert session.get_one(CalendarVersion, practice.coach.id).version == before + 1


@pytest.mark.parametrize(
    ("event", "kind", "reason"),
    [("bounce", "blocked", "mailbox full"), ("dropped", "", "Spam Content"),
     ("dropped", "", "Invalid SMTPAPI header")],
)  # fmt: skip
def test_trouble_with_one_email_stops_no_others(
    practice: Practice, report: Callable[..., Report], event: str, kind: str, reason: str
) -> None:
    found = report(event=event, kind=kind, reason=reason)
    assert delivery_reports.take(practice.session, [found], now=LATER) == 1
    assert not _blocked(practice.session)


def test_message_that_is_long_gone_is_no_trouble(
    practice: Practice, report: Callable[..., Report]
) -> None:
    found = [report(message_id=uuid4()), report(id="e2", event="bounce", address="")]
    assert delivery_reports.take(practice.session, found, now=LATER) == 2
    assert not _blocked(practice.session)
