"""Whom the state of Google Calendar concerns is told of it, in the transaction that notes it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session


def meet_is_ready(session: Session, coach_id: UUID, chain_id: UUID, *, now: datetime) -> None:
    """The link of a check-in has come, after it was asked for before."""


def meet_failed(session: Session, coach_id: UUID, chain_id: UUID, *, now: datetime) -> None:
    """No link will come: the coach's own address counts."""


def consent_is_gone(session: Session, coach_id: UUID, *, now: datetime) -> None:
    """Called once for each time that it goes."""


def repaired(session: Session, coach_id: UUID, count: int, *, now: datetime) -> None:
    """So many appointments were gone from Google, or changed there, and are back."""
