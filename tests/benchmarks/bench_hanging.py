"""Bookings while the email provider hangs and 200 messages wait, beside a calm day; and how long
after its undo span a booking's confirmation is at the mail server.

Run it with python -m tests.benchmarks.bench_hanging [how many bookings]"""

import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import perf_counter
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update
from sqlmodel import Session, select

from coachbook import clock, database
from coachbook.integrations.envelopes import Origin
from coachbook.integrations.smtp.sender import Smtp
from coachbook.jobs import delivering
from coachbook.jobs.delivering import BESIDE_PAGES
from coachbook.models import Booking, OutboxMessage, SessionPackage
from coachbook.notifications import outbox
from coachbook.notifications.delivery import Senders
from coachbook.notifications.sending import Email, TryLater
from tests.benchmarks.bench_delivery import mail_server
from tests.benchmarks.places import each_database
from tests.practices import Practice, open_practice

BOOKINGS = 200
CREDITS = 100
CONFIRMATIONS = 20
WAITING = 200
HANGS_SECONDS = 30.0
EACH = 20  # of one kind in a row
GOAL_RATIO, GOAL_SECONDS = 1.10, 15
HOUR = timedelta(hours=1)
NEW_YORK = ZoneInfo("America/New_York")


def main(bookings: int = BOOKINGS) -> None:
    print("database      calm p50    p95   hanging p50    p95   ratio p50    p95")
    with each_database() as names:
        for name in names:
            print(f"{name:<11} {_hanging(bookings)}", flush=True)
    print("database     from the end of the undo span to the mail server")
    with each_database() as names:
        for name in names:
            print(f"{name:<11} {_confirmed()}", flush=True)


# --- While the provider hangs --------------------------------------------------


class Hanging:
    def __init__(self) -> None:
        self.over = threading.Event()

    def send(self, email: Email) -> str:
        self.over.wait(HANGS_SECONDS)
        raise TryLater("The provider hangs.")


def _hanging(count: int) -> str:
    """By turns, so that whatever else the machine does weighs on both."""
    practice = _practice()
    times: dict[bool, list[float]] = {False: [], True: []}
    _book_some(practice)
    for turn in range(2 * count // EACH):
        is_hanging = bool(turn % 2)
        with _delivering(is_hanging=is_hanging):
            times[is_hanging] += _book_some(practice)
    calm, hanging = _quantiles(times[False]), _quantiles(times[True])
    ratios = [slow / quick for quick, slow in zip(calm, hanging, strict=True)]
    verdict = "" if ratios[1] <= GOAL_RATIO else "TOO SLOW"
    shown = [f"{1000 * one:.1f} ms" for one in (*calm, *hanging)]
    return "  ".join((*shown, *(f"{one:.2f}" for one in ratios), verdict))


@contextmanager
def _delivering(*, is_hanging: bool) -> Iterator[None]:
    """As in the web process. What waits is due while it hangs, and nothing is on a calm day."""
    provider = Hanging()
    with database.transaction() as session:
        _empty(session)
        if is_hanging:
            _wait(session)
    with delivering.running(Senders(provider, None), BESIDE_PAGES):
        time.sleep(0.5)
        yield
        provider.over.set()


def _empty(session: Session) -> None:
    for row in session.exec(select(OutboxMessage).where(OutboxMessage.state != "sent")):
        row.state = "sent"


def _wait(session: Session) -> None:
    reader, now = session.exec(select(OutboxMessage.recipient_id)).first(), clock.now()
    assert reader
    for number in range(WAITING):
        subject_id = UUID(int=time.time_ns() + number)
        outbox.queue(
            session, "email_changed", recipient_id=reader, coach_id=None, subject_id=subject_id,
            due_at=now, created_at=now,
        )  # fmt: skip


def _quantiles(seconds: list[float]) -> tuple[float, float]:
    parts = statistics.quantiles(seconds, n=20)
    return parts[9], parts[18]


# --- The confirmation ----------------------------------------------------------


def _confirmed() -> str:
    practice, starts = _practice(), _starts()
    with mail_server() as (port, _):
        smtp = Smtp(f"smtp://127.0.0.1:{port}", Origin("b@example.com", "b"))
        with delivering.running(Senders(smtp, None), BESIDE_PAGES):
            for _ in range(CONFIRMATIONS):
                _book(practice, next(starts))
                time.sleep(0.3)
            late = _lateness()
        smtp.close()
    p50, p95 = _quantiles(late)
    verdict = "" if max(late) <= GOAL_SECONDS else "TOO SLOW"
    return f"p50 {p50:.2f} s  p95 {p95:.2f} s  most {max(late):.2f} s  of {len(late)}  {verdict}"


def _lateness() -> list[float]:
    """Of the emails, once all of them have left."""
    asked = select(OutboxMessage).where(
        OutboxMessage.channel == "email", OutboxMessage.event == "session_booked"
    )
    while True:
        time.sleep(0.5)
        with database.reading() as session:
            found = session.exec(asked).all()
        if all(one.state == "sent" for one in found):
            return [(one.sent_at - one.due_at).total_seconds() for one in found if one.sent_at]


# --- A practice ----------------------------------------------------------------


def _practice() -> Practice:
    with database.transaction() as session:
        made = open_practice(session)
        _fill_up(session)
        return made


def _fill_up(session: Session) -> None:
    credits = {"total_sessions": CREDITS, "remaining_sessions": CREDITS}
    session.connection().execute(update(SessionPackage).values(credits))


def _starts() -> Iterator[datetime]:
    """The hours of working days ahead, in New York."""
    at = (
        (clock.now() + timedelta(days=3))
        .astimezone(NEW_YORK)
        .replace(hour=9, minute=0, second=0, microsecond=0)
    )
    while True:
        if at.weekday() < 5 and 9 <= at.hour < 16:
            yield at
        at += HOUR


def _book_some(practice: Practice) -> list[float]:
    """The same hours every time: they are free again afterwards."""
    starts = _starts()
    seconds = [_book(practice, next(starts)) for _ in range(EACH)]
    with database.transaction() as session:
        session.connection().execute(delete(Booking))
        _fill_up(session)
    return seconds


def _book(practice: Practice, starts_at: datetime) -> float:
    began = perf_counter()
    with database.transaction() as session:
        practice.session = session
        assert practice.book(starts_at, now=clock.now()).bookings
    return perf_counter() - began


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
