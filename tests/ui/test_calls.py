"""Services run beside the event loop, with a session, and with the time if they ask for it."""

import threading
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook.errors import SlotTaken
from coachbook.models import Profile
from coachbook.ui.calls import in_thread, read, write
from tests.conftest import NOW


def time_asked(session: Session, *, now: datetime) -> datetime:
    return now


def thread_of(session: Session) -> str:
    return threading.current_thread().name


def add(session: Session, name: str, *, is_refused: bool = False) -> UUID:
    made = Profile(email=f"{name}@example.com", name=name, time_zone="UTC", created_at=NOW)
    session.add(made)
    session.flush()
    if is_refused:
        raise SlotTaken
    return made.id


def names(session: Session) -> list[str]:
    return list(session.exec(select(Profile.name)))


@pytest.mark.usefixtures("database")
async def test_time_is_given_unless_the_caller_gives_it(now: datetime) -> None:
    earlier = datetime(2026, 1, 1, tzinfo=now.tzinfo)
    assert await read(time_asked) == now
    assert await read(time_asked, now=earlier) == earlier


async def test_service_runs_in_a_thread_of_the_pool(database: Engine) -> None:
    assert (await read(thread_of)).startswith("calls")
    assert await in_thread(threading.current_thread) is not threading.current_thread()


async def test_write_commits_once_at_its_end(database: Engine) -> None:
    await write(add, "anna")
    assert await read(names) == ["anna"]


async def test_refused_write_leaves_nothing(database: Engine) -> None:
    with pytest.raises(SlotTaken):
        await write(add, "anna", is_refused=True)
    assert await read(names) == []


async def test_read_changes_nothing(database: Engine) -> None:
    await read(add, "anna")
    assert await read(names) == []
