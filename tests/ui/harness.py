"""Reflex's own event pipeline without a browser or a server: tabs with cookies that send events.

The pieces are the framework's: its event processor, a memory state manager, and a fake socket
namespace that keeps what would go to the browser. Semi-internal names are used only here.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State, serialize_state_update
from reflex.utils import format as reflex_format
from reflex_base.event import Event
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext

from coachbook.ui.gate import Gate
from coachbook.ui.refusals import Messages

COOKIE = "coachbook"


@dataclass(frozen=True)
class SomePerson:
    """A signed-in person as the gate knows one."""

    id: UUID = field(default_factory=uuid4)
    name: str = "Robin Fields"
    email: str = "robin@example.com"
    time_zone: str = "Europe/Berlin"
    locale: str = "en_GB"
    is_coach: bool = False
    is_owner: bool = False
    is_client: bool = False
    session_id: UUID = field(default_factory=uuid4)


Opener = Callable[..., "Tab"]
FindPerson = Callable[[str], Awaitable[Any]]


def signed_in(people: dict[str, Any]) -> FindPerson:
    """The look-up that a gate gets: cookie value -> person; edit `people` to sign someone out."""

    async def find(cookie: str) -> Any:
        return people.get(cookie)

    return find


class Sent:
    """Stands for the socket: keeps every update as JSON would carry it."""

    def __init__(self) -> None:
        self.updates: list[tuple[str, dict[str, Any]]] = []

    async def emit_update(self, update: Any, token: str) -> None:
        text = reflex_format.json_dumps(serialize_state_update(update))
        self.updates.append((token, json.loads(text)))


@dataclass
class Tab:
    """One browser tab: token, path, cookie. `send` awaits the event and all that it chains."""

    processor: Any
    sent: Sent
    token: str
    path: str = "/"
    cookie: str = ""

    async def send(self, event: Any, /, **payload: Any) -> list[dict[str, Any]]:
        """Send `State.handler`, `State.handler(1)` or a full event name; returns what came back."""
        start = len(self.sent.updates)
        made = self._as_sent(event, payload)
        pending = await self.processor.enqueue(self.token, made)
        if made.name in RegistrationContext.get().event_handlers:  # else nobody ever answers
            with contextlib.suppress(Exception):
                await pending.wait_all()
        for _ in range(5):  # the framework's exception handler runs in a task of its own
            await asyncio.sleep(0)
        return [update for token, update in self.sent.updates[start:] if token == self.token]

    async def open(self) -> list[dict[str, Any]]:
        """What a browser does when a page is loaded."""
        return await self.send(State.event_handlers["hydrate_and_load"])

    async def state(self, cls: Any) -> Any:
        manager = self.processor._root_context.state_manager
        root = await manager.get_state(BaseStateToken(ident=self.token, cls=State))
        return await root.get_state(cls)

    async def sentences(self) -> list[str]:
        """What the message area says."""
        return [item["sentence"] for item in (await self.state(Messages)).items]

    def _as_sent(self, event: Any, payload: dict[str, Any]) -> Event:
        if not isinstance(event, str):
            made = Event.from_event_type(event)[0]
            event, payload = made.name, {**made.payload, **payload}
        plain = {name: getattr(value, "_var_value", value) for name, value in payload.items()}
        return Event(
            name=event,
            payload=json.loads(reflex_format.json_dumps(plain)),
            router_data=self._router_data(),
        )

    def _router_data(self) -> dict[str, Any]:
        cookie = {"cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        path = self.path.partition("?")[0]
        return {
            "pathname": path, "asPath": self.path, "path": path, "query": {}, "headers": cookie,
            "token": self.token, "sid": "socket", "ip": "127.0.0.1",
        }  # fmt: skip


def redirects(updates: list[dict[str, Any]]) -> list[str]:
    """The paths that the answers lead to."""
    events = [event for update in updates for event in update.get("events") or []]
    return [event["payload"]["path"] for event in events if event["name"] == "_redirect"]


@contextlib.asynccontextmanager
async def opened(find_person: FindPerson) -> AsyncIterator[Opener]:
    """`async with opened(...) as tab:` then `tab(cookie="...")` for each browser tab."""
    app = _gated_app(find_person)
    sent, errors = Sent(), list[Exception]()
    with app.set_contexts():
        processor = BaseStateEventProcessor(
            middleware=app, backend_exception_handler=errors.append
        ).configure(state_manager=_memory(), event_namespace=sent)  # type: ignore[arg-type]
        async with processor:
            yield lambda cookie="", path="/", token="": Tab(
                processor, sent, token or uuid4().hex, path, cookie
            )
    assert errors == [], errors


def _memory() -> Any:
    return StateManagerMemory()  # type: ignore[abstract]


def _gated_app(find_person: FindPerson) -> rx.App:
    """An application of its own, knowing every state and handler defined so far."""
    context = RegistrationContext.ensure_context().fork()
    context._set_config(_plain_config())
    RegistrationContext.set(context)
    app = rx.App()
    app.add_middleware(Gate(find_person, COOKIE))
    return app


def _plain_config() -> rx.Config:
    return rx.Config(
        app_name="coachbook",
        telemetry_enabled=False,
        disable_plugins=[rx.plugins.SitemapPlugin],
    )
