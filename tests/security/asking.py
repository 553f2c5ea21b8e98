"""Requests to our own routes in this process, streams too: after their first words we leave."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.applications import Starlette

from coachbook.config import settings
from coachbook.routes.security import SecurityHeaders
from tests.security import surface
from tests.ui.harness import COOKIE

FORM = b"application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: str
    body: str

    @property
    def text(self) -> str:
        """All that the other side gets to see."""
        return f"{self.headers}\n{self.body}"


class Site:
    """Every route of ours behind the layer that guards them."""

    def __init__(self, pages: Path) -> None:
        pages.mkdir()
        self.application = SecurityHeaders(Starlette(routes=surface.routes()), pages)

    async def ask(
        self, method: str, path: str, *, cookie: str = "", form: dict[str, str] | None = None
    ) -> Reply:
        conversation = Conversation(urlencode(form or {}).encode())
        scope = _scope(method, path, cookie)
        async with asyncio.timeout(30):
            await self.application(scope, conversation.receive, conversation.send)
        return conversation.reply()


class Conversation:
    """One request's messages to and fro."""

    def __init__(self, body: bytes) -> None:
        self.body, self.is_asked = body, False
        self.sent: list[Any] = []
        self.has_answer = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        if not self.is_asked:
            self.is_asked = True
            return {"type": "http.request", "body": self.body, "more_body": False}
        await self.has_answer.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)
        if message["type"] == "http.response.body":
            self.has_answer.set()

    def reply(self) -> Reply:
        head, *rest = self.sent
        headers = "\n".join(f"{k.decode()}: {v.decode()}" for k, v in head["headers"])
        body = b"".join(message.get("body", b"") for message in rest)
        unfolded = body.decode().replace("\r\n ", "")  # calendar files break their long lines
        return Reply(head["status"], headers, unfolded)


def _scope(method: str, path: str, cookie: str) -> dict[str, Any]:
    parts, own = urlsplit(path), settings().public_url
    headers = [(b"host", urlsplit(own).netloc.encode()), (b"origin", own.encode())]
    headers += [(b"content-type", FORM)] * (method == "POST")
    headers += [(b"cookie", f"{COOKIE}={cookie}".encode())] * bool(cookie)
    return {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
        "method": method, "scheme": "http", "path": parts.path, "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(), "headers": headers, "client": ("203.0.113.9", 1),
        "server": ("localhost", 8000), "root_path": "",
    }  # fmt: skip
