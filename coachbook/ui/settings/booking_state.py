"""The form of a practice's rules: what follows is asked first, two tabs hear of each other."""

from dataclasses import replace
from typing import Any

import reflex as rx

from coachbook.errors import NotFound
from coachbook.services import booking_settings, rule_effects
from coachbook.services.booking_settings import BookingRules, SavedRules
from coachbook.ui import typed
from coachbook.ui.calls import read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.settings import booking_words
from coachbook.ui.settings.booking_words import LABELS, ElsewhereRow

SAVED = "Your booking settings are saved. Pages that are open follow at once."
NUMBERS = (
    "booking_window_months",
    "minimum_notice_hours",
    "reschedule_notice_hours",
    "renewal_threshold",
    "flag_threshold",
    "auto_complete_after_hours",
)
WORDS = ("practice_name", "session_place", "meeting_address", "currency")
BOXES = ("auto_complete", "checkins_take_the_coach_alone")


class BookingSettings(rx.State):
    """`shown` counts how often the form was filled anew; `_waiting` is what is asked about."""

    first: dict[str, str] = {}  # noqa: RUF012  (copied for every tab)
    is_auto: bool = True
    is_alone: bool = True
    shown: int = 0
    currencies: list[dict[str, str]] = []  # noqa: RUF012
    effects: list[str] = []  # noqa: RUF012
    is_asking: bool = False
    elsewhere: list[ElsewhereRow] = []  # noqa: RUF012
    is_told: bool = False

    _seen: SavedRules | None = None
    _latest: SavedRules | None = None
    _waiting: BookingRules | None = None

    @handler("coach")
    async def load(self) -> None:
        self.currencies = booking_words.currency_options(person().locale)
        self._close()
        self._show(await read(booking_settings.saved_rules, by=person()))

    @handler("coach")
    async def save(self, form: dict[str, Any]) -> None:
        """Tells first what another tab saved meanwhile, then what follows for people."""
        seen = self._require(self._seen)
        wanted = booking_settings.checked(_rules(form, seen.rules))
        latest = await read(booking_settings.saved_rules, by=person())
        self.elsewhere = booking_words.elsewhere_rows(seen.rules, latest.rules, wanted)
        self._waiting, self._latest, self.is_told = wanted, latest, bool(self.elsewhere)
        if not self.is_told:
            await self._go_on(latest)

    @handler("coach")
    async def use_saved(self) -> None:
        """Drop what was entered here."""
        self._show(self._require(self._latest))
        self._close()
        await say(self, "The form shows what is saved.", "notice")

    @handler("coach")
    async def use_both(self) -> None:
        """What was changed here, upon what was saved elsewhere."""
        seen, latest = self._require(self._seen), self._require(self._latest)
        mine = self._require(self._waiting)
        both = booking_settings.rebased(mine, seen=seen.rules, onto=latest.rules)
        self._show(SavedRules(both, latest.version))
        self._seen, self._waiting, self.is_told = latest, both, False
        await self._go_on(latest)

    @handler("coach")
    async def save_anyway(self) -> None:
        await self._store(self._require(self._seen))

    @handler("coach")
    async def close(self) -> None:
        self._close()

    async def _go_on(self, seen: SavedRules) -> None:
        self._seen = seen
        found = await read(rule_effects.effects, by=person(), rules=self._require(self._waiting))
        self.effects = booking_words.sentences(found)
        self.is_asking = bool(self.effects)
        if not self.is_asking:
            await self._store(seen)

    async def _store(self, seen: SavedRules) -> None:
        wanted = self._require(self._waiting)
        saved = await write(
            booking_settings.save_rules, by=person(), rules=wanted, seen=seen.version
        )
        self._show(saved)
        self._close()
        await say(self, SAVED)

    def _show(self, saved: SavedRules) -> None:
        self._seen = saved
        self.first = {name: str(getattr(saved.rules, name)) for name in NUMBERS + WORDS}
        self.is_auto = saved.rules.auto_complete
        self.is_alone = saved.rules.checkins_take_the_coach_alone
        self.shown += 1

    def _close(self) -> None:
        self.is_asking, self.is_told, self._waiting = False, False, None

    def _require(self, held: Any) -> Any:
        """A page can be older than what the server remembers of it."""
        if held is None:
            raise NotFound
        return held


def _rules(form: dict[str, Any], base: BookingRules) -> BookingRules:
    """The rules as typed; hours that don't count are left as they were."""
    boxes: dict[str, Any] = {name: typed.is_ticked(form, name) for name in BOXES}
    counting = [name for name in NUMBERS if boxes["auto_complete"] or name != NUMBERS[-1]]
    numbers: dict[str, Any] = {
        name: typed.whole_number(form, name, what=_what(name)) for name in counting
    }
    entered: dict[str, Any] = {name: typed.words(form, name) for name in WORDS}
    return replace(base, **entered, **boxes, **numbers)


def _what(name: str) -> str:
    return f"“{LABELS[name]}”"
