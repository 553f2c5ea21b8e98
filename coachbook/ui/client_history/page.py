"""What a client had: packages with everything that changed them, and past sessions."""

from typing import Any

import reflex as rx

from coachbook.ui.checkin_form.sent import sent_forms
from coachbook.ui.client_history.state import ClientHistory
from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.pager import pager
from coachbook.ui.components.surfaces import badge, card, dot, empty_state, skeleton
from coachbook.ui.navigation import Entry
from coachbook.ui.packages.ledger import ledger_list
from coachbook.ui.packages.numbers import current_and_earlier, folded, four_numbers, state_badge
from coachbook.ui.shell import screen
from coachbook.ui.theme import SOFT


def history_loading() -> rx.Component:
    return rx.el.div(
        rx.el.span("Loading", class_name="sr-only"),
        card(skeleton("h-24 w-full")),
        card(*(skeleton("h-8 w-full") for _ in range(6))),
        class_name="grid items-start gap-5 lg:grid-cols-2",
    )


@screen(
    "/client/history",
    title="History",
    allow="client",
    on_load=ClientHistory.load,
    nav=Entry("History", "history", order=30),
    loading=history_loading,
)
def client_history() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            _packages(),
            rx.el.div(_past(), _forms(), class_name="flex min-w-0 flex-col gap-5"),
            class_name="grid items-start gap-5 lg:grid-cols-2",
        ),
        rx.foreach(
            ClientHistory.live_urls,
            lambda url: live_updates(url, on_change=ClientHistory.refresh),
        ),
        class_name="flex flex-col gap-5",
    )


def _packages() -> rx.Component:
    return card(
        rx.cond(
            ClientHistory.packages,
            current_and_earlier(ClientHistory.packages, ClientHistory.earlier_packages, _package),
            empty_state(
                "No package yet",
                "When your coach adds one, you see here what is left of it and why.",
                icon_name="package",
            ),
        ),
        title="Packages",
    )


def _package(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(one["label"], class_name="text-sm font-medium text-ink"),
            state_badge(one["state"]),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.cond(one["coach"] != "", rx.el.p("With ", rx.el.bdi(one["coach"]), class_name=SOFT)),
        rx.el.p(one["sentence"], class_name="figures text-sm text-ink"),
        four_numbers(one["numbers"]),
        folded("What changed the balance", ledger_list(one["ledger"].to(list[dict[str, str]]))),
        key=one["id"],
        class_name="flex flex-col gap-1 py-4 first:pt-0 last:pb-0",
    )


def _past() -> rx.Component:
    return card(
        rx.cond(
            ClientHistory.past,
            rx.el.ul(rx.foreach(ClientHistory.past, _one), class_name="divide-y divide-line"),
            empty_state(
                "Nothing yet",
                "Sessions and check-ins that are over will stand here.",
                icon_name="history",
                action=link_button("Book sessions", href="/book", kind="primary"),
            ),
        ),
        rx.cond(ClientHistory.pages > 1, _pages()),
        title="Past sessions",
    )


def _forms() -> rx.Component:
    return rx.cond(
        ClientHistory.forms,
        card(sent_forms(ClientHistory.forms), title="What you answered before check-ins"),
    )


def _one(one: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(one["kind"] == "checkin", dot("checkin"), dot("session")),
        rx.el.div(
            rx.el.p(one["when"], class_name="figures text-sm text-ink"),
            rx.el.p(one["about"], class_name="text-[13px] text-ink-soft"),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            one["is_done"],
            badge(one["status"], tone="success", icon_name="check"),
            badge(one["status"]),
        ),
        key=one["id"],
        class_name="flex items-center gap-3 py-2.5 first:pt-0 last:pb-0",
    )


def _pages() -> rx.Component:
    return pager(
        newer=ClientHistory.later,
        older=ClientHistory.earlier,
        is_newest=ClientHistory.page == 0,
        is_oldest=ClientHistory.page + 1 >= ClientHistory.pages,
        words=ClientHistory.words,
    )
