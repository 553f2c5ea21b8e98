"""One check-in for each client, coach and calendar month: by the month in which it takes place."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from coachbook.errors import SlotTaken
from coachbook.models import Booking, ClientCheckinUsage
from coachbook.services import bookings, checkins, invariants
from coachbook.services.bookings import BookingView, Outcome, months
from coachbook.services.bookings.records import used_months
from coachbook.services.checkins import CheckinStanding
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NOON = at("2026-11-18 12:00")
NEXT_DAY = NOON + timedelta(days=1)
DECEMBER = at("2026-12-16 12:00")
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def practice(practice: Practice) -> Iterator[Practice]:
    """Check-ins at any hour of any day; what they leave behind is as `coachbook check` wants it."""
    factories.hours(
        practice.session, practice.coach, days=range(7), start="00:00", end="00:00", kind="checkin"
    )
    yield practice
    found = invariants.check(practice.session, now=NOW + 2 * A_MINUTE)
    broken = set(found.offending) - {"owner"}
    assert broken == set()


def take(practice: Practice, *starts: datetime, **more: Any) -> Outcome:
    return practice.book(*starts, kind="checkin", minutes=30, **more)


def taken(practice: Practice, start: datetime, **more: Any) -> BookingView:
    return take(practice, start, **more).bookings[0]


def standing(practice: Practice, now: datetime = NOW) -> CheckinStanding:
    return checkins.standing(
        practice.session, coach_id=practice.coach.id, client_id=practice.client.id,
        zone=practice.coach.zone, now=now,
    )  # fmt: skip


def used(practice: Practice) -> set[date]:
    return used_months(practice.session, practice.coach.id, practice.client.id)


def is_beyond(practice: Practice, one: BookingView) -> bool:
    row = practice.session.get_one(Booking, one.id, populate_existing=True)
    return row.beyond_allowance


# The month's check-in


def test_month_has_one_for_the_client(practice: Practice) -> None:
    assert take(practice, NOON).is_booked
    (verdict,) = take(practice, NEXT_DAY).verdicts
    assert (verdict.reason, verdict.sentence) == (
        "month_used", "Your check-in of November is used already.",
    )  # fmt: skip
    assert take(practice, DECEMBER).is_booked


def test_client_without_a_package_takes_one(practice: Practice) -> None:
    lonely = people.client(practice.session, practice.coach, "Kim Late")
    made = taken(practice, NOON, by=lonely, client_id=lonely.id)
    assert (made.kind, made.minutes, made.package_id) == ("checkin", 30, None)


def test_every_coach_and_client_has_their_own(practice: Practice) -> None:
    other = practice.another_client()
    second = people.coach(practice.session, "Ben Ito")
    factories.hours(practice.session, second, days=range(7), kind="checkin")
    people.another_client_of(practice.session, second, practice.client)
    assert take(practice, NOON).is_booked
    assert take(practice, NEXT_DAY, by=other, client_id=other.id).is_booked
    assert take(practice, NEXT_DAY, coach_id=second.id).is_booked


@pytest.mark.parametrize("minutes", [1, 45, 60, 480])
def test_it_always_takes_half_an_hour(practice: Practice, minutes: int) -> None:
    made = practice.booked(NOON, kind="checkin", minutes=minutes)
    assert (made.minutes, practice.left) == (30, 12)


def test_standing_names_the_first_of_the_coachs_next_month(practice: Practice) -> None:
    assert standing(practice) == CheckinStanding(None, None)
    made = taken(practice, NOON)
    assert standing(practice) == CheckinStanding(date(2026, 12, 1), made.chain_id)
    assert standing(practice, at("2026-12-01 00:00")).is_available
    assert not standing(practice, at("2026-11-30 23:59")).is_available


def test_december_taken_in_november_leaves_november(practice: Practice) -> None:
    taken(practice, DECEMBER)
    assert standing(practice).is_available
    assert standing(practice, at("2026-12-05 09:00")).resets_on == date(2027, 1, 1)


def test_foreign_check_in_says_nothing_of_ones_own(practice: Practice) -> None:
    other = practice.another_client()
    taken(practice, NOON, by=other, client_id=other.id)
    assert standing(practice).is_available


# Cancelled, moved, missed


def test_cancelled_one_gives_its_month_back(practice: Practice) -> None:
    practice.cancel(taken(practice, NOON))
    assert standing(practice).is_available
    assert take(practice, NEXT_DAY).is_booked


def test_no_show_gives_nothing_back(practice: Practice) -> None:
    made = taken(practice, at("2026-11-12 12:00"), by=practice.coach, confirmed=True)
    bookings.mark_no_show(
        practice.session, made.id, by=practice.coach, version=made.version, now=NOW
    )
    assert not standing(practice).is_available
    assert not take(practice, NEXT_DAY).is_booked


def test_moved_within_the_month_it_stays_used(practice: Practice) -> None:
    moved = practice.move(taken(practice, NOON), NEXT_DAY).booking
    assert standing(practice).taken_by_chain == moved.chain_id
    assert practice.count(ClientCheckinUsage) == 1


def test_moved_to_another_month_it_gives_the_old_one_back(practice: Practice) -> None:
    practice.move(taken(practice, NOON), DECEMBER)
    assert used(practice) == {date(2026, 12, 1)}
    assert take(practice, NOON).is_booked


@pytest.mark.parametrize("is_coachs", [False, True])
def test_moving_needs_the_month_to_be_free(practice: Practice, is_coachs: bool) -> None:
    """For the coach as well: another one beyond the allowance is booked, not moved there."""
    made = taken(practice, NOON)
    taken(practice, DECEMBER)
    by = practice.coach if is_coachs else practice.client
    with pytest.raises(SlotTaken, match="check-in of December is used"), \
            practice.session.begin_nested():  # fmt: skip
        practice.move(made, DECEMBER + timedelta(days=1), by=by, confirmed=True)
    assert used(practice) == {date(2026, 11, 1), date(2026, 12, 1)}


def test_what_is_offered_for_moving_leaves_out_used_months(practice: Practice) -> None:
    made = taken(practice, NOON)
    taken(practice, DECEMBER)
    found = bookings.moving_openings(
        practice.session, made.id, by=practice.client,
        first=date(2026, 11, 28), last=date(2027, 1, 3), now=NOW,
    )  # fmt: skip
    assert {start.astimezone(practice.coach.zone).month for start in found} == {11, 1}


# Beyond the allowance: the coach may, when asked


def test_coach_is_asked_before_one_more(practice: Practice) -> None:
    taken(practice, NOON)
    (verdict,) = take(practice, NEXT_DAY, by=practice.coach).verdicts
    assert (verdict.reason, verdict.can_confirm) == ("month_used", True)
    assert verdict.sentence == (
        "The check-in of November is used: this would be one beyond the allowance."
    )
    assert practice.count() == 1


def test_coach_books_one_more_when_it_is_agreed(practice: Practice) -> None:
    first = taken(practice, NOON)
    more = taken(practice, NEXT_DAY, by=practice.coach, confirmed=True)
    assert (more.beyond_allowance, more.breaks_rules) == (True, False)
    assert standing(practice).taken_by_chain == first.chain_id
    assert practice.count(ClientCheckinUsage) == 1


def test_client_who_says_it_was_agreed_is_refused(practice: Practice) -> None:
    taken(practice, NOON)
    assert not take(practice, NEXT_DAY, confirmed=True).is_booked


def test_only_the_second_of_a_selection_is_beyond(practice: Practice) -> None:
    made = take(practice, NEXT_DAY, NOON, by=practice.coach, confirmed=True).bookings
    assert [one.beyond_allowance for one in made] == [False, True]


def test_free_month_is_used_even_where_the_coach_agreed_to_more(practice: Practice) -> None:
    assert not taken(practice, NOON, by=practice.coach, confirmed=True).beyond_allowance


def test_month_that_is_given_back_goes_to_the_one_beyond(practice: Practice) -> None:
    first = taken(practice, NOON)
    more = taken(practice, NEXT_DAY, by=practice.coach, confirmed=True)
    practice.cancel(first)
    assert not is_beyond(practice, more)
    assert standing(practice).taken_by_chain == more.chain_id


def test_cancelling_the_one_beyond_gives_nothing_back(practice: Practice) -> None:
    taken(practice, NOON)
    practice.cancel(taken(practice, NEXT_DAY, by=practice.coach, confirmed=True))
    assert not standing(practice).is_available


def test_undone_move_comes_back_beside_its_heir(practice: Practice) -> None:
    """Dragged into December, it left November to the one beyond; taken back there are two again."""
    later = NOW + A_MINUTE
    first = taken(practice, NOON)
    taken(practice, NEXT_DAY, by=practice.coach, confirmed=True)
    moved = practice.move(first, DECEMBER, by=practice.coach, now=later).booking
    back = bookings.undo_reschedule(practice.session, moved.id, by=practice.coach, now=later)
    assert (back.starts_at, back.beyond_allowance) == (NOON, True)
    assert used(practice) == {date(2026, 11, 1)}


def test_undone_move_stays_where_a_newcomer_has_the_month(practice: Practice) -> None:
    first = taken(practice, NOON)
    moved = practice.move(first, DECEMBER, by=practice.coach, now=NOW + A_MINUTE).booking
    later = NOW + A_MINUTE + timedelta(seconds=5)
    taken(practice, NEXT_DAY, now=later)
    with pytest.raises(SlotTaken, match="November is used"), practice.session.begin_nested():
        bookings.undo_reschedule(practice.session, moved.id, by=practice.coach, now=later)


def test_without_heirs_the_month_would_stay_free(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the fixture checks is what breaks."""
    first = taken(practice, NOON)
    more = taken(practice, NEXT_DAY, by=practice.coach, confirmed=True)
    monkeypatch.setattr(months, "hand_on", lambda *_: None)
    practice.cancel(first)
    assert is_beyond(practice, more)
    assert "checkin_beyond" in invariants.check(practice.session, now=NOW).offending
    practice.cancel(more, by=practice.coach)
