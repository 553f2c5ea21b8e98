"""Each session may go as fast as a person, in bursts."""

from coachbook.ui import pace
from coachbook.ui.pace import BURST, REFILL_PER_SECOND, Pace


def admitted(pace: Pace, key: str, count: int, *, at_seconds: float = 0.0) -> int:
    return sum(pace.admits(key, "normal", at_seconds=at_seconds) for _ in range(count))


def test_burst_is_admitted_and_no_more() -> None:
    assert admitted(Pace(), "one", BURST + 50) == BURST


def test_second_brings_what_a_second_is_worth() -> None:
    bucket = Pace()
    admitted(bucket, "one", BURST)
    assert admitted(bucket, "one", 100, at_seconds=1.0) == REFILL_PER_SECOND


def test_sessions_do_not_share() -> None:
    bucket = Pace()
    admitted(bucket, "one", BURST)
    assert admitted(bucket, "other", 1) == 1


def test_costly_call_takes_more() -> None:
    bucket = Pace()
    costly = [bucket.admits("one", "costly", at_seconds=0.0) for _ in range(BURST)]
    assert sum(costly) == BURST // pace.COSTS["costly"]


def test_buckets_are_bounded() -> None:
    bucket = Pace()
    for number in range(pace.MAX_BUCKETS + 10):
        bucket.admits(str(number), "normal", at_seconds=0.0)
    assert len(bucket._buckets) == pace.MAX_BUCKETS
