"""Every plain route and who may use it. A new one must be added here, with its policy."""

import importlib
import itertools
import pkgutil
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from starlette.routing import Route
from starlette.testclient import TestClient

from coachbook import routes
from coachbook.database import reading
from coachbook.models import metadata
from tests import accounts
from tests.accounts import PASSWORD
from tests.routes.conftest import ROUTES

POLICIES = {
    "POST /auth/sign-in": "anyone, limited by account and address",
    "POST /auth/link": "anyone, limited by recipient and address",
    "POST /auth/forgot": "anyone, limited by recipient and address",
    "POST /auth/link-in": "whoever has the link, once",
    "POST /auth/reset": "whoever has the link, once",
    "POST /auth/invitation": "whoever has the link, once, if nobody else knows the person",
    "POST /auth/accept": "the person invited, signed in, with the link, once",
    "POST /auth/sign-out": "anyone, for their own browser",
    "POST /auth/sign-out-everywhere": "the person signed in, for themselves",
    "POST /auth/email": "the person signed in, with their password, for themselves",
    "POST /auth/email-confirmed": "whoever has the link, once",
    "POST /auth/password": "the person signed in, with their password, for themselves",
    "POST /webhooks/sendgrid": "SendGrid, by its signature",
    "POST /setup/practice": "anyone, while nobody is there or sign-up is open",
    "POST /setup/sample": "anyone, while nobody is there",
    "POST /google/connect": "a coach, for themselves, limited",
    "GET /google/callback": "the coach who began it, in the same browser, once, within 10 minutes",
    "GET /health": "anyone",
    "GET /outbox/{message_id:uuid}": "the coach whose practice it belongs to; the owner",
    "GET /operator/sample/{event}": "the owner",
    "GET /calendar/booking/{chain_id:uuid}.ics": "the booking's client and its coach",
    "GET /calendar/feed/{token}.ics": "whoever has the address, until it is replaced",
    "GET /upcoming.json": "the person signed in, of their own; nothing for others",
    "POST /push/seen": "the person signed in, for a browser that they turned on",
    "POST /push/ended": "whoever knows the browser's address at its push service",
    "GET /appointment/{token}": "whoever has the link, until it starts",
    "GET /appointment/{token}/cancel": "whoever has the link, until it starts",
    "POST /appointment/{token}/cancel": "whoever has the link, until it starts, limited by link",
    "GET /appointment/{token}/move": "whoever has the link, until it starts",
    "POST /appointment/{token}/move": "whoever has the link, until it starts, limited by link",
    "GET /unsubscribe/{word}/{token}": "whoever has the link",
    "POST /unsubscribe/{word}/{token}": "whoever has the link, from anywhere",
    "POST /subscribe/{word}/{token}": "whoever has the link",
}
LIVE = {"/live"}  # the stream of changes has tests of its own
FORMS = [
    entry
    for entry in POLICIES
    if entry.startswith("POST") and "{" not in entry and "/webhooks/" not in entry
]
PATHS = [entry.split(" ")[1] for entry in FORMS]  # links and webhooks have tests of their own


def test_every_route_has_a_policy() -> None:
    found = {
        f"{method} {route.path}"
        for route in ROUTES
        for method in (route.methods or ())
        if isinstance(route, Route) and method != "HEAD"
    }
    assert found == set(POLICIES)


def test_no_module_of_routes_is_forgotten() -> None:
    found = (
        getattr(importlib.import_module(f"coachbook.routes.{module.name}"), "ROUTES", ())
        for module in pkgutil.iter_modules(routes.__path__)
    )
    named = {getattr(route, "path", "") for route in itertools.chain(*found)}
    assert named - LIVE == {route.path for route in ROUTES}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_posts_from_other_sites_change_nothing(
    new_visitor: Callable[[], TestClient], database: Engine, path: str, origin: str | None
) -> None:
    coach = accounts.stored_coach(is_owner=True)
    visitor = new_visitor()
    visitor.post("/auth/sign-in", data={"email": coach.email, "password": PASSWORD})
    del visitor.headers["Origin"]
    before = _dump()
    answer = visitor.post(path, data={"email": coach.email}, headers=_from(origin))
    assert answer.status_code == 403
    assert _dump() == before


def _from(origin: str | None) -> dict[str, str]:
    return {"Origin": origin} if origin else {}


def _dump() -> str:
    with reading() as session:
        return repr([session.execute(table.select()).all() for table in metadata.sorted_tables])


@pytest.mark.parametrize("path", PATHS)
def test_empty_forms_and_repeated_ones_are_answered(visitor: TestClient, path: str) -> None:
    accounts.stored_coach(is_owner=True)
    for _ in range(3):
        for given in ({}, {"email": "x" * 60_000}):
            answer = visitor.post(path, data=given)
            assert answer.status_code == (200 if path.startswith("/push/") else 303)


@pytest.mark.parametrize("path", PATHS)
def test_getting_a_form_changes_nothing(visitor: TestClient, path: str) -> None:
    accounts.stored_coach(is_owner=True)
    before = _dump()
    assert visitor.get(path).status_code == 405
    assert _dump() == before
