"""What a browser sends as arguments, judged before a handler sees it: Reflex only converts."""

import functools
import inspect
import typing
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from reflex_base.utils.form import form_data_as_dict, transform_form_data

MAX_TEXT = 10_000
MAX_ITEMS = 500
MAX_DEPTH = 6


class BadArguments(Exception):
    """The arguments are not what the handler asked for."""


def accepted(function: Callable[..., Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload as typed values; BadArguments for anything unknown, missing or oversized."""
    parameters = _parameters(function)
    if set(payload) - set(parameters) or _required(function) - set(payload):
        raise BadArguments
    check_size(payload)
    return {name: _typed(parameters[name], value) for name, value in payload.items()}


def check_size(value: Any, depth: int = 0) -> None:
    """Refuse what is longer or deeper than any form or selection of ours."""
    if depth > MAX_DEPTH:
        raise BadArguments
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise BadArguments
    if isinstance(value, Mapping):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        _check_items(value, depth)


def _check_items(items: list[Any] | tuple[Any, ...], depth: int) -> None:
    if len(items) > MAX_ITEMS:
        raise BadArguments
    for item in items:
        check_size(item, depth + 1)


def _typed(hint: Any, value: Any) -> Any:
    try:
        typed: Any = _adapter(hint).validate_python(_without_form_wrapping(hint, value))
    except (ValidationError, TypeError, ValueError) as problem:
        raise BadArguments from problem
    if isinstance(typed, datetime) and typed.tzinfo is None:
        raise BadArguments
    return typed


def _without_form_wrapping(hint: Any, value: Any) -> Any:
    """A submitted form travels as a list of [name, value]; hints decide what it becomes."""
    return form_data_as_dict(transform_form_data(value, hint))


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
