"""What a browser sends to the coach's calendar, and what its states then hold."""

from typing import Any

from coachbook.services.bookings import BookingView
from coachbook.ui.attendance.state import Attendance
from coachbook.ui.coach_bookings.book_state import BookDialog
from coachbook.ui.coach_bookings.desk_state import Desk
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.coach_bookings.times_state import BookTimes
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

CALENDAR, PANEL = CoachCalendar.get_full_name(), BookingPanel.get_full_name()
ATTENDANCE = Attendance.get_full_name()
DIALOG, TIMES = BookDialog.get_full_name(), BookTimes.get_full_name()
TUESDAY = "2026-11-17"


def booked(practice: Practice, words: str = "2026-11-17 10:00", **more: Any) -> BookingView:
    one = practice.booked(at(words), by=practice.coach, confirmed=True, **more)
    practice.session.commit()
    return one


async def opened_calendar(tab: Opener, path: str = "/coach/bookings") -> Tab:
    coach = tab(cookie="coach", path=path)
    for state in (CoachCalendar, Desk):
        await coach.send(state.load)
    return coach


async def calendar(coach: Tab) -> Any:
    return await coach.state(CoachCalendar)


async def drop(coach: Tab, one: BookingView, words: str, seq: int = 1) -> None:
    start = at(words)
    where = {"start": start.isoformat(), "end": (start + (one.ends_at - one.starts_at)).isoformat()}
    await coach.send(f"{CALENDAR}.move", drop={"seq": seq, "id": str(one.chain_id), **where})


async def starts(coach: Tab) -> list[str]:
    """When the bookings on the screen begin, as the coach's clock says."""
    return [event["start"][:16] for event in (await calendar(coach)).events]
