"""What a browser sends to the booking page, and what the page then shows."""

from typing import Any

from coachbook.ui.client_booking.state import BookState
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

NAME = BookState.get_full_name()
NINE, TEN, THREE = "2026-11-18T14:00:00Z", "2026-11-18T15:00:00Z", "2026-11-19T20:00:00Z"
MORNING = [NINE, TEN, THREE]


async def opened_page(tab: Opener, path: str = "/book") -> Tab:
    client = tab(cookie="client", path=path)
    await client.send(BookState.load)
    return client


async def shown(client: Tab) -> Any:
    return await client.state(BookState)


async def choose(client: Tab, practice: Practice, *starts: str, minutes: int = 60) -> None:
    await client.send(
        f"{NAME}.choose",
        coach_id=str(practice.coach.id),
        kind="session",
        minutes=minutes,
        starts=list(starts),
    )


async def confirm(client: Tab, practice: Practice, *starts: str, **more: Any) -> None:
    asked = {
        "coach_id": str(practice.coach.id),
        "kind": "session",
        "minutes": 60,
        "sent": {"starts": list(starts), "request_id": more.pop("request_id", "once-0001")},
    }
    await client.send(f"{NAME}.confirm", **{**asked, **more})
