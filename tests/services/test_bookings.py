"""Booking: all or nothing, once per request, each time with its own verdict."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from coachbook.errors import Invalid, NotFound, RequestReused
from coachbook.models import Booking, BookingHistory, InAppNotification, OutboxMessage
from coachbook.services.bookings import Outcome
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, TEN, THREE = at("2026-11-18 09:00"), at("2026-11-18 10:00"), at("2026-11-19 15:00")
MORNING = (NINE, TEN, THREE)


def reasons(outcome: Outcome) -> list[str | None]:
    return [verdict.reason for verdict in outcome.verdicts]


def sentences(outcome: Outcome) -> list[str]:
    return [verdict.sentence for verdict in outcome.verdicts]


def test_three_sessions_are_booked_at_once_and_take_three_credits(practice: Practice) -> None:
    outcome = practice.book(*MORNING)
    assert outcome.is_booked
    assert [one.starts_at for one in outcome.bookings] == list(MORNING)
    assert practice.left == 9


def test_booking_names_coach_client_times_and_package(practice: Practice) -> None:
    (made,) = practice.book(NINE).bookings
    assert (made.coach_name, made.client_name) == ("Anna Weiss", "Robin Fields")
    assert (made.starts_at, made.minutes, made.status) == (NINE, 60, "confirmed")
    assert (made.package_label, made.chain_id) == ("12 sessions, 60 min", made.id)


def test_history_counts_the_balance_down_in_order(practice: Practice) -> None:
    practice.book(*MORNING)
    rows = practice.session.execute(
        select(BookingHistory.balance_after, BookingHistory.credit_change)
        .join(Booking, Booking.id == BookingHistory.booking_id)  # type: ignore[arg-type]
        .order_by(Booking.starts_at)  # type: ignore[arg-type]
    )
    assert [tuple(row) for row in rows] == [(11, -1), (10, -1), (9, -1)]


def test_one_taken_time_books_nothing_and_names_it(practice: Practice) -> None:
    factories.fill(practice.session, practice.coach, TEN)
    factories.fill(practice.session, practice.coach, TEN)
    outcome = practice.book(*MORNING)
    assert not outcome.is_booked
    assert reasons(outcome) == [None, "full", None]
    assert sentences(outcome)[1] == "This time isn't available any more."
    assert (practice.left, practice.count()) == (12, 2)


def test_the_other_two_can_be_booked_afterwards(practice: Practice) -> None:
    factories.fill(practice.session, practice.coach, TEN)
    factories.fill(practice.session, practice.coach, TEN)
    refused = practice.book(*MORNING)
    rest = [one.starts_at for one in refused.verdicts if one.is_open]
    assert practice.book(*rest).is_booked
    assert practice.left == 10


def test_times_of_one_selection_are_checked_against_each_other(practice: Practice) -> None:
    outcome = practice.book(NINE, NINE + timedelta(minutes=30), TEN)
    assert not outcome.is_booked
    assert reasons(outcome) == [None, "yours", None]
    assert sentences(outcome)[1] == "You already have a booking then."


def test_selection_longer_than_the_credits_names_the_last(practice: Practice) -> None:
    practice.book(*(NINE + timedelta(hours=hour) for hour in range(8)))
    tomorrow = [THREE - timedelta(hours=hour) for hour in range(5)]
    outcome = practice.book(*tomorrow)
    assert reasons(outcome) == [None, None, None, None, "no_credit"]
    assert sentences(outcome)[-1] == "You have no session left for this date."
    assert practice.left == 4


@pytest.mark.parametrize(
    "starts",
    [
        (),
        (NINE, NINE),
        tuple(NINE + timedelta(days=day) for day in range(500)),
        (NINE.replace(tzinfo=None),),
        (NINE + timedelta(seconds=1),),
        (NINE + timedelta(microseconds=1),),
        (NOW + timedelta(days=4 * 366),),
        (datetime.max.replace(tzinfo=NOW.tzinfo),),
        (datetime.min.replace(tzinfo=NOW.tzinfo),),
    ],
    ids=["none", "twice", "500", "naive", "seconds", "micro", "far", "last", "first"],
)
def test_impossible_selection_is_refused(practice: Practice, starts: Sequence[datetime]) -> None:
    with pytest.raises(Invalid):
        practice.book(*starts)
    assert practice.count() == 0


@pytest.mark.parametrize("minutes", [0, -60, 481, 10**9])
def test_impossible_length_is_refused(practice: Practice, minutes: int) -> None:
    with pytest.raises(Invalid):
        practice.book(NINE, minutes=minutes)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("2026-11-18 09:15", "closed"),
        ("2026-11-18 16:30", "closed"),
        ("2026-11-21 10:00", "closed"),
        ("2026-11-16 09:00", "past"),
        ("2026-11-16 15:00", "notice"),
        ("2027-02-17 09:00", "window"),
    ],
    ids=["off the grid", "over the end", "saturday", "past", "notice", "window"],
)
def test_client_is_bound_by_every_rule_of_time(practice: Practice, start: str, reason: str) -> None:
    assert reasons(practice.book(at(start))) == [reason]
    assert practice.count() == 0


def test_reasons_are_told_in_the_clients_words(practice: Practice) -> None:
    wanted = [at(f"2026-{day}") for day in ("11-16 09:00", "11-16 15:00", "11-21 09:00")]
    late = at("2027-02-17 09:00")
    assert sentences(practice.book(*wanted, late)) == [
        "This time has passed.",
        "This needs 12 hours' notice.",
        "This time isn't available any more.",
        "You can book up to 3 months ahead.",
    ]


def test_exactly_twelve_hours_notice_is_enough(practice: Practice) -> None:
    start = at("2026-11-17 09:00")
    assert not practice.book(start, now=start - timedelta(hours=12, seconds=-1)).is_booked
    assert practice.book(start, now=start - timedelta(hours=12)).is_booked


def test_last_day_of_the_window_is_included(practice: Practice) -> None:
    assert practice.book(at("2027-02-16 16:00")).is_booked


def test_capacity_holds_for_those_there_at_once(practice: Practice) -> None:
    half_past_eight = NINE + timedelta(minutes=30)
    factories.fill(practice.session, practice.coach, NINE)
    factories.fill(practice.session, practice.coach, TEN)
    assert practice.book(half_past_eight).is_booked
    other = practice.another_client()
    assert reasons(practice.book(half_past_eight, by=other, client_id=other.id)) == ["full"]


def test_client_cannot_be_in_two_places(practice: Practice) -> None:
    other_coach = people.coach(practice.session, "Ben Ito")
    factories.hours(practice.session, other_coach)
    same = people.another_client_of(practice.session, other_coach, practice.client)
    factories.package(practice.session, other_coach, same)
    practice.book(NINE)
    outcome = practice.book(NINE + timedelta(minutes=30), coach_id=other_coach.id)
    assert reasons(outcome) == ["yours"]


def test_another_coachs_package_buys_nothing_here(practice: Practice) -> None:
    other_coach = people.coach(practice.session, "Ben Ito")
    factories.hours(practice.session, other_coach)
    people.another_client_of(practice.session, other_coach, practice.client)
    assert reasons(practice.book(NINE, coach_id=other_coach.id)) == ["no_credit"]


# Once per request


def test_second_arrival_of_a_request_books_once_and_gets_the_same_answer(
    practice: Practice,
) -> None:
    first = practice.book(*MORNING, request_id="double-click-1")
    again = practice.book(*reversed(MORNING), request_id="double-click-1")
    assert again.is_booked
    assert [one.id for one in again.bookings] == [one.id for one in first.bookings]
    assert (practice.left, practice.count()) == (9, 3)


def test_second_arrival_tells_what_became_of_the_first(practice: Practice) -> None:
    first = practice.book(*MORNING, request_id="double-click-1")
    moved = practice.move(first.bookings[0], at("2026-11-19 09:00")).booking
    cancelled = practice.cancel(first.bookings[1])
    again = practice.book(*MORNING, request_id="double-click-1")
    assert again.is_booked
    assert {one.id for one in again.bookings} == {moved.id, first.bookings[2].id}
    assert [one.id for one in again.cancelled_since] == [cancelled.id]


def test_second_arrival_does_not_call_a_cancelled_one_booked(practice: Practice) -> None:
    practice.cancel(practice.booked(NINE, request_id="double-click-1"))
    again = practice.book(NINE, request_id="double-click-1")
    assert (again.is_booked, again.bookings, len(again.cancelled_since)) == (False, (), 1)
    assert practice.left == 12
    assert practice.book(NINE, request_id="double-click-2").is_booked


def test_request_id_is_not_reused_for_something_else(practice: Practice) -> None:
    practice.book(NINE, request_id="double-click-1")
    with pytest.raises(RequestReused):
        practice.book(TEN, request_id="double-click-1")


def test_refused_request_can_be_sent_again(practice: Practice) -> None:
    factories.fill(practice.session, practice.coach, NINE)
    factories.fill(practice.session, practice.coach, NINE)
    assert not practice.book(NINE, TEN, request_id="double-click-1").is_booked
    assert practice.book(TEN, request_id="double-click-1").is_booked


def test_two_people_may_have_the_same_request_id(practice: Practice) -> None:
    other = practice.another_client()
    practice.book(NINE, request_id="double-click-1")
    assert practice.book(NINE, by=other, client_id=other.id, request_id="double-click-1").is_booked


@pytest.mark.parametrize("request_id", ["", "short", "x" * 65, "ключ-ключ-ключ"])
def test_incomplete_request_id_is_refused(practice: Practice, request_id: str) -> None:
    with pytest.raises(Invalid):
        practice.book(NINE, request_id=request_id)


# Whose it is


def test_foreign_ids_look_absent(practice: Practice) -> None:
    stranger = people.coach(practice.session, "Ben Ito")
    outsider = people.client(practice.session, stranger, "Kim Late")
    for by, asked in (
        (practice.client, {"coach_id": stranger.id}),
        (practice.client, {"coach_id": uuid4()}),
        (practice.client, {"client_id": outsider.id}),
        (stranger, {}),
        (practice.coach, {"client_id": outsider.id}),
        (outsider, {}),
    ):
        with pytest.raises(NotFound):
            practice.book(NINE, by=by, **asked)
    assert practice.count() == 0


def test_archived_client_books_nothing(practice: Practice) -> None:
    former = people.client(practice.session, practice.coach, "Kim Late", status="archived")
    for by in (former, practice.coach):
        with pytest.raises(NotFound):
            practice.book(NINE, by=by, client_id=former.id)


# Messages


def test_several_sessions_are_one_message_to_each(practice: Practice) -> None:
    practice.book(*MORNING)
    rows = practice.session.exec(select(OutboxMessage)).all()
    told = sorted((row.event, row.channel, row.recipient_id == practice.coach.id) for row in rows)
    assert told == [
        ("new_booking", "email", True),
        ("new_booking", "push", True),
        ("session_booked", "email", False),
        ("session_booked", "push", False),
    ]
    assert {len(row.payload["booking_ids"]) for row in rows} == {3}
    assert practice.count(InAppNotification) == 2


def test_low_balance_is_told_once_per_crossing(practice: Practice) -> None:
    days = [NINE + timedelta(days=day) for day in (0, 1, 2, 5, 6, 7, 8, 9, 12)]
    practice.book(*days)
    low = select(OutboxMessage).where(OutboxMessage.event == "low_sessions")
    assert practice.session.exec(low).all() == []
    practice.book(NINE + timedelta(days=13))
    practice.book(NINE + timedelta(days=14))
    (told,) = practice.session.exec(low).all()
    assert (told.subject_id, practice.left) == (practice.package_id, 1)
