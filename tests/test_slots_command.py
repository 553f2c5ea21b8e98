"""`coachbook slots`: what is open, why the rest isn't, for people and for programs."""

import json
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from typer.testing import CliRunner, Result

from coachbook.cli import app
from coachbook.services.people import Person
from tests import factories, people
from tests.factories import at

ASKED = ("--from", "2026-11-18", "--days", "1", "--now", "2026-11-16T15:00:00Z")


@pytest.fixture
def coach(database: Engine) -> Person:
    with Session(database.execution_options(is_writing=True), expire_on_commit=False) as session:
        coach = people.coach(session)
        factories.hours(session, coach, end="12:00", capacity=1)
        factories.fill(session, coach, at("2026-11-18 09:00"))
        session.commit()
    return coach


def slots(*words: str) -> Result:
    return CliRunner().invoke(app, ["slots", *words])


def test_slots_prints_what_is_open(coach: Person) -> None:
    printed = slots(coach.email, *ASKED)
    assert printed.exit_code == 0
    assert "10:00-11:00" in printed.output
    assert "09:00-10:00" not in printed.output
    assert "3 of 5 starts are open." in printed.output


def test_slots_says_why_a_start_is_closed(coach: Person) -> None:
    lines = slots(coach.email, *ASKED, "--why").output.splitlines()
    assert "full      1 of 1 booked" in lines[0]
    assert "open" in lines[2]


def test_slots_gives_json(coach: Person) -> None:
    found = json.loads(slots(coach.email, *ASKED, "--why", "--json").output)
    assert [slot["reason"] for slot in found] == ["full", "full", None, None, None]
    assert datetime.fromisoformat(found[0]["starts_at"]) == at("2026-11-18 09:00")


def test_notice_is_counted_from_the_given_moment(coach: Person) -> None:
    late = ("--from", "2026-11-18", "--days", "1", "--now", "2026-11-18T04:00:00Z", "--why")
    reasons = [line.split()[6] for line in slots(coach.email, *late).output.splitlines()[:-1]]
    assert reasons == ["notice", "notice", "notice", "notice", "open"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nobody@example.com",), "There is no coach"),
        (("--now", "2026-11-18T04:00:00"), "needs an offset"),
        (("--now", "soon"), "can't be read"),
        (("--from", "2026-02-30"), "can't be read"),
        (("--type", "nap"), "session or checkin"),
        (("--days", "0"), "1 to 366 days"),
        (("--client", "nobody@example.com"), "no client"),
    ],
)
def test_slots_refuses_in_a_sentence(coach: Person, words: tuple[str, ...], sentence: str) -> None:
    email = () if words[0].startswith("nobody") else (coach.email,)
    refused = slots(*email, *words)
    assert refused.exit_code == 1
    assert sentence in refused.output
