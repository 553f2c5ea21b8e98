"""Whether it works, for whoever watches it: what is wrong in words, no details for strangers."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from coachbook import clock
from coachbook.database import reading
from coachbook.errors import DatabaseUnreachable
from coachbook.routes.forms import in_thread
from coachbook.services import vitals
from coachbook.services.vitals import TROUBLE, Vitals


async def health(_request: Request) -> Response:
    try:
        found = await in_thread(_vitals)
    except DatabaseUnreachable:
        return PlainTextResponse(TROUBLE["database"], 503)
    if found.is_well:
        return PlainTextResponse("ok")
    return PlainTextResponse("\n".join(found.troubles()), 503)


def _vitals() -> Vitals:
    with reading() as session:
        return vitals.vitals(session, now=clock.now())


ROUTES = [Route("/health", health, methods=["GET"], name="/health")]
