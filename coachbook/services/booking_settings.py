"""The rules of a coach's practice that the coach may change, all in one save.

Every save counts up `version`; one that didn't see the last is refused, so that two tabs can't
overwrite each other. A booking that was made is never touched by another rule.
"""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import CoachSettings
from coachbook.services import changes
from coachbook.services.attendance import stats
from coachbook.services.currencies import currency_codes
from coachbook.services.google_calendar.wanting import want_of_coach
from coachbook.services.meeting_addresses import valid_meeting_address
from coachbook.services.people import Person, require_coach, valid_name

RANGES = {
    "booking_window_months": (1, 24, "months"),
    "minimum_notice_hours": (0, 720, "hours"),
    "reschedule_notice_hours": (0, 720, "hours"),
    "renewal_threshold": (0, 100, "sessions"),
    "flag_threshold": (1, 100, "times"),
    "auto_complete_after_hours": (1, 720, "hours"),
}
IN_CALENDARS = ("meeting_address", "session_place")


class RulesChanged(AlreadyChanged):
    sentence = "These settings were saved in another tab a moment ago. Save again to see what."


@dataclass(frozen=True)
class BookingRules:
    """What the coach may change; the defaults are those of a new practice."""

    practice_name: str
    booking_window_months: int = 3
    minimum_notice_hours: int = 12
    reschedule_notice_hours: int = 0
    renewal_threshold: int = 2
    flag_threshold: int = 3
    auto_complete: bool = True
    auto_complete_after_hours: int = 24
    checkins_take_the_coach_alone: bool = True
    meeting_address: str = ""
    session_place: str = ""
    currency: str = "USD"


@dataclass(frozen=True)
class SavedRules:
    """The rules as they are; a save brings `version` back."""

    rules: BookingRules
    version: int


@dataclass(frozen=True)
class Difference:
    """A rule that isn't the same in two versions."""

    name: str
    was: Any
    now: Any


NAMES = tuple(field.name for field in fields(BookingRules))


def saved_rules(session: Session, *, by: Person) -> SavedRules:
    require_coach(by)
    return _saved(_row(session, by))


def save_rules(
    session: Session, *, by: Person, rules: BookingRules, seen: int, now: datetime
) -> SavedRules:
    """Refuses with RulesChanged when the rules aren't those of the version `seen` any more."""
    require_coach(by)
    wanted = checked(rules)
    lock_coach(session, by.id)
    row = _row(session, by)
    current = _saved(row)
    if wanted == current.rules:
        return current
    if seen != current.version:
        raise RulesChanged
    row.version += 1
    for name, value in asdict(wanted).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    if wanted.flag_threshold != current.rules.flag_threshold:
        stats.rebuild(session, coach_id=by.id, now=now)
    if any(getattr(wanted, name) != getattr(current.rules, name) for name in IN_CALENDARS):
        want_of_coach(session, by.id, now)
    changes.touch(session, by.id, now)
    return _saved(row)


def differences(before: BookingRules, after: BookingRules) -> tuple[Difference, ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in NAMES)
    return tuple(Difference(name, was, now) for name, was, now in pairs if was != now)


def rebased(mine: BookingRules, *, seen: BookingRules, onto: BookingRules) -> BookingRules:
    """What I changed since I saw the rules, upon what others saved meanwhile."""
    own = {one.name: one.now for one in differences(seen, mine)}
    return replace(onto, **own)


def checked(rules: BookingRules) -> BookingRules:
    """As they are stored; refuses at the field what makes no sense."""
    for name, (least, most, unit) in RANGES.items():
        if not least <= getattr(rules, name) <= most:
            raise Invalid(f"Enter {least} to {most} {unit}.", field=name)
    if rules.currency not in currency_codes():
        raise Invalid("Pick a currency from the list.", field="currency")
    return replace(
        rules,
        practice_name=valid_name(rules.practice_name, field="practice_name"),
        meeting_address=valid_meeting_address(rules.meeting_address),
        session_place=_valid_place(rules.session_place),
    )


def _valid_place(typed: str) -> str:
    """One line, or nothing."""
    return valid_name(typed, field="session_place") if typed.strip() else ""


def _row(session: Session, by: Person) -> CoachSettings:
    row = session.get(CoachSettings, by.id, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def _saved(row: CoachSettings) -> SavedRules:
    return SavedRules(BookingRules(**{name: getattr(row, name) for name in NAMES}), row.version)
