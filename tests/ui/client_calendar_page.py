"""What a browser sends to the client's calendar, and what the page then shows."""

from typing import Any

from coachbook.services.bookings import BookingView
from coachbook.services.workouts import WorkoutView
from coachbook.ui.client_calendar.move_state import MoveState
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.client_calendar.workout_state import MyWorkoutState
from tests.factories import at
from tests.ui.harness import Opener, Tab

NAME, MOVES = ClientCalendarState.get_full_name(), MoveState.get_full_name()
WORKOUTS = MyWorkoutState.get_full_name()
NINE, THREE = at("2026-11-18 09:00"), "2026-11-19T20:00:00Z"
GONE = "That isn't here any more. Go back and reload the page."


async def opened_page(tab: Opener, query: str = "") -> Tab:
    client = tab(cookie="client", path=f"/client/calendar{query}")
    await client.send(ClientCalendarState.load)
    await client.send(MyWorkoutState.load)
    return client


async def shown(client: Tab) -> Any:
    return await client.state(ClientCalendarState)


async def entries(client: Tab) -> list[Any]:
    """All that is shown, in its order."""
    return [entry for day in (await shown(client)).days for entry in day["entries"]]


async def look_at(client: Tab, view: str) -> Any:
    await client.send(f"{NAME}.look_at", view=view)
    return await shown(client)


async def opened_workout(client: Tab) -> Any:
    return await client.state(MyWorkoutState)


async def mark(client: Tab, workout: WorkoutView, is_done: bool = True, **more: Any) -> None:
    asked = {"workout_id": str(workout.id), "version": workout.version, "is_done": is_done}
    await client.send(f"{WORKOUTS}.mark", **{**asked, **more})


async def move(client: Tab, booking: BookingView, *starts: str, **more: Any) -> None:
    sent = {"starts": list(starts), "request_id": more.pop("request_id", "move-0001")}
    asked = {"booking_id": str(booking.id), "version": booking.version, "sent": sent}
    await client.send(f"{MOVES}.move", **{**asked, **more})


async def cancel(client: Tab, booking: BookingView, **more: Any) -> None:
    asked = {"booking_id": str(booking.id), "version": booking.version}
    await client.send(f"{NAME}.cancel", **{**asked, **more})
