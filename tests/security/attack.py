"""One person against everything that can be called, with ids of all kinds, on a real database."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

from coachbook.ui.refusals import Messages
from tests.security import arguments, subjects, surface
from tests.security.arena import Arena
from tests.security.subjects import FITS, Ids
from tests.security.surface import Handler
from tests.security.world import SECRET, Target, World
from tests.ui.harness import Opener, Tab, opened

ANONYMOUS = ""
MISFITS = ("coach", "client", "upcoming")  # where something else is asked for, these go too
FIRST = ("load", "open", "start", "show", "choose", "search", "pick", "weigh", "submit", "save")
LAST = ("cancel", "close", "stop", "discard", "keep", "finish", "clear", "dismiss", "choose_other")
SHARED_ROWS = ("calendar_versions", "outbox", "in_app_notifications")
COUNTED_FOR_ALL = ("sign_in_attempts",)
LEFT_TO_FORMER = ("ClientCalendarState.cancel", "ClientActivity.")  # their notes stay theirs
ABOUT_SAMPLES = ("Gallery.load",)  # slow, and no address says anything to it
OF_THE_OWNER = {
    "DeadLetters.retry": ("outbox",),
    "DeadLetters.retry_all": ("outbox",),
    "Operation.send_there_again": ("blocked_addresses", "calendar_versions"),
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


@asynccontextmanager
async def in_arena(arena: Arena) -> AsyncIterator[Opener]:
    """Tabs with the gate's real look-up of people."""
    find_person = surface.application().find_person
    async with opened(find_person) as tab:
        yield tab
    arena.put_back()


Wanted = Callable[[Handler], bool]


async def attack(
    arena: Arena,
    tab: Opener,
    actor: str,
    targets: tuple[Target, ...],
    *,
    misfits: tuple[str, ...] = MISFITS,
    only: Wanted = lambda _: True,
) -> Findings:
    """Everything that can be called, by this person, with the ids of these people's things.

    Without targets: with ids that are nobody's.
    """
    found = Findings()
    for number, ids in enumerate(_subjects(arena.world, actor, targets, misfits)):
        someone = tab(cookie=arena.world.cookies.get(actor, ""))
        title = f"{actor or 'anonymous'}: {ids.label}"
        attempt = Attempt(arena, actor, someone, ids, found, title)
        if not number:  # once is enough for what the role alone refuses
            await attempt.call_all(only, is_admitted=False)
        await attempt.call_all(only if ids.is_first else _said_more(ids, only), is_admitted=True)
    return found


def _subjects(
    world: World, actor: str, targets: tuple[Target, ...], misfits: tuple[str, ...]
) -> Iterator[Ids]:
    """What fits, of each target; of the first what doesn't, and both with one's own address."""
    own = world.own_of(actor)
    if not targets:
        yield subjects.absent()
        yield from [subjects.at_home("absent at home", uuid4(), own)] if own else []
        return
    for target in targets:
        yield from subjects.fitting(" and ".join(target), world.all_of(target))
    first = world.all_of(targets[0])
    for kind in misfits:
        yield subjects.everywhere(f"{kind} of {targets[0][-1]}", first[kind])
    if misfits and own:
        yield subjects.at_home(f"{targets[0][-1]} at home", first["client"], own, first)


def _said_more(ids: Ids, only: Wanted) -> Wanted:
    """The others were called before, and these ids say nothing to them that was not said."""
    return lambda one: only(one) and one.title not in ABOUT_SAMPLES and ids.says_more(_names(one))


@cache
def _names(one: Handler) -> frozenset[str]:
    """By which ids get into its state: from an event, or from the address."""
    route = _routes().get(one.state.__module__.rpartition(".")[0], "")
    names = set(arguments.NAMED_IN_A_ROUTE.findall(route))
    for other in surface.marked():
        if other.state is one.state:
            names |= arguments.names_of_ids(other.function)
    for screen in surface.screens():
        if any(event.fn is one.function for event in screen.on_load):
            names |= arguments.names_in_addresses(screen)
    return frozenset(names & FITS.keys())


def _ordered(only: Wanted) -> list[Handler]:
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
    """One tab, with ids that are used wherever an id fits; what was `sent` is no secret there."""

    arena: Arena
    actor: str
    tab: Tab
    ids: Ids
    found: Findings
    title: str
    sent: set[str] = field(default_factory=set)

    def _is_admitted(self, one: Handler) -> bool:
        roles = {"anyone"}
        if self.actor:
            person = self.arena.world.people[self.actor]
            roles |= {"person", "coach" if person.is_coach else "client"}
            roles |= {"owner"} if person.is_owner else set()
        return bool(roles & one.policy.roles)

    async def call_all(self, only: Wanted, *, is_admitted: bool) -> None:
        def is_wanted(one: Handler) -> bool:
            return only(one) and self._is_admitted(one) == is_admitted

        await self._visit_pages(is_wanted)
        for one in _ordered(is_wanted):
            await self._call(one)

    async def _visit_pages(self, only: Wanted) -> None:
        known = {id(one.function): one for one in surface.marked() if only(one)}
        for screen in surface.screens():
            wanted = [known[id(event.fn)] for event in screen.on_load if id(event.fn) in known]
            for path in arguments.addresses(screen, self.ids) if wanted else ():
                for one in wanted:
                    self.tab.path = path
                    await self._call(one, is_reading=True)

    async def _call(self, one: Handler, *, is_reading: bool = False) -> None:
        for step in arguments.STEPS.get(one.title, ()):
            await self._call(surface.named(step))
        if not is_reading:
            self.tab.path = _path_of(one.state.__module__, self.ids) or self.tab.path
        sent = arguments.arguments(one.function, self.ids, "Wally Words")
        self.sent |= set(SECRET.findall(f"{json.dumps(sent)} {self.tab.path}"))
        self.found.cells += 1
        await self._watch(one, await self.tab.send(one.name, **sent), is_reading)

    async def _watch(self, one: Handler, updates: list[dict[str, Any]], is_reading: bool) -> None:
        what = f"{self.title} -> {one.title}"
        answer = json.dumps(updates)
        leaks = self.arena.world.leaks(answer, to=self.actor, told=" ".join(self.sent))
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


def _path_of(module: str, ids: Ids) -> str:
    route = _routes().get(module.rpartition(".")[0], "")
    return arguments.address(route, ids, without="book") if route else ""


@cache
def _routes() -> dict[str, str]:
    """The folder of a feature -> its page; the one with an id in it where there are several."""
    found: dict[str, str] = {}
    for screen in sorted(surface.screens(), key=lambda each: "[" in each.route):
        found[screen.content.__module__.rpartition(".")[0]] = screen.route
    return found
