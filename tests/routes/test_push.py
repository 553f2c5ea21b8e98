"""What browsers say of their own pushes."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from coachbook.config import settings
from coachbook.database import reading, transaction
from coachbook.integrations.web_push import keys
from coachbook.notifications import devices
from coachbook.routes import push
from coachbook.services import push_devices, sign_ins
from coachbook.services.people import Person
from coachbook.services.push_devices import Subscription
from tests.conftest import NOW
from tests.services.test_push_devices import subscription


def _sign_in(browser: TestClient, person: Person) -> Person:
    with transaction() as session:
        cookie = sign_ins.start(session, person.id, user_agent="Firefox", now=NOW)
        found = sign_ins.person_of(session, cookie, now=NOW)
    browser.cookies.set(sign_ins.cookie_name(), cookie)
    assert found
    return found


def _turn_on(by: Person) -> Subscription:
    wanted = subscription()
    with transaction() as session:
        push_devices.subscribe(session, wanted, by=by, now=NOW)
    return wanted


def _fields(wanted: Subscription, **more: str) -> dict[str, str]:
    return {
        "endpoint": wanted.endpoint,
        "public_key": wanted.public_key,
        "auth_secret": wanted.auth_secret,
        "key": keys.of(settings()).public,
        **more,
    }


def _sends_to(person: Person) -> list[str]:
    with reading() as session:
        return [one.endpoint for one in devices.devices(session, person.id)]


def test_browser_that_is_on_hears_so_and_the_key(visitor: TestClient, client: Person) -> None:
    wanted = _turn_on(_sign_in(visitor, client))
    answer = visitor.post("/push/seen", data=_fields(wanted))
    assert answer.json() == {"is_on": True, "key": keys.of(settings()).public}


def test_browser_goes_on_after_signing_in_again(visitor: TestClient, client: Person) -> None:
    here = _sign_in(visitor, client)
    wanted = _turn_on(here)
    with transaction() as session:
        sign_ins.end_all(session, client.id)
    assert _sends_to(client) == []
    _sign_in(visitor, client)
    assert visitor.post("/push/seen", data=_fields(wanted)).json()["is_on"]
    assert _sends_to(client) == [wanted.endpoint]


def test_new_address_is_taken_over(visitor: TestClient, client: Person) -> None:
    old = _turn_on(_sign_in(visitor, client))
    new = subscription()
    answer = visitor.post("/push/seen", data=_fields(new, former=old.endpoint))
    assert answer.json()["is_on"]
    assert _sends_to(client) == [new.endpoint]


def test_nobody_turns_nothing_on(visitor: TestClient, client: Person) -> None:
    answer = visitor.post("/push/seen", data=_fields(subscription()))
    assert answer.json()["is_on"] is False
    assert _sends_to(client) == []


def test_signed_out_browser_ends_its_own(
    visitor: TestClient, new_visitor: Callable[[], TestClient], client: Person
) -> None:
    wanted = _turn_on(_sign_in(visitor, client))
    stranger = new_visitor()
    assert stranger.post("/push/ended", data={"endpoint": "https://x"}).status_code == 200
    assert _sends_to(client) == [wanted.endpoint]
    assert stranger.post("/push/ended", data={"endpoint": wanted.endpoint}).status_code == 200
    assert _sends_to(client) == []


def test_strangers_open_no_transaction(
    visitor: TestClient, client: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: who knows the address does."""
    wanted, guessed = _turn_on(_sign_in(visitor, client)), subscription()
    monkeypatch.setattr(push, "transaction", refused)
    visitor.cookies.clear()
    assert visitor.post("/push/seen", data=_fields(guessed)).json()["is_on"] is False
    assert visitor.post("/push/ended", data={"endpoint": guessed.endpoint}).status_code == 200
    assert visitor.post("/push/ended", data={"endpoint": "x" * 5_000}).status_code == 200
    assert visitor.post("/push/ended", data={"endpoint": wanted.endpoint}).status_code == 500


def refused() -> None:
    raise AssertionError("nothing is to be written")


def test_signing_out_ends_the_pushes_by_itself(visitor: TestClient, client: Person) -> None:
    _turn_on(_sign_in(visitor, client))
    visitor.post("/auth/sign-out")
    assert _sends_to(client) == []


@pytest.mark.parametrize("path", ["/push/seen", "/push/ended"])
def test_reading_changes_nothing_and_foreign_pages_are_refused(
    visitor: TestClient, client: Person, path: str
) -> None:
    wanted = _turn_on(_sign_in(visitor, client))
    assert visitor.get(path).status_code == 405
    foreign = {"Origin": "https://evil.example"}
    assert visitor.post(path, data=_fields(wanted), headers=foreign).status_code == 403
    assert _sends_to(client) == [wanted.endpoint]


def test_hostile_endpoint_is_refused(visitor: TestClient, client: Person) -> None:
    wanted = _turn_on(_sign_in(visitor, client))
    hostile = _fields(subscription("https://127.0.0.1/a"), former=wanted.endpoint)
    assert visitor.post("/push/seen", data=hostile).status_code == 400
    assert _sends_to(client) == [wanted.endpoint]


def test_noise_is_refused(visitor: TestClient, client: Person) -> None:
    _sign_in(visitor, client)
    assert visitor.post("/push/seen", json={"endpoint": "x"}).status_code == 400
    assert visitor.post("/push/seen", data={"endpoint": "x"}).status_code == 400
