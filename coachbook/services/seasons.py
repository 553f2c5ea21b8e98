"""Weekly hours along the calendar: the week of today, and other weeks from some date on. Pure.

A season lasts until the next begins. One without hours stands for a time in which nobody comes; of
several in a row without hours there is only the first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from coachbook.availability import Window
from coachbook.errors import Invalid, NotFound
from coachbook.services import week_rules

MOST_PLANNED = 12
YEARS_AHEAD = 5


@dataclass(frozen=True)
class Season:
    """A week of hours; the first of all has no start. Its windows know nothing of dates."""

    starts_on: date | None
    windows: tuple[Window, ...]


Seasons = tuple[Season, ...]


def of_windows(windows: Iterable[Window]) -> Seasons:
    """Cut wherever one of them begins or ends to hold."""
    rows = list(windows)
    dates = (on for row in rows for on in (row.valid_from, row.valid_until))
    starts = [None, *sorted({on for on in dates if on is not None})]
    return tuple(Season(start, _held(rows, start or date.min)) for start in starts)


def windows_of(seasons: Seasons) -> tuple[Window, ...]:
    """Each with the dates between which it holds."""
    ends = [*(season.starts_on for season in seasons[1:]), None]
    return tuple(
        replace(window, valid_from=season.starts_on, valid_until=end)
        for season, end in zip(seasons, ends, strict=True)
        for window in season.windows
    )


def coming(seasons: Seasons, today: date) -> Seasons:
    """That of today, and those planned after it."""
    return seasons[_index_on(seasons, today) :]


def put(
    seasons: Seasons, windows: Iterable[Window], *, starts_on: date | None, today: date
) -> Seasons:
    """Other hours for the season of today, or for the one that starts on a date, new or known."""
    week = week_rules.checked(windows)
    if starts_on is None:
        at = _index_on(seasons, today)
        return _joined((*seasons[:at], replace(seasons[at], windows=week), *seasons[at + 1 :]))
    _check_date(starts_on, today)
    others = tuple(one for one in seasons if one.starts_on != starts_on)
    changed = _joined(_in_order((*others, Season(starts_on, week))))
    if len(others) == len(seasons) and changed == seasons:
        raise Invalid("You have no hours before that date either.", field="valid_from")
    _check_count(changed, today)
    return changed


def moved(seasons: Seasons, starts_on: date, to: date, *, today: date) -> Seasons:
    """The same hours from another date on."""
    one = _planned(seasons, starts_on, today)
    _check_date(to, today)
    others = tuple(other for other in seasons if other is not one)
    if any(other.starts_on == to for other in others):
        raise Invalid("Other hours are planned from that date already.", field="valid_from")
    return _joined(_in_order((*others, replace(one, starts_on=to))))


def without(seasons: Seasons, starts_on: date, *, today: date) -> Seasons:
    """The season before it runs on."""
    one = _planned(seasons, starts_on, today)
    return _joined(tuple(other for other in seasons if other is not one))


def _held(rows: list[Window], on: date) -> tuple[Window, ...]:
    held = (row for row in rows if row.holds_on(on.toordinal()))
    plain = (replace(row, valid_from=None, valid_until=None) for row in held)
    return tuple(sorted(plain, key=week_rules.order))


def _index_on(seasons: Seasons, on: date) -> int:
    begun = (index for index, one in enumerate(seasons) if (one.starts_on or date.min) <= on)
    return max(begun)


def _planned(seasons: Seasons, starts_on: date, today: date) -> Season:
    if starts_on > today:
        for season in seasons:
            if season.starts_on == starts_on:
                return season
    raise NotFound


def _in_order(seasons: Seasons) -> Seasons:
    return tuple(sorted(seasons, key=lambda season: season.starts_on or date.min))


def _joined(seasons: Seasons) -> Seasons:
    kept = list(seasons[:1])
    kept += [later for earlier, later in pairwise(seasons) if earlier.windows or later.windows]
    return tuple(kept)


def _check_date(on: date, today: date) -> None:
    if on <= today:
        raise Invalid(
            "Pick a date after today. Today's hours are those that hold now.", field="valid_from"
        )
    if on.year > today.year + YEARS_AHEAD:
        raise Invalid(f"Pick a date in the next {YEARS_AHEAD} years.", field="valid_from")


def _check_count(seasons: Seasons, today: date) -> None:
    if len(coming(seasons, today)) > MOST_PLANNED + 1:
        raise Invalid(f"You can plan {MOST_PLANNED} other weeks at most.", field="valid_from")
