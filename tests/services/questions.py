"""A coach's questions, for tests of them."""

from sqlmodel import Session

from coachbook.models import CalendarVersion
from coachbook.services import checkin_questions
from coachbook.services.checkin_drafts import QuestionDraft
from coachbook.services.checkin_questions import (
    QuestionView,
)
from coachbook.services.people import Person
from tests.conftest import NOW

SLEEP = QuestionDraft("How did you sleep?", "scale", (), "1 is badly.", is_required=True)
PAIN = QuestionDraft("Did anything hurt?", "multiple", ("Nothing", "Back", "Knees"))


def add(session: Session, coach: Person, *wordings: str) -> list[QuestionView]:
    drafts = [QuestionDraft(wording) for wording in wordings]
    return checkin_questions.add_questions(session, drafts, by=coach, now=NOW)


def asked(session: Session, coach: Person) -> list[str]:
    return [one.said.question for one in checkin_questions.questions(session, by=coach)]


def version(session: Session, coach: Person) -> int:
    row = session.get(CalendarVersion, coach.id, populate_existing=True)
    return row.version if row else 0
