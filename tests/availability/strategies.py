"""Practices at random, around the days when clocks change."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from coachbook.availability import Busy, Hours, Limits, Override, Window
from tests.availability.reference import Case

DAY = timedelta(days=1)
DAY_MINUTES = 1440

CHANGE_DAYS = {
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Europe/London": (date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Pacific/Auckland": (date(2026, 4, 5), date(2026, 9, 27)),
    "Africa/Casablanca": (date(2026, 2, 15), date(2026, 3, 22)),
    "Asia/Beirut": (date(2026, 3, 29), date(2026, 10, 24)),
    "Africa/Cairo": (date(2026, 4, 24), date(2026, 10, 29)),
    "America/Havana": (date(2026, 3, 8), date(2026, 11, 1)),
    "Pacific/Apia": (date(2011, 12, 30), date(2011, 12, 29)),
    "Asia/Kathmandu": (date(2026, 6, 1), date(2026, 6, 1)),
    "UTC": (date(2026, 2, 28), date(2026, 12, 31)),
}


def clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


@st.composite
def spans(draw: st.DrawFn) -> tuple[time, time]:
    """Wall times in order; the end may be midnight. Mostly on the quarter hour."""
    step = draw(st.sampled_from((15, 30, 30, 1)))
    start = draw(st.integers(0, (DAY_MINUTES - 1) // step)) * step
    length = draw(st.sampled_from((15, 60, 90, 180, 240, 480, 720, DAY_MINUTES)))
    return clock(start), clock(min(start + length, DAY_MINUTES))


@st.composite
def windows(draw: st.DrawFn, first: date) -> Window:
    start, end = draw(spans())
    return Window(draw(weekdays(first)), start, end, draw(capacities), *draw(validities(first)))


@st.composite
def validities(draw: st.DrawFn, first: date) -> tuple[date | None, date | None]:
    """Mostly always; else they begin or end on one of the days around."""
    begins, ends = draw(st.sampled_from(BOUNDS))
    valid_from = first + draw(st.integers(-1, 2)) * DAY if begins else None
    valid_until = (valid_from or first) + draw(st.integers(1, 2)) * DAY if ends else None
    return valid_from, valid_until


BOUNDS = ((False, False), (False, False), (True, False), (False, True), (True, True))


@st.composite
def weeks(draw: st.DrawFn, first: date) -> tuple[Window, ...]:
    """Mostly one long window, so that much is open, and others that touch and overlap it."""
    found = draw(st.lists(windows(first), max_size=3))
    if draw(st.integers(0, 3)):
        start, end = draw(st.sampled_from(LONG))
        valid = draw(validities(first))
        found.append(Window(first.isoweekday() % 7, start, end, draw(capacities), *valid))
    return tuple(found)


LONG = ((time(6), time(20)), (time(0), time(0)), (time(1, 15), time(13)), (time(12), time(0)))

capacities = st.sampled_from((2, 2, 3, 1))


def weekdays(first: date) -> st.SearchStrategy[int]:
    return st.integers(0, 2).map(lambda days: (first + days * DAY).isoweekday() % 7)


@st.composite
def overrides(draw: st.DrawFn, first: date) -> Override:
    on = first + draw(st.integers(0, 2)) * DAY
    is_blocked = draw(st.integers(0, 2)) == 2
    if is_blocked and draw(st.integers(0, 2)) == 2:
        return Override(on, None, None, is_blocked=True)
    capacity = None if is_blocked else draw(st.none() | st.integers(1, 4))
    return Override(on, *draw(spans()), is_blocked=is_blocked, capacity=capacity)


@st.composite
def bookings(draw: st.DrawFn, begin: int) -> tuple[Busy, ...]:
    """They begin at any minute but crowd together, so that capacity comes to matter."""
    crowds = draw(st.lists(st.sampled_from(range(12, 60)), min_size=1, max_size=5))
    return tuple(
        booking
        for crowd in crowds
        for booking in draw(st.lists(around(begin + crowd * 1800), min_size=2, max_size=5))
    )


@st.composite
def around(draw: st.DrawFn, crowd: int) -> Busy:
    start = crowd + draw(st.sampled_from((1800, 1800, 900, 60))) * draw(st.integers(-4, 4))
    minutes = draw(st.sampled_from((30, 30, 45, 60, 60, 90, 7, 300)))
    return Busy(start, start + minutes * 60, *draw(st.sampled_from(WHOSE)))


# is_other_kind, is_own
WHOSE = (*((False, False),) * 15, (True, False), (False, True), (True, True))


@st.composite
def limits(draw: st.DrawFn, begin: int, first: date) -> Limits:
    has_notice, has_window = draw(st.sampled_from(((0, 0), (0, 0), (1, 0), (0, 1), (1, 1))))
    hours_before = draw(st.integers(-12, 24) if has_notice else st.just(72))
    notice = draw(st.integers(0, DAY_MINUTES)) * 60 if has_notice else 0
    last_day = first + draw(st.integers(-1, 1)) * DAY if has_window else None
    return Limits(begin - hours_before * 3600 + draw(st.integers(0, 59)), notice, last_day)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    name = draw(st.sampled_from(sorted(CHANGE_DAYS)))
    zone, change = ZoneInfo(name), draw(st.sampled_from(CHANGE_DAYS[name]))
    first = change - draw(st.integers(0, 1)) * DAY
    begin = int(datetime.combine(first, time(0), zone).timestamp()) // 60 * 60
    hours = Hours(
        zone,
        draw(weeks(first)),
        tuple(draw(st.lists(overrides(first), max_size=2))),
    )
    return Case(
        hours=hours,
        busy=draw(bookings(begin)),
        limits=draw(limits(begin, first)),
        minutes=draw(st.sampled_from((60, 60, 45, 30, 20, 90, 150, 1500))),
        exclusive=draw(st.booleans()),
        first=first,
        last=first + draw(st.integers(0, 1)) * DAY,
    )
