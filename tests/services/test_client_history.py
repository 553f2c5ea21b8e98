"""What a client reads of their past with every coach; never what the coach keeps private."""

from datetime import timedelta

from coachbook.models import SessionPackage
from coachbook.services import bookings, client_history, packages
from coachbook.services.client_history import HeldPackage, PastPage
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, DAY = at("2026-11-18 09:00"), timedelta(days=1)


def held(practice: Practice) -> list[HeldPackage]:
    return client_history.held_packages(practice.session, by=practice.client, now=NOW)


def past(practice: Practice, page: int = 0) -> PastPage:
    later = NINE + 30 * DAY
    return client_history.past(practice.session, by=practice.client, now=later, page=page)


def test_ledger_is_the_packages_own(practice: Practice) -> None:
    practice.booked(NINE)
    factories.package(practice.session, practice.coach, practice.client, total=5)
    for one in held(practice):
        alone = packages.ledger(practice.session, by=practice.client, package_id=one.package.id)
        assert list(one.lines) == alone
        assert sum(line.change for line in one.lines) == one.package.available


def test_coachs_note_and_price_stay_with_the_coach(practice: Practice) -> None:
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.notes, package.price_cents, package.currency = "Owes me 50", 48_000, "USD"
    practice.session.flush()
    assert "Owes me" not in repr(held(practice))
    assert "48000" not in repr(held(practice))


def test_every_coach_of_the_client_is_there_and_no_former_one(practice: Practice) -> None:
    for name, status in (("Ben Ito", "active"), ("Cy Old", "archived")):
        coach = people.coach(practice.session, name)
        people.relate(practice.session, coach, practice.client.id, "Robin", status=status)
        factories.package(practice.session, coach, practice.client)
    assert [one.coach.name for one in held(practice)] == ["Anna Weiss", "Ben Ito"]


def test_past_is_paged_the_newest_first_and_without_moves(practice: Practice) -> None:
    made = practice.booked(*(NINE + (hour * timedelta(hours=1)) for hour in range(7)))
    practice.book(*(NINE + DAY + (hour * timedelta(hours=1)) for hour in range(5)))
    practice.move(made, NINE + 2 * DAY)
    first, second = past(practice), past(practice, 1)
    assert (first.of, first.pages, len(first.rows), len(second.rows)) == (12, 2, 10, 2)
    starts = [one.starts_at for one in (*first.rows, *second.rows)]
    assert starts == sorted(starts, reverse=True)


def test_what_is_ahead_is_not_past_unless_cancelled(practice: Practice) -> None:
    practice.booked(NINE)
    practice.cancel(practice.booked(NINE + DAY))
    found = client_history.past(practice.session, by=practice.client, now=NOW)
    assert [one.status for one in found.rows] == ["cancelled"]


def test_somebody_elses_past_stays_theirs(practice: Practice) -> None:
    other = practice.another_client()
    practice.book(NINE, by=other, client_id=other.id)
    assert past(practice).rows == ()
    done = bookings.of_client(practice.session, by=other, client_id=other.id, now=NOW)
    assert len(done) == 1
