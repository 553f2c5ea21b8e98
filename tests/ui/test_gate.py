"""Nothing runs that is not marked, nobody runs what is not theirs, and what fails says so."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
import reflex as rx

from coachbook import config
from coachbook.errors import SlotTaken
from coachbook.ui import pace
from coachbook.ui.gate import NOT_UNDERSTOOD, TOO_FAST, WRONG_ROLE, handler, person, visitor
from coachbook.ui.refusals import Messages
from tests.ui.harness import Opener, SomePerson, Tab, opened, redirects, signed_in


class Desk(rx.State):
    done: list[str] = []  # noqa: RUF012
    secret: str = ""
    role: str = "client"

    @handler("coach")
    async def coach_only(self, booking_id: int) -> None:
        self.done.append(f"coach {booking_id!r}")

    @handler("anyone")
    def public(self, name: str = "") -> None:
        self.done.append(f"public {name}")

    @handler("person")
    async def load(self) -> None:
        self.secret = f"only for {person().name}"

    @handler("coach", background=True)
    async def later(self) -> None:
        async with self:
            self.done.append(f"later {person().name}")

    @handler("anyone")
    def chains(self) -> object:
        return Desk.coach_only(7)

    @handler("anyone")
    async def who(self) -> None:
        self.done.append(visitor().name if visitor() else "nobody")

    @handler("person")
    async def dawdle(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        self.done.append(person().name)

    @handler("person", background=True)
    async def dawdle_later(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        async with self:
            self.done.append(person().name)

    @handler("anyone")
    async def precise(self, which: UUID, at: datetime) -> None:
        self.done.append(f"{type(which).__name__} {at.utcoffset()}")

    @handler("anyone")
    async def form(self, form_data: dict[str, str]) -> None:
        self.done.append(f"form {form_data}")

    @handler("anyone")
    async def refuses(self) -> None:
        raise SlotTaken

    @handler("anyone")
    async def refuses_a_field(self) -> None:
        raise SlotTaken("Pick another time.", field="starts_at")

    @handler("anyone")
    async def breaks(self) -> None:
        raise ZeroDivisionError("4111 1111 1111 1111")

    @handler("coach", background=True)
    async def breaks_later(self) -> None:
        async with self:
            self.done.append("before")
        raise ZeroDivisionError

    @handler("anyone")
    async def steps(self) -> AsyncIterator[None]:
        self.done.append("one")
        yield
        raise SlotTaken

    @handler("anyone", rate="costly")
    async def costly(self) -> None:
        self.done.append("costly")

    @rx.event
    def forgotten(self) -> None:
        self.done.append("forgotten")

    def undecorated(self, role: str) -> None:
        self.role = role


NAME = Desk.get_full_name()


@pytest.fixture(autouse=True)
def _fresh_settings() -> Iterator[None]:
    yield
    config.reset()


@pytest.fixture
def people() -> dict[str, SomePerson]:
    return {
        "coach": SomePerson(name="Casey", is_coach=True),
        "client": SomePerson(name="Robin", is_client=True),
    }


@pytest.fixture
async def tab(people: dict[str, SomePerson]) -> AsyncIterator[Opener]:
    async with opened(signed_in(people)) as make:
        yield make


async def done(tab: Tab) -> list[str]:
    return list((await tab.state(Desk)).done)


@pytest.mark.parametrize("name", ["forgotten", "undecorated", "setvar", "_add"])
async def test_unmarked_handler_does_not_run(tab: Opener, name: str) -> None:
    coach = tab(cookie="coach")
    await coach.send(f"{NAME}.{name}", role="coach", var_name="role", value="coach")
    assert await done(coach) == []
    assert (await coach.state(Desk)).role == "client"


async def test_anonymous_is_sent_to_sign_in_and_back(tab: Opener) -> None:
    stranger = tab(path="/coach/bookings?week=2026-03-02")
    back = await stranger.send(Desk.coach_only(1))
    assert redirects(back) == ["/sign-in?next=%2Fcoach%2Fbookings%3Fweek%3D2026-03-02"]
    assert await done(stranger) == []


@pytest.mark.parametrize("path", ["//evil.example/x", "https://evil.example", "/\\evil.example"])
async def test_way_back_is_never_another_site(tab: Opener, path: str) -> None:
    back = await tab(path=path).send(Desk.coach_only(1))
    assert "evil" not in str(redirects(back)) or "evil.example" not in redirects(back)[0][:20]


async def test_wrong_role_is_refused_in_words(tab: Opener) -> None:
    client = tab(cookie="client")
    await client.send(Desk.coach_only(1))
    assert await done(client) == []
    assert await client.sentences() == [WRONG_ROLE]


async def test_right_role_runs_with_typed_arguments(tab: Opener) -> None:
    coach = tab(cookie="coach")
    await coach.send(f"{NAME}.coach_only", booking_id="12")
    await coach.send(f"{NAME}.precise", which=str(UUID(int=1)), at="2026-03-03T09:00:00+01:00")
    assert await done(coach) == ["coach 12", "UUID 1:00:00"]


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("coach_only", {"booking_id": {"$ne": 1}}),
        ("coach_only", {"booking_id": 1, "extra": 2}),
        ("coach_only", {"booking_id": 1, "_hidden": 2}),
        ("coach_only", {}),
        ("coach_only", {"self": 1, "booking_id": 1}),
        ("public", {"name": "x" * 10_001}),
        ("public", {"name": ["x"]}),
        ("precise", {"which": "1", "at": "2026-03-03T09:00:00+01:00"}),
        ("precise", {"which": str(UUID(int=1)), "at": "2026-03-03T09:00:00"}),
        ("form", {"form_data": {str(n): "x" for n in range(501)}}),
        ("form", {"form_data": {"a": {"b": "c"}}}),
    ],
)
async def test_bad_arguments_are_refused(tab: Opener, name: str, payload: dict[str, Any]) -> None:
    coach = tab(cookie="coach")
    await coach.send(f"{NAME}.{name}", **payload)
    assert await done(coach) == []
    assert await coach.sentences() == [NOT_UNDERSTOOD]


async def test_submitted_form_arrives_as_a_dict(tab: Opener) -> None:
    anyone = tab()
    await anyone.send(f"{NAME}.form", form_data={"__reflex_form_data__": [["a", "1"], ["b", "2"]]})
    assert await done(anyone) == ["form {'a': '1', 'b': '2'}"]


async def test_chained_and_background_events_meet_the_gate(tab: Opener) -> None:
    client, coach = tab(cookie="client"), tab(cookie="coach")
    for one in (client, coach):
        await one.send(Desk.chains)
        await one.send(Desk.later)
    assert await done(client) == []
    assert await done(coach) == ["coach 7", "later Casey"]


async def test_identity_is_looked_up_at_every_event(
    tab: Opener, people: dict[str, SomePerson]
) -> None:
    robin = tab(cookie="client")
    await robin.send(Desk.who)
    del people["client"]
    back = await robin.send(Desk.who)
    assert redirects(back)[0].startswith("/sign-in")
    await robin.send(Desk.who)
    assert await done(robin) == ["nobody"]


async def test_people_at_once_are_never_mixed_up(tab: Opener) -> None:
    coach, client = tab(cookie="coach"), tab(cookie="client")
    both = [coach, client] * 5
    await asyncio.gather(*(one.send(Desk.dawdle) for one in both))
    await asyncio.gather(*(one.send(Desk.dawdle_later) for one in both))
    assert await done(coach) == ["Casey"] * 10
    assert await done(client) == ["Robin"] * 10


async def test_revoked_session_shows_nothing_when_the_page_is_loaded_again(
    tab: Opener, people: dict[str, SomePerson]
) -> None:
    robin = tab(cookie="client")
    await robin.send(Desk.load)
    del people["client"]
    assert "only for" not in str(await robin.open())
    assert (await robin.state(Desk)).secret == ""


async def test_another_role_starts_from_an_empty_state(
    tab: Opener, people: dict[str, SomePerson]
) -> None:
    casey = tab(cookie="coach", path="/coach/bookings")
    await casey.send(Desk.load)
    people["coach"] = SomePerson(id=people["coach"].id, name="Casey", is_client=True)
    back = await casey.send(Desk.load)
    assert redirects(back) == ["/coach/bookings"]
    assert (await casey.state(Desk)).secret == ""


@pytest.mark.parametrize("thief_cookie", ["", "coach", "forged"])
async def test_stolen_token_sees_nothing(tab: Opener, thief_cookie: str) -> None:
    robin = tab(cookie="client", token="shared")
    await robin.send(Desk.load)
    thief = tab(cookie=thief_cookie, token="shared")
    assert "only for Robin" not in str(await thief.open())
    assert (await thief.state(Desk)).secret == ""


async def test_owner_keeps_the_state_over_a_reconnect(tab: Opener) -> None:
    robin = tab(cookie="client")
    await robin.send(Desk.load)
    await robin.open()
    assert (await robin.state(Desk)).secret == "only for Robin"


async def test_refusal_becomes_its_sentence(tab: Opener) -> None:
    anyone = tab()
    await anyone.send(Desk.refuses)
    assert await anyone.sentences() == [SlotTaken.sentence]


async def test_refusal_points_at_its_field_until_the_next_try(tab: Opener) -> None:
    anyone = tab()
    await anyone.send(Desk.refuses_a_field)
    assert (await anyone.state(Messages)).problem_field == "starts_at"
    await anyone.send(Desk.public("x"))
    assert (await anyone.state(Messages)).problem_field == ""


async def test_refusal_in_the_middle_of_steps(tab: Opener) -> None:
    anyone = tab()
    await anyone.send(Desk.steps)
    assert await done(anyone) == ["one"]
    assert await anyone.sentences() == [SlotTaken.sentence]


async def test_unexpected_failure_has_a_reference_that_is_in_the_log(
    tab: Opener, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACHBOOK_PRODUCTION", "yes")
    config.reset()
    anyone = tab()
    await anyone.send(Desk.breaks)
    (sentence,) = await anyone.sentences()
    reference = sentence.partition("noted it as ")[2][:6]
    assert reference in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "4111" not in caplog.text


async def test_failure_in_the_background_is_told(tab: Opener) -> None:
    coach = tab(cookie="coach")
    await coach.send(Desk.breaks_later)
    assert await done(coach) == ["before"]
    assert "Something went wrong" in (await coach.sentences())[0]


async def test_unreachable_database_shuts_the_gate() -> None:
    async def fails(cookie: str) -> None:
        raise ConnectionError

    async with opened(fails) as tab:
        robin = tab(cookie="client")
        await robin.send(Desk.public("x"))
        assert await done(robin) == []


async def test_flood_is_slowed_down(tab: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "REFILL_PER_SECOND", 0)
    flooder, other = tab(cookie="client"), tab(cookie="coach")
    for _ in range(10):
        await flooder.send(Desk.costly)
    assert len(await done(flooder)) == pace.BURST // pace.COSTS["costly"]
    assert await flooder.sentences() == [TOO_FAST]
    await other.send(Desk.costly)
    assert await done(other) == ["costly"]


async def test_browser_cannot_set_variables(tab: Opener) -> None:
    coach = tab(cookie="coach")
    variables = {f"{NAME}.role_rx_state_": "owner"}
    internal = "reflex___state____state.reflex___state____update_vars_internal_state"
    await coach.send(f"{internal}.update_vars_internal", vars=variables)
    await coach.send("reflex___state____state.setvar", var_name="is_hydrated", value="x")
    assert (await coach.state(Desk)).role == "client"
    assert await coach.sentences() == [NOT_UNDERSTOOD]


async def test_form_is_what_a_browser_would_post(tab: Opener) -> None:
    entries = [["email", "a@b.c"], ["mail", True], ["sms", False], ["email-hint", None]]
    anyone = tab()
    await anyone.send(f"{NAME}.form", form_data={"__reflex_form_data__": entries})
    assert await done(anyone) == ["form {'email': 'a@b.c', 'mail': 'on'}"]
