"""The owner's pages: how the machinery does, in words, and every message."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session, select

from coachbook.integrations import mail
from coachbook.models import BlockedAddress, GoogleConnection, Heartbeat, OutboxMessage
from coachbook.notifications import matrix
from coachbook.notifications.sending import Email, TryLater
from coachbook.services import schedules
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.operator.letters_state import DeadLetters
from coachbook.ui.operator.messages_rows import DUE, name_of
from coachbook.ui.operator.messages_state import Gallery
from coachbook.ui.operator.state import Operation
from tests import people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab, opened, signed_in

OPERATION, GALLERY = Operation.get_full_name(), Gallery.get_full_name()


@dataclass
class OneJob:
    """Stands for the table of jobs."""

    error: str = ""
    is_overdue: bool = False
    is_late: bool = False
    ran: list[str] = field(default_factory=list)

    def overview(self, *, now: datetime) -> list[Any]:
        times = {"last_at": now - timedelta(minutes=4), "next_at": now + timedelta(minutes=11)}
        return [
            SimpleNamespace(
                name="form-reminders", words="Reminds clients.", when="every hour", count=1,
                milliseconds=42, error=self.error, is_overdue=self.is_overdue, is_late=self.is_late,
                **times,
            )
        ]  # fmt: skip

    def run(self, name: str) -> Any:
        self.ran.append(name)
        return SimpleNamespace(last_error=self.error)


class Sender:
    """Takes emails, or says why not."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure, self.sent = failure, list[Email]()

    def send(self, email: Email) -> str:
        if self.failure:
            raise self.failure
        self.sent.append(email)
        return ""


@pytest.fixture
def schedule(monkeypatch: pytest.MonkeyPatch) -> OneJob:
    made = OneJob()
    monkeypatch.setattr(schedules, "_schedules", [made])
    return made


@pytest.fixture
def sender(monkeypatch: pytest.MonkeyPatch) -> Sender:
    made = Sender()
    monkeypatch.setattr(mail, "sender", lambda _: made)
    return made


@pytest.fixture
async def tab(practice: Practice) -> AsyncIterator[Opener]:
    owner = people.coach(practice.session, "Olga Brandt", is_owner=True)
    practice.session.commit()
    everybody = {"owner": owner, "coach": practice.coach, "client": practice.client}
    async with opened(signed_in(everybody)) as make:
        yield make


async def _page(tab: Opener) -> Tab:
    owner = tab(cookie="owner", path="/operator")
    await owner.send(Operation.load)
    return owner


def _beat(session: Session) -> None:
    beat_at = NOW - timedelta(seconds=3)
    session.add(Heartbeat(worker="one", started_at=NOW, beat_at=beat_at, is_leader=True))
    session.commit()


async def test_health_is_said_in_words(tab: Opener, practice: Practice) -> None:
    _beat(practice.session)
    state = await (await _page(tab)).state(Operation)
    assert state.is_well
    said = {check["name"]: check["words"] for check in state.checks}
    assert said["Workers"] == "Heard of 3 seconds ago"
    assert said["Messages"] == "Nothing is due"
    assert said["Disk"].endswith("of it is free")


async def test_what_stopped_is_said(tab: Opener, practice: Practice) -> None:
    practice.book(at("2026-11-24 09:00"), now=NOW - timedelta(hours=2))
    practice.session.commit()
    state = await (await _page(tab)).state(Operation)
    assert not state.is_well
    said = {check["name"]: (check["is_well"], check["words"]) for check in state.checks}
    assert said["Scheduler"] == (False, "Never heard of")
    assert said["Messages"] == (False, "The oldest was due 2 hours ago")


async def test_connections_to_google_are_told_without_their_accounts(
    tab: Opener, practice: Practice
) -> None:
    practice.session.add(
        GoogleConnection(
            coach_id=practice.coach.id,
            google_subject="4242",
            google_email="private@gmail.test",
            refresh_token_encrypted="zq-token-qz",
            connected_at=NOW,
            status="failing",
            last_error="Said to the coach.",
            failing_since=NOW - timedelta(hours=1),
            next_try_at=NOW + timedelta(minutes=5),
        )
    )
    practice.session.commit()
    owner = await _page(tab)
    (row,) = (await owner.state(Operation)).google
    assert (row["name"], row["status"]) == (practice.coach.name, "failing")
    assert row["words"].endswith("No answer yet. Next try in 5 minutes")
    told = str([update for _, update in owner.sent.updates])
    for secret in ("4242", "private@gmail.test", "zq-token-qz", "Said to the coach"):
        assert secret not in told


