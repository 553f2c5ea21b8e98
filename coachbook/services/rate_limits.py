"""How often something may be tried. Counted by names that can't be read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from coachbook import signing
from coachbook.errors import Refusal
from coachbook.models import SignInAttempt
from coachbook.services import turns


@dataclass(frozen=True)
class Limit:
    """At most `most` tries `within` a span, for each subject."""

    action: str
    most: int
    within: timedelta


SIGN_IN_BY_ACCOUNT = Limit("sign_in_account", 5, timedelta(minutes=5))
SIGN_IN_BY_ADDRESS = Limit("sign_in_address", 10, timedelta(minutes=1))
MAIL_BY_RECIPIENT = Limit("mail_recipient", 3, timedelta(minutes=15))
MAIL_BY_ADDRESS = Limit("mail_address", 20, timedelta(minutes=15))
INVITATION_BY_RECIPIENT = Limit("invitation_recipient", 3, timedelta(minutes=15))
INVITATION_BY_COACH = Limit("invitation_coach", 100, timedelta(hours=1))
PASSWORD_BY_PERSON = Limit("password_person", 5, timedelta(minutes=5))
EMAIL_BY_PERSON = Limit("email_person", 5, timedelta(hours=1))
LINK_BY_ADDRESS = Limit("link_address", 30, timedelta(minutes=5))


def take(
    session: Session,
    tries: Sequence[tuple[Limit, str]],
    *,
    refusal: type[Refusal],
    now: datetime,
) -> list[UUID]:
    """Count a try against every limit, or refuse and count none. Returns what to give back."""
    named = [(limit, signing.unreadable(limit.action, subject)) for limit, subject in tries]
    for limit, subject in named:
        turns.take(session, limit.action, subject)
        if _count(session, limit, subject, now) >= limit.most:
            raise refusal
    rows = [
        SignInAttempt(action=limit.action, subject=subject, attempted_at=now)
        for limit, subject in named
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def give_back(session: Session, rows: Sequence[UUID]) -> None:
    """These tries were good ones and don't count."""
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.id).in_(rows)))


def forget(session: Session, limit: Limit, subject: str) -> None:
    """The person has proved who they are; start counting anew."""
    session.execute(
        delete(SignInAttempt).where(
            col(SignInAttempt.action) == limit.action,
            col(SignInAttempt.subject) == signing.unreadable(limit.action, subject),
        )
    )


def _count(session: Session, limit: Limit, subject: str, now: datetime) -> int:
    return session.exec(
        select(func.count())
        .select_from(SignInAttempt)
        .where(
            SignInAttempt.action == limit.action,
            SignInAttempt.subject == subject,
            SignInAttempt.attempted_at > now - limit.within,
        )
    ).one()
