"""A client that speaks Reflex's websocket by hand, as an attacker would: any token, any event."""

import json
import time
import uuid
from typing import Any

import websocket

HYDRATE = "reflex___state____state.hydrate_and_load"
NAMESPACE = "/_event"


class RawSocket:
    """`with RawSocket(port) as socket: socket.send(name, payload); socket.updates()`."""

    def __init__(
        self,
        port: int,
        *,
        token: str = "",
        cookie: str = "",
        origin: str | None = None,
        host: str = "localhost",
        path: str = "/",
        is_hydrating: bool = True,
    ) -> None:
        self.token, self.path = token or str(uuid.uuid4()), path
        self.socket = websocket.create_connection(
            f"ws://{host}:{port}/_event/?EIO=4&transport=websocket&token={self.token}",
            timeout=5,
            origin=origin or f"http://{host}:{port}",
            cookie=cookie or None,
        )
        self.socket.recv()  # the transport's greeting
        first = {"event": self._event(HYDRATE, {})} if is_hydrating else {}
        self.socket.send(f"40{NAMESPACE},{json.dumps(first)}")

    def __enter__(self) -> "RawSocket":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, name: str, payload: dict[str, Any] | None = None) -> None:
        """Any event by its full name, with any payload."""
        self.send_raw(self._event(name, payload or {}))

    def send_raw(self, event: Any) -> None:
        """Anything at all in an event's place."""
        self.socket.send(f"42{NAMESPACE},{json.dumps(['event', event])}")

    def frames(self, seconds: float = 0.7) -> list[str]:
        """What the server sent meanwhile; ends early when it hangs up."""
        found: list[str] = []
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                frame = self.socket.recv()
            except websocket.WebSocketTimeoutException:
                break
            except (websocket.WebSocketException, OSError):
                return [*found, "closed"]
            if frame == "2":
                self.socket.send("3")  # still here
            else:
                found.append(str(frame))
        return found

    def updates(self, seconds: float = 0.7) -> list[dict[str, Any]]:
        """The state updates among the frames."""
        marks = f"42{NAMESPACE},"
        packets = [json.loads(f[len(marks) :]) for f in self.frames(seconds) if f.startswith(marks)]
        return [packet[1] for packet in packets if packet[0] == "event"]

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": name,
            "payload": payload,
            "router_data": {"pathname": self.path, "asPath": self.path, "query": {}},
        }
