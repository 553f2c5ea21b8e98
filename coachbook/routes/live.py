"""/live: an open page hears that the calendar changed, never what; it then asks for itself.

A coach's own pages also hear how many notes are unread, as `activity` events, and so do a client's
that ask for it; pages that show the times of a coach which of them closed, as `times` events,
before they ask.
"""

import asyncio
import contextlib
import logging
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from coachbook import clock, database
from coachbook.errors import DatabaseUnreachable
from coachbook.routes import live_times
from coachbook.routes.live_hub import Hub
from coachbook.routes.live_times import Asked, OpenTimes
from coachbook.services import following, openings, sign_ins
from coachbook.services.following import News
from coachbook.services.people import Person

BEAT_SECONDS = 15.0
CHECK_SECONDS = 60.0
MOST_LISTENERS = 2_000
MOST_OF_ONE = 60  # more tabs and devices than anybody has; each may ask for times of its own
log = logging.getLogger("coachbook.live")
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True)
class Followed:
    """Whose calendar, whether it is the follower's own, and which of its times they look at.

    `is_inbox`: no calendar, but what the follower has not read as a client.
    """

    coach_id: UUID
    is_own: bool
    times: Asked | None = None
    by_id: UUID | None = field(default=None, compare=False)
    is_inbox: bool = False


async def live(request: Request) -> Response:
    """`?coach=` is needed by clients; a coach follows their own calendar. Pages that show times say
    which, as `kind=session&minutes=60`. `?notes=client` is a client's own inbox."""
    try:
        followed = await _followed_by(request)
    except DatabaseUnreachable as problem:
        return PlainTextResponse(problem.sentence, 503)
    if followed is None:
        return PlainTextResponse("Sign in to follow this calendar.", 403)
    if hub.count() + inboxes.count() >= MOST_LISTENERS or followers[followed.by_id] >= MOST_OF_ONE:
        return PlainTextResponse("Too many pages are open.", 503, {"Retry-After": "30"})
    return StreamingResponse(
        _messages(request, followed), media_type="text/event-stream", headers=HEADERS
    )


async def _messages(request: Request, followed: Followed) -> AsyncIterator[str]:
    with _counted(followed.by_id):
        async for text in _told(request, followed):
            yield text


@contextlib.contextmanager
def _counted(person_id: UUID | None) -> Iterator[None]:
    followers[person_id] += 1
    try:
        yield
    finally:
        followers[person_id] -= 1
        if not followers[person_id]:
            del followers[person_id]


async def _told(request: Request, followed: Followed) -> AsyncIterator[str]:
    """Until the page leaves, or the person may not follow any more."""
    checked = time.monotonic()
    seen: News | None = None
    shown = Shown(followed)
    source = inboxes if followed.is_inbox else hub
    async for news in source.changes(followed.coach_id, beat_seconds=BEAT_SECONDS):
        if time.monotonic() - checked >= CHECK_SECONDS:
            if not await _still_follows(request, followed):
                return
            checked = time.monotonic()
        text = ": nothing new\n\n" if news is None else _text(news, seen, followed)
        if news and text:
            text = await shown.changes(news.version) + text
        seen = news or seen
        if text:
            yield text


@dataclass
class Shown:
    """What one open page shows of a coach's times."""

    followed: Followed
    times: frozenset[int] | None = None

    async def changes(self, version: int) -> str:
        """What closed since the version before. It comes first: the page then draws it at once."""
        if self.followed.times is None:
            return ""
        try:
            now = await open_times.at(self.followed.times, version)
        except Exception as problem:
            log.warning("can't read the open times: %s", type(problem).__name__)
            return ""
        before, self.times = self.times, now
        changed = "" if before is None else live_times.told(before, now, version)
        return live_times.pace(hub.count(self.followed.coach_id)) + changed


def _text(news: News, seen: News | None, followed: Followed) -> str:
    if not followed.is_inbox:
        return told(news, seen, is_own=followed.is_own)
    return "" if seen is not None and _activity(seen) == _activity(news) else _activity(news)


