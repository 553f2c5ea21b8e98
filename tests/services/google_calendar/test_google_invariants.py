"""The check finds notes about Google that no turn would have left like that."""

from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session

from coachbook.models import GoogleConnection, GoogleEvent
from coachbook.services import invariants
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice, open_practice
from tests.services.google_calendar.connected import connect

WEDNESDAY = at("2026-11-18 10:00")


@pytest.fixture
def practice(session: Session) -> Practice:
    made = open_practice(session)
    connect(session, made.coach)
    made.booked(WEDNESDAY)
    set_all(session, GoogleEvent, written=1, is_there=True, calendar_id="primary")
    return made


def set_all(session: Session, model: Any, **values: Any) -> None:
    session.execute(update(model).values(**values))
    session.flush()


def offending(session: Session) -> tuple[str, ...]:
    found = invariants.check(session, now=NOW).offending
    return tuple(name for name in found if name.startswith("google"))


def test_what_a_turn_leaves_is_sound(session: Session, practice: Practice) -> None:
    assert offending(session) == ()


@pytest.mark.parametrize(
    ("model", "values", "name"),
    [
        (GoogleEvent, {"is_there": False}, "google events"),
        (GoogleEvent, {"calendar_id": ""}, "google events"),
        (GoogleEvent, {"meet": "ready"}, "google events"),
        (GoogleEvent, {"is_given_up": True, "wanted": 2}, "google events"),
        (GoogleConnection, {"status": "needs_reconnect"}, "google connections"),
        (GoogleConnection, {"failing_since": NOW}, "google connections"),
    ],
    ids=str,
)
def test_what_is_wrong_is_found(
    session: Session, practice: Practice, model: Any, values: dict[str, Any], name: str
) -> None:
    set_all(session, model, **values)
    assert offending(session) == (name,)


def test_a_forgotten_booking_is_found(session: Session, practice: Practice) -> None:
    session.execute(delete(GoogleEvent))
    assert "google events" in offending(session)


def test_rows_of_nobody_connected_are_found(session: Session, practice: Practice) -> None:
    session.execute(delete(GoogleConnection))
    assert "google events" in offending(session)
