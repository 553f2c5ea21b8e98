"""The rules of a practice in words: their labels, their values, what follows from others."""

from collections.abc import Iterator
from typing import Any, TypedDict

from babel.numbers import get_currency_name

from coachbook.services.booking_settings import BookingRules, Difference, differences
from coachbook.services.currencies import currency_codes
from coachbook.services.rule_effects import Effects
from coachbook.ui.words import counted, known_locale

LABELS = {
    "practice_name": "Practice name",
    "booking_window_months": "Booking window",
    "minimum_notice_hours": "Minimum notice",
    "reschedule_notice_hours": "Notice to move a booking",
    "renewal_threshold": "Running low at",
    "flag_threshold": "Flag a client at",
    "auto_complete": "Complete unmarked bookings",
    "auto_complete_after_hours": "Complete after",
    "checkins_take_the_coach_alone": "Check-ins take you alone",
    "meeting_address": "Meeting address",
    "session_place": "Where sessions take place",
    "currency": "Currency",
}
UNITS = {
    "booking_window_months": "month",
    "minimum_notice_hours": "hour",
    "reschedule_notice_hours": "hour",
    "renewal_threshold": "session",
    "auto_complete_after_hours": "hour",
}


class ElsewhereRow(TypedDict):
    """A rule that was saved elsewhere; `mine` says what was entered here instead, if anything."""

    label: str
    was: str
    now: str
    mine: str


def value(name: str, found: Any) -> str:
    if isinstance(found, bool):
        return "on" if found else "off"
    if name in UNITS:
        return counted(found, UNITS[name])
    return str(found) if found != "" else "none"


def elsewhere_rows(
    seen: BookingRules, latest: BookingRules, mine: BookingRules
) -> list[ElsewhereRow]:
    own = {one.name for one in differences(seen, mine)} & {
        one.name for one in differences(latest, mine)
    }
    return [_row(one, mine, is_own=one.name in own) for one in differences(seen, latest)]


def _row(one: Difference, mine: BookingRules, *, is_own: bool) -> ElsewhereRow:
    return ElsewhereRow(
        label=LABELS[one.name],
        was=value(one.name, one.was),
        now=value(one.name, one.now),
        mine=value(one.name, getattr(mine, one.name)) if is_own else "",
    )


def sentences(found: Effects) -> list[str]:
    return list(_sentences(found))


def _sentences(found: Effects) -> Iterator[str]:
    if found.flagged:
        yield f"{counted(found.flagged, 'client')} will be flagged."
    if found.unflagged:
        yield f"{counted(found.unflagged, 'client')} will no longer be flagged."
    if found.low:
        yield f"{counted(found.low, 'more package')} will count as running low. Nobody is emailed."
    if found.no_longer_low:
        yield f"{counted(found.no_longer_low, 'package')} will no longer count as running low."
    if found.completed:
        what = counted(found.completed, "booking")
        yield f"{what} waiting to be marked will be completed within the hour."
    if found.readdressed:
        yield f"{counted(found.readdressed, 'coming check-in')} will lead to the new address."


def currency_options(locale: str) -> list[dict[str, str]]:
    known = known_locale(locale)
    named = ((code, get_currency_name(code, locale=known)) for code in currency_codes())
    return [{"value": code, "label": f"{code} · {name}"} for code, name in sorted(named)]
