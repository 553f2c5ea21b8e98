"""The booking page's handlers: what they show, what they refuse, what they book."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from coachbook.services.people import Person
from coachbook.ui.client_booking.state import BookState
from tests import factories, people
from tests.factories import at
from tests.practices import Practice
from tests.ui.booking_page import (
    MORNING,
    NAME,
    NINE,
    TEN,
    THREE,
    choose,
    confirm,
    opened_page,
    shown,
)
from tests.ui.harness import Opener, Tab, opened, signed_in


@asynccontextmanager
async def page_of(person: Person, practice: Practice) -> AsyncIterator[Tab]:
    """The page as another client sees it."""
    practice.session.commit()
    async with opened(signed_in({"client": person})) as tab:
        yield await opened_page(tab)


def take(practice: Practice, words: str) -> None:
    """Somebody else takes both places."""
    for _ in range(2):
        factories.fill(practice.session, practice.coach, at(words))
    practice.session.commit()


# What is shown


async def test_page_shows_what_is_left_and_the_first_open_week(tab: Opener) -> None:
    page = await shown(await opened_page(tab))
    assert (page.stage, page.coach_name, page.available, page.total) == (
        "picking", "Anna Weiss", 12, 12,
    )  # fmt: skip
    assert page.rest == "0 booked, 0 done, 0 lost"
    assert (page.week, page.today, page.last_day) == ("2026-11-16", "2026-11-16", "2027-02-16")
    assert [day["date"] for day in page.days] == [f"2026-11-{day}" for day in range(16, 23)]
    assert "2026-11-17" in page.open_days


async def test_chip_is_named_whole_and_says_why_it_is_closed(tab: Opener) -> None:
    page = await shown(await opened_page(tab))
    monday, wednesday = page.days[0]["slots"], page.days[2]["slots"]
    assert wednesday[0]["label"] == "Wednesday, November 18, 9:00\u202fAM to 10:00\u202fAM"
    assert (wednesday[0]["starts_at"], wednesday[0]["is_open"]) == (NINE, True)
    assert (monday[0]["why"], monday[-1]["why"]) == ("Has passed", "Needs 12 hours' notice")


async def test_client_elsewhere_sees_their_time_and_the_coachs(practice: Practice) -> None:
    berliner = people.client(practice.session, practice.coach, zone="Europe/Berlin")
    factories.package(practice.session, practice.coach, berliner)
    async with page_of(berliner, practice) as client:
        page = await shown(client)
        chip = page.days[2]["slots"][0]
        assert page.zone_note == ("Times are in Berlin time. Anna Weiss works in New York time.")
        assert (chip["time"], chip["starts_at"]) == ("3:00\u202fPM", NINE)
        assert chip["label"].endswith("9:00\u202fAM New York time")


async def test_coachs_time_is_left_out_where_the_clocks_agree(practice: Practice) -> None:
    neighbour = people.client(practice.session, practice.coach, zone="America/Detroit")
    factories.package(practice.session, practice.coach, neighbour)
    async with page_of(neighbour, practice) as client:
        page = await shown(client)
        assert page.zone_note.startswith("Times are in Detroit time.")
        assert page.days[2]["slots"][0]["also"] == ""


async def test_another_week_is_shown_on_demand(tab: Opener) -> None:
    client = await opened_page(tab)
    await client.send(f"{NAME}.show_week", monday="2026-12-07")
    assert (await shown(client)).week == "2026-12-07"


async def test_what_the_tab_keeps_is_of_one_person(tab: Opener, practice: Practice) -> None:
    """Somebody else who signs in there finds neither the choice nor the answers."""
    kept = {(await shown(await opened_page(tab))).kept_as}
    async with page_of(practice.another_client(), practice) as another:
        kept.add((await shown(another)).kept_as)
    assert len(kept) == 2


async def test_client_without_a_package_is_told_whom_to_ask(practice: Practice) -> None:
    lonely = people.client(practice.session, practice.coach, "Kim Late")
    async with page_of(lonely, practice) as client:
        page = await shown(client)
        assert (page.stage, page.coach_name, page.was_sold) == ("nothing", "Anna Weiss", False)


async def test_coach_in_the_address_must_be_ones_own(tab: Opener, practice: Practice) -> None:
    stranger = people.coach(practice.session, "Ben Ito")
    practice.session.commit()
    for asked in (stranger.id, uuid4(), "'; drop table", ""):
        page = await shown(await opened_page(tab, f"/book?coach={asked}"))
        assert page.coach_name == "Anna Weiss"


async def test_two_coaches_and_two_lengths_can_be_switched(tab: Opener, practice: Practice) -> None:
    second = people.coach(practice.session, "Ben Ito", zone="Asia/Tokyo")
    same = people.another_client_of(practice.session, second, practice.client)
    factories.hours(practice.session, second)
    for minutes in (45, 90):
        factories.package(practice.session, second, same, minutes=minutes, total=3)
    practice.session.commit()
    client = await opened_page(tab)
    assert (await shown(client)).has_coaches
    await client.send(BookState.choose_coach(second.id))
    page = await shown(client)
    assert (page.coach_name, page.minutes, page.has_lengths) == ("Ben Ito", 45, True)
    await client.send(BookState.choose_length(90))
    assert (await shown(client)).minutes == 90


# The basket


async def test_basket_names_the_package_and_what_remains(tab: Opener, practice: Practice) -> None:
    client = await opened_page(tab)
    await choose(client, practice, TEN, NINE)
    page = await shown(client)
    assert page.selected == [
        {"starts_at": NINE, "note": "", "verdict": ""},
        {"starts_at": TEN, "note": "", "verdict": ""},
    ]
    assert page.limits["note"] == "From your 12-session package: 10 of 12 left after this"


async def test_basket_names_the_package_of_each_where_they_differ(
    tab: Opener, practice: Practice
) -> None:
    factories.package(
        practice.session, practice.coach, practice.client, total=1, expires_on="2026-11-30"
    )
    practice.session.commit()
    client = await opened_page(tab)
    await choose(client, practice, TEN, NINE)
    page = await shown(client)
    assert [one["note"] for one in page.selected] == [
        "1-session package until November 30",
        "12-session package",
    ]
    assert page.limits["note"] == (
        "Left after this: 0 in the 1-session package until November 30"
        " and 11 in the 12-session package"
    )


async def test_time_taken_meanwhile_shows_in_the_basket_by_itself(
    tab: Opener, practice: Practice
) -> None:
    client = await opened_page(tab)
    await choose(client, practice, NINE)
    take(practice, "2026-11-18 09:00")
    await client.send(BookState.refresh)
    page = await shown(client)
    assert page.selected[0]["verdict"] == "This time isn't available any more."
    assert not page.days[2]["slots"][0]["is_open"]


# Booking


async def test_three_sessions_are_booked_at_once(tab: Opener, practice: Practice) -> None:
    client = await opened_page(tab)
    await confirm(client, practice, *MORNING)
    page = await shown(client)
    assert (page.is_booked, page.heading, page.cleared) == (True, "3 sessions booked", 1)
    assert len(page.booked) == 3
    assert (page.available, practice.left, practice.count()) == (9, 9, 3)


async def test_second_arrival_of_a_confirm_books_once(tab: Opener, practice: Practice) -> None:
    client, other_tab = await opened_page(tab), await opened_page(tab)
    for sender in (client, client, other_tab):
        await confirm(sender, practice, *MORNING)
        assert (await shown(sender)).is_booked
    assert practice.count() == 3


async def test_last_credit_is_answered_before_nothing_is_left(practice: Practice) -> None:
    other = people.client(practice.session, practice.coach, "Kim Late")
    factories.package(practice.session, practice.coach, other, total=1)
    async with page_of(other, practice) as client:
        await confirm(client, practice, NINE)
        await client.send(BookState.refresh)
        page = await shown(client)
        assert (page.is_booked, page.stage, page.available) == (True, "picking", 0)
        await client.send(BookState.go_on)
        page = await shown(client)
        assert (page.stage, page.was_sold) == ("nothing", True)


async def test_one_taken_time_keeps_the_choice_and_books_nothing(
    tab: Opener, practice: Practice
) -> None:
    client = await opened_page(tab)
    take(practice, "2026-11-18 10:00")
    await confirm(client, practice, *MORNING)
    page = await shown(client)
    assert (page.is_booked, page.is_refused) == (False, True)
    assert page.heading == "1 of your 3 times can't be booked any more"
    assert [one["when"] for one in page.refused] == ["Wed, Nov 18, 10:00\u202fAM"]
    assert [bool(one["verdict"]) for one in page.selected] == [False, True, False]
    assert practice.left == 12


async def test_answer_goes_when_the_taken_time_is_taken_out(
    tab: Opener, practice: Practice
) -> None:
    client = await opened_page(tab)
    take(practice, "2026-11-18 10:00")
    await confirm(client, practice, *MORNING)
    await choose(client, practice, NINE, TEN)
    assert (await shown(client)).is_refused
    await choose(client, practice, NINE, THREE)
    assert not (await shown(client)).is_refused


async def test_other_two_are_booked_then(tab: Opener, practice: Practice) -> None:
    client = await opened_page(tab)
    take(practice, "2026-11-18 10:00")
    await confirm(client, practice, *MORNING)
    await confirm(client, practice, NINE, THREE, request_id="once-0002")
    page = await shown(client)
    assert (page.is_booked, page.is_refused, practice.left) == (True, False, 10)


async def test_page_that_was_open_for_a_day_is_checked_again(
    tab: Opener, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await opened_page(tab)
    await choose(client, practice, NINE)
    monkeypatch.setattr("coachbook.clock.now", lambda: at("2026-11-18 08:00"))
    await confirm(client, practice, NINE)
    page = await shown(client)
    assert (page.is_booked, page.refused[0]["also"]) == (False, "This needs 12 hours' notice.")
