"""The owner is told on the page of what happened that something has stopped, and nobody else is."""

from collections.abc import AsyncIterator

import pytest

from coachbook.database import transaction
from coachbook.models import Heartbeat
from coachbook.services import schedules
from coachbook.services.vitals import TROUBLE
from coachbook.ui.operator.troubles import Troubles
from tests import people
from tests.conftest import NOW
from tests.practices import Practice
from tests.ui.harness import Opener, opened, signed_in


@pytest.fixture
async def tab(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Opener]:
    monkeypatch.setattr(schedules, "_schedules", [])
    owner = people.coach(practice.session, "Olga Brandt", is_owner=True)
    practice.session.commit()
    known = {"owner": owner, "coach": practice.coach, "client": practice.client}
    async with opened(signed_in(known)) as make:
        yield make


async def told(tab: Opener, who: str) -> list[str]:
    page = tab(cookie=who, path="/coach/activity")
    await page.send(Troubles.load)
    return list((await page.state(Troubles)).sentences)


async def test_owner_is_told_what_stopped(tab: Opener) -> None:
    assert await told(tab, "owner") == [TROUBLE["workers"], TROUBLE["scheduler"]]


async def test_owner_is_told_nothing_while_all_is_well(tab: Opener) -> None:
    with transaction() as session:
        session.add(Heartbeat(worker="one", started_at=NOW, beat_at=NOW, is_leader=True))
    assert await told(tab, "owner") == []


@pytest.mark.parametrize("who", ["coach", "client"])
async def test_nobody_else_is_told(tab: Opener, who: str) -> None:
    assert await told(tab, who) == []
