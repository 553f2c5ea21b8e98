"""The profile's page: name, time zone with its question, devices, posted forms that came back."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import col, select

from coachbook.database import reading, transaction
from coachbook.models import Profile, SignInSession
from coachbook.services import email_changes, hours, own_passwords, sign_ins
from coachbook.services.people import Person
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.refusals import Messages
from coachbook.ui.settings.profile_email_state import EmailLink
from coachbook.ui.settings.profile_state import OwnProfile
from coachbook.ui.settings.profile_zone_state import ZoneChange
from coachbook.ui.viewer import Viewer
from tests import accounts
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab, opened, signed_in

PROFILE, ZONE = OwnProfile.get_full_name(), ZoneChange.get_full_name()
PAGE = "/coach/settings/profile"


@pytest.fixture
async def tab(practice: Practice) -> AsyncIterator[Opener]:
    """Everybody as their events come from a browser that is signed in."""
    people = {"coach": _signed_in(practice.coach), "client": _signed_in(practice.client)}
    async with opened(signed_in(people)) as make:
        yield make


def _signed_in(person: Person, user_agent: str = "Windows Chrome/130") -> Person:
    with transaction() as session:
        cookie = sign_ins.start(session, person.id, user_agent=user_agent, now=NOW)
        found = sign_ins.person_of(session, cookie, now=NOW)
    assert found
    return found


def _sessions(person: Person) -> int:
    with reading() as session:
        own = select(SignInSession).where(col(SignInSession.profile_id) == person.id)
        return len(session.exec(own).all())


def _zone(person: Person) -> str:
    with reading() as session:
        return session.get_one(Profile, person.id).time_zone


async def page(tab: Opener, cookie: str = "coach", path: str = PAGE) -> Tab:
    own = tab(cookie=cookie, path=path)
    await own.send(OwnProfile.load)
    await own.send(ZoneChange.load)
    return own


async def shown(own: Tab) -> Any:
    return await own.state(OwnProfile)


async def zone(own: Tab) -> Any:
    return await own.state(ZoneChange)


async def ask(own: Tab, wanted: str) -> None:
    await own.send(f"{ZONE}.ask", form={"time_zone": wanted})


# Name


async def test_name_is_saved_and_shown_everywhere(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{PROFILE}.rename", form={"name": " Anna  Berg "})
    assert (await shown(coach)).name == "Anna Berg"
    viewer = await coach.state(Viewer)
    assert (viewer.name, viewer.initials) == ("Anna Berg", "AB")


async def test_empty_name_is_refused_at_its_field(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{PROFILE}.rename", form={"name": "  "})
    assert (await coach.state(Messages)).problem_field == "name"
    assert (await shown(coach)).name == "Anna Weiss"


# Time zone


async def test_coach_is_asked_what_the_hours_do(tab: Opener, practice: Practice) -> None:
    practice.book(at("2026-11-18 16:00"))
    practice.session.commit()
    coach = await page(tab)
    await ask(coach, "Europe/London")
    found = await zone(coach)
    assert found.is_asking
    assert found.wanted_name == "London time"
    assert found.clock["example"].startswith("9:00")
    assert [row["name"] for row in found.clock["left"]] == ["Robin Fields"]
    assert found.moment["left"] == []
    assert found.follows[0].startswith("1 coming booking keeps its moment")
    assert _zone(practice.coach) == "America/New_York"


async def test_answer_is_carried_out(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await ask(coach, "Europe/London")
    await coach.send(f"{ZONE}.choose", keep="moment")
    await coach.send(f"{ZONE}.change")
    assert await coach.sentences() == ["You see all times in London time now."]
    assert _zone(practice.coach) == "Europe/London"
    with reading() as session:
        monday = hours.week(session, by=practice.coach, kind="session", now=NOW).windows[0]
    assert monday.start.hour == 14
    assert not (await zone(coach)).is_asking


async def test_going_back_changes_nothing(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await ask(coach, "Europe/London")
    await coach.send(f"{ZONE}.close")
    assert _zone(practice.coach) == "America/New_York"


async def test_answer_without_a_question_changes_nothing(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await coach.send(f"{ZONE}.change")
    assert len(await coach.sentences()) == 1
    assert _zone(practice.coach) == "America/New_York"


async def test_second_tab_is_told(tab: Opener, practice: Practice) -> None:
    mine, other = await page(tab), await page(tab)
    await ask(mine, "Asia/Tokyo")
    await ask(other, "Europe/London")
    await other.send(f"{ZONE}.change")
    await mine.send(f"{ZONE}.change")
    assert "another tab" in (await mine.sentences())[0]
    assert _zone(practice.coach) == "Europe/London"


async def test_client_changes_only_what_they_read(tab: Opener, practice: Practice) -> None:
    client = await page(tab, "client", "/client/settings")
    await ask(client, "Asia/Tokyo")
    assert await client.sentences() == ["You see all times in Tokyo time now."]
    assert (_zone(practice.client), _zone(practice.coach)) == ("Asia/Tokyo", "America/New_York")
    await client.send(f"{ZONE}.change")
    assert (await client.sentences())[-1] == WRONG_ROLE


async def test_zone_that_is_none_is_refused(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await ask(coach, "Mars/Olympus")
    assert (await coach.state(Messages)).problem_field == "time_zone"
    assert not (await zone(coach)).is_asking


# Devices


async def test_devices_are_listed_and_signed_out(tab: Opener, practice: Practice) -> None:
    phone = _signed_in(practice.coach, "iPhone Safari/604")
    coach = await page(tab)
    rows = (await shown(coach)).devices
    assert [(row["words"], row["is_this"]) for row in rows] == [
        ("Chrome on Windows", True), ("Safari on iPhone", False),
    ]  # fmt: skip
    await coach.send(f"{PROFILE}.sign_out_device", session_id=str(phone.session_id))
    assert _sessions(practice.coach) == 1
    assert not (await shown(coach)).has_others


async def test_all_others_are_signed_out(tab: Opener, practice: Practice) -> None:
    _signed_in(practice.coach, "iPhone Safari/604")
    coach = await page(tab)
    await coach.send(OwnProfile.sign_out_others)
    assert await coach.sentences() == ["1 other device is signed out."]
    assert _sessions(practice.coach) == 1


async def test_nobody_signs_out_somebody_elses_device(tab: Opener, practice: Practice) -> None:
    theirs = _signed_in(practice.client)
    coach = await page(tab)
    before = _sessions(practice.client)
    await coach.send(f"{PROFILE}.sign_out_device", session_id=str(theirs.session_id))
    assert _sessions(practice.client) == before
    assert await coach.sentences() == ["That device is signed out already."]


# Posted forms and the link


async def test_posted_form_comes_back_with_its_problem(tab: Opener) -> None:
    coach = await page(tab, path=f"{PAGE}?problem=wrong-current-password")
    messages = await coach.state(Messages)
    assert (messages.problem_field, messages.problem) == (
        "current_password", "That isn't your password.",
    )  # fmt: skip
    assert (await shown(coach)).problem == "Nothing was changed. That isn't your password."


async def test_waiting_address_is_shown_and_can_be_forgotten(
    tab: Opener, practice: Practice
) -> None:
    _ask_for_email(practice.coach)
    coach = await page(tab)
    assert (await shown(coach)).waiting_email == "anna@new.example"
    await coach.send(OwnProfile.keep_email)
    assert (await shown(coach)).waiting_email == ""


async def test_link_shows_what_it_would_change(tab: Opener, practice: Practice) -> None:
    _ask_for_email(practice.coach)
    token = accounts.newest_token("change_email")
    stranger = tab(path=f"/email?token={token}")
    await stranger.send(EmailLink.load)
    page = await stranger.state(EmailLink)
    assert (page.step, page.wanted) == ("confirm", "anna@new.example")
    assert _email(practice.coach) == practice.coach.email


async def test_dead_link_says_so(tab: Opener) -> None:
    stranger = tab(path="/email?token=x")
    await stranger.send(EmailLink.load)
    assert (await stranger.state(EmailLink)).step == "expired"


async def test_strangers_change_nothing(tab: Opener, practice: Practice) -> None:
    stranger = tab(path=PAGE)
    for event in (OwnProfile.sign_out_others, OwnProfile.keep_email):
        await stranger.send(event)
    await ask(stranger, "Asia/Tokyo")
    assert _zone(practice.coach) == "America/New_York"
    assert _sessions(practice.coach) == 1


def _ask_for_email(person: Person) -> None:
    with transaction() as session:
        proof = own_passwords.begin_proof(session, by=person, now=NOW)
        email_changes.ask(session, proof, by=person, email="anna@new.example", now=NOW)


def _email(person: Person) -> str:
    with reading() as session:
        return session.get_one(Profile, person.id).email
