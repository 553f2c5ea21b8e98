"""What a question is to say, and what can't be asked. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from coachbook.errors import Invalid
from coachbook.models.checkins import QUESTION_TYPES

KINDS = QUESTION_TYPES
KINDS_WITH_OPTIONS = ("select", "multiple")
FEWEST_OPTIONS, MOST_OPTIONS = 2, 30
LONGEST_QUESTION, LONGEST_HELP, LONGEST_OPTION = 1_000, 500, 200


@dataclass(frozen=True)
class QuestionDraft:
    """`options` count only for the kinds that have some."""

    question: str
    kind: str = "text"
    options: tuple[str, ...] = ()
    help_text: str = ""
    is_required: bool = False


@dataclass(frozen=True)
class Difference:
    """A part of a question that isn't the same in two versions."""

    name: str
    was: Any
    now: Any


def differences(before: QuestionDraft, after: QuestionDraft) -> tuple[Difference, ...]:
    """Part by part, in the order of the editor."""
    pairs = ((one.name, getattr(before, one.name), getattr(after, one.name)) for one in _PARTS)
    return tuple(Difference(name, was, now) for name, was, now in pairs if was != now)


def rebased(mine: QuestionDraft, *, seen: QuestionDraft, onto: QuestionDraft) -> QuestionDraft:
    """What I changed since I saw the question, upon what was saved elsewhere meanwhile.

    Options go with the kind that they were written for.
    """
    own = {one.name: one.now for one in differences(seen, mine)}
    if "kind" in own or "options" in own:
        own |= {"kind": mine.kind, "options": mine.options}
    return replace(onto, **own)


def checked(draft: QuestionDraft) -> QuestionDraft:
    """As it is stored; refuses at the field what can't be asked."""
    if draft.kind not in KINDS:
        raise Invalid("Pick a kind of answer from the list.", field="kind")
    question = _one_line(draft.question)
    if not question:
        raise Invalid("Enter a question.", field="question")
    help_text = _one_line(draft.help_text)
    _check_length(question, LONGEST_QUESTION, "question")
    _check_length(help_text, LONGEST_HELP, "help_text")
    options = _checked_options(draft.options) if draft.kind in KINDS_WITH_OPTIONS else ()
    return replace(draft, question=question, help_text=help_text, options=options)


def is_asked(draft: QuestionDraft, others: Collection[QuestionDraft]) -> bool:
    """Whether one of them is worded alike."""
    return any(_alike(draft.question) == _alike(other.question) for other in others)


def _checked_options(typed: Sequence[str]) -> tuple[str, ...]:
    """Lines that were left empty don't count."""
    options = tuple(filter(None, map(_one_line, typed)))
    if len(options) < FEWEST_OPTIONS:
        raise Invalid(f"Enter at least {FEWEST_OPTIONS} options.", field="options")
    if len(options) > MOST_OPTIONS:
        raise Invalid(f"{MOST_OPTIONS} options are the most.", field="options")
    known: set[str] = set()
    for option in options:
        _check_length(option, LONGEST_OPTION, "options")
        if _alike(option) in known:
            raise Invalid(f"“{option}” is there twice. Change or remove one.", field="options")
        known.add(_alike(option))
    return options


def _check_length(text: str, longest: int, field: str) -> None:
    if len(text) > longest:
        raise Invalid(f"Keep it to {longest:,} characters at most.", field=field)


def _one_line(text: str) -> str:
    """Without what can't be seen; a joiner holds the parts of a picture together."""
    seen = (one for one in text if one.isprintable() or one.isspace() or one == "\u200d")
    return " ".join("".join(seen).split())


def _alike(text: str) -> str:
    return _one_line(text).casefold()


_PARTS = fields(QuestionDraft)
