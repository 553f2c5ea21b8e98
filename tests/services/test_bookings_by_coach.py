"""The coach books past every rule of time, is asked before breaking one, and picks packages."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from coachbook.errors import NeedsConfirmation, SlotTaken
from coachbook.models import OutboxMessage
from coachbook.services import bookings
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, TEN = at("2026-11-18 09:00"), at("2026-11-18 10:00")


@pytest.mark.parametrize(
    "start",
    ["2026-11-16 11:00", "2027-06-01 09:00", "2026-11-18 09:15"],
    ids=["short notice", "far ahead", "off the grid"],
)
def test_coach_is_not_asked_about_notice_window_or_grid(practice: Practice, start: str) -> None:
    made = practice.booked(at(start), by=practice.coach)
    assert not made.breaks_rules


@pytest.mark.parametrize(
    ("start", "reason", "sentence"),
    [
        ("2026-11-16 09:00", "past", "This time has passed."),
        ("2026-11-18 20:00", "closed", "This is outside your hours."),
        ("2026-11-19 10:00", "blackout", "You blocked this time."),
        ("2026-11-18 09:00", "full", "This hour is full: 2 of 2 booked."),
    ],
)
def test_coach_is_asked_first(practice: Practice, start: str, reason: str, sentence: str) -> None:
    factories.blackout(practice.session, practice.coach, "2026-11-19")
    for _ in range(2):
        factories.fill(practice.session, practice.coach, NINE)
    asked = practice.book(at(start), by=practice.coach)
    (verdict,) = asked.verdicts
    assert not asked.is_booked
    assert (verdict.reason, verdict.sentence, verdict.can_confirm) == (reason, sentence, True)
    made = practice.booked(at(start), by=practice.coach, confirmed=True)
    assert made.breaks_rules == (reason != "past")


def test_coach_is_told_everything_that_is_unusual(practice: Practice) -> None:
    """Half of it after hours and half in a full hour, and once all of that yesterday."""
    for _ in range(2):
        factories.fill(practice.session, practice.coach, at("2026-11-18 16:00"))
    late = at("2026-11-18 16:30")
    everything = "This is outside your hours. This hour is full: 2 of 2 booked."
    (verdict,) = practice.book(late, by=practice.coach).verdicts
    assert verdict.sentence == everything
    made = practice.booked(at("2026-11-18 10:00"), by=practice.coach)
    with pytest.raises(NeedsConfirmation) as question:
        practice.move(made, late, by=practice.coach)
    assert question.value.sentence == everything
    (verdict,) = practice.book(at("2026-11-15 20:00"), by=practice.coach).verdicts
    assert verdict.sentence == "This is outside your hours. This time has passed."


def test_blocked_time_of_a_check_in_names_both(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin")
    practice.booked(NINE, by=practice.coach, kind="checkin", minutes=30)
    factories.blackout(practice.session, practice.coach, "2026-11-18")
    other = practice.another_client()
    (verdict,) = practice.book(NINE, by=practice.coach, client_id=other.id).verdicts
    assert verdict.sentence == (
        "You blocked this time. You are with someone else then: a check-in takes you alone."
    )
    (alone,) = practice.book(TEN, by=practice.coach, client_id=other.id).verdicts
    assert alone.sentence == "You blocked this time."


def test_client_cannot_confirm_their_way_in(practice: Practice) -> None:
    assert not practice.book(at("2026-11-18 20:00"), confirmed=True).is_booked


EVENING = at("2026-11-18 20:00")


@pytest.mark.parametrize("starts", [(EVENING,), (EVENING + timedelta(minutes=30),)])
def test_overlap_outside_the_hours_is_refused_too(
    practice: Practice, starts: tuple[datetime]
) -> None:
    practice.booked(EVENING, by=practice.coach, confirmed=True)
    again = practice.book(*starts, by=practice.coach, confirmed=True)
    assert [verdict.reason for verdict in again.verdicts] == ["yours"]


def test_a_move_onto_the_clients_own_booking_is_refused_outside_the_hours(
    practice: Practice,
) -> None:
    practice.booked(EVENING, by=practice.coach, confirmed=True)
    made = practice.booked(NINE)
    with pytest.raises(SlotTaken, match="free then"):
        practice.move(made, EVENING, by=practice.coach, confirmed=True)


def test_times_of_one_selection_exclude_each_other_outside_the_hours(practice: Practice) -> None:
    half_past = EVENING + timedelta(minutes=30)
    asked = practice.book(EVENING, half_past, by=practice.coach, confirmed=True)
    assert [verdict.reason for verdict in asked.verdicts] == ["closed", "yours"]
    assert not asked.is_booked


def test_overlap_of_the_same_client_is_refused_even_when_confirmed(practice: Practice) -> None:
    practice.book(NINE)
    again = practice.book(NINE + timedelta(minutes=30), by=practice.coach, confirmed=True)
    (verdict,) = again.verdicts
    assert not again.is_booked
    assert verdict.sentence == "This client isn't free then."


def test_without_a_credit_the_coach_hears_of_it(practice: Practice) -> None:
    broke = factories.package(practice.session, practice.coach, practice.client, minutes=30)
    for confirmed in (False, True):
        outcome = practice.book(NINE, by=practice.coach, minutes=45, confirmed=confirmed)
        (verdict,) = outcome.verdicts
        assert (verdict.reason, verdict.can_confirm) == ("no_credit", False)
        assert verdict.sentence == "This client has no session left for this date."
    assert factories.remaining(practice.session, broke) == 12


def test_coach_may_pick_another_package(practice: Practice) -> None:
    later = factories.package(practice.session, practice.coach, practice.client, age_days=1)
    made = practice.booked(NINE, by=practice.coach, package_ids={NINE: later})
    assert made.package_id == later
    assert practice.left == 12


def test_client_may_not_pick_a_package(practice: Practice) -> None:
    later = factories.package(practice.session, practice.coach, practice.client, age_days=1)
    assert practice.booked(NINE, package_ids={NINE: later}).package_id == practice.package_id


def test_picked_package_must_be_this_clients(practice: Practice) -> None:
    foreign = factories.package(practice.session, practice.coach, practice.another_client())
    outcome = practice.book(NINE, by=practice.coach, package_ids={NINE: foreign})
    assert [one.reason for one in outcome.verdicts] == ["no_credit"]
    assert factories.remaining(practice.session, foreign) == 12


def test_client_hears_of_a_booking_by_the_coach_and_the_coach_does_not(practice: Practice) -> None:

    practice.book(NINE, by=practice.coach)
    recipients = practice.session.exec(select(OutboxMessage.recipient_id)).all()
    assert set(recipients) == {practice.client.id}


# Check-ins


@pytest.fixture
def checkins(practice: Practice) -> Practice:
    factories.hours(
        practice.session, practice.coach, start="12:00", end="13:00", capacity=1, kind="checkin"
    )
    return practice


NOON = at("2026-11-18 12:00")


def test_checkin_takes_half_an_hour_and_no_credit(checkins: Practice) -> None:
    made = checkins.booked(NOON, kind="checkin", minutes=240)
    assert (made.minutes, made.package_id, checkins.left) == (30, None, 12)


def test_one_checkin_a_month(checkins: Practice) -> None:
    december = at("2026-12-01 12:00")
    checkins.book(NOON, kind="checkin")
    second = checkins.book(NOON + timedelta(days=1), kind="checkin")
    assert [one.sentence for one in second.verdicts] == [
        "Your check-in of November is used already."
    ]
    assert checkins.book(december, kind="checkin").is_booked


def test_two_checkins_of_one_month_in_one_selection(checkins: Practice) -> None:
    outcome = checkins.book(NOON, NOON + timedelta(days=1), kind="checkin")
    assert [one.reason for one in outcome.verdicts] == [None, "month_used"]


def test_coach_is_asked_about_a_used_month_and_the_hour_at_once(checkins: Practice) -> None:
    checkins.booked(NOON, kind="checkin")
    (verdict,) = checkins.book(EVENING, by=checkins.coach, kind="checkin").verdicts
    assert verdict.can_confirm
    assert verdict.sentence == (
        "This is outside your hours. "
        "The check-in of November is used: this would be one beyond the allowance."
    )


def test_a_checkin_is_not_offered_a_month_that_is_used(checkins: Practice) -> None:
    checkins.booked(NOON, kind="checkin")
    december = checkins.booked(at("2026-12-02 12:00"), kind="checkin")
    day = NINE.date()
    assert not bookings.moving_openings(
        checkins.session, december.id, by=checkins.client, first=day, last=day, now=NOW
    )


def test_cancelled_checkin_gives_its_month_back(checkins: Practice) -> None:
    made = checkins.booked(NOON, kind="checkin")
    checkins.cancel(made)
    assert checkins.book(NOON + timedelta(days=1), kind="checkin").is_booked


def test_checkin_and_session_exclude_each_other(checkins: Practice) -> None:
    other = checkins.another_client()
    checkins.book(NOON)
    checkin = checkins.book(NOON, by=other, client_id=other.id, kind="checkin")
    assert [one.reason for one in checkin.verdicts] == ["checkin"]
    checkins.book(NOON + timedelta(days=1), by=other, client_id=other.id, kind="checkin")
    session = checkins.book(NOON + timedelta(days=1))
    assert [one.reason for one in session.verdicts] == ["checkin"]


# Preview


def test_preview_says_what_booking_would_answer(practice: Practice) -> None:
    factories.fill(practice.session, practice.coach, NINE)
    factories.fill(practice.session, practice.coach, NINE)
    asked = {
        "coach_id": practice.coach.id, "client_id": practice.client.id, "minutes": 60,
        "starts": [NINE, TEN],
    }  # fmt: skip
    seen = bookings.preview(
        practice.session, by=practice.client, kind="session", now=NOW, **asked  # type: ignore[arg-type]
    )  # fmt: skip
    assert seen == practice.book(NINE, TEN).verdicts
    assert [one.package_minutes for one in seen] == [0, 60]
