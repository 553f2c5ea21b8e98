"""What a browser sends to book a check-in, and what the page then shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from coachbook.services.people import Person
from coachbook.ui.client_booking.checkin_state import CheckinStep
from tests.practices import Practice
from tests.ui.booking_page import NAME, opened_page
from tests.ui.harness import Opener, Tab, opened, signed_in

STEP = CheckinStep.get_full_name()
NOON, NEXT_DAY = "2026-11-18T17:00:00Z", "2026-11-19T17:00:00Z"
DECEMBER = "2026-12-16T17:00:00Z"


@asynccontextmanager
async def page_of(person: Person, practice: Practice, path: str) -> AsyncIterator[Tab]:
    practice.session.commit()
    async with opened(signed_in({"client": person})) as tab:
        yield await opened_page(tab, path)


async def checkins(tab: Opener) -> Tab:
    return await opened_page(tab, "/book?kind=checkin")


async def choose(client: Tab, practice: Practice, *starts: str) -> None:
    await client.send(
        f"{NAME}.choose", coach_id=str(practice.coach.id), kind="checkin", minutes=30,
        starts=list(starts),
    )  # fmt: skip


async def confirm(client: Tab, practice: Practice, start: str, once: str = "once-0001") -> None:
    sent = {"starts": [start], "request_id": once}
    await client.send(
        f"{NAME}.confirm", coach_id=str(practice.coach.id), kind="checkin", minutes=30, sent=sent
    )


async def answer(
    client: Tab, practice: Practice, answers: dict[str, Any], start: str = NOON, **more: Any
) -> None:
    sent = {"starts": [start], "request_id": more.pop("request_id", "once-0001")}
    answered = {"answers": answers, "seen": {}, **more}
    await client.send(f"{STEP}.book", coach_id=str(practice.coach.id), sent=sent, answered=answered)


async def step(client: Tab) -> Any:
    return await client.state(CheckinStep)
