"""What a process does beside answering people: it delivers messages, copies appointments to Google
Calendar and runs the jobs.

The web process does both unless it is told not to; `coachbook worker` does nothing else, and any
number of them may run against one PostgreSQL database.
"""

import asyncio
import logging
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager

from coachbook.config import settings
from coachbook.jobs import copying, delivering, ticking
from coachbook.jobs.delivering import ALONE, BESIDE_PAGES, Pace
from coachbook.notifications.delivery import Senders
from coachbook.services.google_calendar.speaking import Google

log = logging.getLogger("coachbook.jobs")

WAYS = {"sendgrid": "SendGrid", "smtp": "a mail server", "none": "it stays on this machine"}


def run() -> None:
    """Until a signal stops it. What is being sent is brought to its end."""
    told_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    with working(ALONE):
        told_to_stop.wait()


@asynccontextmanager
async def beside_pages() -> AsyncIterator[None]:
    """In the web process, in threads that no request uses."""
    if not settings().jobs_in_process:
        yield
        return
    with ExitStack() as stack:
        await asyncio.to_thread(stack.enter_context, working(BESIDE_PAGES))
        try:
            yield
        finally:
            await asyncio.to_thread(stack.close)


@contextmanager
def working(pace: Pace) -> Iterator[None]:
    with ExitStack() as stack:
        senders = stack.enter_context(_senders())
        stack.enter_context(delivering.running(senders, pace))
        if settings().google.is_configured:
            stack.enter_context(_copying(pace))
        stack.enter_context(ticking.running())
        yield


def _copying(pace: Pace) -> AbstractContextManager[None]:
    """Google's libraries are loaded at the first call: nobody may be connected yet."""
    from coachbook.integrations import google_calendar

    known = settings()
    google = Google(
        google_calendar.opening(known), lambda token: google_calendar.consent(known).revoke(token)
    )
    return copying.running(google, threads=pace.threads, rest_seconds=pace.rest_seconds)


@contextmanager
def _senders() -> Iterator[Senders]:
    """Providers' libraries take their time to import, so only those that send do it."""
    from coachbook.integrations import mail, web_push

    senders = Senders(mail.sender(settings()), web_push.sender(settings()))
    log.info("How email leaves: %s.", WAYS[settings().mail.transport])
    try:
        yield senders
    finally:
        for sender in (senders.email, senders.push):
            getattr(sender, "close", bool)()
