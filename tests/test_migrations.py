"""The migrations make exactly what the models describe, and can be taken back."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from coachbook.models import metadata
from coachbook.serving import migrations
from tests import postgresql
from tests.conftest import DATABASE_KINDS


@pytest.fixture(params=DATABASE_KINDS)
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    yield server.create("bare")
    server.drop("bare")


@pytest.fixture
def bare(bare_url: str) -> Iterator[Engine]:
    engine = create_engine(bare_url)
    yield engine
    engine.dispose()


def test_upgrade_makes_what_the_models_describe(bare_url: str, bare: Engine) -> None:
    assert migrations.upgrade(bare_url)
    with bare.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_upgrade_makes_the_checks_and_partial_indexes(bare_url: str, bare: Engine) -> None:
    """What Alembic's comparison leaves out."""
    migrations.upgrade(bare_url)
    made = _small_print(bare)
    with bare.begin() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
    assert made == _small_print(bare)


def _small_print(engine: Engine) -> dict[str, list[str]]:
    inspector = inspect(engine)
    return {
        table: sorted(
            [str(check["name"]) for check in inspector.get_check_constraints(table)]
            + [str(key) for key in inspector.get_foreign_keys(table)]
            + [_described(index) for index in inspector.get_indexes(table)]
        )
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def _described(index: Any) -> str:
    options = {name: str(value) for name, value in index.pop("dialect_options", {}).items()}
    return f"{index} {options}"


def test_upgrade_can_be_taken_back_and_repeated(bare_url: str, bare: Engine) -> None:
    for step in ("head", "base", "head"):
        if step == "base":
            command.downgrade(migrations.configuration(bare_url), "base")
        else:
            command.upgrade(migrations.configuration(bare_url), "head")
    assert set(inspect(bare).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_second_upgrade_has_nothing_to_do(bare_url: str) -> None:
    assert migrations.upgrade(bare_url)
    assert not migrations.upgrade(bare_url)


def test_database_of_a_newer_coachbook_is_left_alone(bare_url: str, bare: Engine) -> None:
    migrations.upgrade(bare_url)
    with bare.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    with pytest.raises(migrations.CannotUpgrade, match="Another coachbook"):
        migrations.upgrade(bare_url)


def test_database_that_is_away_is_named() -> None:
    with pytest.raises(migrations.CannotUpgrade, match="can't be reached"):
        migrations.upgrade("postgresql+psycopg://127.0.0.1:1/away")


def test_directory_of_the_database_is_made(tmp_path: Path) -> None:
    assert migrations.upgrade(f"sqlite:///{tmp_path / 'new' / 'coachbook.db'}")


def test_newest_revision_is_the_one_alembic_finds() -> None:
    scripts = ScriptDirectory.from_config(migrations.configuration("sqlite://"))
    assert migrations.newest_revision() == scripts.get_current_head()


@pytest.mark.race
def test_processes_that_upgrade_at_once_do_it_once(bare_url: str, bare: Engine) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=migrations.upgrade, args=(bare_url,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    assert migrations.applied_revision(bare_url) == migrations.newest_revision()


ANNA, BEN, PACK, RUN = (uuid4().hex for _ in range(4))
ROWS_OF_THE_FIRST_VERSION = (
    f"INSERT INTO profiles VALUES ('{ANNA}', 'anna@example.com', 'Anna', 'UTC', 'en', true, true, "
    "NULL, '2026-01-01 00:00:00')",
    f"INSERT INTO profiles VALUES ('{BEN}', 'ben@example.com', 'Ben', 'UTC', 'en', false, false, "
    "NULL, '2026-01-01 00:00:00')",
    "INSERT INTO coach_settings (coach_id, practice_name, booking_window_months, "
    "minimum_notice_hours, reschedule_notice_hours, renewal_threshold, flag_threshold, "
    "auto_complete, auto_complete_after_hours, checkins_take_the_coach_alone, meeting_address) "
    f"VALUES ('{ANNA}', 'Harbor', 3, 12, 0, 2, 3, true, 24, true, '')",
    "INSERT INTO session_packages (id, client_id, coach_id, total_sessions, remaining_sessions, "
    "session_duration_minutes, notes, created_at) "
    f"VALUES ('{PACK}', '{BEN}', '{ANNA}', 12, 12, 60, 'Birthday', '2026-01-01 00:00:00')",
    "INSERT INTO workouts (id, client_id, coach_id, scheduled_on, title, notes, exercises, "
    "client_note, created_at) "
    f"VALUES ('{RUN}', '{BEN}', '{ANNA}', '2026-01-05', '', '', '[]', '', '2026-01-01 00:00:00')",
)


def test_rows_outlive_the_upgrade_and_its_way_back(bare_url: str, bare: Engine) -> None:
    configuration = migrations.configuration(bare_url)
    command.upgrade(configuration, "0001")
    with bare.begin() as connection:
        for statement in ROWS_OF_THE_FIRST_VERSION:
            connection.execute(text(statement))
    command.upgrade(configuration, "head")
    with bare.connect() as connection:
        package = connection.execute(text("SELECT * FROM session_packages")).mappings().one()
        settings = connection.execute(text("SELECT * FROM coach_settings")).mappings().one()
        workout = connection.execute(text("SELECT * FROM workouts")).mappings().one()
    assert (package["notes"], package["version"], package["price_cents"]) == ("Birthday", 1, None)
    assert (settings["practice_name"], settings["currency"]) == ("Harbor", "USD")
    assert workout["series_id"] == workout["id"]
    assert (workout["title"], workout["version"]) == ("Workout", 1)
    command.downgrade(configuration, "0001")
    with bare.connect() as connection:
        left = connection.execute(text("SELECT notes, remaining_sessions FROM session_packages"))
        assert left.one() == ("Birthday", 12)
