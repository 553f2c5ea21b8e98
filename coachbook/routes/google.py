"""To Google's consent and back. The way back is the one GET that writes: see decision 0010."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from coachbook import clock
from coachbook.config import settings
from coachbook.database import transaction
from coachbook.errors import DatabaseUnreachable, NotSignedIn, Refusal
from coachbook.routes import pages
from coachbook.routes.forms import Answer, Post, broken, cookie_of, form
from coachbook.services import form_answers, sign_ins
from coachbook.services.google_calendar import authorizing, connections
from coachbook.services.google_calendar.authorizing import (
    Begun,
    BoxNotTicked,
    ConsentBroken,
    ConsentDenied,
    NotConfigured,
    NotExpected,
)
from coachbook.services.google_calendar.calendar_client import (
    Consent,
    ConsentFailed,
    ConsentIncomplete,
    Granted,
)

PAGE = "/coach/settings/booking"
SIGN_IN = f"/sign-in?next={quote(PAGE)}"
SECONDS_FOR_GOOGLE = 30
LONGEST_VALUE = 2_000
READ = ("state", "code", "error")

# Others don't wait in line behind a Google that hangs.
_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="consent")


def connect(post: Post) -> Answer | Response:
    if not settings().google.is_configured:
        raise NotConfigured
    with transaction() as session:
        by = sign_ins.person_of(session, post.cookie, now=post.now)
        if by is None:
            return Answer(SIGN_IN)
        begun = authorizing.begin(session, by=by, now=post.now)
    address = _consent().address(state=begun.state, verifier=begun.verifier, nonce=begun.nonce)
    return _onwards(address)


def _onwards(address: str) -> Response:
    """A page that leads on: a posted form may not be redirected to another site."""
    sentence = "Google asks you now whether coachbook may write to your calendar."
    return pages.page(
        "onwards.html", 200, title="On to Google", sentence=sentence, address=address, back=PAGE
    )


async def come_back(request: Request) -> Response:
    if request.method != "GET":
        return PlainTextResponse("This can only be opened.", 405)
    arrive = partial(_arrive, _values(request), cookie_of(request))
    try:
        async with asyncio.timeout(SECONDS_FOR_GOOGLE):
            to = await asyncio.get_running_loop().run_in_executor(_pool, arrive)
    except TimeoutError:
        to = _problem(ConsentBroken())
    except NotSignedIn:
        to = SIGN_IN
    except DatabaseUnreachable:
        return pages.unreachable()
    except Refusal as refusal:
        to = _problem(refusal)
    except Exception as problem:
        return broken(problem, "/google/callback")
    return RedirectResponse(to, 303)


def _values(request: Request) -> dict[str, str]:
    """What is told twice, or at great length, isn't Google's."""
    told = {name: request.query_params.getlist(name) for name in READ}
    return {
        name: values[0]
        for name, values in told.items()
        if len(values) == 1 and len(values[0]) <= LONGEST_VALUE
    }


def _arrive(values: Mapping[str, str], cookie: str) -> str:
    now = clock.now()
    begun = _begun(values, cookie, now)
    if "code" not in values:
        raise ConsentDenied if values.get("error") == "access_denied" else ConsentBroken
    granted = _granted(values["code"], begun)
    with transaction() as session:
        by = sign_ins.person_of(session, cookie, now=now)
        if by is None:
            raise NotSignedIn
        connections.connect(session, granted, by=by, now=now)
    return f"{PAGE}?notice=google-connected"


def _granted(code: str, begun: Begun) -> Granted:
    try:
        return _consent().exchange(code, verifier=begun.verifier, nonce=begun.nonce)
    except ConsentIncomplete:
        raise BoxNotTicked from None
    except ConsentFailed:
        raise ConsentBroken from None


def _begun(values: Mapping[str, str], cookie: str, now: datetime) -> Begun:
    """Committed before Google is asked: the same state never asks twice."""
    if not settings().google.is_configured:
        raise NotConfigured
    with transaction() as session:
        by = sign_ins.person_of(session, cookie, now=now)
        if by is None:
            raise NotSignedIn
        if "state" not in values:
            raise NotExpected
        return authorizing.take(session, values["state"], by=by, now=now)


def _problem(refusal: Refusal) -> str:
    return f"{PAGE}?problem={form_answers.code(refusal)}"


def _consent() -> Consent:
    from coachbook.integrations import google_calendar

    return google_calendar.consent(settings())


ROUTES = [
    form("/google/connect", connect, page=PAGE),
    Route("/google/callback", come_back, methods=["GET"], name="/google/callback"),
]
