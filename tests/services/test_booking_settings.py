"""The rules of a practice: saved whole, refused at their field, never overwritten unseen."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from coachbook.errors import Invalid, NotAllowed
from coachbook.models import Booking, CalendarVersion, ClientBookingStats, CoachSettings
from coachbook.services import booking_settings, rule_effects
from coachbook.services.booking_settings import BookingRules, Difference, RulesChanged, SavedRules
from coachbook.services.openings import rules_of
from coachbook.services.people import Person
from coachbook.services.rule_effects import Effects
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


def saved(session: Session, coach: Person) -> SavedRules:
    return booking_settings.saved_rules(session, by=coach)


def save(session: Session, coach: Person, *, seen: int = 1, **other: Any) -> SavedRules:
    rules = replace(saved(session, coach).rules, **other)
    return booking_settings.save_rules(session, by=coach, rules=rules, seen=seen, now=NOW)


def test_new_practice_has_the_defaults(session: Session, coach: Person) -> None:
    name = "Anna Weiss Coaching"
    assert saved(session, coach) == SavedRules(BookingRules(practice_name=name), 1)


def test_every_setting_of_the_practice_is_among_the_rules() -> None:
    others = {"coach_id", "version", "set_up_at", "summary_hour"}
    assert set(booking_settings.NAMES) == set(CoachSettings.model_fields) - others


def test_save_keeps_every_rule(session: Session, coach: Person) -> None:
    wanted = BookingRules(
        "Harbour", 6, 24, 48, 3, 2, False, 12, False, "https://meet.example.com/anna?x=1", "EUR"
    )
    booking_settings.save_rules(session, by=coach, rules=wanted, seen=1, now=NOW)
    session.expire_all()
    assert saved(session, coach) == SavedRules(wanted, 2)
    rules = rules_of(session, coach.id)
    assert (rules.window_months, rules.notice_hours, rules.checkins_alone) == (6, 24, False)


def test_save_tells_open_pages(session: Session, coach: Person) -> None:
    save(session, coach, minimum_notice_hours=24)
    assert session.get_one(CalendarVersion, coach.id).version == 1


def test_same_rules_again_are_no_change(session: Session, coach: Person) -> None:
    save(session, coach)
    assert saved(session, coach).version == 1
    assert session.get(CalendarVersion, coach.id) is None


def test_second_tab_overwrites_nothing(session: Session, coach: Person) -> None:
    save(session, coach, minimum_notice_hours=24)
    with pytest.raises(RulesChanged):
        save(session, coach, seen=1, flag_threshold=2)
    assert saved(session, coach).rules.flag_threshold == 3
    assert save(session, coach, seen=2, flag_threshold=2).version == 3


def test_difference_names_what_changed_from_what_to_what() -> None:
    before = BookingRules("Harbour")
    after = replace(before, minimum_notice_hours=24, currency="EUR")
    assert booking_settings.differences(before, after) == (
        Difference("minimum_notice_hours", 12, 24),
        Difference("currency", "USD", "EUR"),
    )


def test_own_changes_go_upon_those_of_another_tab() -> None:
    seen = BookingRules("Harbour")
    mine = replace(seen, flag_threshold=2, minimum_notice_hours=6)
    theirs = replace(seen, minimum_notice_hours=24, currency="EUR")
    both = booking_settings.rebased(mine, seen=seen, onto=theirs)
    assert both == replace(seen, flag_threshold=2, minimum_notice_hours=6, currency="EUR")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("booking_window_months", 0, "1 to 24 months"),
        ("booking_window_months", 25, "1 to 24 months"),
        ("minimum_notice_hours", -1, "0 to 720 hours"),
        ("reschedule_notice_hours", 721, "0 to 720 hours"),
        ("renewal_threshold", 101, "0 to 100 sessions"),
        ("flag_threshold", 0, "1 to 100 times"),
        ("auto_complete_after_hours", 10**9, "1 to 720 hours"),
        ("currency", "XYZ", "from the list"),
        ("currency", "", "from the list"),
        ("practice_name", " \u200b ", "Enter a name"),
        ("practice_name", "x" * 201, "under 200"),
    ],
)
def test_save_refuses_at_the_field(
    session: Session, coach: Person, field: str, value: Any, words: str
) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        save(session, coach, **{field: value})
    assert refused.value.field == field
    assert saved(session, coach).version == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://meet.example.com/anna",
        "meet.example.com/anna",
        "javascript:alert(1)",
        "https://",
        "https://anna",
        "https://meet.example.com@evil.example/x",
        "https://meet.exam ple.com",
        "https://meet.example.com/\n.evil.example",
        "https://meet.example.com:99999/x",
        "https://[::1",
        "https:\\\\evil.example",
        "https://meet.example.com/\u202egpj.exe",
        "https://meet.example.com/" + "x" * 500,
    ],
)
def test_meeting_address_is_an_https_link(session: Session, coach: Person, address: str) -> None:
    with pytest.raises(Invalid) as refused:
        save(session, coach, meeting_address=address)
    assert refused.value.field == "meeting_address"


def test_no_meeting_address_is_fine(session: Session, coach: Person) -> None:
    save(session, coach, meeting_address="https://meet.example.com/a")
    assert save(session, coach, seen=2, meeting_address="  ").rules.meeting_address == ""


@pytest.mark.parametrize(
    ("typed", "kept"), [("  Harbor Gym,\n Quay 4 ", "Harbor Gym, Quay 4"), ("  ", "")]
)
def test_place_of_sessions_is_one_line_or_none(
    session: Session, coach: Person, typed: str, kept: str
) -> None:
    assert save(session, coach, session_place=typed).rules.session_place == kept


def test_clients_have_no_rules(session: Session, coach: Person) -> None:
    nobody = people.client(session, coach)
    rules = BookingRules("Mine now")
    with pytest.raises(NotAllowed):
        booking_settings.saved_rules(session, by=nobody)
    with pytest.raises(NotAllowed):
        booking_settings.save_rules(session, by=nobody, rules=rules, seen=1, now=NOW)
    with pytest.raises(NotAllowed):
        rule_effects.effects(session, by=nobody, rules=rules, now=NOW)


def test_coaches_save_only_their_own(session: Session, coach: Person) -> None:
    other = people.coach(session, "Ben Ito")
    save(session, coach, minimum_notice_hours=24)
    assert saved(session, other).rules.minimum_notice_hours == 12


# What follows


def effects(practice: Practice, **other: Any) -> Effects:
    rules = replace(saved(practice.session, practice.coach).rules, **other)
    return rule_effects.effects(practice.session, by=practice.coach, rules=rules, now=NOW)


def counted(practice: Practice, client: Person, no_shows: int, *, is_flagged: bool) -> None:
    practice.session.add(
        ClientBookingStats(
            client_id=client.id,
            coach_id=practice.coach.id,
            no_show_count_90d=no_shows,
            is_flagged=is_flagged,
            counted_at=NOW,
        )
    )
    practice.session.flush()


def test_another_flag_threshold_says_who_would_be_flagged(practice: Practice) -> None:
    counted(practice, practice.client, 2, is_flagged=False)
    counted(practice, practice.another_client(), 3, is_flagged=True)
    assert effects(practice, flag_threshold=2).flagged == 1
    assert effects(practice, flag_threshold=4).unflagged == 1
    assert effects(practice) == Effects()


def test_archived_clients_are_not_counted(practice: Practice) -> None:
    gone = people.client(practice.session, practice.coach, "Gone", status="archived")
    counted(practice, gone, 2, is_flagged=False)
    assert effects(practice, flag_threshold=1) == Effects()


def test_another_renewal_threshold_says_which_packages_count_as_low(practice: Practice) -> None:
    assert effects(practice, renewal_threshold=12).low == 1
    assert effects(practice, renewal_threshold=11).low == 0
    save(practice.session, practice.coach, renewal_threshold=12)
    assert effects(practice, renewal_threshold=2).no_longer_low == 1


def test_completing_sooner_says_what_would_be_completed(practice: Practice) -> None:
    booked = practice.booked(at("2026-11-18 09:00"))
    row = practice.session.get_one(Booking, booked.id)
    row.starts_at, row.ends_at = NOW - timedelta(hours=11), NOW - timedelta(hours=10)
    practice.session.flush()
    assert effects(practice, auto_complete_after_hours=10).completed == 1
    assert effects(practice, auto_complete_after_hours=11).completed == 0
    assert effects(practice, auto_complete=False).completed == 0


def test_another_address_says_which_checkins_lead_there(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin")
    practice.book(at("2026-11-18 09:00"), kind="checkin", minutes=30)
    assert effects(practice, meeting_address="https://meet.example.com/a").readdressed == 1
