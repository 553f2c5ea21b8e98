"""What Google says itself about requests to its calendar, as checks on them."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

KEPT = ("type", "format", "enum", "items", "properties", "additionalProperties")
READERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
    "string": str,
}


def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


_formats = FormatChecker(formats=())
_formats.checks("date-time", raises=ValueError)(_is_instant)


@cache
def document() -> Any:
    found = files("googleapiclient") / "discovery_cache" / "documents" / "calendar.v3.json"
    return json.loads(found.read_text("utf-8"))


def methods() -> Any:
    return document()["resources"]["events"]["methods"]


def problems(schema: str, body: object, *, method: str = "") -> list[str]:
    """What isn't as described; `method` asks for what has to be there too."""
    told = without_nothing(body) if method.endswith(".patch") else body
    found = [_told(error) for error in _validator(schema).iter_errors(told)]
    missing = required(schema, method) - set(body) if isinstance(body, dict) else set()
    return found + [f"{name} is required" for name in sorted(missing)]


def without_nothing(body: object) -> object:
    """A patch takes away what it calls null."""
    if not isinstance(body, dict):
        return body
    return {name: without_nothing(value) for name, value in body.items() if value is not None}


def required(schema: str, method: str) -> set[str]:
    described = document()["schemas"][schema]["properties"].items()
    return {
        name for name, one in described if method in one.get("annotations", {}).get("required", ())
    }


def _told(error: Any) -> str:
    return f"{'.'.join(map(str, error.absolute_path)) or 'body'}: {error.message}"


@cache
def _validator(schema: str) -> Draft202012Validator:
    schemas = {name: _strict(one) for name, one in document()["schemas"].items()}
    asked = {"$ref": f"#/$defs/{schema}", "$defs": schemas}
    return Draft202012Validator(asked, format_checker=_formats)


def _strict(described: Any) -> Any:
    """JSON Schema from Google's own dialect; a name that isn't described is a mistake."""
    if "$ref" in described:
        return {"$ref": f"#/$defs/{described['$ref']}"}
    schema = {name: described[name] for name in KEPT if name in described}
    if "properties" in schema:
        named = {name: _strict(one) for name, one in schema["properties"].items()}
        schema = {"additionalProperties": False, **schema, "properties": named}
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            schema[name] = _strict(schema[name])
    return schema


def parameter_problems(method: str, asked: dict[str, list[str]]) -> list[str]:
    described = {**document()["parameters"], **methods()[method]["parameters"]}
    unknown = [f"{name} is no parameter" for name in asked if name not in described]
    known = ((described[name], name, values) for name, values in asked.items() if name in described)
    return unknown + [problem for one in known for problem in _parameter_problems(*one)]


def _parameter_problems(described: Any, name: str, values: list[str]) -> list[str]:
    if len(values) > 1 and not described.get("repeated"):
        return [f"{name} is given {len(values)} times"]
    return [f"{name} can't be {value}" for value in values if not _fits(described, value)]


def _fits(described: Any, value: str) -> bool:
    try:
        read = READERS[described["type"]](value)
        if described.get("format") == "date-time":
            return datetime.fromisoformat(value).tzinfo is not None
    except (ValueError, KeyError):
        return False
    lowest, highest = described.get("minimum", read), described.get("maximum", read)
    is_within = not isinstance(read, int) or int(lowest) <= read <= int(highest)
    return is_within and value in described.get("enum", (value,))
