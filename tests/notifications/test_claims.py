"""A message belongs to one sender at a time, and only its holder brings it to its end."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select, update

from coachbook import database as databases
from coachbook.models import Booking, OutboxMessage
from coachbook.notifications import addresses, claims, merging
from coachbook.notifications.claims import Claim
from tests.conftest import NOW
from tests.factories import at
from tests.practices import open_practice

NINE = at("2026-11-18 09:00")
SENT = {"state": "sent", "sent_at": NOW}
ONCE_MORE = NOW + claims.LEASE


@pytest.fixture(autouse=True)
def waiting(database: Engine) -> None:
    """Two emails are due: the client's and the coach's."""
    with Session(database.execution_options(is_writing=True)) as session:
        open_practice(session).book(NINE)
        session.connection().execute(update(OutboxMessage).values(due_at=NOW))
        session.commit()


def take(seconds: float = 0, limit: int = 10) -> list[Claim]:
    with databases.transaction() as session:
        now = NOW + timedelta(seconds=seconds)
        return claims.take(session, "email", now=now, limit=limit)


def settle(claim: Claim) -> bool:
    with databases.transaction() as session:
        return claims.settle(session, claim, SENT)


def rows() -> list[OutboxMessage]:
    with databases.reading() as session:
        return list(session.exec(select(OutboxMessage).where(OutboxMessage.channel == "email")))


def test_claimed_message_is_nobody_elses() -> None:
    assert (len(take()), len(take())) == (2, 0)


def test_lease_that_ran_out_leaves_it_to_the_next_in_doubt() -> None:
    take()
    assert not take(59)
    again = take(60)
    assert [claim.attempts for claim in again] == [2, 2]
    assert {row.in_doubt_at for row in rows()} == {ONCE_MORE}


def test_former_holder_changes_nothing() -> None:
    (former, _), (mine, _) = take(), take(60)
    assert not settle(former)
    assert {row.state for row in rows()} == {"claimed"}
    assert settle(mine)


def test_late_holder_whom_nobody_followed_still_settles() -> None:
    first, _ = take()
    assert settle(first)
    assert not settle(first)


def test_what_is_handed_back_was_no_attempt() -> None:
    mine = take()
    with databases.transaction() as session:
        claims.hand_back(session, mine)
    assert {(row.state, row.attempts, row.lease_until) for row in rows()} == {("waiting", 0, None)}
    assert len(take()) == 2


def test_message_that_senders_die_of_is_given_up() -> None:
    for number in range(claims.MOST_TAKINGS):
        assert len(take(60 * number)) == 2
    assert take(60 * claims.MOST_TAKINGS) == []
    assert {(row.state, row.last_error) for row in rows()} == {("dead", claims.DIED)}


def test_several_at_once_claim_each_message_once() -> None:
    with ThreadPoolExecutor(6) as pool:
        taken = [claim for found in pool.map(lambda _: take(limit=1), range(6)) for claim in found]
    assert len(taken) == len({claim.message.id for claim in taken}) == 2


def test_what_may_be_taken_back_is_nobodys_meanwhile(database: Engine) -> None:
    if database.dialect.name == "sqlite":
        pytest.skip("its write transaction keeps everybody else out")
    end = NOW + merging.UNDO_SPAN
    with databases.transaction() as session:
        session.connection().execute(update(OutboxMessage).values(due_at=end))
    with databases.transaction() as session:
        booking = session.exec(select(Booking)).one()
        assert merging.is_untold(session, booking, now=end - timedelta(milliseconds=1))
        assert take(merging.UNDO_SPAN.total_seconds()) == []
    assert len(take(merging.UNDO_SPAN.total_seconds())) == 2


@pytest.mark.usefixtures("database")
def test_address_that_two_find_refused_at_once_is_blocked() -> None:
    def refused(_: int) -> None:
        with databases.transaction() as session:
            addresses.block(session, "dana@example.com", "refused", detail="", now=NOW)
            time.sleep(0.1)  # the other one is in its transaction as well

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(refused, range(2)))
    with databases.reading() as session:
        assert addresses.why_blocked(session, "dana@example.com")
