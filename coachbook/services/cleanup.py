"""Forgets what has served its time; none of it is needed to know what happened."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col

from coachbook.models import (
    BookingRequest,
    DeliveryReport,
    GoogleAuthorization,
    Heartbeat,
    InAppNotification,
    JobDone,
    OneTimeToken,
    OutboxMessage,
    PushSubscription,
    SignInAttempt,
    SignInSession,
)
from coachbook.services import sign_ins

KEPT_AFTER_EXPIRY = timedelta(days=7)
ATTEMPTS_KEPT = timedelta(days=1)
REQUESTS_KEPT = timedelta(days=30)
READ_NOTES_KEPT = timedelta(days=180)
MESSAGES_KEPT = timedelta(days=180)
REPORTS_KEPT = timedelta(days=30)
DONE_KEPT = timedelta(days=400)
HEARTBEATS_KEPT = timedelta(days=1)
DEVICES_KEPT = timedelta(days=90)  # until then whoever signs in there again goes on with it
STILL_TO_SEND = ("waiting", "claimed")


def forget_expired(session: Session, *, now: datetime) -> int:
    """How many rows were forgotten: ended sign-ins, dead links, old tries, answers and notes.
    Devices end with their sign-in."""
    sign_ins.silence_run_out(session, now=now)
    return sum(
        _forget(session, model, column < before)
        for model, column, before in (
            (SignInSession, col(SignInSession.expires_at), now - KEPT_AFTER_EXPIRY),
            (OneTimeToken, col(OneTimeToken.expires_at), now - KEPT_AFTER_EXPIRY),
            (GoogleAuthorization, col(GoogleAuthorization.expires_at), now),
            (SignInAttempt, col(SignInAttempt.attempted_at), now - ATTEMPTS_KEPT),
            (BookingRequest, col(BookingRequest.created_at), now - REQUESTS_KEPT),
            (InAppNotification, col(InAppNotification.read_at), now - READ_NOTES_KEPT),
        )
    )


def forget_old(session: Session, *, now: datetime) -> int:
    """How many rows were forgotten: messages that came to an end, what was reported of them, and
    what the jobs remember. No job looks back as far."""
    has_ended = col(OutboxMessage.state).not_in(STILL_TO_SEND)
    is_old = col(OutboxMessage.created_at) < now - MESSAGES_KEPT
    return _forget(session, OutboxMessage, has_ended & is_old) + sum(
        _forget(session, model, column < before)
        for model, column, before in (
            (DeliveryReport, col(DeliveryReport.received_at), now - REPORTS_KEPT),
            (JobDone, col(JobDone.done_at), now - DONE_KEPT),
            (Heartbeat, col(Heartbeat.beat_at), now - HEARTBEATS_KEPT),
            (PushSubscription, col(PushSubscription.retired_at), now - DEVICES_KEPT),
        )
    )


def _forget(session: Session, model: type[SQLModel], is_old: object) -> int:
    return session.connection().execute(delete(model).where(is_old)).rowcount  # type: ignore[arg-type]
