"""Weekly hours: read, saved, refused, copied."""

from datetime import UTC, time

import pytest
from sqlmodel import Session, select

from coachbook.availability import Window
from coachbook.errors import AlreadyChanged, Invalid, NotAllowed
from coachbook.models import AvailabilityTemplate, CalendarVersion
from coachbook.services import hours, week_rules
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
    found = hours.week(session, by=coach, kind="session")
    assert found.windows == (window(capacity=3), window("13:00", "17:00"))


def test_save_week_keeps_the_other_kind(session: Session, coach: Person) -> None:
    hours.save_weeks(
        session, by=coach, weeks={"session": [window()], "checkin": [window(capacity=1)]}, now=NOW
    )
    saved(session, coach)
    assert hours.week(session, by=coach, kind="session").windows == ()
    assert hours.week(session, by=coach, kind="checkin").windows == (window(capacity=1),)


def test_save_week_keeps_other_coaches_hours(session: Session, coach: Person) -> None:
    other = people.coach(session)
    saved(session, other, window())
    saved(session, coach, window("10:00", "11:00"))
    saved(session, coach)
    assert hours.week(session, by=other, kind="session").windows == (window(),)


def test_end_at_midnight_is_the_days_end(session: Session, coach: Person) -> None:
    saved(session, coach, window("18:00", "00:00"))
    assert hours.week(session, by=coach, kind="session").windows == (window("18:00", "00:00"),)


def test_save_week_raises_the_calendar_version_only_for_a_change(
    session: Session, coach: Person
) -> None:
    saved(session, coach, window())
    saved(session, coach, window())
    version = session.get(CalendarVersion, coach.id)
    assert version is not None
    assert version.version == 1


def test_second_tab_does_not_overwrite(session: Session, coach: Person) -> None:
    seen = hours.week(session, by=coach, kind="session").seen
    saved(session, coach, window(), seen=seen)
    with pytest.raises(AlreadyChanged):
        saved(session, coach, window("10:00", "11:00"), seen=seen)
    assert hours.week(session, by=coach, kind="session").windows == (window(),)


def test_same_save_twice_is_fine(session: Session, coach: Person) -> None:
    seen = hours.week(session, by=coach, kind="session").seen
    assert saved(session, coach, window(), seen=seen) == saved(session, coach, window(), seen=seen)


def test_client_has_no_hours(session: Session, coach: Person) -> None:
    nobody = people.client(session, coach)
    with pytest.raises(NotAllowed):
        hours.save_week(session, by=nobody, kind="session", windows=[window()], now=NOW)
    with pytest.raises(NotAllowed):
        hours.week(session, by=nobody, kind="session")


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


def test_copied_day_replaces_the_others() -> None:
    week = (window(), window("08:00", "20:00", day=2), window("10:00", "11:00", day=3))
    assert week_rules.copied(week, MONDAY, [2, 4]) == (
        window(),
        window(day=2),
        window("10:00", "11:00", day=3),
        window(day=4),
    )


def test_copied_closed_day_closes_the_others() -> None:
    assert week_rules.copied((window(day=2),), MONDAY, [2]) == ()


def test_copied_onto_itself_changes_nothing() -> None:
    assert week_rules.copied((window(),), MONDAY, [MONDAY]) == (window(),)


def test_suggested_hours_can_be_saved(session: Session, coach: Person) -> None:
    weeks = {kind: hours.suggested(kind) for kind in hours.KINDS}
    hours.save_weeks(session, by=coach, weeks=weeks, now=NOW)
    assert len(hours.week(session, by=coach, kind="session").windows) == 5
