"""Moments, lengths and counts as people read them, in a zone and a locale that must be given."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    format_timedelta,
    get_timezone_location,
)

USUAL_LOCALE = "en"


@lru_cache(maxsize=64)
def known_locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale.parse(USUAL_LOCALE)


def day(on: date, locale: str, *, today: date) -> str:
    """ "March 15", with its year when that isn't today's."""
    known = known_locale(locale)
    if on.year == today.year:
        return format_skeleton("MMMMd", on, locale=known)
    return str(format_date(on, "long", locale=known))


@lru_cache(maxsize=1024)
def weekday(on: date, locale: str) -> str:
    """ "Tuesday, March 3"; "Tuesday, 3 March"."""
    known = known_locale(locale)
    return f"{format_date(on, 'EEEE', locale=known)}, {day(on, locale, today=on)}"


def short_day(on: date, locale: str) -> str:
    """ "Tue, Mar 3"; "Tue 3 Mar"."""
    return format_skeleton("MMMEd", on, locale=known_locale(locale))


def short_weekday(on: date, locale: str) -> str:
    """ "Tue"."""
    return str(format_date(on, "EEE", locale=known_locale(locale)))


def long_weekday(on: date, locale: str) -> str:
    """ "Tuesday"."""
    return str(format_date(on, "EEEE", locale=known_locale(locale)))


def short_month(on: date, locale: str) -> str:
    """ "Mar"."""
    return str(format_date(on, "LLL", locale=known_locale(locale)))


def dates(first: date, last: date, locale: str) -> str:
    """ "Nov 16-22" with a longer dash; both months where they differ."""
    written = format_interval(first, last, "MMMd", locale=known_locale(locale))
    return written.replace("\u2009", "")  # thin spaces around the dash


def month(on: date, locale: str) -> str:
    """ "March 2026"."""
    return format_skeleton("yMMMM", on, locale=known_locale(locale))


def clock(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """ "9:00 AM" or "09:00", as the locale says."""
    return wall(at.astimezone(zone).time(), locale)


@lru_cache(maxsize=1024)
def wall(at: time, locale: str) -> str:
    """A wall-clock time without a zone."""
    return str(format_time(at, "short", locale=known_locale(locale)))


def moment(at: datetime, zone: ZoneInfo, locale: str) -> str:
    """ "Tue, Mar 3, 9:00 AM"."""
    return f"{short_day(at.astimezone(zone).date(), locale)}, {clock(at, zone, locale)}"


def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo, locale: str) -> str:
    """ "Tue, Mar 3, 9:00 AM to 10:00 AM"."""
    return f"{moment(starts_at, zone, locale)} to {clock(ends_at, zone, locale)}"


def times(starts_at: datetime, ends_at: datetime, zone: ZoneInfo, locale: str) -> str:
    """ "09:00-10:00" with a longer dash; "9:00-10:00 AM"; for where there is little room."""
    skeleton = "Hm" if has_24_hours(locale) else "hm"
    written = format_interval(
        starts_at, ends_at, skeleton, tzinfo=zone, locale=known_locale(locale)
    )
    return written.replace("\u2009", "")  # thin spaces around the dash


def spoken_slot(
    starts_at: datetime,
    ends_at: datetime,
    zone: ZoneInfo,
    locale: str,
    *,
    notes: Sequence[str] = (),
) -> str:
    """ "Tuesday 3 March, 09:00 to 10:00, your favourite time": whole, for a screen reader."""
    on = weekday(starts_at.astimezone(zone).date(), locale)
    hours = f"{clock(starts_at, zone, locale)} to {clock(ends_at, zone, locale)}"
    return ", ".join([on, hours, *notes])


def until(at: datetime, now: datetime, locale: str) -> str:
    """ "in 3 hours"; "2 days ago"."""
    return format_timedelta(at - now, add_direction=True, locale=known_locale(locale))


def zone_name(zone: ZoneInfo, locale: str) -> str:
    """ "Berlin time"."""
    if "/" not in zone.key or zone.key.startswith("Etc/"):
        return zone.key.removeprefix("Etc/")
    city = get_timezone_location(zone, locale=known_locale(locale), return_city=True)
    return f"{city} time"


def zone_note(zone: ZoneInfo, coach_zone: ZoneInfo, locale: str) -> str:
    """ "Berlin time", or nothing where it is the coach's zone as well."""
    return "" if zone.key == coach_zone.key else zone_name(zone, locale)


def length(minutes: int) -> str:
    """ "45 min"; "1 h"; "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, *([f"{rest} min"] if rest or not hours else [])])


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "1 session", "2 sessions"."""
    return f"{number:,} {noun if abs(number) == 1 else plural or noun + 's'}"


def balance(left: int, total: int) -> str:
    """ "6 of 12 sessions left"."""
    return f"{left} of {counted(total, 'session')} left"


def checkin_words(resets_on: date | None, locale: str, today: date) -> str:
    """ "1 check-in available", or "Used - resets Feb 1" while this month's is taken."""
    if resets_on is None:
        return "1 check-in available"
    skeleton = "MMMd" if resets_on.year == today.year else "yMMMd"
    on = format_skeleton(skeleton, resets_on, locale=known_locale(locale))
    return f"Used - resets {on}"


def listed(words: Sequence[str]) -> str:
    """ "Anna, Ben and Cleo"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def has_24_hours(locale: str) -> bool:
    return not set(known_locale(locale).time_formats["short"].pattern) & {"h", "K"}
