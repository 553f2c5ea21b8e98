"""What clients do on their own: forms before check-ins, workouts, feeds; and what coaches ask."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, select

from coachbook import signing
from coachbook.models import CalendarFeed, CheckinFormQuestion, CheckinFormResponse
from coachbook.services import checkin_entries, checkin_questions, feeds, workouts
from coachbook.services.attendance import stats
from coachbook.services.checkin_drafts import QuestionDraft
from coachbook.services.checkin_kinds import Question
from coachbook.services.people import Person
from coachbook.services.workouts import Draft, Exercise
from tests.conftest import NOW

Book = Callable[..., Any]

OPTIONS = ("Good", "Bad")
ASKED = (
    QuestionDraft("How are you?", "text", (), "In a line."),
    QuestionDraft("What happened?", "textarea"),
    QuestionDraft("Sleep?", "scale", (), "1 is badly."),
    QuestionDraft("Mood?", "select", OPTIONS),
    QuestionDraft("Pain?", "multiple", OPTIONS),
    QuestionDraft("Asked once", "text"),
)
WORDS = {"text": "Fine", "textarea": "A lot", "scale": 7}
PROGRAMME_FROM = date(2026, 11, 11)
LINES = (Exercise("Squat", "3", "8", "60 kg"), Exercise("Row"))


def prepare(session: Session, coach: Person) -> dict[str, UUID]:
    """A form with every way to answer, one question archived; a template; the coach's feed."""
    asked = checkin_questions.add_questions(session, ASKED, by=coach, now=NOW)
    checkin_questions.archive_question(session, asked[-1].id, by=coach, now=NOW)
    said = Draft("Legs", "Slowly", LINES)
    template = workouts.create_template(session, said, by=coach, now=NOW)
    return {
        "question": asked[0].id, "second_question": asked[1].id,
        "archived_question": asked[-1].id,
        "workout_template": template.id, "feed": _feed(session, coach, "coach"),
    }  # fmt: skip


def live(
    session: Session, coach: Person, client: Person, *, sent_for: UUID, turn: int, book: Book
) -> dict[str, UUID]:
    """One form sent and one begun, a check-in beyond the month's, a programme, the usual times."""
    half = f"{30 * (turn % 2):02}"
    beyond = book(f"2026-11-{24 + turn // 2} 18:{half}", minutes=30, kind="checkin")
    draft = book(f"2027-01-{4 + turn // 2:02} 17:{half}", minutes=30, kind="checkin")
    _answer(session, coach, client, sent_for, WORDS, is_sent=True)
    _answer(session, coach, client, draft.id, {"textarea": "A secret so far"}, is_sent=False)
    stats.refresh(session, coach_id=coach.id, client_id=client.id, now=NOW)
    return {
        "beyond": beyond.id, "draft": draft.id, "feed": _feed(session, client, "client"),
        **_programme(session, coach, client),
    }  # fmt: skip


def _answer(
    session: Session,
    coach: Person,
    client: Person,
    booking_id: UUID,
    answers: dict[str, Any],
    *,
    is_sent: bool,
) -> None:
    asked = select(CheckinFormQuestion).where(CheckinFormQuestion.coach_id == coach.id)
    entries = {}
    for row in session.exec(asked.order_by("sort_order")):
        if row.question_type in answers and (is_sent or row.archived_at is None):
            question = Question(
                row.id, row.question, row.help_text, row.question_type, (), row.is_required
            )
            answer = answers[row.question_type]
            entries[str(row.id)] = checkin_entries.entry(question, answer, row.sort_order)
    session.add(
        CheckinFormResponse(
            booking_id=booking_id, client_id=client.id, responses=entries, saved_at=NOW,
            submitted_at=NOW if is_sent else None,
        )
    )  # fmt: skip
    session.flush()


def _programme(session: Session, coach: Person, client: Person) -> dict[str, UUID]:
    """Four weeks of a series; what was due last week is done, with a note."""
    planned = workouts.plan(
        session, Draft("Run", "Easy", LINES), by=coach, client_id=client.id,
        on=PROGRAMME_FROM, weeks=4, request_id=uuid4().hex, now=NOW,
    )  # fmt: skip
    done, coming = planned[:2]
    workouts.tick(
        session, done.id, by=client, is_done=True, note="My knee", version=done.version, now=NOW
    )
    return {"workout_done": done.id, "workout": coming.id}


def _feed(session: Session, person: Person, role: feeds.Role) -> UUID:
    return feeds.make(session, by=person, role=role, now=NOW).id


def addresses(session: Session) -> dict[str, UUID]:
    """The secret part of each feed's address -> whose it is."""
    found = session.exec(select(CalendarFeed)).all()
    return {signing.token(one.id, feeds.PURPOSE): one.profile_id for one in found}
