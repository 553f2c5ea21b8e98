"""Booking and blocking from the coach's calendar."""

from typing import Any

from coachbook.ui.coach_bookings.block_state import BlockDialog
from coachbook.ui.coach_bookings.book_state import BookDialog
from coachbook.ui.coach_bookings.pick_state import PickDialog
from coachbook.ui.coach_bookings.times_state import BookTimes
from coachbook.ui.settings.conflict_state import Fitting
from tests import factories, people
from tests.factories import at
from tests.practices import Practice
from tests.ui.coach_calendar_page import (
    DIALOG,
    TIMES,
    booked,
    calendar,
    opened_calendar,
    starts,
)
from tests.ui.harness import Opener, Tab

BLOCK, PICK = BlockDialog.get_full_name(), PickDialog.get_full_name()
TEN, EVENING = "2026-11-17T15:00:00Z", "2026-11-18T00:00:00Z"
PACKAGE = {
    "package": "custom", "total_sessions": "8", "session_duration_minutes": "60", "runs": "3",
}  # fmt: skip
WEDNESDAY = {"on": "2026-11-18", "kinds": "both"}


async def for_robin(tab: Opener, practice: Practice) -> Tab:
    coach = await opened_calendar(tab)
    await coach.send(f"{DIALOG}.start")
    await coach.send(f"{DIALOG}.choose", client_id=str(practice.client.id))
    return coach


async def confirm(coach: Tab, *chosen: str, request_id: str = "once-0001") -> None:
    basket = {"starts": list(chosen), "request_id": request_id}
    await coach.send(f"{TIMES}.confirm", basket=basket)


async def times(coach: Tab) -> Any:
    return await coach.state(BookTimes)


async def whom(coach: Tab) -> Any:
    return await coach.state(BookDialog)


# Booking


async def test_search_finds_clients_with_what_is_left(tab: Opener, practice: Practice) -> None:
    people.client(practice.session, practice.coach, "Kim Late")
    practice.session.commit()
    coach = await opened_calendar(tab)
    await coach.send(f"{DIALOG}.start")
    await coach.send(f"{DIALOG}.search", text="robin")
    assert [(one["name"], one["left"]) for one in (await whom(coach)).found] == [
        ("Robin Fields", "12 sessions left")
    ]


async def test_client_brings_length_and_open_times(tab: Opener, practice: Practice) -> None:
    booked(practice)
    coach = await for_robin(tab, practice)
    page = await times(coach)
    assert (await whom(coach)).lengths == [{"value": "60", "label": "1 h, 11 left"}]
    assert (page.week, len(page.days)) == ("2026-11-16", 7)
    tuesday = [slot["time"] for slot in page.days[1]["slots"]]
    assert tuesday[0] == "9:00\u202fAM"
    assert "10:00\u202fAM" not in tuesday
    assert "2026-11-20" in page.open_days


async def test_address_names_the_client(tab: Opener, practice: Practice) -> None:
    coach = await opened_calendar(tab, f"/coach/bookings?book={practice.client.id}")
    assert (await times(coach)).is_open
    assert (await whom(coach)).client["name"] == "Robin Fields"


async def test_chosen_times_are_weighed(tab: Opener, practice: Practice) -> None:
    coach = await for_robin(tab, practice)
    await coach.send(f"{TIMES}.weigh", starts=[TEN, EVENING])
    good, late = (await times(coach)).answers
    assert (good["starts_at"], good["verdict"], good["warning"]) == (TEN, "", "")
    assert good["note"] == "Package of 60 min, no expiry"
    assert (late["verdict"], late["warning"]) == ("", "This is outside your hours.")


async def test_several_are_booked_at_once(tab: Opener, practice: Practice) -> None:
    coach = await for_robin(tab, practice)
    await confirm(coach, TEN, "2026-11-18T15:00:00Z")
    assert await starts(coach) == ["2026-11-17T10:00", "2026-11-18T10:00"]
    assert ((await times(coach)).is_open, (await times(coach)).cleared) == (False, 1)
    assert await coach.sentences() == [
        "2 sessions booked for Robin Fields, who is told by email and push."
    ]


async def test_same_confirm_twice_books_once(tab: Opener, practice: Practice) -> None:
    coach = await for_robin(tab, practice)
    await confirm(coach, TEN)
    await confirm(coach, TEN)
    assert (await starts(coach), practice.left) == (["2026-11-17T10:00"], 11)


