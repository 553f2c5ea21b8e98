"""What a client sees before booking, in their own zone, from few reads, and nobody else's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from coachbook.errors import Invalid, NotFound
from coachbook.services import booking_desk, client_booking
from coachbook.services.client_booking import Openings
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, TEN = at("2026-11-18 09:00"), at("2026-11-18 10:00")
MONDAY = date(2026, 11, 16)


def seen(practice: Practice, **more: Any) -> Openings:
    asked = {"by": practice.client, "coach_id": practice.coach.id, "minutes": 60, "now": NOW}
    return client_booking.openings(practice.session, **{**asked, **more})


def why(found: Openings, start: datetime) -> str:
    return next(slot.why for slot in found.slots if slot.starts_at == start)


@contextmanager
def counted_reads(database: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def keep(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            statements.append(statement)

    event.listen(database, "before_cursor_execute", keep)
    yield statements
    event.remove(database, "before_cursor_execute", keep)


# Coaches and credits


def test_client_sees_the_coaches_who_take_them(practice: Practice) -> None:
    second = people.coach(practice.session, "Ben Ito", zone="Asia/Tokyo")
    people.another_client_of(practice.session, second, practice.client)
    former = people.coach(practice.session, "Aaron Past")
    people.relate(
        practice.session, former, practice.client.id, practice.client.name, status="archived"
    )
    found = client_booking.coaches(practice.session, by=practice.client)
    assert [(one.name, one.zone.key) for one in found] == [
        ("Anna Weiss", "America/New_York"),
        ("Ben Ito", "Asia/Tokyo"),
    ]


def test_desk_has_the_coach_asked_for_else_the_first(practice: Practice) -> None:
    second = people.coach(practice.session, "Ben Ito")
    people.another_client_of(practice.session, second, practice.client)
    stranger = people.coach(practice.session, "Cleo Strange")
    for asked, shown in ((second, second), (practice.coach, practice.coach)):
        found = booking_desk.desk(practice.session, by=practice.client, now=NOW, coach_id=asked.id)
        assert found.coach is not None
        assert found.coach.id == shown.id
    for coach_id in (stranger.id, uuid4(), None):
        found = booking_desk.desk(practice.session, by=practice.client, now=NOW, coach_id=coach_id)
        assert found.coach is not None
        assert found.coach.id == practice.coach.id


def test_desk_without_a_coach_or_a_package_has_no_times(session: Session) -> None:
    coach = people.coach(session)
    client = people.client(session, coach)
    assert booking_desk.desk(session, by=client, now=NOW).openings is None
    assert booking_desk.desk(session, by=coach, now=NOW).coach is None


def test_desk_has_the_length_asked_for_else_the_shortest(practice: Practice) -> None:
    factories.package(practice.session, practice.coach, practice.client, minutes=45)
    for asked, shown in ((60, 60), (45, 45), (30, 45), (0, 45), (-1, 45)):
        found = booking_desk.desk(practice.session, by=practice.client, now=NOW, minutes=asked)
        assert found.minutes == shown


def test_standing_adds_up_what_is_left_by_length(practice: Practice) -> None:
    session, coach, client = practice.session, practice.coach, practice.client
    factories.package(session, coach, client, total=4, expires_on="2027-01-31")
    factories.package(session, coach, client, total=5, minutes=45, expires_on="2026-12-24")
    factories.package(session, coach, client, total=9, minutes=30, expires_on="2026-11-15")
    practice.book(NINE)
    found = client_booking.standing(session, by=client, coach_id=coach.id, now=NOW)
    assert [(one.minutes, one.available) for one in found.lengths] == [(45, 5), (60, 15)]
    assert (found.available, found.total) == (20, 21)
    assert found.expires_on == date(2026, 12, 24)


def test_standing_without_a_package_is_empty(session: Session) -> None:
    coach = people.coach(session)
    client = people.client(session, coach)
    found = client_booking.standing(session, by=client, coach_id=coach.id, now=NOW)
    assert (found.lengths, found.available, found.expires_on) == ((), 0, None)


# Open times


def test_week_shown_first_has_something_open(practice: Practice) -> None:
    for day in range(16, 21):
        factories.blackout(practice.session, practice.coach, f"2026-11-{day}")
    assert seen(practice).monday == date(2026, 11, 23)


def test_week_asked_for_is_shown_and_stays_inside_the_window(practice: Practice) -> None:
    assert seen(practice, week_of=date(2026, 12, 10)).monday == date(2026, 12, 7)
    for outside in (date(2020, 1, 1), date(2030, 1, 1), date.min, date.max):
        assert seen(practice, week_of=outside).monday == MONDAY


def test_open_days_reach_to_the_windows_last(practice: Practice) -> None:
    found = seen(practice)
    assert (min(found.days), max(found.days)) == (date(2026, 11, 17), date(2027, 2, 16))
    assert found.days[date(2026, 11, 18)] == 15
    assert date(2026, 11, 21) not in found.days


def test_days_and_slots_agree(practice: Practice) -> None:
    factories.fill(practice.session, practice.coach, NINE)
    factories.fill(practice.session, practice.coach, NINE)
    found = seen(practice, week_of=MONDAY)
    opened = [slot.starts_at.astimezone(practice.client.zone).date() for slot in found.slots
              if slot.is_open]  # fmt: skip
    in_week = {on: count for on, count in found.days.items() if on < date(2026, 11, 23)}
    assert {on: opened.count(on) for on in set(opened)} == in_week


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("2026-11-16 09:00", "has passed"),
        ("2026-11-16 15:00", "needs 12 hours' notice"),
        ("2026-11-17 09:00", ""),
        ("2026-11-18 09:00", "not available"),
        ("2026-11-19 09:00", "not available"),
        ("2026-11-20 09:30", "you already have a booking then"),
    ],
)
def test_closed_slot_says_why_in_the_clients_words(
    practice: Practice, start: str, words: str
) -> None:
    for _ in range(2):
        factories.fill(practice.session, practice.coach, NINE)
    factories.blackout(practice.session, practice.coach, "2026-11-19")
    practice.book(at("2026-11-20 10:00"))
    assert why(seen(practice, week_of=MONDAY), at(start)) == words


def test_day_beyond_the_window_opens_later(practice: Practice) -> None:
    last_week = seen(practice, week_of=date(2027, 2, 16))
    assert why(last_week, at("2027-02-16 09:00")) == ""
    assert why(last_week, at("2027-02-17 09:00")) == "opens later"


def test_times_after_the_packages_end_are_not_offered(session: Session) -> None:
    coach = people.coach(session)
    client = people.client(session, coach)
    factories.hours(session, coach)
    package_id = factories.package(session, coach, client, expires_on="2026-11-19")
    found = seen(Practice(session, coach, client, package_id), week_of=MONDAY)
    assert max(found.days) == date(2026, 11, 19)
    assert why(found, at("2026-11-20 09:00")) == "after your package ends"


def test_everything_offered_can_be_booked_and_nothing_else(practice: Practice) -> None:
    factories.fill(practice.session, practice.coach, NINE, TEN)
    factories.fill(practice.session, practice.coach, NINE)
    found = seen(practice, week_of=MONDAY)
    for slot in found.slots[::5]:
        chosen = client_booking.basket(
            practice.session, by=practice.client, coach_id=practice.coach.id, minutes=60,
            starts=[slot.starts_at], now=NOW,
        )  # fmt: skip
        assert chosen.verdicts[0].is_open == slot.is_open


def test_client_far_away_sees_their_own_days(session: Session) -> None:
    coach = people.coach(session)
    client = people.client(session, coach, zone="Asia/Tokyo")
    factories.hours(session, coach)
    factories.package(session, coach, client)
    found = seen(Practice(session, coach, client, uuid4()), week_of=MONDAY)
    tokyo = {slot.starts_at.astimezone(client.zone).date() for slot in found.slots}
    assert (min(tokyo), max(tokyo)) == (date(2026, 11, 16), date(2026, 11, 21))
    assert found.days[date(2026, 11, 21)] == 13  # Friday 10:00 to 16:00 in New York
    assert max(found.days) == date(2027, 2, 17)


def test_another_length_has_other_times(practice: Practice) -> None:
    factories.package(practice.session, practice.coach, practice.client, minutes=90)
    assert seen(practice, minutes=90).days[date(2026, 11, 18)] == 14


@pytest.mark.parametrize("minutes", [0, -60, 481, 10**9])
def test_impossible_length_is_refused(practice: Practice, minutes: int) -> None:
    with pytest.raises(Invalid):
        seen(practice, minutes=minutes)


def test_length_without_a_package_offers_nothing(practice: Practice) -> None:
    assert seen(practice, minutes=45).days == {}


def test_foreign_coach_looks_absent(practice: Practice) -> None:
    stranger = people.coach(practice.session, "Ben Ito")
    for coach_id in (stranger.id, uuid4(), practice.client.id):
        with pytest.raises(NotFound):
            seen(practice, coach_id=coach_id)
        with pytest.raises(NotFound):
            client_booking.standing(
                practice.session, by=practice.client, coach_id=coach_id, now=NOW
            )
        with pytest.raises(NotFound):
            client_booking.basket(
                practice.session, by=practice.client, coach_id=coach_id, minutes=60,
                starts=[], now=NOW,
            )  # fmt: skip


def test_whole_window_takes_seven_reads(practice: Practice, database: Engine) -> None:
    factories.fill(practice.session, practice.coach, *(NINE + timedelta(days=7 * n)
                   for n in range(10)))  # fmt: skip
    practice.session.flush()
    practice.session.expunge_all()
    with counted_reads(database) as statements:
        seen(practice)
    assert len(statements) <= 7


# The basket


def test_basket_says_which_package_and_what_remains(practice: Practice) -> None:
    session, coach, client = practice.session, practice.coach, practice.client
    factories.package(session, coach, client, total=1, expires_on="2026-11-30")
    chosen = client_booking.basket(
        session, by=client, coach_id=coach.id, minutes=60, starts=[TEN, NINE], now=NOW
    )
    assert [(one.starts_at, one.package_until) for one in chosen.verdicts] == [
        (NINE, date(2026, 11, 30)),
        (TEN, None),
    ]
    assert [(use.left, use.package.size) for use in chosen.uses] == [(0, 1), (11, 12)]


def test_basket_writes_nothing(practice: Practice) -> None:
    client_booking.basket(
        practice.session, by=practice.client, coach_id=practice.coach.id, minutes=60,
        starts=[NINE], now=NOW,
    )  # fmt: skip
    assert (practice.count(), practice.left) == (0, 12)


def test_overfull_basket_is_refused(practice: Practice) -> None:
    with pytest.raises(Invalid, match="at most 60"):
        client_booking.basket(
            practice.session, by=practice.client, coach_id=practice.coach.id, minutes=60,
            starts=[NINE + timedelta(days=day) for day in range(500)], now=NOW,
        )  # fmt: skip
