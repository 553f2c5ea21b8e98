"""One message about sample people as its reader would see it, for a frame on the owner's page."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coachbook import clock
from coachbook.routes.outbox import framed
from coachbook.services import gallery
from coachbook.services.people import Person


async def sample(request: Request) -> Response:
    wanted = request.path_params["event"]

    def html(session: Session, person: Person) -> str:
        return gallery.email(session, wanted, by=person, now=clock.now()).html

    return await framed(request, html, path="/operator/sample")


ROUTES = [Route("/operator/sample/{event}", sample, methods=["GET"], name="/operator/sample")]
