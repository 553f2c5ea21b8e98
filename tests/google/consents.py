"""Accounts at Google, what they have allowed to whom, and the tokens that prove it."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from coachbook import clock
from tests.google.calendars import Calendar
from tests.google.meets import Meets
from tests.google.refusals import Json, consent_refusal, invalid

EVENTS = "https://www.googleapis.com/auth/calendar.events.owned"
TOLD_AS = {"email": "https://www.googleapis.com/auth/userinfo.email"}
CODE_LIFE, ACCESS_LIFE = timedelta(minutes=10), timedelta(seconds=3_599)
EXPIRED = "Token has been expired or revoked."


@dataclass
class Account:
    """`calendars` by id; those in `read_only` are somebody else's."""

    email: str
    subject: str
    meets: Meets = field(default_factory=Meets)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    read_only: set[str] = field(default_factory=set)

    @property
    def calendar(self) -> Calendar:
        return self.calendars[self.email]

    def owns(self, calendar_id: str) -> Calendar:
        made = Calendar(calendar_id, self.meets)
        return self.calendars.setdefault(calendar_id, made)


@dataclass(frozen=True)
class Code:
    email: str
    asked: Mapping[str, str]
    scopes: tuple[str, ...]
    until: datetime


@dataclass(frozen=True)
class Grant:
    """What one account has allowed, once."""

    email: str
    scopes: tuple[str, ...]


