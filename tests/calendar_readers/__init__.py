"""Programs that we did not write read our calendars: icalendar, vobject and ical.js.

ical.js comes from npm with the bun that builds the pages; it is kept beside the other packages.
"""

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import vobject
from icalendar import Calendar

from coachbook.serving.pages import build_environment

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
    done = subprocess.run(["bun", "read.js"], cwd=_installed(), input=content, capture_output=True)
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


def _installed() -> Path:
    """A folder for each version of these files; of several processes one installs."""
    content = b"".join((HERE / name).read_bytes() for name in FILES)
    parent = Path(sys.prefix) / "calendar-readers"
    folder = parent / hashlib.sha256(content).hexdigest()[:16]
    parent.mkdir(exist_ok=True)
    with open(parent / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "node_modules" / "ical.js").is_dir():
            _install(folder)
    return folder


def _install(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in FILES:
        shutil.copy(HERE / name, folder)
    command = ["bun", "install", "--frozen-lockfile", "--ignore-scripts"]
    subprocess.run(command, cwd=folder, env=build_environment(folder), check=True)


READERS: dict[str, Callable[[bytes], list[Read]]] = {
    "icalendar": by_icalendar,
    "vobject": by_vobject,
    "ical.js": by_ical_js,
}
