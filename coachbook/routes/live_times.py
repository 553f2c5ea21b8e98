"""Which times closed or opened for all of a coach's clients: worked out once for all who follow."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from coachbook.availability import Kind
from coachbook.models.packages import LONGEST_SESSION_MINUTES
from coachbook.services.openings import CHECKIN_MINUTES

MOST_KEPT = 256
MOST_TOLD = 400  # a longer list says no more than "look again"
CALM_FOLLOWERS = 10
MILLISECONDS_EACH = 20
SLOWEST_MILLISECONDS = 6_000


class Asked(NamedTuple):
    """The times that a page shows: of which coach, for what and how long."""

    coach_id: UUID
    kind: Kind
    minutes: int


ReadTimes = Callable[[Asked], Awaitable[frozenset[int]]]
Known = tuple[int, "asyncio.Task[frozenset[int]]"]


@dataclass
class OpenTimes:
    """The open starts of each version, in epoch seconds; only the newest version is kept."""

    read_times: ReadTimes
    _known: OrderedDict[Asked, Known] = field(default_factory=OrderedDict)

    async def at(self, asked: Asked, version: int) -> frozenset[int]:
        known = self._known.get(asked)
        if known is None or known[0] < version or _has_failed(known[1]):
            known = version, asyncio.ensure_future(self.read_times(asked))
            self._known[asked] = known
            if len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        return await asyncio.shield(known[1])


def _has_failed(task: "asyncio.Task[frozenset[int]]") -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def asked_for(coach_id: UUID, kind: str, minutes: str) -> Asked | None:
    """What an address asks for; None for anything that no page shows."""
    if kind == "checkin":
        return Asked(coach_id, "checkin", CHECKIN_MINUTES)
    is_number = minutes.isascii() and minutes.isdigit() and len(minutes) <= 4
    if kind == "session" and is_number and 0 < int(minutes) <= LONGEST_SESSION_MINUTES:
        return Asked(coach_id, "session", int(minutes))
    return None


def told(before: frozenset[int], after: frozenset[int], version: int) -> str:
    """What a page hears of it, so that a time closes there before the page has asked again."""
    closed, opened = sorted(before - after), sorted(after - before)
    if not (closed or opened) or len(closed) + len(opened) > MOST_TOLD:
        return ""
    said = {"version": version, "closed": _written(closed), "opened": _written(opened)}
    return f"event: times\ndata: {json.dumps(said, separators=(',', ':'))}\n\n"


def _written(starts: list[int]) -> list[str]:
    return [f"{datetime.fromtimestamp(start, UTC):%Y-%m-%dT%H:%M:%SZ}" for start in starts]


def pace(followers: int) -> str:
    """Over how many milliseconds many pages spread their questions after a change."""
    if followers <= CALM_FOLLOWERS:
        return ""
    spread = min(followers * MILLISECONDS_EACH, SLOWEST_MILLISECONDS)
    return f"event: pace\ndata: {spread}\n\n"
