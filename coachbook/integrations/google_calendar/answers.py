"""What Google's refusals mean. Only what Google itself has written counts as one of an event."""

import json
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from coachbook import clock
from coachbook.services.google_calendar.calendar_client import (
    EventChanged,
    EventExists,
    EventGone,
    GoogleFailed,
    NeedsReconnect,
    Refused,
    TryLater,
)

HOUR, DAY = 3_600.0, 86_400.0
SLOW_DOWN = ("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED")
USED_UP = ("quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg")
SWITCHED_OFF = ("accessNotConfigured", "SERVICE_DISABLED")
NO_WRITER = ("forbidden", "insufficientPermissions", "requiredAccessLevel")
CONSENT_GONE = ("invalid_grant", "admin_policy_enforced", "org_internal", "access_denied")
OUR_SETTINGS = ("invalid_client", "unauthorized_client", "deleted_client", "disabled_client")
ABOUT_THE_CALENDAR = ("insert", "list")

GONE = "Google has no such event any more."
EXISTS = "Google has had an event with this id already."
CHANGED = "Somebody else has just changed the event at Google."
NO_CALENDAR = "Google finds no such calendar among those of this account."
NOT_YOURS = "Google doesn't let coachbook write into this calendar. It has to be one that you own."
SLOWER = "Google asks to slow down."
QUOTA = "Google takes no more for now: its limit for this account is used up."
NO_API = "The Google Calendar API isn't switched on for this coachbook. Whoever runs it can do so."
NO_CONSENT = "Google doesn't let coachbook in any more."
NOT_GOOGLES = "Google's answer was broken off or isn't its own."
NO_CLIENT = "Google doesn't accept this coachbook's client id. Whoever runs it can set it right."


def failure(status: int, headers: Mapping[str, str], body: bytes, call: str) -> GoogleFailed:
    """Of a call to the calendar."""
    reason = _reason(body)
    if status == 429 or (status == 403 and reason in SLOW_DOWN):
        return TryLater(SLOWER, after_seconds=_wait(headers))
    if status in (401, 408) or status >= 500:
        words = f"Google has a problem of its own ({status})."
        return TryLater(words, after_seconds=_wait(headers))
    if reason is None or status < 400:
        return TryLater(f"Something on the way to Google answers in its place ({status}).")
    return _meant(status, reason, call)


def _meant(status: int, reason: str, call: str) -> GoogleFailed:
    if status == 403:
        return _forbidden(reason)
    if status in (404, 410):
        return Refused(NO_CALENDAR) if call in ABOUT_THE_CALENDAR else EventGone(GONE)
    if status == 409:
        return EventExists(EXISTS) if call == "insert" else TryLater(CHANGED)
    if status == 412:
        return EventChanged(CHANGED)
    return Refused(f"Google refuses it ({status}{_named(reason)}).")


def _forbidden(reason: str) -> GoogleFailed:
    if reason in USED_UP:
        return TryLater(QUOTA, after_seconds=HOUR)
    if reason in SWITCHED_OFF:
        return TryLater(NO_API, after_seconds=HOUR)
    if reason in NO_WRITER:
        return Refused(NOT_YOURS)
    return Refused(f"Google refuses it (403{_named(reason)}).")


def failure_of_token(status: int, headers: Mapping[str, str], body: bytes) -> GoogleFailed:
    """Of asking for an access token, which stands for all that would be asked with it."""
    reason = _reason(body)
    if reason in CONSENT_GONE:
        return NeedsReconnect(NO_CONSENT)
    if reason in OUR_SETTINGS:
        return TryLater(NO_CLIENT, after_seconds=HOUR)
    words = f"Google doesn't give a key to the calendar now ({status}{_named(reason)})."
    return TryLater(words, after_seconds=_wait(headers))


def is_revoked(status: int, body: bytes) -> bool:
    """What Google doesn't know any more is good for nothing either; a page isn't Google's word."""
    if status == 200:
        return not body.lstrip().startswith(b"<")
    return _reason(body) in ("invalid_token", "invalid_grant")


def _named(reason: str | None) -> str:
    return f", {reason[:40]}" if reason and reason.replace("_", "").isalnum() else ""


def _reason(body: bytes) -> str | None:
    """None if it isn't Google's. The sentences beside it may repeat what we have sent."""
    error = _error(body)
    if isinstance(error, str):
        return error
    if not isinstance(error, dict):
        return None
    listed = error.get("errors")
    first = listed[0] if isinstance(listed, list) and listed else {}
    reason = first.get("reason") if isinstance(first, dict) else None
    return str(reason or error.get("status") or "")


def _error(body: bytes) -> Any:
    try:
        told = json.loads(body)
    except ValueError:
        return None
    return told.get("error") if isinstance(told, dict) else None


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds or a date, which is compared with the date of the same clock."""
    words = (headers.get("retry-after") or "").strip()
    if words.isdecimal():
        return min(float(words), DAY)
    until = _instant(words)
    if until is None:
        return None
    since = _instant(headers.get("date") or "") or clock.now()
    return min(max((until - since).total_seconds(), 0.0), DAY)


def _instant(words: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(words)
    except ValueError:
        return None
    return found if found.tzinfo else None
