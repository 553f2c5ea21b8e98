"""The client's calendar: lists, details, cancelling and moving, and what it refuses."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from coachbook.services.bookings import BookingView
from coachbook.ui.client_calendar.move_state import MoveState
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.gate import NOT_UNDERSTOOD, WRONG_ROLE
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.client_calendar_page import GONE, NAME, NINE, THREE, cancel, move, opened_page, shown
from tests.ui.harness import Opener, redirects


@pytest.fixture
def made(practice: Practice) -> BookingView:
    booking = practice.booked(NINE)
    practice.session.commit()
    return booking


# What is shown


async def test_list_groups_what_is_ahead_by_day(tab: Opener, practice: Practice) -> None:
    practice.book(NINE, NINE + timedelta(hours=2), at("2026-12-01 09:00"))
    practice.session.commit()
    page = await shown(await opened_page(tab))
    groups = [(one["weekday"], one["day"], one["month"], len(one["rows"])) for one in page.upcoming]
    assert groups == [("Wed", "18", "Nov", 2), ("Tue", "1", "Dec", 1)]
    assert page.upcoming[0]["rows"][0]["title"] == "Session with Anna Weiss"


async def test_nothing_booked_is_an_empty_list(tab: Opener) -> None:
    page = await shown(await opened_page(tab))
    assert (page.has_upcoming, page.upcoming) == (False, [])


async def test_month_has_whole_weeks_and_turns(tab: Opener, made: BookingView) -> None:
    client = await opened_page(tab)
    page = await shown(client)
    assert (page.month, len(page.cells), page.weekdays[0]) == ("November 2026", 42, "Mon")
    held = [cell["on"] for cell in page.cells if cell["rows"]]
    assert held == ["2026-11-18"]
    await client.send(f"{NAME}.turn", months=1)
    assert (await shown(client)).month == "December 2026"
    await client.send(f"{NAME}.turn", months=0)
    assert (await shown(client)).month == "November 2026"


async def test_link_in_an_old_message_opens_the_booking_where_it_is_now(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    practice.move(made, at("2026-11-19 15:00"))
    practice.session.commit()
    page = await shown(await opened_page(tab, f"?booking={made.chain_id}"))
    assert page.is_open
    assert page.detail["when"].startswith("Thu, Nov 19, 3:00")


@pytest.mark.parametrize("asked", ["", "x", "'; --", str(UUID(int=7))])
async def test_link_to_nothing_shows_the_calendar(
    tab: Opener, made: BookingView, asked: str
) -> None:
    page = await shown(await opened_page(tab, f"?booking={asked}"))
    assert (page.is_open, page.has_upcoming) == (False, True)


async def test_details_say_what_cancelling_does(tab: Opener, made: BookingView) -> None:
    page = await shown(await opened_page(tab, f"?booking={made.chain_id}"))
    assert page.detail["effect"] == (
        "1 credit returns to your 12-session package. Anna Weiss is told by email and push."
    )
    assert page.detail["package"] == "12-session package, 11 of 12 left"


async def test_what_has_started_says_that_only_the_coach_can_change_it(
    tab: Opener, made: BookingView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coachbook.clock.now", lambda: NINE + timedelta(minutes=5))
    client = await opened_page(tab, f"?booking={made.chain_id}")
    page = await shown(client)
    assert (page.detail["can_change"], page.detail["status"]) == (False, "Under way")
    assert "only Anna Weiss can still change it" in page.detail["note"]
    await cancel(client, made)
    assert (await client.sentences())[0].startswith("This has already started")


# Cancelling


async def test_cancel_gives_the_credit_back_and_says_so(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    client = await opened_page(tab, f"?booking={made.chain_id}")
    await cancel(client, made)
    page = await shown(client)
    assert (page.is_open, page.has_upcoming, practice.left) == (False, False, 12)
    assert await client.sentences() == [
        "Your session is cancelled. You have 12 sessions left in your 12-session package."
    ]


async def test_second_cancel_is_told(tab: Opener, practice: Practice, made: BookingView) -> None:
    client = await opened_page(tab, f"?booking={made.chain_id}")
    await cancel(client, made)
    await cancel(client, made)
    assert (await client.sentences())[-1] == "This is already cancelled."
    assert practice.left == 12


async def test_stale_page_cancels_nothing_and_shows_how_it_is(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    client = await opened_page(tab, f"?booking={made.chain_id}")
    practice.move(made, at("2026-11-19 15:00"), by=practice.coach)
    practice.session.commit()
    await cancel(client, made)
    page = await shown(client)
    assert (await client.sentences())[0].startswith("Someone changed this")
    assert page.detail["when"].startswith("Thu, Nov 19, 3:00")
    assert practice.left == 11


# What anybody can send


async def test_foreign_bookings_look_absent(tab: Opener, practice: Practice) -> None:
    other = practice.another_client()
    (theirs,) = factories.booked(practice.session, practice.coach, other, NINE)
    practice.session.commit()
    client = await opened_page(tab)
    await client.send(ClientCalendarState.open(theirs.chain_id))
    await client.send(MoveState.start(theirs.id))
    await cancel(client, theirs)
    await move(client, theirs, THREE)
    assert set(await client.sentences()) == {GONE}
    assert (await shown(client)).detail["id"] == ""
    assert practice.count() == 1


@pytest.mark.parametrize("starts", [["2026-11-19T15:00:00"], [THREE] * 501, ["x"], [None]])
async def test_nonsense_never_reaches_the_handler(
    tab: Opener, practice: Practice, made: BookingView, starts: Any
) -> None:
    client = await opened_page(tab)
    await move(client, made, *starts)
    assert await client.sentences() == [NOT_UNDERSTOOD]
    assert practice.count() == 1


@pytest.mark.parametrize("starts", [[], [THREE, "2026-11-19T19:00:00Z"]])
async def test_move_takes_one_time(
    tab: Opener, practice: Practice, made: BookingView, starts: list[str]
) -> None:
    client = await opened_page(tab)
    await move(client, made, *starts)
    assert await client.sentences() == ["Pick one time to move to."]
    assert practice.count() == 1


async def test_coach_and_stranger_stay_outside(tab: Opener, made: BookingView) -> None:
    coach = tab(cookie="coach", path="/client/calendar")
    await coach.send(ClientCalendarState.load)
    assert await coach.sentences() == [WRONG_ROLE]
    back = await tab(path="/client/calendar").send(ClientCalendarState.load)
    assert redirects(back) == ["/sign-in?next=%2Fclient%2Fcalendar"]


async def test_calendar_is_read_as_of_the_clock(tab: Opener, made: BookingView) -> None:
    page = await shown(await opened_page(tab))
    today = [cell["on"] for cell in page.cells if cell["is_today"]]
    assert today == [NOW.date().isoformat()]
