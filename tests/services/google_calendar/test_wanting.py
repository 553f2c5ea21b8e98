"""Each change of an appointment is noted for Google with it, if its coach has connected."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coachbook.notifications.merging import UNDO_SPAN
from coachbook.services import bookings
from coachbook.services.google_calendar import wanting
from tests import practices
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.google_calendar.connected import connect, connection_of, noted

WEDNESDAY = at("2026-11-18 10:00")
THURSDAY = at("2026-11-19 10:00")


@pytest.fixture
def practice(session: Session) -> Practice:
    return practices.open_practice(session)


def test_without_a_connection_nothing_is_noted(session: Session, practice: Practice) -> None:
    practice.booked(WEDNESDAY)

    assert noted(session) == []


def test_a_booking_is_noted_at_once_and_google_invites(
    session: Session, practice: Practice
) -> None:
    connect(session, practice.coach)

    booked = practice.booked(WEDNESDAY, THURSDAY)

    rows = noted(session)
    assert {row.chain_id for row in rows} >= {booked.id}
    assert len(rows) == 2
    assert {(row.wanted, row.written, row.due_at, row.invites) for row in rows} == {
        (1, 0, NOW, True)
    }


def test_a_move_waits_for_its_undo_span(session: Session, practice: Practice) -> None:
    connect(session, practice.coach)
    booked = practice.booked(WEDNESDAY)

    practice.move(booked, THURSDAY)
    wanting.want_of_client(session, practice.client.id, NOW)

    (row,) = noted(session)
    assert (row.chain_id, row.wanted, row.due_at) == (booked.id, 3, NOW + UNDO_SPAN)


def test_undone_and_cancelled_and_reopened_each_is_noted(
    session: Session, practice: Practice
) -> None:
    connect(session, practice.coach)
    coach = practice.coach
    moved = practice.move(practice.booked(WEDNESDAY), THURSDAY, by=coach)
    seen = [noted(session)[0].wanted]

    back = bookings.undo_reschedule(session, moved.booking.id, by=coach, now=NOW)
    seen.append(noted(session)[0].wanted)
    gone = practice.cancel(back)
    seen.append(noted(session)[0].wanted)
    bookings.reopen(session, gone.id, by=coach, version=gone.version, now=NOW)

    assert [*seen, noted(session)[0].wanted] == [2, 3, 4, 5]


def test_what_was_booked_before_connecting_is_written_without_inviting(
    session: Session, practice: Practice
) -> None:
    booked = practice.booked(WEDNESDAY)
    connect(session, practice.coach, now=NOW + timedelta(minutes=1))
    practice.move(booked, THURSDAY)

    (row,) = noted(session)
    assert (row.invites, row.wanted) == (False, 2)


@pytest.mark.parametrize(("status", "invites"), [("needs_reconnect", False), ("failing", True)])
def test_google_invites_unless_the_consent_is_gone(
    session: Session, practice: Practice, status: str, invites: bool
) -> None:
    connect(session, practice.coach)
    connection_of(session, practice.coach).status = status
    session.flush()

    practice.booked(WEDNESDAY)

    assert [row.invites for row in noted(session)] == [invites]


def test_of_a_coach_only_what_is_to_come_is_looked_at_again(
    session: Session, practice: Practice
) -> None:
    connect(session, practice.coach)
    practice.booked(WEDNESDAY)
    practice.cancel(practice.booked(THURSDAY))
    before = {row.chain_id: row.wanted for row in noted(session)}

    wanting.want_of_coach(session, practice.coach.id, NOW)

    raised = [row for row in noted(session) if row.wanted > before[row.chain_id]]
    assert len(raised) == 1
    wanting.want_of_coach(session, practice.coach.id, WEDNESDAY)
    assert [row.wanted for row in noted(session) if row.chain_id == raised[0].chain_id] == [2]
