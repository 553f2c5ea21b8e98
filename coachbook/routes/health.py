"""Whether it works, for whoever watches it; no details for strangers."""

from sqlmodel import text
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from coachbook.database import reading
from coachbook.errors import DatabaseUnreachable
from coachbook.routes.forms import in_thread


async def health(_request: Request) -> Response:
    try:
        await in_thread(_ask_database)
    except DatabaseUnreachable:
        return PlainTextResponse("database unreachable", 503)
    return PlainTextResponse("ok")


def _ask_database() -> None:
    with reading() as session:
        session.execute(text("SELECT 1"))


ROUTES = [Route("/health", health, methods=["GET"], name="/health")]
