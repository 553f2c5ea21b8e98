"""The coach's connection to Google Calendar: how it is, and what can be done with it."""

from typing import Any, Literal

import reflex as rx

from coachbook import clock
from coachbook.config import settings
from coachbook.errors import Invalid
from coachbook.services import form_answers
from coachbook.services.google_calendar import connection_views, connections, trials
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.google import rows, trying
from coachbook.ui.google.rows import NOTHING, RefusedRow, Standing
from coachbook.ui.refusals import say

CALLBACK = "/google/callback"
LEAVING = "Disconnected. What is in your Google Calendar stays there as it is now."
REMOVING = "Disconnecting. What is to come is being taken out of your Google Calendar."


class GoogleBanner(rx.State):
    """On every page of a coach."""

    is_shown: bool = False

    @handler("coach", quiet=True)
    async def look(self) -> None:
        self.is_shown = await read(connection_views.needs_reconnect, by=person())


class GoogleCard(rx.State):
    """`problem` and `notice` are of a way to Google that led back."""

    is_configured: bool = False
    callback_url: str = ""
    standing: Standing = NOTHING
    refused: list[RefusedRow] = []  # noqa: RUF012  (copied for every tab)
    problem: str = ""
    notice: str = ""
    is_choosing: bool = False
    is_leaving: bool = False

    @handler("coach", quiet=True)
    async def load(self) -> None:
        asked = self.router.url.query_parameters
        self.problem = form_answers.sentence(str(asked.get("problem", "")))
        self.notice = form_answers.sentence(str(asked.get("notice", "")))
        self.is_configured = settings().google.is_configured
        self.callback_url = f"{settings().public_url}{CALLBACK}"
        self.is_choosing = self.is_leaving = False
        await self._show()

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        await self._show()

    @handler("coach")
    async def try_again(self) -> None:
        await write(connections.try_again, by=person())
        await say(self, "It is tried again now.")
        await self._show()

    @handler("coach", rate="costly")
    async def send_test(self) -> None:
        outcome = await trying.attempt(await read(trials.trial, by=person()))
        await self._show()
        await say(self, outcome.sentence, outcome.tone)

    @handler("coach")
    async def ask_calendar(self) -> None:
        self.is_choosing = True

    @handler("coach", rate="costly")
    async def choose_calendar(self, form: dict[str, Any]) -> None:
        """Written to once before everything moves there."""
        wanted = typed.words(form, "calendar_id").strip() or rows.PRIMARY
        asked = await read(trials.trial, by=person(), calendar_id=wanted)
        outcome = await trying.attempt(asked)
        if not outcome.is_well:
            raise Invalid(outcome.sentence, field="calendar_id")
        await write(connections.choose_calendar, wanted, by=person())
        self.is_choosing = False
        await self._show()
        await say(self, "What is to come is being written to that calendar now.")

    @handler("coach")
    async def ask_leave(self) -> None:
        self.is_leaving = True

    @handler("coach")
    async def disconnect(self, events: Literal["keep", "remove"]) -> None:
        removes = events == "remove"
        await write(connections.disconnect, by=person(), removes_events=removes)
        self.is_leaving = False
        await self._show()
        await say(self, REMOVING if removes else LEAVING)

    @handler("coach")
    async def close(self) -> None:
        self.is_choosing = self.is_leaving = False

    async def _show(self) -> None:
        found = await read(connection_views.connection, by=person())
        self.standing = rows.standing(found, person(), clock.now())
        self.refused = rows.refused_rows(found.given_up if found else (), person())
