"""What stands in a feed: one's own, the last 30 days and all that is ahead."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from coachbook.ics import Entry
from coachbook.models import CheckinFormQuestion, Workout
from coachbook.services import bookings, checkin_forms, feed_contents
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person, relation
from tests import factories, people
from tests.conftest import NOW

A_DAY = timedelta(days=1)


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session, meeting_address="https://meet.example.com/anna")


@pytest.fixture
def client(session: Session, coach: Person) -> Person:
    made = people.client(session, coach)
    factories.package(session, coach, made)
    return made


def book(session: Session, coach: Person, client: Person, start: datetime) -> BookingView:
    return factories.booked(session, coach, client, start, now=min(NOW, start - A_DAY))[0]


def of_client(session: Session, client: Person, now: datetime = NOW) -> tuple[Entry, ...]:
    return feed_contents.of_client(session, by=client, now=now).entries


def of_coach(session: Session, coach: Person, now: datetime = NOW) -> tuple[Entry, ...]:
    return feed_contents.of_coach(session, by=coach, now=now).entries


def test_client_reads_the_coach_and_coach_the_client(
    session: Session, coach: Person, client: Person
) -> None:
    booked = book(session, coach, client, NOW + A_DAY)
    relation(session, coach_id=coach.id, client_id=client.id).name = "Robin F."
    session.flush()
    (seen,), (known,) = of_client(session, client), of_coach(session, coach)
    assert seen.title == "Session with Anna Weiss"
    assert seen.url.endswith(f"/client/calendar?booking={booked.chain_id}")
    assert known.title == "Robin F.: session"
    assert known.url.endswith(f"/coach/bookings?booking={booked.chain_id}")
    assert seen.uid == known.uid == f"{booked.chain_id}@coachbook"


def test_feed_has_the_last_30_days_and_all_ahead(
    session: Session, coach: Person, client: Person
) -> None:
    for days in (-31, -30, 1, 300):
        book(session, coach, client, NOW + days * A_DAY)
    starts = [entry.at for entry in of_client(session, client)]
    assert [at[0] - NOW for at in starts if isinstance(at, tuple)] == [
        -30 * A_DAY,
        A_DAY,
        300 * A_DAY,
    ]


def test_move_keeps_the_identity_and_counts_up(
    session: Session, coach: Person, client: Person
) -> None:
    booked = book(session, coach, client, NOW + A_DAY)
    moved_to = NOW + 2 * A_DAY
    bookings.reschedule(
        session, booked.id, by=coach, starts_at=moved_to, version=booked.version,
        request_id=factories.request_id(), now=NOW, confirmed=True,
    )  # fmt: skip
    (entry,) = of_client(session, client)
    assert entry.at == (moved_to, moved_to + timedelta(hours=1))
    assert (entry.uid, entry.sequence) == (f"{booked.chain_id}@coachbook", 1)


def test_cancelled_stays_for_30_days_as_such(
    session: Session, coach: Person, client: Person
) -> None:
    booked = book(session, coach, client, NOW + 40 * A_DAY)
    bookings.cancel(session, booked.id, by=client, version=booked.version, now=NOW)
    (entry,) = of_client(session, client)
    assert entry.is_cancelled
    assert entry.sequence == 1
    assert len(of_client(session, client, NOW + 30 * A_DAY)) == 1
    assert of_client(session, client, NOW + 31 * A_DAY) == ()


def test_nothing_of_other_people_is_in_it(session: Session, coach: Person, client: Person) -> None:
    other = people.client(session, coach, "Sam Other")
    factories.package(session, coach, other)
    book(session, coach, other, NOW + A_DAY)
    assert of_client(session, client) == ()
    assert of_coach(session, people.coach(session, "Ben Ott")) == ()
    assert len(of_coach(session, coach)) == 1


def test_client_of_two_coaches_has_both_in_one_feed(
    session: Session, coach: Person, client: Person
) -> None:
    ben = people.coach(session, "Ben Ott")
    robin = people.another_client_of(session, ben, client)
    factories.package(session, ben, robin)
    book(session, coach, client, NOW + A_DAY)
    book(session, ben, robin, NOW + 2 * A_DAY)
    found = feed_contents.of_client(session, by=robin, now=NOW)
    assert [entry.title for entry in found.entries] == [
        "Session with Anna Weiss", "Session with Ben Ott",
    ]  # fmt: skip
    assert found.name == feed_contents.SEVERAL
    assert len(of_coach(session, coach)) == 1


def test_check_in_says_where_it_takes_place(
    session: Session, coach: Person, client: Person
) -> None:
    factories.booked(session, coach, client, NOW + A_DAY, minutes=30, kind="checkin")
    (entry,) = of_client(session, client)
    assert entry.title == "Check-in with Anna Weiss"
    assert entry.place == "https://meet.example.com/anna"
    assert "Join here: https://meet.example.com/anna" in entry.notes


def test_check_in_without_an_address_says_what_will_happen(session: Session) -> None:
    coach = people.coach(session)
    client = people.client(session, coach)
    factories.booked(session, coach, client, NOW + A_DAY, minutes=30, kind="checkin")
    (entry,) = of_client(session, client)
    assert entry.place == ""
    assert entry.notes[0] == "Anna Weiss will send you a link before it starts."


def test_session_elsewhere_names_the_coachs_clock(session: Session, coach: Person) -> None:
    client = people.client(session, coach, zone="Europe/Berlin")
    factories.package(session, coach, client)
    book(session, coach, client, factories.at("2026-11-18 09:00"))
    (entry,) = of_client(session, client)
    assert entry.notes[0] == "Wed, Nov 18, 9:00 AM in New York, where Anna Weiss is.".replace(
        " AM", "\u202fAM"
    )


def workout(session: Session, coach: Person, client: Person, on: date) -> Workout:
    made = Workout(
        client_id=client.id,
        coach_id=coach.id,
        series_id=uuid4(),
        scheduled_on=on,
        title="Legs",
        exercises=[{"name": "Squat", "sets": "3", "reps": "8-10", "load": "60 kg"}],
        created_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def test_workouts_take_their_day_and_are_the_clients_alone(
    session: Session, coach: Person, client: Person
) -> None:
    made = workout(session, coach, client, date(2026, 11, 20))
    (entry,) = of_client(session, client)
    assert (entry.title, entry.at) == ("Legs", date(2026, 11, 20))
    assert entry.notes[0] == "Squat: 3 x 8-10, 60 kg"
    assert entry.url.endswith(f"/client/calendar?workout={made.id}")
    assert of_coach(session, coach) == ()


def test_workouts_of_a_coach_who_archived_the_client_are_gone(
    session: Session, coach: Person, client: Person
) -> None:
    workout(session, coach, client, date(2026, 11, 20))
    relation(session, coach_id=coach.id, client_id=client.id).status = "archived"
    session.flush()
    assert of_client(session, client) == ()


def test_tag_changes_with_what_is_in_it_only(
    session: Session, coach: Person, client: Person
) -> None:
    def tag(now: datetime = NOW) -> str:
        return feed_contents.of_client(session, by=client, now=now).tag

    empty = tag()
    book(session, coach, client, NOW + 3 * A_DAY)
    booked = tag()
    assert booked != empty
    assert tag(NOW + A_DAY) == booked


def test_form_that_is_not_sent_yet_is_led_to(
    session: Session, coach: Person, client: Person
) -> None:
    (booked,) = factories.booked(session, coach, client, NOW + A_DAY, minutes=30, kind="checkin")
    assert not any("form" in note for note in of_client(session, client)[0].notes)
    question = CheckinFormQuestion(coach_id=coach.id, question="Sleep?", question_type="text")
    session.add(question)
    session.flush()
    told = [note for note in of_client(session, client)[0].notes if "form" in note]
    assert told[0].endswith(f"/client/check-in/{booked.chain_id}")
    assert not any("form" in note for note in of_coach(session, coach)[0].notes)
    checkin_forms.submit(session, booked.chain_id, {str(question.id): "7"}, by=client, now=NOW)
    assert not any("form" in note for note in of_client(session, client)[0].notes)
