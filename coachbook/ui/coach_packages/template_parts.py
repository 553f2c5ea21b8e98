"""The list of templates and its dialogs."""

from typing import Any

import reflex as rx

from coachbook.ui.coach_packages.state import TemplateShelf
from coachbook.ui.components.buttons import button, icon_button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form, number_field, text_field
from coachbook.ui.components.surfaces import card, empty_state
from coachbook.ui.theme import SOFT

FOOT = "flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end"


def templates_card() -> rx.Component:
    return card(
        rx.cond(TemplateShelf.templates, _list(), _nothing()),
        rx.el.p(TemplateShelf.moved, role="status", class_name="sr-only"),
        rx.cond(TemplateShelf.archived, _archived()),
        title="Templates",
    )


def _list() -> rx.Component:
    return rx.el.ul(
        rx.foreach(TemplateShelf.templates, _template),
        aria_label="Templates in order",
        class_name="divide-y divide-line",
    )


def _nothing() -> rx.Component:
    return empty_state(
        "No templates yet",
        "A template is what you sell often. It fills in the form when you add a package.",
        icon_name="package",
        action=rx.el.div(
            button(
                "Add a starting set",
                kind="primary",
                icon_name="sparkles",
                on_click=TemplateShelf.add_usual,
            ),
            button("Create my own", on_click=TemplateShelf.start_creating),
            class_name="flex flex-wrap justify-center gap-2",
        ),
    )


def _template(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            icon_button(
                "chevron_up",
                f"Move {one['name']} up",
                on_click=TemplateShelf.move(one["id"], -1),
                disabled=one["is_first"],
            ),
            icon_button(
                "chevron_down",
                f"Move {one['name']} down",
                on_click=TemplateShelf.move(one["id"], 1),
                disabled=one["is_last"],
            ),
            class_name="-ml-2 flex shrink-0",
        ),
        _about(one),
        rx.el.div(
            button(
                "Edit",
                size="small",
                aria_label=f"Edit {one['name']}",
                on_click=TemplateShelf.start_editing(one["id"]),
            ),
            button(
                "Archive",
                size="small",
                kind="quiet",
                aria_label=f"Archive {one['name']}",
                on_click=TemplateShelf.start_archiving(one["id"]),
            ),
            class_name="flex shrink-0 gap-1 max-sm:grow max-sm:justify-end",
        ),
        key=one["id"],
        class_name=(
            "flex items-center gap-3 py-2.5 first:pt-0 last:pb-0 max-sm:flex-wrap max-sm:gap-y-1"
        ),
    )


def _about(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.bdi(one["name"]), class_name="break-words text-sm font-medium text-ink"),
        rx.el.p(one["about"], class_name=f"{SOFT} figures"),
        rx.cond(one["price"] != "", rx.el.p(one["price"], class_name=f"{SOFT} figures")),
        class_name="min-w-0 grow basis-40 max-sm:order-first max-sm:basis-full",
    )


def _archived() -> rx.Component:
    return rx.el.div(
        button(
            rx.cond(TemplateShelf.shows_archived, "Hide archived", "Show archived"),
            kind="quiet",
            size="small",
            icon_name="archive",
            on_click=TemplateShelf.show_archived,
            aria_expanded=rx.cond(TemplateShelf.shows_archived, "true", "false"),
            class_name="-ml-2.5",
        ),
        rx.cond(
            TemplateShelf.shows_archived,
            rx.el.ul(
                rx.foreach(TemplateShelf.archived, _archived_one),
                aria_label="Archived templates",
                class_name="divide-y divide-line",
            ),
        ),
        class_name="flex flex-col gap-2 border-t border-line pt-2",
    )


def _archived_one(one: Any) -> rx.Component:
    return rx.el.li(
        _about(one),
        button(
            "Restore",
            size="small",
            aria_label=f"Restore {one['name']}",
            on_click=TemplateShelf.restore(one["id"]),
            class_name="shrink-0",
        ),
        key=one["id"],
        class_name="flex items-center gap-3 py-2 first:pt-0 last:pb-0",
    )


def edit_dialog() -> rx.Component:
    return dialog(
        form(
            text_field(
                "Name",
                name="name",
                id="template-name",
                default_value=TemplateShelf.first["name"],
                max_length=200,
                required=True,
            ),
            _numbers(),
            _terms(),
            rx.el.div(
                button("Cancel", on_click=TemplateShelf.close),
                button("Save template", kind="primary", type="submit"),
                class_name=FOOT,
            ),
            on_submit=TemplateShelf.save,
            key=TemplateShelf.opened,
        ),
        id="edit-template",
        title=rx.cond(TemplateShelf.is_new, "Create a template", "Edit template"),
        description=rx.cond(
            TemplateShelf.is_new,
            "It fills in the form when you add a package.",
            "Packages already sold stay as they are.",
        ),
        is_open=TemplateShelf.is_editing,
        on_close=TemplateShelf.close,
        is_sticky=True,
    )


def _numbers() -> rx.Component:
    return rx.el.div(
        number_field(
            "Sessions",
            name="total_sessions",
            id="template-sessions",
            default_value=TemplateShelf.first["total"],
            min=1,
            max=1000,
            required=True,
        ),
        number_field(
            "Minutes each",
            name="session_duration_minutes",
            id="template-minutes",
            default_value=TemplateShelf.first["minutes"],
            min=5,
            max=480,
            required=True,
        ),
        class_name="grid grid-cols-2 items-end gap-4",
    )


def _terms() -> rx.Component:
    return rx.el.div(
        number_field(
            "Valid for months",
            name="valid_months",
            id="template-months",
            hint="Empty: no expiry.",
            default_value=TemplateShelf.first["months"],
            min=1,
            max=60,
        ),
        text_field(
            "Price",
            name="price",
            id="template-price",
            hint=TemplateShelf.price_hint,
            input_mode="decimal",
            default_value=TemplateShelf.first["price"],
            max_length=20,
        ),
        class_name="grid grid-cols-2 items-end gap-4",
    )


def archive_dialog() -> rx.Component:
    return dialog(
        rx.el.p(
            "It isn't offered any more when you add a package. Packages already sold stay as they "
            "are, and you can restore it here.",
            class_name="text-sm text-ink",
        ),
        id="archive-template",
        title=rx.el.span("Archive “", rx.el.bdi(TemplateShelf.archiving_name), "”?"),
        is_open=TemplateShelf.archiving != "",
        on_close=TemplateShelf.close,
        actions=(
            button("Keep it", on_click=TemplateShelf.close),
            button("Archive this template", kind="primary", on_click=TemplateShelf.archive),
        ),
    )
