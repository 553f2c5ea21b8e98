"""Permissions that travel in links: for one purpose, once, for a while."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from coachbook import signing
from coachbook.errors import LinkExpired
from coachbook.models import OneTimeToken

LIVES = {
    "sign_in": timedelta(minutes=10),
    "reset_password": timedelta(hours=1),
    "invitation": timedelta(days=14),
    "change_email": timedelta(hours=24),
}
DOORS = ("sign_in", "reset_password", "change_email")


def issue(
    session: Session,
    purpose: str,
    profile_id: UUID,
    *,
    now: datetime,
    relation_id: UUID | None = None,
    new_email: str | None = None,
) -> OneTimeToken:
    """A new permission; the person's earlier ones for the same end here."""
    revoke(session, purpose, profile_id, now=now, relation_id=relation_id)
    issued = OneTimeToken(
        purpose=purpose,
        profile_id=profile_id,
        relation_id=relation_id,
        new_email=new_email,
        created_at=now,
        expires_at=now + LIVES[purpose],
    )
    session.add(issued)
    session.flush()
    return issued


def revoke(
    session: Session,
    purpose: str,
    profile_id: UUID,
    *,
    now: datetime,
    relation_id: UUID | None = None,
) -> None:
    unused = (
        update(OneTimeToken)
        .where(
            col(OneTimeToken.purpose) == purpose,
            col(OneTimeToken.profile_id) == profile_id,
            col(OneTimeToken.relation_id) == relation_id,
            col(OneTimeToken.used_at).is_(None),
        )
        .values(used_at=now)
    )
    session.execute(unused)


def revoke_doors(session: Session, profile_id: UUID, *, now: datetime) -> None:
    """Whatever would let somebody in as this person, or take the account along."""
    for purpose in DOORS:
        revoke(session, purpose, profile_id, now=now)


def token(row_id: UUID, purpose: str) -> str:
    return signing.token(row_id, purpose)


def look(session: Session, token: str, purpose: str, *, now: datetime) -> OneTimeToken:
    """The permission, unspent. Refuses as expired whatever is wrong with it."""
    row_id = signing.row_id(token, purpose)
    found = session.get(OneTimeToken, row_id) if row_id else None
    if found is None or found.purpose != purpose or not _is_alive(found, now):
        raise LinkExpired
    return found


def is_good(session: Session, token: str, purpose: str, *, now: datetime) -> bool:
    try:
        look(session, token, purpose, now=now)
    except LinkExpired:
        return False
    return True


def open(session: Session, token: str, purpose: str, *, now: datetime) -> OneTimeToken:
    """Spend the permission. Of two who try at once, one is refused."""
    found = look(session, token, purpose, now=now)
    spent = (
        update(OneTimeToken)
        .where(col(OneTimeToken.id) == found.id, col(OneTimeToken.used_at).is_(None))
        .values(used_at=now)
    )
    if session.connection().execute(spent).rowcount != 1:
        raise LinkExpired
    session.refresh(found)
    return found


def _is_alive(found: OneTimeToken, now: datetime) -> bool:
    return found.used_at is None and found.expires_at > now
