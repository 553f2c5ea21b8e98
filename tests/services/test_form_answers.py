"""Codes in addresses, sentences on pages, and what needn't be typed again."""

import pytest

from coachbook.errors import EmailTaken, Invalid, LinkExpired, WrongPassword
from coachbook.services import form_answers
from coachbook.services.accounts import TooManyMessages
from coachbook.services.passwords import PasswordTooShort


@pytest.mark.parametrize("code", sorted(form_answers.PROBLEMS))
def test_every_problem_has_its_own_sentence(code: str) -> None:
    refusal = form_answers.PROBLEMS[code]()
    assert form_answers.code(refusal) == code
    assert form_answers.sentence(code) == refusal.sentence
    assert len(form_answers.sentence(code)) > 10


@pytest.mark.parametrize(
    ("refusal", "code", "field"),
    [
        (WrongPassword(), "wrong-password", ""),
        (LinkExpired(), "link-expired", ""),
        (TooManyMessages(), "too-many-messages", ""),
        (PasswordTooShort(), "password-short", "password"),
        (Invalid(field="email"), "email", "email"),
        (Invalid(field="practice_name"), "practice-name", "practice_name"),
        (Invalid(field="time_zone"), "time-zone", "time_zone"),
        (Invalid(), "form", ""),
        (EmailTaken(), "form", ""),
    ],
)
def test_refusal_becomes_a_code(refusal: Exception, code: str, field: str) -> None:
    assert form_answers.code(refusal) == code  # type: ignore[arg-type]
    assert form_answers.field(code) == field


@pytest.mark.parametrize("code", ["", "nonsense", "<b>", "Your account is closed. Call 555"])
def test_words_of_strangers_are_never_shown(code: str) -> None:
    assert form_answers.sentence(code) == ""
    assert form_answers.field(code) == ""


def test_what_was_typed_comes_back_but_no_secret() -> None:
    form = {"email": "ünï@example.com", "name": "Róbin; 'x'=\"y\"", "password": "p", "token": "t"}
    cookie = f"a=b; {form_answers.COOKIE}={form_answers.kept(form)}; c=d"
    assert form_answers.typed(cookie) == {"email": form["email"], "name": form["name"]}


def test_cookie_stays_small() -> None:
    form = dict.fromkeys(form_answers.KEPT_FIELDS, "😀" * 10_000)
    value = form_answers.kept(form)
    assert len(value) < 4_400
    assert form_answers.typed(f"{form_answers.COOKIE}={value}")["name"] == "😀" * 200


@pytest.mark.parametrize(
    "value", ["", "x", "!!!", "bnVsbA", "WzFd", "eyJlbWFpbCI6MX0", "ü", '"', "\\", "e30="]
)
def test_odd_cookies_are_empty(value: str) -> None:
    assert form_answers.typed(f"{form_answers.COOKIE}={value}") == {}
