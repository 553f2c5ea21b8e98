"""Two tabs at once, a page from yesterday, a database that is away: each said in words."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from coachbook import clock
from coachbook import database as databases
from coachbook.errors import AlreadyChanged, AlreadyStarted, DatabaseUnreachable
from coachbook.services.vitals import TROUBLE
from coachbook.ui.client_booking.state import BookState
from coachbook.ui.client_calendar.state import ClientCalendarState
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.coach_clients.list_state import ClientList
from tests.conftest import NOW
from tests.security import surface
from tests.security.arena import Arena
from tests.security.asking import Site
from tests.security.attack import in_arena
from tests.ui.harness import Opener, Tab

DEAD = "postgresql+psycopg://nobody@127.0.0.1:9/nothing"
BY_SIGNATURE = "/webhooks/sendgrid"  # looked at before anything else
ONE, OTHER = "2026-11-25T20:00:00Z", "2026-11-25T21:00:00Z"


async def page(arena: Arena, tab: Opener, name: str, path: str, load: object) -> Tab:
    opened = tab(cookie=arena.world.cookies[name], path=path)
    await opened.send(load)
    return opened


def confirm(arena: Arena, *starts: str) -> dict[str, object]:
    sent = {"starts": list(starts), "request_id": uuid4().hex}
    coach_id = str(arena.world.people["anna"].id)
    return {"coach_id": coach_id, "kind": "session", "minutes": 60, "sent": sent}


def count(arena: Arena, table: str) -> int:
    return sum(changed == table for changed, _, _ in arena.changes())


async def test_second_tab_books_nothing_twice(arena: Arena) -> None:
    """The same times under another request id, as another tab would send them."""
    async with in_arena(arena) as tab:
        first, second = [await page(arena, tab, "ada", "/book", BookState.load) for _ in "12"]
        await first.send(BookState.get_full_name() + ".confirm", **confirm(arena, ONE, OTHER))
        await second.send(BookState.get_full_name() + ".confirm", **confirm(arena, ONE, OTHER))
        refused = (await second.state(BookState)).refused
        assert [one["also"] for one in refused] == ["You already have a booking then."] * 2
        assert count(arena, "bookings") == 2


async def test_second_tab_of_the_coach_hears_of_the_first(arena: Arena) -> None:
    async with in_arena(arena) as tab:
        first, second = [
            await page(arena, tab, "anna", "/coach/bookings", CoachCalendar.load) for _ in "12"
        ]
        chain_id = str(arena.world.things["ada of anna"]["upcoming"])
        for number, (calendar, start) in enumerate(((first, ONE), (second, OTHER))):
            drop = {"seq": number, "id": chain_id, "start": start, "end": start}
            await calendar.send(CoachCalendar.get_full_name() + ".move", drop=drop)
        assert (await first.state(CoachCalendar)).verdict["ok"]
        assert await second.sentences() == [AlreadyChanged.sentence]
        assert not (await second.state(CoachCalendar)).verdict["ok"]


async def test_page_that_was_open_for_days_is_no_way_around_the_rules(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = arena.world.things["ada of anna"]["upcoming"]
    async with in_arena(arena) as tab:
        ada = await page(arena, tab, "ada", "/client/calendar", ClientCalendarState.load)
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=3))
        await ada.send(ClientCalendarState.cancel(booking, 1))
        assert await ada.sentences() == [AlreadyStarted.sentence]
        assert count(arena, "bookings") == 0


async def test_session_that_ended_overnight_leads_to_signing_in(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with in_arena(arena) as tab:
        ada = await page(arena, tab, "ada", "/book", BookState.load)
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=31))
        back = str(await ada.send(BookState.get_full_name() + ".confirm", **confirm(arena, ONE)))
        assert "/sign-in?next=%2Fbook" in back
        assert (await ada.state(BookState)).coach_name == ""
        assert count(arena, "bookings") == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("👩‍👩‍👧‍👦 Zoë", "👩‍👩‍👧‍👦 Zoë"),
        ("\u202eevil نور", "evil نور"),
        ("  Anne \t Marie\u0007 ", "Anne Marie"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * 201, ""),
        ("\u200b\u202e", ""),
    ],
)
async def test_odd_names_are_kept_or_refused_in_words(arena: Arena, typed: str, kept: str) -> None:
    async with in_arena(arena) as tab:
        coach = await page(arena, tab, "anna", "/coach/clients", ClientList.load)
        form = {"name": typed, "email": "new@example.com", "package": "none"}
        await coach.send(ClientList.get_full_name() + ".add", form=form)
        names = [row["name"] for row in (await coach.state(ClientList)).rows]
        assert (kept in names) == bool(kept)
        assert count(arena, "coach_clients") == bool(kept)
        assert len(await coach.sentences()) == 1


async def test_database_that_is_away_is_said_and_comes_back(arena: Arena, tmp_path: Path) -> None:
    site, anna = Site(tmp_path / "pages"), arena.world.cookies["anna"]
    message = arena.world.things["ada of anna"]["message"]
    async with in_arena(arena) as tab:
        coach = await page(arena, tab, "anna", "/coach/clients", ClientList.load)
        async with away(arena):
            await coach.send(ClientList.search("ada"))
            assert await coach.sentences() == [DatabaseUnreachable.sentence]
            await every_page_says_so(arena, tab)
            await every_route_answers(site, anna, next(iter(arena.world.feeds)))
            assert (await site.ask("GET", "/health")).status == 503
        await coach.send(ClientList.search(""))
        assert len((await coach.state(ClientList)).rows) > 1
        assert TROUBLE["database"] not in (await site.ask("GET", "/health")).body
        assert (await site.ask("GET", f"/outbox/{message}", cookie=anna)).status == 200


class away:
    """While the database can't be reached."""

    def __init__(self, arena: Arena) -> None:
        self.arena = arena

    async def __aenter__(self) -> None:
        databases.use(DEAD)

    async def __aexit__(self, *_: object) -> None:
        self.arena.engine = databases.use(f"sqlite:///{self.arena.path}")


async def every_page_says_so(arena: Arena, tab: Opener) -> None:
    for screen in surface.screens():
        for event in screen.on_load:
            visitor = tab(cookie=arena.world.cookies["anna"], path=screen.route)
            await visitor.send(event)
            assert await visitor.sentences() == [DatabaseUnreachable.sentence], screen.route


async def every_route_answers(site: Site, cookie: str, token: str) -> None:
    form = {"email": "ada@example.com", "password": "moss on blue kettles", "token": "A.B"}
    form["endpoint"] = "https://fcm.googleapis.com/fcm/send/ada"
    for route in surface.routes():
        for method in sorted((route.methods or set()) - {"HEAD"}):
            if route.path == BY_SIGNATURE:
                continue
            path = re.sub(r"\{\w+:uuid\}", str(uuid4()), route.path).replace("{token}", token)
            reply = await site.ask(method, path, cookie=cookie, form=form)
            assert reply.status in (303, 503), (path, reply)
