"""Moments in messages: written out, in the reader's zone and locale, the zone named at the end."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    get_timezone_location,
    get_timezone_name,
)


@lru_cache(maxsize=64)
def known_locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale.parse("en")


def short_moment(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """ "Tue, Mar 3, 9:00 AM"."""
    return f"{short_day(at.astimezone(zone).date(), locale)}, {clock(at, zone, locale)}"


@lru_cache(maxsize=4096)
def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo, locale: str) -> str:
    """ "Tuesday, March 3, 2026, 9:00 AM to 10:00 AM (Eastern Standard Time)"."""
    on = weekday(starts_at.astimezone(zone).date(), locale)
    hours = f"{clock(starts_at, zone, locale)} to {clock(ends_at, zone, locale)}"
    return f"{on}, {hours} ({zone_name(starts_at, zone, locale)})"


@lru_cache(maxsize=1024)
def weekday(on: date, locale: str) -> str:
    """ "Tuesday, March 3, 2026"."""
    return str(format_date(on, "full", locale=known_locale(locale)))


@lru_cache(maxsize=1024)
def short_day(on: date, locale: str) -> str:
    """ "Tue, Mar 3"."""
    return str(format_skeleton("MMMEd", on, locale=known_locale(locale)))


def days(first: date, last: date, locale: str) -> str:
    """ "Nov 23 - 29, 2026", with the dash of the locale."""
    return str(format_interval(first, last, skeleton="yMMMd", locale=known_locale(locale)))


@lru_cache(maxsize=4096)
def zone_name(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """ "Eastern Standard Time"."""
    return str(get_timezone_name(at.astimezone(zone), locale=known_locale(locale)))


@lru_cache(maxsize=4096)
def clock(at: datetime, zone: ZoneInfo, locale: str) -> str:
    return str(format_time(at.astimezone(zone).time(), "short", locale=known_locale(locale)))


def day(on: date, locale: str) -> str:
    """ "March 15, 2026"."""
    return str(format_date(on, "long", locale=known_locale(locale)))


def month(on: date, locale: str) -> str:
    """ "March 2026"."""
    return str(format_skeleton("yMMMM", on, locale=known_locale(locale)))


def place(zone: ZoneInfo, locale: str) -> str:
    """ "New York"."""
    if "/" not in zone.key or zone.key.startswith("Etc/"):
        return zone.key.removeprefix("Etc/")
    return str(get_timezone_location(zone, locale=known_locale(locale), return_city=True))


def masked(email: str) -> str:
    """Enough of an address to recognise one's own: r…n@example.com"""
    name, _, host = email.rpartition("@")
    shown = f"{name[:1]}…{name[-1:]}" if len(name) > 2 else f"{name[:1]}…"
    return f"{shown}@{host}"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"
