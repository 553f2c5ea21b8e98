"""How the machinery does, for the owner: who works, what runs when, what waits, how email leaves.

The owner sees no other coach's clients: their addresses are hidden, and what they get isn't shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from coachbook.config import settings
from coachbook.errors import Invalid
from coachbook.models import BlockedAddress, CoachClient, Heartbeat, OutboxMessage, Profile
from coachbook.notifications import addresses, trials, wording
from coachbook.notifications.sending import Email
from coachbook.services import blocked_addresses, schedules, vitals
from coachbook.services.google_calendar import connection_views
from coachbook.services.google_calendar.connection_views import Health
from coachbook.services.people import Person, require_owner
from coachbook.services.schedules import Job
from coachbook.services.vitals import Vitals

LATELY = timedelta(hours=24)
MOST_SHOWN = 50
COUNTED = ("waiting", "claimed", "sent", "kept", "void", "dead")


@dataclass(frozen=True)
class Worker:
    started_at: datetime
    beat_at: datetime
    is_leader: bool
    is_alive: bool


@dataclass(frozen=True)
class Blocked:
    """`address` is whole only if it is one of the reader's own clients'; `name` says which one."""

    name: str
    address: str
    cause: str
    blocked_at: datetime


@dataclass(frozen=True)
class Overview:
    """`counts` are by channel and state: of what is done with, the last 24 hours."""

    at: datetime
    vitals: Vitals
    jobs: tuple[Job, ...]
    workers: tuple[Worker, ...]
    counts: dict[tuple[str, str], int]
    blocked: tuple[Blocked, ...]
    blocked_count: int
    google: tuple[Health, ...]
    transport: str
    mail_from: str


def overview(session: Session, *, by: Person, now: datetime) -> Overview:
    require_owner(by)
    return Overview(
        at=now,
        jobs=schedules.jobs(now=now),
        vitals=vitals.vitals(session, now=now),
        workers=_workers(session, now),
        counts=_counts(session, now),
        blocked=_blocked(session, by),
        blocked_count=session.exec(select(func.count()).select_from(BlockedAddress)).one(),
        google=connection_views.health(session, by=by),
        transport=settings().mail.transport,
        mail_from=settings().mail.sender,
    )


def run_job(name: str, *, by: Person) -> str:
    """Carry one out now, in transactions of its own; gives what went wrong, if anything did."""
    require_owner(by)
    return schedules.run(name)


def _workers(session: Session, now: datetime) -> tuple[Worker, ...]:
    """Those that spoke within a day, the one that leads first."""
    found = session.exec(
        select(Heartbeat)
        .where(col(Heartbeat.beat_at) > now - LATELY)
        .order_by(col(Heartbeat.is_leader).desc(), col(Heartbeat.beat_at).desc())
        .limit(MOST_SHOWN)
    )
    return tuple(
        Worker(one.started_at, one.beat_at, one.is_leader, now - one.beat_at < vitals.MISSED)
        for one in found
    )


def _counts(session: Session, now: datetime) -> dict[tuple[str, str], int]:
    """All that still waits or was given up; of the rest what is new."""
    state, created_at = col(OutboxMessage.state), col(OutboxMessage.created_at)
    is_open = state.in_(("waiting", "claimed", "dead"))
    found = session.exec(
        select(OutboxMessage.channel, OutboxMessage.state, func.count())
        .where(state.in_(COUNTED), or_(is_open, created_at > now - LATELY))
        .group_by(col(OutboxMessage.channel), state)
    )
    return {(channel, named): count for channel, named, count in found}


def _blocked(session: Session, by: Person) -> tuple[Blocked, ...]:
    found = session.exec(
        select(BlockedAddress).order_by(col(BlockedAddress.blocked_at).desc()).limit(MOST_SHOWN)
    ).all()
    own = _own_addresses(session, by, [one.address for one in found])
    return tuple(
        Blocked(
            blocked_addresses.name_of(one.address),
            one.address if one.address in own else wording.masked(one.address),
            one.cause,
            one.blocked_at,
        )
        for one in found
    )


def _own_addresses(session: Session, by: Person, found: Sequence[str]) -> set[str]:
    clients = select(Profile.email).where(
        col(Profile.email).in_(found),
        or_(
            col(Profile.id) == by.id,
            col(Profile.id).in_(select(CoachClient.client_id).where(CoachClient.coach_id == by.id)),
        ),
    )
    return set(session.exec(clients))


def trial(session: Session, *, by: Person) -> Email:
    """An email to the owner that goes out at once, past the outbox."""
    require_owner(by)
    owner = session.get_one(Profile, by.id)
    if reason := addresses.why_never(owner.email):
        raise Invalid(f"{reason} No email is ever sent there.")
    return trials.trial(owner)
