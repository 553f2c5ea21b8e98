"""What was sold to whom, the newest first."""

from typing import Any

import reflex as rx

from coachbook.ui.coach_packages.sales_state import SalesHistory
from coachbook.ui.components.buttons import link
from coachbook.ui.components.pager import pager
from coachbook.ui.components.surfaces import badge, card
from coachbook.ui.theme import SOFT


def sales_card() -> rx.Component:
    return card(
        rx.cond(
            SalesHistory.sold,
            rx.el.ul(rx.foreach(SalesHistory.sold, _sale), class_name="divide-y divide-line"),
            rx.el.p("What you sell will stand here, with its price.", class_name=SOFT),
        ),
        rx.cond(SalesHistory.pages > 1, _pages()),
        title="Purchase history",
    )


def _sale(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                link(rx.el.bdi(one["name"]), href=one["href"]),
                class_name="truncate text-sm font-medium",
            ),
            rx.el.p(
                one["label"], " · ", one["when"], class_name="figures text-[13px] text-ink-soft"
            ),
            class_name="min-w-0 grow",
        ),
        rx.cond(one["is_voided"], badge("Voided", icon_name="ban")),
        rx.el.span(one["price"], class_name="figures shrink-0 text-sm text-ink"),
        key=one["id"],
        class_name="flex items-center gap-3 py-2 first:pt-0 last:pb-0",
    )


def _pages() -> rx.Component:
    return pager(
        newer=SalesHistory.later,
        older=SalesHistory.earlier,
        is_newest=SalesHistory.page == 0,
        is_oldest=SalesHistory.page + 1 >= SalesHistory.pages,
        words=SalesHistory.words,
    )
