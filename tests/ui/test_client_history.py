"""The client's history page: packages in plain words, past sessions page by page."""

from typing import Any

from coachbook.services import packages
from coachbook.ui.client_history.state import ClientHistory
from coachbook.ui.gate import WRONG_ROLE
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab


async def opened(tab: Opener, practice: Practice, cookie: str = "client") -> Tab:
    practice.session.commit()
    page = tab(cookie=cookie, path="/client/history")
    await page.send(ClientHistory.load)
    return page


async def shown(page: Tab) -> Any:
    return await page.state(ClientHistory)


async def test_package_explains_itself(tab: Opener, practice: Practice) -> None:
    practice.booked(at("2026-11-18 09:00"))
    packages.adjust(
        practice.session, practice.package_id, by=practice.coach, adjustment=2,
        reason="Thank you", now=NOW,
    )  # fmt: skip
    (one,) = (await shown(await opened(tab, practice))).packages
    assert one["sentence"] == "13 of 14 sessions remaining, doesn't expire"
    whats = {line["what"]: (line["change"], line["why"]) for line in one["ledger"]}
    assert whats["2 sessions added"] == ("+2", "Thank you")
    assert whats["Package added"] == ("+12", "")
    assert one["coach"] == ""


async def test_two_coaches_are_named(tab: Opener, practice: Practice) -> None:
    other = people.coach(practice.session, "Ben Ito")
    people.relate(practice.session, other, practice.client.id, "Robin")
    factories.package(practice.session, other, practice.client)
    found = await shown(await opened(tab, practice))
    assert {one["coach"] for one in found.packages} == {"Anna Weiss", "Ben Ito"}


async def test_past_sessions_say_how_they_ended(tab: Opener, practice: Practice) -> None:
    practice.cancel(practice.booked(at("2026-11-18 09:00")))
    (row,) = (await shown(await opened(tab, practice))).past
    assert (row["status"], row["about"]) == ("Cancelled by you", "Session · 12 sessions, 60 min")


async def test_pages_stop_at_the_ends(tab: Opener, practice: Practice) -> None:
    page = await opened(tab, practice)
    await page.send(ClientHistory.earlier)
    await page.send(ClientHistory.later)
    assert ((await shown(page)).page, (await shown(page)).words) == (0, "Page 1 of 1")


async def test_history_is_the_clients(tab: Opener, practice: Practice) -> None:
    coach = await opened(tab, practice, cookie="coach")
    assert await coach.sentences() == [WRONG_ROLE]
