"""The matrix against the design's two tables, cell by cell."""

from collections.abc import Mapping

import pytest

from coachbook.notifications import matrix
from coachbook.notifications.matrix import Channels

CLIENT_TABLE = """
| Event | Email | Push |
|-------|-------|------|
| Session booking confirmed | ✓ (with cancel/reschedule link) | ✓ |
| Check-in booking confirmed | ✓ (with cancel/reschedule link) | ✓ |
| Session reminder (24hr before) | | ✓ |
| Check-in reminder (24hr before) | ✓ | ✓ |
| Check-in form reminder (if incomplete) | ✓ | ✓ |
| Session rescheduled | ✓ | ✓ |
| Session cancelled | ✓ | ✓ |
| Low sessions remaining | ✓ | |
| Package expiring (1 month before) | ✓ | |
| Package expiring (1 week before) | ✓ | ✓ |
"""
COACH_TABLE = """
| Event | Email | Push | In-App |
|-------|-------|------|--------|
| New booking (session or check-in) | ✓ | ✓ | ✓ |
| Client cancelled | ✓ | ✓ | ✓ |
| Client rescheduled | ✓ | ✓ | ✓ |
| Check-in form submitted | ✓ | | ✓ |
| Client low on sessions | ✓ | | ✓ |
| Client package expiring (1 month) | ✓ | | ✓ |
| Client package expiring (1 week) | ✓ | ✓ | ✓ |
| Daily summary (tomorrow's sessions) | ✓ | | |
"""
EVENTS = {
    "Session booking confirmed": "session_booked",
    "Check-in booking confirmed": "checkin_booked",
    "Session reminder (24hr before)": "session_reminder",
    "Check-in reminder (24hr before)": "checkin_reminder",
    "Check-in form reminder (if incomplete)": "checkin_form_reminder",
    "Session rescheduled": "session_rescheduled",
    "Session cancelled": "session_cancelled",
    "Low sessions remaining": "low_sessions",
    "Package expiring (1 month before)": "package_expiring_month",
    "Package expiring (1 week before)": "package_expiring_week",
    "New booking (session or check-in)": "new_booking",
    "Client cancelled": "client_cancelled",
    "Client rescheduled": "client_rescheduled",
    "Check-in form submitted": "checkin_form_submitted",
    "Client low on sessions": "client_low_sessions",
    "Client package expiring (1 month)": "client_package_expiring_month",
    "Client package expiring (1 week)": "client_package_expiring_week",
    "Daily summary (tomorrow's sessions)": "daily_summary",
}


@pytest.mark.parametrize(
    ("table", "told"), [(CLIENT_TABLE, matrix.CLIENT), (COACH_TABLE, matrix.COACH)]
)
def test_matrix_is_the_designs(table: str, told: Mapping[str, Channels]) -> None:
    header, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n") if line
    ]
    columns = [name.lower().replace("-", "_") for name in header[1:]]
    wanted = {
        EVENTS[row[0]]: {name for name, cell in zip(columns, row[1:], strict=True) if "✓" in cell}
        for row in rows
    }
    designed = {event: told[event] for event in told if event not in matrix.OF_GOOGLE}
    assert {event: set(channels) for event, channels in designed.items()} == wanted


def test_google_adds_what_the_tables_leave_open() -> None:
    """The link of a check-in once more when it is there; an access that is gone, once."""
    told = {event: matrix.EVENTS[event] for event in matrix.OF_GOOGLE}
    assert {event: (one.audience, set(one.channels)) for event, one in told.items()} == {
        "meet_link_ready": ("client", {"email"}),
        "meet_failed": ("coach", {"in_app"}),
        "google_needs_reconnect": ("coach", {"email", "in_app"}),
        "google_repaired": ("coach", {"in_app"}),
    }
    assert not any(one.is_optional for one in told.values())


def test_every_event_has_one_audience() -> None:
    tables = (matrix.CLIENT, matrix.COACH, matrix.ACCOUNT)
    assert len({event for table in tables for event in table}) == sum(map(len, tables))


def test_signing_in_is_told_by_email_only() -> None:
    assert set(matrix.ACCOUNT.values()) == {matrix.EMAIL}


def test_unknown_events_are_refused() -> None:
    with pytest.raises(KeyError):
        matrix.channels("newsletter")
