"""Why a time isn't offered: every reason that applies, and never a word about another coach."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import Session

from coachbook.availability import DayBook, Reason
from coachbook.errors import Invalid, NotAllowed, NotFound
from coachbook.models import CoachClient, CoachSettings
from coachbook.models.columns import table_of
from coachbook.services import client_booking
from coachbook.services.people import Person
from coachbook.services.why import Answer, Why, why
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice, open_practice

WEDNESDAY = date(2026, 11, 18)
TEN = at("2026-11-18 10:00")


@pytest.fixture
def practice(session: Session) -> Practice:
    return open_practice(session)


def answer(practice: Practice, start: datetime = TEN, **more: Any) -> Answer:
    asked = {
        "by": practice.coach, "client_id": practice.client.id, "kind": "session", "minutes": 60,
        "starts_at": start, "now": NOW,
    }  # fmt: skip
    return why(practice.session, **{**asked, **more})


def codes(practice: Practice, start: datetime = TEN, **more: Any) -> list[str]:
    return [str(one.code) for one in answer(practice, start, **more).reasons]


def first(practice: Practice, start: datetime = TEN, **more: Any) -> Why:
    return answer(practice, start, **more).reasons[0]


def another(practice: Practice, name: str) -> Person:
    return practice.another_client(name)


def archive(practice: Practice) -> None:
    changed = update(table_of(CoachClient)).values(status="archived")
    practice.session.execute(changed)
    practice.session.expire_all()


def rule(practice: Practice, **values: Any) -> None:
    practice.session.execute(update(table_of(CoachSettings)).values(**values))


def test_open_time_is_offered(practice: Practice) -> None:
    found = answer(practice)
    assert (found.is_offered, found.client_name) == (True, practice.client.name)


def test_notice_says_how_much_is_needed(practice: Practice) -> None:
    rule(practice, minimum_notice_hours=72)
    assert first(practice) == Why(Reason.notice, number=72)


def test_window_says_how_far_it_reaches(practice: Practice) -> None:
    assert first(practice, at("2027-02-17 10:00")) == Why(Reason.window, number=3)


def test_past_is_not_short_notice_as_well(practice: Practice) -> None:
    assert codes(practice, at("2026-11-13 10:00")) == ["past"]


def test_blocked_day_says_its_note(practice: Practice) -> None:
    factories.block(
        practice.session, by=practice.coach, on=WEDNESDAY, start=None, end=None,
        kinds=["session"], note="Dentist", now=NOW,
    )  # fmt: skip
    assert first(practice) == Why(Reason.blackout, on=WEDNESDAY, note="Dentist")


def test_outside_the_hours_says_what_they_are(practice: Practice) -> None:
    hours = ((at("2026-11-18 09:00"), at("2026-11-18 17:00")),)
    for start in ("2026-11-18 20:00", "2026-11-18 16:30"):
        assert first(practice, at(start)) == Why(Reason.closed, on=WEDNESDAY, hours=hours)
    assert first(practice, at("2026-11-21 10:00")).hours == ()


def test_off_the_grid_names_the_starts_around(practice: Practice) -> None:
    starts = (TEN, at("2026-11-18 10:30"))
    assert first(practice, at("2026-11-18 10:10")) == Why("off_grid", starts=starts)


def test_full_names_who_is_there_at_the_tightest_moment(practice: Practice) -> None:
    ben, cem, eva = (another(practice, name) for name in ("Ben", "Cem", "Eva"))
    practice.booked(TEN, client_id=ben.id, by=ben)
    practice.booked(at("2026-11-18 10:30"), client_id=cem.id, by=cem)
    practice.booked(at("2026-11-18 11:00"), client_id=eva.id, by=eva)
    found = first(practice, at("2026-11-18 10:30"))
    assert (found.names, found.at) == (("Ben", "Cem"), at("2026-11-18 10:30"))
    assert (found.present, found.capacity) == (2, 2)


def test_check_in_takes_the_coach_alone(practice: Practice) -> None:
    ben = another(practice, "Ben")
    practice.booked(TEN, client_id=ben.id, by=practice.coach, kind="checkin", confirmed=True)
    assert first(practice) == Why(Reason.checkin, ("Ben",))
    rule(practice, checkins_take_the_coach_alone=False)
    assert codes(practice) == []


def test_own_booking_is_named(practice: Practice) -> None:
    booked = practice.booked(TEN)
    found = first(practice, at("2026-11-18 10:30"))
    assert (found.code, found.at, found.chain_id) == (Reason.yours, TEN, booked.chain_id)


def test_all_reasons_are_told_in_order(practice: Practice) -> None:
    for name in ("Ben", "Cem"):
        one = another(practice, name)
        practice.booked(at("2026-11-18 16:30"), client_id=one.id, by=practice.coach, confirmed=True)
    factories.block(
        practice.session, by=practice.coach, on=WEDNESDAY, start=None, end=None,
        kinds=["session"], now=NOW,
    )  # fmt: skip
    rule(practice, minimum_notice_hours=72)
    archive(practice)
    found = codes(practice, at("2026-11-18 16:30"), minutes=90)
    assert found == ["archived", "notice", "blackout", "closed", "full", "no_package"]


# Packages and check-ins


def test_packages_are_looked_at_for_length_date_and_balance(practice: Practice) -> None:
    session, coach = practice.session, practice.coach
    assert first(practice, minutes=45) == Why("no_package", number=45)
    client = people.client(session, coach, "Ida")
    factories.package(session, coach, client, total=1, expires_on="2026-11-20")
    later = at("2026-11-23 10:00")
    expected = Why("package_ended", on=date(2026, 11, 20))
    assert first(practice, later, client_id=client.id) == expected
    assert codes(practice, at("2026-11-20 16:00"), client_id=client.id) == []
    practice.booked(at("2026-11-19 10:00"), client_id=client.id, by=client)
    assert first(practice, client_id=client.id) == Why("none_left", number=60)


def test_check_in_of_the_month_is_used(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", start="12:00", end="14:00")
    noon = at("2026-11-18 12:00")
    assert codes(practice, noon, kind="checkin") == []
    practice.booked(at("2026-11-19 12:00"), kind="checkin")
    assert first(practice, noon, kind="checkin") == Why("month_used", on=date(2026, 11, 1))
    assert codes(practice, at("2026-12-02 12:00"), kind="checkin") == []


# What the coach may know


@pytest.fixture
def elsewhere(practice: Practice) -> Practice:
    """The client's other coach, with whom they train on Wednesday at ten."""
    session = practice.session
    other = people.coach(session, "Eve Other")
    factories.hours(session, other)
    people.relate(session, other, practice.client.id, practice.client.name)
    package = factories.package(session, other, practice.client)
    theirs = Practice(session, other, practice.client, package)
    theirs.booked(TEN)
    return theirs


