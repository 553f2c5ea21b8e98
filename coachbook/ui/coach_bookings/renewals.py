"""The clients who need a next package, beside the calendar."""

from typing import Any

import reflex as rx

from coachbook.ui.coach_bookings.renewals_state import SHOWN_FIRST, NeedsRenewal
from coachbook.ui.components.buttons import button, icon_button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.surfaces import badge, card
from coachbook.ui.theme import FOCUS


def renewals_card() -> rx.Component:
    """Read when the page stands already: the calendar doesn't wait for it."""
    return rx.el.div(
        rx.cond(NeedsRenewal.count > 0, _card()), on_mount=NeedsRenewal.load, class_name="contents"
    )


def _card() -> rx.Component:
    return card(
        rx.el.ul(
            rx.foreach(NeedsRenewal.shown, _line),
            class_name="-mx-2 flex flex-col",
        ),
        rx.cond(
            NeedsRenewal.count > SHOWN_FIRST,
            button(
                rx.cond(NeedsRenewal.shows_all, "Show fewer", "Show all"),
                size="small",
                kind="quiet",
                on_click=NeedsRenewal.show_all,
                aria_expanded=rx.cond(NeedsRenewal.shows_all, "true", "false"),
                class_name="self-start -ml-2",
            ),
        ),
        renewal_dialog(),
        title=rx.el.span(
            "Needs renewal ",
            badge(NeedsRenewal.count, tone="over"),
            class_name="inline-flex items-center gap-2",
        ),
    )


def _line(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.bdi(one["name"], class_name="block truncate text-sm"),
            rx.el.span(one["why"], class_name="figures block text-[13px] text-over-ink"),
            rx.cond(
                one["also"] != "",
                rx.el.span(one["also"], class_name="figures block text-[13px] text-ink-soft"),
            ),
            href=one["href"],
            class_name=f"min-w-0 grow rounded-control px-2 py-1.5 hover:bg-sunken {FOCUS}",
        ),
        icon_button(
            "package_plus",
            f"Add the same package again for {one['name']}",
            on_click=NeedsRenewal.ask(one["id"]),
            class_name="shrink-0",
        ),
        key=one["id"],
        class_name="flex items-center gap-1",
    )


def renewal_dialog() -> rx.Component:
    return dialog(
        rx.el.p(NeedsRenewal.sentence, class_name="figures text-sm text-ink"),
        id="renew-package",
        title=rx.el.span("Add the same package again for ", rx.el.bdi(NeedsRenewal.name), "?"),
        is_open=NeedsRenewal.asked != "",
        on_close=NeedsRenewal.close,
        actions=(
            button("Not now", on_click=NeedsRenewal.close),
            button("Add this package", kind="primary", on_click=NeedsRenewal.renew),
        ),
    )
