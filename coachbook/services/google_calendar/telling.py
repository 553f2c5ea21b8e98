"""Whom the state of Google Calendar concerns is told of it, in the transaction that notes it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from coachbook.notifications import announce_google


def meet_is_ready(session: Session, coach_id: UUID, chain_id: UUID, *, now: datetime) -> None:
    """The link of a check-in has come, after it was asked for before."""
    announce_google.meet_is_ready(session, chain_id, now=now)


def meet_failed(session: Session, coach_id: UUID, chain_id: UUID, *, now: datetime) -> None:
    """No link will come: the coach's own address counts."""
    announce_google.meet_failed(session, chain_id, now=now)


def consent_is_gone(session: Session, coach_id: UUID, *, now: datetime) -> None:
    """Called once for each time that it goes."""
    announce_google.needs_reconnect(session, coach_id, now=now)


def repaired(session: Session, coach_id: UUID, count: int, *, now: datetime) -> None:
    """So many appointments were gone from Google, or changed there, and are back."""
    announce_google.repaired(session, coach_id, count, now=now)
