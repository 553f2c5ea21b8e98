"""The week editor: a draft for each kind and week, and the bookings that it would leave behind."""

from datetime import date
from typing import Any, Literal

import reflex as rx

from coachbook.availability import Kind
from coachbook.errors import Invalid, NotFound
from coachbook.services import hours
from coachbook.services.hours import MovedWeek, RemovedWeek, Week, WeekChange
from coachbook.ui import typed
from coachbook.ui.calls import read
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say
from coachbook.ui.settings import week_draft, week_plans
from coachbook.ui.settings.conflict_rows import told
from coachbook.ui.settings.conflict_state import Fitting
from coachbook.ui.settings.week_draft import Day
from coachbook.ui.settings.week_plans import NOW, Tab

Place = tuple[Kind, str]


class WeekEditor(rx.State):
    """`kind` and `at` say which week is edited; the drafts of the others wait."""

    kind: str = "session"
    at: str = NOW
    days: list[Day] = []  # noqa: RUF012  (copied for every tab)
    tabs: list[Tab] = []  # noqa: RUF012
    lasts: str = ""
    runs_on: str = ""
    tomorrow: str = ""
    next_month: str = ""
    is_loaded: bool = False
    is_new: bool = False
    copied_day: int = -1
    copied_name: str = ""
    asked: str = ""  # the dialog that is open: plan, move or remove
    verb: str = ""
    opened: int = 0

    _drafts: dict[Place, list[Day]] = {}  # noqa: RUF012
    _saved: dict[Place, list[Day]] = {}  # noqa: RUF012
    _seen: dict[Kind, str] = {}  # noqa: RUF012
    _today: date = date.min
    _waiting: WeekChange | None = None

    @rx.var
    def has_plans(self) -> bool:
        return len(self.tabs) > 1

    @rx.var
    def is_changed(self) -> bool:
        saved = self._saved.get(self._place())
        return saved is None or not week_draft.says_the_same(self.days, saved)

    @handler("coach")
    async def load(self) -> None:
        await self._stop_deciding()
        self._drafts, self._saved, self._seen = {}, {}, {}
        await self._read(*hours.KINDS)
        self.copied_day, self.asked, self.is_loaded = -1, "", True
        self._show(_kind(self.kind), NOW)

    @handler("coach")
    async def show(self, kind: Kind) -> None:
        self._require_loaded()
        self._keep_draft()
        self._show(kind, NOW)

    @handler("coach")
    async def choose(self, at: str) -> None:
        """Another of the weeks of this kind."""
        self._require_loaded()
        self._keep_draft()
        self._show(_kind(self.kind), at)

    @handler("coach")
    async def type_in(
        self, key: str, what: Literal["start", "end", "capacity"], value: str
    ) -> None:
        self.days = week_draft.changed(self.days, key, what, value)

    @handler("coach")
    async def add_row(self, day: int) -> None:
        self.days = week_draft.with_row(self.days, day, _kind(self.kind))

    @handler("coach")
    async def remove_row(self, key: str) -> None:
        self.days = week_draft.without_row(self.days, key)

    @handler("coach")
    async def start_copy(self, day: int, name: str) -> None:
        self.copied_day, self.copied_name = day, name[:16]

    @handler("coach")
    async def stop_copy(self) -> None:
        self.copied_day = -1

    @handler("coach")
    async def copy(self, form: dict[str, Any]) -> None:
        targets = [day for day in range(7) if f"to-{day}" in form]
        self.days = week_draft.copied(self.days, self.copied_day, targets)
        self.copied_day = -1

    @handler("coach")
    async def discard(self) -> None:
        """What is saved; a week that isn't yet goes away."""
        self._require_loaded()
        place = self._place()
        if place in self._saved:
            self._drafts[place] = self._saved[place]
        else:
            self._drafts.pop(place, None)
        self._show(_kind(self.kind), self.at if place in self._saved else NOW)

    # Other weeks, from a date on

    @handler("coach")
    async def ask(self, what: Literal["plan", "move", "remove"]) -> None:
        self._require_loaded()
        self.asked, self.opened = what, self.opened + 1

    @handler("coach")
    async def stop_asking(self) -> None:
        self.asked = ""

    @handler("coach")
    async def plan(self, form: dict[str, Any]) -> None:
        """A week to edit, saved only later; one that is planned already is shown instead."""
        self._require_loaded()
        at, kind = self._date(form).isoformat(), _kind(self.kind)
        self._keep_draft()
        if (kind, at) in self._drafts:
            await say(self, "Hours from that date are planned already. Here they are.", "notice")
        elif typed.words(form, "begin") == "closed":
            self._drafts[kind, at] = week_draft.draft(())
        else:
            self._drafts[kind, at] = week_draft.copy_of(self.days)
        self.asked = ""
        self._show(kind, at)

    @handler("coach")
    async def move(self, form: dict[str, Any]) -> None:
        to = self._date(form)
        await self._try(MovedWeek(_kind(self.kind), self._starts_on(), to, self._known()))

    @handler("coach")
    async def remove(self) -> None:
        await self._try(RemovedWeek(_kind(self.kind), self._starts_on(), self._known()))

    @handler("coach")
    async def save(self) -> None:
        """Asks first when bookings would no longer fit."""
        self._require_loaded()
        valid_from = self._starts_on() if self.at else None
        windows = week_draft.windows(self.days)
        await self._try(Week(_kind(self.kind), windows, valid_from, self._known()))

    @handler("coach", rate="costly")
    async def decide(self) -> None:
        """Yes, with what was decided about each booking."""
        if self._waiting is None:
            raise NotFound
        await self._try(self._waiting)

    async def _stop_deciding(self) -> None:
        (await self.get_state(Fitting)).asker = ""
        self._waiting = None

    async def _try(self, change: WeekChange) -> None:
        self._waiting, self.verb = change, week_plans.verb(change)
        fitting = await self.get_state(Fitting)
        answer = await fitting._save(change, "week")
        self.asked = ""
        if answer.is_saved:
            self._waiting = None
            await self._saved_now(change)
            done = week_plans.done(change, person().locale, self._today)
            await say(self, done + told(answer))

    async def _saved_now(self, change: WeekChange) -> None:
        """Shows what is saved now; what was typed elsewhere stays, and moves with its week."""
        self._keep_draft()
        was_edited, at = self._is_unsaved(self._place()), self.at
        draft = self._drafts.pop(self._place())
        await self._read(change.kind)
        if isinstance(change, MovedWeek):
            at = change.to.isoformat()
            if was_edited:
                self._drafts = {**self._drafts, (change.kind, at): draft}
        self._show(change.kind, at if (change.kind, at) in self._saved else NOW)

    async def _read(self, *kinds: Kind) -> None:
        """Only these: a draft of the other kind still stands on what was read for it."""
        found = await read(hours.overview, by=person())
        unsaved = {place: days for place, days in self._drafts.items() if self._is_unsaved(place)}
        saved = {place: days for place, days in self._saved.items() if place[0] not in kinds}
        for kind in kinds:
            for week in found.weeks[kind]:
                saved[kind, week_plans.key(week)] = week_draft.draft(week.windows)
                self._seen = {**self._seen, kind: week.seen}
        self._saved, self._drafts, self._today = saved, {**saved, **unsaved}, found.today

    def _is_unsaved(self, place: Place) -> bool:
        saved = self._saved.get(place)
        return saved is None or not week_draft.says_the_same(self._drafts[place], saved)

    def _keep_draft(self) -> None:
        if self._place() in self._drafts:
            self._drafts = {**self._drafts, self._place(): self.days}

    def _show(self, kind: Kind, at: str) -> None:
        if (kind, at) not in self._drafts:
            raise NotFound
        places = [place for of_kind, place in self._drafts if of_kind == kind]
        locale = person().locale
        self.kind, self.at, self.days = kind, at, self._drafts[kind, at]
        self.is_new = (kind, at) not in self._saved
        self.tabs = week_plans.tabs(places, locale, self._today)
        self.lasts = week_plans.lasts(places, at, locale, self._today)
        self.runs_on = week_plans.before(places, at, locale, self._today)
        self.tomorrow = week_plans.day_after(self._today)
        self.next_month = week_plans.first_of_next_month(self._today)

    def _require_loaded(self) -> None:
        """A page can be older than what the server remembers of it."""
        if not self.is_loaded:
            raise NotFound

    def _place(self) -> Place:
        return _kind(self.kind), self.at

    def _known(self) -> str:
        return self._seen.get(_kind(self.kind), "")

    def _starts_on(self) -> date:
        if not self.at:
            raise NotFound
        return date.fromisoformat(self.at)

    def _date(self, form: dict[str, Any]) -> date:
        found = typed.day(form, "valid_from")
        if found <= self._today:
            raise Invalid("Pick a date after today.", field="valid_from")
        return found


def _kind(name: str) -> Kind:
    return "checkin" if name == "checkin" else "session"
