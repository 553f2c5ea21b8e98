"""Arguments for any handler, made from its annotations and the names of its parameters."""

import inspect
import re
import typing
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from pydantic import AwareDatetime

import coachbook.ui
from tests.security.desk import PLANNED_ON
from tests.security.subjects import Ids

UI = Path(coachbook.ui.__file__).parent
FIELD_OF_A_FORM = re.compile(r"form(?:, |\.get\(|\[)f?\"([\w{}-]+)\"")
FIELD_OF_AN_ADDRESS = re.compile(r"(?:query_parameters|asked)\.get\(\"(\w+)\"|_asked\(\"(\w+)\"")
NAMED_IN_A_ROUTE = re.compile(r"\[(\w+)\]")
OPEN_TIME, OPEN_END = "2026-11-25T20:00:00Z", "2026-11-25T21:00:00Z"
BY_NAME: dict[str, Any] = {
    "version": 1, "minutes": 60, "page": 0, "months": 1, "on": "2026-12-02", "text": "",
    "monday": "2026-11-23", "start": "2026-11-16", "end": "2026-11-30", "first": "2026-12-01",
    "view": "week", "adjustment": "1", "capacity": "2", "day": 1, "places": 1, "cancel": [],
    "at": PLANNED_ON.isoformat(), "scheduled_on": "2026-12-03", "weeks": "2", "scope": "one",
    "exercise_sets": ["3"], "exercise_whole": [""], "kind": "text", "suggestions": ["energy"],
}  # fmt: skip
IN_ITS_PLACE: dict[str, dict[str, Any]] = {
    "CheckinStep.book": {"sent": {"starts": ["2026-12-01T22:00:00Z"]}},  # in a month that is free
    "Gallery.show": {"event": "session_booked"},
    "NotificationSettings.switch": {"event": "checkin_reminder", "channel": "email"},
    "Operation.run_job": {"name": "reminders"},
    "PushDevices.subscribe": {
        "form": {
            "endpoint": "https://fcm.googleapis.com/fcm/send/wally",
            "public_key": "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5u"
            "O5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
            "auth_secret": "AAAAAAAAAAAAAAAAAAAAAA",
        }
    },
}
TYPED_IN = {
    "adjustment": "1", "capacity": "2", "end": "12:00", "start": "09:00", "time": "15:00",
    "expires_on": "2026-11-17", "kinds": "both", "last_on": "", "on": "2026-11-20", "runs": "3",
    "session_duration_minutes": "60", "total_sessions": "12", "who": "coach", "to-1": "on",
    "session-1": "on", "session-start": "09:00", "session-end": "17:00", "session-capacity": "2",
    "checkin-1": "on", "checkin-start": "17:00", "checkin-end": "19:00", "checkin-capacity": "1",
    "price": "480", "days": "7", "minutes": "60", "valid_months": "3", "begin": "closed",
    "valid_from": "2026-11-17", "became": "client", "time_zone": "Europe/Berlin",
    "booking_window_months": "2", "minimum_notice_hours": "6", "reschedule_notice_hours": "3",
    "renewal_threshold": "20", "flag_threshold": "1", "auto_complete_after_hours": "12",
    "auto_complete": "on", "currency": "EUR", "practice_name": "Wally",
    "meeting_address": "https://meet.example.com/wally", "summary_hour": "18",
    "scheduled_on": "2026-12-03", "weeks": "2", "scope": "one", "first": "2026-11-16",
    "last": "2026-11-30", "start_on": "2027-01-11", "client_note": "Well", "note": "Well",
}  # fmt: skip
STEPS = {  # what has to be asked before it is answered, in one breath
    "Attendance.save": ("Attendance.start_cancelling",),
    "BookingSettings.save_anyway": ("BookingSettings.save",),
    "BookingSettings.use_both": ("BookingSettings.save",),
    "BookingSettings.use_saved": ("BookingSettings.save",),
    "DatesEditor.remove": ("DatesEditor.start_removing",),
    "FormBuilder.archive": ("FormBuilder.start_archiving",),
    "FormBuilder.save": ("FormBuilder.start_adding",),
    "FormBuilder.undo_archiving": ("FormBuilder.start_archiving", "FormBuilder.archive"),
    "HolidayExtension.extend": ("HolidayExtension.look",),
    "PackageEnd.save": ("PackageEnd.start", "PackageEnd.choose", "PackageEnd.look"),
    "MyWorkoutState.save": ("MyWorkoutState.open",),
    "MyWorkoutState.take_back": ("MyWorkoutState.open",),
    "WeekEditor.decide": ("WeekEditor.plan", "WeekEditor.save"),
    "WeekEditor.move": ("WeekEditor.choose",),
    "WeekEditor.remove": ("WeekEditor.choose",),
    "WorkoutDesk.keep": ("WorkoutDesk.start_keeping",),
    "WorkoutDesk.move": ("WorkoutDesk.start_moving",),
    "WorkoutDesk.remove": ("WorkoutDesk.start_removing",),
    "WorkoutShelf.remove": ("WorkoutShelf.start_removing",),
    "ZoneChange.change": ("ZoneChange.ask",),
}


