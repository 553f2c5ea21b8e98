"""Questions in words: what kind they are, and what another tab made of them. Pure."""

from collections.abc import Iterable
from typing import Any, TypedDict

from coachbook.services.checkin_drafts import QuestionDraft, differences
from coachbook.services.checkin_questions import MOST_QUESTIONS, QuestionView
from coachbook.services.checkin_suggestions import Suggestion
from coachbook.ui import words
from coachbook.ui.components.question_form import AskedRow

LONGEST_NAME = 60
KIND_WORDS = {
    "text": "Short text",
    "textarea": "Long text",
    "select": "One of several",
    "multiple": "Any of several",
    "checkbox": "Box to tick",
    "number": "Number",
    "scale": "Scale from 1 to 10",
    "date": "Date",
}
KIND_ICONS = {
    "text": "type",
    "textarea": "text",
    "select": "circle_dot",
    "multiple": "list_checks",
    "checkbox": "square_check",
    "number": "hash",
    "scale": "gauge",
    "date": "calendar",
}
PART_WORDS = {
    "question": "Question",
    "kind": "Answer",
    "options": "Options",
    "help_text": "Help",
    "is_required": "Required",
}


class QuestionRow(TypedDict):
    """`name` is short enough to be said within a sentence."""

    id: str
    question: str
    name: str
    kind: str
    about: str
    is_required: bool


class SuggestionRow(TypedDict):
    key: str
    question: str
    about: str


class ElsewhereRow(TypedDict):
    """A part that another tab saved; `mine` is what was entered here instead, if anything."""

    label: str
    was: str
    now: str
    mine: str


class Fields(TypedDict):
    """What the editor begins with."""

    question: str
    kind: str
    help_text: str
    options: list[str]
    is_required: bool


NEW = Fields(question="", kind="text", help_text="", options=[], is_required=False)


def question_row(one: QuestionView) -> QuestionRow:
    return QuestionRow(
        id=str(one.id),
        question=one.said.question,
        name=short(one.said.question),
        kind=one.said.kind,
        about=about(one.said),
        is_required=one.said.is_required,
    )


def suggestion_row(one: Suggestion) -> SuggestionRow:
    required = ", required" if one.said.is_required else ""
    return SuggestionRow(
        key=one.key, question=one.said.question, about=f"{about(one.said)}{required}"
    )


def asked(found: Iterable[QuestionView]) -> list[AskedRow]:
    """For the preview, where a question that was changed is another one: it begins anew."""
    return [AskedRow(id=f"{one.id}-{one.version}", former="", **fields(one.said)) for one in found]


def fields(said: QuestionDraft) -> Fields:
    return Fields(
        question=said.question,
        kind=said.kind,
        help_text=said.help_text,
        options=list(said.options),
        is_required=said.is_required,
    )


def about(said: QuestionDraft) -> str:
    """ "One of 4"."""
    if said.options:
        return f"{'One' if said.kind == 'select' else 'Any'} of {len(said.options)}"
    return KIND_WORDS[said.kind]


def short(question: str) -> str:
    if len(question) <= LONGEST_NAME:
        return question
    return f"{question[: LONGEST_NAME - 1].rstrip()}…"


def count(asked_now: int) -> str:
    """Only where the end is near."""
    if asked_now < MOST_QUESTIONS - 5:
        return words.counted(asked_now, "question") if asked_now else ""
    return f"{asked_now} of {MOST_QUESTIONS} questions"


def elsewhere_rows(
    seen: QuestionDraft, latest: QuestionDraft, mine: QuestionDraft
) -> list[ElsewhereRow]:
    own = {one.name for one in differences(seen, mine)} & {
        one.name for one in differences(latest, mine)
    }
    return [
        ElsewhereRow(
            label=PART_WORDS[one.name],
            was=value(one.name, one.was),
            now=value(one.name, one.now),
            mine=value(one.name, getattr(mine, one.name)) if one.name in own else "",
        )
        for one in differences(seen, latest)
    ]


def value(name: str, found: Any) -> str:
    if name == "is_required":
        return "yes" if found else "no"
    if name == "kind":
        return KIND_WORDS[found].lower()
    if name == "options":
        return ", ".join(found) or "none"
    return f"“{found}”" if found else "none"
