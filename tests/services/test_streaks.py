"""Streaks over year ends and change days, by the coach's weeks, and what would break them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from coachbook.services import bookings, streaks
from coachbook.services.attendance import stats
from coachbook.services.streaks import Row, Streak
from tests import factories, people
from tests.factories import NEW_YORK, at
from tests.practices import Practice

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def row(words: str, status: str = "completed", zone: str = NEW_YORK) -> Row:
    start = at(words, zone)
    return Row(start, start + HOUR, status)


def seen(*rows: Row, now: str, zone: str = NEW_YORK) -> Streak:
    return streaks.look_at(rows, ZoneInfo(zone), at(now, zone))


def weekly(first: str, count: int, zone: str = NEW_YORK) -> list[Row]:
    """The same wall time, week after week."""
    start = datetime.fromisoformat(first)
    return [row(str(start + n * WEEK), zone=zone) for n in range(count)]


# Weeks in a row


def test_week_53_is_a_week_like_any_other() -> None:
    """2026 has one: 28 December to 3 January."""
    rows = weekly("2026-12-15 18:00", 5)
    assert [one.starts_at.date().isocalendar().week for one in rows] == [51, 52, 53, 1, 2]
    assert seen(*rows, now="2027-01-14 12:00").weeks == 5
    without_53 = [one for one in rows if one.starts_at.date().isocalendar().week != 53]
    assert seen(*without_53, now="2027-01-14 12:00").weeks == 2


@pytest.mark.parametrize("year", [2020, 2024, 2025, 2026, 2027, 2032])
def test_no_years_end_breaks_a_streak(year: int) -> None:
    rows = weekly(f"{year}-12-10 18:00", 6)
    now = rows[-1].starts_at.astimezone(ZoneInfo(NEW_YORK)) + HOUR
    assert seen(*rows, now=f"{now:%Y-%m-%d %H:%M}").weeks == 6


@pytest.mark.parametrize(
    "zone", ["Pacific/Auckland", "Asia/Kathmandu", "America/Los_Angeles", "Pacific/Honolulu"]
)
def test_weeks_are_the_coachs(zone: str) -> None:
    """Late on Sunday and early on Monday are two weeks by their clock, wherever they are."""
    rows = [row("2026-11-15 23:00", zone=zone), row("2026-11-16 00:00", zone=zone)]
    assert seen(*rows, now="2026-11-16 09:00", zone=zone).weeks == 2
    same_week = [row("2026-11-16 00:00", zone=zone), row("2026-11-22 23:00", zone=zone)]
    assert seen(*same_week, now="2026-11-22 23:59", zone=zone).weeks == 1


@pytest.mark.parametrize(
    ("zone", "sunday"),
    [("Pacific/Auckland", "2026-09-27"), ("America/New_York", "2026-11-01"),
     ("America/Santiago", "2026-09-06"), ("Europe/Berlin", "2027-03-28")],
)  # fmt: skip
def test_change_days_neither_add_nor_lose_a_week(zone: str, sunday: str) -> None:
    first = datetime.fromisoformat(f"{sunday} 12:00") - 2 * WEEK
    rows = weekly(str(first), 5, zone)
    now = first + 4 * WEEK + HOUR
    assert seen(*rows, now=str(now), zone=zone).weeks == 5


def test_missed_and_booked_sessions_count_for_nothing() -> None:
    rows = [row("2026-11-11 09:00"), row("2026-11-17 09:00", "confirmed")]
    assert seen(*rows, now="2026-11-18 12:00").weeks == 1


# What becomes of it


def test_open_week_ends_the_streak_at_the_coachs_midnight() -> None:
    found = seen(*weekly("2026-11-04 09:00", 2), now="2026-11-18 12:00")
    assert (found.weeks, found.outlook, found.at) == (2, "open", None)
    assert found.ends_at == at("2026-11-23 00:00")
    assert found.is_at_risk


def test_streak_is_gone_a_week_later() -> None:
    found = seen(*weekly("2026-11-04 09:00", 2), now="2026-11-23 00:00")
    assert (found.weeks, found.is_at_risk) == (0, False)


def test_booked_session_of_this_week_is_named() -> None:
    rows = [*weekly("2026-11-04 09:00", 2), row("2026-11-20 09:00", "confirmed")]
    found = seen(*rows, now="2026-11-18 12:00")
    assert (found.outlook, found.at) == ("booked", at("2026-11-20 09:00"))


def test_session_that_is_over_waits_to_be_marked() -> None:
    rows = [row("2026-11-17 09:00", "confirmed"), row("2026-11-20 09:00", "confirmed")]
    found = seen(*rows, now="2026-11-18 12:00")
    assert (found.weeks, found.outlook, found.at) == (0, "waiting", at("2026-11-17 09:00"))


def test_last_weeks_session_waits_to_be_marked_as_well() -> None:
    """On Monday morning Sunday's may not be marked yet: six weeks aren't told as none."""
    rows = [*weekly("2026-11-01 18:00", 6), row("2026-12-13 18:00", "confirmed")]
    found = seen(*rows, row("2026-12-16 18:00", "confirmed"), now="2026-12-14 08:00")
    assert (found.weeks, found.outlook, found.once_marked) == (0, "waiting", 7)
    assert found.at == at("2026-12-13 18:00")
    assert seen(*rows, now="2026-12-21 08:00").outlook == "open"


def test_session_under_way_is_still_ahead() -> None:
    found = seen(row("2026-11-18 11:30", "confirmed"), now="2026-11-18 12:00")
    assert found.outlook == "booked"


def test_kept_week_asks_about_the_next() -> None:
    held = row("2026-11-17 09:00")
    found = seen(held, row("2026-11-19 09:00", "confirmed"), now="2026-11-18 12:00")
    assert (found.outlook, found.at, found.ends_at) == ("kept", None, at("2026-11-30 00:00"))
    found = seen(held, row("2026-11-24 09:00", "confirmed"), now="2026-11-18 12:00")
    assert (found.outlook, found.at) == ("kept", at("2026-11-24 09:00"))


def test_end_is_an_instant_over_a_change_day() -> None:
    """New York's clocks go back on that Sunday: the week has 169 hours."""
    found = seen(row("2026-10-20 09:00"), now="2026-10-26 00:00")
    assert found.ends_at - at("2026-10-26 00:00") == timedelta(hours=169)


