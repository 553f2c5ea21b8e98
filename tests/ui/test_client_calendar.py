"""The client's calendar: lists, details, cancelling and moving, and what it refuses."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from coachbook.models import CheckinFormQuestion, Profile
from coachbook.services.bookings import BookingView
from coachbook.ui.client_calendar.move_state import MoveState
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.gate import NOT_UNDERSTOOD, WRONG_ROLE
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.client_calendar_page import (
    GONE,
    NAME,
    NINE,
    THREE,
    cancel,
    entries,
    look_at,
    move,
    opened_page,
    shown,
)
from tests.ui.harness import Opener, redirects
from tests.workouts import planned


@pytest.fixture
def made(practice: Practice) -> BookingView:
    booking = practice.booked(NINE)
    practice.session.commit()
    return booking


def asks(practice: Practice) -> None:
    """The coach asks something before a check-in."""
    practice.session.add(
        CheckinFormQuestion(
            coach_id=practice.coach.id, question="How was it?", question_type="text"
        )
    )
    practice.session.flush()


# What is shown


async def test_list_groups_what_is_ahead_by_day(tab: Opener, practice: Practice) -> None:
    practice.book(NINE, NINE + timedelta(hours=2), at("2026-12-01 09:00"))
    planned(practice.session, practice.coach, practice.client, "2026-11-18")
    practice.session.commit()
    page = await shown(await opened_page(tab))
    days = [(one["weekday"], one["number"], one["month"], len(one["entries"])) for one in page.days]
    assert days == [("Wed", "18", "Nov", 3), ("Tue", "1", "Dec", 1)]
    titles = [entry["soft"] for entry in page.days[0]["entries"]]
    assert titles == ["Workout, 1 exercise", *["Session with Anna Weiss"] * 2]
    assert page.days[0]["name"] == "Wednesday, November 18, 1 workout and 2 sessions"


async def test_entries_are_read_out_whole(tab: Opener, practice: Practice) -> None:
    practice.book(NINE)
    planned(practice.session, practice.coach, practice.client, "2026-11-18", is_done=True)
    practice.session.commit()
    workout, session = await entries(await opened_page(tab))
    assert workout["name"] == ("Wednesday, November 18, workout: Lower body, from Anna Weiss, Done")
    assert workout["tick_name"] == "Done: Lower body, Wednesday, November 18"
    assert session["name"] == (
        "Wednesday, November 18, 9:00\u202fAM to 10:00\u202fAM, session with Anna Weiss"
    )


async def test_workouts_name_their_coach_where_there_are_several(
    tab: Opener, practice: Practice
) -> None:
    other = people.coach(practice.session, "Ben Ito")
    people.another_client_of(practice.session, other, practice.client)
    for coach in (practice.coach, other):
        planned(practice.session, coach, practice.client, "2026-11-18")
    practice.session.commit()
    found = sorted(entry["soft"] for entry in await entries(await opened_page(tab)))
    assert found == ["Workout from Anna Weiss", "Workout from Ben Ito"]


async def test_nothing_ahead_is_an_empty_list(tab: Opener) -> None:
    client = await opened_page(tab)
    page = await shown(client)
    assert (page.title, page.has_entries, page.days) == ("Ahead", False, [])
    page = await look_at(client, "past")
    assert (page.title, page.has_entries) == ("The last 4 weeks", False)


async def test_last_weeks_are_shown_backwards(tab: Opener, practice: Practice) -> None:
    for on in ("2026-11-02", "2026-11-12"):
        planned(practice.session, practice.coach, practice.client, on)
    practice.session.commit()
    client = await opened_page(tab)
    assert [one["on"] for one in (await look_at(client, "past")).days] == [
        "2026-11-12", "2026-11-02"
    ]  # fmt: skip
    assert (await entries(client))[0]["name"].endswith(", Not ticked off")


async def test_month_has_whole_weeks_and_turns(tab: Opener, made: BookingView) -> None:
    client = await opened_page(tab)
    page = await look_at(client, "month")
    assert (page.title, len(page.days), page.weekdays[0]) == ("November 2026", 42, "Mon")
    held = [day["on"] for day in page.days if day["has_entries"]]
    assert held == ["2026-11-18"]
    await client.send(f"{NAME}.turn", steps=1)
    page = await shown(client)
    assert (page.title, page.is_current, page.has_entries) == ("December 2026", False, False)
    await client.send(f"{NAME}.turn", steps=0)
    assert (await shown(client)).title == "November 2026"


async def test_week_has_seven_days_from_monday_and_turns(tab: Opener, made: BookingView) -> None:
    client = await opened_page(tab)
    page = await look_at(client, "week")
    assert [day["number"] for day in page.days] == ["16", "17", "18", "19", "20", "21", "22"]
    assert [day["on"] for day in page.days if day["is_today"]] == ["2026-11-16"]
    assert page.days[1]["name"] == "Tuesday, November 17, nothing planned"
    await client.send(f"{NAME}.turn", steps=-1)
    assert (await shown(client)).title == "Nov 9\N{EN DASH}15"
    for _ in range(8):
        await client.send(f"{NAME}.turn", steps=1)
    assert (await shown(client)).title == "Jan 4\N{EN DASH}10, 2027"


async def test_other_view_shows_the_same_time(tab: Opener, made: BookingView) -> None:
    """From the month of today to the week of today, from another month to its first week."""
    client = await opened_page(tab)
    await look_at(client, "month")
    assert (await look_at(client, "week")).is_current
    for _ in range(3):
        await client.send(f"{NAME}.turn", steps=1)
    assert (await look_at(client, "month")).title == "December 2026"
    assert (await look_at(client, "week")).days[0]["on"] == "2026-11-30"


async def test_cell_with_more_than_fits_leads_to_its_week(tab: Opener, practice: Practice) -> None:
    for n in range(5):
        planned(practice.session, practice.coach, practice.client, "2026-12-02", title=f"Run {n}")
    practice.session.commit()
    client = await opened_page(tab)
    page = await look_at(client, "month")
    await client.send(f"{NAME}.turn", steps=1)
    day = next(day for day in (await shown(client)).days if day["has_entries"])
    assert day["more"] == "+2 more"
    await client.send(ClientCalendarState.go_to_week(date(2026, 12, 2)))
    page = await shown(client)
    assert (page.view, page.days[2]["on"]) == ("week", "2026-12-02")


async def test_form_to_fill_in_is_said(tab: Opener, practice: Practice) -> None:
    asks(practice)
    (made,) = factories.booked(
        practice.session, practice.coach, practice.client, NINE, kind="checkin", minutes=30
    )
    practice.session.commit()
    client = await opened_page(tab, f"?booking={made.chain_id}")
    (entry,) = await entries(client)
    assert (entry["to_do"], entry["name"].rpartition(", ")[2]) == (
        "Form to fill in", "form to fill in"
    )  # fmt: skip
    detail = (await shown(client)).detail
    assert detail["form_label"] == "Fill in the form"
    assert detail["form_link"] == f"/client/check-in/{made.chain_id}"
    assert detail["meeting_words"] == "Anna Weiss will send you a link before it starts."


async def test_times_are_the_clients_and_their_zone_is_named(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    profile = practice.session.get_one(Profile, practice.coach.id)
    profile.time_zone = "Europe/Berlin"
    practice.session.commit()
    client = await opened_page(tab, f"?booking={made.chain_id}")
    page = await shown(client)
    assert page.zone == "New York time"
    (entry,) = await entries(client)
    assert entry["also"] == "3:00\u202fPM Berlin time"
    assert "3:00\u202fPM Berlin time" in entry["name"]
    assert page.detail["also"] == "New York time \N{MIDDLE DOT} 3:00\u202fPM Berlin time"


async def test_link_in_an_old_message_opens_the_booking_where_it_is_now(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    practice.move(made, at("2026-11-19 15:00"))
    practice.session.commit()
    page = await shown(await opened_page(tab, f"?booking={made.chain_id}"))
    assert page.is_open
    assert page.detail["when"].startswith("Thu, Nov 19, 3:00")


@pytest.mark.parametrize("asked", ["", "x", "'; --", str(UUID(int=7))])
async def test_link_to_nothing_shows_the_calendar(
    tab: Opener, made: BookingView, asked: str
) -> None:
    page = await shown(await opened_page(tab, f"?booking={asked}"))
    assert (page.is_open, page.has_entries) == (False, True)


async def test_details_say_what_cancelling_does(tab: Opener, made: BookingView) -> None:
    page = await shown(await opened_page(tab, f"?booking={made.chain_id}"))
    assert page.detail["effect"] == (
        "1 credit returns to your 12-session package. Anna Weiss is told by email and push."
    )
    assert page.detail["allowance"] == "12-session package, 11 of 12 left"


async def test_what_has_started_says_that_only_the_coach_can_change_it(
    tab: Opener, made: BookingView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coachbook.clock.now", lambda: NINE + timedelta(minutes=5))
    client = await opened_page(tab, f"?booking={made.chain_id}")
    page = await shown(client)
    assert (page.detail["can_change"], page.detail["status"]) == (False, "Under way")
    assert "only Anna Weiss can still change it" in page.detail["note"]
    await cancel(client, made)
    assert (await client.sentences())[0].startswith("This has already started")


# Cancelling


async def test_cancel_gives_the_credit_back_and_says_so(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    client = await opened_page(tab, f"?booking={made.chain_id}")
    await cancel(client, made)
    page = await shown(client)
    assert (page.is_open, page.has_entries, practice.left) == (False, False, 12)
    assert await client.sentences() == [
        "Your session is cancelled. You have 12 sessions left in your 12-session package."
    ]


async def test_second_cancel_is_told(tab: Opener, practice: Practice, made: BookingView) -> None:
    client = await opened_page(tab, f"?booking={made.chain_id}")
    await cancel(client, made)
    await cancel(client, made)
    assert (await client.sentences())[-1] == "This is already cancelled."
    assert practice.left == 12


async def test_stale_page_cancels_nothing_and_shows_how_it_is(
    tab: Opener, practice: Practice, made: BookingView
) -> None:
    client = await opened_page(tab, f"?booking={made.chain_id}")
    practice.move(made, at("2026-11-19 15:00"), by=practice.coach)
    practice.session.commit()
    await cancel(client, made)
    page = await shown(client)
    assert (await client.sentences())[0].startswith("Someone changed this")
    assert page.detail["when"].startswith("Thu, Nov 19, 3:00")
    assert practice.left == 11


async def test_cancelled_checkin_gives_its_month_back_and_says_so(
    tab: Opener, practice: Practice
) -> None:
    (made,) = factories.booked(
        practice.session, practice.coach, practice.client, NINE, kind="checkin", minutes=30
    )
    practice.session.commit()
    client = await opened_page(tab, f"?booking={made.chain_id}")
    back = "Your check-in for November 2026 can be booked again."
    assert (await shown(client)).detail["effect"] == (
        f"{back} Anna Weiss is told by email and push."
    )
    await cancel(client, made)
    assert await client.sentences() == [f"Your check-in is cancelled. {back}"]


async def test_extra_checkin_gives_no_month_back(tab: Opener, practice: Practice) -> None:
    first, extra = factories.booked(
        practice.session, practice.coach, practice.client, NINE, at("2026-11-19 15:00"),
        kind="checkin", minutes=30,
    )  # fmt: skip
    practice.session.commit()
    page = await shown(await opened_page(tab, f"?booking={extra.chain_id}"))
    assert page.detail["allowance"] == "An extra one in November 2026"
    assert "your check-in for November 2026 stays used" in page.detail["effect"]
    client = await opened_page(tab, f"?booking={first.chain_id}")
    effect = (await shown(client)).detail["effect"]
    assert "an extra check-in in November 2026, which becomes the one of that month" in effect
    await cancel(client, first)
    assert await client.sentences() == ["Your check-in is cancelled."]


# What anybody can send


async def test_foreign_bookings_look_absent(tab: Opener, practice: Practice) -> None:
    other = practice.another_client()
    (theirs,) = factories.booked(practice.session, practice.coach, other, NINE)
    practice.session.commit()
    client = await opened_page(tab)
    await client.send(ClientCalendarState.open(theirs.chain_id))
    await client.send(MoveState.start(theirs.id))
    await cancel(client, theirs)
    await move(client, theirs, THREE)
    assert set(await client.sentences()) == {GONE}
    assert (await shown(client)).detail["id"] == ""
    assert practice.count() == 1


@pytest.mark.parametrize("sent", [{"steps": 2}, {"steps": "x"}, {"view": "year"}, {"on": "x"}])
async def test_no_other_view_can_be_asked_for(
    tab: Opener, made: BookingView, sent: dict[str, Any]
) -> None:
    name = {"steps": "turn", "view": "look_at", "on": "go_to_week"}[next(iter(sent))]
    client = await opened_page(tab)
    await client.send(f"{NAME}.{name}", **sent)
    assert await client.sentences() == [NOT_UNDERSTOOD]


@pytest.mark.parametrize("starts", [["2026-11-19T15:00:00"], [THREE] * 501, ["x"], [None]])
async def test_nonsense_never_reaches_the_handler(
    tab: Opener, practice: Practice, made: BookingView, starts: Any
) -> None:
    client = await opened_page(tab)
    await move(client, made, *starts)
    assert await client.sentences() == [NOT_UNDERSTOOD]
    assert practice.count() == 1


@pytest.mark.parametrize("starts", [[], [THREE, "2026-11-19T19:00:00Z"]])
async def test_move_takes_one_time(
    tab: Opener, practice: Practice, made: BookingView, starts: list[str]
) -> None:
    client = await opened_page(tab)
    await move(client, made, *starts)
    assert await client.sentences() == ["Pick one time to move to."]
    assert practice.count() == 1


async def test_coach_and_stranger_stay_outside(tab: Opener, made: BookingView) -> None:
    coach = tab(cookie="coach", path="/client/calendar")
    await coach.send(ClientCalendarState.load)
    assert await coach.sentences() == [WRONG_ROLE]
    back = await tab(path="/client/calendar").send(ClientCalendarState.load)
    assert redirects(back) == ["/sign-in?next=%2Fclient%2Fcalendar"]


async def test_calendar_is_read_as_of_the_clock(tab: Opener, made: BookingView) -> None:
    page = await look_at(await opened_page(tab), "month")
    today = [day["on"] for day in page.days if day["is_today"]]
    assert today == [NOW.date().isoformat()]
