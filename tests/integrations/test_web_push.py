"""Pushes as push services get them: decrypted by one that we did not write, refused by others."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from coachbook import config
from coachbook.config import settings
from coachbook.integrations import web_push
from coachbook.integrations.web_push import keys, posting
from coachbook.integrations.web_push.posting import WebPushSender
from coachbook.notifications.sending import (
    Device,
    DeviceGone,
    NeverWorks,
    NotSent,
    Push,
    TryLater,
)
from coachbook.services import push_endpoints
from tests.integrations import push_service
from tests.integrations.provider import Provider, serving
from tests.integrations.push_service import PushService, device_of
from tests.services.test_push_devices import HOSTILE, subscription

NOW = datetime.now(UTC)  # signatures run out by the clock of whoever checks them
PUSH = Push(
    title="Session booked",
    body="Tue, Nov 24, 9:00 AM, with Zoë 🏋️.",
    path="/client/calendar?booking=1",
    tag="0123456789abcdef0123456789abcdef",
    urgency="high",
    expires_at=NOW + timedelta(hours=2),
)


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with push_service.serving() as found:
        yield found


def _sender(*hosts: str) -> WebPushSender:
    return WebPushSender(keys.of(settings()), contact="mailto:owner@example.com", extra_hosts=hosts)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serving(Provider(status=201, headers={})) as made:
        yield made


def _device(endpoint: str) -> Device:
    made = subscription(endpoint)
    return device_of(
        {"endpoint": endpoint, "keys": {"p256dh": made.public_key, "auth": made.auth_secret}}
    )


def _send(provider: Provider, push: Push = PUSH) -> None:
    sender = _sender(provider.url.removeprefix("http://"))
    try:
        sender.send(push, _device(f"{provider.url}/push/abc"), now=NOW)
    finally:
        sender.close()


@pytest.mark.slow
def test_device_reads_what_was_sent(service: PushService) -> None:
    sender = _sender(service.host)
    subscribed = service.subscribe(sender.keys.public)
    sender.send(PUSH, device_of(subscribed), now=NOW)
    assert service.messages(subscribed) == [
        {"title": PUSH.title, "body": PUSH.body, "path": PUSH.path, "tag": PUSH.tag}
    ]
    sender.close()


@pytest.mark.slow
def test_device_that_let_go_is_gone(service: PushService) -> None:
    sender = _sender(service.host)
    subscribed = service.subscribe(sender.keys.public)
    service.expire(subscribed)
    with pytest.raises(DeviceGone):
        sender.send(PUSH, device_of(subscribed), now=NOW)
    sender.close()


@pytest.mark.slow
def test_push_signed_with_another_key_is_refused(
    service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the signature: the same push, another server's key."""
    subscribed = service.subscribe(keys.of(settings()).public)
    monkeypatch.setenv("COACHBOOK_PUSH_KEY", base64.urlsafe_b64encode(b"\x01" * 32).decode()[:43])
    config.reset()
    sender = _sender(service.host)
    with pytest.raises(NeverWorks) as problem:
        sender.send(PUSH, device_of(subscribed), now=NOW)
    assert not isinstance(problem.value, DeviceGone)
    assert service.messages(subscribed) == []
    sender.close()


@pytest.mark.slow
def test_many_devices_each_read_their_own(service: PushService) -> None:
    sender = _sender(service.host)
    subscribed = [service.subscribe(sender.keys.public) for _ in range(5)]
    for number, one in enumerate(subscribed):
        sender.send(replace(PUSH, title=f"To {number}"), device_of(one), now=NOW)
    read = [service.messages(one)[0]["title"] for one in subscribed]
    assert read == [f"To {number}" for number in range(5)]
    sender.close()


def test_push_says_how_long_and_how_urgent(provider: Provider) -> None:
    _send(provider)
    (asked,) = provider.asked
    assert asked.headers["TTL"] == "7200"
    assert asked.headers["Urgency"] == "high"
    assert asked.headers["Topic"] == PUSH.tag
    assert asked.headers["Content-Encoding"] == "aes128gcm"
    assert asked.headers["Content-Type"] == "application/octet-stream"
    assert b"Session" not in asked.body


def _claims(headers: Any) -> dict[str, Any]:
    token = headers["Authorization"].removeprefix("vapid t=").partition(",")[0]
    body = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


