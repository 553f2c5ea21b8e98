"""The three steps of a new practice."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from coachbook.database import reading
from coachbook.services import form_answers, hours
from coachbook.services.people import Person
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.refusals import Messages
from coachbook.ui.set_up.practice_state import SetUpPractice
from coachbook.ui.set_up.steps_state import SetUpSteps
from tests import people
from tests.conftest import NOW
from tests.ui.harness import Opener, Tab, opened, redirects, signed_in

STEPS = SetUpSteps.get_full_name()
SESSIONS = {"session-start": "09:00", "session-end": "17:00", "session-capacity": "2"}
WORKDAYS = {f"session-{day}": "on" for day in range(1, 6)}


@pytest.fixture
def coach(session: Session, now: datetime) -> Person:
    made = people.coach(session)
    session.commit()
    return made


@pytest.fixture
async def tab(coach: Person) -> AsyncIterator[Opener]:
    async with opened(signed_in({"coach": coach})) as make:
        yield make


def windows(coach: Person, kind: Any = "session") -> int:
    with reading() as session:
        return len(hours.week(session, by=coach, kind=kind, now=NOW).windows)


async def practice_page(make: Opener, query: str = "") -> Tab:
    visitor = make(path=f"/setup{query}")
    await visitor.send(SetUpPractice.load)
    return visitor


async def test_first_page_is_open_while_nobody_is_here(session: Session, now: datetime) -> None:
    async with opened(signed_in({})) as make:
        found = await (await practice_page(make)).state(SetUpPractice)
        assert (found.is_open, found.is_first) == (True, True)


async def test_first_page_is_shut_afterwards(tab: Opener) -> None:
    found = await (await practice_page(tab)).state(SetUpPractice)
    assert (found.is_open, found.is_first) == (False, False)


@pytest.mark.parametrize("code", ["password-short", "email", "time-zone"])
async def test_problem_stands_at_its_field(tab: Opener, code: str) -> None:
    visitor = await practice_page(tab, f"?problem={code}")
    messages = await visitor.state(Messages)
    assert messages.problem_field == form_answers.field(code)
    assert messages.problem == form_answers.sentence(code)


async def test_unknown_code_is_never_printed(tab: Opener) -> None:
    visitor = await practice_page(tab, "?problem=Call+555-0100+now")
    assert await visitor.sentences() == []


async def test_hours_are_saved_on_the_days_that_are_ticked(tab: Opener, coach: Person) -> None:
    page = tab(cookie="coach", path="/setup/hours")
    checkins = {"checkin-start": "", "checkin-end": "", "checkin-capacity": ""}
    answer = await page.send(f"{STEPS}.save_hours", form={**SESSIONS, **WORKDAYS, **checkins})
    assert redirects(answer) == ["/setup/client"]
    assert (windows(coach), windows(coach, "checkin")) == (5, 0)


async def test_hours_that_make_no_sense_are_refused(tab: Opener, coach: Person) -> None:
    page = tab(cookie="coach", path="/setup/hours")
    wrong = {**SESSIONS, **WORKDAYS, "session-end": "08:00"}
    assert redirects(await page.send(f"{STEPS}.save_hours", form=wrong)) == []
    assert await page.sentences() == ["On Monday the end has to be later than the start."]
    assert windows(coach) == 0


async def test_hours_that_are_there_are_left_alone(
    tab: Opener, coach: Person, session: Session, now: datetime
) -> None:
    hours.save_week(session, by=coach, kind="session", windows=hours.suggested("session"), now=now)
    session.commit()
    page = tab(cookie="coach", path="/setup/hours")
    await page.send(SetUpSteps.load)
    assert (await page.state(SetUpSteps)).has_hours


async def test_first_client_is_invited_and_the_calendar_comes_next(tab: Opener) -> None:
    page = tab(cookie="coach", path="/setup/client")
    form = {
        "name": "Robin Fields", "email": "robin@example.com", "package": "custom",
        "total_sessions": "12", "session_duration_minutes": "60", "runs": "3",
    }  # fmt: skip
    assert redirects(await page.send(f"{STEPS}.add_client", form=form)) == ["/coach/bookings"]
    assert (await page.sentences())[0].startswith("Robin Fields is invited.")


async def test_last_step_can_be_skipped(tab: Opener) -> None:
    page = tab(cookie="coach", path="/setup/client")
    assert redirects(await page.send(f"{STEPS}.finish")) == ["/coach/bookings"]


async def test_steps_are_the_coachs(tab: Opener, coach: Person, session: Session) -> None:
    client = people.client(session, coach)
    session.commit()
    async with opened(signed_in({"client": client})) as make:
        page = make(cookie="client", path="/setup/hours")
        await page.send(f"{STEPS}.save_hours", form={**SESSIONS, **WORKDAYS})
        assert await page.sentences() == [WRONG_ROLE]
    assert windows(coach) == 0