def arguments(function: Any, ids: Ids, words: str) -> dict[str, Any]:
    """One of `ids` wherever an id fits, `words` wherever somebody may write."""
    hints = typing.get_type_hints(function)
    names = list(function.__annotations__)
    sent = {name: _value(hints[name], name, ids, words) for name in names if name != "return"}
    for name, value in IN_ITS_PLACE.get(function.__qualname__, {}).items():
        sent[name] = sent[name] | value if isinstance(value, dict) else value
    return sent


@cache
def names_of_ids(function: Any) -> frozenset[str]:
    """The names by which it takes ids; what forms carry are words."""
    hints = typing.get_type_hints(function)
    asked: set[str] = set()
    for name in function.__annotations__:
        if name != "return" and "dict" not in str(hints[name]):
            _value(hints[name], name, Noting("", "an-id", noted=asked), "")
    return frozenset(asked)


@dataclass(frozen=True)
class Noting(Ids):
    """Keeps what it was asked for."""

    noted: set[str] = field(default_factory=set)

    def of(self, name: str) -> str:
        self.noted.add(name)
        return super().of(name)


def _value(hint: Any, name: str, ids: Ids, words: str) -> Any:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint in (datetime, AwareDatetime):
        return OPEN_END if name == "end" else OPEN_TIME
    if hint is Any:
        return words if name == "answer" else None
    if hint is UUID:
        return ids.of(name)
    if hint is date:
        return BY_NAME.get(name, "2026-11-23")
    if hint in (int, bool):
        return BY_NAME.get(name, 1) if hint is int else True
    if hint is str:
        return _text(name, ids, words)
    if origin is typing.Literal:
        return inner[0]
    if origin is list and name in BY_NAME:
        return BY_NAME[name]
    if origin is list:
        return [_value(inner[0], name, ids, words)]
    if origin is dict and name in ("answers", "seen"):
        return {ids.of("question_id"): words if name == "answers" else None}
    if origin is dict:
        return form(ids, words)
    if hasattr(hint, "__annotations__"):
        fields = typing.get_type_hints(hint)
        return {key: _value(each, key, ids, words) for key, each in fields.items()}
    inner = tuple(one for one in inner if one is not type(None))
    return _value(inner[0], name, ids, words)


def _text(name: str, ids: Ids, words: str) -> str:
    if name in ("start", "end"):
        return OPEN_TIME if name == "start" else OPEN_END
    if name == "request_id":
        return uuid4().hex
    if name in ("title", "name"):
        return words
    return str(BY_NAME[name]) if name in BY_NAME else ids.of(name)


def form(ids: Ids, words: str) -> dict[str, str]:
    """Every field that any handler of ours reads, each with a value that fits."""
    typed = {name: words for name in _fields_of_forms() if "{" not in name}
    typed |= TYPED_IN | {name: ids.of(name) for name in ("package", "source", "id")}
    return typed | {"email": "wally@example.com"}


def addresses(screen: Any, ids: Ids) -> list[str]:
    """The page with a booking's id in its address, and with a client's: it opens one of them."""
    is_of_two = len(names_in_addresses(screen) & {"book", "booking", "kind"}) > 0
    left_out = ("book", "booking") if is_of_two else ("book",)
    return [address(screen.route, ids, without=name) for name in left_out]


def names_in_addresses(screen: Any) -> frozenset[str]:
    """What the page of a feature may look at, be it an id or not."""
    folder = Path(inspect.getfile(screen.content)).parent
    return frozenset(NAMED_IN_A_ROUTE.findall(screen.route)) | _asked_in(folder)


def address(route: str, ids: Ids, *, without: str = "") -> str:
    """The page's path with the id in each place that any page of ours looks at."""
    ids = ids.at or ids
    names = (name for name in sorted(_asked_in(UI)) if name != without)
    kind = {"kind": "checkin" if without == "book" else ids.otherwise}
    query = "&".join(f"{name}={kind.get(name, ids.of(name))}" for name in names)
    path = NAMED_IN_A_ROUTE.sub(lambda named: ids.of(named[1]), route)
    return f"{path}?{query}"


@cache
def _fields_of_forms() -> frozenset[str]:
    return frozenset(FIELD_OF_A_FORM.findall(_sources(UI)))


@cache
def _asked_in(folder: Path) -> frozenset[str]:
    pairs = FIELD_OF_AN_ADDRESS.findall(_sources(folder))
    return frozenset(name for pair in pairs for name in pair) - {"", "next", "day"}


def _sources(folder: Path) -> str:
    return "\n".join(path.read_text() for path in sorted(folder.rglob("*.py")))
