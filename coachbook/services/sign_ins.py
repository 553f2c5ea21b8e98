"""Browsers that are signed in. The cookie's value exists in the browser only; here is its hash."""

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from coachbook import database
from coachbook.config import settings
from coachbook.errors import DatabaseUnreachable
from coachbook.models import CoachClient, Profile, PushSubscription, SignInSession
from coachbook.models.columns import table_of
from coachbook.services.people import Person

IDLE = timedelta(days=30)
LIFE = timedelta(days=90)
SEEN_EVERY = timedelta(minutes=10)
VALUE_BYTES = 32
LONGEST_VALUE = 100

# Built once: it is asked at every event, and of the rows no more than a Person needs.
_session, _profile, _relation = table_of(SignInSession), table_of(Profile), table_of(CoachClient)
_LIVING = (
    select_columns(
        _profile.c.id,
        _profile.c.name,
        _profile.c.email,
        _profile.c.time_zone,
        _profile.c.locale,
        _profile.c.is_coach,
        _profile.c.is_owner,
        select_columns(_relation.c.id)
        .where(_relation.c.client_id == _profile.c.id, _relation.c.status != "archived")
        .exists(),
        _session.c.id,
        _session.c.last_seen_at,
    )
    .join_from(_session, _profile, _profile.c.id == _session.c.profile_id)
    .where(
        _session.c.token_hash == bindparam("token_hash"),
        _session.c.expires_at > bindparam("now"),
        _session.c.last_seen_at > bindparam("seen_after"),
    )
)


def cookie_name() -> str:
    """Under https the prefix keeps other hosts of the domain from setting it."""
    return "__Host-coachbook" if settings().is_secure else "coachbook"


def start(session: Session, profile_id: UUID, *, user_agent: str, now: datetime) -> str:
    """Sign a browser in; returns the cookie's value, which is told nobody else."""
    value = secrets.token_urlsafe(VALUE_BYTES)
    session.add(
        SignInSession(
            profile_id=profile_id,
            token_hash=_hash(value),
            user_agent=user_agent[:300],
            created_at=now,
            last_seen_at=now,
            expires_at=now + LIFE,
        )
    )
    session.flush()
    return value


def person_of(session: Session, cookie_value: str, *, now: datetime) -> Person | None:
    """Who is signed in with this cookie; one query, asked at every event."""
    found = _find(session, cookie_value, now)
    return found[0] if found else None


def recognise(cookie_value: str, *, now: datetime) -> Person | None:
    """The same, on a session of its own; notes from time to time that the browser was seen."""
    with database.reading() as session:
        found = _find(session, cookie_value, now)
    if found is None:
        return None
    person, last_seen_at = found
    if last_seen_at <= now - SEEN_EVERY:
        with suppress(DatabaseUnreachable), database.transaction() as session:
            _note_seen(session, person, now)
    return person


def end(session: Session, cookie_value: str) -> None:
    _end(session, col(SignInSession.token_hash) == _hash(cookie_value))


def living(session: Session, profile_id: UUID, *, now: datetime) -> list[SignInSession]:
    """The person's browsers that are signed in, the one seen last first."""
    return list(
        session.exec(
            select(SignInSession)
            .where(
                SignInSession.profile_id == profile_id,
                SignInSession.expires_at > now,
                SignInSession.last_seen_at > now - IDLE,
            )
            .order_by(col(SignInSession.last_seen_at).desc(), col(SignInSession.id))
        )
    )


def end_one(session: Session, profile_id: UUID, session_id: UUID) -> bool:
    """Sign one of the person's browsers out; whether it was theirs and signed in."""
    own = col(SignInSession.profile_id) == profile_id
    return bool(_end(session, own, col(SignInSession.id) == session_id))


def end_others(session: Session, profile_id: UUID, *, keeping: UUID | None) -> int:
    """Sign the person out everywhere but here; how many browsers that were."""
    own = col(SignInSession.profile_id) == profile_id
    others = (own,) if keeping is None else (own, col(SignInSession.id) != keeping)
    _silence_expired(session, profile_id)
    return _end(session, *others)


def end_all(session: Session, profile_id: UUID) -> None:
    """Sign the person out everywhere, from the next event on."""
    _silence_expired(session, profile_id)
    _end(session, col(SignInSession.profile_id) == profile_id)


def _silence_expired(session: Session, profile_id: UUID) -> None:
    """Devices that get pushes still, though their sign-in has run out since."""
    session.flush()
    session.execute(
        delete(PushSubscription).where(
            col(PushSubscription.profile_id) == profile_id,
            col(PushSubscription.sign_in_id).is_(None),
            col(PushSubscription.retired_at).is_(None),
        )
    )


def silence_run_out(session: Session, *, now: datetime) -> int:
    """Devices whose sign-in has lived its life get no more pushes; whoever signs in there again
    goes on with them. One that is only idle does: who looks in seldom is reminded all the same.
    How many that were."""
    session.flush()
    has_run_out = col(SignInSession.expires_at) <= now
    own = col(PushSubscription.sign_in_id)
    silenced = (
        update(PushSubscription)
        .where(
            col(PushSubscription.retired_at).is_(None),
            or_(own.is_(None), own.in_(select(SignInSession.id).where(has_run_out))),
        )
        .values(retired_at=now)
    )
    return session.connection().execute(silenced).rowcount


def _end(session: Session, *which: ColumnElement[bool]) -> int:
    """They get no more pushes either. The same person signing in there again goes on with them."""
    session.flush()
    seen_at = select(SignInSession.last_seen_at).where(
        SignInSession.id == PushSubscription.sign_in_id
    )
    silenced = (
        update(PushSubscription)
        .where(
            col(PushSubscription.sign_in_id).in_(select(SignInSession.id).where(*which)),
            col(PushSubscription.retired_at).is_(None),
        )
        .values(retired_at=seen_at.scalar_subquery())
    )
    session.execute(silenced)
    return session.connection().execute(delete(SignInSession).where(*which)).rowcount


def _find(session: Session, cookie_value: str, now: datetime) -> tuple[Person, datetime] | None:
    if not 0 < len(cookie_value) <= LONGEST_VALUE:
        return None
    asked = {"token_hash": _hash(cookie_value), "now": now, "seen_after": now - IDLE}
    row = session.connection().execute(_LIVING, asked).first()
    if row is None:
        return None
    *facts, last_seen_at = row
    return Person(*facts), last_seen_at


def _note_seen(session: Session, person: Person, now: datetime) -> None:
    session.execute(
        update(SignInSession)
        .where(
            col(SignInSession.id) == person.session_id,
            col(SignInSession.last_seen_at) <= now - SEEN_EVERY,
        )
        .values(last_seen_at=now)
    )


def _hash(value: str) -> str:
    """The value has 256 random bits, so one plain round is enough."""
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