async def test_outside_the_hours_is_asked_first(tab: Opener, practice: Practice) -> None:
    coach = await for_robin(tab, practice)
    await confirm(coach, TEN, EVENING)
    page = await times(coach)
    assert (page.is_asking, await starts(coach)) == (True, [])
    assert page.unusual == ["Tue, Nov 17, 7:00\u202fPM: This is outside your hours."]
    await coach.send(f"{TIMES}.book_anyway")
    assert await starts(coach) == ["2026-11-17T10:00", "2026-11-17T19:00"]


async def test_one_check_in_beyond_the_month_is_asked_first(
    tab: Opener, practice: Practice
) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    practice.book(at("2026-11-19 10:00"), kind="checkin")
    practice.session.commit()
    coach = await for_robin(tab, practice)
    assert (await whom(coach)).checkin == "Used - resets Dec 1"
    await coach.send(f"{DIALOG}.choose_kind", kind="checkin")
    await confirm(coach, TEN)
    page = await times(coach)
    assert page.is_asking
    assert page.unusual == [
        "Tue, Nov 17, 10:00\u202fAM: "
        "The check-in of November is used: this would be one beyond the allowance."
    ]
    await coach.send(f"{TIMES}.book_anyway")
    assert await starts(coach) == ["2026-11-17T10:00", "2026-11-19T10:00"]


