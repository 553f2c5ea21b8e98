"""One week of a coach's times as a client sees them: open, or why not, in the client's words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from coachbook.availability import DayBook, Reason, Slot
from coachbook.services.bookings.verdicts import notice_of
from coachbook.services.openings import Rules

A_DAY = timedelta(days=1)
WEEK_DAYS = 7


@dataclass(frozen=True)
class SlotView:
    """A start of the week that is shown; `why` is empty when it can be booked."""

    starts_at: datetime
    ends_at: datetime
    why: str
    is_usual: bool = False

    @property
    def is_open(self) -> bool:
        return not self.why


def week(
    book: DayBook,
    rules: Rules,
    zone: ZoneInfo,
    monday: date,
    paid_until: date,
    used_months: Collection[date],
    usual: Collection[int],
) -> tuple[SlotView, ...]:
    """The grid of the reader's week; what they can't know of is simply not available."""
    found = book.slots(monday - A_DAY, monday + WEEK_DAYS * A_DAY)
    views = (_view(slot, rules, paid_until, used_months, usual) for slot in found)
    sunday = monday + (WEEK_DAYS - 1) * A_DAY
    return tuple(
        view for view in views if monday <= view.starts_at.astimezone(zone).date() <= sunday
    )


def _view(
    slot: Slot,
    rules: Rules,
    paid_until: date,
    used_months: Collection[date],
    usual: Collection[int],
) -> SlotView:
    starts_at, ends_at = (datetime.fromtimestamp(end, UTC) for end in (slot.start, slot.end))
    why = _why(slot, starts_at.astimezone(rules.zone).date(), rules, paid_until, used_months)
    return SlotView(starts_at, ends_at, why, slot.start in usual)


def _why(
    slot: Slot, on: date, rules: Rules, paid_until: date, used_months: Collection[date]
) -> str:
    if slot.reason:
        return why_closed(slot.reason, rules)
    if on.replace(day=1) in used_months:
        return f"your check-in of {on:%B} is used already"
    return "" if on <= paid_until else "after your package ends"


def why_closed(reason: Reason, rules: Rules) -> str:
    """In the client's words, short enough for a hint; nothing about other people."""
    words = {
        Reason.past: "has passed",
        Reason.notice: f"needs {notice_of(rules.notice_hours)}",
        Reason.window: "opens later",
        Reason.yours: "you already have a booking then",
    }
    return words.get(reason, "not available")