@pytest.mark.usefixtures("schedule")
async def test_jobs_say_what_they_did_and_when_they_will(tab: Opener) -> None:
    row = (await (await _page(tab)).state(Operation)).jobs[0]
    assert row["title"] == "Form reminders"
    assert row["last"] == "Ran 4 minutes ago, 1 thing done, in 42 ms"
    assert row["next"].startswith("Next at 10:11")
    assert row["state"] == ""


async def test_job_is_overdue_once_it_has_missed_a_turn(tab: Opener, schedule: OneJob) -> None:
    schedule.is_overdue = True
    row = (await (await _page(tab)).state(Operation)).jobs[0]
    assert (row["state"], row["next"]) == ("", "Due now")
    schedule.is_late = True
    assert (await (await _page(tab)).state(Operation)).jobs[0]["state"] == "overdue"


async def test_job_is_run_by_hand(tab: Opener, schedule: OneJob) -> None:
    owner = await _page(tab)
    await owner.send(f"{OPERATION}.run_job", name="form-reminders")
    assert schedule.ran == ["form-reminders"]
    assert await owner.sentences() == ["Form reminders: done."]


async def test_job_that_fails_says_so(tab: Opener, schedule: OneJob) -> None:
    schedule.error = "ValueError"
    owner = await _page(tab)
    await owner.send(f"{OPERATION}.run_job", name="form-reminders")
    assert await owner.sentences() == ["Form reminders failed (ValueError). The log says where."]
    row = (await owner.state(Operation)).jobs[0]
    assert (row["state"], row["last"]) == ("failed", "Ran 4 minutes ago and failed (ValueError)")


async def test_messages_are_counted(tab: Opener, practice: Practice) -> None:
    practice.book(at("2026-11-24 09:00"))
    practice.session.commit()
    counts = (await (await _page(tab)).state(Operation)).counts
    assert [(row["email"], row["push"]) for row in counts if row["name"] == "Waiting"] == [
        ("2", "2")
    ]


async def test_address_of_anothers_client_is_hidden(tab: Opener, practice: Practice) -> None:
    address = practice.client.email
    practice.session.add(BlockedAddress(address=address, cause="bounced", blocked_at=NOW))
    practice.session.commit()
    state = await (await _page(tab)).state(Operation)
    assert address not in state.blocked[0]["address"]
    assert state.blocked[0]["why"].startswith("Bounced, Mon")
    assert state.blocked_words == "1 address"


async def test_owner_sends_to_a_blocked_address_again(tab: Opener, practice: Practice) -> None:
    address = practice.client.email
    practice.session.add(BlockedAddress(address=address, cause="bounced", blocked_at=NOW))
    practice.session.commit()
    owner = await _page(tab)
    name = (await owner.state(Operation)).blocked[0]["key"]
    await owner.send(f"{Operation.get_full_name()}.send_there_again", name=name)
    assert await owner.sentences() == ["Emails are sent there again."]
    assert (await owner.state(Operation)).blocked == []
    await owner.send(f"{Operation.get_full_name()}.send_there_again", name=name)
    assert (await owner.sentences())[-1] == "That address takes email again."


async def test_email_is_tried_at_once(tab: Opener, sender: Sender) -> None:
    owner = await _page(tab)
    await owner.send(Operation.send_trial)
    assert [email.recipient_name for email in sender.sent] == ["Olga Brandt"]
    assert (await owner.sentences())[0].startswith("Sent to olga.")


async def test_email_that_does_not_leave_says_why(tab: Opener, sender: Sender) -> None:
    sender.failure = TryLater("The mail server can't be reached (timeout).")
    owner = await _page(tab)
    await owner.send(Operation.send_trial)
    assert await owner.sentences() == [
        "It didn't leave. The mail server can't be reached (timeout)."
    ]


async def test_without_a_way_out_nothing_is_claimed_to_be_sent(tab: Opener) -> None:
    owner = await _page(tab)
    await owner.send(Operation.send_trial)
    assert "stay on this machine" in (await owner.sentences())[0]


