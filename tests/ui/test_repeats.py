"""A confirm that arrives again after its bookings were cancelled: both pages say how it is now."""

from typing import Any

from coachbook.services import bookings
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui import booking_page
from tests.ui.booking_page import NINE, TEN, opened_page, shown
from tests.ui.coach_calendar_page import DIALOG, TIMES, opened_calendar
from tests.ui.harness import Opener

GONE = "Wed, Nov 18, 9:00\u202fAM was booked and cancelled since. Pick it again to book it anew."


def cancel_at_nine(practice: Practice) -> None:
    asked: dict[str, Any] = {"by": practice.coach, "now": NOW}
    known = bookings.of_client(practice.session, client_id=practice.client.id, **asked)
    (nine,) = (one for one in known if one.starts_at == at("2026-11-18 09:00"))
    bookings.cancel(practice.session, nine.id, version=1, **asked)
    practice.session.commit()


async def test_client_is_not_told_that_it_is_booked(tab: Opener, practice: Practice) -> None:
    client = await opened_page(tab)
    await booking_page.confirm(client, practice, NINE)
    await client.send(f"{booking_page.NAME}.go_on")
    cancel_at_nine(practice)
    before = (await shown(client)).cleared
    await booking_page.confirm(client, practice, NINE)
    page = await shown(client)
    assert (page.is_booked, page.is_refused, page.cleared) == (False, False, before + 1)
    assert (await client.sentences(), practice.left) == ([GONE], 12)


async def test_client_sees_what_still_stands(tab: Opener, practice: Practice) -> None:
    client = await opened_page(tab)
    await booking_page.confirm(client, practice, NINE, TEN)
    cancel_at_nine(practice)
    await booking_page.confirm(client, practice, NINE, TEN)
    page = await shown(client)
    assert (page.is_booked, page.heading) == (True, "1 session booked")
    assert await client.sentences() == [GONE]


async def test_coach_is_not_told_either(tab: Opener, practice: Practice) -> None:
    coach = await opened_calendar(tab)
    await coach.send(f"{DIALOG}.start")
    await coach.send(f"{DIALOG}.choose", client_id=str(practice.client.id))
    basket = {"starts": [NINE], "request_id": "once-0001"}
    await coach.send(f"{TIMES}.confirm", basket=basket)
    cancel_at_nine(practice)
    await coach.send(f"{TIMES}.confirm", basket=basket)
    assert (await coach.sentences())[1:] == [GONE]
