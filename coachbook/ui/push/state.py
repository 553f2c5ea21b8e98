"""Which of my devices show messages: turned on by the browser, tried, removed."""

from uuid import UUID

import reflex as rx
from typing_extensions import TypedDict

from coachbook.config import settings
from coachbook.integrations.web_push import keys
from coachbook.integrations.web_push.keys import Keys
from coachbook.services import push_devices
from coachbook.services.push_devices import Subscription
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.push import trying
from coachbook.ui.push.rows import DeviceRow, device_rows
from coachbook.ui.refusals import say

ON = "This device shows notifications from now on. Send a test message to see one."


class SubscriptionForm(TypedDict):
    """What the browser says when it has agreed; `key` is the one that it was asked with."""

    endpoint: str
    public_key: str
    auth_secret: str
    key: str


class PushDevices(rx.State):
    """`server_key` is what a browser is asked with; it is no secret."""

    rows: list[DeviceRow] = []  # noqa: RUF012  (copied for every tab)
    server_key: str = ""

    @rx.var
    def has_devices(self) -> bool:
        return bool(self.rows)

    @rx.var
    def is_on_here(self) -> bool:
        return any(row["is_here"] for row in self.rows)

    @handler("person", quiet=True)
    async def load(self) -> None:
        await self._show()

    @handler("person", rate="costly")
    async def subscribe(self, form: SubscriptionForm) -> None:
        wanted = Subscription(
            endpoint=form["endpoint"],
            public_key=form["public_key"],
            auth_secret=form["auth_secret"],
            key_id=_key().id if form["key"] == _key().public else "",
        )
        await write(push_devices.subscribe, wanted, by=person())
        await self._show()
        await say(self, ON)

    @handler("person", rate="costly")
    async def send_test(self, device_id: UUID) -> None:
        trial = await read(push_devices.trial, device_id, by=person())
        outcome = await trying.attempt(trial)
        await write(push_devices.note_trial, device_id, outcome.news, by=person())
        await self._show()
        await say(self, outcome.sentence, outcome.tone)

    @handler("person")
    async def remove(self, device_id: UUID) -> None:
        name = await write(push_devices.remove, device_id, by=person())
        await self._show()
        await say(self, f"{name} gets no notifications any more.")

    async def _show(self) -> None:
        self.server_key = _key().public
        found = await read(push_devices.of_person, by=person(), key_id=_key().id)
        self.rows = device_rows(found, person())


def _key() -> Keys:
    return keys.of(settings())
