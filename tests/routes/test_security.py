"""Every answer: own hosts, own origins, headers, one address for a page."""

import base64
import hashlib
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from coachbook import config
from coachbook.routes.security import FOR_A_YEAR, SecurityHeaders

SCRIPT = "let theme = 'dark'"
PAGE = f"<html><script>{SCRIPT}</script><script src='/assets/a-1.js'></script></html>"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for name in ("index.html", "404.html", "coach/bookings/index.html", "assets/a-1.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1" if name.endswith("js") else PAGE)
    return tmp_path


@pytest.fixture
def site(pages: Path) -> TestClient:
    return _site(pages, "http://localhost")


def _site(pages: Path, base_url: str) -> TestClient:
    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    async def elsewhere(request: Request) -> Response:
        return RedirectResponse(request.query_params["to"])

    async def broken(request: Request) -> Response:
        raise ValueError("Dana Whitfield\nforged")

    routes = [
        Route("/broken", broken),
        Route("/mine", lambda _: PlainTextResponse("personal"), methods=["GET", "POST"]),
        Route("/ping", lambda _: PlainTextResponse("pong")),
        Route("/elsewhere", elsewhere),
        WebSocketRoute("/socket", echo),
        Mount("/", StaticFiles(directory=pages, html=True)),
    ]
    application = SecurityHeaders(Starlette(routes=routes), pages)
    return TestClient(application, base_url=base_url, follow_redirects=False)


def test_what_breaks_is_answered_and_logged_without_its_words(
    site: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is left to the server below, which would log what it was raised for."""
    monkeypatch.setenv("COACHBOOK_PRODUCTION", "yes")
    config.reset()
    answer = site.get("/broken")
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "ValueError at" in caplog.text
    assert "Dana" not in caplog.text


def test_page_runs_only_the_scripts_it_was_built_with(site: TestClient) -> None:
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    content_policy = site.get("/").headers["content-security-policy"]
    assert f"script-src 'self' 'sha256-{digest}';" in content_policy
    assert "unsafe-eval" not in content_policy
    assert "frame-ancestors 'none'" in content_policy


def test_unchanged_page_keeps_its_policy(site: TestClient) -> None:
    etag = site.get("/").headers["etag"]
    unchanged = site.get("/", headers={"If-None-Match": etag})
    assert unchanged.status_code == 304
    assert "content-security-policy" not in unchanged.headers


@pytest.mark.parametrize("path", ["/", "/coach/bookings", "/nothing", "/mine", "/assets/a-1.js"])
def test_every_answer_has_the_headers(site: TestClient, path: str) -> None:
    headers = site.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


def test_built_files_are_kept_and_personal_answers_are_not(site: TestClient) -> None:
    assert site.get("/assets/a-1.js").headers["cache-control"] == FOR_A_YEAR
    assert site.get("/assets/gone.js").headers["cache-control"] != FOR_A_YEAR
    assert site.get("/").headers["cache-control"] == "no-cache"
    assert site.get("/mine").headers["cache-control"] == "no-store"


def test_page_has_one_address_without_a_slash_at_its_end(site: TestClient) -> None:
    assert site.get("/coach/bookings").status_code == 200
    answer = site.get("/coach/bookings/?week=3")
    assert (answer.status_code, answer.headers["location"]) == (308, "/coach/bookings?week=3")


def test_unknown_page_is_not_found(site: TestClient) -> None:
    assert site.get("/nothing").status_code == 404
    assert site.get("/nothing/").status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "book.example.com"])
def test_foreign_host_is_refused(site: TestClient, host: str) -> None:
    assert site.get("/", headers={"host": host}).status_code == 421
    with (
        pytest.raises(WebSocketDisconnect),
        site.websocket_connect("/socket", headers={"host": host}),
    ):
        pass


@pytest.mark.parametrize("host", ["localhost:8123", "127.0.0.1", "[::1]:80", "LOCALHOST"])
def test_local_names_are_our_own_on_any_port(site: TestClient, host: str) -> None:
    assert site.get("/", headers={"host": host}).status_code == 200


def test_liveness_is_told_to_any_host(site: TestClient) -> None:
    assert site.get("/ping", headers={"host": "10.0.0.7"}).text == "pong"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:9", None])
def test_foreign_post_is_refused(site: TestClient, origin: str | None) -> None:
    headers = {"origin": origin} if origin else {}
    assert site.post("/mine", headers=headers).status_code == 403
    assert site.post("/mine", headers={"origin": "http://localhost:8000"}).status_code == 200


def test_redirect_to_ourselves_names_no_host(site: TestClient) -> None:
    own = site.get("/elsewhere", params={"to": "http://localhost/coach/?a=b"})
    assert own.headers["location"] == "/coach/?a=b"


@pytest.mark.parametrize("to", ["https://accounts.example/consent", "http://localhost//evil/"])
def test_other_redirects_stay_as_they_are(site: TestClient, to: str) -> None:
    assert site.get("/elsewhere", params={"to": to}).headers["location"] == to


def test_https_is_remembered(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHBOOK_PUBLIC_URL", "https://book.example.com")
    config.reset()
    site = _site(pages, "https://book.example.com")
    assert site.get("/").headers["strict-transport-security"].startswith("max-age=")
    assert site.get("/", headers={"host": "localhost"}).status_code == 421
    assert site.post("/mine", headers={"origin": "http://book.example.com"}).status_code == 403
