"""One message about sample people as its reader would see it, for a frame on the owner's page."""

from functools import partial

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from coachbook import clock
from coachbook.database import reading
from coachbook.errors import DatabaseUnreachable, Refusal
from coachbook.routes import pages
from coachbook.routes.forms import broken, cookie_of, in_thread
from coachbook.routes.outbox import HEADERS
from coachbook.services import gallery, sign_ins


async def sample(request: Request) -> Response:
    wanted, cookie = request.path_params["event"], cookie_of(request)
    try:
        html = await in_thread(partial(_html, wanted, cookie))
    except DatabaseUnreachable:
        return pages.unreachable()
    except Refusal:
        return pages.absent()
    except Exception as problem:
        return broken(problem, "/operator/sample")
    return HTMLResponse(html, headers=HEADERS)


def _html(event: str, cookie: str) -> str:
    now = clock.now()
    with reading() as session:
        person = sign_ins.person_of(session, cookie, now=now)
        if person is None:
            raise Refusal
        return gallery.email(session, event, by=person, now=now).html


ROUTES = [Route("/operator/sample/{event}", sample, methods=["GET"], name="/operator/sample")]
