"""One push: encrypted, signed, posted. Its push service can delay or drop it, but not read it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError

from coachbook.integrations.web_push.answers import judge
from coachbook.integrations.web_push.keys import Keys
from coachbook.notifications.sending import Device, NeverWorks, Push, TryLater
from coachbook.services import push_endpoints

TIMEOUT_SECONDS = 10.0
SIGNED_FOR = timedelta(hours=12)
MOST_CONNECTIONS = 8
MOST_BYTES = 3_000  # a push service takes 4096 once encrypted


class WebPushSender:
    """May be used by several threads. The libraries are loaded with the first push."""

    def __init__(self, keys: Keys, *, contact: str, extra_hosts: Sequence[str] = ()) -> None:
        self.keys = keys
        self.contact = contact
        self.extra_hosts = extra_hosts
        self.pool = PoolManager(
            maxsize=MOST_CONNECTIONS, retries=False, timeout=Timeout(total=TIMEOUT_SECONDS)
        )

    def send(self, push: Push, device: Device, *, now: datetime) -> None:
        if not push_endpoints.is_known(device.endpoint, self.extra_hosts):
            raise NeverWorks("The device names a push service that isn't known.")
        headers = _headers(push, now) | self._signature(device.endpoint, now)
        self._post(device.endpoint, _encrypted(_words(push), device), headers, now)

    def _post(self, endpoint: str, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
        """What it answers in words is never read, and nobody is followed elsewhere."""
        try:
            answer = self.pool.request(
                "POST",
                endpoint,
                body=body,
                headers=headers,
                redirect=False,
                preload_content=False,
            )
        except (HTTPError, OSError) as problem:
            reason = f"The push service can't be reached ({type(problem).__name__})."
            raise TryLater(reason) from None
        try:
            judge(answer.status, answer.headers, now=now)
        finally:
            _put_back(answer)

    def _signature(self, endpoint: str, now: datetime) -> dict[str, str]:
        address = urlsplit(endpoint)
        claims = {
            "sub": self.contact,
            "aud": f"{address.scheme}://{address.netloc}",
            "exp": int((now + SIGNED_FOR).timestamp()),
        }
        signed: dict[str, str] = self._signer.sign(claims)
        return signed

    @cached_property
    def _signer(self) -> Any:
        from py_vapid import Vapid02

        return Vapid02.from_raw(self.keys.private.encode())

    def close(self) -> None:
        self.pool.clear()


def _put_back(answer: Any) -> None:
    """The connection serves the next push if the answer ended with its head, else it is closed."""
    if answer.headers.get("Content-Length") == "0":
        answer.drain_conn()
        answer.release_conn()
    else:
        answer.close()


def _words(push: Push) -> bytes:
    told = {"title": push.title, "body": push.body, "path": push.path, "tag": push.tag}
    words = json.dumps(told, ensure_ascii=False).encode()
    if len(words) > MOST_BYTES:
        raise NeverWorks("The message is too long for a push.")
    return words


def _encrypted(words: bytes, device: Device) -> bytes:
    from pywebpush import WebPusher, WebPushException

    keys = {"p256dh": device.public_key, "auth": device.auth_secret}
    try:
        pusher = WebPusher({"endpoint": device.endpoint, "keys": keys})
        body: bytes = pusher.encode(words, content_encoding="aes128gcm")["body"]
    except (WebPushException, ValueError, TypeError):
        raise NeverWorks("The device's keys can't be used.") from None
    return body


def _headers(push: Push, now: datetime) -> dict[str, str]:
    """A push of the same topic takes the place of one that still waits for the device."""
    return {
        "TTL": str(max(0, int((push.expires_at - now).total_seconds()))),
        "Urgency": push.urgency,
        "Topic": push.tag,
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
    }
