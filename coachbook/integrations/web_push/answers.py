"""What a push service's answer means for the message and for the device."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from coachbook.notifications.sending import DeviceGone, NeverWorks, TryLater

GONE = (404, 410)
REFUSES_OUR_KEY = (401, 403)
BUSY = (408, 425, 429)


def judge(status: int, headers: Mapping[str, str], *, now: datetime) -> None:
    """Silent if it was taken. A key that is refused is our fault: the device stays."""
    if 200 <= status < 300:
        return
    if status in GONE:
        raise DeviceGone(f"The device takes no messages any more ({status}).")
    if status in BUSY or status >= 500:
        reason = f"The push service is busy ({status})."
        raise TryLater(reason, after_seconds=_seconds(headers.get("Retry-After"), now))
    if status in REFUSES_OUR_KEY:
        raise NeverWorks(f"The push service refuses our key ({status}).")
    if status == 413:
        raise NeverWorks("The push service says that the message is too long (413).")
    raise NeverWorks(f"The push service refuses the message ({status}).")


def _seconds(wanted: str | None, now: datetime) -> float | None:
    """Given in seconds or as a date."""
    if not wanted:
        return None
    if wanted.strip().isdecimal():
        return float(wanted[:10])
    try:
        at = parsedate_to_datetime(wanted)
    except ValueError:
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
