"""A move to another time zone: bookings keep their moment, hours what was asked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from coachbook.errors import Invalid
from coachbook.models import (
    AvailabilityOverride,
    Booking,
    CalendarVersion,
    ClientBookingStats,
    SessionPackage,
)
from coachbook.services import bookings, people, zone_changes
from coachbook.services.bookings import months
from coachbook.services.bookings.views import by_ids
from coachbook.services.zone_changes import Keep, ZoneChanged
from tests import factories
from tests import people as somebody
from tests.conftest import NOW
from tests.factories import NEW_YORK, at
from tests.practices import Practice, open_practice
from tests.services.zones import checkins, dates, effects, is_clean, move, off, problems, used, week

KIRITIMATI, PAGO_PAGO = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # 14 h ahead, 11 h behind


# Hours


def test_clock_times_are_kept(practice: Practice) -> None:
    off(practice, "2026-11-20", "12:00", "13:00")
    before = week(practice)
    move(practice, "Europe/London")
    assert week(practice) == before
    assert dates(practice) == ["2026-11-20 12:00-13:00"]
    assert people.zone_of(practice.session, practice.coach.id).key == "Europe/London"


def test_moments_are_kept(practice: Practice) -> None:
    off(practice, "2026-11-20", "12:00", "13:00")
    off(practice, "2026-12-24")
    off(practice, "2026-11-10", "12:00", "13:00")
    move(practice, "Europe/London", "moment")
    assert week(practice) == [(day, "14:00-22:00") for day in range(1, 6)]
    assert dates(practice) == ["2026-11-10 12:00-13:00", "2026-11-20 17:00-18:00", "2026-12-24"]


def test_moments_across_midnight_are_split(practice: Practice) -> None:
    off(practice, "2026-11-20", "09:00", "17:00")
    move(practice, "Asia/Tokyo", "moment")
    assert week(practice)[:3] == [(1, "23:00-00:00"), (2, "00:00-07:00"), (2, "23:00-00:00")]
    assert dates(practice) == ["2026-11-20 23:00-00:00", "2026-11-21 00:00-07:00"]


def test_both_kinds_are_moved(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, days=[1], kind="checkin", end="10:00")
    move(practice, "Europe/London", "moment")
    assert (1, "14:00-15:00") in week(practice)


# Bookings and what hangs on them


def test_bookings_keep_their_moment(practice: Practice) -> None:
    booking = practice.booked(at("2026-11-18 09:00"))
    move(practice, "Asia/Tokyo", "moment")
    row = practice.session.get_one(Booking, booking.id, populate_existing=True)
    assert (row.starts_at, row.status, row.version) == (booking.starts_at, "confirmed", 1)


def test_packages_run_until_the_same_date(practice: Practice) -> None:
    package_id = factories.package(
        practice.session, practice.coach, practice.client, expires_on="2026-12-31"
    )
    move(practice, "Asia/Tokyo")
    row = practice.session.get_one(SessionPackage, package_id, populate_existing=True)
    assert row.expires_at == datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC)


def test_checkins_count_in_the_months_of_the_new_zone(practice: Practice) -> None:
    booking = checkins(practice, at("2026-11-30 20:00"))[0]
    move(practice, "Asia/Tokyo")
    assert used(practice) == {date(2026, 12, 1): booking.id}
    assert not booking.beyond_allowance


def test_second_checkin_of_a_month_is_kept_beyond_the_allowance(practice: Practice) -> None:
    first, second = checkins(practice, at("2026-11-30 20:00"), at("2026-12-15 10:00"))
    move(practice, "Asia/Tokyo")
    assert used(practice) == {date(2026, 12, 1): first.id}
    assert (first.beyond_allowance, second.beyond_allowance) == (False, True)
    move(practice, NEW_YORK)
    assert used(practice) == {date(2026, 11, 1): first.id, date(2026, 12, 1): second.id}
    assert not second.beyond_allowance


def test_checkin_beyond_the_allowance_can_be_moved_and_cancelled(practice: Practice) -> None:
    first, second = checkins(practice, at("2026-11-30 20:00"), at("2026-12-15 10:00"))
    move(practice, "Asia/Tokyo")
    view = by_ids(practice.session, [second.id], NOW)[0]
    moved = practice.move(view, at("2026-12-16 10:00"), by=practice.coach, confirmed=True).booking
    assert practice.session.get_one(Booking, moved.id).beyond_allowance
    practice.cancel(moved, by=practice.coach)
    assert used(practice) == {date(2026, 12, 1): first.id}
    assert is_clean(practice.session)


def test_flags_that_are_wrong_are_found(practice: Practice) -> None:
    first, second = checkins(practice, at("2026-11-30 20:00"), at("2026-12-15 10:00"))
    move(practice, "Asia/Tokyo")
    second.beyond_allowance = False
    practice.session.flush()
    assert any("uses no month" in one for one in problems(practice.session))
    first.beyond_allowance = second.beyond_allowance = True
    practice.session.flush()
    assert any("beyond the allowance" in one for one in problems(practice.session))


def test_months_that_were_not_counted_anew_would_be_seen(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkins(practice, at("2026-11-30 20:00"))
    monkeypatch.setattr(months, "recount", lambda *_: 0)
    move(practice, "Asia/Tokyo")
    assert not _months_are_right(practice, ZoneInfo("Asia/Tokyo"))


def test_moved_to_a_free_month_it_uses_that(practice: Practice) -> None:
    first, second = checkins(practice, at("2026-11-30 20:00"), at("2026-12-15 10:00"))
    move(practice, "Asia/Tokyo")
    view = by_ids(practice.session, [second.id], NOW)[0]
    moved = practice.move(view, at("2027-01-13 10:00"), by=practice.coach, confirmed=True).booking
    assert not practice.session.get_one(Booking, moved.id).beyond_allowance
    assert used(practice) == {date(2026, 12, 1): first.id, date(2027, 1, 1): moved.id}


def test_counts_are_those_of_the_new_zone(practice: Practice) -> None:
    early = at("2026-11-16 00:30")
    booked = factories.booked(practice.session, practice.coach, practice.client, early)[0]
    bookings.complete(
        practice.session, booked.id, by=practice.coach, version=booked.version, now=NOW
    )
    move(practice, PAGO_PAGO)
    row = practice.session.exec(select(ClientBookingStats)).one()
    assert row.counted_at == NOW
    assert is_clean(practice.session)


def test_open_pages_hear_of_it(practice: Practice) -> None:
    move(practice, "Europe/London")
    assert practice.session.get_one(CalendarVersion, practice.coach.id).version >= 1


# Who, and what is refused


def test_client_only_reads_other_times(practice: Practice) -> None:
    zone_changes.change_zone(
        practice.session, by=practice.client, zone="Asia/Tokyo", keep="clock", seen=NEW_YORK,
        now=NOW,
    )  # fmt: skip
    assert people.zone_of(practice.session, practice.client.id).key == "Asia/Tokyo"
    assert people.zone_of(practice.session, practice.coach.id).key == NEW_YORK
    assert practice.session.get(CalendarVersion, practice.coach.id) is None


def test_other_coaches_are_not_touched(practice: Practice) -> None:
    other = somebody.coach(practice.session, "Ben Ito")
    factories.hours(practice.session, other, days=[0], start="10:00", end="11:00")
    off_row = AvailabilityOverride(
        coach_id=other.id, availability_type="session", date=date(2026, 11, 20),
        start_time=time(12), end_time=time(13), is_blocked=True, created_at=NOW,
    )  # fmt: skip
    practice.session.add(off_row)
    practice.session.flush()
    move(practice, "Asia/Tokyo", "moment")
    assert (0, "10:00-11:00") in week(practice)
    assert dates(practice) == ["2026-11-20 12:00-13:00"]


def test_second_tab_moves_nothing_twice(practice: Practice) -> None:
    move(practice, "Europe/London", "moment")
    with pytest.raises(ZoneChanged):
        zone_changes.change_zone(
            practice.session, by=practice.coach, zone="Europe/London", keep="moment",
            seen=NEW_YORK, now=NOW,
        )  # fmt: skip
    assert week(practice)[0] == (1, "14:00-22:00")


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "../../etc/passwd", "europe/london", "Factory", "localtime"]
)
def test_zone_that_is_none_is_refused(practice: Practice, zone: str) -> None:
    with pytest.raises(Invalid):
        move(practice, zone)
    with pytest.raises(Invalid):
        effects(practice, zone)


# Properties

ZONES = (
    "Europe/London", "Asia/Tokyo", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe",
    "UTC", NEW_YORK, KIRITIMATI, PAGO_PAGO,
)  # fmt: skip
hours_ahead = st.lists(st.integers(-24 * 40, 24 * 60), min_size=1, max_size=8, unique=True)
journeys = st.lists(
    st.tuples(st.sampled_from(ZONES), st.sampled_from(["clock", "moment"])), min_size=1, max_size=3
)


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(hours_ahead, hours_ahead, journeys)
def test_everything_adds_up_after_any_move(
    session: Session, sessions: list[int], virtual: list[int], zones: list[tuple[str, Keep]]
) -> None:
    practice = open_practice(session)
    _fill(practice, sessions, virtual)
    for zone, keep in zones:
        move(practice, zone, keep)
        assert problems(session) == []
        assert _months_are_right(practice, ZoneInfo(zone))
    session.rollback()


def _fill(practice: Practice, sessions: list[int], virtual: list[int]) -> None:
    """Bookings in the past and ahead, sessions by the whole hour and check-ins between them."""
    factories.package(practice.session, practice.coach, practice.client, expires_on="2027-03-31")
    for number in sessions:
        _try(practice, NOW + timedelta(hours=number), "session", 60)
    for number in virtual:
        _try(practice, NOW + timedelta(hours=number), "checkin", 30)


def _try(practice: Practice, start: datetime, kind: str, minutes: int) -> None:
    practice.book(start, by=practice.coach, kind=kind, minutes=minutes, confirmed=True)


def _months_are_right(practice: Practice, zone: ZoneInfo) -> bool:
    found = used(practice)
    live = months.live_checkins(practice.session, practice.coach.id)
    own = {one.starts_at.astimezone(zone).date().replace(day=1) for one in live}
    return set(found) == own
