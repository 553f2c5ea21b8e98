"""The list of clients: each filter, each order, the counts, and where pages are cut."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from coachbook.models import BlockedAddress, ClientBookingStats, Profile, SessionPackage
from coachbook.services import clients
from coachbook.services.clients import FILTERS, SORTS, ClientPage, Filter
from coachbook.services.people import Person, person
from tests import factories, people
from tests.conftest import NOW


@pytest.fixture
def coach(session: Session) -> Person:
    """With a client for every filter; what ends today and in 30 days counts, in 31 doesn't."""
    coach = people.coach(session)
    sold: dict[str, Any] = {
        "Ada": {"expires_on": "2026-12-16"},
        "Bea": {"expires_on": "2026-12-17"},
        "Cem": {"total": 2},
        "Dan": {"total": 3, "expires_on": "2026-11-16"},
        "Eve": {"total": 3, "expires_on": "2026-11-15"},
    }
    for name, package in sold.items():
        factories.package(session, coach, people.client(session, coach, name), **package)
    people.client(session, coach, "Fay")
    people.client(session, coach, "Gus", status="invited")
    factories.package(session, coach, people.client(session, coach, "Hal", status="archived"))
    stranger = people.coach(session, "Somebody Else")
    factories.package(session, stranger, people.client(session, stranger, "Ida"), total=1)
    first, second = find(session, coach).rows[:2]
    session.add(BlockedAddress(address=first.email, cause="bounced", blocked_at=NOW))
    flag(session, coach, second.id)
    return coach


def find(session: Session, coach: Person, **more: Any) -> ClientPage:
    return clients.find(session, by=coach, now=NOW, **more)


def flag(session: Session, coach: Person, client_id: UUID) -> None:
    session.add(
        ClientBookingStats(
            client_id=client_id, coach_id=coach.id, counted_at=NOW, is_flagged=True,
            no_show_count_90d=3,
        )
    )  # fmt: skip
    session.flush()


EXPECTED: dict[Filter, str] = {
    "all": "Ada Bea Cem Dan Eve Fay Gus",
    "flagged": "Bea",
    "low": "Cem Eve",
    "expiring": "Ada Dan",
    "no_package": "Fay Gus",
    "invited": "Gus",
    "bouncing": "Ada",
    "archived": "Hal",
}


def names(page: ClientPage) -> str:
    return " ".join(row.name for row in page.rows)


@pytest.mark.parametrize("only", FILTERS)
def test_filter_lets_its_clients_through(session: Session, coach: Person, only: Filter) -> None:
    assert names(find(session, coach, only=only)) == EXPECTED[only]


@pytest.mark.parametrize("only", FILTERS)
def test_filter_is_right_at_every_page_boundary(
    session: Session, coach: Person, only: Filter
) -> None:
    everybody = EXPECTED[only].split()
    for size in range(1, len(everybody) + 2):
        pages = [
            find(session, coach, only=only, page=number, size=size)
            for number in range(-(-len(everybody) // size))
        ]
        assert " ".join(map(names, pages)).split() == everybody
        assert {(one.pages, one.matching) for one in pages} == {(len(pages), len(everybody))}


def test_counts_are_of_what_the_search_found(session: Session, coach: Person) -> None:
    everybody = find(session, coach, only="flagged")
    assert everybody.counts == {key: len(who.split()) for key, who in EXPECTED.items()}
    assert everybody.of == 8
    assert find(session, coach, text="cem").counts == {
        **dict.fromkeys(FILTERS, 0), "all": 1, "low": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", "Ada Bea Cem Dan Eve Fay Gus"),
        ("left", "Eve Cem Dan Ada Bea Fay Gus"),
        ("expiry", "Dan Ada Bea Cem Eve Fay Gus"),
        ("next", "Bea Ada Cem Dan Eve Fay Gus"),
        ("seen", "Cem Ada Bea Dan Eve Fay Gus"),
    ],
)
def test_order(session: Session, coach: Person, sort: Any, expected: str) -> None:
    book(session, coach, "Ada", 9, -2)
    book(session, coach, "Bea", 1)
    book(session, coach, "Cem", -3)
    assert names(find(session, coach, sort=sort)) == expected


def book(session: Session, coach: Person, name: str, *days: int) -> None:
    profile = session.get(Profile, find(session, coach, text=name).rows[0].id)
    assert profile
    known = person(session, profile)
    for count in days:
        at = NOW + timedelta(days=count)
        factories.booked(session, coach, known, at, now=at - timedelta(hours=1))


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_shows_the_same_clients(session: Session, coach: Person, sort: Any) -> None:
    rows = find(session, coach).rows
    assert set(find(session, coach, sort=sort).rows) == set(rows)


def test_last_appointment_is_one_that_is_over(session: Session, coach: Person) -> None:
    book(session, coach, "Ada", -2, -9, 3)
    row = find(session, coach).rows[0]
    assert row.seen_at == NOW - timedelta(days=2)
    assert row.next_at == NOW + timedelta(days=3)


def test_badges_say_why(session: Session, coach: Person) -> None:
    bea = find(session, coach, only="flagged").rows[0]
    assert (bea.is_flagged, bea.no_shows, bea.cancellations) == (True, 3, 0)
    assert not bea.is_expiring


def test_voided_package_counts_as_none(session: Session, coach: Person) -> None:
    fay = people.client(session, coach, "Fay Two")
    sold = session.get(SessionPackage, factories.package(session, coach, fay))
    assert sold
    sold.remaining_sessions, sold.voided_at = 0, NOW
    session.add(sold)
    session.flush()
    assert names(find(session, coach, only="no_package")) == "Fay Fay Two Gus"


def test_expiry_follows_the_coachs_date(session: Session) -> None:
    """It is the 17th already in Auckland; what ended there on the 16th is gone."""
    coach = people.coach(session, zone="Pacific/Auckland")
    anna = people.client(session, coach, "Anna")
    factories.package(session, coach, anna, total=5, expires_on="2026-11-16")
    factories.package(session, coach, anna, total=4, expires_on="2026-11-17")
    row = find(session, coach).rows[0]
    assert (row.available, f"{row.expires_on}") == (4, "2026-11-17")
