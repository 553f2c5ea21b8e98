"""Moments, dates and counts as a person reads them, in a zone and a locale that must be given."""

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time

USUAL_LOCALE = "en"


@lru_cache(maxsize=64)
def known_locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(USUAL_LOCALE)


def day(on: date, locale: str, *, today: date) -> str:
    """ "March 15", with its year when that isn't today's."""
    known = known_locale(locale)
    if on.year == today.year:
        return format_skeleton("MMMMd", on, locale=known)
    return str(format_date(on, "long", locale=known))


def weekday(on: date, locale: str) -> str:
    """ "Tuesday, March 3"."""
    known = known_locale(locale)
    return f"{format_date(on, 'EEEE', locale=known)}, {day(on, locale, today=on)}"


def short_day(on: date, locale: str) -> str:
    """ "Tue, Mar 3"."""
    return format_skeleton("MMMEd", on, locale=known_locale(locale))


def month(on: date, locale: str) -> str:
    """ "March 2026"."""
    return format_skeleton("yMMMM", on, locale=known_locale(locale))


def clock(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """ "9:00 AM" or "09:00", as the locale says."""
    return wall(at.astimezone(zone).time(), locale)


def wall(at: time, locale: str) -> str:
    """A wall-clock time without a zone."""
    return str(format_time(at, "short", locale=known_locale(locale)))


def moment(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """ "Tue, Mar 3, 9:00 AM"."""
    return f"{short_day(at.astimezone(zone).date(), locale)}, {clock(at, zone, locale)}"


def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo, locale: str) -> str:
    """ "Tue, Mar 3, 9:00 AM to 10:00 AM"."""
    return f"{moment(starts_at, zone, locale)} to {clock(ends_at, zone, locale)}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "1 session", "2 sessions"."""
    return f"{number:,} {noun if abs(number) == 1 else plural or noun + 's'}"
