"""A push service that decrypts what it is sent: npm's web-push-testing, kept beside the others."""

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from coachbook.notifications.sending import Device
from tests import npm

HERE = Path(__file__).parent
FILES = ("package.json", "bun.lock", "serve.cjs")
ANSWERS_WITHIN = 10


@dataclass(frozen=True)
class PushService:
    """`host` is what the setting for further push services takes."""

    host: str

    def subscribe(self, public_key: str) -> dict[str, Any]:
        """What a browser has after it was asked with this key."""
        answer: dict[str, Any] = self._post("/subscribe", {"applicationServerKey": public_key})
        return dict(answer["data"])

    def messages(self, subscription: dict[str, Any]) -> list[Any]:
        """What has arrived there, decrypted."""
        answer = self._post("/get-notifications", {"clientHash": subscription["clientHash"]})
        return [json.loads(one) for one in answer["data"]["messages"]]

    def expire(self, subscription: dict[str, Any]) -> None:
        self._post(f"/expire-subscription/{subscription['clientHash']}", {})

    def _post(self, path: str, asked: dict[str, str]) -> Any:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(
            f"http://{self.host}{path}", json.dumps(asked).encode(), headers
        )
        with urllib.request.urlopen(request, timeout=ANSWERS_WITHIN) as answer:
            body = answer.read()
        return json.loads(body) if body.startswith(b"{") else None


def device_of(subscription: dict[str, Any]) -> Device:
    keys = subscription["keys"]
    return Device(uuid4(), subscription["endpoint"], keys["p256dh"], keys["auth"])


@contextmanager
def serving() -> Iterator[PushService]:
    """On this machine only, on a port that is free."""
    with subprocess.Popen(
        ["bun", "serve.cjs"],
        cwd=npm.installed(HERE, FILES, name="push-service"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            yield PushService(f"127.0.0.1:{_port(server)}")
        finally:
            server.terminate()


def _port(server: subprocess.Popen[bytes]) -> int:
    assert server.stdout
    for line in server.stdout:
        if line.startswith(b"port "):
            return int(line.split()[1])
    raise AssertionError("The push service did not start.")
