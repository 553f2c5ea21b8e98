"""The coach's calendar: what it shows, what a drag does, and what it takes back."""

from datetime import timedelta

import pytest

from coachbook import clock
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.refusals import Messages
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.coach_calendar_page import (
    CALENDAR,
    TUESDAY,
    booked,
    calendar,
    drop,
    opened_calendar,
    starts,
)
from tests.ui.harness import Opener


async def test_calendar_shows_the_week_with_whole_names(tab: Opener, practice: Practice) -> None:
    one = booked(practice)
    page = await calendar(await opened_calendar(tab))
    event = page.events[0]
    assert (event["id"], event["title"], event["kind"]) == (
        str(one.chain_id),
        "Robin Fields",
        "session",
    )
    assert event["start"] == "2026-11-17T10:00:00-05:00"
    assert event["label"] == (
        "Robin Fields, session, Tuesday, November 17, 10:00\u202fAM to 11:00\u202fAM"
    )
    assert (page.on, page.loaded) == ("2026-11-16", "2026-11-16 2026-11-23")


async def test_calendar_shows_hours_blackouts_and_how_full_it_is(
    tab: Opener, practice: Practice
) -> None:
    booked(practice)
    factories.blackout(practice.session, practice.coach, "2026-11-18")
    practice.session.commit()
    page = await calendar(await opened_calendar(tab))
    assert [one["kind"] for one in page.hours].count("open") == 5
    assert [one["start"] for one in page.hours if one["kind"] == "blackout"] == [
        "2026-11-18T05:00:00+00:00"
    ]
    use = page.uses[0]
    assert (use["start"], use["end"]) == ("2026-11-17T15:00:00+00:00", "2026-11-17T16:00:00+00:00")
    assert (use["present"], use["capacity"]) == (1, 2)


async def test_address_names_the_week(tab: Opener) -> None:
    page = await calendar(await opened_calendar(tab, "/coach/bookings?day=2026-12-03"))
    assert (page.on, page.loaded) == ("2026-12-03", "2026-11-30 2026-12-07")


async def test_other_weeks_are_read_when_they_are_looked_at(
    tab: Opener, practice: Practice
) -> None:
    booked(practice, "2026-11-25 10:00")
    coach = await opened_calendar(tab)
    assert await starts(coach) == []
    week = {"start": "2026-11-23", "end": "2026-11-30", "view": "week"}
    await coach.send(f"{CALENDAR}.show", range=week)
    assert await starts(coach) == ["2026-11-25T10:00"]


async def test_month_holds_the_first_of_each_day_until_the_week_is_looked_at(
    tab: Opener, practice: Practice
) -> None:
    for hour in range(9, 17):
        booked(practice, f"{TUESDAY} {hour:02}:00")
    coach = await opened_calendar(tab)
    month = {"start": "2026-10-26", "end": "2026-12-07", "view": "month"}
    await coach.send(f"{CALENDAR}.show", range=month)
    await coach.send(f"{CALENDAR}.refresh")
    assert (len(await starts(coach)), (await calendar(coach)).more) == (6, {TUESDAY: 2})
    week = {"start": "2026-11-16", "end": "2026-11-23", "view": "week"}
    await coach.send(f"{CALENDAR}.show", range=week)
    assert (len(await starts(coach)), (await calendar(coach)).more) == (8, {})


async def test_lists_tell_today_from_tomorrow_and_what_to_mark(
    tab: Opener, practice: Practice
) -> None:
    booked(practice, "2026-11-16 08:00")
    booked(practice, "2026-11-16 12:00")
    booked(practice, "2026-11-17 09:00")
    page = await calendar(await opened_calendar(tab))
    assert [line["when"] for line in page.today] == ["8:00\u202fAM", "12:00\u202fPM"]
    assert [line["when"] for line in page.tomorrow] == ["9:00\u202fAM"]
    assert [line["mark"]["stage"] for line in page.to_mark] == ["to_mark"]
    assert page.waiting == 1


