"""The ways in and out as browsers use them."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from coachbook import config
from coachbook.database import reading, transaction
from coachbook.models import OutboxMessage, SignInSession, metadata
from coachbook.services import form_answers, invitations, sign_ins
from coachbook.services.people import Person
from tests import accounts
from tests.accounts import PASSWORD
from tests.conftest import NOW


@pytest.fixture
def coach(database: Engine) -> Person:
    return accounts.stored_coach(is_owner=True)


def _sign_in(visitor: TestClient, email: str, password: str = PASSWORD, **more: str) -> Any:
    return visitor.post("/auth/sign-in", data={"email": email, "password": password, **more})


def _problem(answer: Any) -> str:
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    return str(query.get("problem", [""])[0])


def _person(visitor: TestClient) -> Person | None:
    return sign_ins.recognise(visitor.cookies.get("coachbook") or "", now=NOW)


def test_password_signs_in(visitor: TestClient, coach: Person) -> None:
    answer = _sign_in(visitor, coach.email)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    person = _person(visitor)
    assert person
    assert person.id == coach.id


def test_cookie_is_for_the_server_only(visitor: TestClient, coach: Person) -> None:
    cookie = _sign_in(visitor, coach.email).headers.get_list("set-cookie")[-1]
    assert cookie.startswith("coachbook=")
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "Path=/" in cookie
    assert "Max-Age=7776000" in cookie
    assert "Domain" not in cookie


def test_cookie_under_https_is_of_this_host(
    coach: Person, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("COACHBOOK_PUBLIC_URL", "https://coach.example")
    config.reset()
    visitor = request.getfixturevalue("visitor")
    cookie = _sign_in(visitor, coach.email).headers.get_list("set-cookie")[-1]
    assert cookie.startswith("__Host-coachbook=")
    assert "Secure" in cookie


def test_wrong_password_and_unknown_email_get_the_same_answer(
    new_visitor: Callable[[], TestClient], coach: Person
) -> None:
    wrong = _sign_in(new_visitor(), coach.email, "not this kettle")
    unknown = _sign_in(new_visitor(), "nobody@example.com")
    assert _problem(wrong) == _problem(unknown) == "wrong-password"
    assert wrong.headers["location"] == unknown.headers["location"]
    assert wrong.content == unknown.content
    assert set(wrong.headers) == set(unknown.headers)


def test_new_sign_in_has_a_new_value(visitor: TestClient, coach: Person) -> None:
    _sign_in(visitor, coach.email)
    first = visitor.cookies["coachbook"]
    _sign_in(visitor, coach.email)
    assert visitor.cookies["coachbook"] != first
    assert sign_ins.recognise(first, now=NOW) is None


def test_value_brought_along_is_not_taken_over(visitor: TestClient, coach: Person) -> None:
    planted = "A" * 43
    visitor.cookies.set("coachbook", planted)
    _sign_in(visitor, coach.email)
    assert sign_ins.recognise(planted, now=NOW) is None


def test_tries_count_although_refused(visitor: TestClient, coach: Person) -> None:
    for _ in range(5):
        assert _problem(_sign_in(visitor, coach.email, "wrong kettle")) == "wrong-password"
    assert _problem(_sign_in(visitor, coach.email)) == "too-many-tries"
    visitor.post("/auth/link", data={"email": coach.email})
    visitor.post("/auth/link-in", data={"token": accounts.newest_token("sign_in")})
    assert _person(visitor)


def test_forged_addresses_change_no_limit(visitor: TestClient, coach: Person) -> None:
    answers = [
        visitor.post(
            "/auth/sign-in",
            data={"email": f"nobody{number}@example.com", "password": "x"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )
        for number in range(11)
    ]
    assert [_problem(answer) for answer in answers[-2:]] == ["wrong-password", "too-many-tries"]


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/client/calendar?booking=1&x=a%20b", "/client/calendar?booking=1&x=a%20b"),
        ("/b/ü", "/b/%C3%BC"),
        ("//evil.example", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
    ],
)
def test_sign_in_goes_on_where_it_began(
    visitor: TestClient, coach: Person, wanted: str, location: str
) -> None:
    assert _sign_in(visitor, coach.email, next=wanted).headers["location"] == location


def test_asking_for_links_answers_everybody_alike(
    new_visitor: Callable[[], TestClient], coach: Person
) -> None:
    for path in ("/auth/link", "/auth/forgot"):
        known = new_visitor().post(path, data={"email": coach.email})
        unknown = new_visitor().post(path, data={"email": "nobody@example.com"})
        assert known.headers["location"] == unknown.headers["location"]
        assert "notice=" in known.headers["location"]
        assert (known.content, set(known.headers)) == (unknown.content, set(unknown.headers))


def test_password_is_reset_by_link(
    visitor: TestClient, new_visitor: Callable[[], TestClient], coach: Person
) -> None:
    elsewhere = new_visitor()
    _sign_in(elsewhere, coach.email)
    visitor.post("/auth/forgot", data={"email": coach.email})
    token = accounts.newest_token("reset_password")
    weak = visitor.post("/auth/reset", data={"token": token, "password": "short"})
    assert _problem(weak) == "password-short"
    assert token in weak.headers["location"]
    done = visitor.post("/auth/reset", data={"token": token, "password": "three green teapots"})
    assert done.headers["location"] == "/"
    assert _person(visitor)
    assert not _person(elsewhere)
    assert _sign_in(elsewhere, coach.email, "three green teapots").headers["location"] == "/"
    again = visitor.post("/auth/reset", data={"token": token, "password": "three green teapots"})
    assert _problem(again) == "link-expired"


@pytest.mark.parametrize("path", ["/auth/link-in", "/auth/reset", "/auth/invitation"])
@pytest.mark.parametrize("token", ["", "x", "\ud7ff" * 30, "A" * 60_000])
def test_links_that_are_none_are_refused(visitor: TestClient, path: str, token: str) -> None:
    answer = visitor.post(path, data={"token": token, "password": PASSWORD, "name": "Robin"})
    assert _problem(answer) == "link-expired"


def test_invited_stranger_joins(visitor: TestClient, coach: Person) -> None:
    _invite(coach, "robin@example.com")
    token = accounts.newest_token("invitation")
    form = {"token": token, "name": "Robin Fields", "time_zone": "Europe/Paris"}
    guessed = visitor.post("/auth/invitation", data={**form, "password": "robinfields1"})
    assert _problem(guessed) == "password-common"
    answer = visitor.post("/auth/invitation", data={**form, "password": PASSWORD})
    assert answer.headers["location"] == "/"
    person = _person(visitor)
    assert person
    assert (person.email, person.time_zone) == ("robin@example.com", "Europe/Paris")
    assert accounts.relation(coach, person.id).status == "active"


def test_invitation_signs_no_known_person_in(visitor: TestClient, coach: Person) -> None:
    other = accounts.stored_coach("Ben Ito")
    known = accounts.stored_client(other)
    _invite(coach, known.email)
    form = {
        "token": accounts.newest_token("invitation"),
        "name": "Eve",
        "password": "eve's teapots",
    }
    assert _problem(visitor.post("/auth/invitation", data=form)) == "sign-in-first"
    assert _problem(visitor.post("/auth/accept", data=form)) == "sign-in-first"
    assert not _person(visitor)
    _sign_in(visitor, known.email)
    assert visitor.post("/auth/accept", data=form).headers["location"] == "/"
    assert accounts.relation(coach, known.id).status == "active"
    assert accounts.profile(known.email).name == known.name  # type: ignore[union-attr]


def test_somebody_elses_invitation_is_refused(visitor: TestClient, coach: Person) -> None:
    _invite(coach, "robin@example.com")
    _sign_in(visitor, coach.email)
    form = {"token": accounts.newest_token("invitation")}
    assert _problem(visitor.post("/auth/accept", data=form)) == "other-person"


def _invite(coach: Person, email: str) -> None:
    with transaction() as session:
        invitations.invite(session, by=coach, name="Robin", email=email, now=NOW)


def test_sign_out_ends_the_session(visitor: TestClient, coach: Person) -> None:
    _sign_in(visitor, coach.email)
    value = visitor.cookies["coachbook"]
    answer = visitor.post("/auth/sign-out")
    assert answer.headers["location"] == "/sign-in?notice=signed-out"
    assert "coachbook" not in visitor.cookies
    assert sign_ins.recognise(value, now=NOW) is None


def test_sign_out_goes_on_where_it_was_asked(visitor: TestClient, coach: Person) -> None:
    for wanted, location in (
        ("/invitation?token=x", "/invitation?token=x"),
        ("//evil.example", "/sign-in?notice=signed-out"),
    ):
        answer = visitor.post("/auth/sign-out", data={"next": wanted})
        assert answer.headers["location"] == location


def test_sign_out_everywhere_ends_all_sessions(
    new_visitor: Callable[[], TestClient], coach: Person
) -> None:
    phone, laptop = new_visitor(), new_visitor()
    _sign_in(phone, coach.email)
    _sign_in(laptop, coach.email)
    laptop.post("/auth/sign-out-everywhere")
    assert not _person(phone)
    with reading() as session:
        assert not session.exec(select(SignInSession)).all()


@pytest.mark.parametrize("path", ["/auth/sign-out", "/auth/sign-out-everywhere"])
def test_signing_out_twice_is_no_problem(visitor: TestClient, database: Engine, path: str) -> None:
    assert visitor.post(path).status_code == 303


def test_typed_values_are_kept_without_secrets(visitor: TestClient, coach: Person) -> None:
    _sign_in(visitor, "robin@example.com", "secret kettle")
    header = f"{form_answers.COOKIE}={visitor.cookies[form_answers.COOKIE]}"
    assert form_answers.typed(header) == {"email": "robin@example.com"}
    _sign_in(visitor, coach.email)
    assert form_answers.COOKIE not in visitor.cookies


def test_nothing_that_opens_a_door_is_stored(visitor: TestClient, coach: Person) -> None:
    _sign_in(visitor, coach.email)
    visitor.post("/auth/link", data={"email": coach.email})
    visitor.post("/auth/forgot", data={"email": coach.email})
    _invite(coach, "robin@example.com")
    purposes = ("sign_in", "reset_password", "invitation")
    tokens = [accounts.newest_token(purpose) for purpose in purposes]
    secrets = [visitor.cookies["coachbook"], PASSWORD, *tokens, *(t.split(".")[1] for t in tokens)]
    stored = _dump()
    assert coach.email in stored
    assert [secret for secret in secrets if secret in stored] == []


def test_nothing_that_opens_a_door_is_logged(
    visitor: TestClient, coach: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    _sign_in(visitor, coach.email)
    visitor.post("/auth/link", data={"email": coach.email})
    token = accounts.newest_token("sign_in")
    visitor.post("/auth/link-in", data={"token": token})
    assert PASSWORD not in caplog.text
    assert token not in caplog.text
    assert visitor.cookies["coachbook"] not in caplog.text


def _dump() -> str:
    with reading() as session:
        rows = [session.execute(table.select()).all() for table in metadata.sorted_tables]
    return re.sub(r"\s", " ", repr(rows))


def test_messages_of_signing_in_belong_to_no_practice(visitor: TestClient, coach: Person) -> None:
    visitor.post("/auth/link", data={"email": coach.email})
    with reading() as session:
        message = session.exec(select(OutboxMessage)).one()
    assert message.coach_id is None
