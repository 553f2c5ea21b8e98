"""One line for each event, as text or as JSON: no addresses of people, no tokens, no line breaks.

What is logged about people is their id; what could let somebody in is taken out of every line.
"""

import logging
import logging.config
import re
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from coachbook.causes import cause_of

LONGEST_LINE = 4_000
WHAT_STAYS_OUT = (
    (re.compile(r"(?<=\w://)[^/\s@]+@"), "(sign-in)@"),  # of a database, a mail server
    (re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(\.[\w-]+)+"), "(address)"),
    (re.compile(r"(?<=[\w/])\?[^\s\"'<>)]+"), "?(query)"),
    (
        re.compile(r"/(appointment|(?:un)?subscribe/[\w-]+|calendar/feed)/[\w.%-]+"),
        r"/\1/(token)",
    ),
    (re.compile(r"[\w-]{22}\.[\w-]{20,}"), "(token)"),  # our signed links
    (re.compile(r"\b(SG\.|Bearer |Basic )[\w.+/=-]{8,}"), r"\1(key)"),
    (  # Google's
        re.compile(r"\b(?:ya29\.|1(?://|%2F%2F)|4(?:/|%2F)0|GOCSPX-)[\w.%/-]{8,}"),
        "(key)",
    ),
    (re.compile(r"\bgAAAAA[\w=-]{8,}"), "(key)"),  # what we keep encrypted
    (re.compile(r"\b(coachbook=)[\w-]{16,}"), r"\1(cookie)"),
)
CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029)}


def clean(text: str) -> str:
    """As it may stand in the log."""
    for pattern, instead in WHAT_STAYS_OUT:
        text = pattern.sub(instead, text)
    return text.translate(CONTROLS)[:LONGEST_LINE]


class TextLines(logging.Formatter):
    """2026-11-16T15:00:00.000Z info coachbook.jobs: Completed 3 bookings."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{_moment(record)} {record.levelname.lower()} {record.name}: {_message(record)}"


class JsonLines(JsonFormatter):
    """The same as an object; what else a line was given stands beside it."""

    def __init__(self) -> None:
        super().__init__(["message"])

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        given = {name: _plain(value) for name, value in log_data.items()}
        log_data.clear()
        log_data.update(
            {
                **given,
                "at": _moment(record),
                "level": record.levelname.lower(),
                "logger": record.name,
                "message": _message(record),
            }
        )
        log_data.pop("exc_info", None)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | None) else clean(str(value))


def _moment(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def _message(record: logging.LogRecord) -> str:
    """With what an exception was and where, not with the values that it was raised for."""
    problem = record.exc_info[1] if record.exc_info else None
    told = clean(record.getMessage())
    return f"{told} {clean(cause_of(problem))}" if problem else told


FORMATTERS = {"text": TextLines, "json": JsonLines}


def configuration(kind: str) -> dict[str, Any]:
    """For `logging.config`: all of it to the standard output. Requests are not logged at all."""
    quiet = {"level": "CRITICAL", "handlers": [], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": FORMATTERS[kind]}},
        "handlers": {
            "lines": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "lines",
            }
        },
        "root": {"level": "WARNING", "handlers": ["lines"]},
        "loggers": {
            "coachbook": {"level": "INFO"},
            "_granian": {"level": "WARNING"},
            "granian.access": quiet,
            "uvicorn.access": quiet,
        },
    }


def begin(kind: str) -> None:
    """In this process, from now on."""
    logging.config.dictConfig(configuration(kind))