def test_other_coach_is_never_mentioned(practice: Practice, elsewhere: Practice) -> None:
    assert answer(practice).reasons == (Why("elsewhere"),)
    assert "Eve" not in repr(answer(practice))


def test_other_coachs_booking_takes_no_place_here(practice: Practice, elsewhere: Practice) -> None:
    practice.booked(TEN, client_id=(ben := another(practice, "Ben")).id, by=ben)
    assert codes(practice) == ["elsewhere"]


def test_before_the_client_has_joined_nothing_is_told_of_their_time(
    practice: Practice, elsewhere: Practice
) -> None:
    relation = table_of(CoachClient)
    practice.session.execute(
        update(relation)
        .where(relation.c.coach_id == practice.coach.id)
        .values(status="invited", joined_at=None)
    )
    assert codes(practice) == []


def test_only_the_clients_coach_may_ask(practice: Practice) -> None:
    other = people.coach(practice.session)
    with pytest.raises(NotFound):
        answer(practice, by=other)
    with pytest.raises(NotAllowed):
        answer(practice, by=practice.client)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"minutes": 0}, "minutes"), ({"minutes": 10_000}, "minutes"),
     ({"starts_at": at("2126-11-18 10:00")}, "on")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(
    practice: Practice, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        answer(practice, **more)
    assert refused.value.field == field


# The answer and the client's list never disagree


def busy_week(practice: Practice) -> None:
    """Something of everything: full hours, blocked ones, extra ones, a package that ends."""
    session, coach = practice.session, practice.coach
    factories.hours(session, coach, kind="checkin", start="12:00", end="13:00", capacity=1)
    for name in ("Ben", "Cem", "Eva"):
        one = another(practice, name)
        for day, hour in ((17, 9), (17, 10), (18, 13), (19, 15)):
            factories.booked(session, coach, one, at(f"2026-11-{day} {hour:02}:00"))
    factories.blackout(session, coach, "2026-11-20")
    practice.booked(at("2026-11-18 10:00"))
    factories.package(session, coach, practice.client, minutes=45, expires_on="2026-11-18")


moments = st.builds(
    lambda minutes: at("2026-11-16 00:00") + timedelta(minutes=minutes),
    st.integers(0, 7 * 48 - 1).map(lambda half_hours: half_hours * 30)
    | st.integers(0, 7 * 1440 - 1),
)
lengths = st.sampled_from((60, 60, 45, 90))
CALM = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=200)


def offered(practice: Practice, start: datetime, kind: Any, minutes: int) -> bool:
    found = client_booking.openings(
        practice.session, by=practice.client, coach_id=practice.coach.id, minutes=minutes,
        kind=kind, week_of=start.astimezone(practice.client.zone).date(), now=NOW,
    )  # fmt: skip
    return any(slot.starts_at == start and slot.is_open for slot in found.slots)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["session", "checkin"])
@pytest.mark.parametrize("is_used", [False, True])
def test_offered_is_answered_exactly_when_the_client_sees_it(
    practice: Practice, kind: Any, is_used: bool
) -> None:
    busy_week(practice)
    if is_used:
        practice.booked(at("2026-11-24 12:00"), kind="checkin")

    @CALM
    @given(moments, lengths)
    def agree(start: datetime, minutes: int) -> None:
        expected = offered(practice, start, kind, minutes)
        assert answer(practice, start, kind=kind, minutes=minutes).is_offered == expected

    agree()


def test_disagreement_would_be_noticed(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: an answer that forgets full hours is caught."""
    busy_week(practice)
    whole = DayBook.reasons
    monkeypatch.setattr(
        DayBook,
        "reasons",
        lambda self, start: [one for one in whole(self, start) if one != Reason.full],
    )

    @settings(CALM, derandomize=True, database=None, phases=[Phase.generate])
    @given(moments, lengths)
    def agree(start: datetime, minutes: int) -> None:
        expected = offered(practice, start, "session", minutes)
        assert answer(practice, start, minutes=minutes).is_offered == expected

    with pytest.raises(AssertionError):
        agree()


def test_client_in_another_zone_is_answered_for_the_same_instant(practice: Practice) -> None:
    practice.client = replace(practice.client, time_zone="Asia/Tokyo")
    assert offered(practice, TEN, "session", 60)
    assert answer(practice).is_offered
