"""The schema is brought up to date before anything is served.

`make run` asks at each start, so the common answer (nothing to do) comes without Alembic's import.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from coachbook.serving import ROOT

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = ROOT / "alembic"
APPLIED = "SELECT version_num FROM alembic_version"
POSTGRESQL_CONNECT_SECONDS = 3


class CannotUpgrade(Exception):
    """The database is away, or newer than this coachbook; the message says which."""


def upgrade(url: str) -> bool:
    """To the newest revision; whether anything had to be done."""
    if applied_revision(url) == newest_revision():
        return False
    from alembic import command
    from alembic.util import CommandError
    from sqlalchemy.exc import OperationalError

    try:
        command.upgrade(configuration(url), "head")
    except OperationalError as failure:
        raise CannotUpgrade(f"The database can't be reached: {failure.orig}") from failure
    except CommandError as failure:
        raise CannotUpgrade(f"Another coachbook made this database: {failure}") from failure
    return True


def configuration(url: str) -> "Config":
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    made.attributes["url"] = url
    return made


def newest_revision(scripts: Path = SCRIPTS) -> str | None:
    """The one revision that no other follows."""
    texts = [path.read_text() for path in (scripts / "versions").glob("*.py")]
    followed = {_assigned("down_revision", text) for text in texts}
    made = (_assigned("revision", text) for text in texts)
    return next((revision for revision in made if revision not in followed), None)


def _assigned(name: str, text: str) -> str | None:
    found = re.search(rf'^{name}\b[^=\n]*=\s*["\'](\w+)["\']', text, re.MULTILINE)
    return found[1] if found else None


def applied_revision(url: str) -> str | None:
    """What the database says; None when it has no schema yet or can't be asked."""
    scheme, _, rest = url.partition("://")
    if scheme.startswith("sqlite"):
        return _applied_on_sqlite(Path(rest.removeprefix("/")))
    return _applied_on_postgresql(f"postgresql://{rest}")


def _applied_on_sqlite(path: Path) -> str | None:
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(path)) as connection:
            row = connection.execute(APPLIED).fetchone()
    except sqlite3.Error:
        return None
    return row[0] if row else None


def _applied_on_postgresql(url: str) -> str | None:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=POSTGRESQL_CONNECT_SECONDS) as connection:
            row = connection.execute(APPLIED).fetchone()
    except psycopg.Error:
        return None
    return row[0] if row else None
