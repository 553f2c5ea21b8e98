"""Every handler, for every kind of person, with their own ids, with foreign ones, with none."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import true
from sqlmodel import Session, select

from coachbook.errors import NotFound
from coachbook.models import AvailabilityOverride, Booking, CoachClient
from tests.security import surface
from tests.security.attack import ANONYMOUS, Arena, Findings, attack, in_arena

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


STRANGERS = (ANONYMOUS, "ada", "olga", "boris", "otto")
UNANSWERED = {"ClientPage.invite_again"}  # those who could be asked again have no things yet


@pytest.mark.slow
@pytest.mark.parametrize("actor", FOREIGN, ids=lambda name: name or "anonymous")
async def test_nobody_reaches_what_is_not_theirs(arena: Arena, actor: str) -> None:
    """For strangers, foreign ids and ids that are nobody's get the same answers."""
    async with in_arena(arena) as tab:
        foreign = await attack(arena, tab, actor, FOREIGN[actor])
        absent = await attack(arena, tab, actor, ())
    tell(actor, "foreign", foreign)
    tell(actor, "absent", absent)
    assert foreign.problems + absent.problems == []
    assert foreign.broken + absent.broken == []
    if actor in STRANGERS:
        assert differences(foreign, absent) == []


@pytest.mark.slow
@pytest.mark.parametrize("actor", ["anna", "ada", "sue"])
async def test_own_things_can_be_reached(arena: Arena, actor: str) -> None:
    """Else the attacks on foreign ones would prove nothing."""
    async with in_arena(arena) as tab:
        found = await attack(arena, tab, actor, OWN[actor])
    tell(actor, "own", found)
    assert found.problems + found.broken == []
    assert _own_handlers(arena, actor) - found.answered <= UNANSWERED


CONTROLS = {
    "bookings.views._seen_by": (lambda by: true(), "berta", ("BookingPanel",)),
    "bookings.moving.visible": (
        lambda session, booking_id, by: session.get(Booking, booking_id) or not_found(),
        "olga",
        ("ClientCalendarState",),
    ),
    "packages.selling.relation": (
        lambda session, coach_id, client_id: relation_of_anybody(session, client_id),
        "berta",
        ("ClientPackages", "ClientPage.load"),
    ),
    "packages.views.require_part": (lambda *_, **__: "active", "berta", ("ClientPackages",)),
    "overrides._own": (
        lambda session, override_id, by: session.get(AvailabilityOverride, override_id),
        "otto",
        ("DatesEditor",),
    ),
}


@pytest.mark.parametrize("place", CONTROLS)
async def test_matrix_finds_a_check_that_is_gone(
    arena: Arena, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    without, actor, states = CONTROLS[place]
    monkeypatch.setattr(f"coachbook.services.{place}", without)
    async with in_arena(arena) as tab:
        found = await attack(
            arena, tab, actor, ("ada of anna", "anna"),
            only=lambda one: one.title.startswith(states),
        )  # fmt: skip
    assert found.problems != []


def not_found() -> Any:
    raise NotFound


def relation_of_anybody(session: Session, client_id: UUID) -> CoachClient:
    asked = select(CoachClient).where(CoachClient.client_id == client_id)
    return session.exec(asked).first() or not_found()


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
