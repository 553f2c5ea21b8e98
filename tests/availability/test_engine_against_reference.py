"""The engine and a reference that walks every minute agree, and would notice if they did not."""

from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from coachbook.availability import Busy, DayBook, Slot
from tests.availability.reference import Case, Reference
from tests.availability.strategies import cases

CALM = settings(deadline=None, suppress_health_check=list(HealthCheck))


def book_of(case: Case) -> DayBook:
    return DayBook.of(case.hours, case.busy, case.limits, case.minutes, case.exclusive)


@pytest.mark.slow
@settings(CALM, max_examples=150)
@given(cases())
def test_engine_agrees_with_reference(case: Case) -> None:
    reference, book = Reference(case), book_of(case)
    assert book.open_starts(case.first, case.last) == reference.open_starts()
    for minute in reference.of_dates():
        if minute.instant in reference.grid or minute.instant % 420 == 0:
            assert book.judge(minute.instant) == reference.reason(minute)
            assert book.reasons(minute.instant) == reference.reasons(minute)
            expected = reference.reason(minute, on_grid=False)
            assert book.judge(minute.instant, on_grid=False) == expected


@settings(CALM, max_examples=40)
@given(cases())
def test_slots_agree_with_judge_and_reference(case: Case) -> None:
    reference, book = Reference(case), book_of(case)
    slots = book.slots(case.first, case.last)
    opened = book.open_starts(case.first, case.last)
    assert [slot.start for slot in slots if slot.reason is None] == opened
    for slot in slots:
        assert slot.reason == book.judge(slot.start)
        assert slot.capacity - slot.present == least_room(reference, slot)


def least_room(reference: Reference, slot: Slot) -> int:
    begin, end = reference.index(slot.start), reference.index(slot.end)
    sizes = zip(reference.capacities[begin:end], reference.present[begin:end], strict=True)
    return min(capacity - present for capacity, present in sizes)


@settings(CALM, max_examples=40)
@given(cases())
def test_usage_agrees_with_reference_at_every_minute(case: Case) -> None:
    reference = Reference(case)
    begin = reference.first_minute(datetime.combine(case.first, time(0)))
    end = begin + 3000
    start, finish = (reference.minutes[at].instant for at in (begin, end))
    found = [(0, 0)] * (end - begin)
    for one in book_of(case).usage(start, finish):
        for at in range(reference.index(one.start), reference.index(one.end)):
            found[at - begin] = (one.present, one.capacity)
    sizes = zip(reference.present[begin:end], reference.capacities[begin:end], strict=True)
    assert found == list(sizes)


class CountingBook(DayBook):
    """The common mistake: every booking that touches a slot takes a place for all of it."""

    counted: tuple[Busy, ...] = ()

    def open_starts(self, first: date, last: date) -> list[int]:
        starts = super().open_starts(first, last)
        return [start for start in starts if self._touching(start) < self._smallest(start)]

    def _touching(self, start: int) -> int:
        same = (one for one in self.counted if not one.is_other_kind)
        return sum(one.start < start + self._length and one.end > start for one in same)

    def _smallest(self, start: int) -> int:
        return min(one.capacity for one in self.usage(start, start + self._length))


def test_reference_catches_counting_instead_of_presence() -> None:
    @settings(CALM, max_examples=150, derandomize=True, database=None, phases=[Phase.generate])
    @given(cases())
    def counting_agrees_with_reference(case: Case) -> None:
        book = CountingBook.of(case.hours, case.busy, case.limits, case.minutes, case.exclusive)
        book.counted = case.busy
        assert book.open_starts(case.first, case.last) == Reference(case).open_starts()

    with pytest.raises(AssertionError):
        counting_agrees_with_reference()
