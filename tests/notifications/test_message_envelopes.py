"""Around the words of an email: who it is from, who answers, how it is stopped."""

import re

import pytest
from sqlmodel import Session, select

from coachbook.models import OutboxMessage
from coachbook.notifications import choices, matrix, messages, outbox
from coachbook.notifications.sending import Email
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

TUESDAY = at("2026-11-24 09:00")


def _email(session: Session, event: str) -> Email:
    found = session.exec(
        select(OutboxMessage).where(OutboxMessage.event == event, OutboxMessage.channel == "email")
    ).one()
    return messages.render(session, found)


def test_client_reads_the_coachs_name_and_answers_the_coach(practice: Practice) -> None:
    practice.book(TUESDAY)
    email = _email(practice.session, "session_booked")
    assert (email.sender_name, email.reply_to) == ("Anna Weiss", practice.coach.email)


def test_coach_is_told_by_coachbook_and_answers_nobody(practice: Practice) -> None:
    practice.book(TUESDAY)
    email = _email(practice.session, "new_booking")
    assert (email.sender_name, email.reply_to) == ("coachbook", "")


def test_optional_email_says_how_to_stop_it(practice: Practice) -> None:
    practice.book(TUESDAY)
    optional = _email(practice.session, "new_booking")
    assert optional.unsubscribe_link.startswith("http://localhost:8000/unsubscribe/new-booking/")
    assert optional.unsubscribe_link in optional.text
    assert optional.unsubscribe_link in optional.html


def test_email_that_must_arrive_offers_no_way_to_stop_it(practice: Practice) -> None:
    practice.book(TUESDAY)
    fixed = _email(practice.session, "session_booked")
    assert fixed.unsubscribe_link == ""
    assert "unsubscribe" not in fixed.text + fixed.html


@pytest.mark.parametrize("event", [name for name, one in matrix.EVENTS.items() if one.always])
def test_whatever_cannot_be_switched_off_has_no_link_for_it(event: str) -> None:
    for channel in matrix.EVENTS[event].always:
        assert not choices.is_optional(event, channel)


def test_list_of_emails_shows_when_after_the_subject(practice: Practice) -> None:
    practice.book(TUESDAY)
    html = _email(practice.session, "session_booked").html
    preview = re.search(r"display:none[^>]*>([^<]+)<", html)
    assert preview
    assert preview[1].startswith("Tuesday, November 24, 2026")


def test_nothing_is_loaded_from_anywhere(practice: Practice) -> None:
    """No picture, no font, no script: nobody learns that it was opened."""
    practice.book(TUESDAY)
    html = _email(practice.session, "session_booked").html
    assert not re.findall(r"<(?:img|script|link|iframe|video)|url\(|src=|@import", html)


def test_html_is_small_enough_to_be_shown_whole(practice: Practice) -> None:
    """Gmail cuts an email at 102 KB; eight bookings are a lot."""
    practice.book(*(at(f"2026-11-{day} 09:00") for day in (17, 18, 19, 20, 23, 24, 25, 26)))
    assert len(_email(practice.session, "session_booked").html.encode()) < 20_000


def test_account_messages_are_from_coachbook(practice: Practice) -> None:
    outbox.queue(
        practice.session, "email_changed", recipient_id=practice.client.id, coach_id=None,
        subject_id=practice.client.id, payload={"address": "old@example.com"}, due_at=NOW,
        created_at=NOW,
    )  # fmt: skip
    email = _email(practice.session, "email_changed")
    assert (email.sender_name, email.reply_to) == ("coachbook", "")
    assert email.recipient_email == "old@example.com"
