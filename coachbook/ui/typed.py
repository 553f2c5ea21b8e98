"""What people typed into a form, as values; a refusal names the field that can't be used."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from coachbook.errors import Invalid, NotFound
from coachbook.ui.arguments import YEARS

Form = Mapping[str, Any]


def words(form: Form, field: str) -> str:
    found = form.get(field)
    return found.strip() if isinstance(found, str) else ""


def is_ticked(form: Form, field: str) -> bool:
    return form.get(field) not in (None, "", False, "false")


def whole_number(form: Form, field: str, *, what: str) -> int:
    """Digits with an optional sign; `what` completes "Enter ... as a whole number"."""
    typed = words(form, field) or str(form.get(field, ""))
    if not typed.removeprefix("-").isdecimal() or len(typed) > 9:
        raise Invalid(f"Enter {what} as a whole number.", field=field)
    return int(typed)


def day(form: Form, field: str) -> date:
    found = day_or_none(form, field)
    if found is None:
        raise Invalid("Pick a date.", field=field)
    return found


def day_or_none(form: Form, field: str) -> date | None:
    typed = words(form, field)
    if not typed:
        return None
    found = day_in_query(typed)
    if found is None:
        raise Invalid("Pick a date that exists.", field=field)
    return found


def clock_time(typed: str, *, field: str, sentence: str = "Enter a time.") -> time:
    """A wall-clock time as the browser's field sends it: "09:30"."""
    try:
        return time.fromisoformat(typed)
    except ValueError as problem:
        raise Invalid(sentence, field=field) from problem


def key_in_path(path: str) -> UUID:
    """The id at the end of an address; anything else there isn't a page."""
    try:
        return UUID(path.rstrip("/").rpartition("/")[2])
    except ValueError as problem:
        raise NotFound from problem


def key(written: str) -> UUID:
    """The id of what the page is about; an event can come before there is any."""
    found = key_or_none(written)
    if found is None:
        raise NotFound
    return found


def key_or_none(written: str) -> UUID | None:
    """The id in a query, for pages that can do without a right one."""
    try:
        return UUID(written)
    except ValueError:
        return None


def day_in_query(written: str) -> date | None:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if found.year in YEARS else None
