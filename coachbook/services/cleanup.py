"""Forgets what has served its time; none of it is needed to know what happened."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col

from coachbook.models import (
    BookingRequest,
    InAppNotification,
    OneTimeToken,
    SignInAttempt,
    SignInSession,
)

KEPT_AFTER_EXPIRY = timedelta(days=7)
ATTEMPTS_KEPT = timedelta(days=1)
REQUESTS_KEPT = timedelta(days=30)
READ_NOTES_KEPT = timedelta(days=180)


def forget_expired(session: Session, *, now: datetime) -> int:
    """How many rows were forgotten: ended sign-ins, dead links, old tries, answers and notes."""
    return sum(
        _forget(session, model, column < before)
        for model, column, before in (
            (SignInSession, col(SignInSession.expires_at), now - KEPT_AFTER_EXPIRY),
            (OneTimeToken, col(OneTimeToken.expires_at), now - KEPT_AFTER_EXPIRY),
            (SignInAttempt, col(SignInAttempt.attempted_at), now - ATTEMPTS_KEPT),
            (BookingRequest, col(BookingRequest.created_at), now - REQUESTS_KEPT),
            (InAppNotification, col(InAppNotification.read_at), now - READ_NOTES_KEPT),
        )
    )


def _forget(session: Session, model: type[SQLModel], is_old: object) -> int:
    return session.connection().execute(delete(model).where(is_old)).rowcount  # type: ignore[arg-type]
