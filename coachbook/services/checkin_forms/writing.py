"""Keeping and sending answers: checked, under the coach's lock, nobody's answer overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from coachbook.database import lock_coach
from coachbook.errors import Invalid, NotFound
from coachbook.models import Booking, CheckinFormResponse
from coachbook.notifications import announce
from coachbook.services import checkin_kinds
from coachbook.services.changes import touch
from coachbook.services.checkin_entries import Entries, answer_in, entry, fitting, is_given
from coachbook.services.checkin_forms import records
from coachbook.services.checkin_forms.refusals import (
    AlreadySent,
    AnsweredElsewhere,
    FormChanged,
    FormLocked,
    Incomplete,
)
from coachbook.services.checkin_kinds import Question
from coachbook.services.people import Person, require_part

CANCELLED = "This check-in was cancelled, so there is nothing to fill in any more."
NOTHING_ASKED = "Your coach asks nothing before a check-in."


def save(
    session: Session,
    chain_id: UUID,
    *,
    by: Person,
    question_id: UUID,
    answer: Any,
    seen: Any,
    now: datetime,
) -> datetime:
    """Keep one answer of a draft; gives the moment at which it was kept.

    `seen` is the answer that this device knew of: refused where another one is stored by now, and
    where the answer doesn't fit. One to a question that was archived since it was shown is kept.
    """
    booking = _open(session, chain_id, by, now)
    response = records.response_of(session, booking.id)
    if response and response.submitted_at:
        raise AlreadySent
    given = {str(question_id): answer}
    questions = _questions(session, booking, given)
    _check_fit(checkin_kinds.unfit(questions.all, given))
    entries = _entries(response)
    for question in questions.all:
        if question.id == question_id:
            _check_seen(question, entries, answer, seen)
    _keep_draft(session, booking, response, entries | questions.entries(given), now)
    return now


def submit(
    session: Session,
    chain_id: UUID,
    answers: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
    seen: Mapping[str, Any] | None = None,
    form: str = "",
) -> None:
    """Send the form, or change what was sent; the coach is told once.

    `answers` are the page's, by question id; what was kept and isn't among them stays. `seen` are
    those that this device knew of, `form` the mark of the questions that it showed: refused where
    another device or the coach changed them since.
    """
    booking = _open(session, chain_id, by, now)
    response = records.response_of(session, booking.id)
    questions = _questions(session, booking, answers)
    if not questions.asked and response is None:
        raise Invalid(NOTHING_ASKED)
    if form and form != checkin_kinds.mark(questions.asked):
        raise FormChanged
    for question in questions.all if seen is not None else ():
        if str(question.id) in answers:
            key = str(question.id)
            _check_seen(question, _entries(response), answers[key], (seen or {}).get(key))
    _send(session, booking, response, questions, answers, now)


def keep(
    session: Session,
    booking_id: UUID,
    answers: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
    is_final: bool,
) -> None:
    """Answers given while booking, in its transaction: sent if `is_final`, else a draft."""
    booking = session.get(Booking, booking_id)
    if booking is None or booking.client_id != by.id or booking.booking_type != "checkin":
        raise NotFound
    response = records.response_of(session, booking.id)
    questions = _questions(session, booking, answers)
    if is_final and questions.asked:
        _send(session, booking, response, questions, answers, now)
        return
    _check_fit(checkin_kinds.unfit(questions.all, answers))
    entries = _entries(response) | questions.entries(answers)
    _keep_draft(session, booking, response, entries, now)


def _open(session: Session, chain_id: UUID, by: Person, now: datetime) -> Booking:
    """The client's check-in under its coach's lock, while its form may be changed."""
    coach_id = records.newest(session, chain_id, by=by).coach_id
    lock_coach(session, coach_id)
    booking = records.newest(session, chain_id, by=by)
    require_part(session, by, coach_id=booking.coach_id, client_id=booking.client_id)
    lock = records.lock_of(booking, now)
    if lock:
        raise FormLocked(CANCELLED if lock == "cancelled" else None)
    return booking


@dataclass(frozen=True)
class _Questions:
    """Those that are asked, and those that aren't any more and have an answer all the same."""

    asked: tuple[Question, ...]
    retired: tuple[Question, ...]

    @property
    def all(self) -> tuple[Question, ...]:
        return self.asked + self.retired

    def entries(self, answers: Mapping[str, Any], *, is_final: bool = False) -> Entries:
        """The answers among these as they are stored; a box that was left is no, in the end."""
        made = {}
        for position, question in enumerate(self.all):
            key = str(question.id)
            if key in answers:
                given = checkin_kinds.clean(question, answers[key])
                is_left = is_final and given is None and question.kind == "checkbox"
                made[key] = entry(question, False if is_left else given, position)
        return made


def _questions(session: Session, booking: Booking, answers: Mapping[str, Any]) -> _Questions:
    asked = records.asked(session, booking.coach_id)
    known = {str(one.id) for one in asked}
    others = [one for one in map(_key_or_none, answers) if one and str(one) not in known]
    retired = records.once_asked(session, booking.coach_id, others) if others else ()
    return _Questions(asked, tuple(replace(one, is_required=False) for one in retired))


def _key_or_none(written: str) -> UUID | None:
    try:
        return UUID(written)
    except (ValueError, TypeError, AttributeError):
        return None


def _check_seen(question: Question, entries: Entries, given: Any, seen: Any) -> None:
    """What another device wrote since is not overwritten unasked."""
    stored, known = answer_in(entries, question), fitting(question, seen)
    mine = fitting(question, given)
    if stored not in (mine, known):
        raise AnsweredElsewhere(question.id, stored, is_mine_old=mine == known)


def _check_fit(problems: Mapping[str, str]) -> None:
    if problems:
        raise Incomplete(problems)


def _send(
    session: Session,
    booking: Booking,
    response: CheckinFormResponse | None,
    questions: _Questions,
    answers: Mapping[str, Any],
    now: datetime,
) -> None:
    kept = _entries(response)
    given = {str(one.id): answer_in(kept, one) for one in questions.asked} | dict(answers)
    _check_fit(checkin_kinds.check(questions.all, given))
    whole = kept | questions.entries(given, is_final=True)
    sent = _write(session, booking, response, whole, now)
    if sent.submitted_at is None:
        sent.submitted_at = now
        session.flush()
        announce.form_submitted(session, booking, now=now)
    touch(session, booking.coach_id, now)


def _keep_draft(
    session: Session,
    booking: Booking,
    response: CheckinFormResponse | None,
    entries: Entries,
    now: datetime,
) -> None:
    """A form in which nothing is left is one that nobody has begun."""
    if any(map(is_given, entries.values())):
        _write(session, booking, response, entries, now)
    elif response:
        session.delete(response)
        session.flush()


def _write(
    session: Session,
    booking: Booking,
    response: CheckinFormResponse | None,
    entries: Entries,
    now: datetime,
) -> CheckinFormResponse:
    made = response or CheckinFormResponse(
        booking_id=booking.id, client_id=booking.client_id, version=0, saved_at=now
    )
    made.responses, made.saved_at, made.version = entries, now, made.version + 1
    session.add(made)
    session.flush()
    return made


def _entries(response: CheckinFormResponse | None) -> Entries:
    return dict(response.responses) if response else {}
