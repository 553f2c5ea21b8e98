"""Why an answer or a form can't be taken."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from coachbook.errors import Invalid, Refusal

OLD = (
    "You changed an answer on another device since this page was opened. It shows it now; look "
    "at it once more."
)


class FormLocked(Refusal):
    sentence = "This check-in has started, so its form can't be changed any more."


class FormChanged(Refusal):
    sentence = (
        "Your coach changed the form a moment ago. Nothing that you wrote is lost: look at the "
        "questions once more, then send it."
    )


class AlreadySent(Refusal):
    sentence = (
        "This form was sent from another device meanwhile. What you typed is still here; press "
        '"Save changes" to send it as well.'
    )


class AnsweredElsewhere(Refusal):
    """Another device wrote something else meanwhile; `answer` is that."""

    sentence = "You answered this differently on another device. Choose which answer to keep."

    def __init__(self, question_id: UUID | str, answer: Any, *, is_mine_old: bool = False) -> None:
        super().__init__(OLD if is_mine_old else None, field=str(question_id))
        self.answer = answer


class Incomplete(Invalid):
    """`problems` has a sentence for each question that needs another look."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        field, sentence = next(iter(problems.items()))
        if len(problems) > 1:
            sentence = f"{len(problems)} answers need another look."
        super().__init__(sentence, field=field)
        self.problems = dict(problems)
