"""One person against everything that can be called, with ids of all kinds, on a real database."""

import json
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from coachbook import database as databases
from coachbook.ui.refusals import Messages
from tests.security import arguments, surface
from tests.security.surface import Handler
from tests.security.world import World, owners, snapshot
from tests.ui.harness import Opener, Tab, opened

ANONYMOUS = ""
ONE_OF_EACH = (
    "coach", "template", "archived_template", "override", "run", "client", "invited", "gone",
    "package", "voided", "upcoming", "to_mark", "moved", "cancelled", "message", "note", "device",
    "draft", "checkin", "workout", "question", "archived_question", "workout_template",
    "feed",
)  # fmt: skip
FIRST = ("load", "open", "start", "show", "choose", "search", "pick", "weigh", "submit", "save")
LAST = ("cancel", "close", "stop", "discard", "keep", "finish", "clear", "dismiss", "choose_other")
SHARED_ROWS = ("calendar_versions", "outbox", "in_app_notifications")
COUNTED_FOR_ALL = ("sign_in_attempts",)
LEFT_TO_FORMER = ("ClientCalendarState.cancel", "ClientActivity.")  # their notes stay theirs
ABOUT_SAMPLES = ("Gallery.load",)  # slow, and no address says anything to it
OF_THE_OWNER = {
    "DeadLetters.retry": ("outbox",),
    "DeadLetters.retry_all": ("outbox",),
    "Operation.run_job": ("outbox", "in_app_notifications", "job_records"),
}


@dataclass
class Findings:
    """What was tried, and what should not have happened."""

    cells: int = 0
    answered: set[str] = field(default_factory=set)
    wrote: set[str] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    foreign_writes: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    sentences: dict[str, set[str]] = field(default_factory=dict)

    @property
    def problems(self) -> list[str]:
        return sorted({*self.leaks, *self.foreign_writes})


class Arena:
    """A file with the world in it, which can be put back to how it was."""

    def __init__(self, world: World, original: Path, place: Path) -> None:
        self.world, self.original = world, original
        self.path = place / "arena.db"
        shutil.copy(original, self.path)
        self.before = snapshot(str(original))
        self.engine = databases.use(f"sqlite:///{self.path}")
        self.watch = sqlite3.connect(self.path)
        self.seen = self._data_version()

    def _data_version(self) -> int:
        return int(self.watch.execute("PRAGMA data_version").fetchone()[0])

    def has_changed(self) -> bool:
        """Since the last time that somebody asked."""
        version, former = self._data_version(), self.seen
        self.seen = version
        return version != former

    def put_back(self) -> None:
        with sqlite3.connect(self.original) as source, sqlite3.connect(self.path) as target:
            source.backup(target)
        source.close()
        target.close()
        self.has_changed()

    def changes(self) -> list[tuple[str, frozenset[str], str]]:
        """(table, whose row, what happened) for each row that isn't as it was."""
        now = snapshot(str(self.path))
        changed = [key for key in {*self.before, *now} if self.before.get(key) != now.get(key)]
        return [self._change(key, now) for key in changed]

    def _change(
        self, key: tuple[str, str], now: dict[tuple[str, str], dict[str, Any]]
    ) -> tuple[str, frozenset[str], str]:
        rows = now if key in now else self.before
        what = (
            "changed" if key in now and key in self.before else "gone" if rows is not now else "new"
        )
        return key[0], owners(self.world, rows, key[0], rows[key]), what

    def close(self) -> None:
        self.watch.close()
        self.engine.dispose()


@asynccontextmanager
async def in_arena(arena: Arena) -> AsyncIterator[Opener]:
    """Tabs with the gate's real look-up of people."""
    find_person = surface.application().find_person
    async with opened(find_person) as tab:
        yield tab
    arena.put_back()


async def attack(
    arena: Arena,
    tab: Opener,
    actor: str,
    whose: tuple[str, ...],
    *,
    only: Callable[[Handler], bool] = lambda _: True,
) -> Findings:
    """Everything that can be called, by this person, with the ids of these people's things.

    Without a name in `whose`: with ids that are nobody's.
    """
    found = Findings()
    for number, (label, subject) in enumerate(_subjects(arena.world, whose)):
        is_whole = not number or label.startswith("client ")
        wanted = only if is_whole else _about_ids(only)
        someone = tab(cookie=arena.world.cookies.get(actor, ""))
        attempt = Attempt(arena, actor, someone, subject, found, f"{actor or 'anonymous'}: {label}")
        if not number:  # once is enough for what the role alone refuses
            await attempt.call_all(wanted, is_admitted=False)
        await attempt.call_all(wanted, is_admitted=True)
    return found


def _about_ids(only: Callable[[Handler], bool]) -> Callable[[Handler], bool]:
    """The others are called once, and with a client chosen: other ids say nothing to them."""
    return lambda one: (
        only(one)
        and (_takes_ids(one.state) or one.title in _loading())
        and one.title not in ABOUT_SAMPLES
    )


@cache
def _loading() -> frozenset[str]:
    """What reads the address when a page opens."""
    functions = {id(event.fn) for screen in surface.screens() for event in screen.on_load}
    return frozenset(one.title for one in surface.marked() if id(one.function) in functions)


@cache
def _takes_ids(state: Any) -> bool:
    return "[" in _routes().get(state.__module__.rpartition(".")[0], "") or any(
        arguments.takes_ids(one.function) for one in surface.marked() if one.state is state
    )


