"""Who is told of what, and how: the design's two tables, and the messages about signing in."""

from collections.abc import Mapping
from typing import Literal

Channel = Literal["email", "push", "in_app"]
Channels = frozenset[Channel]

EMAIL: Channels = frozenset({"email"})
PUSH: Channels = frozenset({"push"})
IN_APP: Channels = frozenset({"in_app"})

CLIENT: Mapping[str, Channels] = {
    "session_booked": EMAIL | PUSH,
    "checkin_booked": EMAIL | PUSH,
    "session_reminder": PUSH,
    "checkin_reminder": EMAIL | PUSH,
    "checkin_form_reminder": EMAIL | PUSH,
    "session_rescheduled": EMAIL | PUSH,
    "session_cancelled": EMAIL | PUSH,
    "low_sessions": EMAIL,
    "package_expiring_month": EMAIL,
    "package_expiring_week": EMAIL | PUSH,
}

COACH: Mapping[str, Channels] = {
    "new_booking": EMAIL | PUSH | IN_APP,
    "client_cancelled": EMAIL | PUSH | IN_APP,
    "client_rescheduled": EMAIL | PUSH | IN_APP,
    "checkin_form_submitted": EMAIL | IN_APP,
    "client_low_sessions": EMAIL | IN_APP,
    "client_package_expiring_month": EMAIL | IN_APP,
    "client_package_expiring_week": EMAIL | PUSH | IN_APP,
    "daily_summary": EMAIL,
}

ACCOUNT: Mapping[str, Channels] = {
    "invitation": EMAIL,
    "sign_in_link": EMAIL,
    "reset_password": EMAIL,
    "change_email": EMAIL,
    "email_changed": EMAIL,
}


def channels(event: str) -> Channels:
    """Every event has one audience, so its name is enough."""
    for table in (CLIENT, COACH, ACCOUNT):
        if event in table:
            return table[event]
    raise KeyError(event)
