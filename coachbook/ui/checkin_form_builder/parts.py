"""Our own scripts of the builder: the list put in order, the lines of options, the preview."""

from typing import Any, TypeVar

import reflex as rx

from coachbook.services.checkin_drafts import LONGEST_OPTION, MOST_OPTIONS
from coachbook.ui.components.buttons import BASE, KINDS, SIZES
from coachbook.ui.scripts import script
from coachbook.ui.theme import CONTROL

Payload = TypeVar("Payload")


def _one(payload: rx.Var[Payload]) -> tuple[rx.Var[Payload]]:
    return (payload,)


class QuestionList(rx.Component):
    """See question_list.jsx. `on_move` gets {question_id, next_to, side}, the others an id."""

    library = script("checkin_form_builder/question_list.jsx")
    tag = "QuestionList"

    rows: rx.Var[list[dict[str, Any]]]
    moves: rx.Var[int]
    edit_class: rx.Var[str]
    archive_class: rx.Var[str]
    on_move: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]
    on_edit: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]
    on_archive: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]


class OptionEditor(rx.Component):
    """See option_editor.jsx. Its fields are named `name` and travel with the form around it."""

    library = script("checkin_form_builder/option_editor.jsx")
    tag = "OptionEditor"

    first: rx.Var[list[str]]
    name: rx.Var[str]
    most: rx.Var[int]
    longest: rx.Var[int]
    control_class: rx.Var[str]
    add_class: rx.Var[str]
    described_by: rx.Var[str]
    is_wrong: rx.Var[bool]


class DraftPreview(rx.Component):
    """See draft_preview.jsx. `opened` changes when the form begins anew."""

    library = script("checkin_form_builder/draft_preview.jsx")
    tag = "DraftPreview"

    form_id: rx.Var[str]
    opened: rx.Var[int]


draft_preview = DraftPreview.create


def question_list(rows: Any, moves: Any, *, on_move: Any, on_edit: Any, on_archive: Any) -> Any:
    return QuestionList.create(
        rows=rows,
        moves=moves,
        edit_class=f"{BASE} {KINDS['secondary']} {SIZES['small']}",
        archive_class=f"{BASE} {KINDS['quiet']} {SIZES['small']}",
        on_move=on_move,
        on_edit=on_edit,
        on_archive=on_archive,
    )


def option_editor(first: Any, *, name: str, described_by: str, is_wrong: Any) -> rx.Component:
    return OptionEditor.create(
        first=first,
        name=name,
        most=MOST_OPTIONS,
        longest=LONGEST_OPTION,
        control_class=CONTROL,
        add_class=f"{BASE} {KINDS['quiet']} {SIZES['small']} w-fit",
        described_by=described_by,
        is_wrong=is_wrong,
    )
