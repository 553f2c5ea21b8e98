"""Reminders that are due, delivered by one worker to a mail server in another process.

Run it with python -m tests.benchmarks.bench_delivery [how many clients]"""

import multiprocessing
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection
from time import perf_counter, process_time
from unittest.mock import patch

from aiosmtpd.controller import Controller
from sqlalchemy import delete
from sqlmodel import col, func, select

from coachbook import clock, database
from coachbook.integrations.envelopes import Origin
from coachbook.integrations.smtp.sender import Smtp
from coachbook.jobs import delivering, reminding
from coachbook.models import Booking, OutboxMessage
from coachbook.notifications.delivery import Senders
from tests.benchmarks import bench_reminders
from tests.benchmarks.places import each_database

CLIENTS = 10_000
GOAL_A_SECOND = 200


def main(clients: int = CLIENTS) -> None:
    print("database     emails  pushes  seconds  emails/s  work of the worker an email")
    with each_database() as names:
        for name in names:
            print(f"{name:<11} {_line(clients)}", flush=True)


def _line(clients: int) -> str:
    """Half of the reminders are of check-ins: those go by email too."""
    with database.transaction() as session:
        bench_reminders.fill(session)
        too_many = select(Booking.client_id).distinct().offset(clients)
        session.connection().execute(delete(Booking).where(col(Booking.client_id).in_(too_many)))
    now = bench_reminders.NOW
    with patch.object(clock, "now", lambda: now):
        reminding.remind()
    waiting = dict(_counts("waiting"))
    moment = now + timedelta(seconds=1)
    with mail_server() as (port, received), patch.object(clock, "now", lambda: moment):
        seconds, work = _deliver(Smtp(f"smtp://127.0.0.1:{port}", Origin("b@example.com", "b")))
        received.send("how many")
        assert received.recv() == waiting["email"]
    emails = waiting["email"]
    return (
        f"{emails:>7,} {waiting['push']:>7,} {seconds:>8.1f} {emails / seconds:>9.0f} "
        f"{1000 * work / emails:>8.2f} ms"
    )


def _deliver(smtp: Smtp) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    began, worked = perf_counter(), process_time()
    with delivering.running(Senders(smtp, None)):
        while _is_any_left():
            time.sleep(0.2)
        taken = perf_counter() - began, process_time() - worked
    smtp.close()
    return taken


def _is_any_left() -> bool:
    """Without counting them: this goes on beside what is measured."""
    with database.reading() as session:
        left = col(OutboxMessage.state).in_(("waiting", "claimed"))
        return session.exec(select(OutboxMessage.id).where(left).limit(1)).first() is not None


def _counts(state: str) -> list[tuple[str, int]]:
    with database.reading() as session:
        asked = select(OutboxMessage.channel, func.count()).where(OutboxMessage.state == state)
        return list(session.exec(asked.group_by(OutboxMessage.channel)))


@contextmanager
def mail_server() -> Iterator[tuple[int, Connection]]:
    """Its port, and where to ask how many emails it took."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,))
    process.start()
    try:
        yield here.recv(), here
    finally:
        process.terminate()
        process.join()


def _serve(there: Connection) -> None:
    taken = Counting()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    Controller(taken, hostname="127.0.0.1", port=port).start()
    there.send(port)
    while there.recv():
        there.send(taken.count)


class Counting:
    def __init__(self) -> None:
        self.count = 0

    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:
        self.count += 1
        return "250 taken"


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
