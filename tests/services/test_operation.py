"""What the owner sees of the machinery, and what nobody else does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session, select

from coachbook.errors import NotAllowed
from coachbook.models import BlockedAddress, Heartbeat, OutboxMessage
from coachbook.services import gallery, operation, schedules
from coachbook.services.people import Person
from coachbook.services.schedules import NoSchedule
from coachbook.services.vitals import MISSED
from tests import people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice, open_practice


@pytest.fixture
def owner(session: Session) -> Person:
    return people.coach(session, "Olga Brandt", is_owner=True)


@pytest.fixture
def practice(session: Session) -> Practice:
    return open_practice(session)


@dataclass
class OneJob:
    """Stands for the table of jobs."""

    error: str = ""

    def overview(self, *, now: datetime) -> list[Any]:
        return [SimpleNamespace(name="reminders", words="Reminds", next_at=now)]

    def run(self, name: str) -> Any:
        return SimpleNamespace(last_error=self.error)


@pytest.fixture
def schedule(monkeypatch: pytest.MonkeyPatch) -> OneJob:
    made = OneJob()
    monkeypatch.setattr(schedules, "_schedules", [made])
    return made


def _overview(session: Session, by: Person) -> operation.Overview:
    return operation.overview(session, by=by, now=NOW)


def _block(session: Session, address: str) -> None:
    session.add(BlockedAddress(address=address, cause="bounced", detail="550", blocked_at=NOW))
    session.flush()


def test_workers_are_listed_with_the_leader_first(session: Session, owner: Person) -> None:
    for name, ago, is_leader in (("a", MISSED, False), ("b", timedelta(seconds=1), True)):
        session.add(Heartbeat(worker=name, started_at=NOW, beat_at=NOW - ago, is_leader=is_leader))
    session.flush()
    found = _overview(session, owner).workers
    assert [(one.is_leader, one.is_alive) for one in found] == [(True, True), (False, False)]


def test_messages_are_counted_by_state(practice: Practice, owner: Person) -> None:
    practice.book(at("2026-11-24 09:00"))
    counts = _overview(practice.session, owner).counts
    assert counts == {("email", "waiting"): 2, ("push", "waiting"): 2}


def test_what_is_done_with_is_counted_for_a_day(practice: Practice, owner: Person) -> None:
    practice.book(at("2026-11-24 09:00"), now=NOW - timedelta(hours=25))
    for number, row in enumerate(practice.session.exec(select(OutboxMessage)).all()):
        row.state = ("sent", "dead")[number % 2]
    practice.session.flush()
    assert {state for _, state in _overview(practice.session, owner).counts} == {"dead"}


def test_addresses_of_others_clients_are_hidden(practice: Practice, owner: Person) -> None:
    own = people.client(practice.session, owner, "Kim")
    for one in (own, practice.client, practice.coach):
        _block(practice.session, one.email)
    shown = {one.address for one in _overview(practice.session, owner).blocked}
    assert own.email in shown
    assert practice.client.email not in shown
    assert practice.coach.email not in shown
    assert len(shown) == 3


def test_jobs_are_those_that_were_handed_in(
    session: Session, owner: Person, schedule: OneJob
) -> None:
    assert [job.name for job in _overview(session, owner).jobs] == ["reminders"]
    assert operation.run_job("reminders", by=owner) == ""
    schedule.error = "ValueError"
    assert operation.run_job("reminders", by=owner) == "ValueError"


def test_without_a_schedule_nothing_runs(
    session: Session, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedules, "_schedules", [])
    assert _overview(session, owner).jobs == ()
    with pytest.raises(NoSchedule):
        operation.run_job("reminders", by=owner)


CALLS: dict[str, Callable[[Session, Person], object]] = {
    "overview": _overview,
    "run": lambda _, by: operation.run_job("reminders", by=by),
    "trial": lambda session, by: operation.trial(session, by=by),
    "samples": lambda session, by: gallery.samples(session, by=by, now=NOW),
    "sample": lambda session, by: gallery.email(session, "session_booked", by=by, now=NOW),
}


@pytest.mark.parametrize("name", CALLS)
def test_nobody_but_the_owner_operates(
    practice: Practice, owner: Person, schedule: OneJob, name: str
) -> None:
    for person in (practice.coach, practice.client):
        with pytest.raises(NotAllowed):
            CALLS[name](practice.session, person)
    CALLS[name](practice.session, owner)


def test_trial_goes_to_the_owner_only(session: Session, owner: Person) -> None:
    email = operation.trial(session, by=owner)
    assert (email.recipient_email, email.recipient_name) == (owner.email, "Olga Brandt")
    assert email.link.endswith("/operator")
    assert email.subject in email.html
    assert not email.unsubscribe_link
    assert session.exec(select(OutboxMessage)).first() is None
