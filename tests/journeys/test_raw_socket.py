"""The served site against clients that are no browser: stolen tokens, foreign origins, odd frames.

No browser is needed, only the built pages and a running server.
"""

import http.client
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import websocket

from coachbook import clock
from coachbook.routes.security import BY_PROGRAMS
from coachbook.services import sign_ins
from coachbook.services.people import Person
from coachbook.ui.viewer import Viewer
from tests.journeys.practice import Practice, at_site, practice
from tests.journeys.site import Site
from tests.security import surface
from tests.security.hostile import MARK
from tests.security.world import snapshot
from tests.ui.raw_socket import HYDRATE, RawSocket

STATE = "reflex___state____state."
ENTER = f"{STATE}{Viewer.get_name()}.enter_client"
FOREIGN_ORIGINS = (
    "https://evil.example", "http://localhost:1", "null", "http://localhost.evil.example",
    "HTTP://EVIL.EXAMPLE", "http://127.0.0.1",
)  # fmt: skip
OF_THE_JOBS = ("heartbeats", "leases", "job_records", "jobs_done")
NOT_THERE = ("/_upload", "/_all_routes", "/auth-codespace", "/.env", "/..%2f..%2fetc/passwd")
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": ("DENY", "SAMEORIGIN"),
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": ("no-store", "no-cache", "public, max-age=31536000, immutable"),
}
ODD_DATA: tuple[Any, ...] = (
    MARK, 5, None, [MARK], {"name": 5, "payload": MARK}, {"name": MARK, "payload": [MARK]},
    {"nam": MARK}, {"name": HYDRATE, "payload": None, "router_data": {}},
    {"name": HYDRATE, "payload": {}, "router_data": MARK},
    {"name": HYDRATE, "payload": {}, "router_data": {"path": [MARK], "query": 5}},
    {"name": HYDRATE, "payload": {}, "router_data": {"query": MARK, "headers": {"cookie": MARK}}},
    {"name": f"{MARK}\nERROR forged", "payload": {}}, {"name": [MARK], "payload": {}},
    {"name": HYDRATE, "payload": {}, "router_data": {"pathname": "x" * 100_000}},
)  # fmt: skip
ODD_FRAMES = (f"42/_event,[{MARK}", f"49{MARK}", f'42/{MARK},["event",{{}}]', "451-/_event,[]")


@pytest.fixture(scope="module")
def those(site: Site) -> Practice:
    return practice(site)


def cookie_of(those: Practice, person: Person) -> str:
    with at_site(those.site) as session:
        return sign_ins.start(session, person.id, user_agent="raw", now=clock.now())


@pytest.fixture(scope="module")
def cookie(those: Practice) -> str:
    return cookie_of(those, those.coach)


def dial(site: Site, cookie: str = "", **more: Any) -> RawSocket:
    header = f"coachbook={cookie}" if cookie else ""
    return RawSocket(int(site.url.rpartition(":")[2]), cookie=header, **more)


def everything(socket: RawSocket) -> str:
    """What a page would get when it opens."""
    socket.send(HYDRATE)
    socket.send(ENTER)
    return str(socket.frames())


def test_stolen_token_shows_nothing_without_its_cookie(those: Practice) -> None:
    anna, ben = those.clients
    own = cookie_of(those, anna)
    with dial(those.site, own) as socket:
        assert anna.email in everything(socket)
    for other in ("", "forged", cookie_of(those, ben)):
        with dial(those.site, other, token=socket.token) as thief:
            seen = str(thief.frames())
        assert anna.email not in seen
        assert len(seen) > 100
    with dial(those.site, own, token=socket.token) as again:
        assert "is_hydrated" in str(again.frames())


def test_stolen_token_shows_nothing_while_its_owner_is_there(those: Practice) -> None:
    anna = those.clients[0]
    with dial(those.site, cookie_of(those, anna)) as owner:
        everything(owner)
        with dial(those.site, token=owner.token) as thief:
            assert anna.email not in str(thief.frames())
        assert anna.email in everything(owner)


def test_cookie_cannot_be_sent_with_an_event(those: Practice) -> None:
    own = cookie_of(those, those.coach)
    router = {"path": "/", "headers": {"cookie": f"coachbook={own}"}}
    with dial(those.site) as stranger:
        stranger.send_raw({"name": ENTER, "payload": {}, "router_data": router})
        assert those.coach.email not in str(stranger.frames())


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_foreign_origin_gets_no_socket(those: Practice, origin: str) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException):
        dial(those.site, origin=origin)


