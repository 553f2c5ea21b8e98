"""The world with its secrets, built once; an arena of it for each test."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from coachbook import database as databases
from coachbook.integrations import mail
from coachbook.ui import pace
from coachbook.ui.push import trying
from tests.security import told
from tests.security import world as worlds
from tests.security.arena import Arena
from tests.security.told import Silent
from tests.security.world import World


@pytest.fixture(scope="package")
def built_world(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[World, Path]:
    path = tmp_path_factory.mktemp("world") / "world.db"
    path.write_bytes(migrated_file.read_bytes())
    engine = databases.make_engine(f"sqlite:///{path}")
    with Session(engine.execution_options(is_writing=True), expire_on_commit=False) as session:
        world = worlds.build(session)
        told.name_a_blocked_address(session)
        session.commit()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return world, path


@pytest.fixture
def arena(
    built_world: tuple[World, Path],
    tmp_path: Path,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Arena]:
    """Nobody is slowed down here, and nothing leaves."""
    monkeypatch.setattr(pace, "BURST", 10**9)
    monkeypatch.setattr(trying, "sender", Silent)
    monkeypatch.setattr(mail, "sender", lambda _: Silent())
    made = Arena(*built_world, tmp_path)
    yield made
    made.close()
