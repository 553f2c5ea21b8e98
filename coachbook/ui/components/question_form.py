"""A coach's questions as their client meets them: to fill in, to try out, to read."""

import typing
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

import reflex as rx
from typing_extensions import TypedDict

from coachbook.services.checkin_kinds import Question
from coachbook.ui.scripts import script

Payload = TypeVar("Payload")


class AskedRow(typing.TypedDict):
    """A question for the page; `former` tells how it was when it was answered."""

    id: str
    question: str
    help_text: str
    kind: str
    options: list[str]
    is_required: bool
    former: str


class Change(TypedDict):
    """What `on_change` brings: `seen` is the answer that this device knew of."""

    question_id: UUID
    answer: Any
    seen: Any


class Filled(TypedDict):
    """What `on_submit` brings, by question id."""

    answers: dict[str, Any]
    seen: dict[str, Any]


def _one(payload: rx.Var[Payload]) -> tuple[rx.Var[Payload]]:
    """One argument of the type that the handler names; the gate holds what arrives to it."""
    return (payload,)


class QuestionForm(rx.Component):
    """See question_form.jsx.

    `is_sent`: changes wait for the button instead of being kept as they are typed; the browser asks
    before they are lost. `on_return` runs when the tab is looked at again: the client may come from
    another device. `attempt` goes up with each answer to `on_submit`; the first field with a
    problem is then focused. `kept_as`: what is typed stays in this tab, by that name, until
    `cleared` changes; nothing is sent before the button. `on_submit` brings the `button` as well,
    if the one that was pressed has a value.
    """

    library = script("components/question_form.jsx")
    tag = "QuestionForm"

    questions: rx.Var[list[dict[str, Any]]]
    answers: rx.Var[dict[str, Any]]
    problems: rx.Var[dict[str, str]]
    saved: rx.Var[str]
    submit_words: rx.Var[str]
    is_preview: rx.Var[bool]
    is_locked: rx.Var[bool]
    is_sent: rx.Var[bool]
    attempt: rx.Var[int]
    kept_as: rx.Var[str]
    cleared: rx.Var[int]

    on_change: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]
    on_submit: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]
    on_return: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg,valid-type]


def question_form(*beside: Any, **props: Any) -> rx.Component:
    """`beside` stands next to the button, which is there if `submit_words` are given.

    `on_change` takes a Change, `on_submit` a Filled; give a `key` that names whose form it is.
    """
    return QuestionForm.create(*beside, **props)


def asked_rows(
    questions: Sequence[Question], former: Mapping[str, str] | None = None
) -> list[AskedRow]:
    return [
        AskedRow(
            id=str(one.id),
            question=one.question,
            help_text=one.help_text,
            kind=one.kind,
            options=list(one.options),
            is_required=one.is_required,
            former=(former or {}).get(str(one.id), ""),
        )
        for one in questions
    ]
