"""A client's notes in the app: what others did to what is theirs, from each of their coaches."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from coachbook.models import InAppNotification
from coachbook.notifications import matrix, outbox
from coachbook.services import activity, following
from coachbook.services.activity_notes import Note
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, TEN, THREE = at("2026-11-18 09:00"), at("2026-11-18 10:00"), at("2026-11-19 15:00")
SOON = NOW + timedelta(minutes=1)
LATER = NOW + timedelta(hours=1)


def notes(practice: Practice, by: Person | None = None, **more: Any) -> tuple[Note, ...]:
    asked = {"by": by or practice.client, "now": LATER, "side": "client", **more}
    return activity.page(practice.session, **asked).notes


def unread(practice: Practice, now: datetime = LATER) -> int:
    asked: Any = {"by": practice.client, "now": now, "side": "client"}
    return activity.unread_count(practice.session, **asked)


def write(practice: Practice, event: str, subject_id: UUID, **more: Any) -> None:
    """A note of a kind that other parts of the application write."""
    common = {"version": 1, "due_at": NOW, "created_at": NOW}
    outbox.queue(
        practice.session, event, recipient_id=practice.client.id, coach_id=practice.coach.id,
        subject_id=subject_id, **{**common, **more},
    )  # fmt: skip


def test_what_the_coach_books_is_news(practice: Practice) -> None:
    made = practice.booked(NINE, by=practice.coach)
    (told,) = notes(practice)
    assert (told.event, told.coach_name, told.is_by_coach) == (
        "session_booked", "Anna Weiss", True,
    )  # fmt: skip
    assert (told.starts, told.chain_id, told.is_read) == ((NINE,), made.chain_id, False)
    assert unread(practice) == 1


def test_it_appears_when_the_undo_span_is_over(practice: Practice) -> None:
    practice.book(NINE, by=practice.coach)
    assert (unread(practice, NOW), unread(practice, SOON)) == (0, 1)


def test_own_doing_is_kept_but_no_news(practice: Practice) -> None:
    made = practice.booked(NINE)
    practice.cancel(practice.move(made, TEN, now=SOON).booking, now=SOON + timedelta(minutes=1))
    assert {told.event for told in notes(practice)} == {
        "session_booked", "session_rescheduled", "session_cancelled",
    }  # fmt: skip
    assert {told.is_by_coach for told in notes(practice)} == {False}
    assert unread(practice) == 0


def test_coach_and_client_have_their_own_notes_of_one_booking(practice: Practice) -> None:
    practice.book(NINE)
    coachs = activity.page(practice.session, by=practice.coach, now=LATER).notes
    assert [told.event for told in coachs] == ["new_booking"]
    assert [told.event for told in notes(practice)] == ["session_booked"]


def test_who_is_both_has_each_side_apart(practice: Practice) -> None:
    berta = people.coach(practice.session, "Berta Klein")
    both = people.another_client_of(practice.session, practice.coach, berta)
    factories.package(practice.session, practice.coach, both)
    practice.book(TEN, by=practice.coach, client_id=both.id, confirmed=True)
    assert [told.coach_name for told in notes(practice, both)] == ["Anna Weiss"]
    assert activity.page(practice.session, by=both, now=LATER).notes == ()


def test_nobody_reads_or_marks_anothers(practice: Practice) -> None:
    practice.book(NINE, by=practice.coach)
    other = practice.another_client()
    assert notes(practice, other) == ()
    asked: Any = {"by": other, "now": LATER, "side": "client"}
    ids = [notes(practice)[0].id]
    assert activity.mark_read(practice.session, ids, **asked) == 0
    assert activity.mark_read(practice.session, ids, **{**asked, "by": practice.client}) == 1
    assert unread(practice) == 0


def test_note_of_anothers_booking_tells_nothing_of_it(practice: Practice) -> None:
    other = practice.another_client()
    theirs = practice.booked(NINE, by=practice.coach, client_id=other.id)
    payload = {"booking_ids": [str(theirs.id)]}
    write(practice, "session_reminder", theirs.chain_id, payload=payload)
    (told,) = notes(practice)
    assert (told.client_id, told.starts, told.coach_name) == (None, (), "")


def test_every_event_to_clients_is_kept(practice: Practice) -> None:
    for event in matrix.CLIENT:
        write(practice, event, uuid4())
    assert {told.event for told in notes(practice)} == set(matrix.CLIENT)
    kept = set(practice.session.exec(select(InAppNotification.event)))
    assert kept == set(activity.EVENTS["client"])


@pytest.mark.parametrize(("event", "left"), [("low_sessions", 3), ("package_expiring_month", 12)])
def test_package_tells_its_last_day_in_the_coachs_zone(
    practice: Practice, event: str, left: int
) -> None:
    ending = factories.package(
        practice.session, practice.coach, practice.client, expires_on="2026-12-14"
    )
    payload = {"left": 3} if event == "low_sessions" else {}
    write(practice, event, ending, payload=payload)
    (told,) = notes(practice)
    assert (told.ends_on, told.left, told.coach_name) == (date(2026, 12, 14), left, "Anna Weiss")


def test_inbox_is_followed_by_its_reader(practice: Practice) -> None:
    practice.book(NINE, by=practice.coach)
    news = following.inboxes(practice.session, [practice.client.id, practice.coach.id], now=LATER)
    assert (news[practice.client.id].unread, news[practice.coach.id].unread) == (1, 0)
