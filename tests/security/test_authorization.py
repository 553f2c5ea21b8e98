"""Every handler, for every kind of person, with their own ids, with foreign ones, with none."""

import pytest

from tests.security import surface
from tests.security.attack import ANONYMOUS, Arena, Findings, attack, in_arena
from tests.security.controls import CONTROLS, Control

OWN = {
    "anna": ("anna", "ada of anna"),
    "berta": ("berta", "boris of berta"),
    "otto": ("otto", "cleo of otto"),
    "ada": ("ada of anna",),
    "olga": ("olga of anna",),
    "boris": ("boris of berta",),
    "sue": ("sue of anna", "sue of berta"),
    "zoe": ("zoe of berta",),
}
FOREIGN = {
    ANONYMOUS: ("ada of anna", "anna"),
    "ada": ("olga of anna", "anna", "boris of berta"),
    "olga": ("ada of anna", "anna"),
    "boris": ("ada of anna", "anna"),
    "sue": ("ada of anna", "boris of berta"),
    "zoe": ("zoe of anna", "ada of anna", "anna"),
    "berta": ("ada of anna", "anna", "sue of anna"),
    "otto": ("ada of anna", "anna"),
    "anna": ("boris of berta", "berta", "zoe of berta"),
}


LOOKED_AFTER = {"otto": ("DeadLetters.",)}  # the owner has everybody's messages tried again
NEEDS_TWO_TABS = {"FormBuilder.use_saved"}  # what another tab saved has to be seen first
STRANGERS = (ANONYMOUS, "ada", "olga", "boris", "otto")


@pytest.mark.slow
@pytest.mark.parametrize("actor", FOREIGN, ids=lambda name: name or "anonymous")
async def test_nobody_reaches_what_is_not_theirs(arena: Arena, actor: str) -> None:
    """For strangers, foreign ids and ids that are nobody's get the same answers."""
    async with in_arena(arena) as tab:
        foreign = await attack(arena, tab, actor, FOREIGN[actor])
        absent = await attack(arena, tab, actor, ()) if actor in STRANGERS else None
    tell(actor, "foreign", foreign)
    assert foreign.problems == []
    assert foreign.broken == []
    if absent:
        tell(actor, "absent", absent)
        assert absent.problems == []
        assert absent.broken == []
        told = differences(foreign, absent)
        assert [one for one in told if not one.startswith(LOOKED_AFTER.get(actor, ()))] == []


@pytest.mark.slow
@pytest.mark.parametrize("actor", ["anna", "ada", "sue"])
async def test_own_things_can_be_reached(arena: Arena, actor: str) -> None:
    """Else the attacks on foreign ones would prove nothing."""
    async with in_arena(arena) as tab:
        found = await attack(arena, tab, actor, OWN[actor])
    tell(actor, "own", found)
    assert found.problems + found.broken == []
    unanswered = _own_handlers(arena, actor) - found.answered - NEEDS_TWO_TABS
    assert [f"{one}: {found.sentences.get(one)}" for one in sorted(unanswered)] == []


@pytest.mark.slow
async def test_owner_reaches_what_only_the_owner_may(arena: Arena) -> None:
    async with in_arena(arena) as tab:
        found = await attack(
            arena, tab, "otto", (*OWN["otto"], "ada of anna"),
            only=lambda one: "owner" in one.policy.roles,
        )  # fmt: skip
    tell("otto", "of all", found)
    assert found.problems + found.broken == []
    handlers = {one.title for one in surface.marked() if one.policy.roles == {"owner"}}
    unanswered = handlers - found.answered
    assert [f"{one}: {found.sentences.get(one)}" for one in sorted(unanswered)] == []
    assert len(handlers) > 10


@pytest.mark.slow
@pytest.mark.parametrize("control", CONTROLS, ids=str)
async def test_matrix_finds_a_check_that_is_gone(
    arena: Arena, monkeypatch: pytest.MonkeyPatch, control: Control
) -> None:
    for place, without in control.without.items():
        monkeypatch.setattr(f"coachbook.services.{place}", without)
    async with in_arena(arena) as tab:
        found = await attack(
            arena, tab, control.actor, ("ada of anna", "sue of anna", "anna"),
            only=lambda one: one.title.startswith(control.states),
        )  # fmt: skip
    assert found.problems != []


def tell(actor: str, kind: str, found: Findings) -> None:
    print(
        f"actor={actor or 'anonymous'} ids={kind} cells={found.cells} wrote={sorted(found.wrote)}"
    )


def differences(foreign: Findings, absent: Findings) -> list[str]:
    """Sentences that only a foreign id gets: they would tell that it is somebody's."""
    return [
        f"{title}: {sentence}"
        for title, sentences in foreign.sentences.items()
        for sentence in sentences - absent.sentences.get(title, set())
    ]


def _own_handlers(arena: Arena, actor: str) -> set[str]:
    role = "coach" if arena.world.people[actor].is_coach else "client"
    return {one.title for one in surface.marked() if role in one.policy.roles}
