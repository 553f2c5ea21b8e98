"""What holds for every answer: own host names only, no foreign posts, headers against misuse.

Outermost of the application's layers; it never touches a body, so that streams stay streams.
"""

import logging
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from coachbook.causes import cause_of
from coachbook.config import settings
from coachbook.routes.content_policy import NO_PAGE, ContentPolicies
from coachbook.serving.origins import own_hosts, own_origins
from coachbook.serving.pages import built_pages

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
BY_PROGRAMS = ("/webhooks/sendgrid", "/unsubscribe/")  # what they post proves itself
OPEN_TO_ANY_HOST = ("/health", "/ping")  # asked by address, not by name
FOR_A_YEAR = "public, max-age=31536000, immutable"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # no-referrer would turn the Origin of our own posts to null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
UNDER_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}

log = logging.getLogger("coachbook.routes")


class SecurityHeaders:
    """Wraps the whole application: the last item of `api_transformer`."""

    def __init__(self, app: ASGIApp, pages: Path | None = None) -> None:
        self.app = app
        self.policies = ContentPolicies((pages or built_pages()).resolve())
        self.headers = ALWAYS | (UNDER_HTTPS if settings().is_secure else {})
        self.hosts = own_hosts(settings().public_url)
        self.origins = own_origins(settings().public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await (self.app if self._is_own(scope) else WebSocketClose())(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(MutableHeaders(scope=message), path, message["status"])
            await send(message)

        answer = self._refusal(scope) or self._without_slash(scope)
        if not answer and path in self.policies.folders:
            scope = {**scope, "path": f"{path}/", "raw_path": f"{path}/".encode()}
        try:
            await (answer or self.app)(scope, receive, send_with_headers)
        except Exception as problem:  # it is answered; the server would log what it was raised for
            log.error("An answer failed: %s", cause_of(problem))

    def _refusal(self, scope: Scope) -> Response | None:
        if not self._is_own(scope) and scope["path"] not in OPEN_TO_ANY_HOST:
            return PlainTextResponse("This is not the address of this site.", 421)
        origin = Headers(scope=scope).get("origin")
        is_from_here = origin in self.origins or _is_by_program(scope)
        if scope["method"] not in SAFE_METHODS and not is_from_here:
            return PlainTextResponse("This must be sent from a page of this site.", 403)
        return None

    def _is_own(self, scope: Scope) -> bool:
        host = Headers(scope=scope).get("host", "").lower()
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        return name in self.hosts

    def _without_slash(self, scope: Scope) -> Response | None:
        """Pages have one address, the one without a slash at its end."""
        path = scope["path"].removesuffix("/")
        if path == scope["path"] or path not in self.policies.folders:
            return None
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(f"{path}?{query}" if query else path, 308)

    def _complete(self, headers: MutableHeaders, path: str, status: int) -> None:
        _put(headers, self.headers)
        _put(headers, {"Cache-Control": _cache_control(headers, path, status)})
        if status == 304:  # the browser keeps the page that it has, with that page's policy
            return
        content_type = headers.get("content-type", "")
        if "javascript" not in content_type:  # a worker would take the policy for its own
            is_page = content_type.startswith("text/html")
            content_policy = self.policies.of(path) if is_page else NO_PAGE
            _put(headers, {"Content-Security-Policy": content_policy})
        if "location" in headers:
            headers["location"] = _on_this_site(headers["location"], self.hosts)


def _is_by_program(scope: Scope) -> bool:
    return bool(scope["method"] == "POST" and scope["path"].startswith(BY_PROGRAMS))


def _put(headers: MutableHeaders, wanted: Mapping[str, str]) -> None:
    """A route that knows better has already said so."""
    for name, value in wanted.items():
        headers.setdefault(name, value)


def _cache_control(headers: MutableHeaders, path: str, status: int) -> str:
    """Built files carry their hash in the name, pages an ETag; any other answer is personal."""
    if path.startswith("/assets/") and status in (200, 304):
        return FOR_A_YEAR
    return "no-cache" if "etag" in headers else "no-store"


def _on_this_site(location: str, hosts: tuple[str, ...]) -> str:
    """A redirect to ourselves as a path: behind a proxy we don't know our own scheme and port."""
    parts = urlsplit(location)
    is_plain_path = parts.path.startswith("/") and not parts.path.startswith("//")
    if parts.hostname not in hosts or not is_plain_path:
        return location
    return parts._replace(scheme="", netloc="").geturl()
