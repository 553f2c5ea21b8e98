"""What is done once a day for each coach: at their hour, in every zone, on every kind of day."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook.database import transaction
from coachbook.jobs import attending, days, ledger
from coachbook.models import JobDone, OutboxMessage
from coachbook.services import expiring
from coachbook.services.attendance import stats
from tests import factories, people
from tests.conftest import DATABASE_KINDS
from tests.jobs.clocks import Clock
from tests.practices import Practice, open_practice

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
EVENING = 19
JOBS: dict[str, tuple[Callable[[], int], int]] = {
    "expiries": (days.expiries, days.MORNING),
    "renewals": (days.renewals, days.MORNING),
    "tomorrow": (days.tomorrow, EVENING),
}
# When each zone's clocks are changed in a year; in Kathmandu and Kiritimati they never are.
CHANGE_DAYS = {
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/Santiago": (date(2026, 4, 4), date(2026, 9, 6)),
    "Asia/Kathmandu": (date(2026, 3, 8), date(2026, 11, 1)),
    "Pacific/Kiritimati": (date(2026, 3, 8), date(2026, 11, 1)),
}
NIGHTS = [(zone, on) for zone, nights in CHANGE_DAYS.items() for on in nights]

# What only depends on the clock is tried on one database, and one zone of it on the other.
EVERY_NIGHT = [("sqlite", *night) for night in NIGHTS] + [("postgresql", *NIGHTS[0])]
EVERY_NIGHT = [night for night in EVERY_NIGHT if night[0] in DATABASE_KINDS]
at_every_night = pytest.mark.parametrize(
    ("database_url", "zone", "night"), EVERY_NIGHT, indirect=["database_url"]
)


@pytest.fixture
def clock(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(datetime(2026, 11, 16, tzinfo=UTC)).used(monkeypatch)


def a_coach(zone: str, **settings: Any) -> None:
    with transaction() as session:
        people.coach(session, zone=zone, **settings)


def done(database: Engine, job: str) -> dict[str, datetime]:
    with Session(database) as session:
        rows = session.exec(select(JobDone).where(JobDone.job == job))
        return {row.period: row.done_at for row in rows}


def watched(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, date]]:
    """How often each job's work was begun, by its local date."""
    counted: Counter[tuple[str, date]] = Counter()

    def work(job: str) -> Callable[..., int]:
        def count(_session: object, _coach: object, on: date, _now: datetime) -> int:
            counted[job, on] += 1
            return 1

        return count

    for job in JOBS:
        monkeypatch.setattr(days, f"_{job}", work(job))
    return counted


def run_all() -> None:
    for run, _ in JOBS.values():
        run()


