"""Workers are killed at any moment: no message is lost, and what came twice is listed."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.jobs.killing import Provider, Toll, fill, toll

KEYS = 60


def killed(database: Engine, place: Path, mode: str, keys: int = KEYS) -> Toll:
    """`mode`: "asked" if the provider tells of what it took, "mute", or "marked first"."""
    with Session(database.execution_options(is_writing=True)) as session:
        fill(session, keys)
        session.commit()
    url = database.url.render_as_string(hide_password=False)
    program = [sys.executable, "-m", "tests.jobs.killing", url, str(place), mode]
    ran = subprocess.run(program, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stderr
    found = toll(int(ran.stdout), Provider(place / "taken"))
    print(found.line())
    return found


@pytest.mark.slow
@pytest.mark.race
def test_nothing_is_lost_and_what_came_twice_is_listed(database: Engine, tmp_path: Path) -> None:
    found = killed(database, tmp_path, "mute")
    assert found.kills >= KEYS / 10
    assert (found.lost, found.unfinished, found.unlisted) == (0, 0, 0)
    assert found.doubles <= found.kills


@pytest.mark.slow
@pytest.mark.race
def test_nothing_comes_twice_from_a_provider_that_tells(database: Engine, tmp_path: Path) -> None:
    found = killed(database, tmp_path, "asked")
    assert found.kills >= KEYS / 10
    assert (found.lost, found.unfinished, found.doubles) == (0, 0, 0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.slow
@pytest.mark.race
def test_marking_before_sending_loses_some(database: Engine, tmp_path: Path) -> None:
    """The control: the kills do hit between two steps."""
    found = killed(database, tmp_path, "marked first", 3 * KEYS)
    assert found.lost > 0
