"""Who is told of what, how and when: the design's two tables, what Google's doings add to them, and
the messages about signing in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Audience = Literal["client", "coach", "account"]
Channel = Literal["email", "push", "in_app"]
Channels = frozenset[Channel]
Due = Literal[
    "after the undo span",
    "at once",
    "24 hours before",
    "48 to 24 hours before",
    "30 days before the end",
    "7 days before the end",
    "the evening before",
]
Void = Literal[
    "cancelled",  # the booking doesn't stand any more
    "standing",  # the booking stands again
    "moved",  # it takes place at another time by now
    "started",  # it has begun
    "answered",  # the form is filled in
    "not low",  # there are more sessions left by now
    "no sessions left",
    "package over",  # voided, expired, or it ends on another day by now
    "nothing tomorrow",
    "link used",  # or expired
    "reconnected",  # to Google Calendar, or left it
]
Urgency = Literal["low", "normal", "high"]

EMAIL: Channels = frozenset({"email"})
PUSH: Channels = frozenset({"push"})
IN_APP: Channels = frozenset({"in_app"})
NONE: Channels = frozenset()


@dataclass(frozen=True)
class Event:
    """`always` are the channels that nobody can switch off: what concerns money or a changed
    appointment arrives. `void_when` is asked right before sending. A push that can't be delivered
    within `push_lives` is dropped by the push service.
    """

    audience: Audience
    channels: Channels
    template: str
    due: Due
    void_when: tuple[Void, ...] = ()
    always: Channels = NONE
    urgency: Urgency = "normal"
    push_lives: timedelta = timedelta(hours=24)

    @property
    def is_optional(self) -> bool:
        """Whether all of it can be switched off."""
        return not self.always


UNDONE: Due = "after the undo span"
EVENTS: Mapping[str, Event] = {
    # --- Clients
    "session_booked": Event(
        "client", EMAIL | PUSH, "booked", UNDONE, ("cancelled", "started"), always=EMAIL
    ),
    "checkin_booked": Event(
        "client", EMAIL | PUSH, "booked", UNDONE, ("cancelled", "started"), always=EMAIL
    ),
    "session_reminder": Event(
        "client", PUSH, "reminder", "24 hours before", ("cancelled", "moved", "started")
    ),
    "checkin_reminder": Event(
        "client", EMAIL | PUSH, "reminder", "24 hours before", ("cancelled", "moved", "started")
    ),
    "checkin_form_reminder": Event(
        "client",
        EMAIL | PUSH,
        "form_reminder",
        "48 to 24 hours before",
        ("cancelled", "moved", "started", "answered"),
    ),
    "session_rescheduled": Event(
        "client",
        EMAIL | PUSH,
        "moved",
        UNDONE,
        ("cancelled", "moved", "started"),
        always=EMAIL,
        urgency="high",
    ),
    "session_cancelled": Event(
        "client",
        EMAIL | PUSH,
        "cancelled",
        UNDONE,
        ("standing",),
        always=EMAIL,
        urgency="high",
    ),
    "low_sessions": Event(
        "client", EMAIL, "low_sessions", UNDONE, ("not low", "package over"), always=EMAIL
    ),
    "package_expiring_month": Event(
        "client",
        EMAIL,
        "package_expiring",
        "30 days before the end",
        ("no sessions left", "package over"),
        always=EMAIL,
    ),
    "package_expiring_week": Event(
        "client",
        EMAIL | PUSH,
        "package_expiring",
        "7 days before the end",
        ("no sessions left", "package over"),
        always=EMAIL,
    ),
    "meet_link_ready": Event(
        "client", EMAIL, "meet_link_ready", "at once", ("cancelled", "started"), always=EMAIL
    ),
    # --- Coaches
    "new_booking": Event(
        "coach",
        EMAIL | PUSH | IN_APP,
        "new_booking",
        UNDONE,
        ("cancelled", "started"),
        always=IN_APP,
    ),
    "client_cancelled": Event(
        "coach",
        EMAIL | PUSH | IN_APP,
        "client_cancelled",
        UNDONE,
        ("standing",),
        always=IN_APP,
        urgency="high",
    ),
    "client_rescheduled": Event(
        "coach",
        EMAIL | PUSH | IN_APP,
        "client_moved",
        UNDONE,
        ("cancelled", "moved", "started"),
        always=IN_APP,
        urgency="high",
    ),
    "checkin_form_submitted": Event(
        "coach", EMAIL | IN_APP, "form_submitted", "at once", ("cancelled",), always=IN_APP
    ),
    "client_low_sessions": Event(
        "coach",
        EMAIL | IN_APP,
        "client_low_sessions",
        UNDONE,
        ("not low", "package over"),
        always=IN_APP,
    ),
    "client_package_expiring_month": Event(
        "coach",
        EMAIL | IN_APP,
        "client_package_expiring",
        "30 days before the end",
        ("no sessions left", "package over"),
        always=IN_APP,
    ),
    "client_package_expiring_week": Event(
        "coach",
        EMAIL | PUSH | IN_APP,
        "client_package_expiring",
        "7 days before the end",
        ("no sessions left", "package over"),
        always=IN_APP,
    ),
    "daily_summary": Event(
        "coach", EMAIL, "daily_summary", "the evening before", ("nothing tomorrow",)
    ),
    "meet_failed": Event("coach", IN_APP, "meet_failed", "at once", always=IN_APP),
    "google_needs_reconnect": Event(
        "coach",
        EMAIL | IN_APP,
        "google_needs_reconnect",
        "at once",
        ("reconnected",),
        always=EMAIL | IN_APP,
    ),
    "google_repaired": Event("coach", IN_APP, "google_repaired", "at once", always=IN_APP),
    # --- Signing in
    "invitation": Event("account", EMAIL, "invitation", "at once", ("link used",), always=EMAIL),
    "sign_in_link": Event(
        "account", EMAIL, "sign_in_link", "at once", ("link used",), always=EMAIL
    ),
    "reset_password": Event(
        "account", EMAIL, "reset_password", "at once", ("link used",), always=EMAIL
    ),
    "change_email": Event(
        "account", EMAIL, "change_email", "at once", ("link used",), always=EMAIL
    ),
    "email_changed": Event("account", EMAIL, "email_changed", "at once", always=EMAIL),
}
OF_GOOGLE = ("meet_link_ready", "meet_failed", "google_needs_reconnect", "google_repaired")
ABOUT_THE_COACH = ("daily_summary", "google_needs_reconnect", "google_repaired")


def _channels_of(audience: Audience) -> Mapping[str, Channels]:
    return {name: one.channels for name, one in EVENTS.items() if one.audience == audience}


CLIENT = _channels_of("client")
COACH = _channels_of("coach")
ACCOUNT = _channels_of("account")


def channels(event: str) -> Channels:
    """Every event has one audience, so its name is enough."""
    return EVENTS[event].channels


def is_kept_in_app(event: str) -> bool:
    """Clients find all that they were told in the app as well."""
    return EVENTS[event].audience == "client" or "in_app" in channels(event)
