"""Packages as they are offered: how long they run, and what a new practice starts with."""

from datetime import date

import pytest
from sqlmodel import Session

from coachbook.errors import Invalid, NotFound
from coachbook.services import offers, packages
from coachbook.services.offers import Offer
from tests import people
from tests.conftest import NOW
from tests.practices import Practice


@pytest.mark.parametrize(
    ("offer", "expires_on"),
    [
        (Offer(8, 60, valid_months=3), date(2027, 2, 16)),
        (Offer(8, 60, expires_on=date(2026, 12, 31)), date(2026, 12, 31)),
        (Offer(8, 60), None),
    ],
)
def test_offer_runs_as_long_as_it_says(
    practice: Practice, offer: Offer, expires_on: date | None
) -> None:
    sold = offers.give(
        practice.session, offer, by=practice.coach, client_id=practice.client.id, now=NOW
    )
    views = packages.of_client(
        practice.session, by=practice.coach, coach_id=practice.coach.id,
        client_id=practice.client.id, now=NOW,
    )  # fmt: skip
    assert next(one.expires_on for one in views if one.id == sold.id) == expires_on


@pytest.mark.parametrize("months", [0, -1, 61])
def test_offer_runs_for_a_sensible_time(practice: Practice, months: int) -> None:
    with pytest.raises(Invalid, match="1 to 60 months"):
        offers.give(
            practice.session, Offer(8, 60, valid_months=months), by=practice.coach,
            client_id=practice.client.id, now=NOW,
        )  # fmt: skip


def test_offer_is_for_own_clients(practice: Practice) -> None:
    other = people.coach(practice.session, "Eve Other")
    with pytest.raises(NotFound):
        offers.give(practice.session, Offer(8, 60), by=other, client_id=practice.client.id, now=NOW)


def test_usual_templates_are_added_once(session: Session) -> None:
    coach = people.coach(session)
    for _ in range(2):
        offers.add_usual_templates(session, coach.id, now=NOW)
    found = packages.templates(session, by=coach)
    assert [one.total_sessions for one in found] == [12, 8, 20]
