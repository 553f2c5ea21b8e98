"""A coach's consent at Google: asked for, taken up, and given back."""

import base64
import json
import logging
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from google_auth_oauthlib.flow import Flow
from oauthlib.oauth2 import OAuth2Error
from requests import RequestException

from coachbook import clock
from coachbook.config import GoogleSettings
from coachbook.integrations.google_calendar import answers
from coachbook.integrations.google_calendar.transport import heard, line
from coachbook.services.google_calendar.calendar_client import (
    ConsentFailed,
    ConsentIncomplete,
    Granted,
)

EVENTS = "https://www.googleapis.com/auth/calendar.events.owned"
SCOPES = ("openid", "email", EVENTS)
ISSUERS = ("https://accounts.google.com", "accounts.google.com")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SKEW_SECONDS = 300
BROKEN = "Google didn't confirm the consent."

# At their most talkative they would write tokens down.
for name in ("requests_oauthlib", "oauthlib"):
    logging.getLogger(name).setLevel(logging.INFO)


class GoogleConsent:
    def __init__(self, google: GoogleSettings, redirect_uri: str, timeout: float) -> None:
        self._google, self._redirect_uri, self._timeout = google, redirect_uri, timeout

    def address(self, *, state: str, verifier: str, nonce: str) -> str:
        """Each time with Google's question: without it there is no refresh token."""
        asked = {"access_type": "offline", "prompt": "consent", "nonce": nonce}
        flow = self._flow(SCOPES, verifier)
        return str(flow.authorization_url(state=state, **asked)[0])

    def exchange(self, code: str, *, verifier: str, nonce: str) -> Granted:
        token = self._token(code, verifier)
        if EVENTS not in (token.get("scope") or ()):  # a list: the library has split it
            raise ConsentIncomplete("The box for the calendar wasn't ticked.")
        claims = self._claims(str(token.get("id_token") or ""), nonce)
        subject, email = str(claims.get("sub") or ""), str(claims.get("email") or "")
        refresh_token = str(token.get("refresh_token") or "")
        if not (subject and email and refresh_token):
            raise ConsentFailed(BROKEN)
        return Granted(subject, email, refresh_token)

    def _token(self, code: str, verifier: str) -> Mapping[str, Any]:
        flow = self._flow(None, verifier)  # which scopes came of it is our own question
        flow.oauth2session.max_redirects = 0  # the secret and the code go nowhere else
        try:
            told = flow.fetch_token(code=code, include_client_id=True, timeout=self._timeout)
        except (OAuth2Error, RequestException, ValueError):
            raise ConsentFailed(BROKEN) from None
        finally:
            flow.oauth2session.close()
        return dict(told)

    def _flow(self, scopes: tuple[str, ...] | None, verifier: str) -> Flow:
        _allow_plain_http(self._google.token_url)
        client = {
            "client_id": self._google.client_id,
            "client_secret": self._google.client_secret,
            "auth_uri": self._google.consent_url,
            "token_uri": self._google.token_url,
        }
        return Flow.from_client_config(
            {"web": client}, scopes, redirect_uri=self._redirect_uri, code_verifier=verifier
        )

    def _claims(self, id_token: str, nonce: str) -> Mapping[str, Any]:
        """Fresh from Google's own hands, so that the signature says nothing more."""
        claims = _payload(id_token)
        is_fine = (
            claims.get("iss") in ISSUERS
            and claims.get("aud") == self._google.client_id
            and claims.get("nonce") == nonce
            and _number(claims.get("exp")) > clock.now().timestamp() - SKEW_SECONDS
        )
        if not is_fine:
            raise ConsentFailed(BROKEN)
        return claims

    def revoke(self, refresh_token: str) -> None:
        http = line(self, self._timeout)
        headers = {"content-type": "application/x-www-form-urlencoded"}
        told = urlencode({"token": refresh_token})
        with heard(http):
            reply, content = http.request(self._google.revoke_url, "POST", told, headers)
            http.close()
            if not answers.is_revoked(reply.status, content):
                raise answers.failure_of_token(reply.status, reply, content)


def _allow_plain_http(token_url: str) -> None:
    """On the same machine only; otherwise the library insists on https."""
    address = urlsplit(token_url)
    if address.scheme == "http" and address.hostname in LOOPBACK:
        os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"


def _payload(id_token: str) -> Mapping[str, Any]:
    try:
        part = id_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError):
        raise ConsentFailed(BROKEN) from None
    return claims if isinstance(claims, dict) else {}


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
