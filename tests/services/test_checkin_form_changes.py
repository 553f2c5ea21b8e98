"""The form of a check-in while it changes: another device, other questions, a move."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from coachbook.errors import Invalid
from coachbook.models import (
    CheckinFormQuestion,
    CheckinFormResponse,
)
from coachbook.services import activity, bookings, checkin_forms
from coachbook.services.bookings import BookingView
from coachbook.services.checkin_forms import (
    AnsweredElsewhere,
    FormChanged,
    Incomplete,
)
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.forms import START, ask, email_of, form, save, state, submit, told

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def checkin(practice: Practice) -> BookingView:
    factories.hours(practice.session, practice.coach, kind="checkin")
    return practice.booked(START, kind="checkin", minutes=30)


def test_other_device_is_not_overwritten(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice)
    save(practice, checkin, one.id, "On the phone")
    with pytest.raises(AnsweredElsewhere) as refused:
        save(practice, checkin, one.id, "On the laptop", seen="")
    assert (refused.value.answer, refused.value.field) == ("On the phone", str(one.id))
    with pytest.raises(AnsweredElsewhere):
        submit(practice, checkin, {str(one.id): "On the laptop"}, seen={})
    with pytest.raises(AnsweredElsewhere, match="look at it once more"):
        submit(practice, checkin, {str(one.id): "Before"}, seen={str(one.id): "Before"})
    save(practice, checkin, one.id, "On the laptop", seen="On the phone")
    assert form(practice, checkin).answers == {str(one.id): "On the laptop"}


def test_same_answer_from_two_devices_is_no_quarrel(
    practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice, "number")
    save(practice, checkin, one.id, "7,5")
    save(practice, checkin, one.id, "7.50", seen="")
    assert form(practice, checkin).answers == {str(one.id): 7.5}


def test_answer_to_a_question_archived_meanwhile_is_kept(
    practice: Practice, checkin: BookingView
) -> None:
    one, gone = ask(practice), ask(practice, words="Any pain?")
    gone.archived_at = NOW
    practice.session.flush()
    save(practice, checkin, gone.id, "The knee")
    submit(practice, checkin, {str(one.id): "Fine"})
    found = form(practice, checkin)
    assert [(each.question, each.answer) for each in found.retired] == [("Any pain?", "The knee")]
    later = form(practice, checkin, now=START)
    assert list(later.answers.values()) == ["Fine", "The knee"]


def test_stale_page_is_told_that_the_form_changed(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice, words="Sleep?")
    seen = form(practice, checkin).mark
    save(practice, checkin, one.id, "Well")
    one.question = "Hours of sleep?"
    practice.session.flush()
    with pytest.raises(FormChanged):
        submit(practice, checkin, {str(one.id): "Well"}, form=seen)
    found = form(practice, checkin)
    assert (found.former[str(one.id)].question, found.answers) == (
        "Sleep?", {str(one.id): "Well"},
    )  # fmt: skip
    submit(practice, checkin, {str(one.id): "8"}, form=found.mark)
    assert form(practice, checkin).former == {}


def test_answer_that_no_longer_fits_waits_for_another(
    practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice, "select", "Sport?", options=["Run", "Row"], is_required=True)
    save(practice, checkin, one.id, "Row")
    one.options = ["Run", "Swim"]
    practice.session.flush()
    found = form(practice, checkin)
    assert (found.answers, found.former[str(one.id)].answer) == ({}, "Row")
    with pytest.raises(Incomplete):
        submit(practice, checkin, {})
    save(practice, checkin, one.id, "Swim", seen="")
    assert form(practice, checkin).answers == {str(one.id): "Swim"}


def test_choices_that_are_still_offered_stay_chosen(
    practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice, "multiple", "Sport?", options=["Run", "Row"])
    save(practice, checkin, one.id, ["Run", "Row"])
    one.options = ["Run", "Swim"]
    practice.session.flush()
    found = form(practice, checkin)
    assert (found.answers[str(one.id)], found.former[str(one.id)].answer) == (["Run"], "Run, Row")
    save(practice, checkin, one.id, ["Swim"], seen=["Run"])
    assert form(practice, checkin).former == {}


def test_wording_stays_as_it_was_asked(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice, "select", "Sport?", options=["Run", "Row"], help_text="Most of all")
    submit(practice, checkin, {str(one.id): "Row"})
    one.question, one.options, one.help_text = "Hobby?", ["Chess"], ""
    practice.session.flush()
    (kept,) = practice.session.exec(select(CheckinFormResponse)).one().responses.values()
    assert kept == {
        "question": "Sport?", "help": "Most of all", "kind": "select",
        "options": ["Run", "Row"], "answer": "Row", "position": 0, "is_required": False,
    }  # fmt: skip


def test_form_goes_along_with_moves(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice)
    save(practice, checkin, one.id, "Fine")
    first = practice.move(checkin, at("2026-11-19 09:00")).booking
    second = practice.move(first, at("2026-12-02 09:00")).booking
    assert (state(practice, second), state(practice, first)) == ("draft", "open")
    assert form(practice, checkin).booking_id == second.id
    submit(practice, checkin, {}, now=START + timedelta(hours=1))
    assert form(practice, checkin).answers == {str(one.id): "Fine"}


def test_form_comes_back_when_a_move_is_undone(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice)
    moved = practice.move(checkin, at("2026-11-19 09:00"), by=practice.coach)
    submit(practice, checkin, {str(one.id): "Fine"})
    bookings.undo_reschedule(practice.session, moved.booking.id, by=practice.coach, now=NOW)
    assert (state(practice, checkin), told(practice.session)) == ("sent", (1, 1))


def test_answers_given_while_booking(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice, is_required=True)
    with pytest.raises(Incomplete):
        keep(practice, checkin, {}, is_final=True)
    keep(practice, checkin, {}, is_final=False)
    assert state(practice, checkin) == "open"
    keep(practice, checkin, {str(one.id): "Half"}, is_final=False)
    assert state(practice, checkin) == "draft"
    keep(practice, checkin, {str(one.id): "Whole"}, is_final=True)
    assert (state(practice, checkin), told(practice.session)) == ("sent", (1, 1))


def keep(
    practice: Practice, checkin: BookingView, answers: dict[str, Any], *, is_final: bool
) -> None:
    checkin_forms.keep(
        practice.session, checkin.id, answers, by=practice.client, now=NOW, is_final=is_final
    )


def test_nothing_asked_is_nothing_to_send(practice: Practice, checkin: BookingView) -> None:
    keep(practice, checkin, {}, is_final=True)
    with pytest.raises(Invalid, match="asks nothing"):
        submit(practice, checkin, {})
    assert checkin_forms.to_fill(practice.session, by=practice.client, now=NOW) == []


def test_to_fill_are_those_ahead_that_are_not_sent(
    practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice)
    (waiting,) = checkin_forms.to_fill(practice.session, by=practice.client, now=NOW)
    assert (waiting.chain_id, waiting.state, waiting.coach_name) == (
        checkin.chain_id, "open", practice.coach.name,
    )  # fmt: skip
    assert checkin_forms.to_fill(practice.session, by=practice.client, now=START) == []
    submit(practice, checkin, {str(one.id): "Fine"})
    assert checkin_forms.to_fill(practice.session, by=practice.client, now=NOW) == []


def test_sent_form_stays_sent_whatever_is_asked_later(
    practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice)
    submit(practice, checkin, {str(one.id): "Fine"})
    ask(practice, words="New?", is_required=True)
    one.archived_at = NOW
    practice.session.flush()
    assert state(practice, checkin) == "sent"


def test_everything_of_one_coachs_is_theirs(practice: Practice, checkin: BookingView) -> None:
    """Two coaches' questions never mix, though the client is the same."""
    berta = people.coach(practice.session, "Berta Klein")
    people.another_client_of(practice.session, berta, practice.client)
    practice.session.add(
        CheckinFormQuestion(coach_id=berta.id, question="Hers?", question_type="text")
    )
    practice.session.flush()
    assert state(practice, checkin) == "none"
    assert [one.question for one in checkin_forms.asked(practice.session, berta.id)] == ["Hers?"]
    rows = practice.session.exec(select(col(CheckinFormQuestion.coach_id))).all()
    assert rows == [berta.id]


def test_coach_reads_in_email_and_note_who_sent_what(
    practice: Practice, checkin: BookingView
) -> None:
    submit(practice, checkin, {str(ask(practice).id): "<b>=1+1</b>"})
    email = email_of(practice.session)
    assert (
        email.subject == "Robin Fields filled in the form for the check-in on Wed, Nov 18, 9:00 AM"
    )
    assert email.link.endswith(f"/coach/bookings?booking={checkin.chain_id}")
    assert "=1+1" not in email.text + email.html


def test_message_survives_the_undoing_of_the_move_that_it_was_sent_in(
    practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice)
    moved = practice.move(checkin, at("2026-11-19 09:00"), by=practice.coach)
    submit(practice, checkin, {str(one.id): "Fine"})
    bookings.undo_reschedule(practice.session, moved.booking.id, by=practice.coach, now=NOW)
    email = email_of(practice.session)
    assert "Nov 18" in email.subject
    (told,) = activity.page(practice.session, by=practice.coach, now=LATER, of="forms").notes
    assert (told.client_name, told.chain_id, told.starts) == (
        "Robin Fields", checkin.chain_id, (START,),
    )  # fmt: skip
