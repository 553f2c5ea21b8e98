"""Messages that were given up, and those that may have arrived twice: the operator's business.

The owner sees what kind of message it is and why it failed, and of whose practice; who was to read
it only in their own practice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import OutboxMessage, Profile
from coachbook.notifications import addresses, waking
from coachbook.services.people import Person, require_owner

PAGE_SIZE = 20


@dataclass(frozen=True)
class DeadLetter:
    """`reason` is why the last try failed. The names are empty where the owner isn't concerned;
    `is_useless` if it would come too late by now."""

    id: UUID
    event: str
    channel: str
    state: str
    reason: str
    attempts: int
    coach_name: str
    recipient_name: str
    created_at: datetime
    due_at: datetime
    in_doubt_at: datetime | None
    is_useless: bool


@dataclass(frozen=True)
class Letters:
    """A page of them, newest first, of `count` in all. Pages from 0."""

    rows: tuple[DeadLetter, ...]
    count: int
    page: int

    @property
    def has_more(self) -> bool:
        return (self.page + 1) * PAGE_SIZE < self.count


def listed(session: Session, *, by: Person, now: datetime, page: int = 0) -> Letters:
    """What was given up."""
    return _page(session, _IS_DEAD, by=by, now=now, page=page)


def in_doubt(session: Session, *, by: Person, now: datetime, page: int = 0) -> Letters:
    """Emails over which a sender died, or whose provider's answer was lost: they may have arrived
    twice. Devices show a push that comes again in the place of the first."""
    return _page(session, _IS_IN_DOUBT, by=by, now=now, page=page)


def retry(session: Session, message_id: UUID, *, by: Person, now: datetime) -> None:
    """Ten tries more, the first one at once."""
    require_owner(by)
    message = session.exec(
        select(OutboxMessage).where(OutboxMessage.id == message_id).with_for_update()
    ).first()
    if message is None:
        raise NotFound
    if message.state != "dead":
        raise AlreadyChanged("This message isn't given up any more. The page shows how it is now.")
    if _is_useless(message, now):
        raise Invalid("This message would come too late by now, so it isn't sent again.")
    if _is_blocked(session, message):
        raise Invalid(
            "Nothing is sent to this address, as it takes no email. Have the address tried again "
            "first."
        )
    _revive([message], session, now)


def retry_all(session: Session, *, by: Person, now: datetime) -> int:
    """All that can still arrive; how many are tried again."""
    require_owner(by)
    in_order = select(OutboxMessage).where(_IS_DEAD).order_by(col(OutboxMessage.id))
    dead = session.exec(in_order.with_for_update()).all()
    can_arrive = [
        one for one in dead if not _is_useless(one, now) and not _is_blocked(session, one)
    ]
    return _revive(can_arrive, session, now)


def _revive(messages: Sequence[OutboxMessage], session: Session, now: datetime) -> int:
    """The error stays until one of the tries has gone well."""
    for message in messages:
        message.state, message.attempts, message.due_at = "waiting", 0, now
    session.flush()
    waking.at_commit(session)
    return len(messages)


def _is_useless(message: OutboxMessage, now: datetime) -> bool:
    return message.useless_at is not None and message.useless_at <= now


def _is_blocked(session: Session, message: OutboxMessage) -> bool:
    """Sending would end at once and leave nothing to try again."""
    if message.channel != "email":
        return False
    address = message.payload.get("address") or session.get_one(Profile, message.recipient_id).email
    return bool(addresses.why_blocked(session, address))


_IS_DEAD = col(OutboxMessage.state) == "dead"
_IS_IN_DOUBT = col(OutboxMessage.in_doubt_at).is_not(None) & (col(OutboxMessage.channel) == "email")


def _page(
    session: Session, wanted: ColumnElement[bool], *, by: Person, now: datetime, page: int
) -> Letters:
    require_owner(by)
    page = max(page, 0)
    count = session.exec(select(func.count()).select_from(OutboxMessage).where(wanted)).one()
    found = session.execute(_with_names().where(wanted).offset(page * PAGE_SIZE).limit(PAGE_SIZE))
    return Letters(tuple(_letter(*row, by=by, now=now) for row in found), count, page)


def _with_names() -> Select[tuple[OutboxMessage, str, str | None]]:
    reader, coach = aliased(Profile), aliased(Profile)
    return (
        select(OutboxMessage, reader.name, coach.name)  # type: ignore[return-value]
        .join(reader, col(reader.id) == col(OutboxMessage.recipient_id))
        .outerjoin(coach, col(coach.id) == col(OutboxMessage.coach_id))
        .order_by(col(OutboxMessage.created_at).desc(), col(OutboxMessage.id))
    )


def _letter(
    message: OutboxMessage, reader_name: str, coach_name: str | None, *, by: Person, now: datetime
) -> DeadLetter:
    concerns_owner = by.id in (message.coach_id, message.recipient_id)
    return DeadLetter(
        id=message.id,
        event=message.event,
        channel=message.channel,
        state=message.state,
        reason=message.last_error,
        attempts=message.attempts,
        coach_name=coach_name or "",
        recipient_name=reader_name if concerns_owner else "",
        created_at=message.created_at,
        due_at=message.due_at,
        in_doubt_at=message.in_doubt_at,
        is_useless=_is_useless(message, now),
    )
