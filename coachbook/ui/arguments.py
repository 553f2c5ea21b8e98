"""What a browser sends as arguments, judged before a handler sees it: Reflex only converts."""

import functools
import inspect
import typing
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY, form_data_as_dict, transform_form_data

MAX_TEXT = 10_000
MAX_ITEMS = 500
MAX_DEPTH = 6
MAX_NUMBER = 2**53  # the largest that a browser holds exactly
YEARS = range(1900, 2200)  # a date at the end of time can't be added to


class BadArguments(Exception):
    """The arguments are not what the handler asked for; says which and why, never the values."""


def accepted(function: Callable[..., Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload as typed values; BadArguments for anything unknown, missing or oversized."""
    return matching(_parameters(function), _required(function), payload)


def matching(
    hints: Mapping[str, Any], required: Collection[str], payload: Mapping[str, Any]
) -> dict[str, Any]:
    """The same, for a function that is known by its names and types."""
    if not isinstance(payload, Mapping):
        raise BadArguments("no names")
    if unknown := set(payload) - set(hints):
        raise BadArguments(f"{len(unknown)} unknown")
    if missing := set(required) - set(payload):
        raise BadArguments(f"without {sorted(missing)}")
    check_size(payload)
    return {name: _typed(name, hints[name], value) for name, value in payload.items()}


def check_size(value: Any, depth: int = 0) -> None:
    """Refuse what is longer or deeper than any form or selection of ours."""
    if depth > MAX_DEPTH:
        raise BadArguments("too deep")
    if isinstance(value, str):
        _check_text(value)
    if isinstance(value, Mapping):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        _check_items(value, depth)


def _check_text(text: str) -> None:
    """What any database and any page can hold."""
    if len(text) > MAX_TEXT:
        raise BadArguments("text too long")
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadArguments("not a text")


def _check_items(items: list[Any] | tuple[Any, ...], depth: int) -> None:
    if len(items) > MAX_ITEMS:
        raise BadArguments("too many items")
    for item in items:
        check_size(item, depth + 1)


def _typed(name: str, hint: Any, value: Any) -> Any:
    try:
        typed: Any = _adapter(hint).validate_python(_without_form_wrapping(hint, value))
    except ValidationError as problem:
        kinds = sorted({error["type"] for error in problem.errors(include_input=False)})
        raise BadArguments(f"{name}: {kinds}") from None
    except (TypeError, ValueError) as problem:
        raise BadArguments(f"{name}: {type(problem).__name__}") from None
    _check_range(name, typed)
    return typed


def _check_range(name: str, typed: Any) -> None:
    """Numbers and dates that can be reckoned with, in lists and dictionaries too."""
    if isinstance(typed, Mapping):
        typed = list(typed.values())
    if isinstance(typed, list | tuple):
        for item in typed:
            _check_range(name, item)
    if isinstance(typed, datetime) and typed.tzinfo is None:
        raise BadArguments(f"{name}: no time zone")
    if isinstance(typed, date) and typed.year not in YEARS:
        raise BadArguments(f"{name}: no year of ours")
    if isinstance(typed, int | float) and not abs(typed) <= MAX_NUMBER:
        raise BadArguments(f"{name}: number too large")


def _without_form_wrapping(hint: Any, value: Any) -> Any:
    """A submitted form travels as a list of [name, value]; hints decide what it becomes."""
    if isinstance(value, dict) and isinstance(value.get(FORM_DATA_ENTRIES_KEY), list):
        value = {FORM_DATA_ENTRIES_KEY: _as_posted(value[FORM_DATA_ENTRIES_KEY])}
    return form_data_as_dict(transform_form_data(value, hint))


def _as_posted(entries: list[Any]) -> list[tuple[Any, Any]]:
    """What a browser would post: Reflex adds null for elements and true or false for boxes."""
    pairs = [(name, "on" if value is True else value) for name, value in entries]
    return [(name, value) for name, value in pairs if value is not None and value is not False]


@functools.cache
def _parameters(function: Callable[..., Any]) -> dict[str, Any]:
    """Parameter name -> type, without self; names with an underscore are nobody's business."""
    hints = typing.get_type_hints(function)
    names = list(inspect.signature(function).parameters)[1:]
    return {name: hints.get(name, Any) for name in names if not name.startswith("_")}


@functools.cache
def _required(function: Callable[..., Any]) -> frozenset[str]:
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return frozenset(p.name for p in parameters if p.default is inspect.Parameter.empty)


@functools.lru_cache(maxsize=1024)
def _adapter(hint: Any) -> TypeAdapter[Any]:
    return TypeAdapter(hint)
