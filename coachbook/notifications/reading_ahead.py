"""Reads in a few questions what several messages are about, so that each needn't ask by itself.

What is missed here is asked for when a message needs it: this is about speed alone.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from coachbook.models import (
    BlockedAddress,
    Booking,
    ClientCheckinUsage,
    CoachClient,
    CoachSettings,
    GoogleConnection,
    NotificationChoice,
    OutboxMessage,
    Profile,
    SessionPackage,
)
from coachbook.models.columns import table_of
from coachbook.notifications import addresses, checkins, choices, facts
from coachbook.notifications.lookups import found

_named = aliased(Booking)
CHAINS = (
    select(Booking)
    .where(
        col(Booking.chain_id).in_(
            select(_named.chain_id).where(
                col(_named.id).in_(bindparam("these", expanding=True)),
            )
        )
    )
    .order_by(*facts.NEWEST_FIRST)
)
NAMES = select(CoachClient.coach_id, CoachClient.client_id, CoachClient.name).where(
    col(CoachClient.coach_id).in_(bindparam("coaches", expanding=True)),
    col(CoachClient.client_id).in_(bindparam("clients", expanding=True)),
)


def read(session: Session, messages: Sequence[OutboxMessage]) -> None:
    """For a session that only reads; it finds all of this without asking the database."""
    coaches = {one.coach_id for one in messages if one.coach_id}
    _read(session, Profile, {(one.recipient_id,) for one in messages} | _keys(coaches))
    _read(session, CoachSettings, _keys(coaches))
    _read(session, GoogleConnection, _keys(coaches))
    _read(session, NotificationChoice, set(_choices(messages)))
    _read(session, BlockedAddress, _keys(_addresses(session, messages)))
    bookings = _bookings(session, messages)
    _read(session, SessionPackage, _keys(_packages(messages, bookings)))
    _read_names(session, messages, bookings)
    _read_checkins(session, [one for one in bookings if one.booking_type == "checkin"])


def _bookings(session: Session, messages: Iterable[OutboxMessage]) -> Collection[Booking]:
    """Those that are named, and where their moves have led."""
    ids = {UUID(one) for message in messages for one in message.payload.get("booking_ids", ())}
    ids |= {UUID(one) for message in messages if (one := message.payload.get("was_id"))}
    chains: dict[UUID, list[Booking]] = {}
    for one in session.exec(CHAINS, params={"these": list(ids)}) if ids else ():
        chains.setdefault(one.chain_id, []).append(one)
    known = found(session)
    for chain_id, chain in chains.items():
        known.rows += chain
        known.current[chain_id] = facts.newest(chain) or chain[0]
    return [one for chain in chains.values() for one in chain]


def _choices(messages: Iterable[OutboxMessage]) -> Iterable[tuple[Any, ...]]:
    for one in messages:
        if choices.is_optional(one.event, one.channel):
            yield one.recipient_id, one.event, one.channel


def _addresses(session: Session, messages: Iterable[OutboxMessage]) -> Iterable[str]:
    """Those that emails of these messages go to."""
    for message in messages:
        reader = session.get(Profile, message.recipient_id) if message.channel == "email" else None
        if reader:
            yield addresses.key(str(message.payload.get("address") or reader.email))


def _packages(
    messages: Iterable[OutboxMessage], bookings: Iterable[Booking]
) -> Iterable[UUID | None]:
    yield from (one.package_id for one in bookings)
    yield from (one.subject_id for one in messages if facts.is_about_package(one))


def _read_names(
    session: Session, messages: Iterable[OutboxMessage], bookings: Iterable[Booking]
) -> None:
    """Of those clients whose bookings they are about."""
    wanted = {(one.coach_id, one.client_id) for one in bookings}
    if not wanted:
        return
    coaches, clients = (list(set(ids)) for ids in zip(*wanted, strict=True))
    names = found(session).names
    names |= dict.fromkeys(wanted, "")
    for coach_id, client_id, name in session.exec(
        NAMES, params={"coaches": coaches, "clients": clients}
    ):
        names[coach_id, client_id] = name


def _read_checkins(session: Session, bookings: Collection[Booking]) -> None:
    if not bookings:
        return
    asked = checkins.asked_of(session, [one.id for one in bookings])
    found(session).asked |= {one.id: one.id in asked for one in bookings}
    months = set()
    for one in bookings:
        coach = session.get(Profile, one.coach_id)
        if coach:
            month = checkins.month_of(one.starts_at, ZoneInfo(coach.time_zone))
            months.add((one.client_id, one.coach_id, month))
    _read(session, ClientCheckinUsage, months)


def _keys(ids: Iterable[Any]) -> set[tuple[Any, ...]]:
    return {(one,) for one in ids if one is not None}


def _read(session: Session, model: type[SQLModel], keys: set[tuple[Any, ...]]) -> None:
    """By their primary keys; of several columns the first one narrows it down enough."""
    if not keys:
        return
    statement, columns = _asking(model)
    rows = session.exec(statement, params={"these": list({key[0] for key in keys})}).all()
    there = {tuple(getattr(row, name) for name in columns) for row in rows}
    known = found(session)
    known.rows += rows
    known.absent |= {(model, key) for key in keys - there}


@cache
def _asking(model: type[SQLModel]) -> tuple[Any, list[str]]:
    columns = table_of(model).primary_key.columns
    first = next(iter(columns))
    these = first.in_(bindparam("these", expanding=True))
    return select(model).where(these), [column.key for column in columns]