def test_odd_frames_break_nothing_and_are_not_logged(those: Practice) -> None:
    before = those.site.log.stat().st_size
    with dial(those.site) as socket:
        for data in ODD_DATA:
            socket.send_raw(data)
        socket.frames()
    for frame in ODD_FRAMES:
        with dial(those.site) as socket:
            socket.socket.send(frame)
            socket.frames()
    with dial(those.site, cookie_of(those, those.coach)) as good:
        assert those.coach.email in everything(good)
    logged = those.site.log.read_text()[before:]
    assert MARK not in logged
    assert "Traceback" not in logged
    assert len(logged) < 500 * (len(ODD_DATA) + len(ODD_FRAMES))


# Plain HTTP


def paths() -> Iterator[str]:
    """Every page and every route that answers to GET, a file, and what isn't there."""
    for screen in surface.screens():
        yield re.sub(r"\[\w+\]", str(uuid4()), screen.route)
    for route in surface.routes():
        if "GET" in (route.methods or ()):
            yield re.sub(r"\{\w+(:\w+)?\}", str(uuid4()), route.path)
    yield from ("/ping", "/_health", "/icon.svg", "/manifest.webmanifest", "/no/such/page")
    yield from NOT_THERE


class Answer:
    """Status and headers; the body of a stream is left alone."""

    def __init__(self, site: Site, path: str, method: str = "GET", **headers: str) -> None:
        connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = b"" if "event-stream" in str(self.headers) else response.read()
        connection.close()


def test_reading_changes_nothing(those: Practice, cookie: str) -> None:
    file = those.site.database_url.removeprefix("sqlite:///")
    before, signed_in = what_people_have(file), f"coachbook={cookie}"
    for path in [*paths(), *paths()]:
        for method in ("GET", "HEAD", "OPTIONS"):
            assert Answer(those.site, path, method, Cookie=signed_in).status < 500, path
    assert what_people_have(file) == before


def what_people_have(file: str) -> dict[tuple[str, str], dict[str, Any]]:
    """All but what the jobs write down about themselves meanwhile."""
    return {key: row for key, row in snapshot(file).items() if key[0] not in OF_THE_JOBS}


def test_every_answer_has_its_headers(those: Practice, cookie: str) -> None:
    for path in paths():
        answer = Answer(those.site, path, Cookie=f"coachbook={cookie}")
        for name, wanted in ALWAYS.items():
            allowed = wanted if isinstance(wanted, tuple) else (wanted,)
            assert answer.headers.get(name) in allowed, (path, name)
        if "javascript" not in answer.headers.get("content-type", ""):
            policy = answer.headers["content-security-policy"]
            assert "frame-ancestors" in policy, path
            assert "unsafe-eval" not in policy, path


def test_answers_are_for_our_own_pages_only(those: Practice, cookie: str) -> None:
    for path in paths():
        for origin in FOREIGN_ORIGINS:
            answer = Answer(those.site, path, Origin=origin, Cookie=f"coachbook={cookie}")
            assert answer.headers.get("access-control-allow-origin") is None, (path, origin)


def test_foreign_pages_can_post_nothing(those: Practice, cookie: str) -> None:
    for route in surface.routes():
        if "POST" in (route.methods or ()):
            for origin in FOREIGN_ORIGINS:
                answer = Answer(
                    those.site, route.path, "POST", Origin=origin, Cookie=f"coachbook={cookie}"
                )
                wanted = 404 if route.path.startswith(BY_PROGRAMS) else 403
                assert answer.status == wanted, (route.path, origin)


def test_other_hosts_are_refused(those: Practice) -> None:
    for path in paths():
        status = Answer(those.site, path, Host="evil.example").status
        assert status == 421 or path in ("/health", "/ping"), path


@pytest.mark.parametrize("path", NOT_THERE)
def test_what_the_framework_could_offer_is_not_there(those: Practice, path: str) -> None:
    assert Answer(those.site, path).status in (400, 404)
    own = those.site.url
    assert Answer(those.site, path, "POST", Origin=own).status in (400, 404, 405)


def test_liveness_tells_no_details(those: Practice) -> None:
    for path in ("/ping", "/_health", "/health"):
        assert len(Answer(those.site, path).body) < 40, Answer(those.site, path).body
