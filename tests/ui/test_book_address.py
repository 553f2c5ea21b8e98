"""The booking page's address: a reload shows the same."""

from coachbook.ui.client_booking.state import BookState
from tests import people
from tests.practices import Practice
from tests.ui.booking_page import opened_page, shown
from tests.ui.harness import Opener, Tab

MONDAY = "2026-11-23"


async def reloaded(tab: Opener, client: Tab) -> Tab:
    return await opened_page(tab, f"/book?{(await shown(client)).query}")


async def test_reload_keeps_the_kind(tab: Opener) -> None:
    client = await opened_page(tab)
    assert (await shown(client)).query == ""
    await client.send(BookState.choose_kind("checkin"))
    assert (await shown(client)).query == "kind=checkin"
    again = await reloaded(tab, client)
    assert (await shown(again)).kind == "checkin"
    await again.send(BookState.choose_kind("session"))
    assert (await shown(again)).query == ""


async def test_reload_keeps_the_week_that_was_turned_to(tab: Opener) -> None:
    client = await opened_page(tab)
    await client.send(BookState.show_week(MONDAY))
    again = await shown(await reloaded(tab, client))
    assert (again.week, again.query) == (MONDAY, f"week={MONDAY}")


async def test_reload_keeps_one_of_two_coaches(tab: Opener, practice: Practice) -> None:
    second = people.coach(practice.session, "Ben Ito")
    people.another_client_of(practice.session, second, practice.client)
    practice.session.commit()
    client = await opened_page(tab)
    await client.send(BookState.choose_coach(second.id))
    again = await shown(await reloaded(tab, client))
    assert (again.coach_id, again.query) == (str(second.id), f"coach={second.id}")


async def test_nonsense_in_the_address_goes(tab: Opener) -> None:
    page = await shown(await opened_page(tab, "/book?week=%26x&kind=x&coach=y"))
    assert page.query == ""
