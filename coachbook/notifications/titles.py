"""What each event is called where people choose what they hear of, and when it arrives."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Title:
    """`noun` goes into a sentence: "emails about check-in reminders"."""

    name: str
    noun: str
    when: str


TITLES: Mapping[str, Title] = {
    "session_booked": Title(
        "Session booked", "booked sessions", "With the time and the link to move or cancel it"
    ),
    "checkin_booked": Title(
        "Check-in booked", "booked check-ins", "With the time and the link to move or cancel it"
    ),
    "session_reminder": Title("Session reminder", "coming sessions", "24 hours before it starts"),
    "checkin_reminder": Title("Check-in reminder", "coming check-ins", "24 hours before it starts"),
    "checkin_form_reminder": Title(
        "Check-in form reminder",
        "check-in forms that wait for you",
        "If it isn't filled in, a day or two before",
    ),
    "session_rescheduled": Title(
        "Appointment moved", "moved appointments", "Whoever moved it, with the new time"
    ),
    "session_cancelled": Title(
        "Appointment cancelled", "cancelled appointments", "Whoever cancelled it"
    ),
    "low_sessions": Title(
        "Few sessions left", "packages that run low", "When a booking leaves only a few"
    ),
    "package_expiring_month": Title(
        "Package ends in a month", "packages that end in a month", "While sessions are left"
    ),
    "package_expiring_week": Title(
        "Package ends in a week", "packages that end in a week", "While sessions are left"
    ),
    "meet_link_ready": Title(
        "Meeting link of a check-in",
        "links of check-ins",
        "When it came later than the check-in's first message",
    ),
    "new_booking": Title("New booking", "new bookings", "When a client books with you"),
    "client_cancelled": Title(
        "Client cancelled", "clients who cancel", "With the time that is free again"
    ),
    "client_rescheduled": Title(
        "Client moved", "clients who move", "With the old and the new time"
    ),
    "checkin_form_submitted": Title(
        "Check-in form sent", "check-in forms that clients send", "When the answers are there"
    ),
    "client_low_sessions": Title(
        "Client low on sessions",
        "clients who have few sessions left",
        "When a booking leaves only a few",
    ),
    "client_package_expiring_month": Title(
        "Client's package ends in a month",
        "clients' packages that end in a month",
        "While sessions are left",
    ),
    "client_package_expiring_week": Title(
        "Client's package ends in a week",
        "clients' packages that end in a week",
        "While sessions are left",
    ),
    "daily_summary": Title(
        "Daily summary", "tomorrow's appointments", "In the evening, if there is something tomorrow"
    ),
    "meet_failed": Title(
        "No Meet link", "check-ins without a Meet link", "When Google made none for a check-in"
    ),
    "google_needs_reconnect": Title(
        "Google Calendar disconnected",
        "a Google Calendar that has to be connected again",
        "When Google lets nothing be written any more",
    ),
    "google_repaired": Title(
        "Google Calendar repaired",
        "appointments put back into Google Calendar",
        "When some were changed or deleted there",
    ),
}