def test_each_push_service_gets_a_signature_of_its_own(provider: Provider) -> None:
    with serving(Provider(status=201, headers={})) as other:
        hosts = [one.url.removeprefix("http://") for one in (provider, other)]
        sender = _sender(*hosts)
        for one in (provider, other, provider):
            sender.send(PUSH, _device(f"{one.url}/push/abc"), now=NOW)
        sender.close()
        for one in (provider, other):
            claims = _claims(one.asked[-1].headers)
            assert claims["aud"] == one.url
            assert claims["sub"] == "mailto:owner@example.com"
            assert 0 < claims["exp"] - NOW.timestamp() <= 86_400


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, None), (201, None), (202, None), (204, None),
        (301, NeverWorks), (307, NeverWorks), (400, NeverWorks), (401, NeverWorks),
        (403, NeverWorks), (413, NeverWorks), (404, DeviceGone), (410, DeviceGone),
        (408, TryLater), (429, TryLater), (500, TryLater), (503, TryLater),
    ],
)  # fmt: skip
def test_answer_says_what_to_do(
    provider: Provider, status: int, kind: type[NotSent] | None
) -> None:
    provider.status = status
    if kind is None:
        _send(provider)
        return
    with pytest.raises(kind) as problem:
        _send(provider)
    assert type(problem.value) is kind
    assert "/push/abc" not in problem.value.reason


@pytest.mark.parametrize(
    ("wanted", "seconds"),
    [
        ("120", 120.0),
        ("", None),
        ("soon", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
    ],
)
def test_busy_service_says_when_to_come_back(
    provider: Provider, wanted: str, seconds: float | None
) -> None:
    provider.status, provider.headers = 429, {"Retry-After": wanted}
    with pytest.raises(TryLater) as problem:
        _send(provider)
    assert problem.value.after_seconds == seconds


def test_redirect_is_not_followed(provider: Provider) -> None:
    with serving(Provider(status=201)) as inside:
        provider.status, provider.headers = 307, {"Location": f"{inside.url}/secret"}
        with pytest.raises(NeverWorks):
            _send(provider)
        assert inside.asked == []


def test_service_that_hangs_is_left_after_a_while(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "TIMEOUT_SECONDS", 0.1)
    provider.hangs = True
    with pytest.raises(TryLater):
        _send(provider)


def test_cut_connection_and_closed_port_are_tried_again(provider: Provider) -> None:
    provider.cuts = True
    with pytest.raises(TryLater):
        _send(provider)
    with serving(Provider()) as gone:
        url = gone.url
    sender = _sender(url.removeprefix("http://"))
    with pytest.raises(TryLater):
        sender.send(PUSH, _device(f"{url}/push/abc"), now=NOW)
    sender.close()


def test_long_answer_is_not_read_and_the_next_push_goes_out(provider: Provider) -> None:
    provider.body = b"x" * 100_000
    _send(provider)
    _send(provider)
    assert len(provider.asked) == 2


@pytest.mark.parametrize("endpoint", HOSTILE)
def test_hostile_endpoint_is_never_called(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if one has come into the database."""
    sender = _sender()
    monkeypatch.setattr(sender.pool, "request", lambda *_args, **_more: pytest.fail("called"))
    with pytest.raises(NeverWorks):
        sender.send(PUSH, replace(_device("https://x"), endpoint=endpoint), now=NOW)


def test_without_the_guard_a_hostile_endpoint_is_called(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the guard that keeps us from calling what stands inside."""
    device, sender = _device(f"{provider.url}/inside"), _sender()
    with pytest.raises(NeverWorks):
        sender.send(PUSH, device, now=NOW)
    assert provider.asked == []
    monkeypatch.setattr(push_endpoints, "is_known", lambda *_: True)
    sender.send(PUSH, device, now=NOW)
    assert len(provider.asked) == 1
    sender.close()


def test_keys_that_cannot_be_used_hold_nobody_up(provider: Provider) -> None:
    device = replace(_device(f"{provider.url}/push/abc"), public_key="AAAA")
    sender = _sender(provider.url.removeprefix("http://"))
    with pytest.raises(NeverWorks):
        sender.send(PUSH, device, now=NOW)
    assert provider.asked == []


def test_message_too_long_for_a_push_is_never_sent(provider: Provider) -> None:
    with pytest.raises(NeverWorks):
        _send(provider, replace(PUSH, body="x" * 4_000))
    assert provider.asked == []


def test_sender_is_made_from_the_settings() -> None:
    made = web_push.sender(settings())
    assert isinstance(made, WebPushSender)
    assert made.keys == keys.of(settings())
