"""A copy of the world to fight in: what has changed there, and how it is put back."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any
from uuid import UUID

from coachbook import database as databases
from coachbook.models import metadata
from tests.security.world import Rows, World, rows_of

TABLES = tuple(metadata.sorted_tables)


class Arena:
    """A file with the world in it, which can be put back to how it was."""

    def __init__(self, world: World, original: Path, place: Path) -> None:
        self.world, self.original = world, original
        self.path = place / "arena.db"
        shutil.copy(original, self.path)
        self.engine = databases.use(f"sqlite:///{self.path}")
        self.watch = sqlite3.connect(self.path)
        self.watch.execute("ATTACH ? AS original", (str(original),))
        self.before = rows_of(self.watch, TABLES)
        self.seen = self._data_version()

    def _data_version(self) -> int:
        return int(self.watch.execute("PRAGMA data_version").fetchone()[0])

    def has_changed(self) -> bool:
        """Since the last time that somebody asked."""
        version, former = self._data_version(), self.seen
        self.seen = version
        return version != former

    def put_back(self) -> None:
        with sqlite3.connect(self.original) as source, sqlite3.connect(self.path) as target:
            source.backup(target)
        source.close()
        target.close()
        self.has_changed()

    def changes(self) -> list[tuple[str, frozenset[str], str]]:
        """(table, whose row, what happened) for each row that isn't as it was."""
        touched = [table for table in TABLES if self._is_touched(table.name)]
        names = {table.name for table in touched}
        now = {key: row for key, row in self.before.items() if key[0] not in names}
        now |= rows_of(self.watch, touched)
        changed = [key for key in {*self.before, *now} if self.before.get(key) != now.get(key)]
        return [self._change(key, now) for key in changed]

    def _is_touched(self, name: str) -> bool:
        now, former = f'FROM main."{name}"', f'FROM original."{name}"'
        counts = f"SELECT (SELECT count(*) {now}) <> (SELECT count(*) {former})"
        if self.watch.execute(counts).fetchone()[0]:
            return True
        return bool(self.watch.execute(f"SELECT * {now} EXCEPT SELECT * {former}").fetchall())

    def _change(self, key: tuple[str, str], now: Rows) -> tuple[str, frozenset[str], str]:
        rows = now if key in now else self.before
        what = (
            "changed" if key in now and key in self.before else "gone" if rows is not now else "new"
        )
        return key[0], owners(self.world, rows, key[0], rows[key]), what

    def close(self) -> None:
        self.watch.close()
        self.engine.dispose()


PARENTS = (
    ("booking_id", "bookings"), ("chain_id", "bookings"), ("package_id", "session_packages"),
)  # fmt: skip


def owners(world: World, rows: Rows, table: str, row: dict[str, Any]) -> frozenset[str]:
    """The people whose row this is: the coach, the client, or the one person it belongs to."""
    whole = dict(row)
    for column, parent in PARENTS:
        above = rows.get((parent, str(row.get(column))))
        if above and table != "bookings":
            whole |= {name: above[name] for name in ("coach_id", "client_id")}
    if table == "blocked_addresses":
        named_so = (one for key, one in rows.items() if key[0] == "profiles")
        whole["profile_id"] = next((p["id"] for p in named_so if p["email"] == row["address"]), "")
    if row.get("relation_id"):
        whole["coach_id"] = rows["coach_clients", str(row["relation_id"])]["coach_id"]
    if table == "profiles":
        whole["profile_id"] = row["id"]
    named = ("coach_id", "client_id", "profile_id", "actor_id", "recipient_id")
    ids = {str(UUID(str(whole[name]))) for name in named if whole.get(name)}
    return frozenset(world.name_of(one) for one in ids)
