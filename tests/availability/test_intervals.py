"""Sorted, half-open spans."""

from hypothesis import given
from hypothesis import strategies as st

from coachbook.availability.intervals import Presence, clip, covers, gaps, merge, overlaps

spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 6)).map(lambda one: (one[0], sum(one)))
)


def instants(intervals: list[tuple[int, int]]) -> set[int]:
    return {at for start, end in intervals for at in range(start, end)}


@given(spans)
def test_merge_keeps_every_instant_and_joins_what_touches(intervals: list[tuple[int, int]]) -> None:
    merged = merge(intervals)
    assert instants(merged) == instants(intervals)
    assert all(end < begin for end, begin in gaps(merged))
    assert all(start < end for start, end in merged)


@given(spans, st.integers(0, 30), st.integers(1, 8))
def test_questions_about_a_span_look_at_its_instants(
    intervals: list[tuple[int, int]], start: int, length: int
) -> None:
    merged, asked = merge(intervals), set(range(start, start + length))
    there = instants(merged)
    assert overlaps(merged, start, start + length) == bool(asked & there)
    assert covers(merged, start, start + length) == (asked <= there)
    assert instants(clip(merged, start, start + length)) == asked & there


@given(spans, st.integers(1, 4))
def test_presence_counts_who_is_there(intervals: list[tuple[int, int]], count: int) -> None:
    presence = Presence([start for start, _ in intervals], [end for _, end in intervals])
    present = {at: sum(start <= at < end for start, end in intervals) for at in range(40)}
    assert {at: presence.at(at) for at in range(40)} == present
    crowds = presence.at_least(count)
    assert instants(crowds) == {at for at, there in present.items() if there >= count}
    assert crowds == merge(crowds)
