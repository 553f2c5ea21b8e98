"""The kinds of questions before a check-in, and what counts as an answer to each. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import isfinite
from typing import Any
from uuid import UUID

LONGEST: Mapping[str, int] = {"text": 1_000, "textarea": 5_000}
LARGEST_NUMBER = 1_000_000_000
LONGEST_NUMBER = 40
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
SCALE = range(1, 11)
YEARS = range(1900, 2200)
MISSING = "Your coach needs an answer to this."
NOT_TICKED = "Your coach needs this to be ticked."
UNKNOWN = "This isn't one of your coach's questions. Reload the page and try again."


class Unfit(Exception):
    """No answer to this question; the words say what would be one."""


@dataclass(frozen=True)
class Question:
    id: UUID
    question: str
    help_text: str
    kind: str
    options: tuple[str, ...]
    is_required: bool


def check(questions: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, str]:
    """What keeps this form from being sent: question id -> sentence. Empty when all is well."""
    known = {str(one.id): one for one in questions}
    problems = {key: UNKNOWN for key in answers if key not in known}
    for key, question in known.items():
        if problem := _problem(question, answers.get(key), is_final=True):
            problems[key] = problem
    return problems


def unfit(questions: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, str]:
    """The same for a draft, which may have gaps."""
    known = {str(one.id): one for one in questions}
    found = {
        key: _problem(known[key], answer, is_final=False) if key in known else UNKNOWN
        for key, answer in answers.items()
    }
    return {key: problem for key, problem in found.items() if problem}


def cleaned(questions: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept: numbers as numbers, None where there is none.

    For answers in which `unfit` finds nothing.
    """
    return {str(one.id): clean(one, answers.get(str(one.id))) for one in questions}


def clean(question: Question, answer: Any) -> Any:
    """Raises Unfit for what is no answer to this question."""
    return None if answer is None else CLEANERS[question.kind](question, answer)


def is_answered(question: Question, answer: Any) -> bool:
    return bool(answer) if question.kind in ("checkbox", "multiple") else answer is not None


def mark(questions: Sequence[Question]) -> str:
    """Changes when a question comes, goes or means something else."""
    meant = sorted((str(one.id), one.question, one.kind, one.options) for one in questions)
    return sha256(repr(meant).encode("utf-8", "replace")).hexdigest()[:16]


def _problem(question: Question, answer: Any, *, is_final: bool) -> str:
    try:
        given = clean(question, answer)
    except Unfit as unfit:
        return str(unfit)
    if not is_final or not question.is_required or is_answered(question, given):
        return ""
    return NOT_TICKED if question.kind == "checkbox" else MISSING


def _text(question: Question, answer: Any) -> str | None:
    if not isinstance(answer, str):
        raise Unfit("Answer this in words.")
    longest = LONGEST[question.kind]
    if len(answer) > longest * 2:  # no need to look closer at a megabyte
        raise Unfit(f"Keep it under {longest:,} characters.")
    plain = "".join(filter(_is_plain, answer.replace("\r\n", "\n").replace("\r", "\n"))).strip()
    if len(plain) > longest:
        raise Unfit(f"Keep it under {longest:,} characters; these are {len(plain):,}.")
    return plain or None


def _is_plain(letter: str) -> bool:
    """Any letter that a database and a page can hold."""
    return letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs")


def _select(question: Question, answer: Any) -> str | None:
    if answer == "":
        return None
    if not isinstance(answer, str) or answer not in question.options:
        raise Unfit("Choose one of the answers on the list.")
    return answer


def _multiple(question: Question, answer: Any) -> list[str]:
    if not isinstance(answer, list | tuple) or not all(one in question.options for one in answer):
        raise Unfit("Choose from the answers on the list.")
    return [option for option in question.options if option in answer]


def _checkbox(question: Question, answer: Any) -> bool:
    if not isinstance(answer, bool):
        raise Unfit("Tick this or leave it.")
    return answer


def _number(question: Question, answer: Any) -> int | float | None:
    number = _as_number(answer)
    if number is None:
        return None
    if not isfinite(number) or abs(number) > LARGEST_NUMBER:
        raise Unfit("Enter a number of at most a billion.")
    return int(number) if number == int(number) else number


def _as_number(answer: Any) -> float | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float | str):
        raise Unfit("Enter a number, such as 7.5.")
    if not isinstance(answer, str):
        return float(answer) if abs(answer) <= LARGEST_NUMBER else float("inf")
    typed = answer.strip().replace("−", "-")
    if THOUSANDS.fullmatch(typed[:LONGEST_NUMBER]):
        raise Unfit("Write it without a comma, such as 1234 or 1.5.")
    typed = typed.replace(",", ".")
    if not typed:
        return None
    if len(typed) > LONGEST_NUMBER or not set(typed) <= set("0123456789.+-"):
        raise Unfit("Enter a number, such as 7.5.")
    try:
        return float(typed)
    except ValueError as odd:
        raise Unfit("Enter a number, such as 7.5.") from odd


def _scale(question: Question, answer: Any) -> int | None:
    if answer == "":
        return None
    written = str(answer) if isinstance(answer, int | str) else ""
    chosen = {str(step): step for step in SCALE}.get(written)
    if chosen is None or isinstance(answer, bool):
        raise Unfit("Choose a number from 1 to 10.")
    return chosen


def _date(question: Question, answer: Any) -> str | None:
    if answer == "":
        return None
    try:
        on = date.fromisoformat(answer)
    except (TypeError, ValueError) as odd:
        raise Unfit("Enter a date.") from odd
    if on.year not in YEARS:
        raise Unfit("Enter a date between 1900 and 2199.")
    return on.isoformat()


CLEANERS: Mapping[str, Callable[[Question, Any], Any]] = {
    "text": _text,
    "textarea": _text,
    "select": _select,
    "multiple": _multiple,
    "checkbox": _checkbox,
    "number": _number,
    "scale": _scale,
    "date": _date,
}
