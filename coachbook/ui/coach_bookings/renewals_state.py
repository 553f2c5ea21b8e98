"""Who needs a next package, and selling the same once more."""

from datetime import date
from typing import TypedDict
from uuid import UUID, uuid4

import reflex as rx

from coachbook.services import renewals
from coachbook.services.renewal_reasons import Reason
from coachbook.services.renewals import Again, Renewal
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.packages import money
from coachbook.ui.refusals import say

SHOWN_FIRST = 6


class RenewalRow(TypedDict):
    """`id` is the package that would be sold again."""

    id: str
    name: str
    href: str
    why: str
    also: str


class NeedsRenewal(rx.State):
    """The first few, or all; a dialog asks before anything is sold."""

    shown: list[RenewalRow] = []  # noqa: RUF012  (copied for every tab)
    count: int = 0
    shows_all: bool = False
    asked: str = ""
    name: str = ""
    sentence: str = ""

    _request: str = ""

    @handler("coach")
    async def load(self) -> None:
        self.asked, self.shows_all = "", False
        await self._refresh()

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        await self._refresh()

    @handler("coach")
    async def show_all(self) -> None:
        self.shows_all = not self.shows_all
        await self._refresh()

    @handler("coach")
    async def ask(self, package_id: UUID) -> None:
        found = await read(renewals.again, package_id, by=person())
        self.name, self.sentence = found.client_name, _offer(found)
        self.asked, self._request = str(package_id), uuid4().hex

    @handler("coach")
    async def close(self) -> None:
        self.asked = ""

    @handler("coach")
    async def renew(self) -> None:
        """The request is the dialog's: two taps sell once."""
        if not self.asked:
            return
        await write(renewals.renew, typed.key(self.asked), by=person(), request_id=self._request)
        self.asked = ""
        await say(self, f"{self.name} has the same package again.")
        await self._refresh()

    async def _refresh(self) -> None:
        reader = person()
        found = await read(renewals.due, by=reader)
        self.count = len(found)
        among = found if self.shows_all else found[:SHOWN_FIRST]
        self.shown = [_row(one, reader.locale) for one in among]


def _row(one: Renewal, locale: str) -> RenewalRow:
    first, *others = (_why(reason, locale) for reason in one.reasons)
    return RenewalRow(
        id=str(one.package_id),
        name=one.client_name,
        href=f"/coach/clients/{one.client_id}",
        why=first,
        also=". ".join(others),
    )


def _why(reason: Reason, locale: str) -> str:
    left = words.counted(reason.left, "session")
    if reason.kind == "low":
        return f"{left} left" if reason.left else "No session left"
    on = words.short_day(reason.expires_on or date.min, locale)
    if reason.kind == "expiring":
        return f"{left} left until {on}"
    if reason.kind == "expired":
        return f"{left} expired {on}"
    weeks = words.counted(reason.weeks, "week")
    booked = f" and {reason.ahead} booked" if reason.ahead else ""
    return f"Uses {_pace(reason.per_week)}, {reason.left} left{booked}, {weeks}"


def _pace(per_week: float) -> str:
    """ "1 a week", "1.5 a week", "1 in 3 weeks"."""
    if per_week <= 0:
        return "none"
    weeks = round(1 / per_week)
    if weeks > 1:
        return f"1 in {weeks} weeks"
    return f"{per_week:.1f}".removesuffix(".0") + " a week"


def _offer(one: Again) -> str:
    reader = person()
    until = "without an end"
    if one.expires_on:
        until = f"until {words.day(one.expires_on, reader.locale, today=date.min)}"
    price = money.price(one.price_cents, one.currency, reader.locale)
    sells = f"Sells {words.counted(one.total_sessions, 'session')}, {one.minutes} min, {until}"
    return f"{sells}, for {price}." if price else f"{sells}."
