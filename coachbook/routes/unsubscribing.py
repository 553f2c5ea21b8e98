"""Stopping the emails about one event: by a page with a button, or by one POST of a mail app.

Such a POST says `List-Unsubscribe=One-Click` and comes from anywhere, so that no body is looked at.
"""

from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coachbook import clock
from coachbook.database import reading, transaction
from coachbook.errors import DatabaseUnreachable, LinkExpired, TooManyTries
from coachbook.notifications import wording
from coachbook.routes import pages
from coachbook.routes.forms import broken, in_thread
from coachbook.services import notification_choices

PATH = "{word}/{token}"
PAGES = {"coach": "/coach/settings/notifications", "client": "/client/settings/notifications"}


async def show(request: Request) -> Response:
    return await _answered(partial(_page, *_link(request)))


async def stop(request: Request) -> Response:
    return await _answered(partial(_set, *_link(request), is_on=False))


async def start(request: Request) -> Response:
    return await _answered(partial(_set, *_link(request), is_on=True))


def _link(request: Request) -> tuple[str, str]:
    return request.path_params["word"], request.path_params["token"]


async def _answered(work: Callable[[], Response]) -> Response:
    try:
        return await in_thread(work)
    except DatabaseUnreachable:
        return pages.unreachable()
    except LinkExpired:
        return pages.page(
            "link_ended.html",
            404,
            title="This link doesn't work",
            sentence="It isn't whole. You can choose what we send you in your settings.",
        )
    except TooManyTries as refusal:
        return pages.page("link_ended.html", 429, title="One moment", sentence=refusal.sentence)
    except Exception as problem:
        return broken(problem, "/unsubscribe")


def _set(word: str, token: str, *, is_on: bool) -> Response:
    with reading() as session:
        notification_choices.subscription(session, word, token)
    with transaction() as session:
        notification_choices.count_try(session, word, token, now=clock.now())
    with transaction() as session:
        notification_choices.subscribe(session, word, token, is_on=is_on, now=clock.now())
    return _page(word, token, is_done=True)


def _page(word: str, token: str, *, is_done: bool = False) -> Response:
    with reading() as session:
        found = notification_choices.subscription(session, word, token)
    response = pages.page(
        "unsubscribe.html",
        200,
        title=f"Emails about {found.title.noun}",
        about=found.title,
        email=wording.masked(found.email),
        is_on=found.is_on,
        is_done=is_done,
        word=word,
        token=token,
        settings_page=PAGES[found.side],
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


ROUTES = [
    Route(f"/unsubscribe/{PATH}", show, methods=["GET"], name="/unsubscribe"),
    Route(f"/unsubscribe/{PATH}", stop, methods=["POST"], name="/unsubscribed"),
    Route(f"/subscribe/{PATH}", start, methods=["POST"], name="/subscribed"),
]
