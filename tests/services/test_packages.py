"""Packages: valid by date, balances that add up, and the ledger that says why."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, col, func, select, update

from coachbook.errors import BalanceTooLow, Invalid, NotAllowed, NotFound
from coachbook.models import (
    Booking,
    CoachClient,
    PackageTemplate,
    SessionPackage,
    SessionPackageAdjustment,
)
from coachbook.services import bookings, packages
from coachbook.services.packages.selling import end_of
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE = at("2026-11-18 09:00")
# Validity comes from the date


def test_session_late_on_the_last_day_is_covered(practice: Practice) -> None:
    other = practice.another_client()
    last_day = end_of(date(2026, 11, 19), practice.coach.zone)
    for package in practice.session.exec(select(SessionPackage)):
        package.expires_at = last_day
    factories.hours(practice.session, practice.coach, days=[4, 5], start="21:00", end="23:30")
    assert practice.book(at("2026-11-19 22:30"), by=other, client_id=other.id).is_booked
    refused = practice.book(at("2026-11-20 21:00"))
    assert [one.reason for one in refused.verdicts] == ["no_credit"]


def test_expiry_is_a_date_of_the_coachs_and_not_of_utc(session: Session) -> None:
    coach = people.coach(session, zone="Asia/Tokyo")
    client = people.client(session, coach)
    package_id = factories.package(session, coach, client, expires_on="2026-11-30")
    (view,) = packages.of_client(
        session, by=client, coach_id=coach.id, client_id=client.id, now=NOW
    )
    assert (view.id, view.expires_on) == (package_id, date(2026, 11, 30))
    stored = session.get_one(SessionPackage, package_id).expires_at
    assert stored == datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC)


def test_expired_credits_are_lost_and_not_available(practice: Practice) -> None:
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.expires_at = end_of(date(2026, 11, 15), practice.coach.zone)
    (view,) = _views(practice)
    assert (view.available, view.lost, view.is_expired) == (0, 12, True)


def test_credit_returns_to_its_own_package_even_when_that_has_expired(practice: Practice) -> None:
    made = practice.booked(NINE)
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.expires_at = end_of(date(2026, 11, 17), practice.coach.zone)
    newer = factories.package(practice.session, practice.coach, practice.client)
    practice.cancel(made)
    assert (practice.left, factories.remaining(practice.session, newer)) == (12, 12)


# Balances


def _views(practice: Practice) -> list[packages.PackageView]:
    return packages.of_client(
        practice.session,
        by=practice.client,
        coach_id=practice.coach.id,
        client_id=practice.client.id,
        now=NOW,
    )


def _adjust(practice: Practice, adjustment: int, **more: Any) -> SessionPackage:
    asked = {"by": practice.coach, "reason": "A gift", "now": NOW}
    return packages.adjust(
        practice.session, practice.package_id, adjustment=adjustment, **{**asked, **more}
    )


def test_numbers_of_a_package_add_up(practice: Practice) -> None:
    day = timedelta(days=1)
    first, second, _ = practice.book(NINE, NINE + day, NINE + 2 * day).bookings
    bookings.complete(practice.session, first.id, by=practice.coach, version=1, now=NINE + day)
    practice.cancel(second)
    _adjust(practice, 2)
    (view,) = _views(practice)
    assert (view.size, view.available, view.booked, view.done) == (14, 12, 1, 1)
    assert _sum_of_ledger(practice) == practice.left == 12


def _sum_of_ledger(practice: Practice) -> int:
    lines = packages.ledger(practice.session, by=practice.client, package_id=practice.package_id)
    return sum(line.change for line in lines)


def test_remaining_is_total_and_adjustments_without_those_that_hold_a_credit(
    practice: Practice,
) -> None:
    made = practice.booked(NINE)
    practice.move(made, NINE + timedelta(hours=2))
    practice.book(NINE)
    _adjust(practice, -3)
    holding = practice.session.execute(
        select(func.count()).where(
            Booking.package_id == practice.package_id, col(Booking.status) != "cancelled"
        )
    ).scalar_one()
    assert practice.left == 12 - 3 - holding == 7


def test_balance_never_goes_below_zero(practice: Practice) -> None:
    practice.book(NINE)
    with pytest.raises(BalanceTooLow, match="only 11 are left"):
        _adjust(practice, -12)
    _adjust(practice, -10)
    with pytest.raises(BalanceTooLow, match="only 1 is left"):
        _adjust(practice, -2)
    _adjust(practice, -1)
    with pytest.raises(BalanceTooLow, match="no session is left"):
        _adjust(practice, -1)
    assert practice.left == 0


def test_lowering_a_balance_leaves_bookings_alone(practice: Practice) -> None:
    practice.book(NINE)
    _adjust(practice, -11)
    assert [one.status for one in _bookings(practice)] == ["confirmed"]


def _bookings(practice: Practice) -> list[Booking]:
    return list(practice.session.exec(select(Booking)).all())


@pytest.mark.parametrize("adjustment", [0, 1001, -1001, 10**12, 1000])
def test_senseless_adjustment_is_refused(practice: Practice, adjustment: int) -> None:
    with pytest.raises(Invalid):
        _adjust(practice, adjustment)
    assert practice.left == 12


def test_reason_may_be_in_any_script_and_has_an_end(practice: Practice) -> None:
    _adjust(practice, 1, reason=" هدية 🎁\x00 ")
    stored = practice.session.exec(select(SessionPackageAdjustment.reason)).one()
    assert stored == "هدية 🎁"
    with pytest.raises(Invalid):
        _adjust(practice, 1, reason="x" * 10_000)


def test_only_its_coach_adjusts_a_package(practice: Practice) -> None:
    with pytest.raises(NotAllowed):
        _adjust(practice, 1, by=practice.client)
    with pytest.raises(NotFound):
        _adjust(practice, 1, by=people.coach(practice.session, "Ben Ito"))
    with pytest.raises(NotFound):
        packages.adjust(
            practice.session, uuid4(), by=practice.coach, adjustment=1, reason="", now=NOW
        )


def test_voided_package_stays_empty_when_a_credit_returns(practice: Practice) -> None:
    made = practice.booked(NINE)
    _adjust(practice, -11)
    practice.session.get_one(SessionPackage, practice.package_id).voided_at = NOW
    practice.session.flush()
    practice.cancel(made)
    assert practice.left == 0 == _sum_of_ledger(practice)
    with pytest.raises(Invalid, match="voided"):
        _adjust(practice, 1)


# Selling


def _assign(practice: Practice, **more: Any) -> SessionPackage:
    asked = {
        "by": practice.coach, "client_id": practice.client.id, "total_sessions": 8,
        "session_duration_minutes": 45, "expires_on": date(2027, 3, 31), "now": NOW,
    }  # fmt: skip
    return packages.assign(practice.session, **{**asked, **more})


def test_assigned_package_can_be_booked_at_once(practice: Practice) -> None:
    sold = _assign(practice)
    assert practice.booked(NINE, minutes=45).package_id == sold.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"total_sessions": 0},
        {"total_sessions": 1001},
        {"session_duration_minutes": 4},
        {"session_duration_minutes": 481},
        {"expires_on": date(2026, 11, 15)},
        {"expires_on": date(9999, 12, 31)},
        {"notes": "x" * 10_000},
    ],
)
def test_senseless_package_is_refused(practice: Practice, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        _assign(practice, **wrong)


def test_package_may_expire_today(practice: Practice) -> None:
    assert _assign(practice, expires_on=date(2026, 11, 16)).expires_at


def test_package_is_sold_only_to_ones_own_clients(practice: Practice) -> None:
    stranger = people.coach(practice.session, "Ben Ito")
    former = people.client(practice.session, practice.coach, status="archived")
    for wrong in ({"by": stranger}, {"client_id": former.id}, {"client_id": uuid4()}):
        with pytest.raises(NotFound):
            _assign(practice, **wrong)
    with pytest.raises(NotAllowed):
        _assign(practice, by=practice.client)


def test_changing_a_template_changes_no_package(practice: Practice) -> None:
    template = PackageTemplate(
        coach_id=practice.coach.id, name="Eight", total_sessions=8,
        session_duration_minutes=60, valid_months=3, created_at=NOW,
    )  # fmt: skip
    practice.session.add(template)
    practice.session.flush()
    (offered,) = packages.templates(practice.session, by=practice.coach)
    sold = _assign(practice, total_sessions=offered.total_sessions)
    template.total_sessions = 20
    practice.session.flush()
    assert practice.session.get_one(SessionPackage, sold.id).total_sessions == 8


# The ledger


def test_ledger_says_who_changed_the_balance_and_why(practice: Practice) -> None:
    practice.cancel(practice.booked(NINE, now=NOW), now=NOW + timedelta(minutes=1))
    _adjust(practice, 2, now=NOW + timedelta(minutes=2))
    lines = packages.ledger(practice.session, by=practice.client, package_id=practice.package_id)
    assert [(line.event, line.change, line.balance_after, line.actor_name) for line in lines] == [
        ("adjusted", 2, 14, "Anna Weiss"),
        ("cancelled", 1, 12, "Robin Fields"),
        ("booked", -1, 11, "Robin Fields"),
        ("assigned", 12, 12, "Anna Weiss"),
    ]
    assert lines[0].reason == "A gift"


def test_ledger_knows_the_reader_and_calls_a_client_as_the_coach_does(practice: Practice) -> None:
    practice.session.execute(update(CoachClient).values(name="Anna Weiss"))
    practice.book(NINE, now=NOW)
    _adjust(practice, 2, now=NOW + timedelta(minutes=2))
    for by, own in ((practice.coach, [True, False, True]), (practice.client, [False, True, False])):
        lines = packages.ledger(practice.session, by=by, package_id=practice.package_id)
        assert [line.is_own for line in lines] == own
        assert {line.actor_name for line in lines} == {"Anna Weiss"}


def test_ledger_is_the_coachs_and_the_clients(practice: Practice) -> None:
    for by in (practice.another_client(), people.coach(practice.session, "Ben Ito")):
        with pytest.raises(NotFound):
            packages.ledger(practice.session, by=by, package_id=practice.package_id)
