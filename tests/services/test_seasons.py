"""Weeks along the calendar: planned, moved, removed; what they mean for each date."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachbook.availability import Window
from coachbook.errors import Invalid, NotFound, Refusal
from coachbook.services import seasons
from coachbook.services.seasons import Season, Seasons

DAY = timedelta(days=1)
TODAY = date(2026, 11, 16)
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
SPAN = 12  # days on which the random ones lie

MORNINGS = (Window(1, time(9), time(12), 2), Window(2, time(9), time(12), 2))
EVENINGS = (Window(1, time(17), time(20), 1),)
CLOSED: tuple[Window, ...] = ()
ALWAYS: Seasons = (Season(None, MORNINGS),)


def planned(
    *weeks: tuple[date, tuple[Window, ...]], start: tuple[Window, ...] = MORNINGS
) -> Seasons:
    found: Seasons = (Season(None, start),)
    for on, windows in weeks:
        found = seasons.put(found, windows, starts_on=on, today=TODAY)
    return found


def on(found: Seasons, day: date) -> tuple[Window, ...]:
    """The hours of a date, as the engine reads the rows."""
    rows = seasons.windows_of(found)
    return tuple(row for row in rows if row.holds_on(day.toordinal()))


def names(found: Seasons, *days: date) -> list[int]:
    """How many windows hold on each day."""
    return [len(on(found, day)) for day in days]


def test_new_week_ends_the_one_before() -> None:
    found = planned((DECEMBER, EVENINGS))
    assert names(found, DECEMBER - DAY, DECEMBER, JANUARY) == [2, 1, 1]


def test_planned_week_lasts_until_the_next() -> None:
    found = planned((JANUARY, MORNINGS), (DECEMBER, EVENINGS))
    assert names(found, DECEMBER - DAY, JANUARY - DAY, JANUARY) == [2, 1, 2]


def test_no_hours_from_a_date_are_kept_by_the_end_of_those_before() -> None:
    found = planned((DECEMBER, CLOSED))
    rows = seasons.windows_of(found)
    assert {row.valid_until for row in rows} == {DECEMBER}
    assert seasons.of_windows(rows) == found


def test_closed_time_between_two_weeks_is_kept() -> None:
    found = planned((DECEMBER, CLOSED), (JANUARY, EVENINGS))
    assert seasons.of_windows(seasons.windows_of(found)) == found
    assert names(found, DECEMBER - DAY, DECEMBER, JANUARY - DAY, JANUARY) == [2, 0, 0, 1]


def test_week_of_today_is_edited_in_place_until_the_next() -> None:
    found = seasons.put(planned((DECEMBER, EVENINGS)), CLOSED, starts_on=None, today=TODAY)
    assert names(found, TODAY, DECEMBER) == [0, 1]


def test_week_that_began_is_that_of_today() -> None:
    found = planned((DECEMBER, EVENINGS))
    found = seasons.put(found, CLOSED, starts_on=None, today=DECEMBER + DAY)
    assert names(found, TODAY, DECEMBER + DAY) == [2, 0]
    assert seasons.coming(found, DECEMBER + DAY) == (Season(DECEMBER, CLOSED),)


def test_removed_week_lets_the_one_before_run_on() -> None:
    found = planned((DECEMBER, EVENINGS), (JANUARY, MORNINGS))
    found = seasons.without(found, DECEMBER, today=TODAY)
    assert [season.starts_on for season in found] == [None, JANUARY]
    assert names(found, DECEMBER, JANUARY) == [2, 2]


def test_moved_week_keeps_its_hours() -> None:
    found = seasons.moved(planned((DECEMBER, EVENINGS)), DECEMBER, JANUARY, today=TODAY)
    assert names(found, DECEMBER, JANUARY) == [2, 1]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda: planned((TODAY, EVENINGS)), Invalid),
        (lambda: planned((date(2099, 1, 1), EVENINGS)), Invalid),
        (lambda: planned((DECEMBER, (*EVENINGS, *EVENINGS))), Invalid),
        (lambda: planned((DECEMBER, CLOSED), start=CLOSED), Invalid),
        (lambda: planned((DECEMBER, CLOSED), (JANUARY, CLOSED)), Invalid),
        (lambda: planned(*((DECEMBER + n * DAY, EVENINGS) for n in range(13))), Invalid),
        (lambda: seasons.moved(ALWAYS, DECEMBER, JANUARY, today=TODAY), NotFound),
        (lambda: seasons.without(ALWAYS, TODAY, today=TODAY), NotFound),
        (lambda: seasons.moved(planned((DECEMBER, EVENINGS)), DECEMBER, TODAY, today=TODAY),
         Invalid),
        (lambda: seasons.without(planned((DECEMBER, EVENINGS)), DECEMBER, today=JANUARY), NotFound),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(
    change: Callable[[], Seasons], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        change()


def test_week_can_not_move_onto_another() -> None:
    found = planned((DECEMBER, EVENINGS), (JANUARY, MORNINGS))
    with pytest.raises(Invalid, match="planned from that date already"):
        seasons.moved(found, DECEMBER, JANUARY, today=TODAY)


class Calendar:
    """What holds on each day, the slow way: a list of the days, and no seasons."""

    def __init__(self, windows: tuple[Window, ...]) -> None:
        self.starts = {0: windows}

    def put(self, at: int, windows: tuple[Window, ...]) -> None:
        self.starts[at] = windows

    def without(self, at: int) -> None:
        del self.starts[at]

    def on(self, at: int) -> tuple[Window, ...]:
        return self.starts[max(start for start in self.starts if start <= at)]


weeks = st.sampled_from((MORNINGS, EVENINGS, CLOSED))
days_ahead = st.integers(1, SPAN - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), days_ahead, weeks),
        st.tuples(st.just("now"), st.just(0), weeks),
        st.tuples(st.just("move"), days_ahead, days_ahead),
        st.tuples(st.just("remove"), days_ahead, st.none()),
    ),
    max_size=14,
)


@given(weeks, steps)
def test_any_sequence_leaves_each_day_what_was_last_said_for_it(
    start: tuple[Window, ...], changes: list[tuple[str, int, object]]
) -> None:
    found: Seasons = (Season(None, start),)
    calendar = Calendar(start)
    for change in changes:
        try:
            found = carried_out(found, change)
        except Refusal:
            continue
        follow(calendar, change)
        found = seasons.of_windows(seasons.windows_of(found))  # stored and read
        assert_same(found, calendar)


def carried_out(found: Seasons, change: tuple[str, int, object]) -> Seasons:
    what, at, how = change
    day = TODAY + at * DAY
    if what == "move":
        assert isinstance(how, int)
        return seasons.moved(found, day, TODAY + how * DAY, today=TODAY)
    if what == "remove":
        return seasons.without(found, day, today=TODAY)
    assert isinstance(how, tuple)
    return seasons.put(found, how, starts_on=None if what == "now" else day, today=TODAY)


def follow(calendar: Calendar, change: tuple[str, int, object]) -> None:
    what, at, how = change
    if what == "move":
        assert isinstance(how, int)
        calendar.starts[how] = calendar.starts.pop(at)
    elif what == "remove":
        calendar.without(at)
    else:
        assert isinstance(how, tuple)
        calendar.put(at, how)
    forget_repeated(calendar)


def forget_repeated(calendar: Calendar) -> None:
    """A closed time in a closed time is nothing that could be moved or removed later."""
    closed = False
    for at in sorted(calendar.starts):
        was, closed = closed, not calendar.starts[at]
        if at and was and closed:
            del calendar.starts[at]


def assert_same(found: Seasons, calendar: Calendar) -> None:
    for at in range(SPAN):
        held = on(found, TODAY + at * DAY)
        assert {(one.day_of_week, one.start) for one in held} == {
            (one.day_of_week, one.start) for one in calendar.on(at)
        }
        assert_no_overlap(held)


def assert_no_overlap(held: Sequence[Window]) -> None:
    """The two weeks of these tests overlap nowhere within themselves."""
    assert len({(one.day_of_week, one.start) for one in held}) == len(held)
