"""Why is this time not offered? A client, a time, and the answer in words."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import reflex as rx

from coachbook.errors import NotFound
from coachbook.services import clients, packages
from coachbook.services import why as reasons
from coachbook.ui import typed
from coachbook.ui.calls import read
from coachbook.ui.coach_bookings import book_rows, why_words
from coachbook.ui.coach_bookings.book_rows import Found
from coachbook.ui.coach_bookings.why_words import Length, Reason
from coachbook.ui.gate import handler, person

SHOWN = 6
LONGEST_SEARCH = 100
NOBODY = Found(id="", name="", initials="", left="")
BLANK = {"on": "", "time": "09:00"}


class WhyDialog(rx.State):
    """First the client, then the time; the answer stays until the next question."""

    is_open: bool = False
    opened: int = 0
    found: list[Found] = []  # noqa: RUF012  (copied for every tab)
    client: Found = NOBODY
    kind: str = "session"
    lengths: list[Length] = []  # noqa: RUF012
    first: dict[str, str] = BLANK
    answer: str = ""
    is_offered: bool = False
    reasons: list[Reason] = []  # noqa: RUF012

    @handler("coach")
    async def load(self) -> None:
        self.is_open = False

    @handler("coach")
    async def start(self) -> None:
        await self._open(None)

    @handler("coach")
    async def close(self) -> None:
        self.is_open = False

    @handler("coach")
    async def search(self, text: str) -> None:
        await self._search(text[:LONGEST_SEARCH])

    @handler("coach")
    async def choose(self, client_id: UUID) -> None:
        chosen = [one for one in self.found if one["id"] == str(client_id)]
        if not chosen:
            raise NotFound
        self.client, self.answer = chosen[0], ""
        reader = person()
        sold = await read(packages.of_client, by=reader, coach_id=reader.id, client_id=client_id)
        self.lengths = why_words.lengths(sold)

    @handler("coach")
    async def choose_other(self) -> None:
        self.client, self.answer = NOBODY, ""
        await self._search("")

    @handler("coach")
    async def choose_kind(self, kind: Literal["session", "checkin"]) -> None:
        self.kind, self.answer = kind, ""

    @handler("coach")
    async def ask(self, form: dict[str, Any]) -> None:
        on = typed.day(form, "on")
        time = typed.clock_time(typed.words(form, "time"), field="time")
        is_session = self.kind == "session"
        minutes = typed.whole_number(form, "minutes", what="the length") if is_session else 30
        found = await read(
            reasons.why,
            by=person(),
            client_id=typed.key(self.client["id"]),
            kind="session" if is_session else "checkin",
            minutes=minutes,
            starts_at=datetime.combine(on, time, person().zone),
        )
        self.answer = why_words.heading(found, person())
        self.is_offered, self.reasons = found.is_offered, why_words.reasons(found, person())

    async def _open(self, at: datetime | None, on: date | None = None) -> None:
        """With the place that was picked on the calendar, if there was one."""
        self.client, self.kind, self.answer = NOBODY, "session", ""
        today = await self._search("")
        local = at.astimezone(person().zone) if at else None
        day = on or (local.date() if local else today)
        time = f"{local:%H:%M}" if local else BLANK["time"]
        self.first = {"on": day.isoformat(), "time": time}
        self.is_open, self.opened = True, self.opened + 1

    async def _search(self, text: str) -> date:
        """Archived clients last. Gives the coach's date of today."""
        page = await read(clients.find, by=person(), text=text, size=SHOWN)
        found, room = book_rows.found(page.rows), SHOWN - len(page.rows)
        if room and page.counts["archived"]:
            gone = await read(clients.find, by=person(), text=text, only="archived", size=room)
            found += [_archived(one) for one in book_rows.found(gone.rows)]
        self.found = found
        return page.today


def _archived(one: Found) -> Found:
    return {**one, "left": "archived"}
