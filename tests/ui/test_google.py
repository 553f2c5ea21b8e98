"""The card of the connection to Google Calendar, and the banner on a coach's pages."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from coachbook import config
from coachbook import database as databases
from coachbook.models import GoogleConnection, GoogleEvent
from coachbook.services.google_calendar import connections
from coachbook.services.google_calendar.calendar_client import (
    EventGone,
    GoogleFailed,
    Granted,
    NeedsReconnect,
    Refused,
)
from coachbook.ui.google import rows, trying
from coachbook.ui.google.state import LEAVING, REMOVING, GoogleBanner, GoogleCard
from coachbook.ui.refusals import Messages
from tests.conftest import NOW
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

NAME = GoogleCard.get_full_name()
TOKEN = "1//the-refresh-token"


@dataclass
class Calendar:
    """Takes events, or fails as it was told to."""

    wrote: list[tuple[str, Any]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    at_insert: GoogleFailed | None = None
    at_delete: GoogleFailed | None = None

    def insert(self, calendar_id: str, event: Any, *, notifies: bool) -> Any:
        assert not notifies
        if self.at_insert:
            raise self.at_insert
        self.wrote.append((calendar_id, event))
        return event

    def delete(self, calendar_id: str, event_id: str, *, notifies: bool) -> None:
        assert not notifies
        if self.at_delete:
            raise self.at_delete
        self.removed.append(event_id)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    made = Calendar()

    def opened(refresh_token: str) -> Calendar:
        assert refresh_token == TOKEN
        return made

    monkeypatch.setattr(trying, "_calendar", opened)
    return made


@pytest.fixture
def connected(practice: Practice) -> GoogleConnection:
    granted = Granted(subject="1", email="anna@gmail.test", refresh_token=TOKEN)
    connections.connect(practice.session, granted, by=practice.coach, now=NOW)
    practice.session.commit()
    return row_of(practice)


def row_of(practice: Practice) -> GoogleConnection:
    with databases.reading() as session:
        return session.get_one(GoogleConnection, practice.coach.id)


def becomes(practice: Practice, **values: Any) -> None:
    with databases.transaction() as session:
        found = session.get_one(GoogleConnection, practice.coach.id)
        for name, value in values.items():
            setattr(found, name, value)


def copies_become(*chain_ids: UUID, **values: Any) -> None:
    with databases.transaction() as session:
        for chain_id in chain_ids:
            found = session.get_one(GoogleEvent, chain_id)
            found.written = found.wanted
            for name, value in values.items():
                setattr(found, name, value)


async def opened(tab: Opener, query: str = "") -> Tab:
    coach = tab(cookie="coach", path=f"/coach/settings/booking{query}")
    await coach.send(GoogleCard.load)
    return coach


async def card(coach: Tab) -> Any:
    return await coach.state(GoogleCard)


async def test_without_a_client_id_it_is_said_how_to_get_one(
    tab: Opener, practice: Practice
) -> None:
    state = await card(await opened(tab))
    assert (state.is_configured, state.standing["status"]) == (False, "")
    assert state.callback_url == "http://localhost:8000/google/callback"


async def test_with_one_it_can_be_connected(
    tab: Opener, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACHBOOK_GOOGLE_CLIENT_ID", "id")
    monkeypatch.setenv("COACHBOOK_GOOGLE_CLIENT_SECRET", "secret")
    config.reset()
    assert (await card(await opened(tab))).is_configured


async def test_what_led_back_is_said_in_our_own_words(tab: Opener, practice: Practice) -> None:
    denied = await card(await opened(tab, "?problem=google-denied"))
    assert "didn't allow it" in denied.problem
    forged = await card(await opened(tab, "?problem=Send+money&notice=now"))
    assert (forged.problem, forged.notice) == ("", "")


async def test_connected_as_whom_and_that_all_is_written(
    tab: Opener, connected: GoogleConnection
) -> None:
    standing = (await card(await opened(tab))).standing
    assert (standing["status"], standing["account"]) == ("connected", "anna@gmail.test")
    assert standing["calendar"] == "Your main calendar"
    assert standing["waiting"] == "Everything that is booked is in your Google Calendar."
    assert standing["share"] == ""


async def test_back_fill_is_shown_as_it_goes_on(
    tab: Opener, practice: Practice, connected: GoogleConnection
) -> None:
    days = (timedelta(days=ahead) for ahead in (1, 2, 3, 4))
    bookings = [practice.booked(NOW + ahead) for ahead in days]
    practice.session.commit()
    coach = await opened(tab)
    assert (await card(coach)).standing["share"] == "0%"
    copies_become(*[one.chain_id for one in bookings[:3]], synced_at=NOW)
    await coach.send(GoogleCard.refresh)
    standing = (await card(coach)).standing
    assert standing["share"] == "75%"
    assert standing["waiting"] == "1 appointment is still to be written."


async def test_trouble_says_since_when_why_and_when_next(
    tab: Opener, practice: Practice, connected: GoogleConnection
) -> None:
    becomes(
        practice, status="failing", failing_since=NOW - timedelta(hours=2),
        next_try_at=NOW + timedelta(minutes=4), last_error="Google doesn't answer.",
    )  # fmt: skip
    coach = await opened(tab)
    standing = (await card(coach)).standing
    assert standing["trouble"].startswith("Not working since ")
    assert standing["trouble"].endswith("Google doesn't answer.")
    assert standing["next_try"] == "It is tried again in 4 minutes."
    await coach.send(GoogleCard.try_again)
    assert row_of(practice).next_try_at is None


async def test_what_google_refuses_is_listed_and_tried_again(
    tab: Opener, practice: Practice, connected: GoogleConnection
) -> None:
    booking = practice.booked(NOW + timedelta(days=1))
    practice.session.commit()
    copies_become(booking.chain_id, is_given_up=True, last_error="Google doesn't take the address.")
    coach = await opened(tab)
    (refused,) = (await card(coach)).refused
    assert refused["what"].startswith(practice.client.name)
    assert refused["why"] == "Google doesn't take the address."
    await coach.send(GoogleCard.try_again)
    assert (await card(coach)).refused == []


async def test_repairs_are_told(
    tab: Opener, practice: Practice, connected: GoogleConnection
) -> None:
    becomes(practice, repaired=2, repaired_at=NOW)
    told = (await card(await opened(tab))).standing["repaired"]
    assert told.startswith("2 appointments had been changed or deleted in Google and have been")


async def test_test_event_is_written_and_removed(
    tab: Opener, connected: GoogleConnection, calendar: Calendar
) -> None:
    coach = await opened(tab)
    await coach.send(GoogleCard.send_test)
    assert await coach.sentences() == [trying.WORKED]
    ((where, event),) = calendar.wrote
    assert where == "primary"
    assert calendar.removed == [event["id"]]
    assert "attendees" not in event
    assert event["extendedProperties"]["private"]["coachbook"] != "yes"


@pytest.mark.parametrize(
    ("at_insert", "at_delete", "sentence"),
    [
        (NeedsReconnect("x"), None, trying.ENDED),
        (Refused("It is read-only."), None, "The test event wasn't written. It is read-only."),
        (None, Refused("x"), trying.LEFT),
        (None, EventGone("x"), trying.WORKED),
    ],
)
async def test_test_event_says_what_became_of_it(
    tab: Opener, connected: GoogleConnection, calendar: Calendar,
    at_insert: GoogleFailed | None, at_delete: GoogleFailed | None, sentence: str,
) -> None:  # fmt: skip
    calendar.at_insert, calendar.at_delete = at_insert, at_delete
    coach = await opened(tab)
    await coach.send(GoogleCard.send_test)
    assert await coach.sentences() == [sentence]


async def test_another_calendar_is_tried_before_it_is_used(
    tab: Opener, practice: Practice, connected: GoogleConnection, calendar: Calendar
) -> None:
    coach = await opened(tab)
    await coach.send(GoogleCard.ask_calendar)
    calendar.at_insert = Refused("Google knows no such calendar.")
    await coach.send(f"{NAME}.choose_calendar", form={"calendar_id": "x@group.test"})
    assert (await coach.state(Messages)).problem_field == "calendar_id"
    assert row_of(practice).calendar_id == "primary"
    calendar.at_insert = None
    await coach.send(f"{NAME}.choose_calendar", form={"calendar_id": " x@group.test "})
    assert row_of(practice).calendar_id == "x@group.test"
    assert calendar.wrote[0][0] == "x@group.test"
    assert not (await card(coach)).is_choosing


@pytest.mark.parametrize("calendar_id", ["a b", "..", "x" * 256])
async def test_what_is_no_calendars_id_never_gets_as_far_as_google(
    tab: Opener, practice: Practice, connected: GoogleConnection, calendar: Calendar,
    calendar_id: str,
) -> None:  # fmt: skip
    coach = await opened(tab)
    await coach.send(f"{NAME}.choose_calendar", form={"calendar_id": calendar_id})
    assert (await coach.state(Messages)).problem_field == "calendar_id"
    assert (calendar.wrote, row_of(practice).calendar_id) == ([], "primary")


@pytest.mark.parametrize(
    ("events", "removes", "sentence"), [("keep", False, LEAVING), ("remove", True, REMOVING)]
)
async def test_disconnecting_leaves_or_removes_what_is_to_come(
    tab: Opener, practice: Practice, connected: GoogleConnection, events: str, removes: bool,
    sentence: str,
) -> None:  # fmt: skip
    coach = await opened(tab)
    await coach.send(f"{NAME}.disconnect", events=events)
    found = row_of(practice)
    assert (found.status, found.removes_events) == ("ending", removes)
    assert await coach.sentences() == [sentence]
    assert (await card(coach)).standing["status"] == "ending"


async def test_page_holds_no_secret(
    tab: Opener, practice: Practice, connected: GoogleConnection, calendar: Calendar
) -> None:
    coach = await opened(tab)
    await coach.send(GoogleCard.send_test)
    told = str([update for _, update in coach.sent.updates])
    assert "anna@gmail.test" in told
    assert TOKEN not in told
    assert connected.refresh_token_encrypted not in told
    state = await card(coach)
    assert TOKEN not in str(vars(state))


async def test_clients_see_and_do_nothing_of_it(
    tab: Opener, connected: GoogleConnection, calendar: Calendar
) -> None:
    client = tab(cookie="client", path="/coach/settings/booking")
    for event in (GoogleCard.load, GoogleCard.send_test, GoogleBanner.look):
        await client.send(event)
    assert (await card(client)).standing == rows.NOTHING
    assert calendar.wrote == []


async def test_banner_is_there_while_google_does_not_let_us_in(
    tab: Opener, practice: Practice, connected: GoogleConnection
) -> None:
    coach = tab(cookie="coach", path="/coach/bookings")
    for status, is_shown in (
        ("connected", False), ("failing", False), ("needs_reconnect", True), ("ending", False),
    ):  # fmt: skip
        becomes(practice, status=status)
        await coach.send(GoogleBanner.look)
        assert (await coach.state(GoogleBanner)).is_shown is is_shown
