"""What a device keeps for when it has no connection: see assets/sw.js, which asks for it."""

from dataclasses import asdict
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from coachbook import clock
from coachbook.database import reading
from coachbook.errors import DatabaseUnreachable
from coachbook.notifications import wording
from coachbook.routes.forms import cookie_of, in_thread
from coachbook.services import sign_ins
from coachbook.services.upcoming import Coming, upcoming


async def appointments(request: Request) -> Response:
    """Nothing, for nobody: then the device forgets what it has kept."""
    try:
        found = await in_thread(partial(_found, cookie_of(request)))
    except DatabaseUnreachable as problem:
        return PlainTextResponse(problem.sentence, 503)
    return JSONResponse(found) if found else Response(status_code=204)


def _found(cookie: str) -> dict[str, Any] | None:
    now = clock.now()
    with reading() as session:
        by = sign_ins.person_of(session, cookie, now=now)
        if by is None:
            return None
        rows = [_row(one) for one in upcoming(session, by=by, now=now)]
    return {
        "name": by.name,
        "as_of": wording.short_moment(now, by.zone, by.locale),
        "place": wording.place(by.zone, by.locale),
        "rows": rows,
    }


def _row(coming: Coming) -> dict[str, Any]:
    """Its end in milliseconds, as the device counts."""
    return asdict(coming) | {"ends_at": int(coming.ends_at.timestamp() * 1000)}


ROUTES = [Route("/upcoming.json", appointments, methods=["GET"], name="/upcoming")]
