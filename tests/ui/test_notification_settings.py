"""The pages on which people choose what they are told, and how."""

from collections.abc import AsyncIterator

import pytest

from coachbook.database import reading, transaction
from coachbook.notifications import addresses, choices, matrix
from coachbook.services import notification_choices
from coachbook.services.people import Person
from coachbook.ui.settings.notifications_state import NotificationSettings
from tests.conftest import NOW
from tests.practices import Practice
from tests.ui.harness import Opener, Tab, opened, signed_in

COACHES, CLIENTS = "/coach/settings/notifications", "/client/settings/notifications"
SWITCH = f"{NotificationSettings.get_full_name()}.switch"


@pytest.fixture
async def tab(practice: Practice) -> AsyncIterator[Opener]:
    async with opened(signed_in({"coach": practice.coach, "client": practice.client})) as make:
        yield make


async def _coachs(tab: Opener) -> Tab:
    page = tab(cookie="coach", path=COACHES)
    await page.send(NotificationSettings.load_coach)
    return page


async def _clients(tab: Opener) -> Tab:
    page = tab(cookie="client", path=CLIENTS)
    await page.send(NotificationSettings.load_client)
    return page


def is_on(person: Person, event: str, channel: str) -> bool:
    with reading() as session:
        return choices.is_on(session, person.id, event, channel)


async def test_client_sees_every_message_and_what_always_comes(tab: Opener) -> None:
    page = await _clients(tab)
    rows = {row["event"]: row for row in (await page.state(NotificationSettings)).rows}
    assert len(rows) == len(matrix.CLIENT) == 11
    assert rows["session_booked"]["name"] == "Session booked"
    assert (rows["session_booked"]["email"], rows["session_booked"]["push"]) == ("always", "on")
    assert rows["session_reminder"]["email"] == "never"


async def test_coach_sees_theirs_with_the_hour_of_the_summary(tab: Opener) -> None:
    state = await (await _coachs(tab)).state(NotificationSettings)
    assert len(state.rows) == len(matrix.COACH) == 11
    assert {row["in_app"] for row in state.rows} == {"always", "never"}
    assert state.summary_hour == "19"
    assert state.hours[19]["label"].replace("\u202f", " ") == "7:00 PM"


async def test_switch_is_saved_and_said(tab: Opener, practice: Practice) -> None:
    page = await _clients(tab)
    asked = {"event": "checkin_reminder", "channel": "email"}
    await page.send(SWITCH, **asked, is_on=False)
    assert not is_on(practice.client, "checkin_reminder", "email")
    assert await page.sentences() == ["Check-in reminder by email is off."]
    await page.send(SWITCH, **asked, is_on=True)
    assert is_on(practice.client, "checkin_reminder", "email")


@pytest.mark.parametrize(
    ("event", "channel"),
    [("session_cancelled", "email"), ("new_booking", "email"), ("x", "push"),
     ("session_booked", "pigeon")],
)  # fmt: skip
async def test_hand_made_switches_change_nothing(
    tab: Opener, practice: Practice, event: str, channel: str
) -> None:
    page = await _clients(tab)
    await page.send(SWITCH, event=event, channel=channel, is_on=False)
    assert len(await page.sentences()) == 1
    assert is_on(practice.client, event, channel)


async def test_whose_email_comes_back_sees_why_and_has_it_sent_again(
    tab: Opener, practice: Practice
) -> None:
    for person, opened_by in ((practice.coach, _coachs), (practice.client, _clients)):
        with transaction() as session:
            addresses.block(session, person.email, "bounced", detail="550 Nobody", now=NOW)
        page = await opened_by(tab)
        said = (await page.state(NotificationSettings)).silence.replace("\u202f", " ")
        assert said.startswith(f"The address {person.email} sends emails back. Nothing has been")
        assert said.endswith(" 550 Nobody")
        await page.send(NotificationSettings.send_there_again)
        assert await page.sentences() == [f"Emails are sent to {person.email} again."]
        assert (await page.state(NotificationSettings)).silence == ""


async def test_hour_of_the_summary_is_saved(tab: Opener, practice: Practice) -> None:
    page = await _coachs(tab)
    await page.send(NotificationSettings.save_hour, form={"summary_hour": "6"})
    with reading() as session:
        found = notification_choices.of(session, "coach", by=practice.coach)
    assert found.summary_hour == 6
    assert await page.sentences() == ["Saved. The daily summary comes at that hour from now on."]


@pytest.mark.parametrize("hour", ["24", "-1", "soon", ""])
async def test_hours_that_do_not_exist_are_refused(
    tab: Opener, practice: Practice, hour: str
) -> None:
    page = await _coachs(tab)
    await page.send(NotificationSettings.save_hour, form={"summary_hour": hour})
    assert (await page.state(NotificationSettings)).summary_hour == "19"
    assert len(await page.sentences()) == 1


async def test_client_has_no_page_of_a_coach(tab: Opener) -> None:
    page = tab(cookie="client", path=COACHES)
    await page.send(NotificationSettings.load_coach)
    assert (await page.state(NotificationSettings)).rows == []
