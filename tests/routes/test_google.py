"""To Google's consent and back: what is asked there, and that nothing forged connects anything."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from coachbook import clock, config, encryption
from coachbook.database import transaction
from coachbook.errors import DatabaseUnreachable
from coachbook.models import GoogleConnection
from coachbook.routes import google
from coachbook.services import sign_ins
from coachbook.services.google_calendar import connections
from coachbook.services.google_calendar.calendar_client import (
    ConsentFailed,
    ConsentIncomplete,
    Granted,
)
from coachbook.services.people import Person
from tests import accounts
from tests.conftest import NOW

PAGE = "/coach/settings/booking"
TOKEN = "1//the-refresh-token"
NewVisitor = Callable[[], TestClient]
MakeWay = Callable[[TestClient, Person], "Way"]


@dataclass
class SomeConsent:
    """As Google's: a code is worth something with the verifier and nonce that it was asked with."""

    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    states: list[str] = field(default_factory=list)
    problem: ConsentFailed | None = None
    exchanges: int = 0

    def address(self, *, state: str, verifier: str, nonce: str) -> str:
        self.states.append(state)
        self.asked[f"code-{len(self.asked)}"] = (verifier, nonce)
        return f"https://accounts.google.test/auth?state={state}&nonce=n"

    def exchange(self, code: str, *, verifier: str, nonce: str) -> Granted:
        self.exchanges += 1
        if self.problem:
            raise self.problem
        if self.asked.pop(code, None) != (verifier, nonce):
            raise ConsentFailed("Google didn't accept it.")
        return Granted(subject="42", email="anna@gmail.test", refresh_token=TOKEN)

    def revoke(self, refresh_token: str) -> None: ...


@pytest.fixture(autouse=True)
def consent(monkeypatch: pytest.MonkeyPatch) -> SomeConsent:
    monkeypatch.setenv("COACHBOOK_GOOGLE_CLIENT_ID", "id")
    monkeypatch.setenv("COACHBOOK_GOOGLE_CLIENT_SECRET", "a-client-secret")
    config.reset()
    made = SomeConsent()
    monkeypatch.setattr(google, "_consent", lambda: made)
    return made


@pytest.fixture
def anna(visitor: TestClient, coach: Person) -> TestClient:
    return signed_in(visitor, coach)


def signed_in(browser: TestClient, person: Person) -> TestClient:
    with transaction() as session:
        cookie = sign_ins.start(session, person.id, user_agent="Firefox", now=NOW)
    browser.cookies.set(sign_ins.cookie_name(), cookie)
    return browser


def connection(database: Engine) -> GoogleConnection | None:
    with Session(database) as session:
        return session.exec(select(GoogleConnection)).one_or_none()


def back(browser: TestClient, **values: Any) -> str:
    """Where the browser is led."""
    answer = browser.get("/google/callback", params=values)
    assert answer.status_code == 303
    assert not answer.text
    return str(answer.headers["location"])


def test_the_way_there_is_a_page_that_leads_on(anna: TestClient, consent: SomeConsent) -> None:
    answer = anna.post("/google/connect")
    assert answer.status_code == 200
    leads = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.text)
    assert leads
    assert f"state={consent.states[0]}&amp;nonce" in leads[1]
    assert answer.headers["cache-control"] == "no-store"
    assert next(iter(consent.asked.values()))[0] not in answer.text


def test_coming_back_connects(anna: TestClient, consent: SomeConsent, database: Engine) -> None:
    anna.post("/google/connect")
    assert connection(database) is None
    assert back(anna, state=consent.states[0], code="code-0") == f"{PAGE}?notice=google-connected"
    found = connection(database)
    assert found
    assert (found.google_email, found.google_subject) == ("anna@gmail.test", "42")
    assert encryption.decrypt(found.refresh_token_encrypted) == TOKEN


# -- what is forged ------------------------------------------------------------------------------


@dataclass
class Way:
    """A way back as Google leads it; tampering changes what it has."""

    browser: TestClient
    values: dict[str, Any]
    coach: Person
    new_visitor: NewVisitor
    consent: SomeConsent
    monkeypatch: pytest.MonkeyPatch


