"""Fresh, migrated databases for measuring: SQLite in a file, PostgreSQL with fsync on."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from coachbook import database
from coachbook.serving import migrations
from tests import postgresql


@contextmanager
def each_database() -> Iterator[Iterator[str]]:
    """Names of the databases; each is bound while its turn lasts."""
    with tempfile.TemporaryDirectory() as place, postgresql.server(is_durable=True) as server:
        urls = {
            "SQLite": f"sqlite:///{Path(place) / 'coachbook.db'}",
            "PostgreSQL": server.create(f"bench_{uuid4().hex[:8]}"),
        }
        yield _bound(urls)
        database.engine().dispose()


def _bound(urls: dict[str, str]) -> Iterator[str]:
    for name, url in urls.items():
        migrations.upgrade(url)
        database.use(url)
        yield name
