"""Hours are saved together with what the coach decided about the bookings that don't fit them."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from coachbook.availability import Window
from coachbook.errors import AlreadyChanged, Invalid, NotAllowed, NotFound
from coachbook.models import AvailabilityOverride, Booking, CalendarVersion, OutboxMessage
from coachbook.services import hours, overrides
from coachbook.services.bookings import BookingView
from coachbook.services.hours import RemovedWeek, Week
from coachbook.services.overrides import Days, Difference
from coachbook.services.settling import Decision, Settled, settle
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice, open_practice

FRIDAY = date(2026, 11, 20)
HOLIDAY = Days(add=(Difference("session", FRIDAY, is_blocked=True, note="Away"),))
NO_FRIDAYS = Week("session", tuple(w for w in hours.suggested("session") if w.day_of_week != 5))


@pytest.fixture
def practice(session: Session) -> Practice:
    return open_practice(session)


@pytest.fixture
def friday(practice: Practice) -> BookingView:
    return practice.booked(at("2026-11-20 10:00"))


def settled(
    practice: Practice, change: Week | Days | RemovedWeek, *decided: tuple[BookingView, Decision]
) -> Settled:
    answers = {one.id: decision for one, decision in decided}
    return settle(practice.session, change, by=practice.coach, now=NOW, decided=answers)


def blocked(practice: Practice) -> int:
    return practice.count(AvailabilityOverride)


def status(practice: Practice, one: BookingView) -> tuple[str, str | None]:
    row = practice.session.get(Booking, one.id, populate_existing=True)
    assert row is not None
    return row.status, row.cancelled_by


def test_nothing_in_the_way_is_saved_at_once(practice: Practice) -> None:
    assert settled(practice, HOLIDAY) == Settled(True)
    assert blocked(practice) == 1


@pytest.mark.parametrize("change", [HOLIDAY, NO_FRIDAYS])
def test_undecided_booking_stops_all_of_it(
    practice: Practice, friday: BookingView, change: Week | Days
) -> None:
    version = practice.session.get(CalendarVersion, practice.coach.id)
    assert version is not None
    before = version.version
    answer = settled(practice, change)
    assert not answer.is_saved
    assert [one.booking_id for one in answer.open_questions] == [friday.id]
    assert (blocked(practice), status(practice, friday)) == (0, ("confirmed", None))
    assert version.version == before


def test_kept_booking_stays(practice: Practice, friday: BookingView) -> None:
    assert settled(practice, HOLIDAY, (friday, "keep")) == Settled(True)
    assert (blocked(practice), status(practice, friday)) == (1, ("confirmed", None))


@pytest.mark.parametrize("change", [HOLIDAY, NO_FRIDAYS])
def test_cancelled_booking_is_refunded_and_told_as_the_coachs(
    practice: Practice, friday: BookingView, change: Week | Days
) -> None:
    left = practice.left
    answer = settled(practice, change, (friday, "cancel"))
    assert [one.id for one in answer.cancelled] == [friday.id]
    assert status(practice, friday) == ("cancelled", "coach")
    assert practice.left == left + 1
    told = practice.session.exec(
        select(OutboxMessage).where(col(OutboxMessage.subject_id) == friday.chain_id)
    ).all()
    assert "cancelled" in {message.event.rpartition("_")[2] for message in told}


def test_each_booking_has_its_own_decision(practice: Practice, friday: BookingView) -> None:
    other = practice.booked(at("2026-11-20 14:00"))
    settled(practice, HOLIDAY, (friday, "cancel"), (other, "keep"))
    assert status(practice, friday)[0] == "cancelled"
    assert status(practice, other)[0] == "confirmed"


def test_booking_that_came_meanwhile_asks_anew_and_changes_nothing(
    practice: Practice, friday: BookingView
) -> None:
    late = practice.booked(at("2026-11-20 14:00"))
    answer = settled(practice, HOLIDAY, (friday, "cancel"))
    assert not answer.is_saved
    assert [one.booking_id for one in answer.open_questions] == [friday.id, late.id]
    assert (blocked(practice), status(practice, friday)[0]) == (0, "confirmed")


def test_booking_moved_into_the_time_meanwhile_asks_anew(
    practice: Practice, friday: BookingView
) -> None:
    moved = practice.move(friday, at("2026-11-20 14:00")).booking
    answer = settled(practice, HOLIDAY, (friday, "cancel"))
    assert [one.booking_id for one in answer.open_questions] == [moved.id]


def test_booking_cancelled_meanwhile_is_in_nobodys_way(
    practice: Practice, friday: BookingView
) -> None:
    practice.cancel(friday)
    left = practice.left
    assert settled(practice, HOLIDAY, (friday, "cancel")) == Settled(True)
    assert (status(practice, friday)[1], practice.left) == ("client", left)


def test_decisions_about_others_are_nothing(practice: Practice, friday: BookingView) -> None:
    """Only what no longer fits can be cancelled this way."""
    monday = practice.booked(at("2026-11-23 10:00"))
    settled(practice, HOLIDAY, (friday, "keep"), (monday, "cancel"))
    assert status(practice, monday) == ("confirmed", None)


def test_run_of_days_is_edited_at_once(practice: Practice, friday: BookingView) -> None:
    session, coach = practice.session, practice.coach
    days = [FRIDAY + timedelta(days=number) for number in range(3, 6)]
    added = overrides.add(
        session, by=coach, what=[Difference("session", on, is_blocked=True) for on in days], now=NOW
    )
    wider = Days(
        add=tuple(Difference("session", on, is_blocked=True) for on in (FRIDAY, *days)),
        remove=tuple(one.id for one in added),
        seen=tuple(one.what for one in added),
    )
    assert not settled(practice, wider).is_saved
    assert settled(practice, wider, (friday, "cancel")).is_saved
    assert blocked(practice) == 4


def test_removed_plan_asks_about_what_was_booked_in_it(practice: Practice) -> None:
    saturdays = (Window(6, time(9), time(17), 2),)
    december = date(2026, 12, 1)
    hours.save_week(
        practice.session, by=practice.coach, kind="session", windows=saturdays,
        valid_from=december, now=NOW,
    )  # fmt: skip
    saturday = practice.booked(at("2026-12-05 10:00"))
    change = RemovedWeek("session", december)
    assert not settled(practice, change).is_saved
    assert settled(practice, change, (saturday, "cancel")).is_saved


def test_what_can_not_be_saved_is_refused_before_anything_is_asked(
    practice: Practice, friday: BookingView
) -> None:
    past = Days(add=(*HOLIDAY.add, Difference("session", date(2026, 11, 1), is_blocked=True)))
    with pytest.raises(Invalid):
        settled(practice, past)
    with pytest.raises(NotFound):
        settled(practice, Days(add=HOLIDAY.add, remove=(uuid4(),)))
    with pytest.raises(AlreadyChanged):
        settled(practice, Week("session", (), seen="something else"))


def test_client_settles_nothing(practice: Practice) -> None:
    with pytest.raises(NotAllowed):
        settle(practice.session, HOLIDAY, by=practice.client, now=NOW)
