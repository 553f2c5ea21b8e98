"""Check-in form: the coach's questions, put in order, beside what clients see."""

from typing import Any

import reflex as rx

from coachbook.ui.checkin_form_builder.editor import archive_dialog, edit_dialog
from coachbook.ui.checkin_form_builder.parts import question_list
from coachbook.ui.checkin_form_builder.state import FormBuilder
from coachbook.ui.checkin_form_builder.suggestions import suggestions_dialog
from coachbook.ui.components.buttons import button
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.question_form import question_form
from coachbook.ui.components.surfaces import card, empty_state, skeleton
from coachbook.ui.components.undo import undo_bar
from coachbook.ui.settings.tabs import settings_tabs
from coachbook.ui.shell import screen
from coachbook.ui.theme import SOFT

HERE = "/coach/settings/checkin-form"
UNDO_SECONDS = 10
COLUMNS = "grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,25rem)]"


def form_builder_loading() -> rx.Component:
    return rx.el.div(
        settings_tabs(HERE),
        rx.el.span("Loading", class_name="sr-only"),
        rx.el.div(
            card(*(skeleton("h-12 w-full") for _ in range(5))),
            card(*(skeleton("h-16 w-full") for _ in range(4))),
            class_name=COLUMNS,
        ),
        class_name="flex flex-col gap-5",
    )


@screen(
    HERE, title="Check-in form", allow="coach", on_load=FormBuilder.load,
    loading=form_builder_loading,
)  # fmt: skip
def form_builder() -> rx.Component:
    return rx.el.div(
        settings_tabs(HERE),
        rx.el.p(
            "Clients answer these before a check-in: when they book it, or any time until it "
            "starts. You read the answers in the appointment and on the client's page.",
            class_name=f"{SOFT} max-w-2xl text-pretty",
        ),
        rx.cond(
            FormBuilder.asked,
            rx.el.div(_questions(), _preview(), class_name=COLUMNS),
            rx.el.div(_nothing(), class_name="flex flex-col gap-5"),
        ),
        edit_dialog(),
        archive_dialog(),
        suggestions_dialog(),
        undo_bar(
            FormBuilder.undo_seq, FormBuilder.undo_sentence, seconds=UNDO_SECONDS,
            on_undo=FormBuilder.undo_archiving,
        ),
        live_updates("/live", on_change=FormBuilder.refresh),
        class_name="flex flex-col gap-5",
    )  # fmt: skip


def _questions() -> rx.Component:
    return card(
        question_list(
            FormBuilder.asked,
            FormBuilder.moves,
            on_move=FormBuilder.move,
            on_edit=FormBuilder.start_editing,
            on_archive=FormBuilder.start_archiving,
        ),
        rx.el.div(
            _add("primary"),
            rx.cond(FormBuilder.suggested, _suggest("quiet")),
            class_name="flex flex-wrap gap-2 border-t border-line pt-3",
        ),
        rx.cond(FormBuilder.archived, _archived()),
        title="Questions",
        action=rx.el.span(FormBuilder.count, class_name=f"{SOFT} figures"),
    )


def _preview() -> rx.Component:
    return card(
        rx.el.p("Try it out: nothing that you enter here is kept.", class_name=SOFT),
        question_form(questions=FormBuilder.preview, is_preview=True),
        title="What clients see",
        class_name="!gap-4 lg:sticky lg:top-5 lg:max-h-[calc(100dvh-2.5rem)] lg:overflow-y-auto",
    )


def _nothing() -> rx.Component:
    return card(
        empty_state(
            rx.cond(FormBuilder.archived, "You ask nothing at the moment", "No questions yet"),
            "Ask what you want to know before a check-in. As long as you ask nothing, clients "
            "have no form to fill in.",
            icon_name="clipboard_list",
            action=rx.el.div(
                _suggest("primary"),
                _add("secondary"),
                class_name="flex flex-wrap justify-center gap-2",
            ),
        ),
        rx.cond(FormBuilder.archived, _archived()),
    )


def _add(kind: Any) -> rx.Component:
    return button("Add a question", kind=kind, icon_name="plus", on_click=FormBuilder.start_adding)


def _suggest(kind: Any) -> rx.Component:
    return button(
        "Choose from suggestions",
        kind=kind,
        icon_name="sparkles",
        on_click=FormBuilder.start_choosing,
    )


def _archived() -> rx.Component:
    return rx.el.div(
        button(
            rx.cond(FormBuilder.shows_archived, "Hide archived", "Show archived"),
            kind="quiet",
            size="small",
            icon_name="archive",
            on_click=FormBuilder.show_archived,
            aria_expanded=rx.cond(FormBuilder.shows_archived, "true", "false"),
            class_name="-ml-2.5 self-start",
        ),
        rx.cond(
            FormBuilder.shows_archived,
            rx.el.ul(
                rx.foreach(FormBuilder.archived, _archived_one),
                aria_label="Archived questions",
                class_name="divide-y divide-line",
            ),
        ),
        class_name="flex flex-col gap-2 border-t border-line pt-2",
    )


def _archived_one(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(rx.el.bdi(one["question"]), class_name="break-words text-sm text-ink"),
            rx.el.p(one["about"], class_name="text-[13px] text-ink-soft"),
            class_name="min-w-0 grow",
        ),
        button(
            "Restore",
            size="small",
            aria_label=f"Restore: {one['question']}",
            on_click=FormBuilder.restore(one["id"]),
            class_name="shrink-0",
        ),
        key=one["id"],
        class_name="flex items-center gap-3 py-2 first:pt-0 last:pb-0",
    )
