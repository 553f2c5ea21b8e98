"""Whose programme may be seen and changed, and the card that leads to it."""

from datetime import timedelta

import pytest

from coachbook.services import archiving
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.workouts.card_state import WorkoutsCard
from coachbook.ui.workouts.desk_state import WorkoutDesk
from coachbook.ui.workouts.write_state import WorkoutWriter
from tests import people
from tests.conftest import NOW
from tests.practices import Practice
from tests.ui.harness import Opener
from tests.ui.programme_page import DESK, TODAY, WRITER, page, shown, stored, titles, write
from tests.workouts import planned


async def test_archived_client_is_shown_and_not_changed(tab: Opener, practice: Practice) -> None:
    planned(practice.session, practice.coach, practice.client)
    archiving.archive(practice.session, practice.client.id, by=practice.coach, now=NOW, seen={})
    practice.session.commit()
    coach = await page(tab, practice.client.id)
    found = await shown(coach)
    assert (found.is_archived, await titles(coach)) == (True, ["Lower body"])
    await write(coach)
    assert (await coach.sentences())[0].startswith("This client is archived.")
    assert len(stored(practice)) == 1


@pytest.mark.parametrize("address", ["nonsense", "0", "0b9f6a1c-52de-4bb5-9f43-1f5a3c0e7d11"])
async def test_unknown_clients_are_not_here(tab: Opener, address: str) -> None:
    assert not (await shown(await page(tab, address))).is_here


async def test_foreign_workouts_are_not_here(tab: Opener, practice: Practice) -> None:
    other = people.coach(practice.session, "Eve Other")
    theirs = planned(practice.session, other, people.client(practice.session, other))
    practice.session.commit()
    coach = await page(tab, theirs.client_id)
    assert not (await shown(coach)).is_here
    for event in (f"{DESK}.open", f"{DESK}.start_moving", f"{WRITER}.start_editing"):
        await coach.send(event, workout_id=str(theirs.id))
    assert (await coach.state(WorkoutDesk)).details["title"] == ""
    assert not (await coach.state(WorkoutWriter)).is_open
    await write(coach)
    assert len(await coach.sentences()) == 1


async def test_clients_have_no_business_here(tab: Opener, practice: Practice) -> None:
    client = await page(tab, practice.client.id, cookie="client")
    assert await client.sentences() == [WRONG_ROLE]


async def test_card_on_the_profile_says_what_is_next(tab: Opener, practice: Practice) -> None:
    for days in (-1, 0, 1, 2, 3):
        on = (TODAY + timedelta(days=days)).isoformat()
        planned(practice.session, practice.coach, practice.client, on)
    practice.session.commit()
    coach = tab(cookie="coach", path=f"/coach/clients/{practice.client.id}")
    await coach.send(WorkoutsCard.load)
    card = await coach.state(WorkoutsCard)
    assert [row["day"] for row in card.soon] == ["Mon, Nov 16", "Tue, Nov 17", "Wed, Nov 18"]
    assert card.href == f"/coach/clients/{practice.client.id}/workouts"
    assert (card.is_empty, card.lately) == (False, "0 of 1 done (0%)")
