"""Several `coachbook worker` processes at once, that meet where they could be in each other's way.

Run as a program of its own: it forks them, which is only safe where nothing else runs.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from sqlmodel import col, select

from coachbook import cli, config, database
from coachbook.integrations import mail, web_push
from coachbook.jobs import leading, ledger, schedule, worker
from coachbook.models import JobRecord, OutboxMessage
from coachbook.notifications import claims
from coachbook.notifications.outbox import Queued
from coachbook.services import reminders

WORKERS = 3
PATIENCE_SECONDS = 120  # on a machine that has much else to do
ENDS_WITHIN_SECONDS = 30
PRELOADED = (mail, web_push, worker)


def main(mode: str, place: str, *settings: str) -> None:
    """Until all is planned and delivered, and every worker has ended as it should."""
    os.environ.update((name, value) for name, _, value in (one.partition("=") for one in settings))
    config.reset()
    leaders = 1 if mode == "one leads" else WORKERS
    with _changed(mode, Path(place)):
        workers = [_forked() for _ in range(WORKERS)]
    last_moment = time.monotonic() + PATIENCE_SECONDS
    while not _is_all_done(leaders) and time.monotonic() < last_moment:
        time.sleep(0.1)
    codes = [_ended(one) for one in workers]
    if any(codes) or not _is_all_done(leaders):
        sys.exit(f"They ended with {codes}.")


def _ended(worker: int) -> int:
    """How it ended after it was told to; one that doesn't is killed."""
    os.kill(worker, signal.SIGTERM)
    for _ in range(ENDS_WITHIN_SECONDS * 20):
        ended, status = os.waitpid(worker, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.kill(worker, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])


def _forked() -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            cli.worker()
            code = 0
        finally:
            os._exit(code)
    return child


def _is_all_done(leaders: int) -> bool:
    """Who begins the last job has ended the others."""
    unfinished = col(OutboxMessage.state).in_(("waiting", "claimed"))
    with database.reading() as session:
        last = session.get(JobRecord, schedule.JOBS[-1].name)
        if last is None or last.runs < leaders or last.last_finished_at is None:
            return False
        return session.exec(select(OutboxMessage.id).where(unfinished).limit(1)).first() is None


# --- What is different in the workers ----------------------------------------


@contextmanager
def _changed(mode: str, place: Path) -> Iterator[None]:
    """`mode` is "one leads", "all lead", or "unguarded": they all lead, without the guards."""
    meet = partial(_Meeting, place)
    with ExitStack() as stack:
        put = partial(_put, stack)
        put(claims, "_found", _met(claims._found, meet("claiming"), if_=_is_claiming))
        put(leading, "take", _met(leading.take, meet("leading"), is_before=True))
        if mode != "one leads":
            put(leading, "take", _granted(leading.take))
            put(ledger, "records", _met(ledger.records, meet("looking")))
            put(reminders, "_rows", _met(reminders._rows, meet("planning")))
        if mode == "unguarded":
            asked = claims._asked
            put(claims, "_asked", lambda kind, is_locking: asked(kind, is_locking=False))
            put(Queued, "key", property(lambda _: uuid4().hex))
        yield


def _put(stack: ExitStack, where: Any, name: str, instead: Any) -> None:
    stack.enter_context(patch.object(where, name, instead))


class _Meeting:
    """Each worker waits here once, until all have come."""

    def __init__(self, place: Path, name: str) -> None:
        self.place, self.name = place, name
        self._turn, self._is_over = threading.Lock(), False

    def wait(self) -> None:
        with self._turn:
            if self._is_over:
                return
            self._is_over = True
        (self.place / f"{self.name}.{os.getpid()}").touch()
        last_moment = time.monotonic() + PATIENCE_SECONDS
        while len(list(self.place.glob(f"{self.name}.*"))) < WORKERS:
            if time.monotonic() > last_moment:
                os._exit(3)
            time.sleep(0.005)


def _met(
    work: Callable[..., Any],
    meeting: _Meeting,
    *,
    if_: Callable[..., bool] = lambda *_: True,
    is_before: bool = False,
) -> Callable[..., Any]:
    """What was read is as old as the slowest one's; what is written is written at once."""

    def with_the_others(*asked: Any, **more: Any) -> Any:
        if is_before:
            meeting.wait()
        answer = work(*asked, **more)
        if not is_before and if_(answer, *asked):
            meeting.wait()
        return answer

    return with_the_others


def _is_claiming(found: list[OutboxMessage], session: Any, *_: Any) -> bool:
    return bool(found) and not database.is_reading(session)


def _granted(take: Callable[..., bool]) -> Callable[..., bool]:
    """As with leases that were taken over while those who held them still run."""

    def taken(*asked: Any, **more: Any) -> bool:
        take(*asked, **more)
        return True

    return taken


if __name__ == "__main__":
    main(*sys.argv[1:])
