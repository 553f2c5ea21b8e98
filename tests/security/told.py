"""What people are told, and what is kept of it: notes, devices, messages that failed, bounces."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from coachbook.models import (
    BlockedAddress,
    CoachClient,
    Heartbeat,
    InAppNotification,
    NotificationChoice,
    OutboxMessage,
    Profile,
    PushSubscription,
)
from coachbook.services import blocked_addresses
from coachbook.services.people import Person
from tests.conftest import NOW
from tests.security import arguments

BLOCKED = ("ada", "sue", "berta")
MUTED = "checkin_form_reminder"


def hear(
    session: Session, coach: Person, client: Person, booking_id: UUID, package_id: UUID
) -> dict[str, UUID]:
    """Notes for the client: about a booking, about a package; whatever they are about."""
    notes = {"heard": ("checkin_booked", booking_id), "ending": ("low_sessions", package_id)}
    found = {}
    for name, (event, subject_id) in notes.items():
        note = InAppNotification(
            unique_key=uuid4().hex, recipient_id=client.id, coach_id=coach.id, event=event,
            subject_id=subject_id, visible_at=NOW - timedelta(minutes=1), created_at=NOW,
        )  # fmt: skip
        session.add(note)
        session.flush()
        found[name] = note.id
    return found


def fail(session: Session, message_id: UUID) -> dict[str, UUID]:
    """The same message once given up, once in doubt."""
    first = session.get_one(OutboxMessage, message_id)
    return {"dead": _again(session, first, "dead"), "in_doubt": _again(session, first, "sent")}


def _again(session: Session, first: OutboxMessage, state: str) -> UUID:
    row = OutboxMessage(
        unique_key=uuid4().hex, event=first.event, channel="email", subject_id=first.subject_id,
        recipient_id=first.recipient_id, coach_id=first.coach_id, payload=first.payload,
        created_at=NOW, due_at=NOW, state=state, attempts=10,
        in_doubt_at=None if state == "dead" else NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def equip(session: Session, person_id: UUID, sign_in_id: UUID | None) -> UUID:
    """A device that gets pushes, and something that its person doesn't want to hear of."""
    device = PushSubscription(
        profile_id=person_id, endpoint=f"https://push.example.com/{person_id}", public_key="",
        auth_secret="", device="Firefox", sign_in_id=sign_in_id, created_at=NOW,
    )  # fmt: skip
    session.add(device)
    session.add(
        NotificationChoice(
            profile_id=person_id, event=MUTED, channel="email", is_on=False, changed_at=NOW
        )
    )
    session.flush()
    return device.id


def bounce(session: Session, people: dict[str, Person]) -> dict[str, frozenset[str]]:
    """Some addresses take no email, a worker has said so: each detail -> who may read it.

    Once everybody has the address that stays.
    """
    names = {person.id: name for name, person in people.items()}
    secrets: dict[str, frozenset[str]] = {"zq99000qz": frozenset()}
    session.add(Heartbeat(worker="zq99000qz", started_at=NOW, beat_at=NOW, is_leader=True))
    for number, name in enumerate(BLOCKED, start=1):
        client = session.get_one(Profile, people[name].id)
        known = select(CoachClient.coach_id).where(col(CoachClient.client_id) == client.id)
        word = f"zq{99_000 + number}qz"
        secrets[word] = frozenset({name, *(names[coach_id] for coach_id in session.exec(known))})
        session.add(
            BlockedAddress(
                address=client.email.lower(), cause="bounced", detail=f"550 {word}", blocked_at=NOW
            )
        )
    session.flush()
    return secrets


def name_a_blocked_address(session: Session) -> None:
    """The owner's list gives each of them a name; the first stands for all."""
    address = session.exec(select(BlockedAddress.address)).first() or ""
    named = {"name": blocked_addresses.name_of(address)}
    arguments.IN_ITS_PLACE["Operation.send_there_again"] = named


class Silent:
    """Takes every email and every push, and does nothing with it."""

    def send(self, *_: object, **__: object) -> str:
        return ""
