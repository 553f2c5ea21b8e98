"""The outbox: every email that coachbook would send, as its reader would see it."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.dialogs import side_panel
from coachbook.ui.components.icons import icon
from coachbook.ui.components.pager import pager
from coachbook.ui.components.surfaces import badge, empty_state
from coachbook.ui.navigation import Entry
from coachbook.ui.outbox.sandbox import sandboxed
from coachbook.ui.outbox.state import Outbox
from coachbook.ui.shell import screen
from coachbook.ui.theme import CARD, FOCUS, SOFT


@screen(
    "/outbox",
    title="Outbox",
    allow="coach",
    on_load=Outbox.load,
    nav=Entry("Outbox", "mail", order=90),
    width="narrow",
)
def outbox() -> rx.Component:
    return rx.el.div(
        rx.cond(Outbox.leaves, _sent_out(), _banner()),
        rx.cond(Outbox.rows, _list(), rx.cond(Outbox.page > 0, _pages(), _nothing())),
        _panel(),
        class_name="flex flex-col gap-4",
    )


def _banner() -> rx.Component:
    return rx.el.p(
        icon("shield_check", class_name="mt-0.5"),
        rx.el.span(
            rx.el.strong("Nothing leaves this machine. "),
            "These are the emails that coachbook would send. Open one to see it as its reader "
            "would, and to follow its link.",
        ),
        class_name="flex gap-2 rounded-control bg-notice-soft px-3 py-2.5 text-sm text-notice-ink",
    )


def _sent_out() -> rx.Component:
    return rx.el.p(
        "Each email of your practice as its reader sees it. Links that act for their reader are "
        "in the reader's email only.",
        class_name=SOFT,
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.el.ul(
            rx.foreach(Outbox.rows, _row),
            aria_label="Messages",
            class_name=f"{CARD} divide-y divide-line overflow-hidden",
        ),
        _pages(),
        class_name="flex flex-col gap-4",
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.bdi(row["subject"], class_name="truncate font-medium text-ink"),
                rx.cond(row["is_bad"], badge(row["state"], tone="error"), badge(row["state"])),
                class_name="flex items-center justify-between gap-3",
            ),
            rx.el.span(
                rx.el.span("To ", rx.el.bdi(row["to"]), class_name="truncate"),
                rx.el.span(row["when"], class_name="figures shrink-0"),
                class_name="flex items-center justify-between gap-3 text-[13px] text-ink-soft",
            ),
            type="button",
            on_click=Outbox.show(row["id"]),
            class_name=(
                "flex w-full flex-col gap-0.5 px-4 py-3 text-left text-sm hover:bg-sunken/60 "
                f"{FOCUS} focus-visible:-outline-offset-2"
            ),
        ),
        key=row["id"],
    )


def _pages() -> rx.Component:
    is_one = (Outbox.page == 0) & ~Outbox.has_more
    return rx.cond(
        is_one,
        rx.fragment(),
        pager(
            newer=Outbox.turn(Outbox.page - 1),
            older=Outbox.turn(Outbox.page + 1),
            is_newest=Outbox.page == 0,
            is_oldest=~Outbox.has_more,
        ),
    )


def _nothing() -> rx.Component:
    return rx.el.div(
        empty_state(
            "No messages yet",
            "Invite a client or book a session: the emails about it are shown here.",
            icon_name="mail",
            action=link_button("Go to clients", href="/coach/clients", kind="primary"),
        ),
        class_name=CARD,
    )


def _panel() -> rx.Component:
    return side_panel(
        _facts(),
        rx.cond(Outbox.shown["link"] != "", _open_link(), rx.fragment()),
        rx.cond(Outbox.is_open, _frame(), rx.fragment()),
        _plain(),
        id="message",
        title=rx.el.bdi(Outbox.shown["subject"]),
        is_open=Outbox.is_open,
        on_close=Outbox.close,
    )


def _facts() -> rx.Component:
    shown: Any = Outbox.shown
    pairs = (("From", "sender"), ("To", "to"), ("Written", "when"), ("State", "state"))
    return rx.el.dl(
        *(
            rx.el.div(
                rx.el.dt(label, class_name="w-16 shrink-0 text-ink-soft"),
                rx.el.dd(rx.el.bdi(shown[name]), class_name="min-w-0 break-words"),
                class_name="flex gap-2",
            )
            for label, name in pairs
        ),
        class_name="flex flex-col gap-1 text-sm",
    )


def _open_link() -> rx.Component:
    return rx.el.a(
        icon("external_link"),
        "Open the link in this message",
        href=Outbox.shown["link"],
        target="_blank",
        rel="noopener",
        class_name=(
            "inline-flex items-center gap-2 self-start text-sm underline underline-offset-4 "
            f"rounded-sm {FOCUS}"
        ),
    )


def _frame() -> rx.Component:
    return sandboxed(Outbox.shown["source"], title="The message as its reader sees it")


def _plain() -> rx.Component:
    return rx.el.details(
        rx.el.summary("As plain text", class_name=f"{SOFT} cursor-pointer rounded-sm {FOCUS}"),
        rx.el.pre(
            Outbox.shown["text"],
            class_name=(
                "mt-2 overflow-x-auto whitespace-pre-wrap break-words rounded-control bg-sunken "
                "p-3 text-[13px]"
            ),
        ),
    )
