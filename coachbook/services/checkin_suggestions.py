"""Questions that a coach can start with, a few of each kind, chosen one by one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from coachbook.database import lock_coach
from coachbook.errors import Invalid
from coachbook.services import checkin_questions
from coachbook.services.checkin_drafts import QuestionDraft, is_asked
from coachbook.services.checkin_questions import QuestionView
from coachbook.services.people import Person


@dataclass(frozen=True)
class Suggestion:
    """A question under a name that stays, whatever its wording."""

    key: str
    said: QuestionDraft


SUGGESTIONS = (
    Suggestion(
        "progress",
        QuestionDraft("How did your training go since last time?", "textarea", is_required=True),
    ),
    Suggestion(
        "done",
        QuestionDraft(
            "How many of the planned workouts did you do?",
            "select",
            ("All of them", "Most of them", "About half", "Only a few"),
            is_required=True,
        ),
    ),
    Suggestion(
        "sleep",
        QuestionDraft(
            "How well did you sleep?", "scale", (), "1 is badly, 10 is very well.", is_required=True
        ),
    ),
    Suggestion(
        "energy",
        QuestionDraft(
            "How much energy did you have?", "scale", (), "1 is none, 10 is plenty.",
            is_required=True,
        ),
    ),
    Suggestion(
        "pain",
        QuestionDraft(
            "Did anything hurt?",
            "multiple",
            ("Nothing", "Neck or shoulders", "Back", "Hips", "Knees", "Ankles or feet", "Other"),
            "Tick all that did.",
        ),
    ),
    Suggestion(
        "weight", QuestionDraft("What do you weigh?", "number", (), "Only if you keep track of it.")
    ),
    Suggestion(
        "event", QuestionDraft("When is the next event that you train for?", "date")
    ),
    Suggestion("next", QuestionDraft("What do you want to reach next?", "text")),
    Suggestion(
        "plan", QuestionDraft("I'd like to change something about my plan", "checkbox")
    ),
    Suggestion(
        "else", QuestionDraft("Is there anything else we should talk about?", "textarea")
    ),
)  # fmt: skip


def suggestions(session: Session, *, by: Person) -> list[Suggestion]:
    """Those that the coach doesn't ask yet."""
    asked = [one.said for one in checkin_questions.questions(session, by=by)]
    return [one for one in SUGGESTIONS if not is_asked(one.said, asked)]


def add_suggestions(
    session: Session, keys: Collection[str], *, by: Person, now: datetime
) -> list[QuestionView]:
    """The chosen ones, in their own order; one that is asked by now is left out."""
    lock_coach(session, by.id)
    chosen = [one.said for one in suggestions(session, by=by) if one.key in keys]
    if not chosen:
        raise Invalid("Choose a question that you don't ask yet.", field="suggestions")
    return checkin_questions.add_questions(session, chosen, by=by, now=now)
