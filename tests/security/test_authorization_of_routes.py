"""Every HTTP route, for every kind of person, with ids and links of all kinds."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import true
from sqlmodel import select
from starlette.routing import Route

from coachbook import signing
from coachbook.models import Profile
from coachbook.services import (
    calendar_entries,
    feed_contents,
    feeds,
    outbox_views,
    passwords,
    people,
    rate_limits,
)
from tests.accounts import PASSWORD
from tests.security import surface
from tests.security.arena import Arena
from tests.security.arguments import IN_ITS_PLACE as ARGUMENTS
from tests.security.asking import Reply, Site
from tests.security.attack import MISFITS
from tests.security.subjects import Ids, everywhere, fitting
from tests.security.test_authorization import FOREIGN, OWN

ASKS_FOR_A_LINK = ("/auth/link", "/auth/forgot")
SENT_TO_ITS_OWNER = ("one_time_tokens", "outbox")
OPENS = {
    "sign_in": "/auth/link-in", "reset_password": "/auth/reset", "invitation": "/auth/invitation",
    "change_email": "/auth/email-confirmed",
}  # fmt: skip
NAMED = re.compile(r"\{(\w+)(?::\w+)?\}")
NO_IDS = 3  # of them are enough where an id says nothing
PASSWORDS = ("password", "current_password", "email_password")
LIKE_OTHERS = ("olga", "boris", "zoe", "otto", "sue", "anna")  # left to the whole run
ACTORS = pytest.mark.parametrize(
    "actor",
    [pytest.param(one, marks=[pytest.mark.slow] * (one in LIKE_OTHERS)) for one in FOREIGN],
    ids=lambda name: name or "anonymous",
)


@pytest.fixture
def site(arena: Arena, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(memory_cost=64, time_cost=1))
    monkeypatch.setattr(rate_limits, "take", lambda *_, **__: [])  # nobody is slowed down here
    return Site(tmp_path / "pages")


def each(method: str) -> list[Route]:
    return [route for route in surface.routes() if method in (route.methods or ())]


def takes_no_id(route: Route) -> bool:
    """Links are tried one by one in test_links_of_emails.py."""
    return "{token}" in route.path or "{event}" in route.path


def ids_for(route: Route, arena: Arena, actor: str) -> Iterator[Ids]:
    """Nobody's, all that fit, and some that don't: foreign ones and their own."""
    yield Ids("nobody's", "00000000-0000-4000-8000-000000000000")
    names = frozenset(NAMED.findall(route.path)) | {"coach"}
    for target in (*FOREIGN[actor], *OWN.get(actor, ())):
        things = arena.world.all_of(target)
        yield from (each for each in fitting("", things) if each.says_more(names))
        yield from (everywhere(kind, things[kind]) for kind in MISFITS)


def address(route: Route, ids: Ids) -> str:
    path = NAMED.sub(lambda named: ids.of(named[1]), route.path)
    return f"{path}?coach={ids.of('coach')}&token={ids.of('token')}"


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
    yield mine | ARGUMENTS["PushDevices.subscribe"]["form"] | {"former": "https://x.example/"}


@ACTORS
async def test_reading_shows_nothing_foreign_and_changes_nothing(
    arena: Arena, site: Site, actor: str
) -> None:
    problems, cells = [], 0
    for route in each("GET"):
        subjects = ids_for(route, arena, actor)
        for subject in islice(subjects, NO_IDS if takes_no_id(route) else None):
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
        for form in filter(fits(route), forms(arena, actor)):
            if route.path == "/auth/invitation" and form.get("token") == _good(arena):
                continue  # whoever holds it may use it
            cookie = arena.world.cookies.get(actor, "")
            path = address(route, Ids("", form.get("token", "x"))).partition("?")[0]
            reply = await site.ask("POST", path, cookie=cookie, form=form)
            cells += 1
            problems += _problems(arena, actor, route, form, reply)
    print(f"actor={actor or 'anonymous'} POST cells={cells}")
    assert problems == []


def fits(route: Route) -> Callable[[dict[str, str]], bool]:
    """What a form of that page carries; a token stands in the address of some."""
    if "{token}" in route.path:
        return lambda form: "token" in form
    is_push = route.path.startswith("/push")
    return lambda form: ("endpoint" in form) == is_push


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
    for name, status in (("otto", 200), ("anna", 404), ("ada", 404)):
        sample = "/operator/sample/session_booked"
        reply = await site.ask("GET", sample, cookie=world.cookies[name])
        assert reply.status == status, name
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


async def test_feed_shows_what_is_its_owners_alone(arena: Arena, site: Site) -> None:
    """To whoever has the address, without signing in."""
    for token, owner in arena.world.feeds.items():
        reply = await site.ask("GET", f"/calendar/feed/{token}.ics")
        assert reply.status == 200
        assert reply.body.count("BEGIN:VEVENT") > 5, owner
        assert arena.world.leaks(reply.text, to=owner, told=token) == []
    assert len(arena.world.feeds) == 9
    assert arena.changes() == []


async def test_address_of_a_feed_opens_as_it_was_given_alone(arena: Arena, site: Site) -> None:
    token = next(iter(arena.world.feeds))
    identity, _, signature = token.partition(".")
    other = arena.world.permissions["sign_in of ada"][0]
    wrong = (
        token[:-1] + ("A" if token[-1] != "A" else "B"), identity, f"{identity}.", f"{token}.ics",
        f"{signature}.{identity}", token.swapcase(), str(arena.world.things["ada of anna"]["feed"]),
        signing.token(other, feeds.PURPOSE), signing.token(other, "sign_in"),
        *(arena.world.token(name) for name in arena.world.permissions),
    )  # fmt: skip
    for altered in wrong:
        assert (await site.ask("GET", f"/calendar/feed/{altered}.ics")).status == 404, altered
    for path in OPENS.values():
        assert not has_worked(await site.ask("POST", path, form={"token": token})), path


async def test_booking_file_is_for_its_client_and_coach(arena: Arena, site: Site) -> None:
    path = f"/calendar/booking/{arena.world.things['ada of anna']['upcoming']}.ics"
    for name, cookie in arena.world.cookies.items():
        status = 200 if name in ("ada", "anna") else 404
        assert (await site.ask("GET", path, cookie=cookie)).status == status, name
    assert (await site.ask("GET", path)).status == 404


async def test_device_keeps_what_is_its_persons_alone(arena: Arena, site: Site) -> None:
    for name, cookie in arena.world.cookies.items():
        reply = await site.ask("GET", "/upcoming.json", cookie=cookie)
        assert "cache-control: no-store" in reply.headers
        assert arena.world.leaks(reply.text, to=name, told="") == []
        assert name == "ivan" or "2026" in reply.text or '"rows":[{' in reply.text, name
    assert (await site.ask("GET", "/upcoming.json")).status == 204


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("feed_contents._bookings", "/calendar/feed/{feed}.ics"),
        ("calendar_entries.of_workouts", "/calendar/feed/{feed}.ics"),
        ("bookings.views._seen_by", "/calendar/booking/{foreign}.ics"),
        ("upcoming.or_", "/upcoming.json"),
    ],
)
async def test_matrix_finds_a_route_that_shows_too_much(
    arena: Arena, site: Site, monkeypatch: pytest.MonkeyPatch, place: str, path: str
) -> None:
    monkeypatch.setattr(f"coachbook.services.{place}", TOO_MUCH[place])
    feed = next(token for token, owner in arena.world.feeds.items() if owner == "boris")
    asked = path.format(feed=feed, foreign=arena.world.things["ada of anna"]["upcoming"])
    reply = await site.ask("GET", asked, cookie=arena.world.cookies["boris"])
    assert arena.world.leaks(reply.text, to="boris", told=asked) != []


def bookings_of_everybody(session: Any, is_own: Any, by: Any, now: Any) -> Any:
    return _bookings(session, true(), by, now)


def workouts_of_everybody(session: Any, *, by: Any, first: date) -> Any:
    profiles = session.exec(select(Profile).where(Profile.name.startswith("Ada")))
    return _of_workouts(session, by=people.person(session, profiles.one()), first=first)


_bookings, _of_workouts = feed_contents._bookings, calendar_entries.of_workouts
TOO_MUCH = {
    "feed_contents._bookings": bookings_of_everybody,
    "calendar_entries.of_workouts": workouts_of_everybody,
    "bookings.views._seen_by": lambda by: true(),
    "upcoming.or_": lambda *_: true(),
}
