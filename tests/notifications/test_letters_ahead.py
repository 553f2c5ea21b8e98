"""Emails about what lies ahead, as their readers see them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from coachbook.models import Booking, CheckinFormQuestion, OutboxMessage, Profile, SessionPackage
from coachbook.notifications import messages
from coachbook.notifications.facts import NothingToTell
from coachbook.notifications.sending import Email
from coachbook.services import expiring, reminders, summaries
from coachbook.services.bookings import BookingView
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

WEDNESDAY = at("2026-11-18 09:00")
HOURS_BEFORE = timedelta(hours=20)


def email(practice: Practice, event: str) -> Email:
    found = practice.session.exec(
        select(OutboxMessage).where(OutboxMessage.event == event, OutboxMessage.channel == "email")
    ).one()
    return messages.render(practice.session, found)


def plain(words: str) -> str:
    return words.replace("\u202f", " ")


def checkin(practice: Practice, *, is_asked: bool) -> BookingView:
    if is_asked:
        practice.session.add(
            CheckinFormQuestion(
                coach_id=practice.coach.id, question="How are you?", question_type="text"
            )
        )
    (view,) = factories.booked(
        practice.session, practice.coach, practice.client, WEDNESDAY, kind="checkin"
    )
    return view


def age(practice: Practice, booking: BookingView) -> None:
    """It was booked a week ago."""
    row = practice.session.get_one(Booking, booking.id)
    row.created_at = NOW - timedelta(days=7)
    practice.session.flush()


def end(practice: Practice, on: str, left: int = 5) -> SessionPackage:
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.expires_at = at(f"{on} 23:59")
    package.remaining_sessions = left
    practice.session.flush()
    return package


def notices(practice: Practice) -> None:
    expiring.queue_notices(
        practice.session,
        practice.coach.id,
        on=NOW.astimezone(practice.coach.zone).date(),
        zone=practice.coach.zone,
        now=NOW,
    )


def test_reminder_says_when_with_whom_and_what_can_be_done(practice: Practice) -> None:
    checkin(practice, is_asked=False)
    reminders.queue_due(practice.session, now=WEDNESDAY - HOURS_BEFORE)
    made = email(practice, "checkin_reminder")
    assert plain(made.subject) == "Coming up: check-in on Wed, Nov 18, 9:00 AM with Anna Weiss"
    assert "Anna Weiss will send you a link before it starts." in made.text
    assert "questions" not in made.text
    assert "/appointment/" in made.link


def test_reminder_names_questions_that_wait(practice: Practice) -> None:
    checkin(practice, is_asked=True)
    reminders.queue_due(practice.session, now=WEDNESDAY - HOURS_BEFORE)
    assert (
        "Anna Weiss has a few questions for you first." in email(practice, "checkin_reminder").text
    )


def test_form_reminder_leads_to_the_questions(practice: Practice) -> None:
    booking = checkin(practice, is_asked=True)
    age(practice, booking)
    reminders.queue_forms(practice.session, now=WEDNESDAY - timedelta(hours=40))
    made = email(practice, "checkin_form_reminder")
    assert plain(made.subject) == (
        "A few questions before your check-in on Wed, Nov 18, 9:00 AM"
    )  # fmt: skip
    assert made.link.endswith(f"/client/check-in/{booking.chain_id}")


@pytest.mark.parametrize(
    ("on", "event"),
    [("2026-12-16", "package_expiring_month"), ("2026-11-23", "package_expiring_week")],
)
def test_end_of_a_package_names_what_is_left_and_until_when(
    practice: Practice, on: str, event: str
) -> None:
    end(practice, on)
    notices(practice)
    ends = {"2026-12-16": "December 16, 2026", "2026-11-23": "November 23, 2026"}[on]
    made = email(practice, event)
    assert made.subject == f"5 sessions with Anna Weiss to use by {ends}"
    assert "You have 5 of 12 sessions left (60 min each)." in made.text
    assert made.link.endswith("/book")
    coachs = email(practice, f"client_{event}")
    assert coachs.subject == f"Robin Fields's package ends on {ends}"
    assert coachs.link.endswith(f"/coach/clients/{practice.client.id}")


def summary(practice: Practice) -> None:
    on = NOW.astimezone(practice.coach.zone).date()
    asked: dict[str, Any] = {"on": on, "zone": practice.coach.zone, "now": NOW}
    assert summaries.queue_summary(practice.session, practice.coach.id, **asked)


def test_summary_lists_tomorrow_in_the_coachs_clock(practice: Practice) -> None:
    practice.session.add(
        CheckinFormQuestion(coach_id=practice.coach.id, question="?", question_type="text")
    )
    other = practice.another_client("Kim Late")
    practice.booked(at("2026-11-17 15:00"), by=practice.coach, confirmed=True)
    factories.booked(
        practice.session, practice.coach, other, at("2026-11-17 09:00"), kind="checkin"
    )
    summary(practice)
    made = email(practice, "daily_summary")
    assert made.subject == "Tomorrow, Tue, Nov 17: 1 session and 1 check-in"
    text = plain(made.text)
    assert "on Tuesday, November 17, 2026, from 9:00 AM to 4:00 PM." in text
    assert "* 9:00 AM to 9:30 AM: Kim Late\n  Check-in, 30 min\n  Your questions are not" in text
    assert "* 3:00 PM to 4:00 PM: Robin Fields\n  Session, 60 min\n" in text
    assert made.link.endswith("/coach/bookings?day=2026-11-17")


def test_summary_is_as_it_is_when_it_is_sent(practice: Practice) -> None:
    first = practice.booked(at("2026-11-17 15:00"))
    second = practice.booked(at("2026-11-17 11:00"))
    summary(practice)
    practice.cancel(first)
    assert email(practice, "daily_summary").subject == "Tomorrow, Tue, Nov 17: 1 session"
    practice.cancel(second)
    with pytest.raises(NothingToTell):
        email(practice, "daily_summary")


def test_end_is_the_coachs_date_whatever_the_readers_zone(
    session: Session, practice: Practice
) -> None:
    profile = session.get_one(Profile, practice.client.id)
    profile.time_zone, profile.locale = "Asia/Tokyo", "de"
    end(practice, "2026-12-16")
    notices(practice)
    made = email(practice, "package_expiring_month")
    assert "16. Dezember 2026" in made.subject
