"""The card for notifications on this device."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy import Engine

from coachbook import config
from coachbook.database import transaction
from coachbook.integrations.web_push import keys
from coachbook.notifications.sending import Device, DeviceGone, NeverWorks, NotSent, Push, TryLater
from coachbook.services.people import Person
from coachbook.ui.push import trying
from coachbook.ui.push.state import ON, PushDevices
from tests import accounts
from tests.services.test_push_devices import signed_in, subscription
from tests.ui.harness import Opener, opened


class Sender:
    """Takes what it gets, or fails as it was told to."""

    def __init__(self) -> None:
        self.sent: list[tuple[Push, Device]] = []
        self.failure: NotSent | None = None

    def send(self, push: Push, device: Device, *, now: datetime) -> None:
        if self.failure:
            raise self.failure
        self.sent.append((push, device))


@pytest.fixture
def sender(monkeypatch: pytest.MonkeyPatch) -> Sender:
    made = Sender()
    monkeypatch.setattr(trying, "sender", lambda: made)
    return made


@pytest.fixture
def people(database: Engine, now: datetime) -> dict[str, Person]:
    coach = accounts.stored_coach()
    with transaction() as session:
        return {"phone": signed_in(session, coach), "laptop": signed_in(session, coach)}


@pytest.fixture
async def tab(people: dict[str, Person]) -> AsyncIterator[Opener]:
    async def find(cookie: str) -> Person | None:
        return people.get(cookie)

    async with opened(find) as make:
        yield make


def form(endpoint: str = "") -> dict[str, str]:
    """As the browser answers."""
    made = subscription(endpoint)
    return {
        "endpoint": made.endpoint,
        "public_key": made.public_key,
        "auth_secret": made.auth_secret,
        "key": keys.of(config.settings()).public,
    }


async def test_device_is_turned_on_and_shown_as_this_one(tab: Opener) -> None:
    phone = tab(cookie="phone", path="/coach/settings/notifications")
    await phone.send(PushDevices.subscribe(form()))
    state = await phone.state(PushDevices)
    (row,) = state.rows
    assert (row["name"], row["is_here"], row["note"]) == ("Chrome on Android", True, "")
    assert row["is_phone"]
    assert row["standing"].endswith("no message yet")
    assert state.is_on_here
    assert await phone.sentences() == [ON]


async def test_other_devices_are_listed_but_are_not_this_one(tab: Opener) -> None:
    await tab(cookie="phone", path="/").send(PushDevices.subscribe(form()))
    laptop = tab(cookie="laptop", path="/")
    await laptop.send(PushDevices.load)
    state = await laptop.state(PushDevices)
    assert state.has_devices
    assert not state.is_on_here
    assert state.server_key == keys.of(config.settings()).public


async def test_browser_with_another_key_is_told_to_come_by(tab: Opener) -> None:
    phone = tab(cookie="phone", path="/")
    await phone.send(PushDevices.subscribe({**form(), "key": "of another server"}))
    (row,) = (await phone.state(PushDevices)).rows
    assert row["note"].startswith("Open coachbook on it once")


async def test_unknown_push_service_is_refused_in_words(tab: Opener) -> None:
    phone = tab(cookie="phone", path="/")
    await phone.send(PushDevices.subscribe(form("https://127.0.0.1/a")))
    (sentence,) = await phone.sentences()
    assert sentence.startswith("This browser takes its messages from a service")
    assert (await phone.state(PushDevices)).rows == []


async def _on(phone: object) -> str:
    await phone.send(PushDevices.subscribe(form()))  # type: ignore[attr-defined]
    state = await phone.state(PushDevices)  # type: ignore[attr-defined]
    return str(state.rows[0]["id"])


async def test_test_message_goes_out_at_once(tab: Opener, sender: Sender) -> None:
    phone = tab(cookie="phone", path="/")
    device_id = await _on(phone)
    await phone.send(PushDevices.send_test(device_id))
    ((push, device),) = sender.sent
    assert (push.title, str(device.id)) == ("Messages arrive here", device_id)
    assert "The test message is on its way to Chrome on Android." in await phone.sentences()
    assert (await phone.state(PushDevices)).rows[0]["standing"].startswith("Last message")


@pytest.mark.parametrize(
    ("failure", "sentence", "note"),
    [
        (TryLater("busy"), "doesn't answer. Try again", "Messages don't get through"),
        (NeverWorks("refused"), "was not reached", "Messages don't get through"),
    ],
)
async def test_failed_test_message_is_said(
    tab: Opener, sender: Sender, failure: NotSent, sentence: str, note: str
) -> None:
    phone = tab(cookie="phone", path="/")
    device_id = await _on(phone)
    sender.failure = failure
    await phone.send(PushDevices.send_test(device_id))
    assert any(sentence in one for one in await phone.sentences())
    assert (await phone.state(PushDevices)).rows[0]["note"].startswith(note)


async def test_device_that_is_gone_leaves_the_list(tab: Opener, sender: Sender) -> None:
    phone = tab(cookie="phone", path="/")
    device_id = await _on(phone)
    sender.failure = DeviceGone("gone")
    await phone.send(PushDevices.send_test(device_id))
    assert (await phone.state(PushDevices)).rows == []


async def test_removed_device_gets_nothing_more(tab: Opener, sender: Sender) -> None:
    phone = tab(cookie="phone", path="/")
    device_id = await _on(phone)
    laptop = tab(cookie="laptop", path="/")
    await laptop.send(PushDevices.remove(device_id))
    assert (await laptop.state(PushDevices)).rows == []
    await phone.send(PushDevices.send_test(device_id))
    assert sender.sent == []
    assert "That device gets no messages any more." in await phone.sentences()