def changed(**values: Any) -> Callable[[Way], None]:
    def tamper(way: Way) -> None:
        way.values = {
            name: value for name, value in (way.values | values).items() if value is not None
        }

    return tamper


def one_letter(way: Way) -> None:
    state = way.values["state"]
    way.values["state"] = ("B" if state[0] == "A" else "A") + state[1:]


def cut(way: Way) -> None:
    way.values["state"] = way.values["state"][:-1]


def told_twice(name: str) -> Callable[[Way], None]:
    def tamper(way: Way) -> None:
        way.values[name] = [way.values[name], way.values[name]]

    return tamper


def used_already(way: Way) -> None:
    back(way.browser, state=way.values["state"], error="access_denied")


def too_late(way: Way) -> None:
    later = NOW + timedelta(minutes=10)
    way.monkeypatch.setattr(clock, "now", lambda: later)


def as_somebody(find: Callable[[Way], Person]) -> Callable[[Way], None]:
    def tamper(way: Way) -> None:
        way.browser = signed_in(way.new_visitor(), find(way))

    return tamper


def signed_out(way: Way) -> None:
    way.browser.post("/auth/sign-out")


def without_cookie(way: Way) -> None:
    way.browser = way.new_visitor()


def code_of_another_way(way: Way) -> None:
    """PKCE: whoever steals a code can't have it exchanged."""
    way.browser.post("/google/connect")
    way.values["code"] = "code-1"


def state_of_another_way(way: Way) -> None:
    way.browser.post("/google/connect")
    way.values["state"] = way.consent.states[1]


def attackers_own(way: Way) -> None:
    """The attacker's code and state, for a coach who shall write to the attacker's calendar."""
    attacker = signed_in(way.new_visitor(), accounts.stored_coach("Mallory Vale"))
    attacker.post("/google/connect")
    way.values = {"state": way.consent.states[1], "code": "code-1"}


def not_configured(way: Way) -> None:
    way.monkeypatch.delenv("COACHBOOK_GOOGLE_CLIENT_SECRET")
    config.reset()


TAMPERINGS: dict[str, Callable[[Way], None]] = {
    "nothing at all": changed(state=None, code=None),
    "no state": changed(state=None),
    "empty state": changed(state=""),
    "another state": changed(state="A" * 43),
    "state with a letter changed": one_letter,
    "state cut short": cut,
    "state that is no text": changed(state="\x00\udcff".encode("utf-8", "replace").decode()),
    "very long state": changed(state="A" * 5_000),
    "state told twice": told_twice("state"),
    "code told twice": told_twice("code"),
    "no code": changed(code=None),
    "empty code": changed(code=""),
    "made-up code": changed(code="code-7"),
    "very long code": changed(code="c" * 2_001),
    "an error instead": changed(code=None, error="server_error"),
    "consent denied": changed(code=None, error="access_denied"),
    "used already": used_already,
    "too late": too_late,
    "another browser of the coach": as_somebody(lambda way: way.coach),
    "another coach": as_somebody(lambda way: accounts.stored_coach("Bert Vos")),
    "a client": as_somebody(lambda way: accounts.stored_client(way.coach)),
    "signed out": signed_out,
    "no cookie": without_cookie,
    "code of another way": code_of_another_way,
    "state of another way": state_of_another_way,
    "the attacker's own": attackers_own,
    "no client secret any more": not_configured,
}


@pytest.fixture
def way(anna: TestClient, coach: Person, make_way: MakeWay) -> Way:
    return make_way(anna, coach)


@pytest.fixture
def make_way(
    consent: SomeConsent, new_visitor: NewVisitor, monkeypatch: pytest.MonkeyPatch
) -> MakeWay:
    def make(browser: TestClient, coach: Person) -> Way:
        consent.__init__()  # type: ignore[misc]
        browser.post("/google/connect")
        values = {"state": consent.states[0], "code": "code-0"}
        return Way(browser, values, coach, new_visitor, consent, monkeypatch)

    return make