def _give_up(practice: Practice, **more: Any) -> str:
    practice.book(at("2026-11-24 09:00"))
    row = practice.session.exec(select(OutboxMessage)).all()[0]
    row.state, row.last_error, row.attempts = "dead", "The server said no.", 10
    for name, value in more.items():
        setattr(row, name, value)
    practice.session.commit()
    return str(row.id)


async def test_message_that_was_given_up_is_tried_again(tab: Opener, practice: Practice) -> None:
    message_id = _give_up(practice)
    owner = await _page(tab)
    await owner.send(DeadLetters.load)
    row = (await owner.state(DeadLetters)).given_up[0]
    assert (row["reason"], row["fate"], row["can_retry"]) == (
        "The server said no.",
        "10 tries.",
        True,
    )
    assert "Robin" not in str(row)
    assert "A message of Anna Weiss's practice" in row["whose"]
    await owner.send(f"{DeadLetters.get_full_name()}.retry", message_id=message_id)
    assert await owner.sentences() == ["It is tried again now."]
    assert (await owner.state(DeadLetters)).given_up == []


async def test_message_that_comes_too_late_is_not_tried(tab: Opener, practice: Practice) -> None:
    message_id = _give_up(practice, useless_at=NOW)
    owner = await _page(tab)
    await owner.send(DeadLetters.load)
    assert not (await owner.state(DeadLetters)).given_up[0]["can_retry"]
    await owner.send(f"{DeadLetters.get_full_name()}.retry", message_id=message_id)
    assert "too late" in (await owner.sentences())[0]
    await owner.send(DeadLetters.retry_all)
    assert (await owner.sentences())[-1] == "None of them could arrive now, so none is tried."


async def test_message_in_doubt_says_what_became_of_it(tab: Opener, practice: Practice) -> None:
    _give_up(practice, state="sent", in_doubt_at=NOW, channel="email")
    owner = await _page(tab)
    await owner.send(DeadLetters.load)
    state = await owner.state(DeadLetters)
    assert state.in_doubt_words == "1 message"
    assert state.in_doubt[0]["fate"] == "It was sent again and arrived at least once."


@pytest.mark.parametrize("cookie", ["coach", "client"])
async def test_nobody_else_operates(tab: Opener, schedule: OneJob, cookie: str) -> None:
    other = tab(cookie=cookie, path="/operator")
    await other.send(f"{OPERATION}.load")
    await other.send(f"{OPERATION}.run_job", name="form-reminders")
    await other.send(f"{OPERATION}.send_trial")
    await other.send(f"{GALLERY}.load")
    await other.send(f"{DeadLetters.get_full_name()}.retry_all")
    assert set(await other.sentences()) == {WRONG_ROLE}
    assert schedule.ran == []
    assert (await other.state(Operation)).checks == []
    assert (await other.state(Gallery)).groups == []


async def test_gallery_has_every_message_on_every_channel(tab: Opener) -> None:
    owner = tab(cookie="owner", path="/operator/messages")
    await owner.send(Gallery.load)
    groups = (await owner.state(Gallery)).groups
    rows = {row["event"]: row for group in groups for row in group["rows"]}
    assert [group["title"] for group in groups] == [
        "To clients", "To coaches", "About signing in",
    ]  # fmt: skip
    assert set(rows) == set(matrix.EVENTS)
    for event, known in matrix.EVENTS.items():
        row = rows[event]
        assert bool(row["subject"]) == ("email" in known.channels), event
        assert bool(row["push_title"]) == ("push" in known.channels), event
        assert row["note"] or "in_app" not in known.channels, event


async def test_gallery_shows_one(tab: Opener) -> None:
    owner = tab(cookie="owner", path="/operator/messages")
    await owner.send(Gallery.load)
    await owner.send(f"{GALLERY}.show", event="session_rescheduled")
    state = await owner.state(Gallery)
    assert (state.is_open, state.shown["name"]) == (True, "Appointment moved")
    assert state.shown["source"] == "/operator/sample/session_rescheduled"
    await owner.send(f"{GALLERY}.choose_width", width="wide")
    assert (await owner.state(Gallery)).width == "wide"
    await owner.send(f"{GALLERY}.show", event="nothing")
    assert (await owner.state(Gallery)).shown["name"] == "Appointment moved"


def test_every_message_has_a_name_and_says_when_it_is_due() -> None:
    for event, known in matrix.EVENTS.items():
        assert name_of(event)
        assert known.due in DUE
