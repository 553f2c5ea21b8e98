"""A client's home: what comes first, what is to do, with every coach and nobody else's."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from coachbook.models import CheckinFormQuestion, CoachSettings
from coachbook.services import client_home, workouts
from coachbook.services.client_home import Home
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

TUESDAY, THURSDAY = at("2026-11-17 09:00"), at("2026-11-19 11:00")


def seen(practice: Practice, **more: Any) -> Home:
    return client_home.home(practice.session, **{"by": practice.client, "now": NOW, **more})


def check_in(practice: Practice) -> Any:
    return factories.booked(
        practice.session, practice.coach, practice.client, at("2026-11-18 13:00"), minutes=30,
        kind="checkin",
    )[0]  # fmt: skip


def ask(practice: Practice) -> None:
    practice.session.add(
        CheckinFormQuestion(
            coach_id=practice.coach.id, question="How did you sleep?", question_type="text"
        )
    )
    practice.session.flush()


def test_first_appointment_stands_apart_from_those_after_it(practice: Practice) -> None:
    practice.book(TUESDAY, THURSDAY)
    practice.cancel(practice.booked(at("2026-11-17 14:00")))
    found = seen(practice)
    assert found.next is not None
    assert (found.next.starts_at, [one.starts_at for one in found.ahead]) == (TUESDAY, [THURSDAY])


def test_appointment_under_way_is_still_the_first(practice: Practice) -> None:
    practice.book(TUESDAY, THURSDAY)
    for minutes, first in ((0, TUESDAY), (59, TUESDAY), (60, THURSDAY)):
        found = seen(practice, now=TUESDAY + timedelta(minutes=minutes)).next
        assert found is not None
        assert found.starts_at == first


def test_home_is_right_until_the_next_start_end_or_midnight(practice: Practice) -> None:
    practice.book(TUESDAY)
    assert NOW + seen(practice).fresh_for == at("2026-11-17 00:00")
    for now, then in (("00:00", "09:00"), ("09:00", "10:00"), ("10:00", "24:00")):
        moment = at(f"2026-11-17 {now}")
        ends = at("2026-11-18 00:00") if then == "24:00" else at(f"2026-11-17 {then}")
        assert moment + seen(practice, now=moment).fresh_for == ends
    traveller = people.client(practice.session, practice.coach, zone="Asia/Kathmandu")
    midnight = at("2026-11-17 00:00", "Asia/Kathmandu")
    assert NOW + seen(practice, by=traveller).fresh_for == midnight


def test_what_is_beyond_the_shown_ones_is_told(practice: Practice) -> None:
    practice.book(*(at(f"2026-12-{day:02} 09:00") for day in (1, 2, 3, 4, 7, 8)))
    assert (len(seen(practice).ahead), seen(practice).has_more) == (5, False)
    practice.book(at("2026-12-09 09:00"))
    assert (len(seen(practice).ahead), seen(practice).has_more) == (5, True)


def test_check_in_has_its_meeting_and_its_form(practice: Practice) -> None:
    check_in(practice)
    assert seen(practice).meeting.sentence == "Anna Weiss will send you a link before it starts."
    assert seen(practice).form == "none"
    settings = practice.session.get_one(CoachSettings, practice.coach.id)
    settings.meeting_address = "https://meet.example.com/anna"
    ask(practice)
    found = seen(practice)
    assert (found.meeting.link, found.form) == ("https://meet.example.com/anna", "open")
    assert [one.state for one in found.to_fill] == ["open"]


def test_session_has_neither_a_meeting_nor_a_form(practice: Practice) -> None:
    ask(practice)
    practice.book(TUESDAY)
    found = seen(practice)
    assert (found.meeting.link, found.meeting.sentence, found.form) == ("", "", "none")


@pytest.mark.parametrize(("booked", "is_low"), [(9, False), (10, True), (12, True)])
def test_credits_are_low_at_the_coachs_threshold(
    practice: Practice, booked: int, is_low: bool
) -> None:
    starts = [at(f"2026-12-{day:02} {hour:02}:00") for day in (1, 2) for hour in range(9, 15)]
    practice.book(*starts[:booked])
    (place,) = seen(practice).places
    assert (place.standing.available, place.is_low) == (12 - booked, is_low)


def test_who_never_had_a_package_runs_low_of_nothing(session: Session) -> None:
    coach = people.coach(session)
    client = people.client(session, coach)
    (place,) = client_home.home(session, by=client, now=NOW).places
    assert (place.is_low, place.expiring, place.standing.available) == (False, None, 0)


@pytest.mark.parametrize(("ends", "is_soon"), [("2026-12-16", True), ("2026-12-17", False)])
def test_package_that_ends_within_thirty_days_is_told(
    practice: Practice, ends: str, is_soon: bool
) -> None:
    factories.package(practice.session, practice.coach, practice.client, expires_on=ends)
    (place,) = seen(practice).places
    assert (place.expiring is not None) is is_soon


def test_workouts_of_the_coming_days_are_there_until_done(practice: Practice) -> None:
    session, coach, client = practice.session, practice.coach, practice.client
    draft = workouts.Draft(title="Hips and core", exercises=workouts.parsed("Plank 3x30s"))
    for day in (15, 16, 23, 24):
        workouts.plan(session, draft, by=coach, client_id=client.id, on=date(2026, 11, day),
                      now=NOW, weeks=1, request_id=f"w{day}")  # fmt: skip
    found = seen(practice).workouts
    assert [one.scheduled_on.day for one in found] == [16, 23]
    workouts.tick(session, found[0].id, by=client, is_done=True, note="", version=1, now=NOW)
    assert [one.scheduled_on.day for one in seen(practice).workouts] == [23]


def test_every_coach_has_a_place_and_strangers_none(practice: Practice) -> None:
    session = practice.session
    second = people.coach(session, "Ben Ito", zone="Asia/Tokyo")
    people.another_client_of(session, second, practice.client)
    other = practice.another_client()
    factories.booked(session, practice.coach, other, TUESDAY)
    found = seen(practice)
    assert [(one.coach.name, one.today.day) for one in found.places] == [
        ("Anna Weiss", 16), ("Ben Ito", 17),
    ]  # fmt: skip
    assert (found.next, found.ahead) == (None, ())
    assert client_home.home(session, by=people.coach(session, "Cleo"), now=NOW).places == ()
