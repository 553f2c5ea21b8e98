"""The stand-in's consent keeps the rules of OAuth with PKCE, whoever asks."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from coachbook import clock
from tests.google import pages
from tests.google.conftest import ADA
from tests.google.consents import EVENTS
from tests.google.refusals import Refusal
from tests.google.stand_in import CLIENT_ID, CLIENT_SECRET, Google

BACK = "https://coachbook.example.com/google/callback"
ASKED = {
    "client_id": CLIENT_ID,
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": f"openid email {EVENTS}",
    "access_type": "offline",
    "nonce": "n",
}


@pytest.fixture(autouse=True)
def known(google: Google, now: datetime) -> None:
    google.consents.redirect_uris.add(BACK)


def code(google: Google, asked: Mapping[str, str] | None = None, *, calendar: bool = True) -> str:
    return google.consents.allow(ADA, {**ASKED, **(asked or {})}, calendar=calendar)


def exchange(google: Google, given: str, /, **told: str) -> Any:
    form = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uri": BACK}
    form |= {"grant_type": "authorization_code", "code": given}
    return google.consents.token({**form, **told})


def refused(ask: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        ask()
    return str(caught.value.body["error"])


def test_code_is_good_once_and_its_tokens_end_with_the_second_use(google: Google) -> None:
    given = code(google)
    told = exchange(google, given)
    assert google.consents.who(told["access_token"])
    assert refused(lambda: exchange(google, given)) == "invalid_grant"
    assert not google.consents.who(told["access_token"])
    assert told["refresh_token"] not in google.consents.refresh_tokens


def test_code_is_good_for_ten_minutes(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    given, later = code(google), clock.now() + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert refused(lambda: exchange(google, given)) == "invalid_grant"


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"client_secret": "guessed"}, "invalid_client"),
        ({"client_id": "another"}, "invalid_client"),
        ({"redirect_uri": f"{BACK}/"}, "redirect_uri_mismatch"),
        ({"code": "4/0guessed"}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({}, None),
    ],
)
def test_exchange_has_to_match(google: Google, told: dict[str, str], error: str | None) -> None:
    given = code(google)
    if error is None:
        assert exchange(google, given, **told)["token_type"] == "Bearer"
    else:
        assert refused(lambda: exchange(google, given, **told)) == error


def challenge_of(verifier: str) -> str:
    from base64 import urlsafe_b64encode
    from hashlib import sha256

    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def test_verifier_has_to_match_the_challenge(google: Google) -> None:
    verifier = secrets.token_urlsafe(64)
    asked = {"code_challenge": challenge_of(verifier), "code_challenge_method": "S256"}
    for wrong in ("", verifier[:-1] + "~", verifier[:42]):
        ask = partial(exchange, google, code(google, asked), code_verifier=wrong)
        assert refused(ask) == "invalid_grant"
    assert exchange(google, code(google, asked), code_verifier=verifier)["refresh_token"]


def test_box_left_unticked_grants_the_rest(google: Google) -> None:
    told = exchange(google, code(google, calendar=False))
    assert told["scope"] == "openid https://www.googleapis.com/auth/userinfo.email"


def test_refresh_ends_with_the_consent(google: Google) -> None:
    refresh_token = exchange(google, code(google))["refresh_token"]
    asked = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    told = exchange(google, "", **asked)
    assert "refresh_token" not in told
    google.consents.revoke(told["access_token"])
    assert refused(lambda: exchange(google, "", **asked)) == "invalid_grant"
    assert refused(lambda: google.consents.revoke(refresh_token)) == "invalid_token"


def test_page_asks_and_brings_the_decision_back(google: Google, url: str) -> None:
    address = f"{url}/o/oauth2/v2/auth?{urlencode({**ASKED, 'state': 's'})}"
    with urlopen(address, timeout=5) as answer:
        assert b"Allow" in answer.read()
    assert pages.decide(address, ADA)["state"] == "s"
    refusal = {"error": "access_denied", "state": "s"}
    assert pages.decide(address, ADA, allows=False) == refusal


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": "https://elsewhere.example.com/"},
        {"client_id": "another"},
        {"response_type": "token"},
        {"scope": ""},
        {"code_challenge_method": "plain"},
    ],
)
def test_page_leads_nowhere_if_asked_wrongly(url: str, wrong: dict[str, str]) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{url}/o/oauth2/v2/auth?{urlencode({**ASKED, **wrong})}", timeout=5)
    assert caught.value.code == 400
    caught.value.close()
