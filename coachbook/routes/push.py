"""What a browser says of its own pushes, by itself: see assets/sw.js and ui/push/device.jsx."""

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from coachbook import clock
from coachbook.config import settings
from coachbook.database import reading, transaction
from coachbook.errors import DatabaseUnreachable, Refusal
from coachbook.integrations.web_push import keys
from coachbook.routes.forms import cookie_of, fields_of, in_thread
from coachbook.services import push_devices, sign_ins
from coachbook.services.push_devices import Subscription


async def seen(request: Request) -> Response:
    """A browser that was turned on tells how it is reached; it hears whether it gets messages, and
    by which key, so that it can ask its push service anew if that has changed."""
    return await _answer(request, _seen)


async def ended(request: Request) -> Response:
    """A browser that was signed out has let go of its pushes. It needs no cookie for that."""
    return await _answer(request, _ended)


async def _answer(request: Request, work: Any) -> Response:
    try:
        fields = await fields_of(request)
        return JSONResponse(await in_thread(partial(work, fields, cookie_of(request))))
    except DatabaseUnreachable as problem:
        return PlainTextResponse(problem.sentence, 503)
    except Refusal as refusal:
        return PlainTextResponse(refusal.sentence, 400)


def _seen(fields: dict[str, str], cookie: str) -> dict[str, Any]:
    now, key = clock.now(), keys.of(settings())
    wanted = Subscription(
        endpoint=fields.get("endpoint", ""),
        public_key=fields.get("public_key", ""),
        auth_secret=fields.get("auth_secret", ""),
        key_id=key.id if fields.get("key") == key.public else "",
    )
    with reading() as session:
        by = sign_ins.person_of(session, cookie, now=now)
    if by is None:
        return {"is_on": False, "key": key.public}
    with transaction() as session:
        former = fields.get("former", "")
        is_on = push_devices.renew(session, wanted, former=former, by=by, now=now)
    return {"is_on": is_on, "key": key.public}


def _ended(fields: dict[str, str], cookie: str) -> dict[str, Any]:
    """A stranger's guess costs a look, and keeps nobody from writing."""
    endpoint = fields.get("endpoint", "")
    with reading() as session:
        is_known = push_devices.is_known(session, endpoint)
    if is_known:
        with transaction() as session:
            push_devices.end(session, endpoint)
    return {"is_on": False}


ROUTES = [
    Route("/push/seen", seen, methods=["POST"], name="/push/seen"),
    Route("/push/ended", ended, methods=["POST"], name="/push/ended"),
]
