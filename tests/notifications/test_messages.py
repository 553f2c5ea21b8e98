"""Emails as their readers see them."""

import re
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from sqlmodel import Session, select

from coachbook.models import (
    Booking,
    CheckinFormQuestion,
    CoachClient,
    CoachSettings,
    OutboxMessage,
    Profile,
    SessionPackage,
)
from coachbook.notifications import announce, letters, links, matrix, messages
from coachbook.notifications.facts import NothingToTell
from coachbook.notifications.messages import one_line
from coachbook.notifications.sending import Email
from coachbook.services import accounts, bookings, checkin_forms, invitations
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

TUESDAY, WEDNESDAY = at("2026-11-24 09:00"), at("2026-11-25 14:30")
LATER = NOW + timedelta(minutes=1)


def _email(session: Session, event: str) -> Email:
    session.flush()
    session.expire_all()
    found = session.exec(
        select(OutboxMessage).where(OutboxMessage.event == event, OutboxMessage.channel == "email")
    ).one()
    return messages.render(session, found)


def _in_zone(practice: Practice, zone: str, locale: str = "en") -> None:
    profile = practice.session.get_one(Profile, practice.client.id)
    profile.time_zone, profile.locale = zone, locale
    practice.session.add(profile)


def test_confirmation_names_every_session_and_what_is_left(practice: Practice) -> None:
    practice.book(TUESDAY, WEDNESDAY)
    email = _email(practice.session, "session_booked")
    assert email.subject == "Booked: 2 sessions with Anna Weiss"
    assert email.sender_name == "Anna Weiss"
    assert (email.recipient_name, email.recipient_email) == (
        "Robin Fields", practice.client.email,
    )  # fmt: skip
    for text in (email.text, email.html):
        assert "Tuesday, November 24, 2026, 9:00" in text
        assert "Wednesday, November 25, 2026, 2:30" in text
        assert "Eastern Standard Time" in text
        assert "10 of 12 sessions left" in text


