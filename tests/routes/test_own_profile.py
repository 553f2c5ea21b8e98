"""Forms of a signed-in person: password, address, and the link that confirms it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from coachbook.database import transaction
from coachbook.services import form_answers, sign_ins
from coachbook.services.people import Person
from tests import accounts, people
from tests.accounts import PASSWORD
from tests.conftest import NOW

PROFILE = "/coach/settings/profile"
NEW = "anna@new.example"
BETTER = "three green teapots"


@pytest.fixture
def coach(database: Engine) -> Person:
    return accounts.stored_coach(is_owner=True)


@pytest.fixture
def browser(visitor: TestClient, coach: Person) -> TestClient:
    _sign_in(visitor, coach.email)
    return visitor


def _sign_in(visitor: TestClient, email: str, password: str = PASSWORD) -> Any:
    return visitor.post("/auth/sign-in", data={"email": email, "password": password})


def _person(visitor: TestClient) -> Person | None:
    return sign_ins.recognise(visitor.cookies.get("coachbook") or "", now=NOW)


def _answered(answer: Any) -> tuple[str, dict[str, str]]:
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def _ask(browser: TestClient, email: str = NEW, password: str = PASSWORD) -> Any:
    form = {"email": email, "email_password": password, "stands_on": "coach"}
    return _answered(browser.post("/auth/email", data=form))


def _change(
    browser: TestClient, current: str = PASSWORD, password: str = BETTER, **more: str
) -> Any:
    form = {"current_password": current, "password": password, "stands_on": "coach", **more}
    return _answered(browser.post("/auth/password", data=form))


# Password


def test_new_password_signs_out_the_others_and_stays_here(
    browser: TestClient, new_visitor: Callable[[], TestClient], coach: Person
) -> None:
    phone, former = new_visitor(), browser.cookies["coachbook"]
    _sign_in(phone, coach.email)
    assert _change(browser, ends_others="on") == (PROFILE, {"notice": "password-saved-alone"})
    assert _person(browser)
    assert browser.cookies["coachbook"] != former
    assert sign_ins.recognise(former, now=NOW) is None
    assert not _person(phone)
    assert _sign_in(phone, coach.email).headers["location"].startswith("/sign-in?problem")
    assert _sign_in(phone, coach.email, BETTER).headers["location"] == "/"


def test_others_may_stay(
    browser: TestClient, new_visitor: Callable[[], TestClient], coach: Person
) -> None:
    phone = new_visitor()
    _sign_in(phone, coach.email)
    assert _change(browser) == (PROFILE, {"notice": "password-saved"})
    assert _person(phone)


@pytest.mark.parametrize(
    ("current", "password", "problem"),
    [
        ("not my kettle", BETTER, "wrong-current-password"),
        ("", BETTER, "wrong-current-password"),
        (PASSWORD, "short", "password-short"),
        (PASSWORD, "annaweiss1", "password-common"),
        (PASSWORD, "", "password-short"),
    ],
)
def test_password_is_refused(
    browser: TestClient, coach: Person, current: str, password: str, problem: str
) -> None:
    assert _change(browser, current, password) == (PROFILE, {"problem": problem})
    assert _sign_in(browser, coach.email).headers["location"] == "/"


def test_guessing_the_password_is_limited(browser: TestClient) -> None:
    problems = [_change(browser, f"guess {number}")[1]["problem"] for number in range(6)]
    assert problems == ["wrong-current-password"] * 5 + ["too-many-tries"]
    assert _change(browser)[1] == {"problem": "too-many-tries"}
    assert _ask(browser)[1] == {"problem": "too-many-tries"}


def test_nobody_changes_anything_without_being_signed_in(
    visitor: TestClient, coach: Person
) -> None:
    for path, query in (_change(visitor), _ask(visitor)):
        assert (path, query) == ("/sign-in", {"next": PROFILE})
    assert not accounts.messages("change_email")
    assert _sign_in(visitor, coach.email).headers["location"] == "/"


def test_who_never_had_a_password_chooses_one(visitor: TestClient, coach: Person) -> None:
    with transaction() as session:
        client = people.client(session, coach)
    visitor.post("/auth/link", data={"email": client.email})
    visitor.post("/auth/link-in", data={"token": accounts.newest_token("sign_in")})
    form = {"password": BETTER, "stands_on": "client"}
    assert _answered(visitor.post("/auth/password", data=form))[0] == "/client/settings"
    assert _sign_in(visitor, client.email, BETTER).headers["location"] == "/"


@pytest.mark.parametrize("stands_on", ["", "//evil.example", "x" * 5000])
def test_form_leads_to_own_pages_only(browser: TestClient, stands_on: str) -> None:
    answer = browser.post("/auth/password", data={"stands_on": stands_on})
    assert _answered(answer)[0] == "/"


# Address


def test_address_is_changed_by_the_link(
    browser: TestClient, new_visitor: Callable[[], TestClient], coach: Person
) -> None:
    assert _ask(browser) == (PROFILE, {"notice": "email-asked"})
    assert accounts.profile(NEW) is None
    form = {"token": accounts.newest_token("change_email")}
    elsewhere = new_visitor()
    confirmed = _answered(elsewhere.post("/auth/email-confirmed", data=form))
    assert confirmed == ("/email", {"notice": "email-changed"})
    assert not _person(elsewhere), "the link signed somebody in"
    here = _person(browser)
    assert here
    assert here.email == NEW
    assert _sign_in(elsewhere, NEW).headers["location"] == "/"
    path, query = _answered(elsewhere.post("/auth/email-confirmed", data=form))
    assert (path, query["problem"]) == ("/email", "link-expired")


def test_wrong_password_sends_nothing(browser: TestClient) -> None:
    assert _ask(browser, password="not my kettle")[1] == {"problem": "wrong-password-for-email"}
    assert not accounts.messages("change_email")


def test_taken_address_gets_the_same_answer(browser: TestClient) -> None:
    other = accounts.stored_coach("Ben Ito")
    assert _ask(browser, other.email) == _ask(browser, "nobody@new.example")


@pytest.mark.parametrize(
    ("email", "problem"), [("nonsense", "email"), ("", "email"), ("SELF", "same-email")]
)
def test_address_is_refused_at_its_field(
    browser: TestClient, coach: Person, email: str, problem: str
) -> None:
    assert _ask(browser, coach.email if email == "SELF" else email)[1] == {"problem": problem}
    assert form_answers.field(problem) == "email"


def test_what_was_typed_comes_back_without_the_password(browser: TestClient) -> None:
    _ask(browser, password="secret kettle")
    header = f"{form_answers.COOKIE}={browser.cookies[form_answers.COOKIE]}"
    assert form_answers.typed(header) == {"email": NEW}


@pytest.mark.parametrize("token", ["", "x", "\ud7ff" * 30, "A" * 60_000])
def test_links_that_are_none_are_refused(visitor: TestClient, coach: Person, token: str) -> None:
    answer = visitor.post("/auth/email-confirmed", data={"token": token})
    assert _answered(answer)[1]["problem"] == "link-expired"


def test_opening_the_link_changes_nothing(browser: TestClient, coach: Person) -> None:
    _ask(browser)
    token = accounts.newest_token("change_email")
    assert browser.get(f"/auth/email-confirmed?token={token}").status_code == 405
    assert accounts.profile(coach.email)
