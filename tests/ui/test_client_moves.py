"""Moving a booking from the client's calendar: offered, told, refused."""

import pytest

from coachbook.models import CoachSettings
from coachbook.services.bookings import BookingView
from coachbook.ui.client_calendar.move_state import MoveState
from tests import factories
from tests.factories import at
from tests.practices import Practice
from tests.ui.client_calendar_page import MOVES, NINE, THREE, move, opened_page, shown
from tests.ui.harness import Opener


@pytest.fixture
def made(practice: Practice) -> BookingView:
    booking = practice.booked(NINE)
    practice.session.commit()
    return booking


async def test_move_is_offered_open_times_only(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    for _ in range(2):
        factories.fill(practice.session, practice.coach, at("2026-11-19 15:00"))
    practice.session.commit()
    client = await opened_page(tab)
    await client.send(MoveState.start(made.id))
    page = await client.state(MoveState)
    thursday = [chip["starts_at"] for chip in page.days[3]["slots"]]
    assert (page.is_open, page.title) == (True, "Move this session")
    assert "2026-11-19T14:00:00Z" in thursday
    assert THREE not in thursday


async def test_move_changes_the_time_and_says_so(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    client = await opened_page(tab)
    await client.send(MoveState.start(made.id))
    await move(client, made, THREE)
    assert (await client.state(MoveState)).is_open is False
    assert (await shown(client)).days[0]["number"] == "19"
    assert (await client.sentences())[0].startswith("Moved to Thu, Nov 19, 3:00")
    assert practice.left == 11


async def test_package_that_takes_over_is_said_before_and_after(
    tab: Opener, practice: Practice
) -> None:
    short = factories.package(
        practice.session, practice.coach, practice.client, total=1, expires_on="2026-11-18"
    )
    made = practice.booked(NINE)
    practice.session.commit()
    assert made.package_id == short
    client = await opened_page(tab)
    await client.send(MoveState.start(made.id))
    await client.send(f"{MOVES}.choose", booking_id=str(made.id), starts=[THREE])
    page = await client.state(MoveState)
    assert page.selected[0]["note"] == "uses your 12-session package instead"
    await move(client, made, THREE)
    assert "It now uses your package of 12 sessions, 60 min." in (await client.sentences())[0]


async def test_time_taken_meanwhile_keeps_the_dialog_open(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    client = await opened_page(tab)
    await client.send(MoveState.start(made.id))
    await client.send(f"{MOVES}.choose", booking_id=str(made.id), starts=[THREE])
    for _ in range(2):
        factories.fill(practice.session, practice.coach, at("2026-11-19 15:00"))
    practice.session.commit()
    await move(client, made, THREE)
    page = await client.state(MoveState)
    assert page.is_open
    assert page.selected[0]["verdict"] == "This time isn't available any more."
    assert practice.count() == 3


async def test_second_arrival_of_a_move_is_one_move(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    client = await opened_page(tab)
    await move(client, made, THREE)
    await move(client, made, THREE)
    assert practice.count() == 2
    assert all(sentence.startswith("Moved to") for sentence in await client.sentences())


async def test_stale_move_closes_and_shows_how_it_is(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    client = await opened_page(tab, f"?booking={made.chain_id}")
    await client.send(MoveState.start(made.id))
    practice.cancel(made, by=practice.coach)
    practice.session.commit()
    await move(client, made, THREE)
    assert (await client.state(MoveState)).is_open is False
    assert (await shown(client)).detail["status"] == "Cancelled by Anna Weiss"
    assert await client.sentences() == ["This is already cancelled."]


async def test_move_needs_the_notice_that_the_coach_asks_for(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    practice.session.get_one(CoachSettings, practice.coach.id).reschedule_notice_hours = 72
    practice.session.commit()
    client = await opened_page(tab)
    await move(client, made, "2026-11-27T15:00:00Z")
    assert await client.sentences() == ["Moving needs 72 hours' notice. Ask your coach to move it."]


# Check-ins and their months


@pytest.fixture
def checkin(practice: Practice) -> BookingView:
    """In November; any time of a workday is open for check-ins."""
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    (made,) = factories.booked(
        practice.session, practice.coach, practice.client, NINE, kind="checkin", minutes=30
    )
    practice.session.commit()
    return made


async def test_move_of_a_checkin_within_its_month_says_nothing_of_months(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    client = await opened_page(tab)
    await client.send(MoveState.start(checkin.id))
    page = await client.state(MoveState)
    assert (page.title, page.was) == (
        "Move this check-in", "Now: Wed, Nov 18, 9:00\u202fAM to 9:30\u202fAM"
    )  # fmt: skip
    await move(client, checkin, THREE)
    (sentence,) = await client.sentences()
    assert "check-in for" not in sentence


async def test_move_of_a_checkin_across_months_says_what_becomes_of_both(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    client = await opened_page(tab)
    await client.send(MoveState.start(checkin.id))
    december = "2026-12-08T15:00:00Z"
    await client.send(f"{MOVES}.choose", booking_id=str(checkin.id), starts=[december])
    change = "uses your check-in for December 2026, and November 2026's can be booked again"
    assert (await client.state(MoveState)).selected[0]["note"] == change
    await move(client, checkin, december)
    assert f"It {change}." in (await client.sentences())[0]
    assert practice.book(NINE, kind="checkin").is_booked


async def test_move_of_a_checkin_names_the_months_that_are_taken(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    factories.booked(
        practice.session, practice.coach, practice.client, at("2026-12-08 10:00"),
        kind="checkin", minutes=30,
    )  # fmt: skip
    practice.session.commit()
    client = await opened_page(tab)
    await client.send(MoveState.start(checkin.id))
    page = await client.state(MoveState)
    assert page.was.endswith("Your check-in for December 2026 is booked already.")
    assert not [on for on in page.open_days if on.startswith("2026-12")]
    await move(client, checkin, "2026-12-09T15:00:00Z")
    assert (await client.sentences())[0] != ""
    assert (await client.state(MoveState)).is_open