@dataclass
class Consents:
    client_id: str
    client_secret: str
    redirect_uris: set[str] = field(default_factory=set)
    accounts: dict[str, Account] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    refresh_tokens: dict[str, Grant] = field(default_factory=dict)
    access_tokens: dict[str, tuple[Grant, datetime]] = field(default_factory=dict)
    spent: dict[str, Grant] = field(default_factory=dict)
    claims: Json = field(default_factory=dict)
    gives_refresh_token: bool = True

    def account(self, email: str) -> Account:
        if email not in self.accounts:
            subject = str(10**20 + len(self.accounts))
            self.accounts[email] = Account(email, subject)
            self.accounts[email].owns(email)
        return self.accounts[email]

    def grant(self, email: str, scopes: tuple[str, ...] = ("openid", "email", EVENTS)) -> str:
        """As if they had consented: the refresh token."""
        self.account(email)
        token = f"1//{secrets.token_urlsafe(48)}"
        self.refresh_tokens[token] = Grant(email, scopes)
        return token

    def check_asked(self, asked: Mapping[str, str]) -> None:
        """Google shows these on a page of its own and never sends the browser back."""
        if asked.get("client_id") != self.client_id:
            raise invalid("invalid_client: The OAuth client was not found.")
        if asked.get("redirect_uri") not in self.redirect_uris:
            raise invalid("redirect_uri_mismatch")
        if asked.get("response_type") != "code" or not asked.get("scope"):
            raise invalid("invalid_request: response_type and scope are required.")
        if asked.get("code_challenge_method", "S256") != "S256":
            raise invalid("invalid_request: only S256 is known here.")

    def allow(self, email: str, asked: Mapping[str, str], *, calendar: bool) -> str:
        """The code for what the account has ticked."""
        self.account(email)
        wanted = asked["scope"].split()
        scopes = tuple(scope for scope in wanted if calendar or "/auth/calendar" not in scope)
        code = f"4/{secrets.token_urlsafe(32)}"
        self.codes[code] = Code(email, dict(asked), scopes, clock.now() + CODE_LIFE)
        return code

    def token(self, form: Mapping[str, str]) -> Json:
        is_client = (form.get("client_id"), form.get("client_secret"))
        if is_client != (self.client_id, self.client_secret):
            raise consent_refusal("invalid_client", "Unauthorized", 401)
        if form.get("grant_type") == "authorization_code":
            return self._exchanged(form)
        if form.get("grant_type") == "refresh_token":
            return self._refreshed(form.get("refresh_token", ""))
        raise consent_refusal("unsupported_grant_type", "Invalid grant_type")

    def _exchanged(self, form: Mapping[str, str]) -> Json:
        given = form.get("code", "")
        if given in self.spent:
            self._end(self.spent[given].email)
        code = self.codes.pop(given, None)
        if code is None or code.until <= clock.now():
            raise consent_refusal("invalid_grant", "Malformed auth code.")
        if form.get("redirect_uri") != code.asked["redirect_uri"]:
            raise consent_refusal("redirect_uri_mismatch", "Bad Request")
        if not _is_proven(code.asked.get("code_challenge"), form.get("code_verifier", "")):
            raise consent_refusal("invalid_grant", "Invalid code verifier.")
        return self._granted(given, code)

    def _granted(self, given: str, code: Code) -> Json:
        grant = self.spent[given] = Grant(code.email, code.scopes)
        told = self._access(grant)
        if code.asked.get("access_type") == "offline" and self.gives_refresh_token:
            told["refresh_token"] = self.grant(code.email, code.scopes)
        if "openid" in code.scopes:
            told["id_token"] = self._id_token(grant, code.asked.get("nonce", ""))
        return told

    def _refreshed(self, refresh_token: str) -> Json:
        if refresh_token not in self.refresh_tokens:
            raise consent_refusal("invalid_grant", EXPIRED)
        return self._access(self.refresh_tokens[refresh_token])

    def _access(self, grant: Grant) -> Json:
        token = f"ya29.{secrets.token_urlsafe(64)}"
        self.access_tokens[token] = grant, clock.now() + ACCESS_LIFE
        return {
            "access_token": token,
            "expires_in": int(ACCESS_LIFE.total_seconds()),
            "scope": " ".join(TOLD_AS.get(scope, scope) for scope in grant.scopes),
            "token_type": "Bearer",
        }

    def _id_token(self, grant: Grant, nonce: str) -> str:
        """With a signature that nobody can check: whoever asks has it from Google's own hands."""
        now = int(clock.now().timestamp())
        claims = {
            "iss": "https://accounts.google.com",
            "aud": self.client_id,
            "azp": self.client_id,
            "sub": self.account(grant.email).subject,
            "email": grant.email,
            "email_verified": True,
            "nonce": nonce,
            "iat": now,
            "exp": now + 3_600,
            **self.claims,
        }
        parts = [{"alg": "RS256", "typ": "JWT"}, claims]
        return ".".join([*map(_part, parts), secrets.token_urlsafe(256)])

    def who(self, access_token: str) -> Grant | None:
        grant, until = self.access_tokens.get(access_token, (None, clock.now()))
        return grant if until > clock.now() else None

    def revoke(self, token: str) -> None:
        """Everything that the account has allowed us goes at once."""
        known: Any = self.refresh_tokens.get(token) or self.access_tokens.get(token, (None,))[0]
        if known is None:
            raise consent_refusal("invalid_token", EXPIRED)
        self._end(known.email)

    def _end(self, email: str) -> None:
        for tokens in (self.refresh_tokens, self.spent):
            for token in [one for one, grant in tokens.items() if grant.email == email]:
                del tokens[token]
        for token in [
            one for one, (grant, _) in self.access_tokens.items() if grant.email == email
        ]:
            del self.access_tokens[token]

    def withdraw(self, email: str) -> None:
        """The coach does it in their account's own settings."""
        self._end(email)

    def end_access_tokens(self) -> None:
        """As if an hour had gone by."""
        self.access_tokens.clear()


def _part(told: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def _is_proven(challenge: str | None, verifier: str) -> bool:
    if challenge is None:
        return True
    digest = hashlib.sha256(verifier.encode()).digest()
    is_long_enough = 43 <= len(verifier) <= 128
    return is_long_enough and base64.urlsafe_b64encode(digest).decode().rstrip("=") == challenge
