"""Setting up from nothing, or with sample data."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from coachbook import demo
from coachbook.services import form_answers, sign_ins
from tests import accounts
from tests.accounts import PASSWORD
from tests.conftest import NOW

ANNA = {
    "name": "Anna Weiss",
    "email": "anna@example.com",
    "password": PASSWORD,
    "practice_name": "Weiss Strength",
    "time_zone": "America/New_York",
}


def test_practice_is_set_up_and_its_owner_signed_in(visitor: TestClient) -> None:
    answer = visitor.post("/setup/practice", data=ANNA)
    assert (answer.status_code, answer.headers["location"]) == (303, "/setup/hours")
    person = sign_ins.recognise(visitor.cookies["coachbook"], now=NOW)
    assert person
    assert (person.is_owner, person.email) == (True, "anna@example.com")


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", "", "name"),
        ("name", "x" * 10_000, "name"),
        ("email", "anna", "email"),
        ("password", "short", "password-short"),
        ("password", "annaweiss1", "password-common"),
        ("practice_name", "", "practice-name"),
        ("time_zone", "Mars/Base", "time-zone"),
        ("time_zone", "../../etc/passwd", "time-zone"),
    ],
)
def test_unusable_entries_come_back(
    visitor: TestClient, field: str, value: str, problem: str
) -> None:
    answer = visitor.post("/setup/practice", data={**ANNA, field: value})
    assert answer.headers["location"] == f"/setup?problem={problem}"
    header = f"{form_answers.COOKIE}={visitor.cookies[form_answers.COOKIE]}"
    kept = {**ANNA, field: value[:200]}
    assert form_answers.typed(header) == {
        name: kept[name] for name in form_answers.KEPT_FIELDS if kept[name]
    }


def test_second_set_up_is_refused(new_visitor: Callable[[], TestClient]) -> None:
    new_visitor().post("/setup/practice", data=ANNA)
    late = new_visitor()
    answer = late.post("/setup/practice", data={**ANNA, "email": "ben@example.com"})
    assert answer.headers["location"] == "/setup?problem=already-set-up"
    assert "coachbook" not in late.cookies
    assert accounts.profile("ben@example.com") is None


def test_names_in_other_scripts_are_kept(visitor: TestClient) -> None:
    visitor.post("/setup/practice", data={**ANNA, "name": "نور 🏋️ Ñandú"})
    profile = accounts.profile("anna@example.com")
    assert profile
    assert profile.name == "نور 🏋️ Ñandú"


@pytest.mark.slow
def test_sample_practice_says_how_to_sign_in(visitor: TestClient) -> None:
    answer = visitor.post("/setup/sample")
    assert answer.status_code == 200
    assert demo.PASSWORD in answer.text
    assert "script-src" not in answer.headers["content-security-policy"]
    coach = answer.text.split('name="email" value="')[1].split('"')[0]
    signed_in = visitor.post("/auth/sign-in", data={"email": coach, "password": demo.PASSWORD})
    assert signed_in.headers["location"] == "/"


def test_sample_practice_is_for_an_empty_database(visitor: TestClient) -> None:
    visitor.post("/setup/practice", data=ANNA)
    answer = visitor.post("/setup/sample")
    assert answer.headers["location"] == "/sign-in?problem=already-set-up"
