"""A coach's consent: what Google is asked, what is taken up of its answer, and its end."""

import logging
import secrets
import traceback
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from coachbook import clock, config
from coachbook.services.google_calendar.calendar_client import (
    ConsentFailed,
    ConsentIncomplete,
    GoogleFailed,
    Granted,
    NeedsReconnect,
    TryLater,
)
from tests.google import pages
from tests.google.connecting import calendar, configure, consent
from tests.google.consents import EVENTS
from tests.google.serving import serving
from tests.google.stand_in import CLIENT_ID, Google
from tests.google.wanted import event

pytestmark = pytest.mark.usefixtures("now")
ADA = "ada@example.com"
NONCE, STATE = "nonce-of-ada", "state-of-ada"
VERIFIER = secrets.token_urlsafe(64)


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    google = Google()
    google.hang_seconds = 5
    with serving(google) as url:
        configure(monkeypatch, google, url)
        yield google


def address() -> str:
    return consent().address(state=STATE, verifier=VERIFIER, nonce=NONCE)


def code(**decided: bool) -> str:
    return pages.decide(address(), ADA, **decided)["code"]


def exchange(given: str, *, verifier: str = VERIFIER, nonce: str = NONCE) -> Granted:
    return consent(timeout=0.3).exchange(given, verifier=verifier, nonce=nonce)


def test_address_asks_for_the_smallest_scope_with_a_challenge(google: Google) -> None:
    asked = {name: one for name, (one,) in parse_qs(urlsplit(address()).query).items()}
    challenge = asked.pop("code_challenge")
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": f"{config.settings().public_url}/google/callback",
        "scope": f"openid email {EVENTS}",
        "state": STATE,
        "code_challenge_method": "S256",
        "access_type": "offline",
        "prompt": "consent",
        "nonce": NONCE,
    }
    assert len(challenge) == 43
    assert VERIFIER not in address()


def test_consent_gives_a_key_to_the_calendar(google: Google) -> None:
    granted = exchange(code())
    assert (granted.subject, granted.email) == (google.account(ADA).subject, ADA)
    calendar(granted.refresh_token).insert("primary", event(), notifies=False)
    assert len(google.events(ADA)) == 1


def test_second_consent_is_the_same_account(google: Google) -> None:
    first, second = exchange(code()), exchange(code())
    assert first.subject == second.subject
    assert first.refresh_token != second.refresh_token


def test_unticked_box_is_told_apart(google: Google) -> None:
    with pytest.raises(ConsentIncomplete):
        exchange(code(calendar=False))


def test_code_is_taken_up_once(google: Google) -> None:
    given = code()
    exchange(given)
    with pytest.raises(ConsentFailed):
        exchange(given)


def test_code_without_its_verifier_is_worth_nothing(google: Google) -> None:
    with pytest.raises(ConsentFailed):
        exchange(code(), verifier=secrets.token_urlsafe(64))
    assert google.consents.refresh_tokens == {}


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another.apps.googleusercontent.com"},
        {"aud": [CLIENT_ID]},
        {"iss": "https://accounts.example.com"},
        {"iss": None},
        {"nonce": "nonce-of-eve"},
        {"nonce": None},
        {"exp": 0},
        {"exp": "never"},
        {"sub": ""},
        {"email": None},
    ],
)
def test_identity_that_is_not_for_us_is_refused(google: Google, claims: dict[str, Any]) -> None:
    google.consents.claims = claims
    with pytest.raises(ConsentFailed):
        exchange(code())


@pytest.mark.parametrize(("minutes", "is_fine"), [(-4, True), (-6, False), (60, True)])
def test_clocks_may_differ_by_five_minutes(google: Google, minutes: int, is_fine: bool) -> None:
    ends = clock.now() + timedelta(minutes=minutes)
    google.consents.claims = {"exp": int(ends.timestamp()), "iss": "accounts.google.com"}
    if is_fine:
        assert exchange(code()).email == ADA
    else:
        with pytest.raises(ConsentFailed):
            exchange(code())


def test_answer_without_a_lasting_key_is_refused(google: Google) -> None:
    google.consents.gives_refresh_token = False
    with pytest.raises(ConsentFailed):
        exchange(code())


@pytest.mark.parametrize(
    "fault",
    ["invalid_grant", "token 500", "token html", "token hang", "token client", "token empty"],
)
def test_google_in_trouble_is_told_without_a_secret(
    google: Google, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    given = code()
    google.faults.plan(fault, times=None)
    with pytest.raises(ConsentFailed) as caught:
        exchange(given)
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert [one for one in (given, VERIFIER, google.consents.client_secret) if one in told] == []


def test_nobody_leads_the_code_elsewhere(google: Google) -> None:
    given = code()
    google.faults.plan("token elsewhere")
    with pytest.raises(ConsentFailed):
        exchange(given)
    assert google.consents.refresh_tokens == {}


def test_success_tells_no_secret_either(google: Google, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    given = code()
    granted = exchange(given)
    told = caplog.text + repr(granted)
    tokens = [granted.refresh_token, *google.consents.access_tokens, given, VERIFIER]
    assert [one for one in tokens if one in told] == []
    assert ADA in told


def test_nothing_listens_there(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(monkeypatch, google, "http://127.0.0.1:9")
    with pytest.raises(ConsentFailed):
        exchange("4/0unknown")
    with pytest.raises(TryLater):
        consent().revoke("1//unknown")


def test_codes_go_nowhere_unencrypted(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    """But to this machine itself."""
    monkeypatch.delenv("OAUTHLIB_INSECURE_TRANSPORT", raising=False)
    configure(monkeypatch, google, "http://google.example.com")
    with pytest.raises(ConsentFailed):
        exchange("4/0unknown")


def test_revoked_key_opens_nothing_and_can_be_revoked_again(google: Google) -> None:
    granted = exchange(code())
    consent().revoke(granted.refresh_token)
    consent().revoke(granted.refresh_token)
    with pytest.raises(NeedsReconnect):
        calendar(granted.refresh_token).get("primary", "cb00000")


@pytest.mark.parametrize("fault", ["revoke 500", "revoke reset", "revoke html"])
def test_revoking_that_fails_says_so(google: Google, fault: str) -> None:
    granted = exchange(code())
    google.faults.plan(fault)
    with pytest.raises(GoogleFailed):
        consent().revoke(granted.refresh_token)
    assert granted.refresh_token in google.consents.refresh_tokens
    consent().revoke(granted.refresh_token)
    assert granted.refresh_token not in google.consents.refresh_tokens
