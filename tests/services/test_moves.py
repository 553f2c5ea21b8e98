"""Moving: one transaction, the same credit, one chain, and an undo that nobody hears of."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from coachbook.errors import (
    AlreadyCancelled,
    AlreadyChanged,
    AlreadyStarted,
    Invalid,
    NeedsConfirmation,
    NotFound,
    PackageEnds,
    RequestReused,
    SlotTaken,
)
from coachbook.models import Booking, CoachClient, CoachSettings, OutboxMessage, SessionPackage
from coachbook.services import bookings, packages
from coachbook.services.packages.selling import end_of
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, TEN, THREE = at("2026-11-18 09:00"), at("2026-11-18 10:00"), at("2026-11-19 15:00")
SOON = timedelta(seconds=8)


def waiting(practice: Practice, *events: str) -> list[OutboxMessage]:
    found = practice.session.exec(
        select(OutboxMessage).where(OutboxMessage.state == "waiting")
    ).all()
    return [row for row in found if row.event in events]


def test_move_makes_the_next_booking_of_the_chain(practice: Practice) -> None:
    made = practice.booked(NINE)
    moved = practice.move(made, THREE).booking
    old = practice.session.get(Booking, made.id)
    assert old is not None
    assert (old.status, old.cancelled_by, old.version) == ("cancelled", "reschedule", 2)
    new = practice.session.get(Booking, moved.id)
    assert new is not None
    assert (new.rescheduled_from_id, new.chain_id, new.sequence) == (made.id, made.id, 1)
    assert (moved.starts_at, moved.minutes, moved.package_id) == (THREE, 60, practice.package_id)


def test_move_keeps_the_credit_and_frees_the_old_time(practice: Practice) -> None:
    made = practice.booked(NINE)
    practice.move(made, THREE)
    assert practice.left == 11
    assert practice.book(NINE).is_booked


def test_move_may_overlap_its_own_old_time(practice: Practice) -> None:
    made = practice.booked(NINE)
    assert practice.move(made, NINE + timedelta(minutes=30)).booking.starts_at > NINE


def test_calendar_event_moves_along(practice: Practice) -> None:
    made = practice.booked(NINE)
    row = practice.session.get(Booking, made.id)
    assert row is not None
    row.google_event_id, row.google_meet_link = "event-1", "https://meet.example/abc"
    practice.session.flush()
    moved = practice.session.get(Booking, practice.move(made, THREE).booking.id)
    assert moved is not None
    assert (moved.google_event_id, moved.google_meet_link) == (
        "event-1", "https://meet.example/abc",
    )  # fmt: skip


def test_old_link_leads_to_the_newest_of_the_chain(practice: Practice) -> None:
    made = practice.booked(NINE)
    once = practice.move(made, TEN).booking
    twice = practice.move(once, THREE).booking
    found = bookings.newest(practice.session, made.chain_id, by=practice.client, now=NOW)
    assert (found.id, found.starts_at) == (twice.id, THREE)


def test_chain_is_nobody_elses(practice: Practice) -> None:
    made = practice.booked(NINE)
    for by in (practice.another_client(), people.coach(practice.session, "Ben Ito")):
        with pytest.raises(NotFound):
            bookings.newest(practice.session, made.chain_id, by=by, now=NOW)


def test_client_moves_to_any_open_time_at_any_notice(practice: Practice) -> None:
    made = practice.booked(at("2026-11-16 10:30"), by=practice.coach)
    moved = practice.move(made, at("2026-11-16 11:00"))
    assert moved.booking.starts_at == at("2026-11-16 11:00")


def test_coach_may_ask_for_notice_before_a_move(practice: Practice) -> None:
    practice.session.get_one(CoachSettings, practice.coach.id).reschedule_notice_hours = 24
    made = practice.booked(at("2026-11-17 09:00"))
    with pytest.raises(AlreadyStarted, match="Moving needs 24 hours' notice"):
        practice.move(made, THREE)
    near = practice.booked(THREE)
    with pytest.raises(SlotTaken, match="This needs 24 hours' notice"):
        practice.move(near, at("2026-11-17 09:30"))


@pytest.mark.parametrize(
    "start", ["2026-11-18 20:00", "2026-11-16 09:00", "2026-11-18 09:15", "2027-03-01 09:00"]
)
def test_client_moves_only_to_what_is_offered(practice: Practice, start: str) -> None:
    made = practice.booked(THREE)
    with pytest.raises(SlotTaken):
        practice.move(made, at(start))
    assert practice.count() == 1


def test_move_into_a_full_hour_is_refused(practice: Practice) -> None:
    for _ in range(2):
        factories.fill(practice.session, practice.coach, NINE)
    made = practice.booked(THREE)
    with pytest.raises(SlotTaken, match="isn't available any more"):
        practice.move(made, NINE)
    with pytest.raises(NeedsConfirmation, match="2 of 2 booked"):
        practice.move(made, NINE, by=practice.coach)
    assert practice.move(made, NINE, by=practice.coach, confirmed=True).booking.breaks_rules


def test_offered_times_are_those_that_a_move_accepts(practice: Practice) -> None:
    made = practice.booked(NINE)
    day = NINE.date()
    offered = bookings.moving_openings(
        practice.session, made.id, by=practice.client, first=day, last=day, now=NOW
    )
    expected = [NINE + timedelta(minutes=30 * step) for step in range(1, 15)]
    assert offered == expected


@pytest.mark.parametrize(
    "start",
    [NINE, THREE.replace(tzinfo=None), THREE + timedelta(seconds=1), NOW + timedelta(days=2000)],
    ids=["the same", "naive", "seconds", "far"],
)
def test_impossible_target_is_refused(practice: Practice, start: object) -> None:
    made = practice.booked(NINE)
    with pytest.raises(Invalid):
        practice.move(made, start)  # type: ignore[arg-type]


def test_what_has_started_stays_for_the_client_and_not_for_the_coach(practice: Practice) -> None:
    made = practice.booked(NINE)
    with pytest.raises(AlreadyStarted):
        practice.move(made, THREE, now=NINE)
    assert practice.move(made, THREE, now=NINE, by=practice.coach)


def test_second_of_two_changes_is_told(practice: Practice) -> None:
    made = practice.booked(NINE)
    practice.move(made, TEN, by=practice.coach)
    for again in (lambda: practice.move(made, THREE), lambda: practice.cancel(made)):
        with pytest.raises(AlreadyChanged):
            again()
    assert practice.left == 11


def test_stale_version_is_refused(practice: Practice) -> None:
    made = practice.booked(NINE)
    with pytest.raises(AlreadyChanged):
        practice.move(made, THREE, version=made.version + 1)


def test_cancelled_booking_does_not_move(practice: Practice) -> None:
    made = practice.booked(NINE)
    practice.cancel(made)
    with pytest.raises(AlreadyCancelled):
        practice.move(made, THREE)


def test_foreign_booking_looks_absent(practice: Practice) -> None:
    made = practice.booked(NINE)
    for by in (practice.another_client(), people.coach(practice.session, "Ben Ito")):
        with pytest.raises(NotFound):
            practice.move(made, THREE, by=by)
    with pytest.raises(NotFound):
        bookings.reschedule(
            practice.session, uuid4(), THREE, by=practice.client, version=1,
            request_id=factories.request_id(), now=NOW,
        )  # fmt: skip


def test_second_arrival_of_a_move_gets_the_same_answer(practice: Practice) -> None:
    made = practice.booked(NINE)
    first = practice.move(made, THREE, request_id="move-once-1")
    again = practice.move(made, THREE, request_id="move-once-1")
    assert again.booking.id == first.booking.id
    with pytest.raises(RequestReused):
        practice.move(made, TEN, request_id="move-once-1")


def test_second_arrival_of_a_move_says_again_that_another_package_took_over(
    practice: Practice,
) -> None:
    factories.package(
        practice.session, practice.coach, practice.client, expires_on="2026-11-18", total=1
    )
    made = practice.booked(NINE)
    changes = [
        practice.move(made, later, request_id=request_id).package_changed
        for later, request_id in ((TEN, "same-package"), (TEN, "same-package"))
    ]
    moved = bookings.newest(practice.session, made.chain_id, by=practice.client, now=NOW)
    asked = {"request_id": "other-package"}
    changes += [practice.move(moved, at("2026-11-19 09:00"), **asked).package_changed for _ in "12"]
    assert changes == [False, False, True, True]


def test_second_arrival_of_a_move_tells_where_it_is_by_now(practice: Practice) -> None:
    made = practice.booked(NINE)
    once = practice.move(made, THREE, request_id="move-once-1").booking
    again = practice.move(once, TEN).booking
    assert practice.move(made, THREE, request_id="move-once-1").booking.id == again.id
    practice.cancel(again)
    with pytest.raises(AlreadyCancelled, match="cancelled since"):
        practice.move(made, THREE, request_id="move-once-1")


def test_move_counts_as_no_cancellation(practice: Practice) -> None:
    practice.move(practice.booked(NINE), THREE)
    assert waiting(practice, "session_cancelled", "client_cancelled") == []
    shown = bookings.of_client(
        practice.session, by=practice.client, client_id=practice.client.id, now=NOW
    )
    assert [(one.starts_at, one.status) for one in shown] == [(THREE, "confirmed")]


# Packages that end before the new date


def ends(practice: Practice, on: str) -> None:
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.expires_at = end_of(at(f"{on} 12:00").date(), practice.coach.zone)


def test_move_beyond_the_expiry_is_refused_with_the_date(practice: Practice) -> None:
    made = practice.booked(NINE)
    ends(practice, "2026-11-30")
    with pytest.raises(PackageEnds, match="Your package runs until 30 November"):
        practice.move(made, at("2026-12-01 09:00"))
    assert practice.move(made, at("2026-11-30 16:00"))


def test_another_package_takes_over_beyond_the_expiry(practice: Practice) -> None:
    made = practice.booked(NINE)
    ends(practice, "2026-11-30")
    factories.package(practice.session, practice.coach, practice.client, minutes=45)
    other = factories.package(practice.session, practice.coach, practice.client)
    moved = practice.move(made, at("2026-12-01 09:00"))
    assert (moved.package_changed, moved.booking.package_id) == (True, other)
    assert (practice.left, factories.remaining(practice.session, other)) == (12, 11)


# The undo span


def test_nobody_is_told_until_the_undo_span_has_passed(practice: Practice) -> None:
    made = practice.booked(NINE)
    practice.move(made, THREE, by=practice.coach)
    told = waiting(practice, "session_rescheduled")
    assert {row.due_at for row in told} == {NOW + timedelta(seconds=15)}  # and a grace


def test_undo_puts_everything_back_and_tells_nobody(practice: Practice) -> None:
    made = practice.booked(NINE)
    moved = practice.move(made, THREE, by=practice.coach).booking
    back = bookings.undo_reschedule(practice.session, moved.id, by=practice.coach, now=NOW + SOON)
    assert (back.id, back.starts_at, back.status) == (made.id, NINE, "confirmed")
    assert (practice.left, practice.count()) == (11, 1)
    assert waiting(practice, "session_rescheduled") == []


def test_undo_is_over_after_its_span(practice: Practice) -> None:
    moved = practice.move(practice.booked(NINE), THREE, by=practice.coach).booking
    with pytest.raises(AlreadyChanged, match="too late to undo"):
        bookings.undo_reschedule(
            practice.session, moved.id, by=practice.coach, now=NOW + timedelta(seconds=20)
        )


def test_undo_is_refused_when_the_old_time_is_taken(practice: Practice) -> None:
    factories.fill(practice.session, practice.coach, NINE)
    made = practice.booked(NINE)
    moved = practice.move(made, THREE, by=practice.coach).booking
    factories.fill(practice.session, practice.coach, NINE)
    with pytest.raises(SlotTaken, match="took the old time"):
        bookings.undo_reschedule(practice.session, moved.id, by=practice.coach, now=NOW + SOON)


def test_undo_puts_back_what_stood_in_an_overfull_hour(practice: Practice) -> None:
    """Nobody came since the move: the hour is as it was before."""
    made = practice.booked(NINE)
    for _ in range(2):
        factories.fill(practice.session, practice.coach, NINE)
    later = NOW + timedelta(seconds=1)
    moved = practice.move(made, THREE, by=practice.coach, now=later).booking
    back = bookings.undo_reschedule(practice.session, moved.id, by=practice.coach, now=NOW + SOON)
    assert back.starts_at == NINE


def test_two_undos_never_share_one_place(practice: Practice) -> None:
    """One returns to the hour that the other left: whoever undoes second stays where it is."""
    factories.fill(practice.session, practice.coach, NINE)  # one place of two is left
    one = practice.booked(NINE)
    soon = [NOW + timedelta(seconds=second) for second in range(1, 6)]
    away = practice.move(one, TEN, by=practice.coach, now=soon[0]).booking
    other = people.client(practice.session, practice.coach, "Ben Okafor")
    factories.package(practice.session, practice.coach, other)
    (theirs,) = factories.booked(practice.session, practice.coach, other, THREE)
    here = practice.move(theirs, NINE, by=practice.coach, now=soon[1]).booking
    gone = practice.move(here, TEN, by=practice.coach, now=soon[2]).booking
    bookings.undo_reschedule(practice.session, away.id, by=practice.coach, now=soon[3])
    with pytest.raises(SlotTaken, match="took the old time"):
        bookings.undo_reschedule(practice.session, gone.id, by=practice.coach, now=soon[4])


def test_a_move_that_was_undone_is_not_repeated(practice: Practice) -> None:
    made, request_id = practice.booked(NINE), factories.request_id()
    asked = {"by": practice.coach, "request_id": request_id}
    moved = practice.move(made, THREE, **asked).booking
    bookings.undo_reschedule(practice.session, moved.id, by=practice.coach, now=NOW + SOON)
    with pytest.raises(AlreadyChanged):
        practice.move(made, THREE, **asked)


def test_there_and_back_inside_the_span_tells_nobody(practice: Practice) -> None:
    once = practice.move(practice.booked(NINE), THREE, by=practice.coach)
    practice.move(once.booking, NINE, by=practice.coach, now=NOW + SOON)
    assert waiting(practice, "session_rescheduled") == []


def test_two_moves_inside_the_span_are_one_message(practice: Practice) -> None:
    once = practice.move(practice.booked(NINE), TEN, by=practice.coach)
    practice.move(once.booking, THREE, by=practice.coach, now=NOW + SOON)
    channels = [row.channel for row in waiting(practice, "session_rescheduled")]
    assert sorted(channels) == ["email", "push"]


def test_archived_client_gets_no_other_time(practice: Practice) -> None:
    made = practice.booked(NINE)
    practice.session.exec(select(CoachClient)).one().status = "archived"
    practice.session.flush()
    with pytest.raises(NotFound):
        practice.move(made, THREE)
    with pytest.raises(NotFound):
        bookings.moving_openings(
            practice.session, made.id, by=practice.client, first=NINE.date(), last=THREE.date(),
            now=NOW,
        )  # fmt: skip
    assert practice.cancel(made).status == "cancelled"


def test_undo_is_refused_when_its_package_has_nothing_left(practice: Practice) -> None:
    ends_first = factories.package(
        practice.session, practice.coach, practice.client, total=1, expires_on="2026-11-20"
    )
    booking = practice.booked(NINE)
    moved = practice.move(booking, at("2026-11-24 09:00"), by=practice.coach).booking
    assert (booking.package_id, moved.package_id) == (ends_first, practice.package_id)
    packages.adjust(
        practice.session, ends_first, by=practice.coach, adjustment=-1, reason="", now=NOW
    )
    with pytest.raises(AlreadyChanged, match="no session left now"):
        bookings.undo_reschedule(practice.session, moved.id, by=practice.coach, now=NOW)
