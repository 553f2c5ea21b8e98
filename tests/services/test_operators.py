"""Letting people in from the command line."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from typer.testing import CliRunner

from coachbook.cli import app
from coachbook.errors import NotFound
from coachbook.services import accounts, invitations, operators, sign_ins
from tests import people
from tests.accounts import stored_coach
from tests.conftest import NOW


def _token(link: str) -> str:
    return parse_qs(urlsplit(link).query)["token"][0]


def test_operator_lets_somebody_in(session: Session) -> None:
    coach = people.coach(session)
    link = operators.sign_in_link(session, email=coach.email.upper(), now=NOW)
    assert link.startswith("http://localhost:8000/link?token=")
    cookie = accounts.sign_in_by_link(session, _token(link), user_agent="Firefox", now=NOW)
    found = sign_ins.person_of(session, cookie, now=NOW)
    assert found
    assert found.id == coach.id


def test_operator_invites_a_coach_for_the_owner(session: Session) -> None:
    people.coach(session, "Olga Brandt", is_owner=True)
    link = operators.invite_coach(session, name="Ben Ito", email="ben@example.com", now=NOW)
    seen = invitations.read(session, _token(link), by=None, now=NOW)
    assert (seen.inviter, seen.name, seen.is_for_coach) == ("Olga Brandt", "Ben Ito", True)


def test_nobody_is_let_in_who_is_not_there(session: Session) -> None:
    with pytest.raises(NotFound):
        operators.sign_in_link(session, email="nobody@example.com", now=NOW)
    with pytest.raises(NotFound):
        operators.invite_coach(session, name="Ben", email="ben@example.com", now=NOW)


def test_commands_print_links(database: Engine) -> None:
    coach = stored_coach(is_owner=True)
    signed_in = CliRunner().invoke(app, ["sign-in-link", coach.email])
    invited = CliRunner().invoke(app, ["invite-coach", "ben@example.com", "Ben Ito"])
    assert "/link?token=" in signed_in.output
    assert "/invitation?token=" in invited.output
    assert (signed_in.exit_code, invited.exit_code) == (0, 0)


def test_commands_say_what_is_wrong(database: Engine) -> None:
    answer = CliRunner().invoke(app, ["sign-in-link", "nobody@example.com"])
    assert answer.exit_code == 1
    assert "Nobody here has that address." in answer.output
