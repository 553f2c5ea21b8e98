"""Usual times: which are open, which are offered first, and who pays for them."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coachbook.models import ClientBookingStats
from coachbook.services import client_booking, usual_times
from coachbook.services.attendance import stats
from coachbook.services.usual_times import Offer, Usual, UsualTime
from tests import factories, people
from tests.conftest import NOW
from tests.factories import NEW_YORK, at
from tests.practices import Practice

ZONE = ZoneInfo(NEW_YORK)
TUESDAY_NINE, THURSDAY_NINE = UsualTime(2, time(9)), UsualTime(4, time(9))
TIMES = (TUESDAY_NINE, THURSDAY_NINE)
TUESDAY, THURSDAY = at("2026-11-17 09:00"), at("2026-11-19 09:00")
WEEK = timedelta(days=7)


def used_to(practice: Practice, *times: tuple[int, str]) -> None:
    practice.session.merge(
        ClientBookingStats(
            client_id=practice.client.id,
            coach_id=practice.coach.id,
            favorite_times=[{"day": day, "time": wall} for day, wall in times],
            counted_at=NOW,
        )
    )
    practice.session.flush()


def seen(practice: Practice, **more: Any) -> client_booking.Openings:
    asked = {"by": practice.client, "coach_id": practice.coach.id, "minutes": 60, "now": NOW}
    return client_booking.openings(practice.session, **{**asked, **more})


def offered(practice: Practice, usual: Usual | None = None, minutes: int = 60) -> Offer | None:
    return usual_times.offer(
        practice.session,
        usual or seen(practice).usual,
        coach_id=practice.coach.id,
        client_id=practice.client.id,
        zone=ZONE,
        minutes=minutes,
    )


def starts(practice: Practice, usual: Usual | None = None) -> tuple[datetime, ...]:
    found = offered(practice, usual)
    return found.starts if found else ()


# Counted from what was booked (rules 6.4)


@pytest.mark.parametrize(
    ("first", "second", "is_usual"),
    [
        ("2026-11-03 09:00", "2026-11-10 09:00", True),
        ("2026-05-26 09:00", "2026-11-10 09:00", True),  # 175 days ago
        ("2026-05-19 09:00", "2026-11-10 09:00", False),  # 182 days ago
        ("2026-11-03 09:00", "2026-11-10 09:30", False),
    ],
)
def test_a_time_booked_twice_in_180_days_is_usual(
    practice: Practice, first: str, second: str, is_usual: bool
) -> None:
    factories.booked(practice.session, practice.coach, practice.client, at(first), at(second))
    found = usual_times.of_client(
        practice.session, coach_id=practice.coach.id, client_id=practice.client.id
    )
    assert (found == (TUESDAY_NINE,)) is is_usual


def test_cancelled_bookings_make_nothing_usual(practice: Practice) -> None:
    session, coach, client = practice.session, practice.coach, practice.client
    before = at("2026-11-01 09:00")
    kept = factories.booked(
        session, coach, client, at("2026-11-03 09:00"), at("2026-11-10 09:00"), now=before
    )
    practice.cancel(kept[0], now=before)
    stats.refresh(session, coach_id=coach.id, client_id=client.id, now=NOW)
    assert usual_times.of_client(session, coach_id=coach.id, client_id=client.id) == ()


def test_at_most_three_times_are_usual_the_most_frequent_first(practice: Practice) -> None:
    session, coach, client = practice.session, practice.coach, practice.client
    counts = {"09:00": 2, "11:00": 4, "13:00": 3, "15:00": 2}
    booked = [
        at(f"2026-10-{6 + 7 * week:02} {wall}") for wall, times in counts.items()
        for week in range(times)
    ]  # fmt: skip
    factories.booked(session, coach, client, *booked)
    found = usual_times.of_client(session, coach_id=coach.id, client_id=client.id)
    assert [one.at for one in found] == [time(11), time(13), time(9)]


def test_nobody_else_makes_a_time_usual(practice: Practice) -> None:
    other = practice.another_client()
    factories.booked(
        practice.session, practice.coach, other, at("2026-11-03 09:00"), at("2026-11-10 09:00")
    )
    assert seen(practice).usual == Usual()


# In the week and in the month


def test_usual_slots_are_marked_open_or_not(practice: Practice) -> None:
    used_to(practice, (1, "09:00"), (2, "09:00"))
    marked = {slot.starts_at: slot.is_open for slot in seen(practice).slots if slot.is_usual}
    assert marked == {at("2026-11-16 09:00"): False, TUESDAY: True}


def test_usual_times_are_the_open_ones_of_the_whole_window(practice: Practice) -> None:
    used_to(practice, (2, "09:00"))
    for _ in range(2):
        factories.fill(practice.session, practice.coach, TUESDAY)
    found = seen(practice).usual.open
    assert found[0] == TUESDAY + WEEK
    assert found[-1] == at("2027-02-16 09:00")
    assert len(found) == 13


def test_usual_times_keep_the_coachs_clock_over_a_change_day() -> None:
    zone, friday = ZoneInfo("Pacific/Auckland"), UsualTime(5, time(18))
    found = usual_times.instants([friday], zone, date(2027, 3, 29), date(2027, 4, 11))
    walls = {f"{datetime.fromtimestamp(one, zone):%m-%d %H:%M}" for one in found}
    assert walls == {"04-02 18:00", "04-09 18:00"}
    assert max(found) - min(found) == 7 * 86_400 + 3_600


def test_a_time_that_the_clocks_skip_is_left_out() -> None:
    sunday = UsualTime(0, time(2, 30))
    found = usual_times.instants([sunday], ZONE, date(2027, 3, 14), date(2027, 3, 21))
    assert found == {int(at("2027-03-21 02:30").timestamp())}


def test_client_elsewhere_sees_the_coachs_usual_instants(practice: Practice) -> None:
    auckland = people.client(practice.session, practice.coach, zone="Pacific/Auckland")
    factories.package(practice.session, practice.coach, auckland)
    practice.client = auckland
    used_to(practice, (2, "09:00"))
    assert seen(practice).usual.open[0] == TUESDAY  # a Wednesday there


# Offered first


def test_next_of_each_usual_time_is_offered(practice: Practice) -> None:
    used_to(practice, (2, "09:00"), (4, "09:00"))
    found = offered(practice)
    assert found == Offer(60, (TUESDAY, THURSDAY), (practice.package_id,) * 2)


def test_offer_is_of_seven_days_from_its_first(practice: Practice) -> None:
    used_to(practice, (2, "09:00"), (4, "09:00"))
    practice.book(TUESDAY)
    assert starts(practice) == (THURSDAY, TUESDAY + WEEK)
    for _ in range(2):
        factories.fill(practice.session, practice.coach, TUESDAY + WEEK)
    assert starts(practice) == (THURSDAY,)


def test_offer_is_none_without_a_usual_time_or_a_credit(practice: Practice) -> None:
    assert offered(practice) is None
    usual = Usual(TIMES, (TUESDAY,))
    assert starts(practice, usual) == (TUESDAY,)
    assert offered(practice, usual, minutes=45) is None


def test_offer_takes_no_more_than_the_credits_the_frequent_first(practice: Practice) -> None:
    poor = people.client(practice.session, practice.coach, "Pat Poor")
    factories.package(practice.session, practice.coach, poor, total=1)
    practice.client = poor
    assert starts(practice, Usual(TIMES[::-1], (TUESDAY, THURSDAY))) == (THURSDAY,)
    assert starts(practice, Usual(TIMES, (TUESDAY, THURSDAY))) == (TUESDAY,)


def test_overlapping_usual_times_are_offered_once(practice: Practice) -> None:
    half_past, ten = UsualTime(2, time(9, 30)), UsualTime(2, time(10))
    usual = Usual((half_past, ten, TUESDAY_NINE), (TUESDAY, at("2026-11-17 09:30"),
                  at("2026-11-17 10:00")))  # fmt: skip
    assert starts(practice, usual) == (at("2026-11-17 09:30"),)
    usual = Usual((TUESDAY_NINE, ten, half_past), usual.open)
    assert starts(practice, usual) == (TUESDAY, at("2026-11-17 10:00"))


def test_what_is_offered_can_be_booked_at_once(practice: Practice) -> None:
    used_to(practice, (2, "09:00"), (4, "09:00"))
    assert practice.book(*starts(practice)).is_booked
    assert starts(practice) == (TUESDAY + WEEK, THURSDAY + WEEK)
