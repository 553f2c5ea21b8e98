"""What the coach's month leaves out, and what it keeps."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from coachbook.errors import Invalid, NotAllowed
from coachbook.services import calendars
from coachbook.services.calendars import MOST_A_DAY, CalendarPage
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice, open_practice

FIRST, LAST = date(2026, 10, 26), date(2026, 12, 6)
BUSY, QUIET = date(2026, 11, 17), date(2026, 11, 18)


@pytest.fixture
def practice(session: Session) -> Practice:
    """Eight sessions on one day, one on the next."""
    made = open_practice(session)
    starts = [at(f"{BUSY} 09:00") + timedelta(hours=hour) for hour in range(8)]
    made.book(*starts, at(f"{QUIET} 09:00"), by=made.coach, confirmed=True)
    return made


def overview(practice: Practice) -> CalendarPage:
    return calendars.overview(practice.session, by=practice.coach, first=FIRST, last=LAST, now=NOW)


def test_overview_shows_the_first_of_each_day_and_counts_the_others(practice: Practice) -> None:
    month = overview(practice)
    expected = [at(f"{BUSY} 09:00") + timedelta(hours=hour) for hour in range(MOST_A_DAY)]
    assert [one.starts_at for one in month.bookings] == [*expected, at(f"{QUIET} 09:00")]
    assert month.more == {BUSY: 8 - MOST_A_DAY}


def test_overview_counts_neither_cancelled_nor_foreign_bookings(practice: Practice) -> None:
    practice.cancel(overview(practice).bookings[0], by=practice.coach)
    other = people.coach(practice.session, "Berta Klein")
    factories.fill(practice.session, other, at(f"{BUSY} 09:00"), at(f"{BUSY} 10:00"))
    assert overview(practice).more == {BUSY: 1}


def test_overview_has_the_hours_and_blackouts_of_the_page(practice: Practice) -> None:
    factories.blackout(practice.session, practice.coach, "2026-11-20")
    whole = calendars.page(practice.session, by=practice.coach, first=FIRST, last=LAST, now=NOW)
    month = overview(practice)
    assert (month.hours, month.blackouts) == (whole.hours, whole.blackouts)
    assert month.blackouts


def test_overview_is_for_coaches_and_some_days_only(practice: Practice) -> None:
    with pytest.raises(NotAllowed):
        calendars.overview(practice.session, by=practice.client, first=FIRST, last=LAST, now=NOW)
    with pytest.raises(Invalid):
        calendars.overview(
            practice.session, by=practice.coach, first=FIRST, last=date(2027, 12, 6), now=NOW
        )
