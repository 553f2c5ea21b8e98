"""The page of check-ins that stays open, and what nobody should send to it."""

from typing import Any

import pytest

from coachbook.ui.client_booking.state import BookState
from tests import factories, people
from tests.factories import at
from tests.practices import Practice
from tests.ui.booking_page import NAME, shown
from tests.ui.checkin_page import DECEMBER, NOON, STEP, answer, checkins, confirm, step
from tests.ui.harness import Opener

pytestmark = pytest.mark.usefixtures("checkin_hours")


# A page that stays open


def stands_at(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("coachbook.clock.now", lambda: at(words))


async def test_page_knows_when_the_coachs_day_ends(
    tab: Opener, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands_at(monkeypatch, "2026-11-30 23:59")
    assert (await shown(await checkins(tab))).fresh_for == 61
    stands_at(monkeypatch, "2026-11-01 00:00")  # 25 hours long
    assert (await shown(await checkins(tab))).fresh_for == 25 * 3600 + 1


async def test_next_months_check_in_is_there_after_midnight(
    tab: Opener, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    stands_at(monkeypatch, "2026-11-30 23:59")
    await client.send(BookState.refresh)
    assert (await shown(client)).checkin["words"] == "Used - resets Dec 1"
    stands_at(monkeypatch, "2026-12-01 00:00")
    await client.send(BookState.refresh)
    assert (await shown(client)).checkin["words"] == "1 check-in available"


async def test_page_of_november_books_in_december(
    tab: Opener, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody told the page that the month is over: what counts is where the time lies."""
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    stands_at(monkeypatch, "2026-12-01 00:30")
    await confirm(client, practice, DECEMBER, once="once-0002")
    page = await shown(client)
    assert (page.is_booked, page.checkin["words"]) == (True, "Used - resets Jan 1, 2027")
    await confirm(client, practice, "2026-12-17T17:00:00Z", once="once-0003")
    assert not (await shown(client)).is_booked


# What nobody should send


@pytest.mark.parametrize(
    "answers",
    [
        {"not-an-id": "7"},
        {"00000000-0000-0000-0000-000000000000": "7"},
        {"'; drop table bookings": "x"},
    ],
)
async def test_unknown_questions_book_nothing(
    tab: Opener, practice: Practice, question: str, answers: dict[str, str]
) -> None:
    client = await checkins(tab)
    await answer(client, practice, {question: "7", **answers})
    assert practice.count() == 0


@pytest.mark.parametrize("value", ["11", "0", "=1+1", "<b>7</b>", "x" * 9_999, ["7"], {"a": 1}])
async def test_answers_that_do_not_fit_book_nothing(
    tab: Opener, practice: Practice, question: str, value: Any
) -> None:
    client = await checkins(tab)
    for button in ("later", ""):
        await answer(client, practice, {question: value}, button=button)
        assert list((await step(client)).problems) == [question]
    assert practice.count() == 0


async def test_strangers_coach_and_kinds_are_refused(tab: Opener, practice: Practice) -> None:
    stranger = people.coach(practice.session, "Ben Ito")
    factories.hours(practice.session, stranger, kind="checkin")
    practice.session.commit()
    client = await checkins(tab)
    sent = {"starts": [NOON], "request_id": "once-0001"}
    asked = {"coach_id": str(stranger.id), "minutes": 30, "sent": sent}
    await client.send(f"{NAME}.confirm", kind="checkin", **asked)
    await client.send(f"{NAME}.confirm", kind="holiday", **asked)
    await client.send(
        f"{STEP}.book", coach_id=str(stranger.id), sent=sent, answered={"answers": {}, "seen": {}}
    )
    assert practice.count() == 0


async def test_two_times_are_not_one_check_in(
    tab: Opener, practice: Practice, question: str
) -> None:
    client = await checkins(tab)
    sent = {"starts": [NOON, DECEMBER], "request_id": "once-0001"}
    await client.send(
        f"{STEP}.book", coach_id=str(practice.coach.id), sent=sent,
        answered={"answers": {question: "7"}, "seen": {}},
    )  # fmt: skip
    assert practice.count() == 0
    assert await client.sentences() == ["Pick one time for your check-in."]
