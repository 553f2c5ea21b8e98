"""One message as its reader sees it, for a frame on the outbox's page."""

from functools import partial
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from coachbook import clock
from coachbook.database import reading
from coachbook.errors import DatabaseUnreachable, Refusal
from coachbook.routes import pages
from coachbook.routes.forms import broken, cookie_of, in_thread
from coachbook.services import outbox_views, sign_ins

HEADERS = {
    # Links open in a tab of their own; nothing in a message runs, loads or sends anything.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox",
    "X-Frame-Options": "SAMEORIGIN",
}


async def message(request: Request) -> Response:
    wanted, cookie = request.path_params["message_id"], cookie_of(request)
    try:
        html = await in_thread(partial(_html, wanted, cookie))
    except DatabaseUnreachable:
        return pages.unreachable()
    except Refusal:
        return pages.absent()
    except Exception as problem:
        return broken(problem, "/outbox")
    return HTMLResponse(html, headers=HEADERS)


def _html(message_id: UUID, cookie: str) -> str:
    with reading() as session:
        person = sign_ins.person_of(session, cookie, now=clock.now())
        if person is None:
            raise Refusal
        return outbox_views.one(session, message_id, by=person).html


ROUTES = [Route("/outbox/{message_id:uuid}", message, methods=["GET"], name="/outbox/message")]
