"""The link of a check-in on the pages that are open when it comes, and where a session is."""

import pytest
from sqlmodel import select

from coachbook.models import Booking, CoachSettings, GoogleEvent
from coachbook.services import bookings
from coachbook.services.bookings import BookingView
from coachbook.ui.client_booking.state import BookState
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.client_home.state import ClientHomeState
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.google_calendar.connected import connect
from tests.ui import client_calendar_page, coach_calendar_page
from tests.ui.checkin_page import NOON, checkins, confirm
from tests.ui.harness import Opener

pytestmark = pytest.mark.usefixtures("checkin_hours")

LINK = "https://meet.google.com/abc-defg-hij"
FOLLOWS = "The meeting link follows as soon as it is made."


@pytest.fixture
def connected(practice: Practice) -> Practice:
    connect(practice.session, practice.coach)
    practice.session.commit()
    return practice


def link_comes(practice: Practice) -> None:
    practice.session.exec(select(Booking)).one().google_meet_link = LINK
    practice.session.commit()


def booked(practice: Practice) -> BookingView:
    made = practice.booked(at("2026-11-18 12:00"), kind="checkin", minutes=30)
    practice.session.commit()
    return made


async def test_the_answer_to_a_booking_shows_the_link_when_it_comes(
    tab: Opener, connected: Practice
) -> None:
    client = await checkins(tab)
    await confirm(client, connected, NOON)
    before = (await client.state(BookState)).booked_checkin
    link_comes(connected)

    await client.send(BookState.refresh)

    after = (await client.state(BookState)).booked_checkin
    assert (before["link"], before["sentence"]) == ("", FOLLOWS)
    assert (after["link"], after["sentence"]) == (LINK, "")


async def test_calendar_home_and_panel_show_the_link_when_it_comes(
    tab: Opener, connected: Practice
) -> None:
    one = booked(connected)
    client = await client_calendar_page.opened_page(tab, f"?booking={one.chain_id}")
    home = tab(cookie="client", path="/client")
    await home.send(ClientHomeState.load)
    coach = await coach_calendar_page.opened_calendar(tab)
    await coach.send(f"{coach_calendar_page.PANEL}.open", event={"id": str(one.chain_id)})
    assert (await client.state(ClientCalendarState)).detail["meeting_words"] == FOLLOWS
    assert (await home.state(ClientHomeState)).next["sentence"] == FOLLOWS
    assert "as Google has made it" in (await coach.state(BookingPanel)).facts["meet_words"]

    link_comes(connected)
    await client.send(ClientCalendarState.refresh)
    await home.send(ClientHomeState.refresh)
    await coach.send(BookingPanel.refresh)

    assert (await client.state(ClientCalendarState)).detail["meeting_link"] == LINK
    assert (await home.state(ClientHomeState)).next["link"] == LINK
    assert (await coach.state(BookingPanel)).facts["meet"] == LINK


async def test_a_link_that_never_comes_leaves_it_to_the_coach(
    tab: Opener, connected: Practice
) -> None:
    one = booked(connected)
    connected.session.get_one(GoogleEvent, one.chain_id).meet = "failed"
    connected.session.commit()
    again = bookings.one(connected.session, one.id, by=connected.coach, now=NOW)
    assert again.meet == "failed"

    client = await client_calendar_page.opened_page(tab, f"?booking={one.chain_id}")

    words = (await client.state(ClientCalendarState)).detail["meeting_words"]
    assert words == "Anna Weiss will send you a link before it starts."


async def test_a_session_says_where_it_is(tab: Opener, practice: Practice) -> None:
    practice.session.get_one(CoachSettings, practice.coach.id).session_place = "Studio 3"
    one = practice.booked(at("2026-11-18 12:00"))
    practice.session.commit()

    client = await client_calendar_page.opened_page(tab, f"?booking={one.chain_id}")
    home = tab(cookie="client", path="/client")
    await home.send(ClientHomeState.load)

    assert (await client.state(ClientCalendarState)).detail["place"] == "Studio 3"
    assert (await home.state(ClientHomeState)).next["place"] == "Studio 3"
