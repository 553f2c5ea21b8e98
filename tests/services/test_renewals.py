"""Who needs a next package, and why; at a pace that is the client's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from coachbook.errors import Invalid, NotAllowed, NotFound
from coachbook.models import CoachClient, Profile, SessionPackage
from coachbook.services import expiries, packages, renewals
from coachbook.services.people import Person, person, settings_of
from coachbook.services.renewals import Renewal
from tests import factories, people
from tests.conftest import NOW

WEEK = timedelta(weeks=1)
LATELY = NOW - timedelta(days=70)


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


def client(session: Session, coach: Person, name: str = "Robin", **package: Any) -> UUID:
    """With one package; gives the package's id."""
    made = people.client(session, coach, name)
    return factories.package(session, coach, made, **package)


def due(session: Session, coach: Person, now: datetime = NOW) -> list[Renewal]:
    return renewals.due(session, by=coach, now=now)


def kinds(found: list[Renewal]) -> list[tuple[str, list[str]]]:
    return [(one.client_name, [reason.kind for reason in one.reasons]) for one in found]


def comes(
    session: Session,
    coach: Person,
    package_id: UUID,
    *weeks_ago: int,
    booked_at: datetime = LATELY,
) -> None:
    client_id = session.get_one(SessionPackage, package_id).client_id
    who = person(session, session.get_one(Profile, client_id))
    for weeks in weeks_ago:
        start = NOW - weeks * WEEK - timedelta(hours=1)
        factories.booked(session, coach, who, start, now=booked_at)


def test_low_is_at_or_below_the_coachs_threshold(session: Session) -> None:
    coach = people.coach(session, renewal_threshold=4)
    for name, total in (("Four", 4), ("Five", 5)):
        client(session, coach, name, total=total)
    (found,) = due(session, coach)
    assert (found.client_name, found.reason, found.reasons[0].left) == ("Four", "low", 4)


def test_last_package_is_the_one_to_sell_again(session: Session) -> None:
    coach = people.coach(session, renewal_threshold=3)
    package_id = client(session, coach, total=2, age_days=90)
    row = session.get_one(SessionPackage, package_id)
    who = person(session, session.get_one(Profile, row.client_id))
    newer = factories.package(session, coach, who, total=1)
    (found,) = due(session, coach)
    assert found.package_id == newer


def test_expiring_within_thirty_days_with_credits_left(session: Session, coach: Person) -> None:
    client(session, coach, "Soon", expires_on="2026-12-16")
    client(session, coach, "Later", expires_on="2026-12-17")
    (found,) = due(session, coach)
    assert (found.client_name, found.reasons[0].expires_on) == ("Soon", date(2026, 12, 16))


def test_expired_with_sessions_unused_for_sixty_days(session: Session, coach: Person) -> None:
    client(session, coach, "Lately", expires_on="2026-11-15")
    client(session, coach, "Long ago", expires_on="2026-09-16", age_days=200)
    (found,) = due(session, coach)
    assert kinds([found]) == [("Lately", ["low", "expired"])]
    assert found.reasons[1].left == 12


def test_expired_is_left_alone_once_another_was_sold(session: Session, coach: Person) -> None:
    ended = client(session, coach, "Lately", expires_on="2026-11-13")
    row = session.get_one(SessionPackage, ended)
    who = person(session, session.get_one(Profile, row.client_id))
    factories.package(session, coach, who, age_days=1)
    assert due(session, coach) == []


def test_pace_says_that_the_sessions_will_not_be_used(session: Session, coach: Person) -> None:
    """The issue's own example: uses 1 a week, 9 left, 5 weeks."""
    package_id = client(session, coach, total=17, expires_on="2026-12-20", age_days=100)
    comes(session, coach, package_id, *range(8))
    (found,) = due(session, coach)
    (reason,) = found.reasons
    assert (reason.kind, reason.per_week, reason.left, reason.weeks) == ("pace", 1.0, 9, 5)


