"""What a coach changes on a package that was sold: balance, end, void; who saw what before."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from coachbook.errors import AlreadyChanged, Invalid, NotAllowed, NotFound, RequestReused
from coachbook.models import Booking, PackageHistory, SessionPackage, SessionPackageAdjustment
from coachbook.services import bookings, expiries, packages, voiding
from coachbook.services.bookings import BookingView
from coachbook.services.packages import PackageView
from coachbook.services.packages.selling import end_of
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE = at("2026-11-18 09:00")
DAY = timedelta(days=1)


def view(practice: Practice, package_id: UUID | None = None) -> PackageView:
    asked = package_id or practice.package_id
    return packages.one(practice.session, asked, by=practice.coach, now=NOW)


def adjust(practice: Practice, change: int, **more: Any) -> SessionPackage:
    asked = {"by": practice.coach, "reason": "", "now": NOW, "adjustment": change}
    return packages.adjust(practice.session, practice.package_id, **{**asked, **more})


def change(practice: Practice, expires_on: date | None, **more: Any) -> SessionPackage:
    asked = {"by": practice.coach, "reason": "", "version": view(practice).version, "now": NOW}
    return expiries.change_expiry(
        practice.session, practice.package_id, expires_on=expires_on, **{**asked, **more}
    )


def void(practice: Practice, cancel: Sequence[BookingView] = (), **more: Any) -> SessionPackage:
    asked = {"by": practice.coach, "reason": "Sold twice", "version": view(practice).version}
    ids = [one.id for one in cancel]
    return voiding.void(
        practice.session, practice.package_id, cancel_booking_ids=ids, now=NOW, **{**asked, **more}
    )


def ends(practice: Practice, on: date) -> None:
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.expires_at = end_of(on, practice.coach.zone)
    practice.session.flush()


def numbers(one: PackageView) -> tuple[int, int, int, int]:
    assert one.available + one.booked + one.done + one.lost == one.size
    return one.available, one.booked, one.done, one.lost


# Balances


def test_reason_of_an_adjustment_is_optional(practice: Practice) -> None:
    assert adjust(practice, 2).remaining_sessions == 14


def test_second_tab_is_told_what_is_left_now(practice: Practice) -> None:
    adjust(practice, 2, version=1)
    with pytest.raises(AlreadyChanged, match="14 sessions left now and runs without an end"):
        adjust(practice, -5, version=1)
    assert practice.left == 14


def test_booking_meanwhile_is_no_conflict(practice: Practice) -> None:
    practice.book(NINE)
    assert adjust(practice, -5, version=1).remaining_sessions == 6


def test_double_click_adjusts_once(practice: Practice) -> None:
    for _ in range(2):
        adjust(practice, 2, version=1, request_id="one-request")
    assert practice.left == 14
    with pytest.raises(RequestReused):
        adjust(practice, 3, version=2, request_id="one-request")


def test_double_click_sells_once(practice: Practice) -> None:
    asked: dict[str, Any] = {
        "by": practice.coach, "client_id": practice.client.id, "session_duration_minutes": 60,
        "expires_on": None, "now": NOW, "request_id": "one-request",
    }  # fmt: skip
    sold = [packages.assign(practice.session, total_sessions=8, **asked) for _ in range(2)]
    assert sold[0].id == sold[1].id
    with pytest.raises(RequestReused):
        packages.assign(practice.session, total_sessions=9, **asked)


def test_price_is_kept_with_the_coachs_currency_and_hidden_from_the_client(
    practice: Practice,
) -> None:
    sold = packages.assign(
        practice.session, by=practice.coach, client_id=practice.client.id, total_sessions=8,
        session_duration_minutes=60, expires_on=None, now=NOW, price_cents=48_050, notes="Friend",
    )  # fmt: skip
    own = view(practice, sold.id)
    assert (own.price_cents, own.currency, own.notes) == (48_050, "USD", "Friend")
    theirs = packages.of_client(
        practice.session, by=practice.client, coach_id=practice.coach.id,
        client_id=practice.client.id, now=NOW,
    )  # fmt: skip
    assert {(one.price_cents, one.currency, one.notes) for one in theirs} == {(None, "", "")}


# Expiry


def test_months_are_clamped_to_the_last_day() -> None:
    assert expiries.later(date(2026, 11, 30), months=3) == date(2027, 2, 28)
    assert expiries.later(date(2026, 11, 30), days=7) == date(2026, 12, 7)


@pytest.mark.parametrize("wrong", [{"days": -1}, {"days": 366}, {"months": -1}, {"months": 61}])
def test_senseless_extension_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        expiries.later(date(2026, 11, 30), **wrong)


def test_extended_package_covers_later_sessions(practice: Practice) -> None:
    ends(practice, date(2026, 11, 17))
    assert not practice.book(NINE).is_booked
    change(practice, date(2026, 11, 18), reason="Was ill")
    assert practice.book(NINE).is_booked


def test_shortening_names_the_sessions_after_the_end_and_leaves_them(practice: Practice) -> None:
    """rules.md, 3.7."""
    practice.book(NINE, NINE + DAY, NINE + 2 * DAY)
    found = expiries.preview_expiry(
        practice.session, practice.package_id, by=practice.coach,
        expires_on=date(2026, 11, 18), now=NOW,
    )  # fmt: skip
    assert found.is_shorter
    assert [one.starts_at for one in found.after_end] == [NINE + DAY, NINE + 2 * DAY]
    change(practice, date(2026, 11, 18))
    statuses = practice.session.exec(select(Booking.status)).all()
    assert statuses == ["confirmed"] * 3
    assert numbers(view(practice)) == (9, 3, 0, 0)


def test_lowering_a_balance_leaves_its_bookings(practice: Practice) -> None:
    """rules.md, 3.7."""
    practice.book(NINE)
    adjust(practice, -11)
    ahead = expiries.booked_with(practice.session, practice.package_id, now=NOW)
    assert [one.starts_at for one in ahead] == [NINE]


def test_change_of_expiry_stands_in_the_ledger_without_a_number(practice: Practice) -> None:
    ends(practice, date(2026, 12, 31))
    practice.booked(NINE)
    change(practice, date(2027, 1, 7), reason="Holiday", now=NOW + timedelta(minutes=1))
    first, *_ = packages.ledger(
        practice.session, by=practice.client, package_id=practice.package_id
    )
    assert (first.event, first.change, first.balance_after) == ("expiry_changed", 0, 11)
    assert (first.from_on, first.to_on) == (date(2026, 12, 31), date(2027, 1, 7))
    assert (first.reason, first.actor_name) == ("Holiday", "Anna Weiss")


def test_expiry_in_the_past_is_refused_under_its_field(practice: Practice) -> None:
    for on in (date(2026, 11, 15), date(9999, 12, 31)):
        with pytest.raises(Invalid) as refused:
            change(practice, on)
        assert refused.value.field == "expires_on"


def test_expiry_is_changed_only_by_who_saw_how_it_is(practice: Practice) -> None:
    change(practice, date(2026, 12, 31), version=1)
    with pytest.raises(AlreadyChanged, match="until 31 December 2026"):
        change(practice, date(2027, 1, 31), version=1)
    with pytest.raises(NotFound):
        change(practice, None, by=people.coach(practice.session, "Ben Ito"))
    with pytest.raises(NotAllowed):
        change(practice, None, by=practice.client)


def test_package_may_run_without_an_end_again(practice: Practice) -> None:
    change(practice, date(2026, 12, 31))
    assert change(practice, None).expires_at is None
    with pytest.raises(Invalid, match="runs until now"):
        change(practice, None)


# All of them, for a holiday


def dated(practice: Practice, name: str, on: str, **more: Any) -> UUID:
    client = people.client(practice.session, practice.coach, name, **more)
    return factories.package(practice.session, practice.coach, client, expires_on=on)


def extend_all(practice: Practice, days: int = 7, **more: Any) -> int:
    asked = {"by": practice.coach, "days": days, "reason": "Holiday", "now": NOW}
    return expiries.extend_all(practice.session, **{**asked, **more})


def test_every_running_package_is_extended_and_no_other(practice: Practice) -> None:
    running = [dated(practice, "Ann", "2026-11-16"), dated(practice, "Bea", "2027-02-28")]
    expired, former = (
        dated(practice, "Cy", "2026-11-15"),
        dated(practice, "Di", "2026-12-01", status="archived"),
    )
    ends_now = [view(practice, one).expires_on for one in (*running, expired, former)]
    assert extend_all(practice) == 2
    ends_then = [view(practice, one).expires_on for one in (*running, expired, former)]
    assert ends_then == [ends_now[0] + 7 * DAY, ends_now[1] + 7 * DAY, *ends_now[2:]]  # type: ignore[operator]
    assert len(practice.session.exec(select(PackageHistory)).all()) == 2
    assert view(practice).expires_on is None


def test_extension_is_shown_before_and_done_once(practice: Practice) -> None:
    dated(practice, "Ann", "2026-11-30")
    found = expiries.preview_extension(practice.session, by=practice.coach, days=7, now=NOW)
    assert [(one.client_name, one.will_be_on) for one in found.packages] == [
        ("Ann", date(2026, 12, 7))
    ]
    assert extend_all(practice, mark=found.mark) == 1
    with pytest.raises(AlreadyChanged):
        extend_all(practice, mark=found.mark)


@pytest.mark.parametrize("days", [0, -7, 366])
def test_senseless_days_extend_nothing(practice: Practice, days: int) -> None:
    package_id = dated(practice, "Ann", "2026-11-30")
    with pytest.raises(Invalid) as refused:
        extend_all(practice, days)
    assert refused.value.field == "days"
    assert view(practice, package_id).expires_on == date(2026, 11, 30)


def test_nobody_extends_another_coachs_packages(practice: Practice) -> None:
    dated(practice, "Ann", "2026-11-30")
    assert extend_all(practice, by=people.coach(practice.session, "Ben Ito")) == 0
    with pytest.raises(NotAllowed):
        extend_all(practice, by=practice.client)


# Void


def test_void_takes_the_rest_off_and_keeps_what_is_booked(practice: Practice) -> None:
    """rules.md, 3.8."""
    practice.booked(NINE)
    void(practice)
    assert numbers(view(practice)) == (0, 1, 0, 11)
    (line,) = practice.session.exec(select(SessionPackageAdjustment)).all()
    assert (line.kind, line.adjustment, line.reason) == ("void", -11, "Sold twice")
    assert practice.session.exec(select(PackageHistory.event)).all() == ["voided"]
    assert not practice.book(NINE + DAY).is_booked


def test_void_cancels_those_that_the_coach_picks_and_their_credit_is_lost(
    practice: Practice,
) -> None:
    kept, gone = practice.book(NINE, NINE + DAY).bookings
    preview = voiding.void_preview(
        practice.session, practice.package_id, by=practice.coach, now=NOW
    )
    assert (preview.left, [one.id for one in preview.booked]) == (10, [kept.id, gone.id])
    void(practice, [gone])
    statuses = {one.id: one.status for one in practice.session.exec(select(Booking))}
    assert statuses == {kept.id: "confirmed", gone.id: "cancelled"}
    assert numbers(view(practice)) == (0, 1, 0, 11)
    kinds = practice.session.exec(select(SessionPackageAdjustment.kind)).all()
    assert set(kinds) == {"void"}


def test_ledger_of_a_voided_package_explains_every_balance(practice: Practice) -> None:
    void(practice, [practice.booked(NINE)])
    lines = packages.ledger(practice.session, by=practice.client, package_id=practice.package_id)
    told = [(line.event, line.change, line.balance_after) for line in lines]
    assert told == [
        ("voided", -1, 0), ("cancelled", 1, 1), ("voided", -11, 0), ("booked", -1, 11),
        ("assigned", 12, 12),
    ]  # fmt: skip


def test_empty_package_that_is_voided_says_so_in_its_ledger(practice: Practice) -> None:
    adjust(practice, -12)
    void(practice)
    first, *_ = packages.ledger(practice.session, by=practice.coach, package_id=practice.package_id)
    assert (first.event, first.change, first.reason) == ("voided", 0, "Sold twice")


def test_void_needs_a_reason(practice: Practice) -> None:
    with pytest.raises(Invalid) as refused:
        void(practice, reason="  ")
    assert refused.value.field == "reason"


def test_session_booked_meanwhile_is_shown_before_voiding(practice: Practice) -> None:
    practice.booked(NINE)
    with pytest.raises(AlreadyChanged, match="One more session was booked"):
        void(practice, seen_booking_ids=[])
    assert practice.left == 11


def test_void_is_refused_for_what_changed_or_is_void_or_foreign(practice: Practice) -> None:
    other = practice.another_client()
    (theirs,) = practice.book(NINE, by=other, client_id=other.id).bookings
    with pytest.raises(NotFound):
        void(practice, [theirs])
    with pytest.raises(AlreadyChanged):
        void(practice, version=7)
    with pytest.raises(NotFound):
        void(practice, by=people.coach(practice.session, "Ben Ito"))
    with pytest.raises(NotAllowed):
        void(practice, by=practice.client)
    void(practice)
    with pytest.raises(Invalid, match="was voided"):
        void(practice)


def test_marked_session_of_a_voided_package_loses_its_credit_when_cancelled(
    practice: Practice,
) -> None:
    made = practice.booked(NINE)
    void(practice)
    later = NINE + DAY
    done = bookings.complete(
        practice.session, made.id, by=practice.coach, version=made.version, now=later
    )
    assert numbers(view(practice)) == (0, 0, 1, 11)
    bookings.cancel(practice.session, done.id, by=practice.coach, version=done.version, now=later)
    assert numbers(view(practice)) == (0, 0, 0, 12)


# The order of the ledger


def test_lines_of_one_instant_follow_each_other(practice: Practice) -> None:
    """Up and down in one moment: no sorting by balance tells the order."""
    adjust(practice, 3)
    adjust(practice, -5)
    adjust(practice, 2)
    practice.book(NINE, NINE + DAY)
    lines = packages.ledger(practice.session, by=practice.coach, package_id=practice.package_id)
    balances = [line.balance_after for line in reversed(lines)]
    assert balances[0] == 12
    for before, line in zip(balances, list(reversed(lines))[1:], strict=False):
        assert line.balance_after == before + line.change


def test_ledger_of_moves_and_cancellations_at_one_instant(practice: Practice) -> None:
    made = practice.booked(NINE)
    moved = practice.move(made, NINE + DAY).booking
    practice.cancel(moved)
    practice.booked(NINE)
    lines = packages.ledger(practice.session, by=practice.client, package_id=practice.package_id)
    balance = 0
    for line in reversed(lines):
        balance += line.change
        assert line.balance_after == balance
    assert balance == practice.left == 11


def test_foreign_package_has_no_view(session: Session, practice: Practice) -> None:
    with pytest.raises(NotFound):
        packages.one(session, practice.package_id, by=people.coach(session, "Ben Ito"), now=NOW)
