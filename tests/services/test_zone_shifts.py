"""Hours on another clock: the same moments, split at midnight, joined where they touch."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachbook.availability import Hours, Override, Window
from coachbook.availability.hours import Days
from coachbook.errors import Invalid
from coachbook.services import zone_shifts
from coachbook.services.zone_shifts import Piece
from tests.conftest import NOW

BERLIN, LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
SUNDAY, MONDAY, SATURDAY = 0, 1, 6


def window(day: int, start: str, end: str, **more: date | int | None) -> Window:
    capacity = more.pop("capacity", 2)
    assert isinstance(capacity, int)
    return Window(day, time.fromisoformat(start), time.fromisoformat(end), capacity, **more)  # type: ignore[arg-type]


def test_nine_in_berlin_is_eight_in_london() -> None:
    minutes = zone_shifts.minutes_ahead(LONDON, BERLIN, at=NOW)
    assert minutes == -60
    assert zone_shifts.shifted_week([window(MONDAY, "09:00", "17:00")], minutes) == (
        window(MONDAY, "08:00", "16:00"),
    )


def test_difference_is_that_of_the_moment() -> None:
    """Phoenix has no summer time."""
    phoenix = ZoneInfo("America/Phoenix")
    summer, winter = datetime(2026, 7, 1, tzinfo=LONDON), datetime(2026, 12, 1, tzinfo=LONDON)
    assert zone_shifts.minutes_ahead(phoenix, BERLIN, at=summer) == -9 * 60
    assert zone_shifts.minutes_ahead(phoenix, BERLIN, at=winter) == -8 * 60


def test_stretch_across_midnight_becomes_two() -> None:
    assert zone_shifts.pieces(time(18), time(22), 4 * 60) == (
        Piece(0, time(22), time(0)),
        Piece(1, time(0), time(2)),
    )
    assert zone_shifts.pieces(time(0), time(0), -60) == (
        Piece(-1, time(23), time(0)),
        Piece(0, time(0), time(23)),
    )


def test_stretch_that_ends_at_midnight_stays_whole() -> None:
    assert zone_shifts.pieces(time(20), time(22), 120) == (Piece(0, time(22), time(0)),)
    assert zone_shifts.pieces(time(22), time(0), 120) == (Piece(1, time(0), time(2)),)


def test_week_goes_round() -> None:
    late, early = window(SATURDAY, "22:00", "00:00"), window(SUNDAY, "00:00", "02:00")
    assert zone_shifts.shifted_week([late], 120) == (early,)
    assert zone_shifts.shifted_week([early], -120) == (late,)


def test_validity_goes_along_with_the_day() -> None:
    held = {"valid_from": date(2026, 12, 1), "valid_until": date(2027, 1, 1)}
    later = {name: on + timedelta(days=1) for name, on in held.items()}
    assert zone_shifts.shifted_week([window(MONDAY, "22:00", "00:00", **held)], 60) == (
        window(MONDAY, "23:00", "00:00", **held),
        window(2, "00:00", "01:00", **later),
    )


def test_other_capacities_are_not_joined() -> None:
    both = [window(MONDAY, "20:00", "00:00"), window(2, "00:00", "04:00", capacity=1)]
    assert len(zone_shifts.shifted_week(both, 8 * 60)) == 2
    same = [window(MONDAY, "20:00", "00:00"), window(2, "00:00", "04:00")]
    assert zone_shifts.shifted_week(same, 8 * 60) == (window(2, "04:00", "12:00"),)


def test_whole_day_off_stays_a_date() -> None:
    off = Override(date(2026, 12, 24), None, None, is_blocked=True)
    assert zone_shifts.shifted_override(off, -600) == (off,)


def test_day_with_too_many_stretches_is_refused() -> None:
    halves = [window(MONDAY, f"{hour:02}:00", f"{hour:02}:30") for hour in range(12, 24)]
    mornings = [window(2, f"{hour:02}:00", f"{hour:02}:30") for hour in range(12)]
    with pytest.raises(Invalid, match="Tuesday would have more than 12"):
        zone_shifts.shifted_week([*halves, *mornings], 12 * 60)


quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
spans = st.tuples(quarters, quarters).map(sorted).filter(lambda pair: pair[0] != pair[1])
ahead = st.integers(-26 * 4, 26 * 4).map(lambda n: n * 15)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), spans), max_size=4), ahead)
def test_moments_are_kept(days: list[tuple[int, list[time]]], minutes: int) -> None:
    """A clock that is never changed, read so many minutes later, shows the same hours."""
    week = [Window(day, start, end, 2) for day, (start, end) in days]
    moved = zone_shifts.shifted_week(week, minutes)
    assert _open(moved) == {(at + minutes) % (7 * 1440) for at in _open(week)}


def _open(windows: tuple[Window, ...] | list[Window]) -> set[int]:
    """The minutes of a week, by quarters, that are open."""
    first = date(2026, 11, 15).toordinal()  # a Sunday
    days = Days(Hours(ZoneInfo("UTC"), tuple(windows))).between(first, first + 6)
    begin = int(datetime(2026, 11, 15, tzinfo=ZoneInfo("UTC")).timestamp())
    return {
        (at - begin) // 60
        for day in days
        for stretch in day.stretches
        for at in range(stretch.start, stretch.end, 900)
    }
