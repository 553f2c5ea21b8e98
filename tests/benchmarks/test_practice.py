"""The large practice is worth measuring only if it is a sound one."""

from sqlmodel import Session, select

from coachbook.models import ClientBookingStats
from coachbook.services import invariants
from tests.benchmarks.practice import big, spread
from tests.conftest import NOW


def test_large_practice_keeps_every_rule(session: Session) -> None:
    made = big(session, clients=40, bookings=600, now=NOW, coaches=2)
    report = invariants.check(session, now=NOW)
    assert report.offending == ()
    assert len(made.client_ids) == 40
    assert "600 bookings" in next(report.lines())


def test_spread_practice_keeps_every_rule(session: Session) -> None:
    made = spread(session, clients=30, bookings=200, now=NOW)
    report = invariants.check(session, now=NOW)
    assert report.offending == ()
    assert len(made.client_ids) == 30
    known = session.exec(select(ClientBookingStats)).all()
    assert any(one.favorite_times for one in known)
