"""Links that work signed out: for their purpose and their appointment, whoever has them."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from coachbook import signing
from coachbook.models import Profile
from coachbook.notifications import links
from coachbook.services import rate_limits
from tests.security.arena import Arena
from tests.security.asking import Site
from tests.security.attack import ANONYMOUS
from tests.security.test_authorization_of_routes import OPENS, has_worked

EVENT = "checkin_reminder"
HOLDERS = (ANONYMOUS, "ada", "olga", "anna", "berta", "otto")
OF_A_BOOKING = (
    "bookings", "booking_history", "session_packages", "package_history", "outbox", "google_events",
    "in_app_notifications", "calendar_versions", "client_booking_stats", "booking_requests",
)  # fmt: skip


@pytest.fixture
def site(arena: Arena, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(rate_limits, "take", lambda *_, **__: [])  # nobody is slowed down here
    return Site(tmp_path / "pages")


def email_of(arena: Arena, name: str) -> str:
    with Session(arena.engine) as session:
        return session.get_one(Profile, arena.world.people[name].id).email


def appointment(arena: Arena, whose: str, kind: str = "upcoming") -> str:
    name = whose.partition(" of ")[0]
    return links.appointment_path(arena.world.things[whose][kind], email_of(arena, name))


def unsubscribing(arena: Arena, name: str) -> str:
    person_id = arena.world.people[name].id
    return links.unsubscribe_path(person_id, EVENT, email_of(arena, name))


@pytest.mark.parametrize("holder", HOLDERS, ids=lambda name: name or "anonymous")
async def test_link_shows_what_is_its_clients_alone(arena: Arena, site: Site, holder: str) -> None:
    """Whoever is signed in, it is the client of the appointment who is shown it."""
    cookie = arena.world.cookies.get(holder, "")
    problems, cells = [], 0
    for whose in ("ada of anna", "sue of berta", "zoe of anna", "boris of berta"):
        name = whose.partition(" of ")[0]
        links_of = [appointment(arena, whose, kind) for kind in ("upcoming", "checkin", "moved")]
        for path in (*links_of, unsubscribing(arena, name)):
            for page in ("", "/move", "/cancel") if "/appointment/" in path else ("",):
                reply = await site.ask("GET", path + page, cookie=cookie)
                assert reply.status == 200, (whose, page)
                assert "set-cookie" not in reply.headers
                problems += arena.world.leaks(reply.text, to=name, told=path)
                cells += 1
    print(f"holder={holder or 'anonymous'} GET cells={cells}")
    assert problems == []
    assert arena.changes() == []


@pytest.mark.parametrize("holder", HOLDERS, ids=lambda name: name or "anonymous")
async def test_link_acts_on_its_own_appointment_alone(
    arena: Arena, site: Site, holder: str
) -> None:
    cookie = arena.world.cookies.get(holder, "")
    path = f"{appointment(arena, 'ada of anna')}/cancel"
    reply = await site.ask("POST", path, cookie=cookie, form={"version": "1"})
    assert reply.status == 303
    assert "set-cookie" not in reply.headers
    written = arena.changes()
    assert {people for _, people, _ in written} <= {
        frozenset({"ada", "anna"}), frozenset({"anna"}), frozenset({"ada"}),
    }  # fmt: skip
    assert {table for table, _, _ in written} <= {*OF_A_BOOKING}
    changed = [what for table, _, what in written if table == "bookings"]
    assert changed == ["changed"]
    arena.put_back()


async def test_link_moves_no_other_booking_of_the_same_client(arena: Arena, site: Site) -> None:
    things = arena.world.things["ada of anna"]
    for kind in ("checkin", "moved_on", "past", "draft"):
        form = {
            "version": "1", "booking": str(things[kind]), "to": "2026-11-25T20:00:00Z",
            "request": "once",
        }  # fmt: skip
        reply = await site.ask("POST", f"{appointment(arena, 'ada of anna')}/move", form=form)
        assert reply.status == 404, kind
    assert arena.changes() == []


async def test_links_open_for_their_own_purpose_alone(arena: Arena, site: Site) -> None:
    """Not for another one, nor with the name of another appointment, person or address."""
    ada, upcoming = arena.world.people["ada"].id, arena.world.things["ada of anna"]["upcoming"]
    signed = [appointment(arena, "ada of anna"), unsubscribing(arena, "ada")]
    tokens = [path.rpartition("/")[2] for path in signed]
    tokens += [arena.world.token(name) for name in arena.world.permissions]
    tokens += [*arena.world.feeds, signing.token(upcoming, "sign_in")]
    tokens += [_token(links.appointment_path(upcoming, "ada@example.com"))]
    tokens += [_token(links.appointment_path(ada, email_of(arena, "ada")))]
    tokens += [_token(links.unsubscribe_path(ada, "daily_summary", email_of(arena, "ada")))]
    tokens += [_token(links.unsubscribe_path(upcoming, EVENT, email_of(arena, "ada")))]
    cells = 0
    for token in tokens:
        for path in (f"/appointment/{token}", f"/unsubscribe/checkin-reminder/{token}"):
            if path not in signed:
                answers = [await site.ask(method, path) for method in ("GET", "POST")]
                acted = await site.ask("POST", f"{path}/cancel", form={"version": "1"})
                assert not {reply.status for reply in (*answers, acted)} & {200, 303}, path
                cells += 3
    for token in tokens[:2]:
        for path in OPENS.values():
            assert not has_worked(await site.ask("POST", path, form={"token": token}))
        assert (await site.ask("GET", f"/calendar/feed/{token}.ics")).status == 404
    print(f"cells={cells}")
    assert arena.changes() == []


async def test_what_unsubscribes_changes_one_choice(arena: Arena, site: Site) -> None:
    for holder in HOLDERS:
        cookie = arena.world.cookies.get(holder, "")
        reply = await site.ask("POST", unsubscribing(arena, "olga"), cookie=cookie)
        assert reply.status == 200
        assert arena.changes() == [("notification_choices", frozenset({"olga"}), "new")]
        arena.put_back()


async def test_matrix_finds_a_link_that_opens_any_appointment(
    arena: Arena, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "is_for", lambda *_: True)
    token = signing.token(_any(arena), "nothing at all")
    reply = await site.ask("GET", f"/appointment/{token}")
    assert arena.world.leaks(reply.text, to="boris", told=token) != []


def _any(arena: Arena) -> UUID:
    return arena.world.things["ada of anna"]["upcoming"]


def _token(path: str) -> Any:
    return path.rpartition("/")[2]
