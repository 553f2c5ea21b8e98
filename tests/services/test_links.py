"""Links: one purpose, one person, once, for a while."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from coachbook import signing
from coachbook.errors import LinkExpired
from coachbook.models import OneTimeToken
from coachbook.services import links
from tests import people
from tests.conftest import NOW


@pytest.fixture
def token(session: Session) -> str:
    issued = links.issue(session, "sign_in", people.coach(session).id, now=NOW)
    return links.token(issued.id, "sign_in")


def test_link_opens_once(session: Session, token: str) -> None:
    assert links.open(session, token, "sign_in", now=NOW).used_at == NOW
    with pytest.raises(LinkExpired):
        links.open(session, token, "sign_in", now=NOW)


def test_looking_does_not_spend_a_link(session: Session, token: str) -> None:
    assert links.is_good(session, token, "sign_in", now=NOW)
    assert links.is_good(session, token, "sign_in", now=NOW)


@pytest.mark.parametrize(
    ("purpose", "life"),
    [
        ("sign_in", timedelta(minutes=10)),
        ("reset_password", timedelta(hours=1)),
        ("invitation", timedelta(days=14)),
    ],
)
def test_link_ends_with_its_life(session: Session, purpose: str, life: timedelta) -> None:
    issued = links.issue(session, purpose, people.coach(session).id, now=NOW)
    token = links.token(issued.id, purpose)
    assert links.is_good(session, token, purpose, now=NOW + life - timedelta(seconds=1))
    assert not links.is_good(session, token, purpose, now=NOW + life)


def test_link_serves_its_purpose_only(session: Session, token: str) -> None:
    assert not links.is_good(session, token, "reset_password", now=NOW)
    found = session.exec(select(OneTimeToken)).one()
    for_other = links.token(found.id, "reset_password")
    assert not links.is_good(session, for_other, "reset_password", now=NOW)


def test_new_link_ends_the_earlier_one(session: Session) -> None:
    coach = people.coach(session)
    first, second = (links.issue(session, "sign_in", coach.id, now=NOW) for _ in range(2))
    assert not links.is_good(session, links.token(first.id, "sign_in"), "sign_in", now=NOW)
    assert links.is_good(session, links.token(second.id, "sign_in"), "sign_in", now=NOW)


def test_new_link_of_somebody_else_ends_nothing(session: Session, token: str) -> None:
    links.issue(session, "sign_in", people.coach(session, "Ben Ito").id, now=NOW)
    links.issue(session, "reset_password", people.coach(session, "Cleo Berg").id, now=NOW)
    assert links.is_good(session, token, "sign_in", now=NOW)


def test_altered_links_never_open(session: Session, token: str) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.="
    altered = {
        token[:place] + letter + token[place + 1 :]
        for place in range(len(token))
        for letter in letters
    } - {token}
    assert len(altered) > 4_000
    assert [a for a in altered if links.is_good(session, a, "sign_in", now=NOW)] == []


@pytest.mark.parametrize("text", ["", ".", "x", "a.b.c", "ü" * 22 + ".x", "A" * 22, " " * 66, "\0"])
def test_what_is_no_link_never_opens(session: Session, text: str) -> None:
    assert not links.is_good(session, text, "sign_in", now=NOW)


def test_signed_link_without_a_row_never_opens(session: Session) -> None:
    assert not links.is_good(session, signing.token(uuid4(), "sign_in"), "sign_in", now=NOW)


def test_link_is_signed_with_the_secret_key(
    session: Session, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACHBOOK_SECRET_KEY", "x" * 48)
    from coachbook import config

    config.reset()
    assert not links.is_good(session, token, "sign_in", now=NOW)
