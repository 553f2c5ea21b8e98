"""Posted forms: what is read, what is refused, what is said when something breaks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from coachbook import database as databases
from coachbook.config import settings
from coachbook.errors import Invalid
from coachbook.routes.forms import Answer, Post, form
from coachbook.routes.security import SecurityHeaders

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _echo(post: Post) -> Answer:
    if post["email"] == "bad":
        raise Invalid(field="email")
    if post["email"] == "boom":
        raise RuntimeError(f"secret {post['password']}")
    return Answer(f"/got/{post['name']}")


@pytest.fixture
def visitor(tmp_path: Path) -> TestClient:
    routes = [form("/echo", _echo, page="/page", keeping=("token",))]
    application = SecurityHeaders(Starlette(routes=routes), tmp_path)
    url = settings().public_url
    return TestClient(application, base_url=url, headers={"Origin": url}, follow_redirects=False)


def _location(visitor: TestClient, body: bytes, **headers: str) -> str:
    answer = visitor.post("/echo", content=body, headers={**FORM, **headers})
    assert answer.status_code == 303
    return answer.headers["location"]


def test_form_is_read(visitor: TestClient) -> None:
    assert _location(visitor, b"name=R%C3%B6bin+F&x=") == "/got/R%C3%B6bin%20F"


def test_form_without_fields_is_one(visitor: TestClient) -> None:
    assert visitor.post("/echo").headers["location"] == "/got/"


def test_refused_form_goes_back_with_what_its_page_needs(visitor: TestClient) -> None:
    assert _location(visitor, b"email=bad&token=a%26b&password=x&other=y") == (
        "/page?token=a%26b&problem=email"
    )


@pytest.mark.parametrize(
    "body",
    [
        b"name=%ff", b"name=%00", b"\xff\xfe", "name=ü".encode(), b"a=1&" * 31,
        b"name=%u0041%c0%80",
    ],
)  # fmt: skip
def test_garbled_forms_are_refused(visitor: TestClient, body: bytes) -> None:
    assert _location(visitor, body) == "/page?problem=form"


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_other_types_are_refused(visitor: TestClient, kind: str) -> None:
    assert _location(visitor, b"name=x", **{"Content-Type": kind}) == "/page?problem=form"


def test_large_forms_are_refused_early(visitor: TestClient) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(2_000):
            sent += 1
            yield b"x" * 1024

    answer = visitor.post("/echo", content=endless(), headers=FORM)
    assert answer.headers["location"] == "/page?problem=form"


def test_64_kilobytes_are_not_too_large(visitor: TestClient) -> None:
    assert _location(visitor, b"name=x&y=" + b"a" * 65_000) == "/got/x"


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost:9999", "https://localhost:8000", "",
     "http://localhost:8000.evil.example"],
)  # fmt: skip
def test_posts_from_elsewhere_are_refused(visitor: TestClient, origin: str) -> None:
    answer = visitor.post("/echo", content=b"name=x", headers={**FORM, "Origin": origin})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_posts_from_nowhere_are_refused(visitor: TestClient) -> None:
    del visitor.headers["Origin"]
    assert visitor.post("/echo", content=b"name=x", headers=FORM).status_code == 403


def test_forms_are_only_posted(visitor: TestClient) -> None:
    assert [visitor.request(method, "/echo").status_code for method in ("GET", "PUT")] == [405, 405]


def test_failure_has_a_reference_and_no_secret(
    visitor: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = visitor.post("/echo", content=b"email=boom&password=kettle", headers=FORM)
    assert answer.status_code == 500
    reference = caplog.text.split("reference ")[1][:6]
    assert reference in answer.text
    assert "RuntimeError" in caplog.text
    assert "kettle" not in caplog.text + answer.text
    assert "script" not in answer.headers["content-security-policy"].replace("default-src", "")


def test_unreachable_database_is_said(
    new_visitor: Callable[[], TestClient], tmp_path: Path
) -> None:
    visitor = new_visitor()
    databases.use(f"sqlite:///{tmp_path}/missing/coachbook.db")
    (tmp_path / "missing").rmdir()
    for path in ("/auth/sign-in", "/auth/sign-out", "/setup/practice"):
        answer = visitor.post(path, data={"email": "a@example.com", "password": "x"})
        assert answer.status_code == 503
        assert "reach its database" in answer.text
        assert answer.headers["cache-control"] == "no-store"
    assert visitor.get("/health").status_code == 503


def test_it_recovers_by_itself(new_visitor: Callable[[], TestClient], database_url: str) -> None:
    visitor = new_visitor()
    databases.use("postgresql+psycopg://nobody@127.0.0.1:9/nothing?connect_timeout=1")
    assert visitor.get("/health").status_code == 503
    databases.use(database_url)
    assert "database" not in visitor.get("/health").text
