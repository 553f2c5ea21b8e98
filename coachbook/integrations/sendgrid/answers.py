"""What SendGrid's answers mean. What people must mend first, a key or a sender, is tried again."""

import json
from collections.abc import Mapping
from typing import Any

from coachbook.notifications.sending import AddressRefused, NeverWorks, NotSent, TryLater

SETTING_SECONDS = 900
LONGEST_WAIT = 3_600
MAYBE_TAKEN = (502, 504)  # somebody between us and SendGrid lost its answer


def failure(status: int, headers: Mapping[str, str], body: bytes) -> NotSent:
    if status == 429:
        return TryLater("SendGrid asks to slow down (429).", after_seconds=_wait(headers))
    if status in (401, 403):
        reason = f"SendGrid doesn't accept the key or the sender ({status})."
        return TryLater(reason, after_seconds=SETTING_SECONDS)
    if status >= 500:
        reason = f"SendGrid has a problem of its own ({status})."
        return TryLater(reason, after_seconds=_wait(headers), is_in_doubt=status in MAYBE_TAKEN)
    if status == 413:
        return NeverWorks("The email is too large for SendGrid (413).")
    fields = _fields(body)
    if status == 400 and any(_is_recipient(field) for field in fields):
        return AddressRefused("SendGrid refused the address (400).")
    named = f", {', '.join(fields)}" if fields else ""
    return NeverWorks(f"SendGrid refused the email ({status}{named}).")


def _wait(headers: Mapping[str, str]) -> float | None:
    words = (headers.get("Retry-After") or "").strip()
    return min(float(words), LONGEST_WAIT) if words.isdecimal() else None


def _fields(body: bytes) -> list[str]:
    """Which parts of the request were wrong. The sentences beside them may repeat an address."""
    try:
        errors: Any = json.loads(body)["errors"]
        named = [str(one.get("field") or "") for one in errors]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
    return [field[:60] for field in named if field.replace(".", "").replace("_", "").isalnum()]


def _is_recipient(field: str) -> bool:
    return field.startswith("personalizations.") and ".to" in field
