"""Pushes as a locked screen shows them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from coachbook.models import CoachClient, OutboxMessage, Profile, SessionPackage
from coachbook.notifications import matrix, outbox, pushes
from coachbook.notifications.facts import NothingToTell
from coachbook.notifications.sending import Push
from coachbook.services import bookings
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

TUESDAY, WEDNESDAY = at("2026-11-24 09:00"), at("2026-11-25 14:30")
TOLD = NOW + timedelta(minutes=1)  # by then people have heard of what was done before
WITH_PUSH = [name for name, event in matrix.EVENTS.items() if "push" in event.channels]
ABOUT_PACKAGES = ("package_expiring_week", "client_package_expiring_week")
FORM_REMINDER = "checkin_form_reminder"


def _row(practice: Practice, event: str, **payload: object) -> OutboxMessage:
    """One of this event, written if nothing has written it yet."""
    session = practice.session
    session.flush()
    found = _written(session, event)
    if found is None:
        is_clients = matrix.EVENTS[event].audience == "client"
        outbox.queue(
            session,
            event,
            recipient_id=(practice.client if is_clients else practice.coach).id,
            coach_id=practice.coach.id,
            subject_id=practice.package_id if event in ABOUT_PACKAGES else uuid4(),
            payload=payload,
            due_at=NOW,
            created_at=NOW,
        )
        found = _written(session, event)
    assert found
    return found


def _written(session: Session, event: str) -> OutboxMessage | None:
    return session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.event == event, OutboxMessage.channel == "push")
        .order_by(col(OutboxMessage.due_at).desc())
    ).first()


def _push(practice: Practice, event: str, **payload: object) -> Push:
    return pushes.push(practice.session, _row(practice, event, **payload), now=NOW)


def _any(practice: Practice, event: str) -> Push:
    """A message of this event, about a check-in or a package."""
    if event in ABOUT_PACKAGES:
        package = practice.session.get_one(SessionPackage, practice.package_id)
        package.expires_at = NOW + timedelta(days=7)
        return _push(practice, event)
    factories.hours(practice.session, practice.coach, kind="checkin")
    booking = practice.booked(TUESDAY, kind="checkin", minutes=30)
    return _push(practice, event, booking_ids=[str(booking.id)])


@pytest.mark.parametrize("event", WITH_PUSH)
def test_every_push_of_the_matrix_has_words_and_leads_somewhere(
    practice: Practice, event: str
) -> None:
    push = _any(practice, event)
    assert 0 < len(push.title) <= 60
    assert push.body.endswith(".")
    assert push.path.startswith(("/client/", "/coach/", "/book"))
    assert re.fullmatch(r"[0-9a-f]{32}", push.tag)
    assert push.urgency == matrix.EVENTS[event].urgency
    assert NOW < push.expires_at <= NOW + matrix.EVENTS[event].push_lives


@pytest.mark.parametrize("event", WITH_PUSH)
def test_push_says_nothing_private(practice: Practice, event: str) -> None:
    """Who lies beside a phone reads no client's name, no address and no balance."""
    relation = practice.session.exec(select(CoachClient)).one()
    relation.name = "Robin from the gym"
    push = _any(practice, event)
    words = f"{push.title} {push.body}"
    for private in ("Robin", practice.client.email, "of 12", "$", "http"):
        assert private not in words


def test_nothing_of_the_matrix_is_forgotten() -> None:
    assert sorted(pushes.WRITERS) == sorted(WITH_PUSH)


def test_booked_names_the_time_and_the_coach(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    push = _push(practice, "session_booked")
    assert push.title == "Session booked"
    assert re.fullmatch(r"Tue, Nov 24, 9:00\sAM, with Anna Weiss\.", push.body)
    assert push.path == f"/client/calendar?booking={booking.chain_id}"


def test_several_booked_together_are_one(practice: Practice) -> None:
    practice.book(TUESDAY, WEDNESDAY)
    push = _push(practice, "session_booked")
    assert push.title == "2 sessions booked"
    assert push.body.startswith("The first is Tue, Nov 24, 9:00")
    assert _push(practice, "new_booking").title == "A client booked 2 sessions"


def test_what_was_cancelled_since_is_left_out(practice: Practice) -> None:
    booking = practice.booked(TUESDAY, WEDNESDAY)
    row = _row(practice, "session_booked")
    practice.cancel(booking, now=TOLD)
    practice.session.expire_all()
    assert pushes.push(practice.session, row, now=NOW).title == "Session booked"


def test_nothing_left_is_nothing_to_tell(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    row = _row(practice, "session_booked")
    practice.cancel(booking, now=TOLD)
    practice.session.expire_all()
    with pytest.raises(NothingToTell):
        pushes.push(practice.session, row, now=NOW)


def test_move_names_the_new_time_to_one_and_both_to_the_other(practice: Practice) -> None:
    practice.move(practice.booked(TUESDAY), WEDNESDAY, now=TOLD)
    told = _push(practice, "session_rescheduled")
    assert told.body.startswith("New time: Wed, Nov 25, 2:30")
    assert told.urgency == "high"
    assert "It was Tue, Nov 24, 9:00" in _push(practice, "client_rescheduled").body


def test_moves_of_one_booking_share_a_tag(practice: Practice) -> None:
    """The newer takes the place of the older, which isn't true any more."""
    moved = practice.move(practice.booked(TUESDAY), WEDNESDAY, now=TOLD)
    first = _push(practice, "session_rescheduled")
    practice.move(moved.booking, at("2026-11-26 10:00"), now=TOLD + timedelta(minutes=1))
    assert _push(practice, "session_rescheduled").tag == first.tag
    practice.booked(at("2026-11-27 10:00"))
    assert _push(practice, "session_booked").tag != first.tag


def test_time_is_the_readers_and_named_where_it_differs(practice: Practice) -> None:
    practice.session.get_one(Profile, practice.client.id).time_zone = "Europe/Berlin"
    practice.book(TUESDAY)
    assert "3:00\u202fPM (Berlin time)" in _push(practice, "session_booked").body
    assert "time)" not in _push(practice, "new_booking").body


def test_reminder_is_of_no_use_once_it_starts(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    row = _row(practice, "session_reminder", booking_ids=[str(booking.id)])
    late = TUESDAY - timedelta(hours=2)
    assert pushes.push(practice.session, row, now=late).expires_at == TUESDAY
    with pytest.raises(NothingToTell):
        pushes.push(practice.session, row, now=TUESDAY)


def test_push_that_is_useless_earlier_lives_no_longer(practice: Practice) -> None:
    practice.cancel(practice.booked(TUESDAY), now=TOLD)
    row = _row(practice, "session_cancelled")
    row.useless_at = NOW + timedelta(minutes=5)
    assert pushes.push(practice.session, row, now=NOW).expires_at == row.useless_at


def test_reminder_follows_a_move(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    row = _row(practice, "session_reminder", booking_ids=[str(booking.id)])
    practice.move(
        bookings.one(practice.session, booking.id, by=practice.client, now=NOW), WEDNESDAY
    )
    assert "Wed, Nov 25" in pushes.push(practice.session, row, now=NOW).body


def test_form_reminder_opens_the_form(practice: Practice) -> None:
    push = _any(practice, FORM_REMINDER)
    assert push.path.startswith("/client/check-in/")


def test_coach_is_led_to_the_client_whose_package_ends(practice: Practice) -> None:
    push = _any(practice, "client_package_expiring_week")
    assert push.path == f"/coach/clients/{practice.client.id}"
    assert "November 23, 2026" in push.body
