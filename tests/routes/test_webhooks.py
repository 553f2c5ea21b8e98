"""SendGrid's reports: signed over what came, fresh, counted once; nobody else's are taken."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sendgrid.helpers.eventwebhook import EventWebhook
from sqlmodel import select
from starlette.testclient import TestClient

from coachbook import config
from coachbook.database import reading
from coachbook.integrations.sendgrid.webhook import SIGNATURE, TIMESTAMP
from coachbook.models import BlockedAddress, DeliveryReport
from coachbook.routes import webhooks
from coachbook.services import delivery_reports
from coachbook.services.people import Person
from tests.conftest import NOW

KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()


@pytest.fixture(autouse=True)
def known_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHBOOK_SENDGRID_WEBHOOK_KEY", PUBLIC)
    config.reset()


def _event(**more: Any) -> dict[str, Any]:
    return {
        "sg_event_id": "abc==", "event": "bounce", "type": "bounce", "outbox_id": str(uuid4()),
        "email": "Robin@Example.com", "reason": "550 5.1.1\r\nNobody", "timestamp": 1795359600,
        **more,
    }  # fmt: skip


def _signed(body: bytes, at: datetime = NOW) -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    signature = KEY.sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    return {SIGNATURE: base64.b64encode(signature).decode(), TIMESTAMP: timestamp}


def _post(visitor: TestClient, body: bytes, headers: dict[str, str]) -> int:
    del visitor.headers["Origin"]
    answer = visitor.post("/webhooks/sendgrid", content=body, headers=headers)
    visitor.headers["Origin"] = "http://localhost:8000"
    return answer.status_code


def _reports() -> list[DeliveryReport]:
    with reading() as session:
        return list(session.exec(select(DeliveryReport)))


def _body(*events: Any) -> bytes:
    return json.dumps(events or [_event()]).encode()


def test_signed_report_is_taken(visitor: TestClient) -> None:
    body = _body()
    assert _post(visitor, body, _signed(body)) == 204
    with reading() as session:
        (blocked,) = session.exec(select(BlockedAddress)).all()
    assert (blocked.address, blocked.cause) == ("robin@example.com", "bounced")
    assert blocked.detail == "550 5.1.1 Nobody"


def test_our_signatures_are_those_that_sendgrids_own_library_checks() -> None:
    body = _body()
    found = _signed(body)
    checker = EventWebhook()
    key = checker.convert_public_key_to_ecdsa(PUBLIC)
    assert checker.verify_signature(body.decode(), found[SIGNATURE], found[TIMESTAMP], key)


def test_report_that_comes_again_counts_once(visitor: TestClient) -> None:
    body = _body()
    for _ in range(3):
        assert _post(visitor, body, _signed(body)) == 204
    assert len(_reports()) == 1


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_report_that_is_not_fresh_is_refused(visitor: TestClient, late: timedelta) -> None:
    body = _body()
    assert _post(visitor, body, _signed(body, NOW + late)) == 403
    assert not _reports()


def _tampered() -> dict[str, tuple[bytes, dict[str, str]]]:
    body = _body()
    good = _signed(body)
    other = _signed(_body(_event(event="delivered")))
    return {
        "body": (body.replace(b"bounce", b"bounc3"), good),
        "a byte more": (body + b" ", good),
        "signature of another": (body, other),
        "later timestamp": (body, good | {TIMESTAMP: str(int(NOW.timestamp()) + 1)}),
        "no signature": (body, {TIMESTAMP: good[TIMESTAMP]}),
        "no timestamp": (body, {SIGNATURE: good[SIGNATURE]}),
        "garbage": (body, good | {SIGNATURE: "not base64 at all"}),
        "empty": (body, good | {SIGNATURE: ""}),
        "timestamp in words": (body, good | {TIMESTAMP: "now"}),
        "huge timestamp": (body, good | {TIMESTAMP: "9" * 400}),
    }


@pytest.mark.parametrize("name", _tampered())
def test_report_that_is_not_sendgrids_is_refused(visitor: TestClient, name: str) -> None:
    assert _post(visitor, *_tampered()[name]) == 403
    assert not _reports()


@pytest.mark.parametrize(
    "events",
    [{}, 7, [[]], ["x"], [None], [{"event": "bounce"}], [_event(outbox_id="x")],
     [_event(timestamp="soon")], [_event(timestamp=10**30)], [{**_event(), "outbox_id": None}]],
)  # fmt: skip
def test_report_of_another_shape_changes_nothing(visitor: TestClient, events: Any) -> None:
    body = json.dumps(events).encode()
    assert _post(visitor, body, _signed(body)) == 204
    assert not _reports()


def test_what_is_no_json_is_refused(visitor: TestClient) -> None:
    assert _post(visitor, b"{", _signed(b"{")) == 403


def test_too_much_at_once_is_refused(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "MOST_BYTES", 100)
    body = _body()
    assert _post(visitor, body, _signed(body)) == 413


def test_without_a_key_there_is_nothing(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COACHBOOK_SENDGRID_WEBHOOK_KEY")
    config.reset()
    body = _body()
    assert _post(visitor, body, _signed(body)) == 404
    assert not _reports()


def test_its_own_path_alone_needs_no_origin(visitor: TestClient, client: Person) -> None:
    del visitor.headers["Origin"]
    for path in ("/auth/sign-out", "/webhooks", "/webhooks/other", "/auth/link"):
        assert visitor.post(path).status_code == 403


def test_trouble_of_ours_is_logged_without_anybodys_address(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """SendGrid sends it again later."""

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("robin@example.com")

    monkeypatch.setattr(delivery_reports, "take", fail)
    body = _body()
    assert _post(visitor, body, _signed(body)) == 500
    assert "/webhooks/sendgrid failed" in caplog.text
    assert "robin" not in caplog.text
