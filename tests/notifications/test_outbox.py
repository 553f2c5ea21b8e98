"""Messages are written once, with the change, and can be taken back before they are due."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from coachbook.models import InAppNotification, OutboxMessage
from coachbook.notifications import merging, outbox
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW

LATER = NOW + timedelta(seconds=10)


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


def _queue(
    session: Session,
    coach: Person,
    subject_id: UUID,
    *,
    event: str = "new_booking",
    version: int = 1,
    due_at: datetime = LATER,
    payload: dict[str, str] | None = None,
) -> None:
    outbox.queue(
        session,
        event,
        recipient_id=coach.id,
        coach_id=coach.id,
        subject_id=subject_id,
        version=version,
        payload=payload,
        due_at=due_at,
        created_at=NOW,
    )


def _letters(session: Session) -> list[OutboxMessage]:
    found = session.exec(select(OutboxMessage).order_by(OutboxMessage.channel))
    return list(found.all())


def _notes(session: Session) -> list[InAppNotification]:
    return list(session.exec(select(InAppNotification)).all())


def test_event_is_told_on_the_channels_of_the_matrix(session: Session, coach: Person) -> None:
    _queue(session, coach, uuid4())
    assert [letter.channel for letter in _letters(session)] == ["email", "push"]
    assert len(_notes(session)) == 1
    _queue(session, coach, uuid4(), event="daily_summary")
    assert [letter.channel for letter in _letters(session)] == ["email", "email", "push"]
    assert len(_notes(session)) == 1


def test_message_waits_with_what_it_is_about(session: Session, coach: Person) -> None:
    subject_id = uuid4()
    _queue(session, coach, subject_id, payload={"by": "client"})
    letter = _letters(session)[0]
    assert (letter.state, letter.due_at, letter.attempts) == ("waiting", LATER, 0)
    assert letter.unique_key == f"new_booking:{subject_id}:1:{coach.id}:email"
    assert letter.payload == {"by": "client"}
    assert _notes(session)[0].visible_at == LATER


def test_same_message_is_written_once(session: Session, coach: Person) -> None:
    subject_id = uuid4()
    for number in range(3):
        _queue(session, coach, subject_id, payload={"number": str(number)})
    assert [letter.payload for letter in _letters(session)] == [{"number": "0"}] * 2
    assert len(_notes(session)) == 1


def test_next_version_is_another_message(session: Session, coach: Person) -> None:
    subject_id = uuid4()
    _queue(session, coach, subject_id)
    _queue(session, coach, subject_id, version=2)
    assert len(_letters(session)) == 4
    assert len(_notes(session)) == 2


def test_withdrawn_message_is_revived(session: Session, coach: Person) -> None:
    subject_id = uuid4()
    _queue(session, coach, subject_id, payload={"number": "1"})
    for letter in merging.untold(session, coach.id, ["new_booking"], now=NOW):
        merging.take_back(session, letter)
    assert not _notes(session)
    _queue(session, coach, subject_id, payload={"number": "2"}, due_at=LATER)
    session.expire_all()
    assert [(one.state, one.payload) for one in _letters(session)] == [
        ("waiting", {"number": "2"})
    ] * 2
    assert len(_notes(session)) == 1


def test_message_is_gone_with_the_change_that_failed(session: Session, coach: Person) -> None:
    session.commit()
    _queue(session, coach, uuid4())
    session.rollback()
    assert not _letters(session)
    assert not _notes(session)


def test_clients_keep_what_they_are_told_and_their_own_doing_is_no_news(
    session: Session, coach: Person
) -> None:
    client = people.client(session, coach)
    for number, by in enumerate(("coach", "client")):
        outbox.queue(
            session, "session_booked", recipient_id=client.id, coach_id=coach.id,
            subject_id=uuid4(), version=number, payload={"by": by}, due_at=LATER, created_at=NOW,
        )  # fmt: skip
    assert {note.payload["by"]: note.read_at for note in _notes(session)} == {
        "coach": None, "client": NOW,
    }  # fmt: skip
