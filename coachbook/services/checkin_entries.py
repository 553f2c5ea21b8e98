"""How answers are kept: for each question's id what was asked then, and the answer. Pure.

Older entries have no more than the wording, the answer and the place in the form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from coachbook.services.checkin_kinds import CLEANERS, Question, Unfit, clean

COMPARED = ("number", "scale", "select", "multiple", "checkbox", "date")

Entries = dict[str, Any]
Trend = Literal["", "up", "down", "same"]


@dataclass(frozen=True)
class Answer:
    """In words; a date is as "2026-03-03".

    `was` is what the form before said, where it can be compared and is another; `trend` is of
    numbers alone, and "same" for any choice that stayed.
    """

    question: str
    answer: str
    kind: str = ""
    was: str = ""
    trend: Trend = ""


def kept(
    question: str,
    answer: Any,
    position: int,
    *,
    help_text: str = "",
    kind: str = "",
    options: Sequence[str] = (),
    is_required: bool = False,
) -> dict[str, Any]:
    """How one answer is stored."""
    return {
        "question": question,
        "help": help_text,
        "kind": kind,
        "options": list(options),
        "answer": answer,
        "position": position,
        "is_required": is_required,
    }


def entry(question: Question, answer: Any, position: int) -> dict[str, Any]:
    return kept(
        question.question,
        answer,
        position,
        help_text=question.help_text,
        kind=question.kind,
        options=question.options,
        is_required=question.is_required,
    )


def answer_in(entries: Mapping[str, Any], question: Question) -> Any:
    """What is stored for a question, as far as it is an answer to what is asked now."""
    stored = entries.get(str(question.id), {}).get("answer")
    if question.kind == "multiple" and isinstance(stored, list):
        return [option for option in question.options if option in stored] or None
    return fitting(question, stored)


def fitting(question: Question, answer: Any) -> Any:
    try:
        return clean(question, answer)
    except Unfit:
        return None


def in_order(
    entries: Mapping[str, Any], former: Mapping[str, Any] | None = None
) -> tuple[Answer, ...]:
    """All that was asked, in its order, in words; beside what `former` said to the same."""
    before = former or {}
    return tuple(_answer(one, before.get(key)) for key, one in _by_position(entries))


def answered(entries: Mapping[str, Any]) -> tuple[Answer, ...]:
    return tuple(_answer(one, None) for _, one in _by_position(entries) if is_given(one))


def as_asked(entries: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions as they were asked then."""
    made = (_question(key, one) for key, one in _by_position(entries))
    return tuple(question for question in made if question)


def _question(key: str, one: Mapping[str, Any]) -> Question | None:
    try:
        known = UUID(key)
    except ValueError:
        return None
    options = tuple(map(str, one.get("options") or ()))
    return Question(
        known, str(one["question"]), str(one.get("help", "")), kind_of(one), options, False
    )


def kind_of(one: Mapping[str, Any]) -> str:
    """The oldest answers don't say; what they are does."""
    answer = one.get("answer")
    if one.get("kind") in CLEANERS:
        return str(one["kind"])
    if isinstance(answer, bool):
        return "checkbox"
    return "number" if isinstance(answer, int | float) else "textarea"


def is_fitting(one: Mapping[str, Any]) -> bool:
    """Whether the answer is one to the question as it was asked."""
    question = _question(str(UUID(int=0)), one)
    try:
        return question is not None and clean(question, one["answer"]) == one["answer"]
    except Unfit:
        return False


def is_given(one: Mapping[str, Any]) -> bool:
    return one.get("answer") not in (None, [])


def former(entries: Mapping[str, Any], question: Question) -> Answer | None:
    """What was answered, if the question changed since; without the answer where it still fits."""
    one = entries.get(str(question.id))
    if not isinstance(one, Mapping) or not is_given(one) or "question" not in one:
        return None
    is_kept = answer_in(entries, question) == one["answer"]
    if is_kept and one["question"] == question.question:
        return None
    was = _answer(one, None)
    return replace(was, answer="") if is_kept else was


def _by_position(entries: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    asked = [(key, one) for key, one in entries.items() if isinstance(one, dict)]
    sound = [(key, one) for key, one in asked if "question" in one]
    return sorted(sound, key=lambda pair: pair[1].get("position", 0))


def _answer(one: Mapping[str, Any], former: Any) -> Answer:
    kind, given = kind_of(one), one.get("answer")
    words = _in_words(given)
    then = former.get("answer") if isinstance(former, dict) and _is_same(one, former) else None
    if given is None or then is None:
        return Answer(str(one["question"]), words, kind)
    trend = _trend(kind, given, then)
    was = "" if trend == "same" else _in_words(then) or "nothing"
    return Answer(str(one["question"]), words, kind, was, trend)


def _is_same(one: Mapping[str, Any], former: Mapping[str, Any]) -> bool:
    """Asked in the same words: a question that was reworded may mean something else."""
    kind = kind_of(one)
    is_same_kind = kind in COMPARED and kind_of(former) == kind
    return is_same_kind and one["question"] == former.get("question")


def _trend(kind: str, given: Any, then: Any) -> Trend:
    if given == then:
        return "same"
    if kind not in ("number", "scale"):
        return ""
    return "up" if given > then else "down"


def _in_words(answer: Any) -> str:
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if isinstance(answer, list):
        return ", ".join(map(str, answer))
    return "" if answer is None else str(answer)