def test_confirmation_of_one_session_says_when_in_its_subject(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    email = _email(practice.session, "session_booked")
    assert re.fullmatch(r"Booked: Tue, Nov 24, 9:00\sAM with Anna Weiss", email.subject)
    path = links.appointment_path(booking.chain_id, practice.client.email)
    assert email.link == f"http://localhost:8000{path}"


def test_each_of_several_sessions_has_a_link_of_its_own(practice: Practice) -> None:
    practice.book(TUESDAY, WEDNESDAY)
    email = _email(practice.session, "session_booked")
    found = practice.session.exec(select(Booking.chain_id)).all()
    for path in (links.appointment_path(one, practice.client.email) for one in found):
        assert path in email.text
        assert path in email.html
    assert email.link == "http://localhost:8000/client/calendar"


def test_times_are_the_readers_and_the_coachs_where_they_differ(practice: Practice) -> None:
    _in_zone(practice, "Europe/Berlin", "de")
    practice.book(TUESDAY)
    email = _email(practice.session, "session_booked")
    assert "Dienstag, 24. November 2026, 15:00 to 16:00" in email.text
    assert "09:00 in New York, where Anna Weiss is" in email.text
    assert "Berlin" not in _email(practice.session, "new_booking").text


def test_confirmation_shows_where_a_move_has_led_since(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    practice.move(booking, WEDNESDAY)
    assert "Wednesday, November 25, 2026" in _email(practice.session, "session_booked").text


def test_confirmation_says_what_was_cancelled_since(practice: Practice) -> None:
    practice.cancel(practice.booked(TUESDAY))
    email = _email(practice.session, "session_booked")
    assert "This one has been cancelled since." in email.text


def test_coach_reads_the_clients_name_as_they_use_it(practice: Practice) -> None:
    relation = practice.session.exec(select(CoachClient)).one()
    relation.name = "Robin from the gym"
    practice.book(TUESDAY)
    email = _email(practice.session, "new_booking")
    assert email.subject.startswith("Robin from the gym booked a session on Tue, Nov 24")
    assert email.recipient_name == "Anna Weiss"
    assert email.link.split("?")[0].endswith("/coach/bookings")


def test_move_names_both_times_and_who_moved(practice: Practice) -> None:
    booking = practice.booked(TUESDAY)
    practice.move(booking, WEDNESDAY, by=practice.coach, confirmed=True)
    email = _email(practice.session, "session_rescheduled")
    assert email.subject.startswith("Moved to Wed, Nov 25")
    assert "Anna Weiss moved your session." in email.text
    assert "It was: Tue, Nov 24, 9:00" in email.text
    assert "Wednesday, November 25, 2026, 2:30" in email.text


def test_client_who_moved_reads_that_they_did(practice: Practice) -> None:
    practice.move(practice.booked(TUESDAY), WEDNESDAY, now=LATER)
    assert "You moved your session" in _email(practice.session, "session_rescheduled").text
    assert "Robin Fields moved a session" in _email(practice.session, "client_rescheduled").text


def test_cancellation_says_that_the_session_is_back(practice: Practice) -> None:
    practice.cancel(practice.booked(TUESDAY), now=LATER)
    email = _email(practice.session, "session_cancelled")
    assert email.subject.startswith("Cancelled: Tue, Nov 24")
    assert "You cancelled your session" in email.text
    assert "The session is back in the package." in email.text
    assert "12 of 12 sessions left" in email.text
    assert "cancelled a session" in _email(practice.session, "client_cancelled").text


def _checkin(practice: Practice) -> Booking:
    factories.hours(practice.session, practice.coach, kind="checkin")
    practice.book(TUESDAY, kind="checkin", minutes=30)
    return practice.session.exec(select(Booking)).one()


def test_checkin_names_its_link(practice: Practice) -> None:
    booking = _checkin(practice)
    booking.google_meet_link = "https://meet.example/abc"
    email = _email(practice.session, "checkin_booked")
    assert email.subject.startswith("Booked: check-in on Tue, Nov 24")
    assert "Join here: https://meet.example/abc" in email.text


def test_checkin_without_a_link_names_the_coachs_address_or_says_so(practice: Practice) -> None:
    _checkin(practice)
    link = "Anna Weiss will send you a link before it starts."
    assert link in _email(practice.session, "checkin_booked").text
    practice.session.get_one(CoachSettings, practice.coach.id).meeting_address = "Room 4"
    practice.session.flush()
    assert "Join here: Room 4" in _email(practice.session, "checkin_booked").text


def test_checkin_names_the_questions_until_they_are_answered(practice: Practice) -> None:
    booking = _checkin(practice)
    asked = "Anna Weiss has a few questions for you first."
    assert asked not in _email(practice.session, "checkin_booked").text
    practice.session.add(
        CheckinFormQuestion(coach_id=practice.coach.id, question="Sleep?", question_type="text")
    )
    practice.session.flush()
    assert asked in _email(practice.session, "checkin_booked").text
    assert asked not in _email(practice.session, "new_booking").text
    checkin_forms.submit(practice.session, booking.chain_id, {}, by=practice.client, now=NOW)
    assert asked not in _email(practice.session, "checkin_booked").text


def test_cancelled_checkin_names_the_month_that_is_free(practice: Practice) -> None:
    booking = _checkin(practice)
    view = bookings.one(practice.session, booking.id, by=practice.client, now=NOW)
    practice.cancel(view, now=LATER)
    free = "The check-in of November 2026 is free again."
    assert free in _email(practice.session, "session_cancelled").text
    assert free in _email(practice.session, "client_cancelled").text


def test_month_that_is_over_is_free_for_nobody(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    last = practice.booked(
        at("2026-10-30 09:00"), kind="checkin", by=practice.coach, confirmed=True
    )
    practice.cancel(last, by=practice.coach, now=LATER)
    assert "free again" not in _email(practice.session, "session_cancelled").text


def test_cancelled_checkin_beyond_the_month_frees_nothing(practice: Practice) -> None:
    _checkin(practice)
    more = practice.booked(WEDNESDAY, kind="checkin", by=practice.coach, confirmed=True)
    practice.cancel(more, now=LATER)
    assert "free again" not in _email(practice.session, "session_cancelled").text


def test_low_sessions_name_what_is_left(practice: Practice) -> None:
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.remaining_sessions = 1
    announce.low_sessions(practice.session, package, now=NOW)
    email = _email(practice.session, "low_sessions")
    assert email.subject == "1 session left with Anna Weiss"
    assert _email(practice.session, "client_low_sessions").subject == (
        "Robin Fields has 1 session left"
    )
    package.remaining_sessions = 0
    assert _email(practice.session, "low_sessions").subject == "No session left with Anna Weiss"
    assert _email(practice.session, "client_low_sessions").subject == (
        "Robin Fields has no session left"
    )


def test_account_messages_carry_their_link(practice: Practice) -> None:
    email = practice.client.email
    accounts.send_sign_in_link(practice.session, email=email, address="x", now=NOW)
    accounts.send_password_link(practice.session, email=email, address="x", now=NOW)
    invitations.invite(
        practice.session, by=practice.coach, name="Kim", email="kim@example.com", now=NOW
    )
    for event, page in (
        ("sign_in_link", "link"),
        ("reset_password", "reset"),
        ("invitation", "invitation"),
    ):
        rendered = _email(practice.session, event)
        assert rendered.link.startswith(f"http://localhost:8000/{page}?token=")
        assert rendered.link in rendered.text
        assert rendered.link in rendered.html.replace("&amp;", "&")


def test_hidden_door_is_nowhere_in_the_message(practice: Practice) -> None:
    accounts.send_sign_in_link(practice.session, email=practice.client.email, address="x", now=NOW)
    found = practice.session.exec(select(OutboxMessage)).one()
    email = messages.render(practice.session, found, is_door_hidden=True)
    assert "token" not in email.text + email.html + email.link
    assert "shown to its reader only" in email.html


def test_hiding_doors_leaves_other_links(practice: Practice) -> None:
    practice.book(TUESDAY)
    found = practice.session.exec(
        select(OutboxMessage).where(OutboxMessage.event == "new_booking")
    ).first()
    assert found
    assert "booking=" in messages.render(practice.session, found, is_door_hidden=True).link


@pytest.mark.parametrize("starts", [[TUESDAY], [TUESDAY, WEDNESDAY]], ids=["one", "two"])
def test_links_that_act_for_the_client_can_be_hidden(
    practice: Practice, starts: list[datetime]
) -> None:
    practice.book(*starts)
    found = practice.session.exec(
        select(OutboxMessage).where(OutboxMessage.event == "session_booked")
    ).first()
    assert found
    open_one = messages.render(practice.session, found)
    hidden = messages.render(practice.session, found, is_door_hidden=True)
    assert "/appointment/" in open_one.text
    assert "/appointment/" in open_one.html
    assert "/appointment/" not in hidden.text + hidden.html + hidden.link


def test_message_about_nothing_is_none(practice: Practice) -> None:
    practice.book(TUESDAY)
    found = practice.session.exec(
        select(OutboxMessage).where(OutboxMessage.event == "session_booked")
    ).first()
    assert found
    found.payload = {"booking_ids": ["00000000-0000-0000-0000-000000000000"]}
    with pytest.raises(NothingToTell):
        messages.render(practice.session, found)


def test_every_event_that_is_mailed_has_words() -> None:
    assert set(letters.WRITERS) == {
        event for event in matrix.EVENTS if "email" in matrix.channels(event)
    }


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "Robin\r\nBcc: everyone@example.com",
    "javascript:alert(1)",
    "نور \u202e evil",
    "🏋️" * 60,
)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_text_and_nothing_else(practice: Practice, name: str) -> None:
    session = practice.session
    session.exec(select(CoachClient)).one().name = name
    session.get_one(Profile, practice.coach.id).name = name
    practice.move(practice.booked(TUESDAY), WEDNESDAY, now=LATER)
    for event in ("session_booked", "new_booking", "session_rescheduled", "client_rescheduled"):
        email = _email(session, event)
        assert _tags(email.html) <= {
            "html", "head", "meta", "title", "style", "body", "div", "h1", "p", "ul", "li", "s",
            "span", "a",
        }  # fmt: skip
        assert one_line(name)[:20] in email.subject
        assert not set("\r\n") & set(email.subject + email.sender_name + email.recipient_name)


def _tags(html: str) -> set[str]:
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            assert not [name for name, _ in attrs if name.startswith("on")]

    Reader().feed(html)
    return found


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(strategies.text(max_size=300))
def test_header_lines_are_one_line_each(words: str) -> None:
    line = one_line(words)
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = line
    message["X-Check"] = "x"
    assert message.keys() == ["Subject", "X-Check"]
    assert len(line.splitlines()) <= 1
    assert len(line) <= 200
