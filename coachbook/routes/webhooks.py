"""What other systems report of their own accord. Each report proves where it is from."""

import asyncio
from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from coachbook import clock
from coachbook.config import settings
from coachbook.database import transaction
from coachbook.errors import DatabaseUnreachable
from coachbook.integrations.sendgrid import webhook
from coachbook.integrations.sendgrid.webhook import NotGenuine
from coachbook.routes.forms import broken, in_thread
from coachbook.services import delivery_reports

MOST_BYTES = 1024 * 1024  # SendGrid sends up to 768 KB at once
SECONDS_TO_ARRIVE = 15


async def sendgrid(request: Request) -> Response:
    """Whoever isn't SendGrid learns nothing; what failed here is sent again by it later."""
    key = settings().mail.sendgrid_webhook_key
    if not key:
        return PlainTextResponse("Nothing here.", 404)
    body = await _body(request)
    if body is None:
        return PlainTextResponse("That is too much at once.", 413)
    try:
        await in_thread(partial(_take, body, dict(request.headers.items()), key))
    except NotGenuine:
        return PlainTextResponse("The signature isn't right.", 403)
    except DatabaseUnreachable:
        return PlainTextResponse("Try again later.", 503)
    except Exception as problem:
        return broken(problem, "/webhooks/sendgrid")
    return Response(status_code=204)


def _take(body: bytes, headers: dict[str, str], key: str) -> None:
    now = clock.now()
    reports = webhook.reports(body, headers, key=key, now=now)
    with transaction() as session:
        delivery_reports.take(session, reports, now=now)


async def _body(request: Request) -> bytes | None:
    body = b""
    try:
        async with asyncio.timeout(SECONDS_TO_ARRIVE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    return None
    except TimeoutError:
        return None
    return body


ROUTES = [Route("/webhooks/sendgrid", sendgrid, methods=["POST"], name="/webhooks/sendgrid")]
