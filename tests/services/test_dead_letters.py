"""What was given up: the owner sees why, and has it tried again."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session

from coachbook.errors import AlreadyChanged, Invalid, NotAllowed, NotFound
from coachbook.models import OutboxMessage
from coachbook.notifications import addresses
from coachbook.services import blocked_addresses, dead_letters
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def owner(session: Session) -> Person:
    return people.coach(session, is_owner=True)


def message(session: Session, of: Person, to: Person, **more: Any) -> OutboxMessage:
    given: dict[str, Any] = {
        "unique_key": uuid4().hex, "event": "session_booked", "channel": "email", "state": "dead",
        "recipient_id": to.id, "coach_id": of.id, "subject_id": uuid4(), "attempts": 10,
        "due_at": NOW, "created_at": NOW, "last_error": "The server was busy.",
    }  # fmt: skip
    made = OutboxMessage(**{**given, **more})
    session.add(made)
    session.flush()
    return made


def test_owner_sees_why_it_was_given_up(session: Session, owner: Person) -> None:
    client = people.client(session, owner)
    message(session, owner, client)
    message(session, owner, client, state="sent")
    found = dead_letters.listed(session, by=owner, now=NOW)
    assert found.count == 1
    assert (found.rows[0].reason, found.rows[0].attempts) == ("The server was busy.", 10)
    assert found.rows[0].recipient_name == "Robin Fields"


def test_clients_of_other_coaches_stay_unnamed(session: Session, owner: Person) -> None:
    other = people.coach(session, "Ben Ott")
    message(session, other, people.client(session, other))
    (row,) = dead_letters.listed(session, by=owner, now=NOW).rows
    assert (row.coach_name, row.recipient_name) == ("Ben Ott", "")


def test_retry_gives_it_ten_tries_more(session: Session, owner: Person) -> None:
    row = message(session, owner, owner, in_doubt_at=NOW)
    dead_letters.retry(session, row.id, by=owner, now=NOW + AN_HOUR)
    assert (row.state, row.attempts, row.due_at) == ("waiting", 0, NOW + AN_HOUR)
    with pytest.raises(AlreadyChanged):
        dead_letters.retry(session, row.id, by=owner, now=NOW + AN_HOUR)


def test_what_would_come_too_late_is_not_tried_again(session: Session, owner: Person) -> None:
    row = message(session, owner, owner, useless_at=NOW)
    assert dead_letters.listed(session, by=owner, now=NOW).rows[0].is_useless
    with pytest.raises(Invalid, match="too late"):
        dead_letters.retry(session, row.id, by=owner, now=NOW)
    assert dead_letters.retry_all(session, by=owner, now=NOW) == 0


def test_what_goes_to_a_blocked_address_waits_until_that_is_lifted(
    session: Session, owner: Person
) -> None:
    client = people.client(session, owner)
    row = message(session, owner, client)
    addresses.block(session, client.email, "refused", detail="", now=NOW)
    with pytest.raises(Invalid, match="takes no email"):
        dead_letters.retry(session, row.id, by=owner, now=NOW)
    assert dead_letters.retry_all(session, by=owner, now=NOW) == 0
    assert row.state == "dead"
    blocked_addresses.lift(session, client.id, by=owner, now=NOW)
    dead_letters.retry(session, row.id, by=owner, now=NOW)
    assert row.state == "waiting"


def test_all_are_tried_again_at_once(session: Session, owner: Person) -> None:
    rows = [message(session, owner, owner) for _ in range(3)]
    sent = message(session, owner, owner, state="sent")
    assert dead_letters.retry_all(session, by=owner, now=NOW) == 3
    assert {row.state for row in rows} == {"waiting"}
    assert sent.state == "sent"


def test_emails_in_doubt_are_listed_whatever_became_of_them(
    session: Session, owner: Person
) -> None:
    message(session, owner, owner, state="sent", in_doubt_at=NOW)
    message(session, owner, owner, channel="push", state="sent", in_doubt_at=NOW)
    (row,) = dead_letters.in_doubt(session, by=owner, now=NOW).rows
    assert (row.channel, row.state, row.in_doubt_at) == ("email", "sent", NOW)


def test_long_lists_come_in_pages(session: Session, owner: Person) -> None:
    for _ in range(dead_letters.PAGE_SIZE + 1):
        message(session, owner, owner)
    first, second = (dead_letters.listed(session, by=owner, now=NOW, page=page) for page in (0, 1))
    assert (len(first.rows), first.has_more) == (dead_letters.PAGE_SIZE, True)
    assert (len(second.rows), second.has_more) == (1, False)


def test_nobody_but_the_owner_may(session: Session, owner: Person) -> None:
    other = people.coach(session, "Ben Ott")
    row = message(session, other, other)
    for ask in (dead_letters.listed, dead_letters.in_doubt, dead_letters.retry_all):
        with pytest.raises(NotAllowed):
            ask(session, by=other, now=NOW)
    with pytest.raises(NotAllowed):
        dead_letters.retry(session, row.id, by=other, now=NOW)
    with pytest.raises(NotFound):
        dead_letters.retry(session, uuid4(), by=owner, now=NOW)
