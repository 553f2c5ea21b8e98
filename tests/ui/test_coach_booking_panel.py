"""One booking beside the calendar: its facts, its history, marking, cancelling, moving."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from coachbook.models import CoachSettings
from coachbook.services import bookings
from coachbook.services.bookings import BookingView
from coachbook.ui.coach_bookings.move_state import MoveDialog
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.coach_calendar_page import (
    ATTENDANCE,
    CALENDAR,
    PANEL,
    booked,
    calendar,
    opened_calendar,
    starts,
)
from tests.ui.harness import Opener, Tab

MOVE = MoveDialog.get_full_name()


async def opened_panel(tab: Opener, one: BookingView) -> Tab:
    coach = await opened_calendar(tab)
    await coach.send(f"{PANEL}.open", event={"id": str(one.chain_id)})
    return coach


async def panel(coach: Tab) -> Any:
    return await coach.state(BookingPanel)


async def dialog(coach: Tab) -> Any:
    return await coach.state(MoveDialog)


async def test_panel_says_what_it_is_and_what_can_be_done(tab: Opener, practice: Practice) -> None:
    facts = (await panel(await opened_panel(tab, booked(practice)))).facts
    assert (facts["name"], facts["kind_words"], facts["status_words"]) == (
        "Robin Fields", "Session", "Confirmed",
    )  # fmt: skip
    assert facts["when"] == "Tuesday, November 17, 10:00\u202fAM to 11:00\u202fAM"
    assert (facts["package"], facts["length"]) == ("12 sessions, 60 min", "1 h")
    assert (facts["can_move"], facts["mark"]["stage"]) == (True, "ahead")


async def test_check_in_beyond_the_month_says_so_and_where_it_meets(
    tab: Opener, practice: Practice
) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    practice.book(at("2026-11-19 10:00"), kind="checkin")
    one = booked(practice, kind="checkin")
    facts = (await panel(await opened_panel(tab, one))).facts
    assert (facts["is_beyond"], facts["is_unusual"], facts["length"]) == (True, False, "30 min")
    assert facts["meet_words"].startswith("You have no meeting address yet")
    practice.session.get_one(CoachSettings, practice.coach.id).meeting_address = "https://a.example"
    practice.session.commit()
    facts = (await panel(await opened_panel(tab, one))).facts
    assert (facts["meet"], facts["meet_words"]) == ("https://a.example", "")


async def test_address_opens_the_panel_and_its_week(tab: Opener, practice: Practice) -> None:
    one = booked(practice, "2026-11-25 10:00")
    coach = await opened_calendar(tab, f"/coach/bookings?booking={one.chain_id}")
    assert (await panel(coach)).is_open
    assert (await calendar(coach)).go_to["date"] == "2026-11-25"


async def test_unknown_booking_in_the_address_is_refused(tab: Opener, practice: Practice) -> None:
    coach = await opened_calendar(tab, f"/coach/bookings?booking={uuid4()}")
    assert not (await panel(coach)).is_open
    assert len(await coach.sentences()) == 1


async def test_panel_follows_what_was_marked(tab: Opener, practice: Practice) -> None:
    one = booked(practice, "2026-11-13 09:00")
    coach = await opened_panel(tab, one)
    assert (await panel(coach)).facts["mark"]["stage"] == "to_mark"
    await coach.send(f"{ATTENDANCE}.miss", booking_id=str(one.id), version=one.version)
    await coach.send(f"{PANEL}.refresh")
    page = await panel(coach)
    assert (page.facts["status"], page.facts["mark"]["stage"]) == ("no_show", "marked")
    assert "You marked it as no-show" in [line["what"] for line in page.history]


async def test_history_tells_of_a_correction(tab: Opener, practice: Practice) -> None:
    one = practice.cancel(booked(practice, "2026-11-13 09:00"), by=practice.coach)
    later = NOW + timedelta(minutes=1)
    bookings.reopen(practice.session, one.id, by=practice.coach, version=2, now=later,
                    status="completed")  # fmt: skip
    practice.session.commit()
    page = await panel(await opened_panel(tab, one))
    assert page.history[0]["what"] == "You corrected it from cancelled to completed"


async def test_other_practice_is_absent(tab: Opener, practice: Practice) -> None:
    coach = await opened_calendar(tab)
    await coach.send(f"{PANEL}.open_one", chain_id=str(uuid4()))
    assert not (await panel(coach)).is_open


async def test_move_to_lists_the_open_times_of_a_day(tab: Opener, practice: Practice) -> None:
    coach = await opened_panel(tab, booked(practice))
    await coach.send(f"{MOVE}.start", chain_id=(await panel(coach)).chain)
    await coach.send(f"{MOVE}.choose_day", on="2026-11-18")
    page = await dialog(coach)
    assert (page.title, page.day) == ("Move Robin Fields", "Wednesday, November 18")
    assert [page.choices[0]["time"], page.choices[-1]["time"]] == ["9:00\u202fAM", "4:00\u202fPM"]
    await coach.send(f"{MOVE}.choose", starts_at=page.choices[0]["starts_at"])
    assert await starts(coach) == ["2026-11-18T09:00"]
    assert (await calendar(coach)).undo["seq"] == 1
    assert not (await dialog(coach)).is_open


async def test_move_to_a_time_of_ones_own_asks_when_it_is_unusual(
    tab: Opener, practice: Practice
) -> None:
    coach = await opened_panel(tab, booked(practice))
    await coach.send(f"{MOVE}.start", chain_id=(await panel(coach)).chain)
    await coach.send(f"{MOVE}.choose_own", form={"time": "18:15"})
    assert (await calendar(coach)).is_asking
    await coach.send(f"{CALENDAR}.move_anyway")
    assert await starts(coach) == ["2026-11-17T18:15"]
