"""The activity page: what others did in words, what leads where, what is unread."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from coachbook.notifications import outbox
from coachbook.services.bookings import BookingView
from coachbook.ui.activity.state import Activity
from coachbook.ui.coach_bookings.desk_state import Desk
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from coachbook.ui.coach_bookings.state import CoachCalendar
from tests import people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab, opened, signed_in

NINE, TEN, THREE = at("2026-11-18 09:00"), at("2026-11-18 10:00"), at("2026-11-19 15:00")
PAGE = Activity.get_full_name()


def booked(practice: Practice, *starts: Any) -> BookingView:
    made = practice.booked(*starts, now=NOW - timedelta(minutes=3))
    practice.session.commit()
    return made


def write(practice: Practice, event: str, subject_id: Any, version: int = 1) -> None:
    outbox.queue(
        practice.session, event, recipient_id=practice.coach.id, coach_id=practice.coach.id,
        subject_id=subject_id, version=version, due_at=NOW, created_at=NOW,
    )  # fmt: skip
    practice.session.commit()


async def opened_page(tab: Opener) -> Tab:
    coach = tab(cookie="coach", path="/coach/activity")
    await coach.send(Activity.load)
    return coach


async def page(coach: Tab) -> Any:
    return await coach.state(Activity)


async def rows(coach: Tab) -> list[Any]:
    return [row for group in (await page(coach)).groups for row in group["rows"]]


async def test_booking_says_who_what_and_when_and_leads_to_it(
    tab: Opener, practice: Practice
) -> None:
    made = booked(practice, NINE)
    coach = await opened_page(tab)
    (row,) = await rows(coach)
    assert (row["name"], row["what"]) == ("Robin Fields", "booked a session")
    assert row["details"] == "Wed, Nov 18, 9:00\u202fAM to 10:00\u202fAM"
    assert (row["href"], row["is_unread"]) == (f"/coach/bookings?booking={made.chain_id}", True)
    assert (await page(coach)).groups[0]["title"] == "Unread from today"


async def test_several_and_moved_and_cancelled_have_their_words(
    tab: Opener, practice: Practice
) -> None:
    made = booked(practice, NINE, TEN, THREE, at("2026-11-20 09:00"))
    moved = practice.move(made, at("2026-11-20 15:00"), now=NOW - timedelta(minutes=2)).booking
    practice.cancel(moved, now=NOW - timedelta(minutes=1))
    practice.session.commit()
    found = {row["what"]: row["details"] for row in await rows(await opened_page(tab))}
    assert set(found) == {"booked 4 sessions", "moved a session", "cancelled a session"}
    plain = {what: details.replace("\u00a0", " ") for what, details in found.items()}
    assert plain["booked 4 sessions"].endswith("Thu, Nov 19, 3:00\u202fPM · 1 more")
    assert plain["moved a session"] == (
        "From Wed, Nov 18, 9:00\u202fAM to Fri, Nov 20, 3:00\u202fPM. Cancelled since."
    )


async def test_package_leads_to_its_client(tab: Opener, practice: Practice) -> None:
    write(practice, "client_low_sessions", practice.package_id)
    write(practice, "client_package_expiring_week", practice.package_id)
    found = {row["what"]: row for row in await rows(await opened_page(tab))}
    assert set(found) == {"has 12 sessions left", "has a package that has no end"}
    assert {row["href"] for row in found.values()} == {f"/coach/clients/{practice.client.id}"}


async def test_what_is_gone_leads_nowhere_and_can_be_read(tab: Opener, practice: Practice) -> None:
    for event in ("new_booking", "checkin_form_submitted", "client_low_sessions"):
        write(practice, event, uuid4())
    coach = await opened_page(tab)
    found = await rows(coach)
    assert {row["href"] for row in found} == {""}
    await coach.send(f"{PAGE}.mark", note_id=found[0]["id"])
    assert [row["is_unread"] for row in await rows(coach)] == [True, True, False]


async def test_opening_marks_it_and_it_goes_below(tab: Opener, practice: Practice) -> None:
    booked(practice, NINE)
    coach = await opened_page(tab)
    (row,) = await rows(coach)
    await coach.send(f"{PAGE}.open", note_id=row["id"])
    shown = await page(coach)
    assert (shown.unread, shown.groups[0]["title"]) == (0, "Today")


async def test_marking_all_counts_and_spares_what_came_meanwhile(
    tab: Opener, practice: Practice
) -> None:
    booked(practice, NINE)
    booked(practice, TEN)
    coach = await opened_page(tab)
    assert (await page(coach)).unread == 2
    booked(practice, THREE)
    await coach.send(f"{PAGE}.mark_all")
    assert await coach.sentences() == ["2 notes marked as read."]
    assert (await page(coach)).unread == 1


async def test_arrival_appears_and_keeps_the_filter(tab: Opener, practice: Practice) -> None:
    coach = await opened_page(tab)
    await coach.send(f"{PAGE}.choose", of="packages")
    booked(practice, NINE)
    await coach.send(f"{PAGE}.refresh")
    assert await rows(coach) == []
    await coach.send(f"{PAGE}.choose", of="bookings")
    assert len(await rows(coach)) == 1


async def test_pages_go_on_and_come_back(tab: Opener, practice: Practice) -> None:
    for version in range(31):
        write(practice, "client_low_sessions", practice.package_id, version)
    coach = await opened_page(tab)
    assert (len(await rows(coach)), (await page(coach)).unread) == (30, 31)
    await coach.send(f"{PAGE}.show_older")
    assert (len(await rows(coach)), (await page(coach)).has_more) == (1, False)
    for _ in range(2):
        await coach.send(f"{PAGE}.show_newer")
    assert (len(await rows(coach)), (await page(coach)).page) == (30, 0)


@pytest.mark.parametrize(
    ("handler", "payload"),
    [("choose", {"of": "secrets"}), ("mark", {"note_id": "1"}), ("open", {"note_id": None})],
)
async def test_nonsense_changes_nothing(
    tab: Opener, practice: Practice, handler: str, payload: dict[str, Any]
) -> None:
    booked(practice, NINE)
    coach = await opened_page(tab)
    await coach.send(f"{PAGE}.{handler}", **payload)
    assert (await page(coach)).unread == 1
    assert len(await coach.sentences()) == 1


async def test_other_coach_cannot_mark_it(practice: Practice) -> None:
    other = people.coach(practice.session, "Berta Klein")
    booked(practice, NINE)
    async with opened(signed_in({"coach": practice.coach, "other": other})) as tab:
        coach = await opened_page(tab)
        (row,) = await rows(coach)
        stranger = tab(cookie="other", path="/coach/activity")
        await stranger.send(Activity.load)
        assert await rows(stranger) == []
        await stranger.send(f"{PAGE}.mark", note_id=row["id"])
        await coach.send(f"{PAGE}.refresh")
        assert (await page(coach)).unread == 1
        await coach.send(f"{PAGE}.mark", note_id=row["id"])
        assert (await page(coach)).unread == 0


async def test_link_to_another_coachs_booking_opens_nothing(practice: Practice) -> None:
    other = people.coach(practice.session, "Berta Klein")
    made = booked(practice, NINE)
    path = f"/coach/bookings?booking={made.chain_id}"
    async with opened(signed_in({"coach": practice.coach, "other": other})) as tab:
        opens = []
        for cookie in ("other", "coach"):
            page = tab(cookie=cookie, path=path)
            await page.send(CoachCalendar.load)
            await page.send(Desk.load)
            panel = await page.state(BookingPanel)
            opens.append((panel.is_open, len(panel.history)))
        assert opens == [(False, 0), (True, 1)]


async def test_clients_may_not_ask(tab: Opener, practice: Practice) -> None:
    booked(practice, NINE)
    client = tab(cookie="client", path="/coach/activity")
    await client.send(Activity.load)
    assert (await rows(client), (await page(client)).unread) == ([], 0)
