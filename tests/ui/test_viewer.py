"""The frame knows who looks; it lets the right people in and tells the others why not."""

from collections.abc import AsyncIterator

import pytest

from coachbook.ui.viewer import FOR_WHOM, Viewer, initials
from tests.ui.harness import Opener, SomePerson, opened, redirects, signed_in


@pytest.fixture
async def tab() -> AsyncIterator[Opener]:
    people = {
        "coach": SomePerson(name="Casey Jordan", is_coach=True),
        "client": SomePerson(name="Robin", is_client=True),
    }
    async with opened(signed_in(people)) as make:
        yield make


async def test_coach_enters_a_page_for_coaches(tab: Opener) -> None:
    casey = tab(cookie="coach", path="/coach/bookings")
    assert redirects(await casey.send(Viewer.enter_coach)) == []
    viewer = await casey.state(Viewer)
    assert (viewer.initials, viewer.is_coach, viewer.refusal) == ("CJ", True, "")


async def test_client_reads_that_a_page_is_for_coaches(tab: Opener) -> None:
    robin = tab(cookie="client", path="/coach/bookings")
    await robin.send(Viewer.enter_coach)
    assert (await robin.state(Viewer)).refusal == FOR_WHOM["coach"]
    await robin.send(Viewer.enter_client)
    assert (await robin.state(Viewer)).refusal == ""


async def test_stranger_is_sent_to_sign_in(tab: Opener) -> None:
    stranger = tab(path="/book")
    assert redirects(await stranger.send(Viewer.enter_person)) == ["/sign-in?next=%2Fbook"]


async def test_anyone_enters_a_public_page(tab: Opener) -> None:
    stranger = tab()
    assert redirects(await stranger.send(Viewer.enter_anyone)) == []
    assert not (await stranger.state(Viewer)).is_signed_in


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Casey Jordan", "CJ"), ("Robin", "R"), ("Ana de la Cruz", "AC"), ("", "")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
