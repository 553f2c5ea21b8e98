"""Stored counts follow every change of a status, and can be had again from the bookings."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from coachbook.models import Booking, ClientBookingStats
from coachbook.services import bookings, changes
from coachbook.services.attendance import stats
from coachbook.services.bookings import BookingView
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

FRIDAYS = [at(f"2026-11-{day:02} 09:00") for day in (13, 6)] + [at("2026-10-30 09:00")]
A_DAY = timedelta(days=1)


def stored(practice: Practice, client_id: UUID | None = None) -> ClientBookingStats | None:
    key = (client_id or practice.client.id, practice.coach.id)
    return practice.session.get(ClientBookingStats, key, populate_existing=True)


def counts(practice: Practice) -> tuple[int, int, int, bool]:
    """Streak, no-shows, cancellations, flag."""
    found = stored(practice)
    assert found
    return (
        found.current_streak_weeks, found.no_show_count_90d, found.cancellation_count_90d,
        found.is_flagged,
    )  # fmt: skip


def past(practice: Practice, *starts: datetime) -> list[BookingView]:
    return factories.booked(practice.session, practice.coach, practice.client, *starts)


def mark(practice: Practice, verb: Callable[..., BookingView], one: BookingView) -> BookingView:
    return verb(practice.session, one.id, by=practice.coach, version=one.version, now=NOW)


def test_each_mark_is_counted_and_each_correction_too(practice: Practice) -> None:
    (one,) = past(practice, FRIDAYS[0])
    one = mark(practice, bookings.complete, one)
    assert counts(practice) == (1, 0, 0, False)
    one = mark(practice, bookings.mark_no_show, one)
    assert counts(practice) == (0, 1, 0, False)
    one = practice.cancel(one, by=practice.coach, on_behalf_of_client=True)
    assert counts(practice) == (0, 0, 1, False)
    mark(practice, bookings.reopen, one)
    assert counts(practice) == (0, 0, 0, False)


def test_third_no_show_flags_and_its_correction_takes_the_flag_off(practice: Practice) -> None:
    made = past(practice, *FRIDAYS)
    missed = [mark(practice, bookings.mark_no_show, one) for one in made]
    assert counts(practice) == (0, 3, 0, True)
    mark(practice, bookings.complete, missed[0])
    assert counts(practice)[3] is False


def test_threshold_is_the_coachs(session: Session) -> None:
    coach = people.coach(session, flag_threshold=1)
    client = people.client(session, coach)
    practice = Practice(session, coach, client, factories.package(session, coach, client))
    mark(practice, bookings.mark_no_show, past(practice, FRIDAYS[0])[0])
    assert counts(practice) == (0, 1, 0, True)


def test_past_booking_that_is_moved_away_is_no_favourite_any_more(practice: Practice) -> None:
    newest = past(practice, *FRIDAYS[:2])[1]
    found = stored(practice)
    assert found
    assert found.favorite_times == [{"day": 5, "time": "09:00"}]
    moved = practice.move(newest, at("2026-11-18 09:00"), by=practice.coach).booking
    assert stored(practice).favorite_times == []  # type: ignore[union-attr]
    practice.move(moved, FRIDAYS[0], by=practice.coach, confirmed=True)
    assert stored(practice).favorite_times  # type: ignore[union-attr]


def test_what_lies_ahead_is_not_counted_yet(practice: Practice) -> None:
    practice.booked(at("2026-11-18 09:00"))
    assert stored(practice) is None


def test_other_coach_has_counts_of_their_own(practice: Practice) -> None:
    other = people.coach(practice.session, "Ben Ito")
    client = people.another_client_of(practice.session, other, practice.client)
    factories.package(practice.session, other, client)
    (one,) = factories.booked(practice.session, other, client, FRIDAYS[1])
    bookings.mark_no_show(practice.session, one.id, by=other, version=1, now=NOW)
    assert stored(practice) is None


def spoiled(practice: Practice) -> None:
    for row in practice.session.exec(select(ClientBookingStats)):
        row.no_show_count_90d, row.is_flagged = 7, True
        practice.session.add(row)
    practice.session.flush()


def test_rebuilding_counts_anew_from_the_bookings(practice: Practice) -> None:
    mark(practice, bookings.complete, past(practice, FRIDAYS[0])[0])
    kim = practice.another_client()
    (missed,) = factories.booked(practice.session, practice.coach, kim, FRIDAYS[1])
    mark(practice, bookings.mark_no_show, missed)
    spoiled(practice)
    assert stats.rebuild(practice.session, coach_id=None, now=NOW) == 2
    assert counts(practice) == (1, 0, 0, False)
    of_kim = stored(practice, kim.id)
    assert of_kim
    assert of_kim.no_show_count_90d == 1


def test_rebuilding_forgets_whoever_has_no_booking(practice: Practice) -> None:
    row = ClientBookingStats(client_id=practice.client.id, coach_id=practice.coach.id,
                             is_flagged=True, counted_at=NOW)  # fmt: skip
    practice.session.add(row)
    practice.session.flush()
    practice.session.expunge(row)
    assert stats.rebuild(practice.session, coach_id=practice.coach.id, now=NOW) == 0
    assert stored(practice) is None


def test_flag_goes_off_when_its_first_day_leaves_the_window(practice: Practice) -> None:
    first = at("2026-08-19 09:00")
    for one in past(practice, first, *FRIDAYS[:2]):
        mark(practice, bookings.mark_no_show, one)
    assert counts(practice)[3]
    assert stats.outdated(practice.session, now=NOW) == []
    tomorrow = at("2026-11-17 00:00")
    assert stats.outdated(practice.session, now=tomorrow) == [practice.coach.id]
    stats.rebuild(practice.session, coach_id=practice.coach.id, now=tomorrow)
    assert counts(practice) == (0, 2, 0, False)
    assert stats.outdated(practice.session, now=tomorrow) == []


def test_day_turns_at_the_coachs_midnight(practice: Practice) -> None:
    mark(practice, bookings.complete, past(practice, FRIDAYS[0])[0])
    midnight = at("2026-11-17 00:00")
    assert stats.outdated(practice.session, now=midnight - timedelta(seconds=1)) == []
    assert stats.outdated(practice.session, now=midnight) == [practice.coach.id]


def test_coach_who_was_never_counted_is_due(practice: Practice) -> None:
    assert stats.outdated(practice.session, now=NOW) == []
    practice.booked(at("2026-11-18 09:00"))
    assert stats.outdated(practice.session, now=NOW) == [practice.coach.id]


def queries(session: Session, action: Callable[[], object]) -> int:
    asked: list[str] = []
    connection = session.connection()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    action()
    event.remove(connection, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.parametrize("clients", [1, 4])
def test_rebuilding_asks_the_same_number_of_queries(practice: Practice, clients: int) -> None:
    for number in range(clients):
        one = practice.another_client(f"Client {number}")
        factories.booked(practice.session, practice.coach, one, FRIDAYS[number % 3])
    changes.touch(practice.session, practice.coach.id, NOW)

    def rebuild() -> object:
        return stats.rebuild(practice.session, coach_id=practice.coach.id, now=NOW)

    is_server = practice.session.get_bind().dialect.name == "postgresql"
    assert queries(practice.session, rebuild) == 5 + is_server  # and its lock


def test_counting_one_client_takes_three_queries(practice: Practice) -> None:
    past(practice, *FRIDAYS)
    ids = {"coach_id": practice.coach.id, "client_id": practice.client.id}
    assert queries(practice.session, lambda: stats.refresh(practice.session, **ids, now=NOW)) == 3


def test_summary_names_coach_and_client(practice: Practice) -> None:
    mark(practice, bookings.mark_no_show, past(practice, FRIDAYS[0])[0])
    (one,) = stats.summary(practice.session)
    assert (one.coach_name, one.client_name, one.no_shows) == ("Anna Weiss", "Robin Fields", 1)


def test_booking_rows_are_left_alone(practice: Practice) -> None:
    past(practice, *FRIDAYS)
    before = [row.version for row in practice.session.exec(select(Booking))]
    stats.rebuild(practice.session, coach_id=practice.coach.id, now=NOW + A_DAY)
    assert [row.version for row in practice.session.exec(select(Booking))] == before
