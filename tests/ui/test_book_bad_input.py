"""Whatever is sent to the booking page: a sentence or a refusal, nothing written."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from coachbook.ui.client_booking.state import BookState
from coachbook.ui.gate import NOT_UNDERSTOOD, WRONG_ROLE
from tests import factories, people
from tests.factories import at
from tests.practices import Practice
from tests.ui.booking_page import NAME, NINE, confirm, opened_page, shown
from tests.ui.harness import Opener, redirects


async def test_foreign_coach_is_absent(tab: Opener, practice: Practice) -> None:
    stranger = people.coach(practice.session, "Ben Ito")
    factories.hours(practice.session, stranger)
    practice.session.commit()
    client = await opened_page(tab)
    for coach_id in (stranger.id, uuid4(), practice.client.id):
        await confirm(client, practice, NINE, coach_id=str(coach_id))
        assert not (await shown(client)).is_booked
    assert practice.count() == 0
    assert (await client.sentences())[0].startswith("That isn't here any more")


@pytest.mark.parametrize(
    "starts",
    [
        ["2026-11-18T14:00:00"],
        ["tomorrow"],
        [NINE] * 501,
        [{"$ne": 1}],
        "not a list",
    ],
    ids=["naive", "words", "501", "dict", "text"],
)
async def test_nonsense_never_reaches_the_handler(
    tab: Opener, practice: Practice, starts: Any
) -> None:
    client = await opened_page(tab)
    sent = {"starts": starts, "request_id": "once-0001"}
    await client.send(
        f"{NAME}.confirm", coach_id=str(practice.coach.id), kind="session", minutes=60, sent=sent
    )
    assert practice.count() == 0
    assert await client.sentences() == [NOT_UNDERSTOOD]


@pytest.mark.parametrize(
    ("starts", "sentence"),
    [
        ([], "Pick at least one time."),
        ([NINE, NINE], "You picked the same time twice."),
        ([str(at("2026-11-18 09:00") + timedelta(days=n)) for n in range(500)],
         "Pick at most 60 times at once."),
    ],
    ids=["none", "twice", "500"],
)  # fmt: skip
async def test_impossible_choice_is_refused_in_words(
    tab: Opener, practice: Practice, starts: list[str], sentence: str
) -> None:
    client = await opened_page(tab)
    await confirm(client, practice, *starts)
    assert practice.count() == 0
    assert await client.sentences() == [sentence]


async def test_coach_is_no_client(tab: Opener, practice: Practice) -> None:
    coach = tab(cookie="coach", path="/book")
    await coach.send(BookState.load)
    await confirm(coach, practice, NINE)
    assert practice.count() == 0
    assert await coach.sentences() == [WRONG_ROLE]


async def test_stranger_is_sent_to_sign_in(tab: Opener) -> None:
    back = await tab(path="/book").send(BookState.load)
    assert redirects(back) == ["/sign-in?next=%2Fbook"]


async def test_next_event_works_after_a_refusal(tab: Opener, practice: Practice) -> None:
    client = await opened_page(tab)
    await confirm(client, practice, NINE, minutes=10**9)
    await confirm(client, practice, NINE, coach_id="x")
    await confirm(client, practice, NINE)
    assert practice.count() == 1
