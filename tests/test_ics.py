"""Calendars that we write are read with the right instants by programs that we did not write."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachbook import ics
from coachbook.ics import Entry
from tests.calendar_readers import READERS, Read, by_icalendar, by_vobject
from tests.factories import at

AN_HOUR = timedelta(hours=1)
WRITTEN_AT = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)

CHANGE_DAYS = {
    "America/New_York": ("2026-03-07 20:00", "2026-03-08 09:00", "2026-10-31 20:00",
                         "2026-11-01 00:30", "2026-11-01 01:30", "2026-11-01 09:00",
                         "2039-07-01 09:00"),
    "Europe/Madrid": ("2026-03-29 01:30", "2026-03-29 03:30", "2026-10-25 01:30",
                      "2026-10-25 02:30", "2026-10-25 09:00"),
    "Australia/Lord_Howe": ("2026-04-05 01:15", "2026-04-05 09:00", "2026-10-04 01:30",
                            "2026-10-04 02:30"),
    "Pacific/Auckland": ("2026-04-05 02:30", "2026-09-27 03:00", "2026-09-27 09:00"),
    "Africa/Casablanca": ("2026-02-15 03:30", "2026-03-22 02:30", "2026-03-22 09:00"),
    "Europe/Dublin": ("2026-03-29 09:00", "2026-10-25 01:30", "2027-01-04 09:00"),
    "Asia/Kathmandu": ("2026-03-29 09:00", "2026-10-25 09:00"),
}  # fmt: skip
STARTS = [(zone, words) for zone, all_words in CHANGE_DAYS.items() for words in all_words]


def entry(start: datetime | date = WRITTEN_AT, **more: object) -> Entry:
    span = (start, start + AN_HOUR) if isinstance(start, datetime) else start
    made = Entry(
        uid="7d6c@coachbook",
        title="Session with Anna Weiss",
        url="https://coachbook.example.com/client/calendar?booking=7d6c",
        revised_at=WRITTEN_AT,
        at=span,
        notes=("Join here: https://meet.example.com/anna", "Open it: https://example.com/a,b;c"),
        place="https://meet.example.com/anna",
    )
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_instants_are_right_around_both_changes(reader: str) -> None:
    starts = [at(words, zone) for zone, words in STARTS]
    entries = [entry(start, uid=f"{n}@coachbook") for n, start in enumerate(starts)]
    found = READERS[reader](ics.feed(entries, name="Harbor Strength"))
    assert [(one.start, one.end) for one in found] == [(s, s + AN_HOUR) for s in starts]


def test_single_bookings_are_written_in_utc() -> None:
    for zone, words in STARTS:
        written = ics.published(entry(at(words, zone)), now=WRITTEN_AT).decode()
        assert f"DTSTART:{at(words, zone):%Y%m%dT%H%M%SZ}\r\n" in written
        assert "VTIMEZONE" not in written
        assert "TZID" not in written


def test_whole_days_stay_dates(reader: str) -> None:
    days = [date(2026, 3, 8), date(2026, 3, 29), date(2026, 11, 1), date(2026, 12, 31)]
    found = READERS[reader](ics.feed([entry(day) for day in days], name="x"))
    assert [(one.start, one.end) for one in found] == [(d, d + timedelta(days=1)) for d in days]


def test_every_reader_finds_the_same(reader: str) -> None:
    moved = entry(sequence=3, is_cancelled=True, title='Check-in, "Zoë"; José \\ ñ')
    (found,) = READERS[reader](ics.published(moved, now=WRITTEN_AT))
    assert found[:2] == ("7d6c@coachbook", 'Check-in, "Zoë"; José \\ ñ')
    assert (found.sequence, found.status) == (3, "CANCELLED")


def test_one_booking_is_published_and_a_feed_is_not() -> None:
    one = entry(organizer='Anna "Ace" Weiss; 한국')
    file, feed = ics.published(one, now=WRITTEN_AT), ics.feed([one], name="x")
    assert b"METHOD:PUBLISH\r\n" in file
    assert b"METHOD" not in feed
    assert all(len(line) <= 75 for line in (file + feed).split(b"\r\n"))


def test_stamp_is_of_the_writing_with_a_method_and_of_the_change_without() -> None:
    later = WRITTEN_AT + AN_HOUR
    assert b"DTSTAMP:20261116T160000Z" in ics.published(entry(), now=later)
    assert b"DTSTAMP:20261116T150000Z" in ics.feed([entry()], name="x")


ANY_WORDS = st.lists(
    st.one_of(
        st.characters(),
        st.sampled_from("\r\n\v\f\x00\x1c\x1d\x1e\x85\u2028\u2029\ufeff\udc80;:,\\\"^'"),
        st.sampled_from(
            ["\r\nEND:VEVENT\r\n", "END:VCALENDAR\r\n", "\nBEGIN:VEVENT\n", "\r\n ", "\\n"]
        ),
    ),
    max_size=40,
).map("".join)


def shape(found: list[Read]) -> list[int]:
    return [one.properties for one in found]


@settings(max_examples=150, deadline=None)
@given(name=ANY_WORDS, title=ANY_WORDS, note=ANY_WORDS, place=ANY_WORDS)
def test_no_words_add_anything_to_a_calendar(name: str, title: str, note: str, place: str) -> None:
    usual = ics.feed([entry(), entry()], name="x")
    odd = entry(title=title, notes=(note,), place=f"x{place}")
    written = ics.feed([odd, entry()], name=name)
    assert shape(by_icalendar(written)) == shape(by_icalendar(usual))
    assert shape(by_vobject(written)) == shape(by_vobject(usual))
    assert written.count(b"\r\nBEGIN:VEVENT\r\n") == 2


@pytest.mark.parametrize("title", ["a\x00b", "a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "a\u2028b\x85c\fd"])
def test_odd_words_are_read_by_all(reader: str, title: str) -> None:
    found = READERS[reader](ics.feed([entry(title=title), entry()], name=title))
    assert len(found) == 2
    assert found[0].properties == found[1].properties
    assert found[0].title == ics.plain(title)


CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def has_controls(title: str) -> bool:
    written = ics.published(entry(title=title), now=WRITTEN_AT).decode()
    return bool(CONTROLS.search(written.replace("\r\n", "")))


def test_no_control_character_reaches_a_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    title = "a\u2028BEGIN:VEVENT\x85b\x00"
    assert not has_controls(title)
    monkeypatch.setattr(ics, "plain", lambda words: words)
    ics._event.cache_clear()
    assert has_controls(title)


def test_start_does_not_wait_for_the_library() -> None:
    asked = "import sys, coachbook.routes.feeds; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
