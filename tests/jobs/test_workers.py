"""Three workers on one PostgreSQL: everybody is told once, also while all of them lead."""

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook import clock
from coachbook.models import Booking, JobRecord, OutboxMessage
from coachbook.notifications import outbox
from coachbook.notifications.outbox import Queued
from coachbook.services.people import Person
from tests import people
from tests.integrations.mail_server import MailServer, serving
from tests.jobs.working import WORKERS

MANY, SOME = 100, 80  # two emails are due for each: enough that every worker finds a batch
EVENTS = ("checkin_booked", "checkin_reminder", "new_booking")
EACH_CLIENT = 2  # all but the last
pytestmark = [
    pytest.mark.slow,
    pytest.mark.race,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]


@dataclass(frozen=True)
class Toll:
    """How often each email came, how many each client got, which were written (a summary besides,
    late in the day), how the jobs went."""

    emails: Counter[str]
    clients: Counter[int]
    written: set[str]
    of_event: Counter[str]
    runs: int
    errors: set[str]

    def are_all_told_once(self, clients: int) -> bool:
        is_whole = all(self.of_event[one] == clients for one in EVENTS)
        return is_whole and self.emails == dict.fromkeys(self.written, 1)


def fill(session: Session, clients: int) -> None:
    """Check-ins within a day: that they were booked is due, and the reminders are to be planned."""
    coach = people.coach(session)
    for number in range(clients):
        _book(session, coach, people.client(session, coach), number)
    session.commit()


def _book(session: Session, coach: Person, client: Person, number: int) -> None:
    now = clock.now()
    starts_at = now + timedelta(hours=12, minutes=number)
    booking_id = uuid4()
    booking = Booking(
        id=booking_id, chain_id=booking_id, coach_id=coach.id, client_id=client.id,
        booking_type="checkin", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30),
        created_at=now - timedelta(days=9),
    )  # fmt: skip
    session.add(booking)
    told = (("checkin_booked", client), ("new_booking", coach))
    outbox.queue_many(session, [_letter(event, to, booking) for event, to in told])


def _letter(event: str, to: Person, booking: Booking) -> Queued:
    return Queued(
        event, to.id, booking.coach_id, booking.chain_id, booking.created_at, booking.created_at,
        payload={"booking_ids": [str(booking.id)], "by": "coach"},
    )  # fmt: skip


def worked(database: Engine, place: Path, mode: str, clients: int) -> Toll:
    (place / "met").mkdir()
    with Session(database) as session:
        fill(session, clients)
    with serving(MailServer()) as server:
        settings = (
            f"COACHBOOK_DATABASE_URL={database.url.render_as_string(hide_password=False)}",
            f"COACHBOOK_DATA_DIR={place}",
            f"COACHBOOK_SMTP_URL={server.url}",
            "COACHBOOK_MAIL_FROM=bookings@example.com",
        )
        program = [sys.executable, "-m", "tests.jobs.working", mode, str(place / "met"), *settings]
        ran = subprocess.run(program, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stderr
    return toll(database, server)


def toll(database: Engine, server: MailServer) -> Toll:
    with Session(database) as session:
        emails = select(OutboxMessage).where(OutboxMessage.channel == "email")
        written = {row.id.hex: row.event for row in session.exec(emails)}
        jobs = {row.name: row for row in session.exec(select(JobRecord))}
    received = Counter(server.recipients)
    return Toll(
        emails=Counter(one["Message-ID"].strip("<>").split("@")[0] for one in server.received),
        clients=Counter(count for name, count in received.items() if name.startswith("robin")),
        written=set(written),
        of_event=Counter(written.values()),
        runs=jobs["reminders"].runs,
        errors={row.last_error for row in jobs.values()},
    )


@pytest.mark.parametrize(
    ("mode", "leaders", "clients"), [("one leads", 1, SOME), ("all lead", WORKERS, MANY)]
)
def test_workers_tell_everybody_once(
    database: Engine, tmp_path: Path, mode: str, leaders: int, clients: int
) -> None:
    found = worked(database, tmp_path, mode, clients)
    assert found.are_all_told_once(clients)
    assert found.clients == {EACH_CLIENT: clients}
    assert (found.runs, found.errors) == (leaders, {""})


def test_without_locks_and_keys_some_come_twice(database: Engine, tmp_path: Path) -> None:
    """The control: the workers do reach for the same messages, and plan the same reminders."""
    found = worked(database, tmp_path, "unguarded", SOME)
    assert found.runs == WORKERS
    assert found.of_event["checkin_reminder"] > SOME
    assert max(found.emails.values()) > 1
