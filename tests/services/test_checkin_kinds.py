"""What counts as an answer to each kind of question, and how it is kept."""

from typing import Any
from uuid import uuid4

import pytest

from coachbook.services import checkin_kinds
from coachbook.services.checkin_kinds import MISSING, NOT_TICKED, UNKNOWN, Question, Unfit

OPTIONS = ("Run", "Row", "=1+1", "<b>Bold</b>")
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://example.com","x")',
    "+1+cmd|' /C calc'!A0",
    "javascript:alert(1)",
    "نور \u202e evil",
    "{{ 7*7 }}",
)


def asking(kind: str, *, is_required: bool = False) -> Question:
    options = OPTIONS if kind in ("select", "multiple") else ()
    return Question(uuid4(), "What?", "", kind, options, is_required)


@pytest.mark.parametrize(
    ("kind", "answer", "kept"),
    [
        ("text", "  Fine \r\n", "Fine"),
        ("text", "", None),
        ("text", "x" * 1_000, "x" * 1_000),
        ("text", "a\x00b\x07c\ud800d", "abcd"),
        ("textarea", "one\r\ntwo", "one\ntwo"),
        ("textarea", "x" * 5_000, "x" * 5_000),
        ("number", "7,5", 7.5),
        ("number", " 80 ", 80),
        ("number", "-0.25", -0.25),
        ("number", "−4", -4),
        ("number", 6.0, 6),
        ("number", "0", 0),
        ("number", "", None),
        ("scale", "7", 7),
        ("scale", 10, 10),
        ("scale", "", None),
        ("date", "2027-03-14", "2027-03-14"),
        ("date", "", None),
        ("select", "Row", "Row"),
        ("select", "", None),
        ("multiple", ["Row", "Run", "Row"], ["Run", "Row"]),
        ("multiple", [], []),
        ("checkbox", False, False),
        ("checkbox", None, None),
    ],
)
def test_answers_are_kept_as_what_they_are(kind: str, answer: Any, kept: Any) -> None:
    given = checkin_kinds.clean(asking(kind), answer)
    assert (given, type(given)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("text", "x" * 1_001),
        ("text", 5),
        ("text", ["a"]),
        ("textarea", "x" * 5_001),
        ("textarea", "x" * 1_000_000),
        ("number", "about 80"),
        ("number", "1,234"),
        ("number", "1e9"),
        ("number", "inf"),
        ("number", "nan"),
        ("number", float("nan")),
        ("number", float("inf")),
        ("number", 10**400),
        ("number", "1000000001"),
        ("number", "9" * 41),
        ("number", True),
        ("number", "٣"),
        ("scale", "0"),
        ("scale", 11),
        ("scale", "7.5"),
        ("scale", True),
        ("scale", "1" * 5_000),
        ("date", "14.3.2027"),
        ("date", "2027-02-30"),
        ("date", "1899-12-31"),
        ("date", "9999-12-31"),
        ("date", 20270314),
        ("select", "Swim"),
        ("select", ["Run"]),
        ("multiple", "Run"),
        ("multiple", ["Run", "Swim"]),
        ("multiple", [["Run"]]),
        ("multiple", {"Run": 1}),
        ("checkbox", "yes"),
        ("checkbox", 1),
    ],
)
def test_what_is_no_answer_is_refused(kind: str, answer: Any) -> None:
    with pytest.raises(Unfit) as refused:
        checkin_kinds.clean(asking(kind), answer)
    assert str(refused.value).endswith(".")


def test_a_megabyte_is_refused_with_how_much_there_is_room_for() -> None:
    question = asking("textarea")
    problems = checkin_kinds.unfit([question], {str(question.id): "x" * 2**20})
    assert problems == {str(question.id): "Keep it under 5,000 characters."}


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_as_they_are_typed(words: str) -> None:
    assert checkin_kinds.clean(asking("text"), words) == words


@pytest.mark.parametrize("kind", checkin_kinds.CLEANERS)
def test_required_ones_need_an_answer(kind: str) -> None:
    question = asking(kind, is_required=True)
    wanted = NOT_TICKED if kind == "checkbox" else MISSING
    for empty in ({}, {str(question.id): {"checkbox": False, "multiple": []}.get(kind, "")}):
        assert checkin_kinds.check([question], empty) == {str(question.id): wanted}
        assert checkin_kinds.unfit([question], empty) == {}


@pytest.mark.parametrize("kind", checkin_kinds.CLEANERS)
def test_optional_ones_need_none(kind: str) -> None:
    assert checkin_kinds.check([asking(kind)], {}) == {}


def test_unknown_questions_are_named() -> None:
    key = str(uuid4())
    assert checkin_kinds.check([asking("text")], {key: "x"}) == {key: UNKNOWN}
    assert checkin_kinds.unfit([], {"nonsense": "x"}) == {"nonsense": UNKNOWN}


def test_mark_is_of_what_is_asked_and_not_of_its_order() -> None:
    one, two = asking("text"), asking("scale")
    assert checkin_kinds.mark([one, two]) == checkin_kinds.mark([two, one])
    reworded = Question(one.id, "Why?", "", "text", (), False)
    assert checkin_kinds.mark([one]) != checkin_kinds.mark([reworded])
    assert checkin_kinds.mark([one]) != checkin_kinds.mark([one, two])
