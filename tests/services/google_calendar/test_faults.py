"""Every failure of Google, before or after it did what it was asked, at every kind of change: once
it is over, Google holds exactly what the bookings say, and nobody was kept waiting."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from coachbook.services.google_calendar.calendar_client import (
    EventChanged,
    EventExists,
    EventGone,
    GoogleFailed,
    Refused,
    TryLater,
)
from coachbook.services.google_calendar.turns import LEASE
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.google_calendar.connected import connection_of, noted, serve
from tests.services.google_calendar.fake_google import FakeGoogle, Fault

# The rules are the same on both: test_google_machine, test_connections and test_comparing.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WEDNESDAY = at("2026-11-18 10:00")
THURSDAY = at("2026-11-19 10:00")


class Killed(BaseException):
    """What a process leaves when it dies in the middle: nothing at all."""


FAULTS = (
    TryLater("Google is busy."), TryLater("Wait.", after_seconds=90), EventGone("gone"),
    EventExists("in use"), EventChanged("changed"), ValueError("unforeseen"), Killed(),
)  # fmt: skip


def insert(practice: Practice) -> datetime | None:
    practice.booked(WEDNESDAY)
    return WEDNESDAY


def move(practice: Practice) -> datetime | None:
    practice.move(practice.booked(WEDNESDAY), THURSDAY)
    return THURSDAY


def cancel(practice: Practice) -> datetime | None:
    practice.cancel(practice.booked(WEDNESDAY))
    return None


def holds(google: FakeGoogle) -> list[datetime]:
    return [datetime.fromisoformat(one["start"]["dateTime"]) for one in google.standing()]


@pytest.mark.parametrize("act", [insert, move, cancel], ids=lambda act: act.__name__)
@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("failure", FAULTS, ids=lambda one: type(one).__name__ + str(one)[:4])
def test_after_any_failure_google_is_as_the_bookings_say(
    connected: Practice,
    google: FakeGoogle,
    failure: BaseException,
    is_done: bool,
    act: Callable[[Practice], datetime | None],
) -> None:
    connected.booked(at("2026-11-20 10:00"))
    if act is not insert:
        act_on_what_is_there(connected, google, act)
    wanted = act(connected) if act is insert else (THURSDAY if act is move else None)
    google.faults = [Fault(failure, is_done=is_done) for _ in range(3)]

    for step in range(12):
        try:
            serve(connected, google, NOW + step * timedelta(minutes=2))
        except Killed:
            continue

    assert google.faults == []
    assert sorted(holds(google)) == sorted([at("2026-11-20 10:00"), *([wanted] if wanted else [])])
    assert {(row.written == row.wanted, row.is_given_up) for row in noted(connected.session)} == {
        (True, False)
    }


def act_on_what_is_there(
    practice: Practice, google: FakeGoogle, act: Callable[[Practice], datetime | None]
) -> None:
    booked = practice.booked(WEDNESDAY)
    serve(practice, google)
    if act is move:
        practice.move(booked, THURSDAY)
    else:
        practice.cancel(booked)


@pytest.mark.parametrize("failures", [30])
def test_a_dead_account_is_called_at_most_once_a_minute(
    connected: Practice, google: FakeGoogle, failures: int
) -> None:
    connected.booked(WEDNESDAY, THURSDAY)
    google.faults = [Fault(TryLater("down")) for _ in range(failures)]
    called_at = []
    for step in range(400):
        moment = NOW + step * timedelta(seconds=15)
        called_at += [moment] * len(serve(connected, google, moment))
        if not google.faults:
            break
    # The first failure may have been a mishap, so that it is tried again at once.
    assert min(later - earlier for earlier, later in pairwise(called_at[1:])) >= timedelta(
        minutes=1
    )
    assert len(called_at) > 5
    assert connection_of(connected.session, connected.coach).failing_since == NOW


def test_as_long_as_google_asks_for_is_waited_out(connected: Practice, google: FakeGoogle) -> None:
    connected.booked(WEDNESDAY)
    google.faults = [Fault(TryLater("Wait.", after_seconds=3_600))]
    serve(connected, google)

    assert serve(connected, google, NOW + timedelta(minutes=59)) == []
    assert serve(connected, google, NOW + timedelta(minutes=61)) == ["insert"]
    connection = connection_of(connected.session, connected.coach)
    assert (connection.status, connection.failing_since) == ("connected", None)


def test_one_that_always_fails_lets_the_others_by(connected: Practice, google: FakeGoogle) -> None:
    connected.booked(WEDNESDAY, THURSDAY)
    bad = noted(connected.session)[0].chain_id
    refuse(google, str(bad))
    for step in range(6):
        serve(connected, google, NOW + step * timedelta(minutes=11))
    assert len(google.standing()) == 1
    connected.booked(at("2026-11-20 10:00"))
    for step in range(6, 9):
        serve(connected, google, NOW + step * timedelta(minutes=11))
    assert len(google.standing()) == 2


def refuse(google: FakeGoogle, chain: str) -> None:
    """This one's insert never gets through."""
    taken = google.change

    def change(event: dict[str, object], **changed: object) -> None:
        if chain in str(event["extendedProperties"]):
            google.of().pop(str(event["id"]))
            raise TryLater("always this one")
        taken(event, **changed)

    google.change = change  # type: ignore[method-assign]


def test_whoever_is_slower_than_the_lease_notes_nothing(
    connected: Practice, google: FakeGoogle
) -> None:
    """While it hangs, others put the event in and take it out again; its answer doesn't count."""
    booked = connected.booked(WEDNESDAY)

    def hang(_: str) -> None:
        google.before_each = lambda _: None
        assert serve(connected, google, NOW + LEASE) == ["insert"]
        connected.cancel(booked)
        assert serve(connected, google, NOW + LEASE) == ["delete"]

    connected.session.commit()
    google.before_each = hang

    serve(connected, google)

    (row,) = noted(connected.session)
    assert (row.is_there, row.calendar_id, google.standing()) == (False, "", [])
    assert [name for name in google.calls if name != "list"] == ["insert"] * 2 + ["delete", "get"]


def test_an_insert_that_nobody_heard_of_is_taken_out(
    connected: Practice, google: FakeGoogle
) -> None:
    """Without waiting for the night: that it was begun is known."""
    serve(connected, google)  # all is compared
    booked = connected.booked(WEDNESDAY)
    google.faults = [Fault(Killed(), is_done=True)]
    with pytest.raises(Killed):
        serve(connected, google)
    assert len(google.standing()) == 1
    connected.cancel(booked)

    assert serve(connected, google, NOW + LEASE) == ["delete"]
    assert google.standing() == []


@pytest.mark.parametrize("failure", [Refused("no"), TryLater("later")], ids=["never", "later"])
def test_booking_never_waits_or_fails(
    connected: Practice, google: FakeGoogle, failure: GoogleFailed
) -> None:
    google.faults = [Fault(failure) for _ in range(20)]
    for day in range(18, 21):
        assert connected.book(at(f"2026-11-{day} 10:00")).is_booked
        serve(connected, google)
    assert connected.left == 9
