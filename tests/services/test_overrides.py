"""Dates that differ: blocked or with extra hours."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from coachbook.availability import Kind
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import AvailabilityOverride, CalendarVersion
from coachbook.services import overrides
from coachbook.services.overrides import Difference
from coachbook.services.people import Person
from tests import people
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
    month = overrides.of_month(session, by=coach, month=FRIDAY, now=NOW)
    return [one.what for one in month.differences]


def test_added_differences_are_listed_in_their_month(session: Session, coach: Person) -> None:
    december = replace(HOLIDAY, on=date(2026, 12, 1))
    overrides.add(session, by=coach, what=[EVENING, HOLIDAY, december], now=NOW)
    assert in_november(session, coach) == [HOLIDAY, EVENING]


def test_month_is_the_coachs_current_one_unless_told(session: Session) -> None:
    tokyo = people.coach(session, zone="Asia/Tokyo")
    new_year = datetime(2026, 12, 31, 20, tzinfo=UTC)
    month = overrides.of_month(session, by=tokyo, now=new_year)
    assert (month.first, month.today) == (date(2027, 1, 1), date(2027, 1, 1))


def test_adding_the_same_twice_adds_it_once(session: Session, coach: Person) -> None:
    overrides.add(session, by=coach, what=[HOLIDAY, HOLIDAY], now=NOW)
    overrides.add(session, by=coach, what=[HOLIDAY], now=NOW)
    assert in_november(session, coach) == [HOLIDAY]


def test_block_closes_each_day_for_each_kind(session: Session, coach: Person) -> None:
    overrides.block(
        session, by=coach, on=FRIDAY, last_on=date(2026, 11, 22), start=None, end=None,
        kinds=("session", "checkin"), note="Away", now=NOW,
    )  # fmt: skip
    blocked = in_november(session, coach)
    assert len(blocked) == 6
    assert {one.on.day for one in blocked} == {20, 21, 22}
    assert all(one.is_blocked and one.start is None for one in blocked)


def test_block_of_part_of_a_day_keeps_its_times(session: Session, coach: Person) -> None:
    overrides.block(
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
        overrides.block(
            session, by=coach, on=FRIDAY, last_on=last_on, start=None, end=None,
            kinds=SESSIONS, now=NOW,
        )  # fmt: skip


def test_note_keeps_emoji_and_loses_line_breaks(session: Session, coach: Person) -> None:
    overrides.add(session, by=coach, what=[replace(HOLIDAY, note=" חופש 🏖\r\nyes\x00 ")], now=NOW)
    assert in_november(session, coach)[0].note == "חופש 🏖 yes"


def test_edit_changes_it_in_place(session: Session, coach: Person) -> None:
    saved = overrides.add(session, by=coach, what=[HOLIDAY], now=NOW)[0]
    overrides.edit(session, saved.id, by=coach, to=EVENING, seen=HOLIDAY, now=NOW)
    assert in_november(session, coach) == [EVENING]


def test_edit_does_not_overwrite_another_tab(session: Session, coach: Person) -> None:
    saved = overrides.add(session, by=coach, what=[HOLIDAY], now=NOW)[0]
    overrides.edit(session, saved.id, by=coach, to=EVENING, seen=HOLIDAY, now=NOW)
    with pytest.raises(AlreadyChanged):
        overrides.edit(session, saved.id, by=coach, to=HOLIDAY, seen=HOLIDAY, now=NOW)


def test_remove_takes_it_away_and_tells_open_pages(session: Session, coach: Person) -> None:
    saved = overrides.add(session, by=coach, what=[HOLIDAY], now=NOW)[0]
    overrides.remove(session, saved.id, by=coach, now=NOW)
    assert in_november(session, coach) == []
    version = session.get(CalendarVersion, coach.id)
    assert version is not None
    assert version.version == 2


def test_foreign_and_unknown_ids_look_alike(session: Session, coach: Person) -> None:
    other = people.coach(session)
    theirs = overrides.add(session, by=other, what=[HOLIDAY], now=NOW)[0]
    for override_id in (theirs.id, uuid4()):
        with pytest.raises(NotFound):
            overrides.remove(session, override_id, by=coach, now=NOW)
        with pytest.raises(NotFound):
            overrides.edit(session, override_id, by=coach, to=EVENING, now=NOW)
    assert in_november(session, other) == [HOLIDAY]
    assert in_november(session, coach) == []
