"""One message as its reader sees it, for a frame on the outbox's page."""

from collections.abc import Callable
from functools import partial

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from coachbook import clock
from coachbook.database import reading
from coachbook.errors import DatabaseUnreachable, Refusal
from coachbook.routes import pages
from coachbook.routes.forms import broken, cookie_of, in_thread
from coachbook.services import outbox_views, sign_ins
from coachbook.services.people import Person

HEADERS = {
    # Links open in a tab of their own; nothing in a message runs, loads or sends anything.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox",
    "X-Frame-Options": "SAMEORIGIN",
}


async def message(request: Request) -> Response:
    wanted = request.path_params["message_id"]

    def html(session: Session, person: Person) -> str:
        return outbox_views.one(session, wanted, by=person).html

    return await framed(request, html, path="/outbox")


async def framed(
    request: Request, html: Callable[[Session, Person], str], *, path: str
) -> Response:
    """What is found for whoever asks; a page in words for who may not see it."""
    try:
        found = await in_thread(partial(_found, cookie_of(request), html))
    except DatabaseUnreachable:
        return pages.unreachable()
    except Refusal:
        return pages.absent()
    except Exception as problem:
        return broken(problem, path)
    return HTMLResponse(found, headers=HEADERS)


def _found(cookie: str, html: Callable[[Session, Person], str]) -> str:
    with reading() as session:
        person = sign_ins.person_of(session, cookie, now=clock.now())
        if person is None:
            raise Refusal
        return html(session, person)


ROUTES = [Route("/outbox/{message_id:uuid}", message, methods=["GET"], name="/outbox/message")]
