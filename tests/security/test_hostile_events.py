"""Whatever a raw client sends: refused, or said in a sentence; nothing breaks, nothing is told."""

import asyncio
import logging
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coachbook import config
from coachbook.ui import arguments
from coachbook.ui.refusals import Messages
from coachbook.ui.viewer import Viewer
from tests.security import surface
from tests.security.arena import Arena
from tests.security.attack import ANONYMOUS, in_arena, may_write
from tests.security.hostile import MARK, Hostile, events
from tests.ui.harness import Tab

ACTORS = st.sampled_from((ANONYMOUS, "ada", "berta"))
BATCHES = st.lists(events(), min_size=30, max_size=30)
LONGEST_LINE = 1_000
BROKEN = "wrong on our side"


@pytest.fixture(autouse=True)
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log line tells kinds and places alone."""
    monkeypatch.setenv("COACHBOOK_PRODUCTION", "yes")
    config.reset()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_hostile_events_have_no_effect(arena: Arena, caplog: pytest.LogCaptureFixture) -> None:
    count, problems = _attack(arena, caplog, batches=60)
    print(dict(count))
    assert problems == []
    assert count["events"] >= 1_800
    assert count["refused"] >= count["events"] / 4


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_attack_finds_a_gate_that_believes_everything(
    arena: Arena, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arguments, "accepted", lambda _, payload: dict(payload))
    assert _attack(arena, caplog, batches=5)[1] != []


def _attack(
    arena: Arena, caplog: pytest.LogCaptureFixture, *, batches: int
) -> tuple[Counter[str], list[str]]:
    count: Counter[str] = Counter()
    problems: list[str] = []

    @settings(
        max_examples=batches,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(actor=ACTORS, batch=BATCHES)
    def attack(actor: str, batch: list[Hostile]) -> None:
        caplog.clear()
        try:
            problems.extend(asyncio.run(_send_all(arena, actor, batch, count)))
        except AssertionError as raised:
            problems.append(f"above the gate: {str(raised)[:300]}")
        cookie = arena.world.cookies.get(actor, "no cookie")
        problems.extend(_in_logs(caplog.records, cookie))

    surface.application()  # its log filters are part of what is tried
    attack()
    return count, problems


async def _send_all(
    arena: Arena, actor: str, batch: list[Hostile], count: Counter[str]
) -> list[str]:
    problems: list[str] = []
    async with in_arena(arena) as tab:
        someone = tab(cookie=arena.world.cookies.get(actor, ""))
        for event in batch:
            someone.path = event.path
            await someone.send(event.name, **event.payload)
            count["events"] += 1
            problems += await _complaints(someone, event, count)
        problems += _foreign_writes(arena, actor)
        await someone.send(Viewer.enter_anyone)
        if (await someone.state(Viewer)).is_signed_in != bool(actor):
            problems.append("the next good event doesn't work")
    return problems


async def _complaints(tab: Tab, event: Hostile, count: Counter[str]) -> list[str]:
    messages = await tab.state(Messages)
    said = [item["sentence"] for item in messages.items if item["tone"] == "error"]
    messages.items = []
    count["refused" if said else "without effect or done"] += 1
    return [f"broken: {event}" for one in said if BROKEN in one]


def _foreign_writes(arena: Arena, actor: str) -> list[str]:
    return [
        f"{actor} writes {table} of {sorted(people)} ({what})"
        for table, people, what in arena.changes()
        if not may_write(arena.world, actor, "", table, people)
    ]


def _in_logs(records: list[logging.LogRecord], cookie: str) -> list[str]:
    lines = [record.getMessage() for record in records]
    lines += [record.exc_text or "" for record in records]
    return [f"log: {line[:300]!r}" for line in lines if _is_telling(line, cookie)]


def _is_telling(line: str, cookie: str) -> bool:
    is_long = len(line) > LONGEST_LINE
    return is_long or "\n" in line or "\r" in line or MARK in line or cookie in line
