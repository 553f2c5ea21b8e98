"""The whole of it: what is known, what was asked, and what the next answer is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import RLock
from typing import Any
from urllib.parse import parse_qs, unquote

from tests.google import description, pages
from tests.google.calendars import Calendar, Mail
from tests.google.consents import EVENTS, Account, Consents, Grant
from tests.google.faults import Fault, Faults
from tests.google.refusals import Json, Refusal, invalid, not_found, refusal, unauthorized

CLIENT_ID = "coachbook.apps.googleusercontent.com"
CLIENT_SECRET = "GOCSPX-of-the-stand-in"
CALLS = {("POST", False): "insert", ("GET", False): "list",
         ("GET", True): "get", ("PATCH", True): "patch", ("DELETE", True): "delete"}  # fmt: skip
CALENDARS = "/calendar/v3/calendars/"


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json; charset=UTF-8"


@dataclass(frozen=True)
class Call:
    """What was asked for and what came of it; `status` 0 if a fault stood in the way."""

    name: str
    email: str
    event_id: str
    status: int
    at: float


class Google:
    def __init__(self) -> None:
        self.consents = Consents(CLIENT_ID, CLIENT_SECRET)
        self.faults = Faults()
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.latency = 0.0
        self.hang_seconds = 30.0
        self.lock = RLock()

    def account(self, email: str) -> Account:
        return self.consents.account(email)

    def events(self, email: str) -> dict[str, Json]:
        """What stands in their own calendar, by id."""
        with self.lock:
            return self.account(email).calendar.standing()

    def mailed(self, email: str) -> list[Mail]:
        """Whom Google has told of events in their calendars."""
        return [mail for one in self.account(email).calendars.values() for mail in one.mailed]

    def fault(self, asked: Asked) -> Fault | None:
        if asked.path.startswith(CALENDARS):
            call, _, _ = _named(asked)
            return self.faults.next(call, self._email(asked))
        if asked.path in ("/token", "/revoke"):
            return self.faults.next(asked.path[1:], self._email_of(asked.form))
        return None

    def _email(self, asked: Asked) -> str:
        grant = self._grant(asked)
        return grant.email if grant else ""

    def _email_of(self, form: Mapping[str, str]) -> str:
        grant = self.consents.refresh_tokens.get(form.get("refresh_token", ""))
        return grant.email if grant else ""

    def _grant(self, asked: Asked) -> Grant | None:
        return self.consents.who(asked.headers.get("authorization", "").removeprefix("Bearer "))

    def answer(self, asked: Asked) -> Answer:
        with self.lock:
            try:
                return self._carried_out(asked)
            except Refusal as no:
                return refused(no)

    def _carried_out(self, asked: Asked) -> Answer:
        if asked.path.startswith(CALENDARS):
            return self._of_calendar(asked)
        ways = {
            ("GET", "/o/oauth2/v2/auth"): self._consent_page,
            ("POST", "/o/oauth2/v2/auth"): self._decided,
            ("POST", "/token"): self._token,
            ("POST", "/revoke"): self._revoked,
        }
        way = ways.get((asked.method, asked.path))
        if way is None:
            raise not_found()
        return way(asked)

    def _consent_page(self, asked: Asked) -> Answer:
        told = {name: values[0] for name, values in asked.query.items()}
        self.consents.check_asked(told)
        return Answer(200, pages.consent(told, list(self.consents.accounts)), kind=pages.HTML)

    def _decided(self, asked: Asked) -> Answer:
        form = asked.form
        told = json.loads(form["asked"])
        self.consents.check_asked(told)
        back: dict[str, str] = {"state": told["state"]} if "state" in told else {}
        if form.get("decision") == "allow":
            has_box = form.get("calendar") == "on"
            code = self.consents.allow(form["email"], told, calendar=has_box)
            back |= {"code": code, "scope": told["scope"], "authuser": "0", "prompt": "consent"}
        else:
            back |= {"error": "access_denied"}
        return Answer(302, headers={"Location": pages.address(told["redirect_uri"], back)})

    def _token(self, asked: Asked) -> Answer:
        return _json(self.consents.token({**_basic(asked.headers), **asked.form}))

    def _revoked(self, asked: Asked) -> Answer:
        named = {name: values[0] for name, values in asked.query.items()}
        self.consents.revoke({**named, **asked.form}.get("token", ""))
        return _json({})

    def _of_calendar(self, asked: Asked) -> Answer:
        grant = self._grant(asked)
        if grant is None:
            raise unauthorized()
        if EVENTS not in grant.scopes:
            text = "Request had insufficient authentication scopes."
            raise refusal(403, "insufficientPermissions", text)
        call, calendar_id, event_id = _named(asked)
        calendar = self._calendar(grant, calendar_id, call)
        body = self._body(asked, call)
        return self._called(call, calendar, event_id, body, asked)

    def _calendar(self, grant: Grant, calendar_id: str, call: str) -> Calendar:
        account = self.account(grant.email)
        its_id = account.email if calendar_id == "primary" else calendar_id
        if its_id in account.read_only:
            text = "You need to have writer access to this calendar."
            raise refusal(403, "requiredAccessLevel", text)
        if its_id not in account.calendars:
            raise not_found()
        return account.calendars[its_id]

    def _body(self, asked: Asked, call: str) -> Json:
        """Checked against Google's own description; what doesn't fit is kept to be seen."""
        problems = description.parameter_problems(call, asked.query)
        body = _read(asked.body) if call in ("insert", "patch") else {}
        if call in ("insert", "patch"):
            problems += description.problems("Event", body, method=f"calendar.events.{call}")
        self.complaints += [f"{call}: {problem}" for problem in problems]
        if problems:
            raise invalid(problems[0])
        return body

    def _called(
        self, call: str, calendar: Calendar, event_id: str, body: Json, asked: Asked
    ) -> Answer:
        tells = asked.query.get("sendUpdates") == ["all"]
        with_meet = asked.query.get("conferenceDataVersion") == ["1"]
        etag = asked.headers.get("if-match", "")
        if call == "insert":
            return _json(calendar.insert(body, tells=tells, with_meet=with_meet))
        if call == "list":
            return _json(calendar.page(asked.query))
        if call == "get":
            return _json(calendar.get(event_id))
        if call == "delete":
            calendar.delete(event_id, etag=etag, tells=tells)
            return Answer(204)
        return _json(calendar.patch(event_id, body, etag=etag, tells=tells, with_meet=with_meet))

    def note(self, asked: Asked, status: int, at: float) -> None:
        if asked.path.startswith(CALENDARS):
            call, _, event_id = _named(asked)
            email = self._email(asked)
        else:
            call, email, event_id = asked.path.strip("/"), self._email_of(asked.form), ""
        with self.lock:
            self.calls.append(Call(call, email, event_id, status, at))


def _named(asked: Asked) -> tuple[str, str, str]:
    """The call, its calendar and its event."""
    calendar_id, _, rest = asked.path.removeprefix(CALENDARS).partition("/")
    _, _, event_id = rest.partition("/")
    call = CALLS.get((asked.method, bool(event_id)), "unknown")
    return call, unquote(calendar_id), unquote(event_id)


def _json(told: Any) -> Answer:
    return Answer(200, json.dumps(told).encode())


def refused(no: Refusal) -> Answer:
    return Answer(no.status, json.dumps(no.body).encode(), no.headers)


def _read(body: bytes) -> Json:
    try:
        read = json.loads(body)
    except ValueError:
        raise refusal(400, "parseError", "Parse Error") from None
    if not isinstance(read, dict):
        raise refusal(400, "parseError", "Parse Error")
    return read


def _basic(headers: Mapping[str, str]) -> dict[str, str]:
    from base64 import b64decode

    kind, _, told = headers.get("authorization", "").partition(" ")
    if kind != "Basic":
        return {}
    client_id, _, secret = b64decode(told).decode().partition(":")
    return {"client_id": unquote(client_id), "client_secret": unquote(secret)}
