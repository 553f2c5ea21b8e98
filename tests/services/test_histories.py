"""A booking's history: the whole chain, who did what, and what it did to the credit."""

from datetime import timedelta
from uuid import uuid4

import pytest

from coachbook.errors import NotFound
from coachbook.services import bookings
from coachbook.services.bookings import BookingView, Credit, HistoryLine
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, THREE = at("2026-11-18 09:00"), at("2026-11-19 15:00")
LATE = at("2026-11-19 20:00")
TWELVE = "12 sessions, 60 min"
SOON, LATER = NOW + timedelta(seconds=5), NOW + timedelta(hours=2)


def history(practice: Practice, one: BookingView, by: Person | None = None) -> list[HistoryLine]:
    return bookings.history(practice.session, one.chain_id, by=by or practice.coach)


def credits(practice: Practice, one: BookingView) -> list[tuple[str, tuple[Credit, ...]]]:
    return [(line.event, line.credits) for line in history(practice, one)]


def test_chain_of_moves_is_one_history(practice: Practice) -> None:
    made = practice.booked(NINE)
    moved = practice.move(made, THREE, by=practice.coach, now=SOON).booking
    practice.cancel(moved, now=LATER)
    assert [(line.event, line.actor_name, line.is_own) for line in history(practice, moved)] == [
        ("booked", "Robin Fields", False),
        ("moved", "Anna Weiss", True),
        ("cancelled", "Robin Fields", False),
    ]
    assert credits(practice, made) == [
        ("booked", (Credit(-1, TWELVE, 11),)),
        ("moved", ()),
        ("cancelled", (Credit(1, TWELVE, 12),)),
    ]


def test_move_to_another_package_gives_one_back_and_takes_another(practice: Practice) -> None:
    factories.package(
        practice.session, practice.coach, practice.client, expires_on="2026-11-18", total=3
    )
    made = practice.booked(NINE)
    practice.move(made, THREE, now=SOON)
    assert credits(practice, made)[1] == (
        "moved", (Credit(1, "3 sessions, 60 min", 3), Credit(-1, TWELVE, 11)),
    )  # fmt: skip


def test_move_that_was_taken_back_leaves_its_trace(practice: Practice) -> None:
    made = practice.booked(NINE)
    asked = {"by": practice.coach, "now": SOON}
    moved = practice.move(made, THREE, **asked).booking
    back = SOON + timedelta(seconds=2)
    bookings.undo_reschedule(practice.session, moved.id, by=practice.coach, now=back)
    assert credits(practice, made)[1:] == [("moved", ()), ("reopened", ())]


def test_check_in_has_no_credits(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin")
    made = practice.booked(NINE, kind="checkin", minutes=30)
    moved = practice.move(made, THREE, now=SOON, by=practice.coach).booking
    back = SOON + timedelta(seconds=2)
    bookings.undo_reschedule(practice.session, moved.id, by=practice.coach, now=back)
    assert credits(practice, made) == [("booked", ()), ("moved", ()), ("reopened", ())]


def test_coach_calls_the_client_by_the_name_of_their_own(practice: Practice) -> None:
    other = people.coach(practice.session, "Berta Klein")
    people.relate(practice.session, other, practice.client.id, "Robbie")
    factories.hours(practice.session, other)
    factories.package(practice.session, other, practice.client)
    made = practice.booked(NINE, coach_id=other.id)
    (line,) = history(practice, made, by=other)
    assert line.actor_name == "Robbie"


def test_client_never_learns_of_room_and_rules(practice: Practice) -> None:
    made = practice.booked(LATE, by=practice.coach, confirmed=True)
    practice.move(made, NINE, by=practice.coach, now=SOON)
    practice.cancel(
        bookings.newest(practice.session, made.chain_id, by=practice.coach, now=NOW),
        by=practice.coach, on_behalf_of_client=True, now=LATER,
    )  # fmt: skip
    known = [line.details for line in history(practice, made, by=practice.client)]
    told = [set(details) for details in known]
    assert told == [{"to"}, {"from", "to"}, {"was", "cancelled_by"}]
    room = history(practice, made)[0].details
    assert (room["capacity"], room["present"]) == (0, 1)  # the coach does


def test_history_is_for_the_two_it_is_about(practice: Practice) -> None:
    made = practice.booked(NINE)
    strangers = (practice.another_client(), people.coach(practice.session, "Berta Klein"))
    for stranger in strangers:
        with pytest.raises(NotFound):
            history(practice, made, by=stranger)
    with pytest.raises(NotFound):
        bookings.history(practice.session, uuid4(), by=practice.coach)
    assert [len(history(practice, made, by=one)) for one in (practice.coach, practice.client)] == [
        1, 1,
    ]  # fmt: skip