def _subjects(world: World, whose: tuple[str, ...]) -> list[tuple[str, str]]:
    if not whose:
        return [("absent", str(uuid4()))]
    found = {
        f"{kind} of {name}": str(world.things[name][kind])
        for name in whose
        for kind in ONE_OF_EACH
        if kind in world.things[name]
    }
    return list(found.items())


def _ordered(only: Callable[[Handler], bool]) -> list[Handler]:
    return sorted(filter(only, surface.marked()), key=_turn)


def _turn(one: Handler) -> tuple[str, int, str]:
    """State by state; what opens something comes before what needs it open."""
    state, _, method = one.title.partition(".")
    if method.startswith(LAST):
        return state, len(FIRST) + 1, method
    numbers = (number for number, name in enumerate(FIRST) if method.startswith(name))
    return state, next(numbers, len(FIRST)), method


@dataclass
class Attempt:
    """One tab, with one id that is used wherever an id fits."""

    arena: Arena
    actor: str
    tab: Tab
    subject: str
    found: Findings
    title: str

    def _is_admitted(self, one: Handler) -> bool:
        roles = {"anyone"}
        if self.actor:
            person = self.arena.world.people[self.actor]
            roles |= {"person", "coach" if person.is_coach else "client"}
            roles |= {"owner"} if person.is_owner else set()
        return bool(roles & one.policy.roles)

    async def call_all(self, only: Callable[[Handler], bool], *, is_admitted: bool) -> None:
        def is_wanted(one: Handler) -> bool:
            return only(one) and self._is_admitted(one) == is_admitted

        await self._visit_pages(is_wanted)
        for one in _ordered(is_wanted):
            await self._call(one)

    async def _visit_pages(self, only: Callable[[Handler], bool]) -> None:
        known = {id(one.function): one for one in surface.marked() if only(one)}
        for screen in surface.screens():
            for path in arguments.addresses(screen.route, self.subject):
                for one in (known.get(id(event.fn)) for event in screen.on_load):
                    if one:
                        self.tab.path = path
                        await self._call(one, is_reading=True)

    async def _call(self, one: Handler, *, is_reading: bool = False) -> None:
        for step in arguments.STEPS.get(one.title, ()):
            await self._call(surface.named(step))
        if not is_reading:
            self.tab.path = _path_of(one.state.__module__, self.subject) or self.tab.path
        sent = arguments.arguments(one.function, self.subject, "Wally Words")
        self.found.cells += 1
        await self._watch(one, await self.tab.send(one.name, **sent), json.dumps(sent), is_reading)

    async def _watch(
        self, one: Handler, updates: list[dict[str, Any]], sent: str, is_reading: bool
    ) -> None:
        what = f"{self.title} -> {one.title}"
        told = f"{sent} {self.subject} {self.tab.path}"
        answer = json.dumps(updates)
        leaks = self.arena.world.leaks(answer, to=self.actor, told=told)
        self.found.leaks += [f"{what} shows {leak}" for leak in leaks]
        said = await self._complaints()
        self.found.sentences.setdefault(one.title, set()).update(said)
        if not said:
            self.found.answered.add(one.title)
        self.found.broken += [f"{what}: {each}" for each in said if "wrong on our side" in each]
        if self.arena.has_changed():
            self._judge_writes(one, what, is_reading)
            await self._look_again(one)

    def _judge_writes(self, one: Handler, what: str, is_reading: bool) -> None:
        self.found.wrote.add(one.title)
        for table, people, kind in self.arena.changes():
            if is_reading or not may_write(self.arena.world, self.actor, one.title, table, people):
                written = f"{what} writes {table} of {sorted(people)} ({kind})"
                self.found.foreign_writes.append(written)
        self.arena.put_back()

    async def _look_again(self, one: Handler) -> None:
        """What was written is put back: the page has to know."""
        names = {each.name for each in surface.marked() if each.state is one.state}
        for method in ("refresh", "load"):
            name = f"{one.name.rpartition('.')[0]}.{method}"
            if name in names:
                await self.tab.send(name)
                return

    async def _complaints(self) -> list[str]:
        messages = await self.tab.state(Messages)
        said = [item["sentence"] for item in messages.items if item["tone"] == "error"]
        messages.items = []
        return said


def may_write(world: World, actor: str, title: str, table: str, people: frozenset[str]) -> bool:
    """One's own rows; rows of somebody new; what a coach is told; what OF_THE_OWNER allows."""
    if table in COUNTED_FOR_ALL:
        return True
    if title in OF_THE_OWNER:
        return world.people[actor].is_owner and table in OF_THE_OWNER[title]
    if not actor:
        return False
    if world.people[actor].is_coach:
        return people <= {"", actor, *world.clients_of(actor)}
    if actor in people:
        is_archived = actor == "zoe" and "anna" in people
        return not is_archived or title.startswith(LEFT_TO_FORMER)
    return table in SHARED_ROWS and bool(people & world.coaches_of(actor))


def _path_of(module: str, subject: str) -> str:
    route = _routes().get(module.rpartition(".")[0], "")
    return arguments.address(route, subject, without="book") if route else ""


@cache
def _routes() -> dict[str, str]:
    """The folder of a feature -> its page; the one with an id in it where there are several."""
    found: dict[str, str] = {}
    for screen in sorted(surface.screens(), key=lambda each: "[" in each.route):
        found[screen.content.__module__.rpartition(".")[0]] = screen.route
    return found
