"""Reminders are written some hundreds at a time, so that nobody who books has to wait for them."""

from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from coachbook import clock
from coachbook.database import transaction
from coachbook.services import reminders


class Queueing(Protocol):
    def __call__(self, session: Session, *, now: datetime, most: int) -> int: ...


def remind() -> int:
    """Of sessions and check-ins that start within 24 hours."""
    return _in_portions(reminders.queue_due)


def remind_of_forms() -> int:
    """Of questions before a check-in that nobody answered yet."""
    return _in_portions(reminders.queue_forms)


def _in_portions(queue: Queueing) -> int:
    count, portion = 0, reminders.AT_ONCE
    while portion == reminders.AT_ONCE:
        with transaction() as session:
            portion = queue(session, now=clock.now(), most=reminders.AT_ONCE)
        count += portion
    return count