def test_who_uses_them_in_time_is_left_alone(session: Session, coach: Person) -> None:
    package_id = client(session, coach, total=12, expires_on="2026-12-20", age_days=100)
    comes(session, coach, package_id, *range(8))
    assert due(session, coach) == []


def test_sessions_booked_ahead_count_as_still_to_come(session: Session, coach: Person) -> None:
    """4 left and 3 booked are 7, for 5 weeks at one a week."""
    package_id = client(session, coach, total=15, expires_on="2026-12-20", age_days=100)
    comes(session, coach, package_id, *range(8))
    comes(session, coach, package_id, -1, -2, -3)
    (found,) = due(session, coach)
    assert (found.reason, found.reasons[0].left, found.reasons[0].ahead) == ("pace", 4, 3)


def test_pace_counts_from_the_first_session_of_a_new_client(
    session: Session, coach: Person
) -> None:
    """3 in two weeks; 8 weeks would make it look far slower."""
    package_id = client(session, coach, total=12, expires_on="2027-01-31", age_days=20)
    comes(session, coach, package_id, 2, 1, 0, booked_at=NOW - timedelta(days=19))
    assert due(session, coach) == []


def test_one_session_of_a_new_client_makes_no_pace(session: Session, coach: Person) -> None:
    package_id = client(session, coach, expires_on="2026-12-31", age_days=20)
    comes(session, coach, package_id, 1, booked_at=NOW - timedelta(days=19))
    assert due(session, coach) == []


def test_who_could_have_come_all_along_has_a_pace(session: Session, coach: Person) -> None:
    """None or 1 in eight weeks says enough of who had a package in all of them."""
    for name, weeks_ago in (("Never", ()), ("Once", (1,))):
        package_id = client(session, coach, name, expires_on="2026-12-31", age_days=100)
        comes(session, coach, package_id, *weeks_ago)
    found = due(session, coach)
    assert kinds(found) == [("Once", ["pace"]), ("Never", ["pace"])]
    assert [one.reasons[0].per_week for one in found] == [0.125, 0]


def test_who_is_back_has_a_pace_since_then(session: Session, coach: Person) -> None:
    """3 in ten days; the year before, when nothing was left, says nothing."""
    used_up = client(session, coach, total=1, age_days=300)
    comes(session, coach, used_up, 40, booked_at=NOW - 41 * WEEK)
    who = person(
        session, session.get_one(Profile, session.get_one(SessionPackage, used_up).client_id)
    )
    factories.package(session, coach, who, total=9, expires_on="2026-12-20", age_days=12)
    for days in (9, 5, 1):
        start = NOW - timedelta(days=days, hours=1)
        factories.booked(session, coach, who, start, now=NOW - timedelta(days=11))
    assert due(session, coach) == []


def test_sessions_booked_from_an_empty_package_come_first(session: Session, coach: Person) -> None:
    """5 left beside 6 booked, for 6 weeks at one a week."""
    package_id = client(session, coach, total=14, expires_on="2026-12-28", age_days=100)
    comes(session, coach, package_id, *range(-6, 0), *range(8))
    who = person(
        session, session.get_one(Profile, session.get_one(SessionPackage, package_id).client_id)
    )
    factories.package(session, coach, who, total=5, expires_on="2026-12-31", age_days=1)
    (found,) = due(session, coach)
    (reason,) = found.reasons
    assert (reason.kind, reason.left, reason.ahead, reason.weeks) == ("pace", 5, 6, 7)


def test_most_pressing_stands_first(session: Session, coach: Person) -> None:
    client(session, coach, "Expiring", expires_on="2026-12-01")
    client(session, coach, "Two", total=2)
    client(session, coach, "One", total=1)
    assert [one.client_name for one in due(session, coach)] == ["One", "Two", "Expiring"]


def test_archived_clients_and_voided_packages_are_left_out(session: Session, coach: Person) -> None:
    former = people.client(session, coach, "Former", status="archived")
    factories.package(session, coach, former, total=1)
    package_id = client(session, coach, total=1)
    row = session.get_one(SessionPackage, package_id)
    row.remaining_sessions, row.voided_at = 0, NOW
    session.flush()
    assert due(session, coach) == []


