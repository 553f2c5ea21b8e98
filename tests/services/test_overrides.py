"""Dates that differ: blocked or with extra hours."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from coachbook.availability import Kind
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import AvailabilityOverride, CalendarVersion
from coachbook.services import override_months, overrides
from coachbook.services.overrides import Days, Difference, SavedDifference
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW

SESSIONS: tuple[Kind, ...] = ("session",)
CHECKINS: tuple[Kind, ...] = ("checkin",)
FRIDAY = date(2026, 11, 20)
HOLIDAY = Difference("session", FRIDAY, is_blocked=True, note="Away")
EVENING = Difference("session", FRIDAY, is_blocked=False, start=time(18), end=time(20), capacity=1)


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


def in_november(session: Session, coach: Person) -> list[Difference]:
    found = overrides.between(session, by=coach, first=date(2026, 11, 1), last=date(2026, 11, 30))
    return [one.what for one in found]


def test_added_differences_are_listed_in_their_month(session: Session, coach: Person) -> None:
    december = replace(HOLIDAY, on=date(2026, 12, 1))
    overrides.add(session, by=coach, what=[EVENING, HOLIDAY, december], now=NOW)
    assert in_november(session, coach) == [HOLIDAY, EVENING]


def test_month_is_the_coachs_current_one_unless_told(session: Session) -> None:
    tokyo = people.coach(session, zone="Asia/Tokyo")
    new_year = datetime(2026, 12, 31, 20, tzinfo=UTC)
    month = override_months.of_month(session, by=tokyo, now=new_year)
    assert (month.first, month.today) == (date(2027, 1, 1), date(2027, 1, 1))


def test_adding_the_same_twice_adds_it_once(session: Session, coach: Person) -> None:
    overrides.add(session, by=coach, what=[HOLIDAY, HOLIDAY], now=NOW)
    overrides.add(session, by=coach, what=[HOLIDAY], now=NOW)
    assert in_november(session, coach) == [HOLIDAY]


def test_block_closes_each_day_for_each_kind(session: Session, coach: Person) -> None:
    factories.block(
        session, by=coach, on=FRIDAY, last_on=date(2026, 11, 22), start=None, end=None,
        kinds=("session", "checkin"), note="Away", now=NOW,
    )  # fmt: skip
    blocked = in_november(session, coach)
    assert len(blocked) == 6
    assert {one.on.day for one in blocked} == {20, 21, 22}
    assert all(one.is_blocked and one.start is None for one in blocked)


def test_block_of_part_of_a_day_keeps_its_times(session: Session, coach: Person) -> None:
    factories.block(
        session, by=coach, on=FRIDAY, start=time(12), end=time(0), kinds=CHECKINS, now=NOW
    )
    assert in_november(session, coach) == [
        Difference("checkin", FRIDAY, is_blocked=True, start=time(12), end=time(0))
    ]


def test_today_can_be_blocked_where_the_coach_is(session: Session) -> None:
    tokyo = people.coach(session, zone="Asia/Tokyo")
    today = date(2026, 11, 17)
    overrides.add(session, by=tokyo, what=[replace(HOLIDAY, on=today)], now=NOW)
    with pytest.raises(Invalid, match="has passed"):
        overrides.add(session, by=tokyo, what=[replace(HOLIDAY, on=date(2026, 11, 16))], now=NOW)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (replace(HOLIDAY, on=date(2026, 11, 15)), "has passed"),
        (replace(HOLIDAY, on=date(2099, 1, 1)), "next 5 years"),
        (replace(HOLIDAY, start=time(9)), "both a start and an end"),
        (replace(EVENING, start=None, end=None), "need a start and an end"),
        (replace(EVENING, end=time(17)), "later than the start"),
        (replace(EVENING, capacity=0), "1 to 100"),
        (replace(EVENING, capacity=10_000), "1 to 100"),
        (replace(HOLIDAY, note="🏖️" * 200), "under 200"),
    ],
)
def test_add_refuses(session: Session, coach: Person, what: Difference, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        overrides.add(session, by=coach, what=[HOLIDAY, what], now=NOW)
    assert session.exec(select(AvailabilityOverride)).all() == []


def test_five_hundred_changes_of_one_day_are_refused(session: Session, coach: Person) -> None:
    many = [replace(HOLIDAY, note=f"{number}") for number in range(500)]
    with pytest.raises(Invalid, match="12 changes"):
        overrides.add(session, by=coach, what=many, now=NOW)


@pytest.mark.parametrize(
    ("last_on", "words"),
    [(date(2026, 11, 19), "first day or later"), (date(2030, 1, 1), "92 days")],
)
def test_block_refuses_ranges(session: Session, coach: Person, last_on: date, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        factories.block(
            session, by=coach, on=FRIDAY, last_on=last_on, start=None, end=None,
            kinds=SESSIONS, now=NOW,
        )  # fmt: skip


def test_note_keeps_emoji_and_loses_line_breaks(session: Session, coach: Person) -> None:
    overrides.add(session, by=coach, what=[replace(HOLIDAY, note=" חופש 🏖\r\nyes\x00 ")], now=NOW)
    assert in_november(session, coach)[0].note == "חופש 🏖 yes"


def test_change_replaces_one_by_another(session: Session, coach: Person) -> None:
    saved = overrides.add(session, by=coach, what=[HOLIDAY], now=NOW)[0]
    wanted = Days(add=(EVENING,), remove=(saved.id,), seen=(HOLIDAY,))
    overrides.change(session, wanted, by=coach, now=NOW)
    assert in_november(session, coach) == [EVENING]


def test_change_does_not_overwrite_another_tab(session: Session, coach: Person) -> None:
    saved = overrides.add(session, by=coach, what=[HOLIDAY], now=NOW)[0]
    stale = Days(add=(EVENING,), remove=(saved.id,), seen=(replace(HOLIDAY, note="Ill"),))
    with pytest.raises(AlreadyChanged):
        overrides.change(session, stale, by=coach, now=NOW)
    overrides.change(session, Days(remove=(saved.id,)), by=coach, now=NOW)
    with pytest.raises(NotFound):
        overrides.change(session, stale, by=coach, now=NOW)


def test_removal_tells_open_pages(session: Session, coach: Person) -> None:
    saved = overrides.add(session, by=coach, what=[HOLIDAY], now=NOW)[0]
    overrides.change(session, Days(remove=(saved.id,)), by=coach, now=NOW)
    assert in_november(session, coach) == []
    version = session.get(CalendarVersion, coach.id)
    assert version is not None
    assert version.version == 2


def test_refused_change_removes_nothing(session: Session, coach: Person) -> None:
    saved = overrides.add(session, by=coach, what=[HOLIDAY], now=NOW)[0]
    wrong = Days(add=(replace(EVENING, end=time(17)),), remove=(saved.id,))
    with pytest.raises(Invalid):
        overrides.check_change(session, wrong, by=coach, now=NOW)
    with pytest.raises(Invalid), session.begin_nested():
        overrides.change(session, wrong, by=coach, now=NOW)
    assert in_november(session, coach) == [HOLIDAY]


def test_foreign_and_unknown_ids_look_alike(session: Session, coach: Person) -> None:
    other = people.coach(session)
    theirs = overrides.add(session, by=other, what=[HOLIDAY], now=NOW)[0]
    for override_id in (theirs.id, uuid4()):
        for ask in (overrides.change, overrides.check_change):
            with pytest.raises(NotFound):
                ask(session, Days(remove=(override_id,)), by=coach, now=NOW)
    assert in_november(session, other) == [HOLIDAY]
    assert in_november(session, coach) == []


# Months, and runs of days


def holiday(
    session: Session, coach: Person, first: date, last: date, kinds: tuple[Kind, ...] = SESSIONS
) -> list[SavedDifference]:
    return factories.block(
        session, by=coach, on=first, last_on=last, start=None, end=None, kinds=kinds, now=NOW,
    )  # fmt: skip


def runs(session: Session, coach: Person, month: date = FRIDAY) -> list[tuple[date, date, int]]:
    found = override_months.of_month(session, by=coach, month=month, now=NOW).runs
    return [(run.first, run.last, len(run.kinds)) for run in found]


def test_days_blocked_together_are_one_run(session: Session, coach: Person) -> None:
    both: tuple[Kind, ...] = ("session", "checkin")
    holiday(session, coach, FRIDAY, date(2026, 11, 24), both)
    assert runs(session, coach) == [(FRIDAY, date(2026, 11, 24), 2)]


def test_run_reaches_into_the_months_that_it_touches(session: Session, coach: Person) -> None:
    holiday(session, coach, date(2026, 11, 25), date(2027, 1, 5))
    expected = [(date(2026, 11, 25), date(2027, 1, 5), 1)]
    for month in (FRIDAY, date(2026, 12, 1), date(2027, 1, 1)):
        assert runs(session, coach, month) == expected
    assert runs(session, coach, date(2027, 2, 1)) == []


def test_removed_day_cuts_a_run_in_two(session: Session, coach: Person) -> None:
    saved = holiday(session, coach, FRIDAY, date(2026, 11, 24))
    overrides.change(session, Days(remove=(saved[2].id,)), by=coach, now=NOW)
    assert runs(session, coach) == [
        (FRIDAY, date(2026, 11, 21), 1),
        (date(2026, 11, 23), date(2026, 11, 24), 1),
    ]


def test_run_is_cut_where_one_kind_was_removed(session: Session, coach: Person) -> None:
    saved = holiday(session, coach, FRIDAY, date(2026, 11, 22), ("session", "checkin"))
    overrides.change(session, Days(remove=(saved[-1].id,)), by=coach, now=NOW)
    assert runs(session, coach) == [
        (FRIDAY, date(2026, 11, 21), 2),
        (date(2026, 11, 22), date(2026, 11, 22), 1),
    ]


def test_days_blocked_one_by_one_stay_apart(session: Session, coach: Person) -> None:
    for number, on in enumerate((FRIDAY, date(2026, 11, 21))):
        later = NOW + timedelta(seconds=number)
        factories.block(session, by=coach, on=on, start=None, end=None, kinds=SESSIONS, now=later)
    assert len(runs(session, coach)) == 2
