"""Weekly hours: read, saved, refused."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from coachbook.availability import DayBook, Limits, Window
from coachbook.errors import AlreadyChanged, Invalid, NotAllowed
from coachbook.models import AvailabilityTemplate, CalendarVersion
from coachbook.services import hours, openings, week_rules
from coachbook.services.hours import MovedWeek, RemovedWeek, SavedWeek, Week
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW

MONDAY = 1


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


def window(
    start: str = "09:00", end: str = "12:00", *, day: int = MONDAY, capacity: int = 2
) -> Window:
    return Window(day, time.fromisoformat(start), time.fromisoformat(end), capacity)


def saved(session: Session, coach: Person, *windows: Window, seen: str | None = None) -> str:
    week = hours.save_week(session, by=coach, kind="session", windows=windows, now=NOW, seen=seen)
    return week.seen


def test_save_week_is_read_back_in_order(session: Session, coach: Person) -> None:
    saved(session, coach, window("13:00", "17:00"), window("09:00", "12:00", capacity=3))
    found = hours.week(session, by=coach, kind="session", now=NOW)
    assert found.windows == (window(capacity=3), window("13:00", "17:00"))


def test_save_week_keeps_the_other_kind(session: Session, coach: Person) -> None:
    hours.save_weeks(
        session, by=coach, weeks={"session": [window()], "checkin": [window(capacity=1)]}, now=NOW
    )
    saved(session, coach)
    assert hours.week(session, by=coach, kind="session", now=NOW).windows == ()
    assert hours.week(session, by=coach, kind="checkin", now=NOW).windows == (window(capacity=1),)


def test_save_week_keeps_other_coaches_hours(session: Session, coach: Person) -> None:
    other = people.coach(session)
    saved(session, other, window())
    saved(session, coach, window("10:00", "11:00"))
    saved(session, coach)
    assert hours.week(session, by=other, kind="session", now=NOW).windows == (window(),)


def test_end_at_midnight_is_the_days_end(session: Session, coach: Person) -> None:
    saved(session, coach, window("18:00", "00:00"))
    assert hours.week(session, by=coach, kind="session", now=NOW).windows == (
        window("18:00", "00:00"),
    )


def test_save_week_raises_the_calendar_version_only_for_a_change(
    session: Session, coach: Person
) -> None:
    saved(session, coach, window())
    saved(session, coach, window())
    version = session.get(CalendarVersion, coach.id)
    assert version is not None
    assert version.version == 1


def test_second_tab_does_not_overwrite(session: Session, coach: Person) -> None:
    seen = hours.week(session, by=coach, kind="session", now=NOW).seen
    saved(session, coach, window(), seen=seen)
    with pytest.raises(AlreadyChanged):
        saved(session, coach, window("10:00", "11:00"), seen=seen)
    assert hours.week(session, by=coach, kind="session", now=NOW).windows == (window(),)


def test_same_save_twice_is_fine(session: Session, coach: Person) -> None:
    seen = hours.week(session, by=coach, kind="session", now=NOW).seen
    assert saved(session, coach, window(), seen=seen) == saved(session, coach, window(), seen=seen)


def test_client_has_no_hours(session: Session, coach: Person) -> None:
    nobody = people.client(session, coach)
    with pytest.raises(NotAllowed):
        hours.save_week(session, by=nobody, kind="session", windows=[window()], now=NOW)
    with pytest.raises(NotAllowed):
        hours.week(session, by=nobody, kind="session", now=NOW)


@pytest.mark.parametrize(
    ("windows", "words"),
    [
        ([window("12:00", "12:00")], "end has to be later"),
        ([window("12:00", "09:00")], "end has to be later"),
        ([window("09:00", "12:00"), window("11:30", "13:00")], "on Monday overlap"),
        ([window("18:00", "00:00"), window("23:00", "23:30")], "on Monday overlap"),
        ([window(), window()], "on Monday overlap"),
        ([window(capacity=0)], "1 to 100"),
        ([window(capacity=101)], "1 to 100"),
        ([window(day=7)], "day of the week"),
        ([window(day=-1)], "day of the week"),
        ([Window(MONDAY, time(9, 0, 30), time(12), 1)], "hours and minutes"),
        ([Window(MONDAY, time(9, tzinfo=UTC), time(12), 1)], "hours and minutes"),
        ([window(f"{hour:02}:00", f"{hour:02}:30") for hour in range(13)], "12 stretches"),
        ([window()] * 500, "12 stretches"),
    ],
)
def test_save_week_refuses(
    session: Session, coach: Person, windows: list[Window], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        saved(session, coach, *windows)
    assert session.exec(select(AvailabilityTemplate)).all() == []


def test_refusal_points_at_its_day() -> None:
    with pytest.raises(Invalid) as refused:
        week_rules.checked([window(), window("12:00", "09:00", day=5)])
    assert refused.value.field == "day-5"


def test_touching_stretches_are_fine() -> None:
    touching = (window("09:00", "12:00"), window("12:00", "15:00", capacity=1))
    assert week_rules.checked(reversed(touching)) == touching


def test_suggested_hours_can_be_saved(session: Session, coach: Person) -> None:
    weeks = {kind: hours.suggested(kind) for kind in hours.KINDS}
    hours.save_weeks(session, by=coach, weeks=weeks, now=NOW)
    assert len(hours.week(session, by=coach, kind="session", now=NOW).windows) == 5


# Weeks planned for later

DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)


def plan(session: Session, coach: Person, on: date, *windows: Window, **more: Any) -> SavedWeek:
    return hours.save_week(
        session, by=coach, kind="session", windows=windows, valid_from=on, now=NOW, **more
    )


def starts(session: Session, coach: Person) -> list[date | None]:
    found = hours.weeks(session, by=coach, kind="session", now=NOW)
    return [one.starts_on for one in found]


def offered(session: Session, coach: Person, on: date) -> int:
    """How many starts clients could have on a date, from what is stored."""
    rules = openings.rules_of(session, coach.id)
    book = openings.day_book(
        session, rules=rules, kind="session", minutes=60, first=on, last=on, now=NOW,
        as_coach=True,
    )  # fmt: skip
    return len(book.open_starts(on, on))


def test_week_planned_from_a_date_holds_from_it(session: Session, coach: Person) -> None:
    saved(session, coach, window("09:00", "12:00", day=2))
    plan(session, coach, DECEMBER, window("09:00", "10:00", day=2))
    assert offered(session, coach, DECEMBER - timedelta(days=7)) == 5
    assert offered(session, coach, DECEMBER) == 1
    found = hours.weeks(session, by=coach, kind="session", now=NOW)
    assert [(one.starts_on, one.ends_on) for one in found] == [(None, DECEMBER), (DECEMBER, None)]


def test_closed_from_a_date_is_a_planned_week(session: Session, coach: Person) -> None:
    saved(session, coach, window(day=2))
    plan(session, coach, DECEMBER)
    assert starts(session, coach) == [None, DECEMBER]
    assert offered(session, coach, DECEMBER) == 0
    assert hours.week(session, by=coach, kind="session", now=NOW, on=JANUARY).windows == ()


def test_edit_of_now_leaves_the_planned_week(session: Session, coach: Person) -> None:
    saved(session, coach, window())
    plan(session, coach, DECEMBER, window("18:00", "20:00"))
    saved(session, coach, window("10:00", "11:00"))
    found = hours.weeks(session, by=coach, kind="session", now=NOW)
    assert [one.windows for one in found] == [
        (window("10:00", "11:00"),),
        (window("18:00", "20:00"),),
    ]


def test_planned_week_can_be_edited_moved_and_removed(session: Session, coach: Person) -> None:
    saved(session, coach, window())
    plan(session, coach, DECEMBER, window("18:00", "20:00"))
    assert plan(session, coach, DECEMBER, window("18:00", "21:00")).starts_on == DECEMBER
    hours.change_week(session, MovedWeek("session", DECEMBER, JANUARY), by=coach, now=NOW)
    assert starts(session, coach) == [None, JANUARY]
    hours.change_week(session, RemovedWeek("session", JANUARY), by=coach, now=NOW)
    assert starts(session, coach) == [None]


def test_planned_week_becomes_that_of_now_on_its_day(session: Session, coach: Person) -> None:
    saved(session, coach, window())
    plan(session, coach, DECEMBER, window("18:00", "20:00"))
    later = NOW + timedelta(days=20)
    now = hours.weeks(session, by=coach, kind="session", now=later)[0]
    assert (now.starts_on, now.windows) == (None, (window("18:00", "20:00"),))


def test_second_tab_is_told_of_a_plan(session: Session, coach: Person) -> None:
    seen = saved(session, coach, window())
    plan(session, coach, DECEMBER, window("18:00", "20:00"), seen=seen)
    for change in (
        Week("session", (window("10:00", "11:00"),), None, seen),
        MovedWeek("session", DECEMBER, JANUARY, seen),
        RemovedWeek("session", DECEMBER, seen),
    ):
        with pytest.raises(AlreadyChanged):
            hours.change_week(session, change, by=coach, now=NOW)


def test_page_of_yesterday_does_not_overwrite_the_week_that_began(
    session: Session, coach: Person
) -> None:
    saved(session, coach, window())
    seen = plan(session, coach, DECEMBER, window("18:00", "20:00")).seen
    with pytest.raises(AlreadyChanged):
        hours.save_week(
            session, by=coach, kind="session", windows=[window("10:00", "11:00")],
            seen=seen, now=NOW + timedelta(days=20),
        )  # fmt: skip


def test_plan_saved_twice_is_there_once(session: Session, coach: Person) -> None:
    seen = saved(session, coach, window())
    for _ in range(2):
        plan(session, coach, DECEMBER, window("18:00", "20:00"), seen=seen)
    assert starts(session, coach) == [None, DECEMBER]


def test_week_begins_at_the_coachs_midnight_on_a_change_day(session: Session) -> None:
    coach = people.coach(session)  # New York, where clocks go back on 1 November 2026
    change = date(2026, 11, 1)
    before = datetime(2026, 10, 1, tzinfo=UTC)
    hours.save_week(session, by=coach, kind="session", windows=[window(day=0)], now=before)
    hours.save_week(
        session, by=coach, kind="session", windows=[window("00:00", "03:00", day=0)],
        valid_from=change, now=before,
    )  # fmt: skip
    rules = openings.rules_of(session, coach.id)
    first, last = change - timedelta(days=7), change
    found = openings.hours_of(session, rules, "session", first, last)
    book = DayBook.of(found, (), Limits.none(0), 60)
    starts = [datetime.fromtimestamp(at, UTC) for at in book.open_starts(first, last)]
    assert [at.isoformat()[:16] for at in starts] == [
        "2026-10-25T13:00", "2026-10-25T13:30", "2026-10-25T14:00", "2026-10-25T14:30",
        "2026-10-25T15:00",
        "2026-11-01T04:00", "2026-11-01T04:30", "2026-11-01T05:00", "2026-11-01T05:30",
        "2026-11-01T07:00",
    ]  # fmt: skip
