"""How long the engine takes to find the open starts of 90 days.

Run it with python -m tests.benchmarks.bench_engine"""

import gc
import random
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from time import process_time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from coachbook.availability import Busy, DayBook, Hours, Limits, Override, Window

ZONE = ZoneInfo("America/New_York")
FIRST = date(2026, 2, 2)  # the clocks change on 8 March, inside the span
LAST = FIRST + timedelta(days=89)
NOW = int(datetime(2026, 2, 2, 9, tzinfo=UTC).timestamp())
STEPS = {"half hours": 1800, "any minute": 60}
RUNS = 41

WINDOWS = (
    *(Window(day, time(6), time(20), 2) for day in range(1, 6)),
    Window(6, time(8), time(12), 2),
)
OVERRIDES = (
    Override(date(2026, 2, 16), None, None, is_blocked=True),
    Override(date(2026, 2, 20), time(12), time(14), is_blocked=True),
    Override(date(2026, 3, 1), time(9), time(12), is_blocked=False, capacity=1),
    Override(date(2026, 3, 10), time(16), time(21), is_blocked=False, capacity=4),
    Override(date(2026, 4, 6), None, None, is_blocked=True),
)
HOURS = Hours(ZONE, WINDOWS, OVERRIDES)
LIMITS = Limits(NOW, 12 * 3600, LAST)


class Row(NamedTuple):
    """Milliseconds of processor time, with the DayBook built anew in each run."""

    starts_at: str
    bookings: int
    open_starts: int
    median_ms: float
    best_ms: float


def bookings(count: int, step_seconds: int) -> list[Busy]:
    """Hours at random on working days, in the order in which the database gives them."""
    chance = random.Random(count)
    days = [day for day in map(_day, range(90)) if day.isoweekday() < 6]
    starts = sorted(_start(chance, chance.choice(days), step_seconds) for _ in range(count))
    return [Busy(start, start + 3600) for start in starts]


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


def _start(chance: random.Random, on: date, step_seconds: int) -> int:
    opening = int(datetime.combine(on, time(6), ZONE).timestamp())
    return opening + chance.randrange(0, 13 * 3600 + 1, step_seconds)


def rows() -> list[Row]:
    """The runs of all rows take turns, so that a busy machine is as busy for each."""
    asked = [(name, count) for name in STEPS for count in (0, 100, 1_000, 10_000)]
    questions = [bookings(count, STEPS[name]) for name, count in asked]
    gc.disable()
    try:
        runs = [[measured(busy) for busy in questions] for _ in range(RUNS)]
    finally:
        gc.enable()
    return [
        Row(*one, turns[0][0], median(ms for _, ms in turns), min(ms for _, ms in turns))
        for one, turns in zip(asked, zip(*runs, strict=True), strict=True)
    ]


def measured(busy: list[Busy]) -> tuple[int, float]:
    began = process_time()
    found = DayBook.of(HOURS, busy, LIMITS, 60).open_starts(FIRST, LAST)
    return len(found), (process_time() - began) * 1000


def main() -> None:
    found = rows()
    thousand = {row.starts_at: row.median_ms for row in found if row.bookings == 1_000}
    print("bookings at   bookings  open starts  median ms  best ms  of 1,000's")
    for row in found:
        ratio = row.median_ms / thousand[row.starts_at]
        print(
            f"{row.starts_at:<12} {row.bookings:>9,} {row.open_starts:>12,}"
            f" {row.median_ms:>10.2f} {row.best_ms:>8.2f} {ratio:>11.2f}"
        )


if __name__ == "__main__":
    main()
