"""A client of two coaches is nowhere twice, and neither coach learns of the other."""

from datetime import timedelta

import pytest
from sqlmodel import select

from coachbook.errors import SlotTaken
from coachbook.models import CoachClient
from coachbook.services import invariants
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, TEN, NOON = at("2026-11-18 09:00"), at("2026-11-18 10:00"), at("2026-11-18 12:00")
REFUSED = "This client isn't free then."


@pytest.fixture
def berta(practice: Practice) -> Person:
    """A second coach who has invited the client; they haven't joined her."""
    berta = people.coach(practice.session, "Berta Klein")
    factories.hours(practice.session, berta)
    people.relate(practice.session, berta, practice.client.id, "Robin", status="invited")
    factories.package(practice.session, berta, practice.client)
    return berta


def join(practice: Practice, coach: Person) -> None:
    found = select(CoachClient).where(CoachClient.coach_id == coach.id)
    known = practice.session.exec(found).one()
    known.status, known.joined_at = "active", NOW
    practice.session.flush()


def overlaps(practice: Practice) -> int:
    report = invariants.check(practice.session, now=NOW)
    return sum(len(one.offenders) for one in report.findings if one.name == "overlap")


def test_coach_learns_nothing_of_whom_they_only_invited(practice: Practice, berta: Person) -> None:
    practice.booked(NINE)
    assert practice.book(NINE, by=berta, coach_id=berta.id).is_booked
    assert overlaps(practice) == 0


def test_invitation_blocks_nothing_at_the_coach_they_have(
    practice: Practice, berta: Person
) -> None:
    practice.booked(NINE, by=berta, coach_id=berta.id)
    assert practice.book(NINE, by=practice.coach).is_booked


def test_after_joining_neither_coach_books_twice(practice: Practice, berta: Person) -> None:
    join(practice, berta)
    practice.booked(NINE)
    practice.booked(NOON, by=berta, coach_id=berta.id)
    for coach, start in ((berta, NINE), (practice.coach, NOON)):
        asked = practice.book(start, by=coach, coach_id=coach.id, confirmed=True)
        assert [one.sentence for one in asked.verdicts] == [REFUSED]
    assert overlaps(practice) == 0


def test_after_joining_a_move_onto_the_others_time_is_refused(
    practice: Practice, berta: Person
) -> None:
    join(practice, berta)
    practice.booked(NINE)
    hers = practice.booked(NOON, by=berta, coach_id=berta.id)
    with pytest.raises(SlotTaken, match=REFUSED):
        practice.move(hers, NINE, by=berta, confirmed=True)


def test_client_is_never_offered_their_own_time(practice: Practice, berta: Person) -> None:
    """They know of all their bookings, whomever they have joined."""
    practice.booked(NINE, by=berta, coach_id=berta.id)
    assert [one.reason for one in practice.book(NINE).verdicts] == ["yours"]


def test_overlap_from_before_joining_is_none_that_anyone_could_refuse(
    practice: Practice, berta: Person
) -> None:
    practice.booked(NINE, by=berta, coach_id=berta.id)
    practice.booked(NINE, by=practice.coach)
    join(practice, berta)
    later = NOW + timedelta(minutes=1)
    assert overlaps(practice) == 0
    practice.booked(TEN, by=practice.coach, now=later)
    asked = practice.book(TEN, by=berta, coach_id=berta.id, now=later, confirmed=True)
    assert not asked.is_booked


def test_overlap_made_after_joining_is_found(practice: Practice, berta: Person) -> None:
    """The control: the check sees what the services would have refused."""
    hers = practice.booked(NINE, by=berta, coach_id=berta.id)
    practice.booked(NINE, by=practice.coach)
    join(practice, berta)
    assert overlaps(practice) == 0
    known = practice.session.exec(select(CoachClient).where(CoachClient.coach_id == berta.id)).one()
    known.joined_at = NOW - timedelta(days=1)
    practice.session.flush()
    assert (overlaps(practice), hers.status) == (1, "confirmed")


def test_archived_coach_whom_they_had_joined_still_counts(
    practice: Practice, berta: Person
) -> None:
    join(practice, berta)
    practice.booked(NINE, by=berta, coach_id=berta.id)
    known = practice.session.exec(select(CoachClient).where(CoachClient.coach_id == berta.id)).one()
    known.status = "archived"
    practice.session.flush()
    assert not practice.book(NINE, by=practice.coach, confirmed=True).is_booked
