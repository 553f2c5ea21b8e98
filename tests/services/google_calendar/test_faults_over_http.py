"""Google's own client against a server that fails in every way that Google and the net know: what
it is in the end is what the bookings say. What each failure means is tried elsewhere."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from coachbook import config
from coachbook.models import Booking
from coachbook.services.google_calendar import connections, syncing
from coachbook.services.google_calendar.speaking import Google as Speaking
from tests.conftest import NOW
from tests.factories import at
from tests.google.faults import FAULTS
from tests.google.running import environment
from tests.google.serving import serving
from tests.google.stand_in import Google
from tests.practices import Practice
from tests.services.google_calendar.connected import connect, connection_of, noted

EMAIL = "anna@gmail.example"
WEDNESDAY, THURSDAY = at("2026-11-18 10:00"), at("2026-11-19 10:00")
FRIDAY = at("2026-11-20 10:00")
SECONDS_FOR_AN_ANSWER = 0.4


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Google, str]]:
    google = Google()
    google.hang_seconds = 2 * SECONDS_FOR_AN_ANSWER
    with serving(google) as url:
        yield google, url


@pytest.fixture
def stand_in(served: tuple[Google, str], monkeypatch: pytest.MonkeyPatch) -> Google:
    """The same for all tests, empty for each."""
    google, url = served
    google.consents.accounts.pop(EMAIL, None)
    google.faults.mend()
    for name, value in environment(url).items():
        monkeypatch.setenv(name, value)
    config.reset()
    return google


def speaking() -> Speaking:
    from coachbook.integrations import google_calendar

    known = config.settings()
    opening = google_calendar.opening(known, timeout=SECONDS_FOR_AN_ANSWER)
    return Speaking(opening, google_calendar.consent(known).revoke)


def reconnect(practice: Practice, google: Google) -> None:
    connect(practice.session, practice.coach, token=google.consents.grant(EMAIL), now=NOW)


def settle(practice: Practice, google: Google, began: datetime) -> datetime:
    """Some minutes at a time, as the lane would; the coach does what they are asked to."""
    moment = began
    while is_unsettled(practice):
        assert moment < began + timedelta(days=1), "it never settles"
        practice.session.commit()
        serve_at(moment)
        moment += timedelta(minutes=11)
        if connection_of(practice.session, practice.coach).status == "needs_reconnect":
            reconnect(practice, google)
        elif any(row.is_given_up for row in noted(practice.session)):
            connections.try_again(practice.session, by=practice.coach, now=moment)
    return moment


def is_unsettled(practice: Practice) -> bool:
    is_compared = connection_of(practice.session, practice.coach).reconciled_at is not None
    rows = noted(practice.session)
    return not is_compared or any(row.written < row.wanted for row in rows)


def serve_at(moment: datetime) -> None:
    syncing.serve_all(speaking(), now=lambda: moment, limit=20)


def holds(google: Google) -> list[datetime]:
    starts = [event["start"]["dateTime"] for event in google.events(EMAIL).values()]
    return sorted(datetime.fromisoformat(one).astimezone(UTC) for one in starts)


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", [name for name in FAULTS if not name.startswith("revoke")])
def test_every_failure_at_insert_move_and_cancel(
    connected: Practice, stand_in: Google, name: str
) -> None:
    practice, moment = connected, NOW
    reconnect(practice, stand_in)
    booked = practice.booked(FRIDAY, kind="checkin", minutes=30)
    moment = settle(practice, stand_in, moment)

    fail(stand_in, name)
    new = practice.booked(WEDNESDAY)
    moment = settle(practice, stand_in, moment)
    assert holds(stand_in) == [WEDNESDAY, FRIDAY]
    fail(stand_in, name)
    new = practice.move(new, THURSDAY).booking
    moment = settle(practice, stand_in, moment)
    assert holds(stand_in) == [THURSDAY, FRIDAY]
    fail(stand_in, name)
    practice.cancel(new)
    settle(practice, stand_in, moment)
    assert holds(stand_in) == [FRIDAY]

    assert stand_in.complaints == []
    held = practice.session.get_one(Booking, booked.id, populate_existing=True)
    assert (held.google_meet_link or "").startswith("https://meet.google.com/")


def fail(google: Google, name: str) -> None:
    """The next two calls, with a new access token for them."""
    google.consents.access_tokens.clear()
    google.faults.plan(name, times=2)
