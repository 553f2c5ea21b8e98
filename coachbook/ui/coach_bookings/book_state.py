"""Book a session: for whom, of which kind and length, from which package."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import reflex as rx

from coachbook.errors import Invalid
from coachbook.services import client_profiles, clients, offers
from coachbook.services.packages import PackageView
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.coach_bookings import book_rows
from coachbook.ui.coach_bookings.book_rows import Found, Option
from coachbook.ui.coach_bookings.times_state import BookTimes, For
from coachbook.ui.gate import handler, person
from coachbook.ui.packages import picker
from coachbook.ui.packages.picker import PackagePicker
from coachbook.ui.refusals import say
from coachbook.ui.viewer import initials

SHOWN = 6
LONGEST_SEARCH = 100
NOBODY = Found(id="", name="", initials="", left="")


class BookDialog(rx.State):
    """First the client; then kind, length and package, of which most are clear already."""

    found: list[Found] = []  # noqa: RUF012  (copied for every tab)
    is_anybody: bool = True
    client: Found = NOBODY
    kind: str = "session"
    lengths: list[Option] = []  # noqa: RUF012
    minutes: str = ""
    payers: list[Option] = []  # noqa: RUF012
    payer: str = ""
    is_selling: bool = False
    checkin: str = ""

    _packages: tuple[PackageView, ...] = ()
    _today: date | None = None

    @handler("coach")
    async def start(self) -> None:
        await self._open()

    @handler("coach")
    async def search(self, text: str) -> None:
        await self._search(text[:LONGEST_SEARCH])

    @handler("coach")
    async def choose(self, client_id: UUID) -> Any:
        return await self._choose(client_id)

    @handler("coach")
    async def choose_other(self) -> None:
        self.client = NOBODY
        await self._search("")

    @handler("coach")
    async def choose_kind(self, kind: Literal["session", "checkin"]) -> Any:
        self.kind, self.is_selling = kind, kind == "session" and not self.lengths
        return await self._go_on()

    @handler("coach")
    async def choose_minutes(self, minutes: str) -> Any:
        self._take_length(minutes)
        return await self._go_on()

    @handler("coach")
    async def choose_payer(self, package_id: str) -> Any:
        self.payer = package_id if package_id in [one["value"] for one in self.payers] else ""
        return await self._go_on()

    @handler("coach")
    async def start_selling(self) -> Any:
        self.is_selling = True
        return PackagePicker.load

    @handler("coach")
    async def stop_selling(self) -> None:
        self.is_selling = False

    @handler("coach")
    async def sell(self, form: dict[str, Any]) -> Any:
        """A package there and then, once; booking goes on with it."""
        if not self.is_selling:
            return None
        offer = picker.offer(form)
        if offer is None:
            raise Invalid("Pick a package.", field="package")
        client_id = typed.key(self.client["id"])
        await write(offers.give, offer, by=person(), client_id=client_id)
        await say(self, f"{self.client['name']} has a new package.")
        self.minutes, self.is_selling = str(offer.session_duration_minutes), False
        return await self._choose(client_id)

    async def _open_named(self) -> Any:
        """For the client that the address names, as their page links to it."""
        client_id = typed.key_or_none(self.router.url.query_parameters.get("book", ""))
        if client_id:
            await self._open()
            return await self._choose(client_id)
        return None

    async def _open(self, *, on: date | None = None, at: datetime | None = None) -> None:
        """Begins with a day, and a time, if they were picked on the calendar."""
        times = await self.get_state(BookTimes)
        times._open(on, at)
        self.client, self.kind, self.minutes, self.is_selling = NOBODY, "session", "", False
        await self._search("")

    async def _search(self, text: str) -> None:
        page = await read(clients.find, by=person(), text=text, size=SHOWN)
        self.found, self.is_anybody = book_rows.found(page.rows), page.of > 0

    async def _choose(self, client_id: UUID) -> Any:
        known = await read(client_profiles.profile, client_id, by=person())
        name = known.name
        self.client = Found(id=str(known.id), name=name, initials=initials(name), left="")
        self._packages, self._today = known.packages, known.today
        self.checkin = words.checkin_words(known.checkin_resets_on, person().locale, known.today)
        self.lengths = book_rows.lengths(known.packages)
        self._take_length(self.minutes)
        self.is_selling = self.kind == "session" and not self.lengths
        return await self._go_on()

    def _take_length(self, minutes: str) -> None:
        """One that there is a package for."""
        known = [one["value"] for one in self.lengths]
        self.minutes = minutes if minutes in known else next(iter(known), "")
        length, today = int(self.minutes or 0), self._today or date.max
        self.payers, self.payer = book_rows.payers(self._packages, length, person(), today), ""

    async def _go_on(self) -> Any:
        """To the times; without a package, to selling one."""
        times = await self.get_state(BookTimes)
        await times._begin(self._for())
        return PackagePicker.load if self.is_selling else None

    def _for(self) -> For:
        return For(
            typed.key(self.client["id"]),
            self.client["name"],
            "checkin" if self.kind == "checkin" else "session",
            int(self.minutes or 0),
            UUID(self.payer) if self.payer else None,
        )