def test_recent_weeks_end_with_this_one() -> None:
    rows = [row("2026-11-17 09:00"), row("2026-11-04 09:00"), row("2026-09-30 09:00")]
    found = seen(*rows, now="2026-11-18 12:00")
    assert found.recent == (True, False, False, False, False, True, False, True)


# From the bookings


def of(practice: Practice, now: datetime) -> Streak:
    return streaks.streak(
        practice.session, coach_id=practice.coach.id, client_id=practice.client.id,
        zone=practice.coach.zone, now=now,
    )  # fmt: skip


def test_streak_is_counted_from_the_bookings_as_they_are(practice: Practice) -> None:
    session, coach, client = practice.session, practice.coach, practice.client
    now = at("2026-11-18 12:00")
    held = factories.booked(session, coach, client, at("2026-11-11 09:00"), at("2026-11-17 09:00"))
    assert (of(practice, now).weeks, of(practice, now).outlook) == (0, "waiting")
    done = [bookings.complete(session, b.id, by=coach, version=b.version, now=now) for b in held]
    assert (of(practice, now).weeks, of(practice, now).outlook) == (2, "kept")
    bookings.mark_no_show(session, done[1].id, by=coach, version=done[1].version, now=now)
    assert (of(practice, now).weeks, of(practice, now).outlook) == (1, "open")


def test_streak_is_what_the_recount_stores(practice: Practice) -> None:
    session, coach, client = practice.session, practice.coach, practice.client
    for one in factories.booked(session, coach, client, at("2026-11-04 09:00"),
                                at("2026-11-11 09:00")):  # fmt: skip
        bookings.complete(session, one.id, by=coach, version=one.version, now=one.ends_at)
    for now in (at("2026-11-22 23:59"), at("2026-11-23 00:00")):
        stats.rebuild(session, coach_id=coach.id, now=now)
        stored = next(one for one in stats.summary(session) if one.client_name == client.name)
        assert stored.streak_weeks == of(practice, now).weeks


def test_other_coaches_and_checkins_keep_no_streak(practice: Practice, session: Session) -> None:
    second = people.coach(session, "Ben Ito")
    people.another_client_of(session, second, practice.client)
    factories.package(session, second, practice.client)
    elsewhere = factories.booked(session, second, practice.client, at("2026-11-17 09:00"))
    virtual = factories.booked(
        session, practice.coach, practice.client, at("2026-11-17 13:00"), minutes=30, kind="checkin"
    )
    now = datetime(2026, 11, 18, tzinfo=UTC)
    for one, by in ((elsewhere[0], second), (virtual[0], practice.coach)):
        bookings.complete(session, one.id, by=by, version=one.version, now=now)
    assert (of(practice, now).weeks, of(practice, now).outlook) == (0, "open")
