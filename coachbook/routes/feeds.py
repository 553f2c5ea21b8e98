"""Calendar files: one booking for who is signed in, and feeds for whoever has their address."""

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from uuid import UUID

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coachbook import clock
from coachbook.database import reading
from coachbook.errors import DatabaseUnreachable, NotFound, Refusal
from coachbook.routes import pages
from coachbook.routes.forms import broken, cookie_of, in_thread
from coachbook.services import feed_contents, feeds, sign_ins
from coachbook.services.feed_contents import Contents

CALENDAR = "text/calendar; charset=utf-8"
FILE = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
SECRET = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}


async def booking(request: Request) -> Response:
    work = partial(_booking, request.path_params["chain_id"], cookie_of(request))
    return await _answered(work, "/calendar/booking")


async def feed(request: Request) -> Response:
    return await _answered(partial(_feed, request), "/calendar/feed")


async def _answered(work: Callable[[], Response], path: str) -> Response:
    """Wrong, revoked and somebody else's all look the same."""
    try:
        return await in_thread(work)
    except DatabaseUnreachable:
        return pages.unreachable()
    except Refusal:
        return pages.absent()
    except Exception as problem:
        return broken(problem, path)


def _booking(chain_id: UUID, cookie: str) -> Response:
    now = clock.now()
    with reading() as session:
        person = sign_ins.person_of(session, cookie, now=now)
        if person is None:
            raise NotFound
        content = feed_contents.one_booking(session, chain_id, by=person, now=now)
    return Response(content, media_type=CALENDAR, headers=FILE)


def _feed(request: Request) -> Response:
    with reading() as session:
        found = feeds.opened(session, request.path_params["token"], now=clock.now())
    headers = {
        **SECRET,
        "ETag": f'"{found.tag}"',
        "Last-Modified": format_datetime(found.changed_at, usegmt=True),
    }
    if _has_it(request.headers, found):
        return Response(status_code=304, headers=headers)
    return Response(found.written(), media_type=CALENDAR, headers=headers)


def _has_it(asked: Headers, found: Contents) -> bool:
    """What the caller has is still right. Its tag decides, where it sent one."""
    tags = asked.get("if-none-match")
    if tags is not None:
        known = {one.strip().removeprefix("W/") for one in tags.split(",")}
        return bool(known & {f'"{found.tag}"', "*"})
    since = _moment(asked.get("if-modified-since", ""))
    return since is not None and found.changed_at.replace(microsecond=0) <= since


def _moment(words: str) -> datetime | None:
    try:
        known = parsedate_to_datetime(words)
    except ValueError:
        return None
    return known if known.tzinfo else None


ROUTES = [
    Route("/calendar/booking/{chain_id:uuid}.ics", booking, methods=["GET"], name="/calendar"),
    Route("/calendar/feed/{token}.ics", feed, methods=["GET"], name="/calendar/feed"),
]
