"""The dialog before saving: each booking that no longer fits is kept or cancelled."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button, link
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import badge, dot
from coachbook.ui.settings.conflict_state import Fitting
from coachbook.ui.theme import SOFT

CHOICES = (("keep", "Keep"), ("cancel", "Cancel"))


def conflict_dialog(*, asker: str, on_confirm: Any, verb: Any) -> rx.Component:
    """`verb` is what the button does besides: "Save these hours"."""
    return dialog(
        _new_list(),
        _for_all(),
        _list(),
        _follows(),
        id=f"{asker}-conflicts",
        title="Some bookings would no longer fit",
        description="Decide for each whether it stays. Nothing is saved yet.",
        actions=(
            button("Go back", on_click=Fitting.close),
            button(_verb(verb), kind="primary", on_click=on_confirm),
        ),
        is_open=Fitting.asker == asker,
        on_close=Fitting.close,
        size="large",
        is_sticky=True,
    )


def _new_list() -> rx.Component:
    return rx.cond(
        Fitting.is_new_list,
        rx.el.p(
            icon("info", class_name="mt-0.5"),
            "Bookings changed meanwhile, so nothing was saved. Look at the list again.",
            role="status",
            class_name=(
                "flex gap-2 rounded-control bg-notice-soft px-3 py-2 text-sm text-notice-ink"
            ),
        ),
    )


def _for_all() -> rx.Component:
    return rx.cond(
        Fitting.are_several,
        rx.el.div(
            button("Keep all", size="small", on_click=Fitting.decide_all("keep")),
            button("Cancel all", size="small", on_click=Fitting.decide_all("cancel")),
            class_name="flex gap-2",
        ),
    )


def _list() -> rx.Component:
    return rx.el.ul(
        rx.foreach(Fitting.rows, _row),
        aria_label="Bookings that would no longer fit",
        tab_index=0,
        class_name=(
            "max-h-[40dvh] divide-y divide-line overflow-y-auto rounded-control border border-line"
        ),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.cond(row["kind"] == "checkin", dot("checkin"), dot("session")),
                link(row["name"], href=row["href"], class_name="truncate font-medium"),
                rx.el.span(
                    rx.cond(row["kind"] == "checkin", "check-in", "session"),
                    class_name=f"{SOFT} shrink-0",
                ),
                rx.cond(row["is_new"], badge("New", tone="notice")),
                class_name="flex min-w-0 items-center gap-2 text-sm",
            ),
            rx.el.p(row["when"], " ", row["why"], class_name=SOFT),
            class_name="flex min-w-0 grow flex-col gap-0.5",
        ),
        segmented(
            f"{row['name']}, {row['when']}",
            CHOICES,
            name=f"choice-{row['key']}",
            value=row["choice"],
            on_change=lambda choice: Fitting.decide(row["key"], choice),
            class_name="shrink-0",
        ),
        key=row["key"],
        class_name="flex flex-wrap items-center justify-end gap-x-3 gap-y-2 px-3.5 py-2.5",
    )


def _follows() -> rx.Component:
    return rx.el.p(
        rx.cond(
            Fitting.cancelling == 0,
            "All of them stay as they are, and nobody is told.",
            "Whoever is cancelled is told by email and push, and a session's credit returns to "
            "its package. The others stay.",
        ),
        aria_live="polite",
        class_name=SOFT,
    )


def _verb(verb: Any) -> rx.Var[str]:
    return rx.cond(
        Fitting.cancelling == 0,
        verb,
        rx.cond(
            Fitting.cancelling == 1,
            f"{verb}, cancel 1 booking",
            f"{verb}, cancel {Fitting.cancelling} bookings",
        ),
    )
