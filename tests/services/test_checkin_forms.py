"""The form before a check-in: drafts, sending, locking, whose it is."""

from datetime import timedelta
from uuid import uuid4

import pytest

from coachbook.errors import Invalid, NoLongerClient, NotFound
from coachbook.models import (
    CheckinFormQuestion,
    CheckinFormResponse,
)
from coachbook.services import archiving, checkin_forms
from coachbook.services.bookings import BookingView
from coachbook.services.checkin_forms import (
    AlreadySent,
    FormLocked,
    Incomplete,
)
from tests import factories, people
from tests.conftest import NOW
from tests.practices import Practice
from tests.services.forms import START, ask, form, save, state, submit, told


@pytest.fixture
def checkin(practice: Practice) -> BookingView:
    factories.hours(practice.session, practice.coach, kind="checkin")
    return practice.booked(START, kind="checkin", minutes=30)


def test_states_go_from_nothing_to_sent(practice: Practice, checkin: BookingView) -> None:
    assert state(practice, checkin) == "none"
    one = ask(practice)
    assert state(practice, checkin) == "open"
    save(practice, checkin, one.id, "Fine")
    assert state(practice, checkin) == "draft"
    submit(practice, checkin, {})
    assert state(practice, checkin) == "sent"


def test_draft_is_there_on_every_device(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice)
    save(practice, checkin, one.id, "Fine")
    found = form(practice, checkin, now=NOW + timedelta(minutes=1))
    assert (found.answers, found.saved_at, found.state) == ({str(one.id): "Fine"}, NOW, "draft")


def test_draft_with_nothing_left_is_no_draft(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice)
    save(practice, checkin, one.id, "Fine")
    save(practice, checkin, one.id, "", seen="Fine")
    assert state(practice, checkin) == "open"


def test_submission_tells_the_coach_once(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice)
    submit(practice, checkin, {str(one.id): "Fine"})
    submit(practice, checkin, {str(one.id): "Better"}, now=NOW + timedelta(hours=1))
    assert told(practice.session) == (1, 1)
    assert form(practice, checkin).answers == {str(one.id): "Better"}


def test_draft_tells_nobody(practice: Practice, checkin: BookingView) -> None:
    save(practice, checkin, ask(practice).id, "Fine")
    assert told(practice.session) == (0, 0)


def test_sent_form_is_not_changed_by_typing(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice)
    submit(practice, checkin, {str(one.id): "Fine"})
    with pytest.raises(AlreadySent):
        save(practice, checkin, one.id, "Fi", seen="Fine")


def test_missing_answers_are_named_and_nothing_is_sent(
    practice: Practice, checkin: BookingView
) -> None:
    one, box = ask(practice, is_required=True), ask(practice, "checkbox", is_required=True)
    with pytest.raises(Incomplete) as refused:
        submit(practice, checkin, {str(one.id): "  \n", str(box.id): False})
    assert set(refused.value.problems) == {str(one.id), str(box.id)}
    assert (told(practice.session), state(practice, checkin)) == ((0, 0), "open")


def test_draft_may_have_gaps(practice: Practice, checkin: BookingView) -> None:
    ask(practice, words="Left out", is_required=True)
    save(practice, checkin, ask(practice).id, "Fine")
    assert state(practice, checkin) == "draft"


def test_what_was_kept_counts_when_it_is_sent(practice: Practice, checkin: BookingView) -> None:
    first, second = ask(practice, is_required=True), ask(practice, words="And?")
    save(practice, checkin, first.id, "Fine")
    submit(practice, checkin, {str(second.id): "Yes"})
    assert form(practice, checkin).answers == {str(first.id): "Fine", str(second.id): "Yes"}


def test_form_is_locked_from_the_start_on(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice)
    save(practice, checkin, one.id, "Fine", now=START - timedelta(seconds=1))
    for late in (START, START + timedelta(days=9)):
        with pytest.raises(FormLocked):
            save(practice, checkin, one.id, "Late", seen="Fine", now=late)
        with pytest.raises(FormLocked):
            submit(practice, checkin, {}, now=late)
        assert form(practice, checkin, now=late).lock == "started"


def test_cancelled_checkin_has_no_form_to_fill(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice)
    practice.cancel(checkin)
    with pytest.raises(FormLocked, match="was cancelled"):
        submit(practice, checkin, {str(one.id): "Fine"})
    assert form(practice, checkin).lock == "cancelled"


def test_foreign_forms_look_absent(practice: Practice, checkin: BookingView) -> None:
    one, other = ask(practice), practice.another_client()
    for by in (other, practice.coach):
        for chain_id in (checkin.chain_id, uuid4()):
            with pytest.raises(NotFound):
                checkin_forms.form(practice.session, chain_id, by=by, now=NOW)
        with pytest.raises(NotFound):
            save(practice, checkin, one.id, "Mine", by=by)
        with pytest.raises(NotFound):
            submit(practice, checkin, {str(one.id): "Mine"}, by=by)
        with pytest.raises(NotFound):
            checkin_forms.keep(practice.session, checkin.id, {}, by=by, now=NOW, is_final=True)


def test_session_has_no_form(practice: Practice) -> None:
    ask(practice)
    made = practice.booked(START)
    assert state(practice, made) == "none"
    with pytest.raises(NotFound):
        form(practice, made)


def test_archived_client_may_look_and_not_write(practice: Practice, checkin: BookingView) -> None:
    one = ask(practice)
    archiving.archive(
        practice.session, practice.client.id, by=practice.coach, now=NOW,
        seen={checkin.id: checkin.version},
    )  # fmt: skip
    with pytest.raises(NoLongerClient):
        save(practice, checkin, one.id, "Still here")
    found = form(practice, checkin)
    assert (found.state, found.lock, found.questions) == ("none", "archived", ())
    assert checkin_forms.to_fill(practice.session, by=practice.client, now=NOW) == []
    archiving.restore(practice.session, practice.client.id, by=practice.coach, now=NOW)
    assert (form(practice, checkin).state, form(practice, checkin).lock) == ("open", "")


def test_unknown_questions_are_refused(practice: Practice, checkin: BookingView) -> None:
    berta = people.coach(practice.session, "Berta Klein")
    hers = CheckinFormQuestion(coach_id=berta.id, question="Hers?", question_type="text")
    practice.session.add(hers)
    practice.session.flush()
    ask(practice)
    for key in (str(hers.id), str(uuid4()), "question", "__proto__"):
        with pytest.raises(Invalid):
            submit(practice, checkin, {key: "x"})
    with pytest.raises(Invalid):
        save(practice, checkin, hers.id, "x")
    assert practice.count(CheckinFormResponse) == 0
