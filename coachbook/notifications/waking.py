"""Wakes those who send, in this process, when a commit has left something that is due."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

_sleepers: set[threading.Event] = set()


def at_commit(session: Session) -> None:
    """Something due was written: whoever sends is woken once it can be seen."""
    session.info["has_due_messages"] = True


def wake() -> None:
    for sleeper in tuple(_sleepers):
        sleeper.set()


@contextmanager
def woken(sleeper: threading.Event) -> Iterator[None]:
    """The event is set each time that something is due."""
    _sleepers.add(sleeper)
    try:
        yield
    finally:
        _sleepers.discard(sleeper)


def _committed(session: Any) -> None:
    if session.info.pop("has_due_messages", False):
        wake()


def _undone(session: Any) -> None:
    session.info.pop("has_due_messages", None)


event.listen(Session, "after_commit", _committed)
event.listen(Session, "after_rollback", _undone)
