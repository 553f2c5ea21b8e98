"""Every handler, for every kind of person, with their own ids, with foreign ones, with none."""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from coachbook.errors import NotFound
from coachbook.models import SessionPackage
from tests.security import arguments, surface
from tests.security.arena import Arena
from tests.security.attack import ANONYMOUS, Findings, attack, in_arena
from tests.security.controls import CONTROLS, Control
from tests.security.subjects import FITS, fitting
from tests.security.world import Target

ADA, BORIS = ("anna", "ada of anna"), ("berta", "boris of berta")
OWN: dict[str, tuple[Target, ...]] = {
    "anna": (ADA,),
    "berta": (BORIS,),
    "otto": (("otto", "cleo of otto"),),
    "ada": (ADA,),
    "olga": (("olga of anna",),),
    "boris": (BORIS,),
    "sue": (("sue of berta",),),
    "zoe": (("zoe of berta",),),
}
FOREIGN: dict[str, tuple[Target, ...]] = {
    ANONYMOUS: (ADA,),
    "ada": (("anna", "olga of anna"), BORIS),
    "olga": (ADA,),
    "boris": (ADA,),
    "sue": (ADA, BORIS),
    "zoe": (("anna", "zoe of anna"), ADA),
    "berta": (ADA, ("sue of anna",)),
    "otto": (ADA,),
    "anna": (BORIS, ("zoe of berta",)),
}


LOOKED_AFTER = (  # the owner has everybody's messages tried again, if they were given up
    "DeadLetters.retry: This message isn't given up any more.",
    "DeadLetters.retry: Nothing is sent to this address,",
)
NEEDS_TWO_TABS = {"FormBuilder.use_saved"}  # what another tab saved has to be seen first
NEEDS_GOOGLE = {"GoogleCard.choose_calendar", "GoogleCard.send_test"}  # tests of their own have it
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
        allowed = LOOKED_AFTER if actor == "otto" else ()
        told = differences(foreign, absent)
        assert [one for one in told if not one.startswith(allowed)] == []


@pytest.mark.slow
@pytest.mark.parametrize("actor", ["anna", "ada"])
async def test_own_things_can_be_reached(arena: Arena, actor: str) -> None:
    """Else the attacks on foreign ones would prove nothing."""
    async with in_arena(arena) as tab:
        found = await attack(arena, tab, actor, OWN[actor])
    tell(actor, "own", found)
    assert found.problems + found.broken == []
    unanswered = _own_handlers(arena, actor) - found.answered - NEEDS_TWO_TABS - NEEDS_GOOGLE
    assert [f"{one}: {found.sentences.get(one)}" for one in sorted(unanswered)] == []


@pytest.mark.slow
async def test_owner_reaches_what_only_the_owner_may(arena: Arena) -> None:
    async with in_arena(arena) as tab:
        found = await attack(
            arena, tab, "otto", (*OWN["otto"], ADA),
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
    targets = (OWN if control.is_among_own else FOREIGN)[control.actor]
    async with in_arena(arena) as tab:
        found = await attack(
            arena, tab, control.actor, targets, misfits=(),
            only=lambda one: one.title.startswith(control.states),
        )  # fmt: skip
    assert found.problems != []


@pytest.mark.slow
async def test_matrix_finds_an_answer_that_tells_of_a_row(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coachbook.services.packages.one", _package_of_another)
    found = [
        await _attacked(arena, "otto", targets, "PackageVoid.start")
        for targets in (FOREIGN["otto"], ())
    ]
    assert differences(*found) == ["PackageVoid.start: It isn't yours."]


def _package_of_another(session: Session, package_id: UUID, **_: Any) -> None:
    """Shows nothing and writes nothing: it only says that there is something."""
    raise NotFound("It isn't yours.") if session.get(SessionPackage, package_id) else NotFound


async def _attacked(arena: Arena, actor: str, targets: tuple[Target, ...], title: str) -> Findings:
    async with in_arena(arena) as tab:
        return await attack(arena, tab, actor, targets, only=lambda one: one.title == title)


def test_every_id_has_kinds_that_fit(arena: Arena) -> None:
    """Else it would be tried with ids of something else alone."""
    asked = {name for one in surface.marked() for name in arguments.names_of_ids(one.function)}
    asked |= {
        name for one in surface.screens() for name in arguments.NAMED_IN_A_ROUTE.findall(one.route)
    }
    assert {name for name in asked if name.endswith("id")} - {*FITS} == set()
    things = arena.world.all_of((*ADA, "ivan of anna"))
    assert {kind for kinds in FITS.values() for kind in kinds} - {*things} == set()


def test_every_thing_has_its_turn(arena: Arena) -> None:
    things = arena.world.all_of((*ADA, "ivan of anna"))
    for name, kinds in FITS.items():
        turns = [each for each in fitting("", things) if each.says_more(frozenset({name}))]
        assert [each.of(name) for each in turns] == [str(things[kind]) for kind in kinds], name


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
