"""Invitations: of strangers, of people others know, again, accepted by whom."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coachbook.errors import EmailTaken, Invalid, LinkExpired, NotAllowed, NotFound
from coachbook.models import (
    CalendarVersion,
    CoachClient,
    CoachSettings,
    OneTimeToken,
    OutboxMessage,
    Profile,
)
from coachbook.services import invitations, links, sign_ins
from coachbook.services.accounts import TooManyMessages
from coachbook.services.invitations import (
    AlreadyJoined,
    InvitationView,
    Invited,
    OtherPerson,
    SignInFirst,
)
from coachbook.services.people import Person
from coachbook.services.people import person as as_person
from tests import people
from tests.accounts import give_password, password_hash
from tests.conftest import NOW

EMAIL = "robin@example.com"


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session, is_owner=True)


@pytest.fixture
def other_coach(session: Session) -> Person:
    return people.coach(session, "Ben Ito", zone="Asia/Tokyo")


def _invite(session: Session, by: Person, email: str = EMAIL, name: str = "Robin") -> Invited:
    return invitations.invite(session, by=by, name=name, email=email, now=NOW)


def _token(session: Session) -> str:
    """Of the newest invitation."""
    found = session.exec(
        select(OneTimeToken).where(
            OneTimeToken.purpose == "invitation", col(OneTimeToken.used_at).is_(None)
        )
    ).all()[-1]
    return links.token(found.id, "invitation")


def _token_from(session: Session, coach: Person) -> str:
    found = session.exec(
        select(OneTimeToken)
        .join(CoachClient, col(CoachClient.id) == OneTimeToken.relation_id)
        .where(CoachClient.coach_id == coach.id, col(OneTimeToken.used_at).is_(None))
    ).one()
    return links.token(found.id, "invitation")


def _join(session: Session, token: str, name: str = "Robin Fields") -> str:
    return invitations.join(
        session, token, name=name, password_hash=password_hash(), user_agent="Firefox", now=NOW
    )


def _read(session: Session, token: str, by: Person | None = None) -> InvitationView:
    return invitations.read(session, token, by=by, now=NOW)


def _relation(session: Session, coach: Person) -> CoachClient:
    return session.exec(select(CoachClient).where(CoachClient.coach_id == coach.id)).one()


def _messages(session: Session) -> list[OutboxMessage]:
    return list(session.exec(select(OutboxMessage).where(OutboxMessage.event == "invitation")))


def test_invitation_of_a_stranger(session: Session, coach: Person) -> None:
    invited = _invite(session, coach, email=" Robin@Example.com ")
    profile = session.get(Profile, invited.client_id)
    assert profile
    assert (profile.email, profile.password_hash, profile.is_coach) == (EMAIL, None, False)
    assert _relation(session, coach).status == "invited"
    message = _messages(session)[0]
    assert (message.recipient_id, message.coach_id) == (profile.id, coach.id)


def test_stranger_joins(session: Session, coach: Person) -> None:
    _invite(session, coach)
    token = _token(session)
    seen = _read(session, token)
    assert (seen.inviter, seen.name, seen.email) == ("Anna Weiss", "Robin", EMAIL)
    assert (seen.step, seen.is_for_coach) == ("choose_password", False)
    found = sign_ins.person_of(session, _join(session, token), now=NOW)
    assert found
    assert (found.name, found.is_client) == ("Robin Fields", True)
    relation = _relation(session, coach)
    assert (relation.status, relation.joined_at, relation.name) == ("active", NOW, "Robin Fields")


def test_invitation_opens_once_and_for_two_weeks(session: Session, coach: Person) -> None:
    _invite(session, coach)
    token = _token(session)
    assert links.is_good(session, token, "invitation", now=NOW + timedelta(days=13))
    assert not links.is_good(session, token, "invitation", now=NOW + timedelta(days=14))
    _join(session, token)
    with pytest.raises(LinkExpired):
        _join(session, token)


def test_looking_at_an_invitation_changes_nothing(session: Session, coach: Person) -> None:
    _invite(session, coach)
    token = _token(session)
    assert _read(session, token) == _read(session, token)
    assert _relation(session, coach).status == "invited"


def test_person_of_another_coach_is_invited_alike(
    session: Session, coach: Person, other_coach: Person
) -> None:
    known = people.client(session, other_coach, "Robin Known")
    give_password(session, known)
    before = session.get(Profile, known.id, populate_existing=True)
    assert before
    kept = before.model_dump()
    stranger = _invite(session, coach, email="new@example.com", name="Robin")
    invited = _invite(session, coach, email=known.email, name="Robin")
    assert (stranger.name, stranger.is_restored, stranger.is_mailed) == (
        invited.name, invited.is_restored, invited.is_mailed,
    )  # fmt: skip
    after = session.get(Profile, known.id, populate_existing=True)
    assert after
    assert after.model_dump() == kept
    assert {message.payload["name"] for message in _messages(session)} == {"Robin"}


def test_known_person_must_sign_in_to_accept(
    session: Session, coach: Person, other_coach: Person
) -> None:
    known = people.client(session, other_coach, "Robin Known")
    give_password(session, known)
    _invite(session, coach, email=known.email)
    token = _token(session)
    assert _read(session, token).step == "sign_in"
    assert _read(session, token, known).step == "accept"
    assert _read(session, token, coach).step == "other_person"
    with pytest.raises(SignInFirst):
        _join(session, token)
    session.rollback()


def test_known_person_accepts(session: Session, coach: Person, other_coach: Person) -> None:
    known = people.client(session, other_coach, "Robin Known")
    give_password(session, known)
    _invite(session, coach, email=known.email, name="Bobby")
    token = _token(session)
    with pytest.raises(SignInFirst):
        invitations.accept(session, token, by=None, now=NOW)
    with pytest.raises(OtherPerson):
        invitations.accept(session, token, by=coach, now=NOW)
    invitations.accept(session, token, by=known, now=NOW)
    assert (_relation(session, coach).status, _relation(session, coach).name) == ("active", "Bobby")
    with pytest.raises(LinkExpired):
        invitations.accept(session, token, by=known, now=NOW)


def test_one_coachs_link_never_opens_what_another_knows(
    session: Session, coach: Person, other_coach: Person
) -> None:
    """Somebody without a password, known to two coaches: each of them sees own invitations."""
    _invite(session, other_coach)
    _invite(session, coach)
    for inviter in (coach, other_coach):
        token = _token_from(session, inviter)
        assert _read(session, token).step == "sign_in"
        with pytest.raises(SignInFirst), session.begin_nested():
            _join(session, token)


def test_client_on_the_list_is_not_invited_twice(session: Session, coach: Person) -> None:
    _invite(session, coach)
    with pytest.raises(EmailTaken) as refused:
        _invite(session, coach)
    assert refused.value.field == "email"


def test_archived_client_is_restored(session: Session, coach: Person) -> None:
    client = people.client(session, coach, status="archived")
    relation = _relation(session, coach)
    relation.joined_at, relation.archived_at = NOW, NOW
    invited = _invite(session, coach, email=client.email)
    assert (invited.is_restored, invited.is_mailed) == (True, False)
    assert relation.status == "active"
    assert not relation.archived_at
    assert not _messages(session)


def test_coachs_open_pages_hear_who_joins_and_who_is_back(session: Session, coach: Person) -> None:
    _invite(session, coach)
    _join(session, _token(session))
    version = session.get_one(CalendarVersion, coach.id).version
    assert version > 0
    _relation(session, coach).status = "archived"
    _invite(session, coach)
    raised = session.get_one(CalendarVersion, coach.id, populate_existing=True).version
    assert raised == version + 1


def test_archived_client_who_never_joined_is_invited_again(session: Session, coach: Person) -> None:
    client = people.client(session, coach, status="archived")
    invited = _invite(session, coach, email=client.email)
    assert (invited.is_restored, invited.is_mailed) == (True, True)
    assert _relation(session, coach).status == "invited"
    assert len(_messages(session)) == 1


def test_archived_invitation_is_dead(session: Session, coach: Person) -> None:
    _invite(session, coach)
    token = _token(session)
    _relation(session, coach).status = "archived"
    session.flush()
    with pytest.raises(LinkExpired):
        _read(session, token)
    with pytest.raises(LinkExpired):
        _join(session, token)


def test_second_invitation_ends_the_first(session: Session, coach: Person) -> None:
    invited = _invite(session, coach)
    first = _token(session)
    invitations.invite_again(session, invited.client_id, by=coach, now=NOW)
    assert not links.is_good(session, first, "invitation", now=NOW)
    assert links.is_good(session, _token(session), "invitation", now=NOW)
    assert len(_messages(session)) == 2


def test_only_own_clients_are_invited_again(
    session: Session, coach: Person, other_coach: Person
) -> None:
    invited = _invite(session, coach)
    with pytest.raises(NotFound):
        invitations.invite_again(session, invited.client_id, by=other_coach, now=NOW)
    _join(session, _token(session))
    with pytest.raises(AlreadyJoined):
        invitations.invite_again(session, invited.client_id, by=coach, now=NOW)


def test_clients_invite_nobody(session: Session, coach: Person) -> None:
    with pytest.raises(NotAllowed):
        _invite(session, people.client(session, coach))


def test_own_address_is_not_invited(session: Session, coach: Person) -> None:
    with pytest.raises(Invalid):
        _invite(session, coach, email=coach.email)


@pytest.mark.parametrize(
    ("name", "email"), [("", EMAIL), ("x" * 10_000, EMAIL), ("Robin", "robin"), ("Robin", "")]
)
def test_unusable_names_and_emails_are_refused(
    session: Session, coach: Person, name: str, email: str
) -> None:
    with pytest.raises(Invalid):
        _invite(session, coach, email=email, name=name)
    assert not session.exec(select(CoachClient)).all()


def test_messages_to_one_recipient_are_limited(session: Session, coach: Person) -> None:
    invited = _invite(session, coach)
    for _ in range(2):
        invitations.invite_again(session, invited.client_id, by=coach, now=NOW)
    with pytest.raises(TooManyMessages):
        invitations.invite_again(session, invited.client_id, by=coach, now=NOW)


def test_one_coachs_limit_is_not_anothers(
    session: Session, coach: Person, other_coach: Person
) -> None:
    invited = _invite(session, coach)
    for _ in range(2):
        invitations.invite_again(session, invited.client_id, by=coach, now=NOW)
    assert _invite(session, other_coach).client_id == invited.client_id


def test_owner_invites_a_coach(session: Session, coach: Person) -> None:
    invitations.invite_coach(session, by=coach, name="Cleo Berg", email="cleo@example.com", now=NOW)
    token = _token(session)
    seen = _read(session, token)
    assert (seen.is_for_coach, seen.step, seen.name) == (True, "choose_password", "Cleo Berg")
    found = sign_ins.person_of(session, _join(session, token, "Cleo Berg"), now=NOW)
    assert found
    assert (found.is_coach, found.is_owner, found.is_client) == (True, False, False)
    settings = session.get(CoachSettings, found.id)
    assert settings
    assert settings.practice_name == "Cleo Berg"


def test_nobody_is_a_coach_before_they_accept(session: Session, coach: Person) -> None:
    client = people.client(session, coach)
    give_password(session, client)
    invitations.invite_coach(session, by=coach, name="Robin", email=client.email, now=NOW)
    profile = session.get(Profile, client.id)
    assert profile
    assert not profile.is_coach
    token = _token(session)
    assert _read(session, token).step == "sign_in"
    invitations.accept(session, token, by=client, now=NOW)
    assert as_person(session, profile).is_coach


def test_only_the_owner_invites_coaches(session: Session, other_coach: Person) -> None:
    with pytest.raises(NotAllowed):
        invitations.invite_coach(
            session, by=other_coach, name="Cleo", email="cleo@example.com", now=NOW
        )


def test_coach_is_not_invited_to_be_one(
    session: Session, coach: Person, other_coach: Person
) -> None:
    with pytest.raises(EmailTaken):
        invitations.invite_coach(session, by=coach, name="Ben", email=other_coach.email, now=NOW)