def told(news: News, seen: News | None, *, is_own: bool) -> str:
    """What of it this follower hears; nothing of what is only the coach's own."""
    calendar, activity = f"data: {news.version}\n\n", _activity(news)
    if seen is not None and seen.version == news.version:
        calendar = ""
    if not is_own or (seen is not None and _activity(seen) == activity):
        activity = ""
    return calendar + activity


def _activity(news: News) -> str:
    """The count, and after the point what makes this news different from other news."""
    newest = int(news.newest_at.timestamp() * 1000) if news.newest_at else 0
    return f"event: activity\ndata: {news.unread}.{newest}\n\n"


async def _still_follows(request: Request, followed: Followed) -> bool:
    """No, when nobody can say; the page asks again by itself."""
    try:
        return await _followed_by(request) == followed
    except DatabaseUnreachable:
        return False


async def _followed_by(request: Request) -> Followed | None:
    cookie = request.cookies.get(sign_ins.cookie_name(), "")
    asked = request.query_params
    return await run_in_threadpool(
        _allowed,
        cookie,
        asked.get("coach", ""),
        asked.get("kind", ""),
        asked.get("minutes", ""),
        asked.get("notes", ""),
    )


def _allowed(
    cookie: str, wanted: str, kind: str = "", minutes: str = "", notes: str = ""
) -> Followed | None:
    by = sign_ins.recognise(cookie, now=clock.now()) if cookie else None
    if by and notes == "client":
        return Followed(by.id, True, is_inbox=True, by_id=by.id) if by.is_client else None
    coach_id = _coach_meant(wanted, by)
    if by is None or coach_id is None:
        return None
    with database.reading() as session:
        may_follow = following.may_follow(session, coach_id, by=by)
    if not may_follow:
        return None
    times = live_times.asked_for(coach_id, kind, minutes)
    return Followed(coach_id, by.id == coach_id, times, by_id=by.id)


def _coach_meant(wanted: str, by: Person | None) -> UUID | None:
    if not wanted:
        return by.id if by else None
    try:
        return UUID(wanted)
    except ValueError:
        return None


async def _read_news(coach_ids: Collection[UUID]) -> dict[UUID, News]:
    return await run_in_threadpool(_news, coach_ids)


def _news(coach_ids: Collection[UUID]) -> dict[UUID, News]:
    with database.reading() as session:
        return following.news(session, coach_ids, now=clock.now())


async def _read_inboxes(client_ids: Collection[UUID]) -> dict[UUID, News]:
    return await run_in_threadpool(_inboxes, client_ids)


def _inboxes(client_ids: Collection[UUID]) -> dict[UUID, News]:
    with database.reading() as session:
        return following.inboxes(session, client_ids, now=clock.now())


async def _read_times(asked: Asked) -> frozenset[int]:
    return await run_in_threadpool(_times, asked)


def _times(asked: Asked) -> frozenset[int]:
    with database.reading() as session:
        return openings.open_to_all(session, *asked, now=clock.now())


hub = Hub(_read_news)
inboxes = Hub(_read_inboxes)
followers: Counter[UUID | None] = Counter()
open_times = OpenTimes(_read_times)


@contextlib.asynccontextmanager
async def ending_with_the_server() -> AsyncIterator[None]:
    """An open stream would keep the server from stopping: end them all when it is told to.

    Granian's worker stops on SIGTERM and on SIGINT alike; this takes the first and passes it on.
    """
    loop = asyncio.get_running_loop()
    with contextlib.suppress(ValueError, RuntimeError, NotImplementedError):  # not the main thread
        loop.add_signal_handler(signal.SIGTERM, _stop)
    yield
    _end_streams()


def _end_streams() -> None:
    hub.close()
    inboxes.close()


def _stop() -> None:
    _end_streams()
    signal.raise_signal(signal.SIGINT)


ROUTES = [Route("/live", live)]
