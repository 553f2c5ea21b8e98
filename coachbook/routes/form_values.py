"""Values of forms and addresses: what can't be one is refused, or is as good as not given."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from coachbook.services.form_answers import NotUnderstood

Fields = Mapping[str, str]


def whole_number(fields: Fields, name: str) -> int:
    value = fields.get(name, "")
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise NotUnderstood
    return int(value)


def key(fields: Fields, name: str) -> UUID:
    try:
        return UUID(fields.get(name, ""))
    except ValueError as wrong:
        raise NotUnderstood from wrong


def day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def moment(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return None
    return found if found.tzinfo and 2000 < found.year < 3000 else None
