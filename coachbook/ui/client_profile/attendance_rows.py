"""A client's attendance in words and bars. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypedDict

from coachbook.services.attendance.counting import Month, dates_by_kind
from coachbook.services.client_attendance import Attendance
from coachbook.services.client_profiles import ClientProfile, Favourite
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.attendance.rows import FlagReason, flag_reasons, flag_words

A_SUNDAY = date(2026, 1, 4)


class Standing(TypedDict):
    """`flag` is empty for who isn't flagged."""

    flag: str
    streak: str
    has_streak: bool
    lately: str
    favourites: str


class Bar(TypedDict):
    """A month of the chart; the parts' heights are of the tallest month's."""

    key: str
    label: str
    month: str
    completed: str
    no_shows: str
    cancelled: str
    completed_height: str
    no_shows_height: str
    cancelled_height: str
    hint: str


NOBODYS = Standing(flag="", streak="", has_streak=False, lately="", favourites="")


def standing(profile: ClientProfile, reader: Person) -> Standing:
    one = profile.standing
    flag = flag_words(one.no_shows, one.cancellations, one.threshold) or "often absent"
    counts = [
        words.counted(one.no_shows, "no-show"),
        words.counted(one.cancellations, "cancellation"),
    ]
    return Standing(
        flag=flag if one.is_flagged else "",
        streak=f"{words.counted(one.streak_weeks, 'week')} in a row"
        if one.streak_weeks
        else "No streak at the moment",
        has_streak=one.streak_weeks > 0,
        lately=words.listed(counts),
        favourites=", ".join(_favourite(each, reader) for each in one.favourites),
    )


def _favourite(one: Favourite, reader: Person) -> str:
    """ "Tue 9:00 AM"."""
    weekday = words.short_weekday(A_SUNDAY + timedelta(days=one.weekday), reader.locale)
    return f"{weekday} {words.wall(one.at, reader.locale)}"


def reasons(profile: ClientProfile, attendance: Attendance, reader: Person) -> list[FlagReason]:
    """Only for who is flagged."""
    if not profile.standing.is_flagged:
        return []
    dates = dates_by_kind(attendance.incidents)
    return flag_reasons(dates, profile.standing.threshold, reader, profile.today)


def bars(months: Sequence[Month], reader: Person) -> list[Bar]:
    tallest = max((_total(one) for one in months), default=0)
    return [_bar(one, max(tallest, 1), reader) for one in months]


def summary(months: Sequence[Month]) -> str:
    """The chart in a sentence; empty when there is nothing to draw."""
    completed = sum(one.completed for one in months)
    parts = [
        f"{completed:,} completed",
        words.counted(sum(one.no_show for one in months), "no-show"),
        f"{sum(one.cancelled_by_client for one in months):,} cancelled by the client",
    ]
    is_empty = not any(map(_total, months))
    return "" if is_empty else f"In the last 12 months: {words.listed(parts)}."


def _total(one: Month) -> int:
    return one.completed + one.no_show + one.cancelled_by_client


def _bar(one: Month, tallest: int, reader: Person) -> Bar:
    month = words.month(one.first_on, reader.locale)
    counts = (one.completed, one.no_show, one.cancelled_by_client)
    heights = [f"{100 * count / tallest:.1f}%" for count in counts]
    return Bar(
        key=one.first_on.isoformat(),
        label=words.short_month(one.first_on, reader.locale)[:1],
        month=month,
        completed=str(counts[0]),
        no_shows=str(counts[1]),
        cancelled=str(counts[2]),
        completed_height=heights[0],
        no_shows_height=heights[1],
        cancelled_height=heights[2],
        hint=f"{month}: {counts[0]} completed, {words.counted(counts[1], 'no-show')}, "
        f"{counts[2]} cancelled",
    )
