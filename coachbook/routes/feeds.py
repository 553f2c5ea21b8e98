"""Calendar files: one booking for who is signed in, and feeds for whoever has their address."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coachbook import clock
from coachbook.database import reading
from coachbook.errors import DatabaseUnreachable, NotFound, Refusal
from coachbook.routes import pages
from coachbook.routes.forms import broken, cookie_of, in_thread
from coachbook.services import feeds, sign_ins

CALENDAR = "text/calendar; charset=utf-8"
FILE = {"Content-Disposition": 'attachment; filename="appointment.ics"'}


async def booking(request: Request) -> Response:
    work = partial(_file, request.path_params["chain_id"], cookie_of(request))
    return await _answered(work, "/calendar/booking")


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


def _file(chain_id: UUID, cookie: str) -> Response:
    now = clock.now()
    with reading() as session:
        person = sign_ins.person_of(session, cookie, now=now)
        if person is None:
            raise NotFound
        content = feeds.one_booking(session, chain_id, by=person, now=now)
    return Response(content, media_type=CALENDAR, headers=FILE)


ROUTES = [
    Route("/calendar/booking/{chain_id:uuid}.ics", booking, methods=["GET"], name="/calendar"),
]
