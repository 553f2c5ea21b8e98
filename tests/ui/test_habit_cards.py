"""The cards that book with one press, and what they say of the streak."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coachbook.services import bookings, client_booking, habits
from coachbook.ui.client_booking import habit_rows
from coachbook.ui.client_booking.habits import HabitState
from coachbook.ui.client_booking.rows import Reader
from coachbook.ui.client_booking.state import BookState
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

NAME = HabitState.get_full_name()
THIN = "\u202f"
LAST_WEEK = ("2026-11-10 09:00", "2026-11-12 11:00")
BEFORE = ("2026-11-03 09:00", "2026-11-05 11:00")


def held(practice: Practice, *starts: str) -> None:
    """Sessions that took place and were marked, those of the last weeks."""
    for one in factories.booked(
        practice.session, practice.coach, practice.client, *(at(start) for start in starts)
    ):
        bookings.complete(
            practice.session, one.id, by=practice.coach, version=one.version, now=one.ends_at
        )
    practice.session.commit()


async def page_of(tab: Opener) -> tuple[Tab, Any]:
    client = tab(cookie="client", path="/book")
    await client.send(HabitState.forget)
    await client.send(BookState.load)
    return client, await client.state(HabitState)


async def press(client: Tab, row: Any, **more: Any) -> Any:
    asked = {name: row[name] for name in ("coach_id", "minutes", "starts", "request_id")}
    await client.send(f"{NAME}.book", **{**asked, **more})
    await client.send(BookState.refresh)
    return await client.state(HabitState)


# The usual times


async def test_usual_times_are_offered_and_booked_together(tab: Opener, practice: Practice) -> None:
    held(practice, *BEFORE, *LAST_WEEK)
    client, page = await page_of(tab)
    (row,) = page.usuals
    assert [one["words"] for one in row["times"]] == [
        f"Tue, Nov 17, 9:00{THIN}AM", f"Thu, Nov 19, 11:00{THIN}AM",
    ]  # fmt: skip
    assert row["uses"] == "Uses 2 sessions of your 12-session package; 6 left after this."
    assert row["name"].startswith("Book both: Tuesday, November 17, 9:00")
    page = await press(client, row)
    assert (page.has_done, page.done["title"]) == (True, "2 sessions booked")
    assert (
        page.done["sentence"]
        == "You get an email, and Anna Weiss is told. You have 6 sessions left."
    )
    assert practice.count() == 6
    assert page.usuals[0]["starts"][0] == "2026-11-24T14:00:00Z"


async def test_days_with_an_open_favourite_are_told(tab: Opener, practice: Practice) -> None:
    held(practice, *BEFORE, *LAST_WEEK)
    client, page = await page_of(tab)
    assert page.favourite_days[:3] == ["2026-11-17", "2026-11-19", "2026-11-24"]
    chips = (await client.state(BookState)).days[1]["slots"]
    assert chips[0]["is_favourite"]
    assert chips[0]["label"].endswith("your favourite time")
    assert not chips[1]["is_favourite"]


async def test_second_arrival_of_a_press_books_once(tab: Opener, practice: Practice) -> None:
    held(practice, *BEFORE, *LAST_WEEK)
    client, page = await page_of(tab)
    row = page.usuals[0]
    await press(client, row)
    page = await press(client, row)
    assert page.done["title"] == "2 sessions booked"
    assert practice.count() == 6


async def test_offer_keeps_its_id_until_it_is_another(tab: Opener, practice: Practice) -> None:
    held(practice, *BEFORE, *LAST_WEEK)
    client, page = await page_of(tab)
    first = page.usuals[0]["request_id"]
    await client.send(BookState.refresh)
    page = await client.state(HabitState)
    assert page.usuals[0]["request_id"] == first
    page = await press(client, page.usuals[0])
    assert page.usuals[0]["request_id"] != first


async def test_cancelled_meanwhile_is_told_and_offered_anew(
    tab: Opener, practice: Practice
) -> None:
    held(practice, *BEFORE, *LAST_WEEK)
    client, page = await page_of(tab)
    row = page.usuals[0]
    await press(client, row)
    ahead = bookings.of_client(practice.session, by=practice.client, client_id=practice.client.id,
                               now=NOW, first=NOW)  # fmt: skip
    for one in ahead:
        practice.cancel(one)
    practice.session.commit()
    page = await press(client, row)
    assert (await client.sentences())[0].endswith("Pick them again to book them anew.")
    assert page.usuals[0]["request_id"] != row["request_id"]


# The same time again


async def test_same_time_next_week_is_one_press(tab: Opener, practice: Practice) -> None:
    held(practice, LAST_WEEK[1])
    client, page = await page_of(tab)
    (row,) = page.rebooks
    assert row["when"] == f"Thu, Nov 19, 11:00{THIN}AM"
    assert row["name"] == f"Book it: Thursday, November 19, 11:00{THIN}AM to 12:00{THIN}PM"
    assert (row["is_open"], row["why"]) == (True, "")
    assert row["uses"] == "Uses 1 session of your 12-session package; 10 left after this."
    page = await press(client, row)
    assert page.rebooks == []
    assert page.done["lines"][0]["when"] == f"{row['when']} to 12:00{THIN}PM"


async def test_taken_time_brings_others_each_with_its_own_id(
    tab: Opener, practice: Practice
) -> None:
    held(practice, LAST_WEEK[1])
    for _ in range(2):
        factories.fill(practice.session, practice.coach, at("2026-11-19 11:00"))
    practice.session.commit()
    client, page = await page_of(tab)
    (row,) = page.rebooks
    assert row["why"] == "This time isn't available any more. Book the nearest that day:"
    assert [one["words"] for one in row["others"]] == [
        f"9:30{THIN}AM", f"10:00{THIN}AM", f"12:00{THIN}PM",
    ]  # fmt: skip
    noon = row["others"][2]
    assert noon["name"].startswith(f"Book 12:00{THIN}PM: Thursday, November 19, 12:00")
    page = await press(client, row, starts=[noon["starts_at"]], request_id=noon["request_id"])
    assert page.done["title"] == "1 session booked"
    assert page.rebooks == []


async def test_time_that_was_taken_meanwhile_says_so_and_books_nothing(
    tab: Opener, practice: Practice
) -> None:
    held(practice, LAST_WEEK[1])
    client, page = await page_of(tab)
    (row,) = page.rebooks
    for _ in range(2):
        factories.fill(practice.session, practice.coach, at("2026-11-19 11:00"))
    practice.session.commit()
    page = await press(client, row)
    (sentence,) = await client.sentences()
    assert sentence.startswith("Nothing was booked. Thu, Nov 19, 11:00")
    assert (page.has_done, page.rebooks[0]["is_open"]) == (False, False)


async def test_without_a_credit_the_card_says_whom_to_ask(tab: Opener, practice: Practice) -> None:
    held(practice, LAST_WEEK[1])
    later = [at(f"2026-12-{day:02} {hour:02}:00") for day in (1, 2) for hour in range(9, 15)]
    practice.book(*later[:11])
    practice.session.commit()
    _, page = await page_of(tab)
    assert page.rebooks[0]["why"] == (
        "You have no session left for this date. Ask Anna Weiss for a new package."
    )
    assert (page.rebooks[0]["uses"], page.rebooks[0]["others"]) == ("", [])


async def test_nobody_books_for_or_with_strangers(tab: Opener, practice: Practice) -> None:
    held(practice, LAST_WEEK[1])
    client, page = await page_of(tab)
    stranger = "00000000-0000-4000-8000-000000000001"
    await press(client, page.rebooks[0], coach_id=stranger)
    assert practice.count() == 1
    assert "isn't here any more" in (await client.sentences())[0]


# The streak


def streak(practice: Practice, now: datetime, zone: str = "America/New_York") -> str:
    coach = client_booking.coaches(practice.session, by=practice.client)[0]
    asked: dict[str, Any] = {"by": practice.client, "coach_id": coach.id, "now": now}
    standing = client_booking.standing(practice.session, **asked)
    openings = client_booking.openings(practice.session, minutes=60, **asked)
    found = habits.habits(
        practice.session, by=practice.client, coach=coach, standing=standing, openings=openings,
        minutes=60, now=now,
    )  # fmt: skip
    reader = Reader(ZoneInfo(zone), "en", coach.zone)
    return " ".join(
        f"{one['title']}. {one['sentence']}" for one in habit_rows.streak(found, standing, reader)
    )


def test_streak_says_what_keeps_it(practice: Practice) -> None:
    held(practice, *BEFORE, *LAST_WEEK)
    assert streak(practice, NOW) == "2 weeks in a row. Book a session by Sunday to keep 2 weeks."
    practice.book(at("2026-11-19 09:00"))
    said = streak(practice, NOW)
    assert said == "2 weeks in a row. Your session on Thu, Nov 19 makes it 3."
    over = at("2026-11-19 12:00")
    said = streak(practice, over)
    assert said.endswith("Your session on Thu, Nov 19 makes it 3 once Anna Weiss marks it.")


def test_kept_streak_looks_to_the_next_week(practice: Practice) -> None:
    held(practice, *LAST_WEEK, "2026-11-16 09:00")
    assert streak(practice, NOW).endswith(
        "2 weeks in a row. This week counts. A session next week makes it 3."
    )
    practice.book(at("2026-11-24 09:00"))
    assert streak(practice, NOW).endswith(
        "This week counts, and Tue, Nov 24 is booked for the next."
    )


def test_streak_that_can_no_longer_be_kept_is_not_promised(practice: Practice) -> None:
    held(practice, *LAST_WEEK)
    friday_evening = at("2026-11-20 18:00")
    assert streak(practice, friday_evening).endswith(
        "Nothing is open by Sunday any more. Ask Anna Weiss for a time to keep it."
    )


def test_end_of_the_week_is_told_in_the_readers_zone(practice: Practice) -> None:
    held(practice, *LAST_WEEK)
    assert "before Mon, Nov 23, 6:00" in streak(practice, NOW, "Europe/Berlin")
    assert "before Sun, Nov 22, 7:00" in streak(practice, NOW, "Pacific/Honolulu")


def test_weeks_before_an_unmarked_session_are_told_with_it(practice: Practice) -> None:
    held(practice, "2026-11-03 09:00", "2026-11-10 09:00")
    factories.booked(practice.session, practice.coach, practice.client, at("2026-11-20 09:00"))
    assert streak(practice, at("2026-11-23 08:00")) == (
        "3 weeks once it is marked. "
        "Your session on Fri, Nov 20 makes it 3 once Anna Weiss marks it."
    )


def test_who_never_came_has_no_streak_and_the_first_booking_starts_one(practice: Practice) -> None:
    assert streak(practice, NOW) == ""
    practice.book(at("2026-11-19 09:00"))
    assert streak(practice, NOW) == "A first week. Your session on Thu, Nov 19 starts a streak."


@pytest.mark.parametrize(("count", "words"), [(1, "Book it"), (2, "Book both"), (3, "Book all 3")])
def test_button_counts(count: int, words: str) -> None:
    assert habit_rows._book(count) == words
