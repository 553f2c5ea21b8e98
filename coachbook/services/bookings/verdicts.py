"""Whether one time can be booked, with the reason in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coachbook.availability import DayBook, Reason
from coachbook.services.bookings.views import BookingView
from coachbook.services.openings import Rules

NO_CREDIT = "no_credit"
MONTH_USED = "month_used"
ASKED_FIRST = frozenset((Reason.past, Reason.closed, Reason.blackout, Reason.full, Reason.checkin))

COACH_SENTENCES: Mapping[str, str] = {
    Reason.past: "This time has passed.",
    Reason.closed: "This is outside your hours.",
    Reason.blackout: "You blocked this time.",
    Reason.full: "This hour is full.",
    Reason.yours: "This client isn't free then.",
    Reason.checkin: "You are with someone else then: a check-in takes you alone.",
    NO_CREDIT: "This client has no session left for this date.",
}


@dataclass(frozen=True)
class Verdict:
    """One time of a selection. `can_confirm`: the coach may book it all the same, when asked.

    `is_beyond_allowance`: as a check-in it would be one more than its month has.
    """

    starts_at: datetime
    ends_at: datetime
    reason: str | None = None
    sentence: str = ""
    can_confirm: bool = False
    package_id: UUID | None = None
    package_minutes: int = 0
    package_until: date | None = None
    is_beyond_allowance: bool = False

    @property
    def is_open(self) -> bool:
        return self.reason is None


@dataclass(frozen=True)
class Outcome:
    """All were booked, or none: then each time has its verdict.

    `is_repeated` answers a request that arrives again; `cancelled_since`: it had booked these too.
    """

    is_booked: bool
    bookings: tuple[BookingView, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    cancelled_since: tuple[BookingView, ...] = ()
    is_repeated: bool = False


def client_sentence(reason: str, rules: Rules, notice_hours: int | None = None) -> str:
    hours = rules.notice_hours if notice_hours is None else notice_hours
    sentences = {
        Reason.past: "This time has passed.",
        Reason.notice: f"This needs {notice_of(hours)}.",
        Reason.window: f"You can book up to {counted(rules.window_months, 'month')} ahead.",
        Reason.yours: "You already have a booking then.",
        NO_CREDIT: "You have no session left for this date.",
    }
    return sentences.get(reason, "This time isn't available any more.")


def coach_sentence(
    reason: str, book: DayBook, starts_at: datetime, *, is_past: bool = False
) -> str:
    """Where the coach is asked first, everything that is unusual about it; else the one reason."""
    if reason not in ASKED_FIRST:
        return COACH_SENTENCES[reason]
    start = int(starts_at.timestamp())
    found = [one for one in book.reasons(start, on_grid=False) if one in ASKED_FIRST]
    every = dict.fromkeys([reason, *([Reason.past] if is_past else []), *found])
    return " ".join(
        _full(book, start) if one == Reason.full else COACH_SENTENCES[one] for one in every
    )


def month_used(month: date, *, is_coachs: bool) -> str:
    """`month` is the first of the coach's month that has its check-in already."""
    if is_coachs:
        return f"The check-in of {month:%B} is used: this would be one beyond the allowance."
    return f"Your check-in of {month:%B} is used already."


def _full(book: DayBook, start: int) -> str:
    tightest = book.tightest(start)
    if tightest is None:
        return COACH_SENTENCES[Reason.full]
    return f"This hour is full: {tightest.present} of {tightest.capacity} booked."


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def notice_of(hours: int) -> str:
    return "1 hour's notice" if hours == 1 else f"{hours} hours' notice"