def test_who_left_long_ago_is_not_asked_again(session: Session, coach: Person) -> None:
    client(session, coach, total=1, expires_on="2026-03-31", age_days=250)
    assert due(session, coach) == []


def test_renewals_are_the_coachs_own(session: Session, coach: Person) -> None:
    client(session, coach, total=1)
    assert due(session, people.coach(session, "Ben Ito")) == []
    with pytest.raises(NotAllowed):
        due(session, people.client(session, coach, "Kim"))


# The same package again


def again(session: Session, coach: Person, package_id: UUID) -> renewals.Again:
    return renewals.again(session, package_id, by=coach, now=NOW)


def sell(session: Session, coach: Person, **more: Any) -> SessionPackage:
    known = people.client(session, coach)
    asked: dict[str, Any] = {
        "client_id": known.id, "total_sessions": 12, "session_duration_minutes": 60,
        "expires_on": date(2026, 11, 30), "price_cents": 60_000,
        "now": datetime(2026, 8, 31, 15, tzinfo=UTC),
    }  # fmt: skip
    return packages.assign(session, by=coach, **{**asked, **more})


def test_same_package_runs_as_many_months_from_today(session: Session, coach: Person) -> None:
    """31 August to 30 November were three months."""
    found = again(session, coach, sell(session, coach).id)
    assert found.expires_on == date(2027, 2, 16)
    assert (found.total_sessions, found.minutes, found.price_cents) == (12, 60, 60_000)


def test_extension_for_a_holiday_is_not_sold_again(session: Session, coach: Person) -> None:
    sold = sell(session, coach)
    expiries.change_expiry(
        session, sold.id, by=coach, expires_on=date(2026, 12, 7), reason="", version=1, now=NOW
    )
    assert again(session, coach, sold.id).expires_on == date(2027, 2, 16)


def test_odd_length_is_kept_in_days_and_no_end_stays_none(session: Session, coach: Person) -> None:
    odd = sell(session, coach, expires_on=date(2026, 9, 10))
    assert again(session, coach, odd.id).expires_on == date(2026, 11, 26)
    endless = sell(session, coach, expires_on=None)
    assert again(session, coach, endless.id).expires_on is None


def test_price_in_another_currency_is_not_sold_again(session: Session, coach: Person) -> None:
    sold = sell(session, coach)
    assert (again(session, coach, sold.id).price_cents, sold.currency) == (60_000, "USD")
    settings_of(session, coach.id).currency = "EUR"
    found = again(session, coach, sold.id)
    assert (found.price_cents, found.currency) == (None, "EUR")
    made = renewals.renew(session, sold.id, by=coach, request_id="one-request", now=NOW)
    assert (made.price_cents, made.currency) == (None, "")


def test_two_taps_renew_once(session: Session, coach: Person) -> None:
    sold = sell(session, coach)
    made = {
        renewals.renew(session, sold.id, by=coach, request_id="one-request", now=NOW).id
        for _ in range(2)
    }
    assert len(made) == 1
    assert sold.id not in made
    with pytest.raises(Invalid):
        renewals.renew(session, sold.id, by=coach, request_id="", now=NOW)


def test_only_the_own_active_clients_package_is_sold_again(session: Session, coach: Person) -> None:
    sold = sell(session, coach)
    with pytest.raises(NotFound):
        again(session, people.coach(session, "Ben Ito"), sold.id)
    session.exec(select(CoachClient)).one().status = "archived"
    session.flush()
    with pytest.raises(NotFound):
        again(session, coach, sold.id)


# Many clients


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*arguments: Any) -> None:
        asked.append(arguments[2])

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("clients", [1, 30])
def test_number_of_queries_does_not_grow(
    database: Engine, session: Session, coach: Person, clients: int
) -> None:
    for number in range(clients):
        client(session, coach, f"Client {number}", total=1 + number % 9, expires_on="2026-12-01")
    session.commit()
    with counted(database) as asked:
        due(session, coach)
    assert sum("SELECT" in statement for statement in asked) == 3
