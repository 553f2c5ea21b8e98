"""A client that speaks Reflex's events over a bare websocket and minds no manners."""

import json
import time
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import uuid4

import websocket

NAMESPACE = "/_event"
MESSAGE, CONNECT = "42", "40"
QUIET_SECONDS = 0.6


class RawSocket:
    """`token` is what Reflex keeps a tab's state under; `cookie` is who is signed in."""

    def __init__(
        self, url: str, *, token: str = "", cookie: str = "", origin: str | None = None
    ) -> None:
        host = urlsplit(url).netloc
        self.token = token or str(uuid4())
        self.connection = websocket.create_connection(
            f"ws://{host}/_event/?token={self.token}&EIO=4&transport=websocket",
            timeout=10,
            origin=origin or url,
            cookie=f"coachbook={cookie}" if cookie else None,
        )
        self.connection.recv()
        self.connection.send(f"{CONNECT}{NAMESPACE},")
        self.greeting = self._heard(until_quiet=QUIET_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with suppress(websocket.WebSocketException, OSError):
            self.connection.close()

    def send(self, name: str, path: str = "/", **payload: Any) -> str:
        """An event like a page's own; returns all that came back."""
        router = {"pathname": path, "asPath": path, "path": path, "query": {}}
        return self.send_anything({"name": name, "payload": payload, "router_data": router})

    def send_anything(self, data: Any, event: str = "event") -> str:
        self.send_text(MESSAGE + f"{NAMESPACE}," + json.dumps([event, data]))
        return self._heard(until_quiet=QUIET_SECONDS)

    def send_text(self, text: str) -> None:
        self.connection.send(text)

    def _heard(self, *, until_quiet: float) -> str:
        """Everything until nothing comes any more; pings are answered."""
        heard, give_up_at = [], time.monotonic() + 15
        self.connection.settimeout(until_quiet)
        while time.monotonic() < give_up_at:
            try:
                message = str(self.connection.recv())
            except (websocket.WebSocketException, OSError):
                break
            if message == "2":
                self.connection.send("3")
            else:
                heard.append(message)
        return "\n".join(heard)
