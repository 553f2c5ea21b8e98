"""`check` finds forms that stayed behind, are of others, or answer what nobody asked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from coachbook.models import Booking, CheckinFormQuestion, CheckinFormResponse
from coachbook.notifications import announce
from coachbook.services import checkin_forms, invariants
from coachbook.services.checkin_entries import kept
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

Spoil = Callable[[Practice, CheckinFormResponse], Any]


@pytest.fixture
def response(practice: Practice) -> CheckinFormResponse:
    """Of a check-in that was moved once."""
    session = practice.session
    factories.hours(session, practice.coach, kind="checkin")
    made = practice.booked(at("2026-11-18 09:00"), kind="checkin", minutes=30)
    question = CheckinFormQuestion(
        coach_id=practice.coach.id, question="Sleep?", question_type="scale"
    )
    session.add(question)
    session.flush()
    checkin_forms.submit(session, made.chain_id, {str(question.id): 7}, by=practice.client, now=NOW)
    practice.move(made, at("2026-11-19 09:00"))
    return session.exec(select(CheckinFormResponse)).one()


def offending(practice: Practice) -> tuple[str, ...]:
    practice.session.flush()
    report = invariants.check(practice.session, now=NOW)
    return tuple(name for name in report.offending if name.startswith("form_"))


@pytest.mark.usefixtures("response")
def test_sound_forms_are_sound(practice: Practice) -> None:
    found = {one.name: one for one in invariants.check(practice.session, now=NOW).findings}
    counts = [found[f"form_{name}"].counted for name in ("belongings", "answers", "messages")]
    assert (offending(practice), counts) == ((), [1, 1, 1])


def stays_behind(practice: Practice, response: CheckinFormResponse) -> None:
    former = select(Booking).where(Booking.cancelled_by == "reschedule")
    response.booking_id = practice.session.exec(former).one().id


def is_of_another(practice: Practice, response: CheckinFormResponse) -> None:
    response.client_id = practice.another_client().id


def is_of_a_session(practice: Practice, response: CheckinFormResponse) -> None:
    response.booking_id = practice.booked(at("2026-11-20 09:00")).id


def was_kept_before(_: Practice, response: CheckinFormResponse) -> None:
    response.saved_at = NOW - timedelta(hours=1)


def answers_the_unknown(_: Practice, response: CheckinFormResponse) -> None:
    response.responses = {**response.responses, str(uuid4()): kept("Who?", "Me", 3)}


def answers_another_coach(practice: Practice, response: CheckinFormResponse) -> None:
    other = people.coach(practice.session, "Berta Klein")
    hers = CheckinFormQuestion(coach_id=other.id, question="Hers?", question_type="text")
    practice.session.add(hers)
    practice.session.flush()
    response.responses = {str(hers.id): kept("Hers?", "Mine", 0, kind="text")}


def answers_off_the_scale(_: Practice, response: CheckinFormResponse) -> None:
    ((key, entry),) = response.responses.items()
    response.responses = {key: {**entry, "answer": 11}}


def forgets_the_wording(_: Practice, response: CheckinFormResponse) -> None:
    ((key, entry),) = response.responses.items()
    response.responses = {key: entry["answer"]}


def is_no_longer_sent(_: Practice, response: CheckinFormResponse) -> None:
    response.submitted_at = None


def asks_for_nothing(practice: Practice, _: CheckinFormResponse) -> None:
    practice.session.add(
        CheckinFormQuestion(
            coach_id=practice.coach.id, question="Which?", question_type="select", options=[]
        )
    )


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (stays_behind, "form_belongings"),
        (is_of_another, "form_belongings"),
        (is_of_a_session, "form_belongings form_messages"),
        (was_kept_before, "form_belongings"),
        (answers_the_unknown, "form_answers"),
        (answers_another_coach, "form_answers"),
        (answers_off_the_scale, "form_answers"),
        (forgets_the_wording, "form_answers"),
        (is_no_longer_sent, "form_messages"),
        (asks_for_nothing, "form_questions"),
    ],
)
def test_spoiled_forms_are_found(
    practice: Practice, response: CheckinFormResponse, spoil: Spoil, name: str
) -> None:
    spoil(practice, response)
    assert set(offending(practice)) == set(name.split())


def test_message_about_a_form_that_is_a_draft_is_found(
    practice: Practice, response: CheckinFormResponse
) -> None:
    other = practice.booked(at("2026-12-02 09:00"), kind="checkin", minutes=30)
    booking = practice.session.get_one(Booking, other.id)
    announce.form_submitted(practice.session, booking, now=NOW)
    assert offending(practice) == ("form_messages",)
    assert response.submitted_at


def test_old_answers_that_say_no_kind_are_allowed(
    practice: Practice, response: CheckinFormResponse
) -> None:
    ((key, _),) = response.responses.items()
    response.responses = {key: {"question": "Sleep?", "answer": "deep", "position": 0}}
    assert offending(practice) == ()
