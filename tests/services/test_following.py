"""A calendar is followed by its coach and by those who are their clients now."""

from datetime import datetime

from sqlmodel import Session

from coachbook.services import changes, following
from tests import people


def test_coach_follows_only_their_own_calendar(session: Session) -> None:
    anna, ben = people.coach(session), people.coach(session, "Ben Ott")
    assert following.may_follow(session, anna.id, by=anna)
    assert not following.may_follow(session, anna.id, by=ben)


def test_client_follows_the_calendar_of_their_coach(session: Session) -> None:
    anna, ben = people.coach(session), people.coach(session, "Ben Ott")
    robin = people.client(session, of=anna)
    assert following.may_follow(session, anna.id, by=robin)
    assert not following.may_follow(session, ben.id, by=robin)


def test_archived_client_follows_nothing(session: Session) -> None:
    anna = people.coach(session)
    robin = people.client(session, of=anna, status="archived")
    assert not following.may_follow(session, anna.id, by=robin)


def test_client_does_not_follow_their_own_id(session: Session) -> None:
    robin = people.client(session, of=people.coach(session))
    assert not following.may_follow(session, robin.id, by=robin)


def test_version_goes_up_with_each_change(session: Session, now: datetime) -> None:
    anna, ben = people.coach(session), people.coach(session, "Ben Ott")
    for _ in range(2):
        changes.touch(session, anna.id, now)
    assert following.versions(session, [anna.id, ben.id]) == {anna.id: 2, ben.id: 0}
