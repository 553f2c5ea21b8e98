"""Every HTTP route, for every kind of person, with ids and links of all kinds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.routing import Route

from coachbook.services import outbox_views, passwords, rate_limits
from tests.accounts import PASSWORD
from tests.security import surface
from tests.security.asking import Reply, Site
from tests.security.attack import Arena
from tests.security.test_authorization import FOREIGN, OWN

ASKS_FOR_A_LINK = ("/auth/link", "/auth/forgot")
SENT_TO_ITS_OWNER = ("one_time_tokens", "outbox")
OPENS = {
    "sign_in": "/auth/link-in", "reset_password": "/auth/reset", "invitation": "/auth/invitation",
    "change_email": "/auth/email-confirmed",
}  # fmt: skip
PASSWORDS = ("password", "current_password", "email_password")
ACTORS = pytest.mark.parametrize("actor", FOREIGN, ids=lambda name: name or "anonymous")


@pytest.fixture
def site(arena: Arena, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(memory_cost=64, time_cost=1))
    monkeypatch.setattr(rate_limits, "take", lambda *_, **__: [])  # nobody is slowed down here
    return Site(tmp_path / "pages")


def each(method: str) -> list[Route]:
    return [route for route in surface.routes() if method in (route.methods or ())]


def ids(arena: Arena, whose: tuple[str, ...]) -> Iterator[str]:
    yield "00000000-0000-4000-8000-000000000000"
    for name in whose:
        yield from map(str, arena.world.things[name].values())


def address(route: Route, subject: str) -> str:
    return re.sub(r"\{\w+(:\w+)?\}", subject, route.path) + f"?coach={subject}&token={subject}"


def forms(arena: Arena, actor: str) -> Iterator[dict[str, str]]:
    """Somebody's email with a wrong password; links altered or meant for something else."""
    world = arena.world
    wrong = dict.fromkeys(PASSWORDS, "not this one at all")
    mine = wrong | {"name": "Wally", "practice_name": "W", "stands_on": "https://evil.example/"}
    yield mine | {"time_zone": "Europe/Berlin", "email": "ivan@example.com"}
    for name, (row_id, purpose) in world.permissions.items():
        token = world.token(name)
        yield mine | {"token": token[:-1] + ("A" if token[-1] != "A" else "B")}
        yield mine | {"token": str(row_id)}
        if purpose != "invitation":
            yield mine | {"token": token.replace(".", ".A")}
    yield {"token": world.token("invitation of ivan")} if actor else {}


@ACTORS
async def test_reading_shows_nothing_foreign_and_changes_nothing(
    arena: Arena, site: Site, actor: str
) -> None:
    problems, cells = [], 0
    for route in each("GET"):
        for subject in ids(arena, (*FOREIGN[actor], *OWN.get(actor, ()))):
            path, cookie = address(route, subject), arena.world.cookies.get(actor, "")
            first, second = [await site.ask("GET", path, cookie=cookie) for _ in "12"]
            cells += 1
            assert first.status == second.status
            found = arena.world.leaks(first.text + second.text, to=actor, told=path)
            problems += [f"{path} shows {one}" for one in found]
    print(f"actor={actor or 'anonymous'} GET cells={cells}")
    assert problems == []
    assert arena.changes() == []


@ACTORS
async def test_posting_changes_nothing_foreign(arena: Arena, site: Site, actor: str) -> None:
    problems, cells = [], 0
    for route in each("POST"):
        for form in forms(arena, actor):
            if route.path == "/auth/invitation" and form.get("token") == _good(arena):
                continue  # whoever holds it may use it
            cookie = arena.world.cookies.get(actor, "")
            reply = await site.ask("POST", route.path, cookie=cookie, form=form)
            cells += 1
            problems += _problems(arena, actor, route, form, reply)
    print(f"actor={actor or 'anonymous'} POST cells={cells}")
    assert problems == []


def _good(arena: Arena) -> str:
    return arena.world.token("invitation of ivan")


def _problems(
    arena: Arena, actor: str, route: Route, form: dict[str, str], reply: Reply
) -> list[str]:
    found = arena.world.leaks(reply.text, to=actor, told=str(form))
    problems = [f"{route.path} shows {one}" for one in found]
    if reply.status >= 500:
        problems.append(f"{route.path} breaks: {reply.status}")
    if arena.has_changed():
        problems += [
            f"{route.path} writes {table} of {sorted(people)} ({what})"
            for table, people, what in arena.changes()
            if not (people == {actor} or _is_asked_for(route, table))
        ]
        arena.put_back()
    return problems


def _is_asked_for(route: Route, table: str) -> bool:
    return route.path in ASKS_FOR_A_LINK and table in SENT_TO_ITS_OWNER


async def test_own_things_are_shown(arena: Arena, site: Site) -> None:
    world = arena.world
    message = world.things["ada of anna"]["message"]
    shown = await site.ask("GET", f"/outbox/{message}", cookie=world.cookies["anna"])
    assert shown.status == 200
    coach_id = world.people["anna"].id
    for name, status in (("anna", 200), ("ada", 200), ("boris", 403), ("zoe", 403)):
        followed = await site.ask("GET", f"/live?coach={coach_id}", cookie=world.cookies[name])
        assert followed.status == status, name


async def test_every_link_works_for_what_it_is_for_alone(arena: Arena, site: Site) -> None:
    for name, (_, purpose) in arena.world.permissions.items():
        form = {"token": arena.world.token(name), "password": PASSWORD, "name": "Ivan"}
        for path in {*OPENS.values()} - {OPENS[purpose]}:
            assert not has_worked(await site.ask("POST", path, form=form)), (name, path)
        assert has_worked(await site.ask("POST", OPENS[purpose], form=form)), name
        assert not has_worked(await site.ask("POST", OPENS[purpose], form=form)), name
        arena.put_back()


def has_worked(reply: Reply) -> bool:
    return "set-cookie: coachbook=" in reply.text or "notice=email-changed" in reply.headers


async def test_matrix_finds_a_message_of_everybody(
    arena: Arena, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_views, "_seen_by", lambda by: True)
    message = arena.world.things["ada of anna"]["message"]
    reply = await site.ask("GET", f"/outbox/{message}", cookie=arena.world.cookies["otto"])
    assert arena.world.leaks(reply.text, to="otto", told="") != []
