"""What a message is about, as it is now and not as it was when the message was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from coachbook.models import (
    Booking,
    CoachClient,
    CoachSettings,
    GoogleConnection,
    OneTimeToken,
    OutboxMessage,
    Profile,
    SessionPackage,
)
from coachbook.notifications import lookups, matrix, meets
from coachbook.notifications.agendas import Agenda, agenda, day_of
from coachbook.notifications.balances import Elsewhere, elsewhere
from coachbook.notifications.checkins import CheckinFacts, checkin_facts

ACCOUNT = ("sign_in_link", "reset_password", "invitation", "change_email", "email_changed")
SUMMARY = "daily_summary"
LOW = "low_sessions"


NEWEST_FIRST = (col(Booking.sequence).desc(), col(Booking.created_at).desc())
CHAIN = select(Booking).where(col(Booking.chain_id) == bindparam("chain")).order_by(*NEWEST_FIRST)
NAME = select(CoachClient.name).where(
    col(CoachClient.coach_id) == bindparam("coach"),
    col(CoachClient.client_id) == bindparam("client"),
)


class NothingToTell(Exception):
    """What the message is about is gone."""


@dataclass(frozen=True)
class Facts:
    """`coach_name` and `client_name` are the two that it is between, by the names they use.

    `bookings` are where their moves have led; `told` are those that people were told of.
    `address` is where it goes: the reader's, or the one that the message is about. `awaited` are
    the chains of check-ins whose link follows.
    """

    event: str
    reader: Profile
    reader_name: str
    coach: Profile | None
    practice: CoachSettings | None
    client_name: str
    bookings: tuple[Booking, ...]
    told: tuple[Booking, ...]
    was: Booking | None
    packages: tuple[SessionPackage, ...]
    is_by_coach: bool
    link: OneTimeToken | None
    address: str
    is_address_anothers: bool = False
    checkin: CheckinFacts | None = None
    agenda: Agenda | None = None
    elsewhere: Elsewhere | None = None
    awaited: frozenset[UUID] = frozenset()

    @property
    def coach_name(self) -> str:
        return self.coach.name if self.coach else ""


def gather(session: Session, message: OutboxMessage) -> Facts:
    reader = _found(session.get(Profile, message.recipient_id))
    coach = session.get(Profile, message.coach_id) if message.coach_id else None
    told = _bookings(session, message.payload.get("booking_ids", ()))
    packages = _packages(session, message, told)
    client_id = _client_id(message, told, packages)
    client_name = _client_name(session, message, client_id)
    is_account = message.event in ACCOUNT
    address = str(message.payload.get("address") or reader.email)
    holder = _holder(session, message, address)
    bookings = tuple(current(session, booking) for booking in told)
    return Facts(
        event=message.event,
        reader=reader,
        reader_name=_reader_name(holder or reader, client_id, client_name),
        coach=coach,
        practice=session.get(CoachSettings, coach.id) if coach else None,
        client_name=client_name,
        bookings=bookings,
        told=told,
        was=_was(session, message),
        packages=packages,
        is_by_coach=message.payload.get("by") == "coach",
        link=session.get(OneTimeToken, message.subject_id) if is_account else None,
        address=address,
        is_address_anothers=holder is not None,
        checkin=_checkin(session, message, told, coach),
        agenda=_agenda(session, message, coach),
        elsewhere=_elsewhere(session, message, packages),
        awaited=_awaited(session, message, bookings, coach),
    )


def _awaited(
    session: Session, message: OutboxMessage, bookings: tuple[Booking, ...], coach: Profile | None
) -> frozenset[UUID]:
    """Only a check-in waits for a link, and only where there is a Google that gives one."""
    without_link = [one for one in bookings if meets.may_follow(one)]
    if not without_link or coach is None:
        return frozenset()
    if lookups.get(session, GoogleConnection, coach.id) is None:
        return frozenset()
    return meets.awaited(session, without_link, now=message.created_at)


def _elsewhere(
    session: Session, message: OutboxMessage, packages: tuple[SessionPackage, ...]
) -> Elsewhere | None:
    if message.event != LOW or not packages:
        return None
    return elsewhere(session, packages[0], now=message.due_at)


def _agenda(session: Session, message: OutboxMessage, coach: Profile | None) -> Agenda | None:
    if coach is None or message.event != SUMMARY:
        return None
    return agenda(session, coach, day_of(message, coach))


def _checkin(
    session: Session, message: OutboxMessage, told: tuple[Booking, ...], coach: Profile | None
) -> CheckinFacts | None:
    if coach is None or not told or told[0].booking_type != "checkin":
        return None
    return checkin_facts(session, current(session, told[0]), coach, at=message.created_at)


def current(session: Session, booking: Booking) -> Booking:
    """The booking of this chain that stands, or the last one that did. Asked often of one message;
    a session that only reads asks the database once."""
    known = lookups.found(session).current
    if booking.chain_id not in known:
        known[booking.chain_id] = _current(session, booking)
    return known[booking.chain_id]


def _current(session: Session, booking: Booking) -> Booking:
    chain = session.exec(CHAIN, params={"chain": booking.chain_id}).all()
    return newest(chain) or booking


def newest(chain: Sequence[Booking]) -> Booking | None:
    """Of a whole chain, the newest first: the one that no move has led away from."""
    standing = [one for one in chain if one.cancelled_by != "reschedule"]
    return next(iter(standing or chain), None)


def _bookings(session: Session, ids: list[str]) -> tuple[Booking, ...]:
    found = (session.get(Booking, UUID(one)) for one in ids)
    return tuple(sorted(filter(None, found), key=lambda booking: booking.starts_at))


def _was(session: Session, message: OutboxMessage) -> Booking | None:
    was_id = message.payload.get("was_id")
    return session.get(Booking, UUID(was_id)) if was_id else None


def _packages(
    session: Session, message: OutboxMessage, told: tuple[Booking, ...]
) -> tuple[SessionPackage, ...]:
    ids = dict.fromkeys(booking.package_id for booking in told)
    if not told and is_about_package(message):
        ids = {message.subject_id: None}
    found = (session.get(SessionPackage, one) for one in ids if one)
    return tuple(filter(None, found))


def is_about_package(message: OutboxMessage) -> bool:
    return message.event not in ACCOUNT and not message.payload.get("booking_ids")


def _client_id(
    message: OutboxMessage,
    told: tuple[Booking, ...],
    packages: tuple[SessionPackage, ...],
) -> UUID:
    if message.event in (*ACCOUNT, *matrix.ABOUT_THE_COACH):
        return message.recipient_id
    if not told and not packages:
        raise NothingToTell
    return told[0].client_id if told else packages[0].client_id


def _client_name(session: Session, message: OutboxMessage, client_id: UUID) -> str:
    """As this coach calls them: another coach may know them by another name."""
    if message.coach_id is None:
        return ""
    known, bound = lookups.found(session).names, (message.coach_id, client_id)
    if bound not in known:
        params = dict(zip(("coach", "client"), bound, strict=True))
        known[bound] = session.exec(NAME, params=params).first() or ""
    return known[bound] or str(message.payload.get("name", ""))


def _holder(session: Session, message: OutboxMessage, address: str) -> Profile | None:
    """Whose an address is already that somebody else asked for."""
    if message.event != "change_email":
        return None
    return session.exec(
        select(Profile).where(Profile.email == address, Profile.id != message.recipient_id)
    ).first()


def _reader_name(reader: Profile, client_id: UUID, client_name: str) -> str:
    return client_name if client_id == reader.id and client_name else reader.name


def _found(profile: Profile | None) -> Profile:
    if profile is None:
        raise NothingToTell
    return profile
