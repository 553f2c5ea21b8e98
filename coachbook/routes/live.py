"""/live: an open page hears that the calendar changed, never what; it then asks for itself."""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Collection
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from coachbook import clock, database
from coachbook.errors import DatabaseUnreachable
from coachbook.routes.live_hub import Hub
from coachbook.services import following, sign_ins
from coachbook.services.people import Person

BEAT_SECONDS = 15.0
CHECK_SECONDS = 60.0
MOST_LISTENERS = 2_000
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def live(request: Request) -> Response:
    """`?coach=` is needed by clients; a coach follows their own calendar."""
    try:
        coach_id = await _coach_followed_by(request)
    except DatabaseUnreachable as problem:
        return PlainTextResponse(problem.sentence, 503)
    if coach_id is None:
        return PlainTextResponse("Sign in to follow this calendar.", 403)
    if hub.count() >= MOST_LISTENERS:
        return PlainTextResponse("Too many pages are open.", 503, {"Retry-After": "30"})
    return StreamingResponse(
        _messages(request, coach_id), media_type="text/event-stream", headers=HEADERS
    )


async def _messages(request: Request, coach_id: UUID) -> AsyncIterator[str]:
    """Until the page leaves, or the person may not follow any more."""
    checked = time.monotonic()
    async for version in hub.changes(coach_id, beat_seconds=BEAT_SECONDS):
        if time.monotonic() - checked >= CHECK_SECONDS:
            if not await _still_follows(request, coach_id):
                return
            checked = time.monotonic()
        yield ": nothing new\n\n" if version is None else f"data: {version}\n\n"


async def _still_follows(request: Request, coach_id: UUID) -> bool:
    """No, when nobody can say; the page asks again by itself."""
    try:
        return await _coach_followed_by(request) == coach_id
    except DatabaseUnreachable:
        return False


async def _coach_followed_by(request: Request) -> UUID | None:
    cookie = request.cookies.get(sign_ins.cookie_name(), "")
    return await run_in_threadpool(_allowed, cookie, request.query_params.get("coach", ""))


def _allowed(cookie: str, wanted: str) -> UUID | None:
    by = sign_ins.recognise(cookie, now=clock.now()) if cookie else None
    coach_id = _coach_meant(wanted, by)
    if by is None or coach_id is None:
        return None
    with database.reading() as session:
        return coach_id if following.may_follow(session, coach_id, by=by) else None


def _coach_meant(wanted: str, by: Person | None) -> UUID | None:
    if not wanted:
        return by.id if by else None
    try:
        return UUID(wanted)
    except ValueError:
        return None


async def _read_versions(coach_ids: Collection[UUID]) -> dict[UUID, int]:
    return await run_in_threadpool(_versions, coach_ids)


def _versions(coach_ids: Collection[UUID]) -> dict[UUID, int]:
    with database.reading() as session:
        return following.versions(session, coach_ids)


hub = Hub(_read_versions)


@contextlib.asynccontextmanager
async def ending_with_the_server() -> AsyncIterator[None]:
    """An open stream would keep the server from stopping: end them all when it is told to.

    Granian's worker stops on SIGTERM and on SIGINT alike; this takes the first and passes it on.
    """
    loop = asyncio.get_running_loop()
    with contextlib.suppress(ValueError, RuntimeError, NotImplementedError):  # not the main thread
        loop.add_signal_handler(signal.SIGTERM, _stop)
    yield
    hub.close()


def _stop() -> None:
    hub.close()
    signal.raise_signal(signal.SIGINT)


ROUTES = [Route("/live", live)]
