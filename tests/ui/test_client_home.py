"""The client's home: arriving there, what it shows, and that it follows changes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from coachbook.models import CheckinFormQuestion
from coachbook.services import bookings, workouts
from coachbook.services.people import Person
from coachbook.ui.client_booking.habits import HabitState
from coachbook.ui.client_home import rows
from coachbook.ui.client_home.state import ClientHomeState
from coachbook.ui.home.state import Home
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab, opened, redirects, signed_in

THIN = "\u202f"
TUESDAY, THURSDAY = at("2026-11-17 09:00"), at("2026-11-19 11:00")


async def arrived(tab: Opener, path: str = "/client") -> tuple[Tab, Any]:
    client = tab(cookie="client", path=path)
    await client.send(HabitState.forget)
    await client.send(ClientHomeState.load)
    return client, await client.state(ClientHomeState)


@asynccontextmanager
async def home_of(person: Person, practice: Practice) -> AsyncIterator[Any]:
    practice.session.commit()
    async with opened(signed_in({"client": person})) as tab:
        yield (await arrived(tab))[1]


async def test_first_page_leads_clients_home(tab: Opener) -> None:
    for cookie, path in (("client", "/client"), ("coach", "/coach/bookings")):
        assert redirects(await tab(cookie=cookie, path="/").send(Home.load)) == [path]


async def test_home_greets_and_shows_what_comes_next(tab: Opener, practice: Practice) -> None:
    practice.book(TUESDAY, THURSDAY)
    practice.session.commit()
    _, page = await arrived(tab)
    assert (page.hello, page.today) == ("Hello, Robin", "Monday, November 16")
    shown = page.next
    assert (shown["on"], shown["title"]) == ("Tuesday, November 17", "Session with Anna Weiss")
    assert (shown["hours"], shown["length"]) == (f"9:00\u201310:00{THIN}AM", "1 h")
    assert (shown["starts_at"], shown["link"], shown["form"]) == ("2026-11-17T14:00:00Z", "", "")
    (row,) = page.coming
    assert row["name"] == (
        f"Session with Anna Weiss, Thursday, November 19, 11:00{THIN}AM to 12:00{THIN}PM"
    )
    assert page.places[0]["available"] == 10
    assert page.fresh_for == 14 * 3600 + 1  # until midnight


async def test_home_of_somebody_new_has_one_thing_to_do(tab: Opener) -> None:
    _, page = await arrived(tab)
    assert (page.has_next, page.todos, page.coming) == (False, [], [])
    assert page.has_credits
    assert page.places[0]["checkin"] == "1 check-in available"


async def test_form_of_the_next_check_in_is_in_its_card_and_later_ones_to_do(
    tab: Opener, practice: Practice
) -> None:
    session, coach, client = practice.session, practice.coach, practice.client
    session.add(CheckinFormQuestion(coach_id=coach.id, question="Sleep?", question_type="text"))
    made = [
        factories.booked(session, coach, client, at(start), minutes=30, kind="checkin")[0]
        for start in ("2026-11-18 13:00", "2026-12-02 13:00")
    ]
    session.commit()
    _, page = await arrived(tab)
    assert (page.next["form"], page.next["form_href"]) == (
        "open", f"/client/check-in/{made[0].chain_id}",
    )  # fmt: skip
    assert page.next["sentence"] == "Anna Weiss will send you a link before it starts."
    (todo,) = page.todos
    assert (todo["kind"], todo["button"]) == ("form", "Fill in the form")
    assert todo["href"] == f"/client/check-in/{made[1].chain_id}"
    assert page.places[0]["checkin"] == "Used - resets Dec 1"


async def test_low_credits_say_whom_to_ask(tab: Opener, practice: Practice) -> None:
    starts = [at(f"2026-12-{day:02} {hour:02}:00") for day in (1, 2) for hour in range(9, 15)]
    practice.book(*starts[:10])
    practice.session.commit()
    client, page = await arrived(tab)
    (todo,) = page.todos
    assert (todo["title"], todo["button"]) == ("2 sessions left with Anna Weiss", "Book them")
    practice.book(*starts[10:])
    practice.session.commit()
    await client.send(ClientHomeState.refresh)
    (todo,) = (await client.state(ClientHomeState)).todos
    assert (todo["title"], todo["button"]) == ("No sessions left with Anna Weiss", "")
    assert todo["sentence"].startswith("Ask Anna Weiss for your next package")


async def test_package_that_ends_soon_says_until_when(practice: Practice) -> None:
    other = people.client(practice.session, practice.coach, "Pat Soon")
    factories.package(practice.session, practice.coach, other, total=3, expires_on="2026-12-05")
    async with home_of(other, practice) as page:
        (todo,) = page.todos
    assert (todo["kind"], todo["title"]) == ("expiring", "3 sessions to use by December 5")
    assert todo["sentence"] == "Your 3-session package with Anna Weiss ends that day."


async def test_todays_workout_is_to_do_and_later_ones_come_up(
    tab: Opener, practice: Practice
) -> None:
    draft = workouts.Draft(title="Hips", exercises=workouts.parsed("Plank 3x30s\nSquat 3x8"))
    workouts.plan(
        practice.session, draft, by=practice.coach, client_id=practice.client.id, weeks=2,
        on=date(2026, 11, 16), request_id="w1", now=NOW,
    )  # fmt: skip
    practice.session.commit()
    _, page = await arrived(tab)
    (todo,) = page.todos
    assert (todo["title"], todo["button"]) == ("Hips", "Open the workout")
    assert todo["sentence"] == "Today's workout from Anna Weiss: 2 exercises."
    assert [row["name"] for row in page.coming] == ["Workout, Hips, Monday, November 23"]


async def test_second_coach_without_a_booking_is_to_do(tab: Opener, practice: Practice) -> None:
    second = people.coach(practice.session, "Ben Ito", zone="Asia/Tokyo")
    people.another_client_of(practice.session, second, practice.client)
    factories.package(practice.session, second, practice.client)
    practice.book(TUESDAY)
    practice.session.commit()
    _, page = await arrived(tab)
    (todo,) = page.todos
    assert (todo["title"], todo["href"]) == (
        "Nothing booked with Ben Ito", f"/book?coach={second.id}",
    )  # fmt: skip
    assert page.zone_note == "New York time"
    assert len(page.live_urls) == 2


async def test_home_follows_what_the_coach_does(tab: Opener, practice: Practice) -> None:
    one = practice.booked(TUESDAY)
    practice.session.commit()
    client, page = await arrived(tab)
    assert page.has_next
    bookings.cancel(practice.session, one.id, by=practice.coach, version=one.version, now=NOW)
    practice.session.commit()
    await client.send(ClientHomeState.refresh)
    page = await client.state(ClientHomeState)
    assert (page.has_next, page.next) == (False, rows.NOTHING)


async def test_time_to_rebook_is_one_press_from_home(tab: Opener, practice: Practice) -> None:
    start = at("2026-11-12 11:00")
    one = factories.booked(practice.session, practice.coach, practice.client, start)[0]
    bookings.complete(
        practice.session, one.id, by=practice.coach, version=one.version, now=one.ends_at
    )
    practice.session.commit()
    client, _ = await arrived(tab)
    (row,) = (await client.state(HabitState)).rebooks
    asked = {name: row[name] for name in ("coach_id", "minutes", "starts", "request_id")}
    await client.send(f"{HabitState.get_full_name()}.book", **asked)
    await client.send(ClientHomeState.refresh)
    page, cards = await client.state(ClientHomeState), await client.state(HabitState)
    assert page.next["starts_at"] == f"{start + timedelta(days=7):%Y-%m-%dT%H:%M:%SZ}"
    assert (cards.rebooks, cards.done["title"]) == ([], "1 session booked")


async def test_coach_who_is_nobodys_client_gets_nothing(tab: Opener) -> None:
    coach = tab(cookie="coach", path="/client")
    await coach.send(ClientHomeState.load)
    assert (await coach.state(ClientHomeState)).places == []
    assert await coach.sentences()


@pytest.mark.parametrize("name", ["", "Anna Maria Weiss", "  Zoë  "])
async def test_any_name_is_greeted(practice: Practice, name: str) -> None:
    async with home_of(replace(practice.client, name=name), practice) as page:
        assert page.hello == ("Hello, " + name.split()[0] if name else "Hello")
