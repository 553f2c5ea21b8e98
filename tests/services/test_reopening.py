"""Taking a cancellation back: credit, month and time are had again, or it is refused."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select, update

from coachbook.errors import (
    AlreadyChanged,
    NeedsConfirmation,
    NotFound,
    NotStartedYet,
    PackageEnds,
    Refusal,
    SlotTaken,
)
from coachbook.models import Booking, ClientCheckinUsage, CoachClient, OutboxMessage, SessionPackage
from coachbook.services import bookings, invariants
from coachbook.services.bookings import BookingView
from coachbook.services.packages.selling import end_of
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE = at("2026-11-18 09:00")
LATER = NINE + timedelta(days=1)


def cancelled(practice: Practice) -> BookingView:
    return practice.cancel(practice.booked(NINE))


def reopen(practice: Practice, booking: BookingView, **more: object) -> BookingView:
    asked = {"by": practice.coach, "version": booking.version, "now": NOW}
    return bookings.reopen(practice.session, booking.id, **{**asked, **more})  # type: ignore[arg-type]


def broken(practice: Practice, *, now: datetime) -> set[str]:
    """The practice of these tests has no owner."""
    return set(invariants.check(practice.session, now=now).offending) - {"owner"}


def test_reopened_booking_takes_its_credit_and_time_again(practice: Practice) -> None:
    back = reopen(practice, cancelled(practice))
    assert (back.status, back.cancelled_by, practice.left) == ("confirmed", None, 11)
    assert not practice.book(NINE, NINE + timedelta(minutes=30)).is_booked
    assert broken(practice, now=NOW) == set()


def test_client_is_told_of_what_lies_ahead(practice: Practice) -> None:
    gone = cancelled(practice)
    asked = select(OutboxMessage).where(OutboxMessage.event == "session_booked")
    before = len(practice.session.exec(asked).all())
    reopen(practice, gone)
    assert len(practice.session.exec(asked).all()) == 2 * before


def test_nobody_is_told_of_what_is_over(practice: Practice) -> None:
    gone = cancelled(practice)
    before = practice.count(OutboxMessage)
    reopen(practice, gone, status="completed", now=LATER)
    assert practice.count(OutboxMessage) == before


@pytest.mark.parametrize("status", ["completed", "no_show"])
def test_past_one_becomes_what_it_was(practice: Practice, status: str) -> None:
    back = reopen(practice, cancelled(practice), status=status, now=LATER)
    assert (back.status, practice.left) == (status, 11)
    assert broken(practice, now=LATER) == set()


def test_what_lies_ahead_is_neither_completed_nor_missed(practice: Practice) -> None:
    with pytest.raises(NotStartedYet):
        reopen(practice, cancelled(practice), status="completed")


def test_full_hour_asks_first(practice: Practice) -> None:
    gone = cancelled(practice)
    factories.fill(practice.session, practice.coach, NINE)
    factories.fill(practice.session, practice.coach, NINE)
    with pytest.raises(NeedsConfirmation, match="full: 2 of 2"):
        reopen(practice, gone)
    assert reopen(practice, gone, confirmed=True).breaks_rules
    assert broken(practice, now=NOW) == set()


def test_past_full_hour_is_not_asked_about(practice: Practice) -> None:
    gone = cancelled(practice)
    factories.fill(practice.session, practice.coach, NINE)
    factories.fill(practice.session, practice.coach, NINE)
    assert reopen(practice, gone, status="completed", now=LATER).breaks_rules
    assert broken(practice, now=LATER) == set()


def test_client_who_is_elsewhere_then_stays_there(practice: Practice) -> None:
    gone = cancelled(practice)
    practice.booked(NINE)
    for now in (NOW, LATER):
        with pytest.raises(SlotTaken, match="This client"):
            reopen(practice, gone, confirmed=True, now=now)


def test_package_without_a_session_left_is_named(practice: Practice) -> None:
    gone = cancelled(practice)
    practice.booked(*(at(f"2026-11-{day} {hour:02}:00") for day in (19, 20)
                      for hour in range(10, 16)))  # fmt: skip
    with pytest.raises(PackageEnds, match="no session left"):
        reopen(practice, gone)


def test_package_that_ended_is_named(practice: Practice) -> None:
    gone = cancelled(practice)
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.expires_at = end_of(NOW.date(), practice.coach.zone)
    with pytest.raises(PackageEnds, match="until 16 November"):
        reopen(practice, gone)


def test_voided_package_is_named(practice: Practice) -> None:
    gone = cancelled(practice)
    values = {"voided_at": NOW, "remaining_sessions": 0}
    practice.session.execute(update(SessionPackage).values(**values))
    with pytest.raises(PackageEnds, match="voided"):
        reopen(practice, gone)


def test_checkin_takes_its_month_again(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    made = practice.booked(NINE, kind="checkin", by=practice.coach)
    reopen(practice, practice.cancel(made))
    assert practice.count(ClientCheckinUsage) == 1


def test_checkin_whose_month_was_used_since_is_asked_about(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    gone = practice.cancel(practice.booked(NINE, kind="checkin", by=practice.coach))
    practice.booked(LATER, kind="checkin", by=practice.coach)
    with pytest.raises(NeedsConfirmation, match="check-in of November is used"):
        reopen(practice, gone)
    assert reopen(practice, gone, confirmed=True).beyond_allowance
    assert broken(practice, now=NOW) == set()


def test_only_the_coach_takes_back(practice: Practice) -> None:
    gone = cancelled(practice)
    for by in (practice.client, practice.another_client(), people.coach(practice.session, "Ben")):
        with pytest.raises(NotFound):
            reopen(practice, gone, by=by)


def test_only_what_was_cancelled_and_not_moved_is_taken_back(practice: Practice) -> None:
    made = practice.booked(NINE)
    with pytest.raises(AlreadyChanged):
        reopen(practice, made)
    practice.move(made, LATER)
    for version in (1, 2):
        with pytest.raises(AlreadyChanged):
            reopen(practice, made, version=version)


def test_taking_back_twice_takes_one_credit(practice: Practice) -> None:
    gone = cancelled(practice)
    reopen(practice, gone)
    with pytest.raises(AlreadyChanged):
        reopen(practice, gone)
    assert practice.left == 11


def test_archived_client_is_restored_first(practice: Practice) -> None:
    gone = cancelled(practice)
    practice.session.execute(update(CoachClient).values(status="archived"))
    with pytest.raises(Refusal, match="archived"):
        reopen(practice, gone)


def test_history_says_who_took_it_back(practice: Practice) -> None:
    gone = cancelled(practice)
    reopen(practice, gone, status="no_show", now=LATER)
    line = bookings.history(practice.session, gone.chain_id, by=practice.coach)[-1]
    assert (line.event, line.actor_name, line.details["status"]) == (
        "reopened", "Anna Weiss", "no_show",
    )  # fmt: skip


def test_calendars_see_a_newer_version(practice: Practice) -> None:
    gone = cancelled(practice)
    reopen(practice, gone)
    assert practice.session.get_one(Booking, gone.id).sequence == 2
