"""The first practice, and further ones where sign-up is open."""

import threading

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coachbook import config
from coachbook.database import reading, transaction
from coachbook.errors import Invalid
from coachbook.models import CalendarVersion, CoachSettings, OneTimeToken, OutboxMessage, Profile
from coachbook.services import set_up, sign_ins
from coachbook.services.set_up import AlreadySetUp
from tests import people
from tests.conftest import NOW

EMAIL = "anna@example.com"
ANNA = {
    "name": "Anna Weiss",
    "email": EMAIL,
    "practice_name": "Weiss Strength",
    "time_zone": "America/New_York",
}


def _open(session: Session, **changes: str) -> str:
    asked = {**ANNA, **changes}
    return set_up.open_first_practice(
        session, **asked, password_hash="hash", user_agent="Firefox", now=NOW
    )


def _ask(session: Session, **changes: str) -> None:
    set_up.ask_for_practice(session, **{**ANNA, **changes}, address="203.0.113.7", now=NOW)


@pytest.fixture
def open_sign_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHBOOK_OPEN_SIGN_UP", "yes")
    config.reset()


def test_first_practice_is_the_owners(session: Session) -> None:
    assert set_up.is_empty(session)
    found = sign_ins.person_of(session, _open(session), now=NOW)
    assert found
    assert (found.email, found.is_coach, found.is_owner) == (EMAIL, True, True)
    settings = session.get(CoachSettings, found.id)
    assert settings
    assert settings.practice_name == "Weiss Strength"
    assert session.get(CalendarVersion, found.id)
    assert not set_up.is_empty(session)


def test_second_practice_is_refused(session: Session) -> None:
    _open(session)
    assert not set_up.is_open(session)
    with pytest.raises(AlreadySetUp):
        _open(session, email="ben@example.com")
    with pytest.raises(AlreadySetUp):
        _ask(session, email="ben@example.com")


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("email", "anna"), ("practice_name", ""), ("time_zone", "Mars/Base")],
)
def test_unusable_entries_name_their_field(session: Session, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        _open(session, **{field: value})
    assert refused.value.field == field


def test_of_two_who_set_up_at_once_one_is_the_owner(database: Engine) -> None:
    start, outcomes = threading.Barrier(4), []

    def try_it(number: int) -> None:
        start.wait()
        try:
            with transaction() as session:
                _open(session, email=f"coach{number}@example.com")
            outcomes.append("opened")
        except AlreadySetUp:
            outcomes.append("refused")

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["opened", "refused", "refused", "refused"]
    with reading() as session:
        assert session.exec(select(Profile)).one().is_owner


@pytest.mark.usefixtures("open_sign_up")
def test_open_sign_up_mails_a_link_and_signs_nobody_in(session: Session) -> None:
    people.coach(session, is_owner=True)
    _ask(session)
    profile = session.exec(select(Profile).where(Profile.email == EMAIL)).one()
    assert (profile.is_coach, profile.is_owner, profile.password_hash) == (True, False, None)
    assert session.exec(select(OutboxMessage)).one().event == "reset_password"


@pytest.mark.usefixtures("open_sign_up")
def test_open_sign_up_of_somebody_known_changes_nothing_of_theirs(session: Session) -> None:
    client = people.client(session, people.coach(session, is_owner=True))
    before = session.get(Profile, client.id)
    assert before
    kept = before.model_dump()
    _ask(session, email=client.email)
    after = session.get(Profile, client.id, populate_existing=True)
    assert after
    assert after.model_dump() == kept
    assert session.get(CoachSettings, client.id) is None
    assert session.exec(select(OutboxMessage)).one().event == "reset_password"
    assert session.exec(select(OneTimeToken)).one().profile_id == client.id
