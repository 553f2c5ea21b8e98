"""Programs that we did not write read our calendars: icalendar, vobject and ical.js.

ical.js comes from npm with the bun that builds the pages; it is kept beside the other packages.
"""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import vobject
from icalendar import Calendar

from tests import npm

HERE = Path(__file__).parent
FILES = ("package.json", "bun.lock", "read.js")


class Read(NamedTuple):
    """One event as a reader understood it; `properties` is how many it found."""

    uid: str
    title: str
    start: datetime | date
    end: datetime | date
    sequence: int
    status: str
    properties: int


def by_icalendar(content: bytes) -> list[Read]:
    return [
        Read(
            str(event["UID"]),
            str(event["SUMMARY"]),
            event.DTSTART,
            event.DTEND,
            event.sequence,
            str(event["STATUS"]),
            sum(len(value) if isinstance(value, list) else 1 for value in event.values()),
        )
        for event in Calendar.from_ical(content.decode()).events
    ]


def by_vobject(content: bytes) -> list[Read]:
    (calendar,) = vobject.readComponents(content.decode())
    return [
        Read(
            event.uid.value,
            event.summary.value,
            event.dtstart.value,
            event.dtend.value,
            int(event.sequence.value),
            event.status.value,
            sum(1 for _ in event.getChildren()),
        )
        for event in calendar.contents.get("vevent", ())
    ]


def by_ical_js(content: bytes) -> list[Read]:
    done = subprocess.run(
        ["bun", "read.js"],
        cwd=npm.installed(HERE, FILES, name="calendar-readers"),
        input=content,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [_read(event) for event in json.loads(done.stdout)]


def _read(event: dict[str, Any]) -> Read:
    return Read(
        event["uid"],
        event["summary"],
        _moment(event["start"]),
        _moment(event["end"]),
        event["sequence"],
        event["status"],
        event["properties"],
    )


def _moment(words: str) -> datetime | date:
    if "T" not in words:
        return date.fromisoformat(words)
    return datetime.fromisoformat(words).astimezone(UTC)


READERS: dict[str, Callable[[bytes], list[Read]]] = {
    "icalendar": by_icalendar,
    "vobject": by_vobject,
    "ical.js": by_ical_js,
}