@pytest.mark.slow
@at_every_night
def test_each_is_done_once_a_local_date_around_a_change_of_clocks(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, zone: str, night: date
) -> None:
    a_coach(zone)
    counted = watched(monkeypatch)
    clock.at = datetime.combine(night - DAY, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    dates = [night - DAY, night, night + DAY]
    while clock.at.astimezone(ZoneInfo(zone)).date() <= dates[-1]:
        run_all()
        if clock.at.hour % 3 == 0:
            run_all()  # a doubled tick
        clock.at += 2 * QUARTER
    assert counted == {(job, on): 1 for job in JOBS for on in dates}


@at_every_night
def test_summary_at_an_hour_that_is_left_out_or_comes_twice(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, zone: str, night: date
) -> None:
    hours = range(4)
    for hour in hours:
        a_coach(zone, summary_hour=hour)
    counted = watched(monkeypatch)
    clock.at = datetime.combine(night, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC) - HOUR
    for _ in range(4 * 7):
        days.tomorrow()
        clock.at += QUARTER
    assert counted["tomorrow", night] == len(hours)


@pytest.mark.parametrize(("job", "hour"), [(job, hour) for job, (_, hour) in JOBS.items()])
@pytest.mark.parametrize("zone", CHANGE_DAYS)
def test_each_waits_for_its_hour(
    clock: Clock, database: Engine, zone: str, job: str, hour: int
) -> None:
    a_coach(zone)
    local = datetime(2026, 11, 16, hour, tzinfo=ZoneInfo(zone))
    for clock.at in (local.astimezone(UTC) - QUARTER, local.astimezone(UTC)):
        JOBS[job][0]()
    assert done(database, job)["2026-11-16"] == clock.at


@pytest.mark.slow
@pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY])
@pytest.mark.parametrize("back_after", [3 * QUARTER, 3 * HOUR])
def test_clock_that_jumps_does_nothing_twice(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, jump: timedelta, back_after: timedelta
) -> None:
    """It is put right again after a while."""
    a_coach("Europe/Berlin")
    counted = watched(monkeypatch)
    begin = datetime(2026, 11, 16, 0, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    wrong_from = begin + 15 * HOUR
    for number in range(2 * 24 * 3):
        true = begin + number * 2 * QUARTER
        is_wrong = wrong_from <= true < wrong_from + back_after
        clock.at = true + jump if is_wrong else true
        run_all()
    dates = [date(2026, 11, 16) + number * DAY for number in range(3)]
    assert {key: counted[key] for key in counted if key[1] in dates} == {
        (job, on): 1 for job in JOBS for on in dates
    }


def test_day_that_was_missed_is_left_out_and_the_next_is_not(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scheduler stood still for 30 hours."""
    a_coach("America/New_York")
    counted = watched(monkeypatch)
    clock.at = factories.at("2026-11-16 08:00")
    run_all()
    clock.at += 30 * HOUR  # Tuesday, 14:00
    run_all()
    clock.at += 6 * HOUR
    run_all()
    assert counted == {(job, date(2026, 11, 17)): 1 for job in JOBS}


def test_date_is_taken_once(clock: Clock) -> None:
    with transaction() as session:
        coach = people.coach(session)
        named: dict[str, Any] = {"coach_id": coach.id, "on": date(2026, 11, 16), "now": clock.at}
        taken = [ledger.take(session, job, **named) for job in ("expiries", "expiries", "tomorrow")]
    assert taken == [True, False, True]


def test_without_the_ledger_it_would_be_done_again(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the tests above would prove nothing."""
    a_coach("Europe/Berlin")
    counted = watched(monkeypatch)
    monkeypatch.setattr(ledger, "take", lambda *_, **__: True)
    clock.at = factories.at("2026-11-16 20:00", "Europe/Berlin")
    run_all()
    run_all()
    assert set(counted.values()) == {2}


def test_it_is_done_and_written_down_together(
    clock: Clock, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = ending_package(clock)
    original = expiring.queue_notices

    def die(*args: object, **named: object) -> int:
        original(*args, **named)  # type: ignore[arg-type]
        raise RuntimeError

    monkeypatch.setattr(expiring, "queue_notices", die)
    with pytest.raises(days.SomeFailed):
        days.expiries()
    assert (done(database, "expiries"), letters(practice)) == ({}, 0)
    monkeypatch.setattr(expiring, "queue_notices", original)
    assert [days.expiries(), days.expiries(), letters(practice)] == [1, 0, 2]


def ending_package(clock: Clock) -> Practice:
    clock.at = factories.at("2026-11-16 10:00")
    with transaction() as session:
        practice = open_practice(session)
        factories.package(session, practice.coach, practice.client, expires_on="2026-12-16")
    return practice


def letters(practice: Practice) -> int:
    with transaction() as session:
        asked = select(OutboxMessage).where(OutboxMessage.recipient_id.in_(  # type: ignore[attr-defined]
            (practice.coach.id, practice.client.id)
        ))  # fmt: skip
        return len(session.exec(asked).all())


def test_trouble_with_one_coach_keeps_no_other_waiting(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        ending_package(clock)
    original, asked = expiring.queue_notices, list[object]()

    def fail_first(session: Session, coach_id: object, **named: object) -> int:
        asked.append(coach_id)
        if len(asked) == 1:
            raise ValueError
        return original(session, coach_id, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(expiring, "queue_notices", fail_first)
    with pytest.raises(days.SomeFailed):
        days.expiries()
    assert [days.expiries(), len(set(asked))] == [1, 3]


def test_evening_without_anything_tomorrow_is_silent(clock: Clock) -> None:
    practice = ending_package(clock)
    clock.at = factories.at("2026-11-16 19:00")
    assert days.tomorrow() == 0
    with transaction() as session:
        factories.booked(session, practice.coach, practice.client, factories.at("2026-11-18 09:00"))
    clock.at += DAY
    assert [days.tomorrow(), days.tomorrow()] == [1, 0]


def test_summary_is_of_no_use_after_midnight(clock: Clock, database: Engine) -> None:
    practice = ending_package(clock)
    with transaction() as session:
        factories.booked(session, practice.coach, practice.client, factories.at("2026-11-17 09:00"))
    clock.at = factories.at("2026-11-16 22:45")
    days.tomorrow()
    with Session(database) as session:
        asked = select(OutboxMessage).where(OutboxMessage.event == "daily_summary")
        assert session.exec(asked).one().useless_at == factories.at("2026-11-17 00:00")


@pytest.mark.parametrize("zone", CHANGE_DAYS)
def test_streaks_are_counted_after_each_coachs_sunday(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monday = datetime(2026, 11, 16, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    with transaction() as session:
        coach = people.coach(session, zone=zone)
        client = people.client(session, coach, zone=zone)
        factories.package(session, coach, client)
        clock.at = monday - 7 * DAY
        factories.booked(session, coach, client, monday - 3 * DAY, now=clock.at)
    counted = list[datetime]()
    rebuild = stats.rebuild

    def note(session: Session, **named: object) -> int:
        counted.append(clock.at)
        return rebuild(session, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(stats, "rebuild", note)
    for minutes in range(-20, 21, 10):
        clock.at = monday + timedelta(minutes=minutes)
        attending.recount()
    assert counted[-1] == monday
    assert counted.count(monday) == 1


def test_coaches_without_a_practice_are_left_out(clock: Clock) -> None:
    with transaction() as session:
        assert ledger.due(session, "expiries", hour=lambda _: 0, now=clock.at) == []
