"""Every message that coachbook sends, about sample people: as email, as push, in the app."""

from typing import Any

import reflex as rx

from coachbook.ui.components.choices import segmented
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.icons import icon
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import badge
from coachbook.ui.operator.messages_state import Gallery
from coachbook.ui.operator.tabs import operator_tabs
from coachbook.ui.outbox.sandbox import sandboxed
from coachbook.ui.shell import screen
from coachbook.ui.theme import CARD, FOCUS, SOFT, SUBHEADING

SMALL = "text-[13px] text-ink-soft"
WIDTHS = (("phone", "Phone"), ("wide", "Wide"))


@screen(
    "/operator/messages",
    title="Every message",
    allow="owner",
    on_load=Gallery.load,
    has_heading=False,
)
def operator_messages() -> rx.Component:
    return rx.el.div(
        page_heading(
            "Every message",
            below="What coachbook says, about sample people. Nothing here is sent.",
        ),
        operator_tabs("/operator/messages"),
        rx.foreach(Gallery.groups, _group),
        _dialog(),
        class_name="flex flex-col gap-5",
    )


def _group(group: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(group["title"], class_name="px-1 text-[13px] font-semibold text-ink-soft"),
        rx.el.ul(
            rx.foreach(group["rows"].to(list[dict[str, Any]]), _row),
            class_name=f"{CARD} divide-y divide-line overflow-hidden",
        ),
        key=group["key"],
        class_name="flex flex-col gap-2",
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.span(row["name"], class_name="font-medium text-ink"),
                _ways(row),
                class_name="flex flex-wrap items-center justify-between gap-x-3 gap-y-1",
            ),
            rx.el.span(row["due"], class_name=SMALL),
            type="button",
            on_click=Gallery.show(row["event"]),
            class_name=(
                "flex w-full cursor-pointer flex-col gap-1 px-4 py-3 text-left text-sm "
                f"hover:bg-sunken/60 {FOCUS} focus-visible:-outline-offset-2"
            ),
        ),
        key=row["event"],
    )


def _ways(row: Any) -> rx.Component:
    return rx.el.span(
        rx.cond(row["subject"] != "", badge("Email", icon_name="mail")),
        rx.cond(row["push_title"] != "", badge("Push", icon_name="bell_ring")),
        rx.cond(row["note"] != "", badge("In the app", icon_name="inbox")),
        class_name="flex flex-wrap gap-1",
    )


def _dialog() -> rx.Component:
    return dialog(
        rx.el.p(Gallery.shown["due"], ". ", Gallery.shown["choice"], class_name=SOFT),
        rx.cond(Gallery.shown["subject"] != "", _email()),
        rx.cond(Gallery.shown["push_title"] != "", _push()),
        rx.cond(Gallery.shown["note"] != "", _note()),
        id="sample",
        title=Gallery.shown["name"],
        is_open=Gallery.is_open,
        on_close=Gallery.close,
        size="large",
    )


def _part(title: str, *children: Any, action: Any = None) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h3(title, class_name=SUBHEADING),
            action or rx.fragment(),
            class_name="flex min-h-8 items-center justify-between gap-3",
        ),
        *children,
        class_name="flex flex-col gap-2",
    )


def _email() -> rx.Component:
    return _part(
        "Email",
        _envelope(),
        rx.cond(Gallery.is_open, _frame()),
        action=segmented(
            "Width", WIDTHS, name="width", value=Gallery.width, on_change=Gallery.choose_width
        ),
    )


def _envelope() -> rx.Component:
    shown: Any = Gallery.shown
    pairs = (("Subject", "subject"), ("From", "sender"), ("To", "to"))
    return rx.el.dl(
        *(_line(label, shown[name]) for label, name in pairs),
        rx.cond(shown["reply_to"] != "", _line("Replies", shown["reply_to"])),
        rx.cond(
            shown["has_invitation"], _line("Attached", "the appointment, for the reader's calendar")
        ),
        rx.cond(
            shown["is_optional_email"], _line("Stops", "with one press in the reader's mail app")
        ),
        class_name="flex flex-col gap-1 text-sm",
    )


def _line(label: str, words: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name="w-20 shrink-0 text-ink-soft"),
        rx.el.dd(rx.el.bdi(words), class_name="min-w-0 break-words"),
        class_name="flex gap-2",
    )


def _frame() -> rx.Component:
    return sandboxed(
        Gallery.shown["source"],
        title="The email as its reader sees it",
        width=rx.cond(Gallery.width == "phone", "mx-auto w-full max-w-[375px]", "mx-auto w-full"),
    )


def _push() -> rx.Component:
    return _part(
        "Push",
        _slip(
            rx.el.img(src="/icon.svg", alt="", class_name="mt-0.5 size-8 shrink-0"),
            Gallery.shown["push_title"],
            Gallery.shown["push_body"],
        ),
    )


def _note() -> rx.Component:
    return _part(
        "In the app",
        _slip(
            icon("bell", class_name="mt-1 text-ink-soft"),
            Gallery.shown["note"],
            Gallery.shown["note_details"],
        ),
    )


def _slip(picture: rx.Component, title: Any, words: Any) -> rx.Component:
    return rx.el.div(
        picture,
        rx.el.div(
            rx.el.p(title, class_name="text-sm font-medium text-ink"),
            rx.el.p(words, class_name=SMALL),
            class_name="min-w-0",
        ),
        class_name="flex max-w-md items-start gap-3 rounded-card bg-sunken px-4 py-3",
    )