def test_a_tampered_way_back_connects_nothing(
    database: Engine, new_visitor: NewVisitor, make_way: MakeWay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    came_through = []
    for name, tamper in TAMPERINGS.items():
        coach = accounts.stored_coach(f"Coach {name}")
        way = make_way(signed_in(new_visitor(), coach), coach)
        with monkeypatch.context() as patches:
            way.monkeypatch = patches
            tamper(way)
            to = back(way.browser, **way.values)
        config.reset()
        is_refused = to.startswith((f"{PAGE}?problem=", "/sign-in?next="))
        if connection(database) or not is_refused:
            came_through.append(name)
    assert came_through == []
    assert connection(database) is None


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "OPTIONS"])
def test_only_opening_it_counts(way: Way, database: Engine, method: str) -> None:
    answer = way.browser.request(method, "/google/callback", params=way.values)
    assert answer.status_code == 405
    assert connection(database) is None
    assert back(way.browser, **way.values).endswith("google-connected")


def test_another_host_is_not_answered(way: Way, database: Engine) -> None:
    answer = way.browser.get(
        "/google/callback", params=way.values, headers={"Host": "evil.example"}
    )
    assert answer.status_code == 421
    assert connection(database) is None


def test_another_site_starts_nothing(anna: TestClient, consent: SomeConsent) -> None:
    answer = anna.post("/google/connect", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert consent.states == []


# -- what is said --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (ConsentIncomplete("The box wasn't ticked."), "google-incomplete"),
        (ConsentFailed("It didn't answer."), "google-failed"),
    ],
)
def test_a_failed_exchange_is_said_by_a_code(
    way: Way, database: Engine, problem: ConsentFailed, code: str
) -> None:
    way.consent.problem = problem
    assert back(way.browser, **way.values) == f"{PAGE}?problem={code}"
    assert connection(database) is None
    way.consent.problem = None
    assert back(way.browser, **way.values) == f"{PAGE}?problem=google-expired"
    assert way.consent.exchanges == 1


def test_a_former_connection_that_is_still_ending_is_said(
    way: Way, coach: Person, database: Engine
) -> None:
    former = Granted(subject="7", email="former@gmail.test", refresh_token=TOKEN)
    with transaction() as session:
        connections.connect(session, former, by=coach, now=NOW)
        connections.disconnect(session, by=coach, removes_events=False, now=NOW)
    assert back(way.browser, **way.values) == f"{PAGE}?problem=google-ending"
    found = connection(database)
    assert found
    assert (found.google_subject, found.status) == ("7", "ending")


def test_denying_is_no_failure(way: Way) -> None:
    way.values = {"state": way.values["state"], "error": "access_denied"}
    assert back(way.browser, **way.values) == f"{PAGE}?problem=google-denied"


def test_nobody_and_clients_start_nothing(
    visitor: TestClient, coach: Person, consent: SomeConsent
) -> None:
    assert visitor.post("/google/connect").headers["location"] == (
        "/sign-in?next=/coach/settings/booking"
    )
    signed_in(visitor, accounts.stored_client(coach))
    assert "problem=" in visitor.post("/google/connect").headers["location"]
    assert consent.states == []


def test_without_a_client_id_nothing_starts(
    anna: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COACHBOOK_GOOGLE_CLIENT_ID")
    config.reset()
    to = anna.post("/google/connect").headers["location"]
    assert to == f"{PAGE}?problem=google-not-configured"


def test_a_failure_of_ours_tells_no_secret(
    way: Way, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(code: str, **others: str) -> Granted:
        raise RuntimeError(f"{code} {others} {TOKEN}")

    monkeypatch.setattr(way.consent, "exchange", breaks)
    answer = way.browser.get("/google/callback", params=way.values)
    assert answer.status_code == 500
    told = answer.text + caplog.text
    assert "/google/callback failed" in caplog.text
    for secret in (way.values["state"], "code-0", TOKEN, next(iter(way.consent.asked.values()))[0]):
        assert secret not in told


def test_a_database_that_is_away_is_said(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise DatabaseUnreachable

    monkeypatch.setattr(connections, "connect", away)
    assert way.browser.get("/google/callback", params=way.values).status_code == 503


def test_google_that_hangs_is_given_up_on(
    way: Way, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(google, "SECONDS_FOR_GOOGLE", 0)
    assert back(way.browser, **way.values) == f"{PAGE}?problem=google-failed"
