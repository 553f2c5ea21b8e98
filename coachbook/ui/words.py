"""Moments, lengths and balances as people read them. The zone of a moment is always said."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_interval,
    format_skeleton,
    format_time,
    format_timedelta,
    get_timezone_location,
    parse_pattern,
)

FALLBACK = "en"


def day(at: datetime, zone: ZoneInfo, locale: str, *, has_year: bool = False) -> str:
    """Tue 3 Mar"""
    return date_words(at.astimezone(zone).date(), locale, has_year=has_year)


def long_day(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """Tuesday 3 March"""
    return format_skeleton("MMMMEEEEd", at.astimezone(zone).date(), locale=_known(locale))


def date_words(on: date, locale: str, *, has_year: bool = False) -> str:
    """Tue 3 Mar, for a date that belongs to no zone any more"""
    return _plain(format_skeleton("yMMMEd" if has_year else "MMMEd", on, locale=_known(locale)))


def month(on: date, locale: str) -> str:
    """March 2026"""
    return format_skeleton("yMMMM", on, locale=_known(locale))


def time(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """09:00, or 9:00 AM where people write it so"""
    return _plain(format_time(at, "short", tzinfo=zone, locale=_known(locale)))


def moment(at: datetime, zone: ZoneInfo, locale: str, *, has_year: bool = False) -> str:
    """Tue 3 Mar, 09:00"""
    return f"{day(at, zone, locale, has_year=has_year)}, {time(at, zone, locale)}"


def long_moment(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """Tuesday 3 March, 09:00"""
    return f"{long_day(at, zone, locale)}, {time(at, zone, locale)}"


def time_range(start: datetime, end: datetime, zone: ZoneInfo, locale: str) -> str:
    """09:00–10:00"""
    skeleton = "Hm" if has_24_hours(locale) else "hm"
    return _plain(format_interval(start, end, skeleton, tzinfo=zone, locale=_known(locale)))


def span(start: datetime, end: datetime, zone: ZoneInfo, locale: str) -> str:
    """Tue 3 Mar, 09:00–10:00"""
    return f"{day(start, zone, locale)}, {time_range(start, end, zone, locale)}"


def spoken_slot(
    start: datetime, end: datetime, zone: ZoneInfo, locale: str, *, notes: Sequence[str] = ()
) -> str:
    """Tuesday 3 March, 09:00 to 10:00, your favourite time: the whole name for a screen reader"""
    times = f"{time(start, zone, locale)} to {time(end, zone, locale)}"
    return ", ".join([long_day(start, zone, locale), times, *notes])


def until(at: datetime, now: datetime, locale: str) -> str:
    """in 3 hours; 2 days ago"""
    return format_timedelta(at - now, add_direction=True, locale=_known(locale))


def zone_name(zone: ZoneInfo, locale: str) -> str:
    """Berlin time"""
    if "/" not in zone.key or zone.key.startswith("Etc/"):
        return zone.key.removeprefix("Etc/")
    return f"{get_timezone_location(zone, locale=_known(locale), return_city=True)} time"


def zone_note(zone: ZoneInfo, coach_zone: ZoneInfo, locale: str) -> str:
    """Berlin time, or nothing where it is the coach's zone as well"""
    return "" if zone.key == coach_zone.key else zone_name(zone, locale)


def length(minutes: int) -> str:
    """45 min; 1 h; 1 h 30 min"""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, *([f"{rest} min"] if rest or not hours else [])])


def count(number: int, one: str, many: str = "") -> str:
    """1 session; 2 sessions"""
    return f"{number} {one if number == 1 else many or one + 's'}"


def balance(left: int, total: int) -> str:
    """6 of 12 sessions left"""
    return f"{left} of {count(total, 'session')} left"


def listed(words: Sequence[str]) -> str:
    """Anna, Ben and Cleo"""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def has_24_hours(locale: str) -> bool:
    pattern = parse_pattern(_known(locale).time_formats["short"].pattern).pattern
    return not set(pattern) & {"h", "K"}


def _plain(text: str) -> str:
    """Babel separates with narrow and thin spaces, which some typefaces show as boxes."""
    return text.replace("\u202f", " ").replace("\u2009", "").replace("\u00a0", " ")


@lru_cache(maxsize=64)
def _known(locale: str) -> Locale:
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError, TypeError):
        return Locale.parse(FALLBACK)