async def test_drop_moves_and_can_be_taken_back(tab: Opener, practice: Practice) -> None:
    one = booked(practice)
    coach = await opened_calendar(tab)
    await drop(coach, one, "2026-11-19 14:00", seq=7)
    page = await calendar(coach)
    assert (page.verdict, page.undo["seq"]) == ({"seq": 7, "ok": True}, 1)
    assert page.undo["sentence"] == "Robin Fields moved to Thu, Nov 19, 2:00\u202fPM."
    assert await starts(coach) == ["2026-11-19T14:00"]
    await coach.send(f"{CALENDAR}.undo_move")
    assert await starts(coach) == ["2026-11-17T10:00"]
    assert (await calendar(coach)).undo["sentence"] == ""
    assert await coach.sentences() == [
        "Robin Fields is back at Tue, Nov 17, 10:00\u202fAM. Nobody was told."
    ]


async def test_drop_over_another_of_the_same_client_goes_back_and_says_why(
    tab: Opener, practice: Practice
) -> None:
    one = booked(practice)
    booked(practice, "2026-11-17 14:00")
    coach = await opened_calendar(tab)
    await drop(coach, one, "2026-11-17 14:30", seq=3)
    assert (await calendar(coach)).verdict == {"seq": 3, "ok": False}
    assert await coach.sentences() == ["This client isn't free then."]


async def test_drop_outside_the_hours_asks_first(tab: Opener, practice: Practice) -> None:
    one = booked(practice)
    coach = await opened_calendar(tab)
    await drop(coach, one, "2026-11-17 19:00")
    page = await calendar(coach)
    assert (page.verdict["ok"], page.is_asking) == (False, True)
    assert page.question == "Move Robin Fields to Tue, Nov 17, 7:00\u202fPM?"
    assert page.reason == "This is outside your hours."
    await coach.send(f"{CALENDAR}.move_anyway")
    assert await starts(coach) == ["2026-11-17T19:00"]


async def test_drop_that_was_thought_better_of_stays(tab: Opener, practice: Practice) -> None:
    one = booked(practice)
    coach = await opened_calendar(tab)
    await drop(coach, one, "2026-11-17 19:00")
    await coach.send(f"{CALENDAR}.stop_asking")
    await coach.send(f"{CALENDAR}.move_anyway")
    assert await starts(coach) == ["2026-11-17T10:00"]


async def test_drop_of_what_the_client_moved_meanwhile_is_refused(
    tab: Opener, practice: Practice
) -> None:
    one = booked(practice)
    coach = await opened_calendar(tab)
    practice.move(one, at("2026-11-18 10:00"))
    practice.session.commit()
    await drop(coach, one, "2026-11-19 14:00")
    assert not (await calendar(coach)).verdict["ok"]
    assert len(await coach.sentences()) == 1


async def test_drop_of_somebody_elses_booking_is_refused(tab: Opener, practice: Practice) -> None:
    one = booked(practice)
    coach = tab(cookie="coach", path="/coach/bookings")
    await drop(coach, one, "2026-11-19 14:00")
    assert not (await calendar(coach)).verdict["ok"]


async def test_undo_after_its_time_is_refused(
    tab: Opener, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = booked(practice)
    coach = await opened_calendar(tab)
    await drop(coach, one, "2026-11-19 14:00")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=60))
    await coach.send(f"{CALENDAR}.undo_move")
    assert (await coach.sentences())[0].startswith("It is too late to undo this.")


async def test_live_change_appears(tab: Opener, practice: Practice) -> None:
    coach = await opened_calendar(tab)
    booked(practice)
    await coach.send(f"{CALENDAR}.refresh")
    assert await starts(coach) == ["2026-11-17T10:00"]


async def test_client_may_not_look(tab: Opener) -> None:
    client = tab(cookie="client", path="/coach/bookings")
    await client.send(f"{CALENDAR}.load")
    assert [one["sentence"] for one in (await client.state(Messages)).items] == [WRONG_ROLE]
    assert (await calendar(client)).events == []
