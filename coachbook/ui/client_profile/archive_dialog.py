"""Archive a client: each booking ahead is kept or cancelled, and what follows is said before."""

from typing import Any

import reflex as rx

from coachbook.ui.client_profile.archive_state import ArchiveDialog
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form
from coachbook.ui.components.icons import icon
from coachbook.ui.theme import FOCUS, SOFT, SUBHEADING


def archive_dialog() -> rx.Component:
    return dialog(
        form(
            rx.cond(ArchiveDialog.rows, _bookings()),
            _follows(),
            rx.el.div(
                button("Go back", on_click=ArchiveDialog.stop),
                button(
                    rx.el.span("Archive ", rx.el.bdi(ArchiveDialog.name)),
                    kind="danger",
                    type="submit",
                ),
                class_name="flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end",
            ),
            on_submit=ArchiveDialog.archive,
            key=ArchiveDialog.opened,
        ),
        id="archive-client",
        title=rx.el.span("Archive ", rx.el.bdi(ArchiveDialog.name), "?"),
        is_open=ArchiveDialog.is_open,
        on_close=ArchiveDialog.stop,
        size="large",
    )


def _bookings() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h3("What is booked", class_name=SUBHEADING),
            rx.el.div(
                button("Keep all", size="small", on_click=ArchiveDialog.choose_all("keep")),
                button("Cancel all", size="small", on_click=ArchiveDialog.choose_all("cancel")),
                class_name="flex gap-2",
            ),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.ul(
            rx.foreach(ArchiveDialog.rows, _booking),
            class_name=(
                "max-h-[40dvh] divide-y divide-line overflow-y-auto rounded-control border "
                "border-line"
            ),
        ),
        rx.el.p(
            "A cancelled booking returns its credit or check-in, and ",
            rx.el.bdi(ArchiveDialog.name),
            " is told by email and push. What you keep stays on your calendar; moving or "
            "cancelling it later is up to you.",
            class_name=SOFT,
        ),
        class_name="flex flex-col gap-2",
    )


def _booking(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.fieldset(
            rx.el.legend(one["when"], class_name="sr-only"),
            rx.el.div(
                rx.el.p(one["when"], class_name="figures text-sm text-ink"),
                rx.el.p(one["about"], class_name="text-[13px] text-ink-soft"),
                aria_hidden="true",
                class_name="min-w-0 grow",
            ),
            rx.el.div(
                _way(one, "keep", "Keep"),
                _way(one, "cancel", "Cancel"),
                class_name="flex shrink-0 gap-4",
            ),
            class_name="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3.5 py-2",
        ),
        key=one["id"],
    )


def _way(one: Any, value: str, words: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=one["field"],
            value=value,
            default_checked=ArchiveDialog.choice == value,
            class_name=f"size-4 pointer-coarse:size-5 accent-primary {FOCUS}",
        ),
        words,
        class_name="flex cursor-pointer items-center gap-2 text-sm pointer-coarse:min-h-11",
    )


def _follows() -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            ArchiveDialog.follows,
            lambda words: rx.el.li(
                icon("dot", size=18, class_name="shrink-0 text-ink-soft"),
                rx.el.span(words),
                class_name="flex items-start gap-1 text-sm text-ink",
            ),
        ),
        class_name="flex flex-col gap-1",
    )
