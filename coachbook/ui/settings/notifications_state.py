"""Which messages come by which channel; every switch is saved when it is pressed."""

import reflex as rx

from coachbook.services import blocked_addresses, notification_choices
from coachbook.services.notification_choices import CHANNELS, NotYourMessage, Side
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.settings import notifications_rows
from coachbook.ui.settings.notifications_rows import ChoiceRow

BY = {"email": "by email", "push": "by push", "in_app": "in the app"}


class NotificationSettings(rx.State):
    """`summary_hour` is "" for a client, who has no summary. `silence` says why no email is
    sent, if none is. `shown` counts the loads."""

    rows: list[ChoiceRow] = []  # noqa: RUF012  (copied for every tab)
    hours: list[dict[str, str]] = []  # noqa: RUF012
    summary_hour: str = ""
    silence: str = ""
    shown: int = 0

    _side: Side = "client"

    @handler("coach")
    async def load_coach(self) -> None:
        self._side = "coach"
        self.hours = notifications_rows.hours(person().locale)
        await self._show()

    @handler("client")
    async def load_client(self) -> None:
        self._side = "client"
        await self._show()

    @handler("person")
    async def switch(self, event: str, channel: str, is_on: bool) -> None:
        known = next((one for one in CHANNELS if one == channel), None)
        if known is None:
            raise NotYourMessage
        title = await write(notification_choices.choose, event, known, by=person(), is_on=is_on)
        await self._show()
        await say(self, f"{title.name} {BY[known]} is {'on' if is_on else 'off'}.")

    @handler("coach")
    async def save_hour(self, form: dict[str, str]) -> None:
        hour = typed.whole_number(form, "summary_hour", what="the hour")
        await write(notification_choices.set_summary_hour, hour, by=person())
        await self._show()
        await say(self, "Saved. The daily summary comes at that hour from now on.")

    @handler("person")
    async def send_there_again(self) -> None:
        email = await write(blocked_addresses.lift_own, by=person())
        await self._show()
        await say(self, f"Emails are sent to {email} again.")

    async def _show(self) -> None:
        found = await read(notification_choices.of, self._side, by=person())
        self.rows = notifications_rows.rows(found)
        self.summary_hour = "" if found.summary_hour is None else str(found.summary_hour)
        self.silence = notifications_rows.silence(
            await read(blocked_addresses.own, by=person()), person()
        )
        self.shown += 1
