"""Forms that browsers post: read with a limit, answered in a thread, sent on with a redirect.

A refused form goes back to its page with a code in the address, and what was typed in a cookie.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coachbook import clock
from coachbook.config import settings
from coachbook.errors import DatabaseUnreachable, Refusal
from coachbook.routes import pages
from coachbook.routes.addresses import network_address
from coachbook.services import form_answers, sign_ins
from coachbook.services.form_answers import NotUnderstood

MOST_BYTES = 64 * 1024
MOST_FIELDS = 30
SECONDS_TO_ARRIVE = 15
THREADS = 8
FORM_TYPE = "application/x-www-form-urlencoded"

T = TypeVar("T")

log = logging.getLogger("coachbook.routes")
_pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="routes")


@dataclass(frozen=True)
class Post:
    """What came with a form."""

    fields: Mapping[str, str]
    cookie: str
    address: str
    user_agent: str
    now: datetime

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


@dataclass(frozen=True)
class Answer:
    """Where to go next; `cookie` signs in, `is_end` signs out."""

    to: str
    cookie: str = ""
    is_end: bool = False


class TooLarge(NotUnderstood):
    """More than any form of ours."""


def form(
    path: str,
    answer: Callable[[Post], Answer | Response],
    *,
    page: str | Callable[[Mapping[str, str]], str],
    keeping: Sequence[str] = (),
) -> Route:
    """A route for a form that stands on `page`; `keeping` are the fields that its address needs.

    A form that stands on several pages says by its fields on which.
    """

    async def endpoint(request: Request) -> Response:
        fields: dict[str, str] = {}
        try:
            fields = await fields_of(request)
            result = await in_thread(partial(answer, _post(request, fields)))
        except DatabaseUnreachable:
            return pages.unreachable()
        except Refusal as refusal:
            there = page if isinstance(page, str) else page(fields)
            return _back(there, keeping, fields, refusal)
        except Exception as problem:
            return broken(problem, path)
        return result if isinstance(result, Response) else _onwards(result)

    return Route(path, endpoint, methods=["POST"], name=path)


async def in_thread(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_pool, work)


def broken(problem: Exception, path: str) -> Response:
    """A page with a reference; the log has kinds and places, never what was typed."""
    reference = secrets.token_hex(3).upper()
    frame = problem.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_name}:{frame.tb_lineno}" if frame else "nowhere"
    log.error("%s failed, reference %s: %s at %s", path, reference, type(problem).__name__, place)
    return pages.broken(reference)


async def fields_of(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        if request.headers.get("content-length", "0") == "0":
            return {}
        raise NotUnderstood
    try:
        body = (await _body(request)).decode("ascii")
        pairs = parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as problem:
        raise NotUnderstood from problem
    if any("\x00" in value for _, value in pairs):
        raise NotUnderstood
    return dict(pairs)


async def _body(request: Request) -> bytes:
    body = b""
    try:
        async with asyncio.timeout(SECONDS_TO_ARRIVE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise TooLarge
    except TimeoutError as problem:
        raise NotUnderstood from problem
    return body


def _post(request: Request, fields: dict[str, str]) -> Post:
    return Post(
        fields=fields,
        cookie=cookie_of(request),
        address=network_address(request),
        user_agent=request.headers.get("user-agent", "").replace("\x00", ""),
        now=clock.now(),
    )


def cookie_of(request: Request) -> str:
    return request.cookies.get(sign_ins.cookie_name(), "")


def _back(
    page: str, keeping: Sequence[str], fields: Mapping[str, str], refusal: Refusal
) -> Response:
    query = {name: fields[name][:500] for name in keeping if fields.get(name)}
    query["problem"] = form_answers.code(refusal)
    answer = RedirectResponse(f"{page}?{urlencode(query)}", 303)
    _set_cookie(answer, form_answers.COOKIE, form_answers.kept(fields), form_answers.COOKIE_SECONDS)
    return answer


def _onwards(answer: Answer) -> Response:
    response = RedirectResponse(answer.to, 303)
    _set_cookie(response, form_answers.COOKIE, "", 0)
    if answer.cookie:
        seconds = int(sign_ins.LIFE.total_seconds())
        _set_cookie(response, sign_ins.cookie_name(), answer.cookie, seconds)
    if answer.is_end:
        _set_cookie(response, sign_ins.cookie_name(), "", 0)
    return response


def _set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings().is_secure,
    )