async def test_check_in_of_the_month_is_booked_unasked(tab: Opener, practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    practice.session.commit()
    coach = await for_robin(tab, practice)
    assert (await whom(coach)).checkin == "1 check-in available"
    await coach.send(f"{DIALOG}.choose_kind", kind="checkin")
    await confirm(coach, TEN)
    assert await coach.sentences() == [
        "1 check-in booked for Robin Fields, who is told by email and push."
    ]


async def test_what_cannot_be_had_is_said_and_nothing_is_booked(
    tab: Opener, practice: Practice
) -> None:
    coach = await for_robin(tab, practice)
    booked(practice)
    await confirm(coach, TEN, "2026-11-18T15:00:00Z")
    answers = (await times(coach)).answers
    assert [one["verdict"] for one in answers] == ["This client isn't free then.", ""]
    assert not (await times(coach)).is_asking
    assert await coach.sentences() == ["Nothing was booked yet: see the times that can't be had."]


async def test_without_a_credit_a_package_is_added_there_and_then(
    tab: Opener, practice: Practice
) -> None:
    kim = people.client(practice.session, practice.coach, "Kim Late")
    practice.session.commit()
    coach = await opened_calendar(tab)
    await coach.send(f"{DIALOG}.start")
    await coach.send(f"{DIALOG}.choose", client_id=str(kim.id))
    assert ((await whom(coach)).is_selling, (await times(coach)).days) == (True, [])
    await coach.send(f"{DIALOG}.sell", form=PACKAGE)
    assert ((await whom(coach)).is_selling, len((await times(coach)).days)) == (False, 7)
    await confirm(coach, TEN)
    assert await starts(coach) == ["2026-11-17T10:00"]


async def test_checkin_needs_no_package(tab: Opener, practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", start="17:00", end="18:00")
    practice.session.commit()
    coach = await for_robin(tab, practice)
    await coach.send(f"{DIALOG}.choose_kind", kind="checkin")
    assert [one["time"] for one in (await times(coach)).days[1]["slots"]] == [
        "5:00\u202fPM", "5:30\u202fPM",
    ]  # fmt: skip
    await confirm(coach, "2026-11-17T22:00:00Z")
    assert (await calendar(coach)).events[0]["kind"] == "checkin"


async def test_coach_picks_the_package(tab: Opener, practice: Practice) -> None:
    later = factories.package(
        practice.session, practice.coach, practice.client, total=5, expires_on="2027-06-30"
    )
    practice.session.commit()
    coach = await for_robin(tab, practice)
    assert len((await whom(coach)).payers) == 3
    await coach.send(f"{DIALOG}.choose_payer", package_id=str(practice.package_id))
    await confirm(coach, TEN)
    assert (practice.left, factories.remaining(practice.session, later)) == (11, 5)


async def test_time_of_ones_own_goes_into_the_basket(tab: Opener, practice: Practice) -> None:
    coach = await for_robin(tab, practice)
    await coach.send(f"{TIMES}.add_time", form={"on": "2026-11-29", "time": "20:15"})
    page = await times(coach)
    assert (page.added["key"], page.added["starts_at"]) == (page.basket, "2026-11-30T01:15:00Z")
    assert page.week == "2026-11-23"


async def test_month_that_is_looked_at_is_marked(tab: Opener, practice: Practice) -> None:
    coach = await for_robin(tab, practice)
    await coach.send(f"{TIMES}.show_month", first="2027-01-01")
    page = await times(coach)
    assert ("2027-01-15" in page.open_days, page.week) == (True, "2026-11-16")


# An empty place


async def test_empty_place_is_booked(tab: Opener, practice: Practice) -> None:
    coach = await opened_calendar(tab)
    place = {"start": "2026-11-24T10:00:00-05:00", "end": "2026-11-24T11:00:00-05:00"}
    await coach.send(f"{PICK}.pick", place={**place, "whole_day": False})
    title = (await coach.state(PickDialog)).title
    assert title == "Tue, Nov 24, 10:00\u202fAM to 11:00\u202fAM"
    await coach.send(f"{PICK}.book")
    await coach.send(f"{DIALOG}.choose", client_id=str(practice.client.id))
    page = await times(coach)
    assert (page.week, page.added["starts_at"]) == ("2026-11-23", "2026-11-24T15:00:00Z")


async def test_empty_day_is_blocked(tab: Opener, practice: Practice) -> None:
    coach = await opened_calendar(tab)
    place = {"start": "2026-11-24", "end": "2026-11-25", "whole_day": True}
    await coach.send(f"{PICK}.pick", place=place)
    await coach.send(f"{PICK}.block")
    form = await coach.state(BlockDialog)
    assert (form.first["on"], form.is_whole_day, form.is_open) == ("2026-11-24", True, True)


async def test_place_that_is_no_time_is_refused(tab: Opener) -> None:
    coach = await opened_calendar(tab)
    await coach.send(f"{PICK}.pick", place={"start": "x", "end": "y", "whole_day": False})
    assert not (await coach.state(PickDialog)).is_open


# Blocking


async def test_blocking_hatches_the_day(tab: Opener, practice: Practice) -> None:
    coach = await opened_calendar(tab)
    await coach.send(f"{BLOCK}.start")
    await coach.send(f"{BLOCK}.submit", form=WEDNESDAY)
    assert [one["kind"] for one in (await calendar(coach)).hours].count("blackout") == 1
    assert not (await coach.state(BlockDialog)).is_open


async def test_blocking_shows_the_bookings_first(tab: Opener, practice: Practice) -> None:
    booked(practice, "2026-11-18 10:00")
    coach = await opened_calendar(tab)
    await coach.send(f"{BLOCK}.start")
    await coach.send(f"{BLOCK}.submit", form=WEDNESDAY)
    asked = await coach.state(Fitting)
    assert (asked.asker, [one["name"] for one in asked.rows]) == ("block", ["Robin Fields"])
    assert "blackout" not in [one["kind"] for one in (await calendar(coach)).hours]
    await coach.send(f"{BLOCK}.decide")
    assert "blackout" in [one["kind"] for one in (await calendar(coach)).hours]
    assert await starts(coach) == ["2026-11-18T10:00"]


async def test_blocking_cancels_what_the_coach_decides(tab: Opener, practice: Practice) -> None:
    one = booked(practice, "2026-11-18 10:00")
    coach = await opened_calendar(tab)
    await coach.send(f"{BLOCK}.start")
    await coach.send(f"{BLOCK}.submit", form=WEDNESDAY)
    choice = {"booking_id": str(one.id), "choice": "cancel"}
    await coach.send(f"{Fitting.get_full_name()}.decide", **choice)
    await coach.send(f"{BLOCK}.decide")
    assert (await starts(coach), practice.left) == ([], 12)


async def test_blocking_a_part_of_the_day(tab: Opener, practice: Practice) -> None:
    coach = await opened_calendar(tab)
    await coach.send(f"{BLOCK}.start")
    await coach.send(f"{BLOCK}.choose_whole_day", is_whole_day=False)
    await coach.send(f"{BLOCK}.submit", form={**WEDNESDAY, "start": "12:00", "end": "13:00"})
    blocked = [one for one in (await calendar(coach)).hours if one["kind"] == "blackout"]
    assert (blocked[0]["start"], blocked[0]["end"]) == (
        "2026-11-18T17:00:00+00:00", "2026-11-18T18:00:00+00:00",
    )  # fmt: skip
