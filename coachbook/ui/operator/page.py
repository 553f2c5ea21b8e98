"""How the machinery does, for the owner: what is well, what ran, what waits, how email leaves."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button, link_button
from coachbook.ui.components.icons import icon
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import badge, card, empty_state, skeleton
from coachbook.ui.navigation import Entry
from coachbook.ui.operator import messages_page
from coachbook.ui.operator.google import google_connections
from coachbook.ui.operator.letters import given_up, in_doubt
from coachbook.ui.operator.letters_state import DeadLetters
from coachbook.ui.operator.rows import PARTS
from coachbook.ui.operator.state import Operation
from coachbook.ui.operator.tabs import operator_tabs
from coachbook.ui.shell import screen
from coachbook.ui.theme import SOFT

__all__ = ["messages_page", "operator"]

SMALL = "text-[13px] text-ink-soft"
LIST = "flex flex-col divide-y divide-line"


def operator_loading() -> rx.Component:
    return rx.el.div(
        rx.el.span("Loading", class_name="sr-only"),
        card(*(skeleton("h-10 w-full") for _ in range(5))),
        card(*(skeleton("h-10 w-full") for _ in range(6))),
        class_name="grid items-start gap-5 lg:grid-cols-2",
    )


@screen(
    "/operator",
    title="Operation",
    allow="owner",
    on_load=[Operation.load, DeadLetters.load],
    nav=Entry("Operation", "gauge", order=10, covers="/operator"),
    loading=operator_loading,
    has_heading=False,
)
def operator() -> rx.Component:
    return rx.el.div(
        page_heading(
            "Operation",
            button(
                "Look again", icon_name="refresh_cw", on_click=[Operation.load, DeadLetters.load]
            ),
            below=rx.fragment("As it was at ", Operation.as_of),
        ),
        operator_tabs("/operator"),
        rx.el.div(
            rx.el.div(
                _health(),
                _mail(),
                _workers(),
                google_connections(),
                class_name="flex min-w-0 flex-col gap-5",
            ),
            rx.el.div(
                _messages(),
                given_up(),
                in_doubt(),
                _blocked(),
                class_name="flex min-w-0 flex-col gap-5",
            ),
            class_name="grid items-start gap-5 lg:grid-cols-2",
        ),
        _jobs(),
        class_name="flex flex-col gap-5",
    )


def _health() -> rx.Component:
    return card(
        rx.el.ul(rx.foreach(Operation.checks, _check), class_name=LIST),
        title="Health",
        action=rx.cond(
            Operation.is_well,
            badge("All is well", tone="success", icon_name="circle_check"),
            badge("Something stopped", tone="error", icon_name="circle_alert"),
        ),
    )


def _check(check: Any) -> rx.Component:
    icons = [(part, icon(name)) for part, (_, name) in PARTS.items()]
    return rx.el.li(
        rx.el.span(rx.match(check["part"], *icons, icon("circle")), class_name="text-ink-soft"),
        rx.el.div(
            rx.el.p(check["name"], class_name="text-sm font-medium text-ink"),
            rx.el.p(check["words"], class_name=SMALL),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            check["is_well"],
            badge("Well", tone="success", icon_name="check"),
            badge("Stopped", tone="error", icon_name="x"),
        ),
        key=check["part"],
        class_name="flex items-center gap-3 py-2.5",
    )


def _mail() -> rx.Component:
    return card(
        rx.el.p(Operation.mail_words, class_name="text-sm text-ink"),
        rx.cond(
            Operation.transport == "none",
            rx.el.p(
                "What would be sent is shown in the outbox. The operations guide says how to set "
                "up SendGrid or a mail server.",
                class_name=SOFT,
            ),
            rx.el.p(
                "It comes from ",
                rx.el.bdi(Operation.mail_from, class_name="break-words"),
                ". The test email goes to your own address at once, past the outbox.",
                class_name=SOFT,
            ),
        ),
        rx.cond(
            Operation.transport == "none",
            link_button("Open the outbox", href="/outbox", icon_name="mail"),
            button("Send me a test email", icon_name="send", on_click=Operation.send_trial),
        ),
        title="Email",
        class_name="items-start",
    )


def _workers() -> rx.Component:
    return card(
        rx.cond(
            Operation.workers,
            rx.el.ul(rx.foreach(Operation.workers, _worker), class_name=LIST),
            empty_state(
                "No worker",
                "Nobody sends messages or runs jobs. Start coachbook with its jobs, or a worker.",
                icon_name="cpu",
            ),
        ),
        title="Workers",
    )


def _worker(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(row["words"], class_name="text-sm font-medium text-ink"),
            rx.el.p(row["details"], class_name=SMALL),
            class_name="min-w-0 grow",
        ),
        rx.cond(row["is_alive"], badge("At work", tone="success"), badge("Silent", tone="error")),
        key=row["key"],
        class_name="flex items-center gap-3 py-2.5",
    )


def _messages() -> rx.Component:
    heads = (("State", "text-left"), ("Email", "pl-4 text-right"), ("Push", "pl-4 text-right"))
    return card(
        rx.el.table(
            rx.el.caption("Messages by state", class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    *(
                        rx.el.th(name, scope="col", class_name=f"{SMALL} pb-1 font-medium {side}")
                        for name, side in heads
                    )
                )
            ),
            rx.el.tbody(rx.foreach(Operation.counts, _count), class_name="divide-y divide-line"),
            class_name="w-full text-sm",
        ),
        title="Messages",
    )


def _count(row: Any) -> rx.Component:
    number = "figures pl-4 text-right align-top text-ink py-2"
    return rx.el.tr(
        rx.el.th(
            rx.el.span(
                row["name"],
                rx.cond(row["is_bad"], badge("Look at these", tone="error")),
                class_name="flex items-center gap-2 font-medium text-ink",
            ),
            rx.el.span(row["about"], class_name=f"{SMALL} font-normal"),
            scope="row",
            class_name="py-2 text-left",
        ),
        rx.el.td(row["email"], class_name=number),
        rx.el.td(row["push"], class_name=number),
        key=row["key"],
    )


def _blocked() -> rx.Component:
    return card(
        rx.el.p(
            "Nothing is sent there. Whoever has the address sees it in their settings, a client's "
            "coach on the client's page; they can have it tried again as you can.",
            class_name=SOFT,
        ),
        rx.cond(
            Operation.blocked,
            rx.el.ul(rx.foreach(Operation.blocked, _blocked_row), class_name=LIST),
            rx.el.p("Every address takes email.", class_name="text-sm text-ink"),
        ),
        title="Addresses that take no email",
        action=rx.cond(Operation.blocked, badge(Operation.blocked_words, tone="notice")),
    )


def _blocked_row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.bdi(row["address"], class_name="break-words text-sm font-medium text-ink"),
            rx.el.p(row["why"], class_name=SMALL),
            class_name="min-w-0 grow",
        ),
        button(
            "Send there again",
            rx.el.span(": ", row["address"], class_name="sr-only"),
            size="small",
            icon_name="send",
            on_click=Operation.send_there_again(row["key"]),
            class_name="shrink-0",
        ),
        key=row["key"],
        class_name="flex flex-wrap items-start gap-x-3 gap-y-2 py-2.5 sm:flex-nowrap",
    )


def _jobs() -> rx.Component:
    return card(
        rx.cond(
            Operation.jobs,
            rx.el.ul(rx.foreach(Operation.jobs, _job), class_name=LIST),
            empty_state(
                "No jobs here", "This process knows no schedule.", icon_name="calendar_clock"
            ),
        ),
        title="Jobs",
        action=rx.el.span("Running one twice does no harm.", class_name=SMALL),
    )


def _job(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h3(row["title"], class_name="text-sm font-medium text-ink"),
                _job_state(row["state"]),
                class_name="flex flex-wrap items-center gap-x-2 gap-y-1",
            ),
            rx.el.p(row["words"], class_name=SMALL),
            class_name="min-w-0",
        ),
        rx.el.div(
            rx.el.p(row["last"], class_name="text-[13px] text-ink"),
            rx.el.p(row["when"], ". ", row["next"], class_name=SMALL),
            class_name="figures min-w-0",
        ),
        button(
            "Run now",
            rx.el.span(": ", row["title"], class_name="sr-only"),
            size="small",
            icon_name="play",
            on_click=Operation.run_job(row["name"]),
            class_name="justify-self-start md:justify-self-end",
        ),
        key=row["name"],
        class_name=(
            "grid gap-x-5 gap-y-2 py-3 md:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_auto] "
            "md:items-center"
        ),
    )


def _job_state(state: Any) -> rx.Component:
    return rx.match(
        state,
        ("failed", badge("Failed", tone="error", icon_name="x")),
        ("overdue", badge("Overdue", tone="notice", icon_name="clock")),
        rx.fragment(),
    )
