"""The dialog that words a question, and says what follows for forms that are under way."""

from typing import Any

import reflex as rx

from coachbook.services.checkin_drafts import KINDS, LONGEST_HELP, LONGEST_QUESTION
from coachbook.ui.checkin_form_builder.parts import draft_preview, option_editor
from coachbook.ui.checkin_form_builder.rows import KIND_ICONS, KIND_WORDS
from coachbook.ui.checkin_form_builder.state import FormBuilder
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import checkbox_field, form, text_field, textarea_field
from coachbook.ui.components.icons import icon
from coachbook.ui.refusals import Messages
from coachbook.ui.theme import SOFT

FORM_ID = "question-form"
FOOT = "flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end"
LABEL = "text-sm font-medium text-ink"
KIND = (
    "flex min-h-10 pointer-coarse:min-h-11 cursor-pointer items-center gap-2 rounded-control "
    "border border-line-strong/50 px-2.5 py-1.5 text-[13px] leading-tight text-ink "
    "hover:bg-sunken has-checked:border-checkin has-checked:bg-checkin-soft "
    "has-checked:font-medium has-checked:text-checkin-ink has-focus-visible:outline-2 "
    "has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
)
ONLY_WITH_OPTIONS = (
    "hidden group-has-[#kind-select:checked]/question:flex "
    "group-has-[#kind-multiple:checked]/question:flex"
)
ONLY_FOR_A_BOX = "hidden group-has-[#kind-checkbox:checked]/question:block"


def edit_dialog() -> rx.Component:
    return dialog(
        rx.el.div(
            _form(),
            _preview(),
            class_name="grid items-start gap-5 md:grid-cols-[minmax(0,1fr)_17rem]",
        ),
        rx.cond(FormBuilder.elsewhere, _elsewhere()),
        id="edit-question",
        title=rx.cond(FormBuilder.is_new, "Add a question", "Edit question"),
        description=rx.cond(
            FormBuilder.is_new,
            "Clients are asked from now on, also in forms that they haven't sent yet.",
            "Forms that were sent keep the question as it was asked. Forms that aren't sent yet "
            "ask it as it is now.",
        ),
        actions=_actions(),
        is_open=FormBuilder.is_editing,
        on_close=FormBuilder.close,
        size="large",
        is_sticky=True,
    )


def _form() -> rx.Component:
    return form(
        textarea_field(
            "Question",
            name="question",
            id="question-words",
            rows=2,
            default_value=FormBuilder.first["question"],
            max_length=LONGEST_QUESTION,
            required=True,
            class_name="!min-h-16 field-sizing-content",
        ),
        _kinds(),
        _options(),
        text_field(
            "Help (optional)",
            name="help_text",
            id="question-help",
            hint="A line below the question, such as what 1 and 10 mean.",
            default_value=FormBuilder.first["help_text"],
            max_length=LONGEST_HELP,
            auto_complete="off",
        ),
        _required(),
        on_submit=FormBuilder.save,
        key=FormBuilder.opened,
        custom_attrs={"id": FORM_ID},
        class_name="group/question",
    )


def _preview() -> rx.Component:
    return rx.el.section(
        rx.el.h3("What clients see", class_name=f"{SOFT} font-medium"),
        draft_preview(form_id=FORM_ID, opened=FormBuilder.opened),
        class_name=(
            "flex flex-col gap-3 rounded-card border border-line bg-canvas p-4 md:sticky md:top-0"
        ),
    )


def _kinds() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("How clients answer", class_name=f"{LABEL} pb-1.5"),
        rx.el.div(*map(_kind, KINDS), class_name="grid grid-cols-2 gap-2"),
        _problem("kind"),
    )


def _kind(kind: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="kind",
            value=kind,
            default_checked=FormBuilder.first["kind"] == kind,
            custom_attrs={"id": f"kind-{kind}"},
            class_name="sr-only",
        ),
        icon(KIND_ICONS[kind], size=16),
        KIND_WORDS[kind],
        class_name=KIND,
    )


def _options() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("Options", class_name=f"{LABEL} pb-1.5"),
        option_editor(
            FormBuilder.first["options"],
            name="options",
            described_by="options-error",
            is_wrong=Messages.problem_field == "options",
        ),
        _problem("options"),
        class_name=f"{ONLY_WITH_OPTIONS} flex-col gap-1.5",
    )


def _required() -> rx.Component:
    return rx.el.div(
        checkbox_field(
            "Required",
            name="is_required",
            id="question-required",
            hint="A form can't be sent without an answer to it.",
            default_checked=FormBuilder.first["is_required"],
        ),
        rx.el.p(
            "Clients read the question beside the box, so word it as what they say by ticking it. "
            "Required means that it has to be ticked.",
            class_name=f"{ONLY_FOR_A_BOX} text-[13px] text-ink-soft",
        ),
        class_name="flex flex-col gap-1",
    )


def _problem(name: str) -> rx.Component:
    words = rx.el.span(
        icon("circle_alert", size=14), Messages.problem, class_name="flex items-center gap-1.5"
    )
    return rx.el.p(
        rx.cond(Messages.problem_field == name, words),
        custom_attrs={"id": f"{name}-error"},
        class_name="text-[13px] text-error empty:hidden",
    )


def _actions() -> tuple[rx.Component, ...]:
    is_told = FormBuilder.elsewhere
    return (
        rx.cond(
            is_told,
            button("Drop mine", on_click=FormBuilder.use_saved),
            button("Cancel", on_click=FormBuilder.close),
        ),
        button(
            rx.cond(is_told, "Keep these, save mine too", "Save question"),
            kind="primary",
            type="submit",
            form=FORM_ID,
        ),
    )


def _elsewhere() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            icon("info", class_name="mt-0.5"),
            "Another tab saved this question since you opened it. Nothing of yours is saved yet.",
            class_name="flex gap-2 text-sm font-medium",
        ),
        rx.el.ul(
            rx.foreach(FormBuilder.elsewhere, _difference),
            class_name="flex flex-col divide-y divide-notice/20",
        ),
        role="alert",
        class_name=(
            "flex flex-col gap-2 rounded-control border border-notice/40 bg-notice-soft px-3.5 "
            "py-2.5 text-notice-ink"
        ),
    )


def _difference(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.span(row["label"], class_name="font-medium"),
            ": was ", row["was"], ", is now ", rx.el.strong(row["now"]), ".",
            class_name="break-words",
        ),
        rx.cond(
            row["mine"] != "",
            rx.el.p(
                "You entered ", rx.el.strong(row["mine"]), "; saving yours replaces it.",
                class_name="break-words",
            ),
        ),
        class_name="py-1.5 text-[13px]",
    )  # fmt: skip


def archive_dialog() -> rx.Component:
    return dialog(
        rx.el.ul(
            *(
                rx.el.li(icon("arrow_right", class_name="mt-0.5 text-ink-soft"), words,
                         class_name="flex gap-2")
                for words in (
                    "Clients aren't asked this any more, also in forms that they haven't sent yet.",
                    "Forms that were sent keep the question with its answers.",
                    "You can restore it on this page, and it comes back in its place.",
                )
            ),
            class_name="flex flex-col gap-2 text-sm text-ink",
        ),
        id="archive-question",
        title=rx.el.span("Archive “", rx.el.bdi(FormBuilder.archiving_name), "”?"),
        is_open=FormBuilder.archiving != "",
        on_close=FormBuilder.close,
        actions=(
            button("Keep asking", on_click=FormBuilder.close),
            button("Archive this question", kind="primary", on_click=FormBuilder.archive),
        ),
    )  # fmt: skip
