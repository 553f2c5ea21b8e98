"""Notes by day, each leading to its thing: the same for coaches and for clients.

`of` is the state of either's page: its vars and its events have the same names.
"""

from functools import partial
from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button, icon_button
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.icons import icon
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.pager import pager
from coachbook.ui.components.surfaces import empty_state
from coachbook.ui.theme import CARD, FOCUS

LINE = "flex min-w-0 grow items-start gap-3 py-3 pl-4 pr-3 text-left"


def notes(
    of: Any, *, filters: tuple[tuple[str, str], ...], nothing: rx.Component, url: str
) -> rx.Component:
    return rx.el.div(
        page_heading("Activity", _mark_all(of)),
        segmented(
            "Show",
            filters,
            name="of",
            value=of.of,
            on_change=of.choose,
            class_name="max-sm:w-full max-sm:[&>label]:grow max-sm:[&>label]:px-1",
        ),
        rx.cond(
            of.groups,
            rx.el.div(
                rx.foreach(of.groups, partial(_group, of)),
                _pages(of),
                class_name="flex flex-col gap-5",
            ),
            rx.cond(of.page > 0, _pages(of), nothing),
        ),
        live_updates(url, of="activity", on_change=of.refresh),
        class_name="flex flex-col gap-5",
    )


def _mark_all(of: Any) -> rx.Component:
    return rx.cond(
        of.unread > 0,
        button(
            rx.cond(of.unread == 1, "Mark 1 as read", f"Mark all {of.unread} as read"),
            icon_name="check_check",
            on_click=of.mark_all,
        ),
    )


def _group(of: Any, group: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(group["title"], class_name="px-1 text-[13px] font-semibold text-ink-soft"),
        rx.el.ul(
            rx.foreach(group["rows"].to(list[dict[str, Any]]), partial(_row, of)),
            class_name=f"{CARD} divide-y divide-line overflow-hidden",
        ),
        key=group["key"],
        class_name="flex flex-col gap-2",
    )


def _row(of: Any, row: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(
            row["href"] != "",
            rx.el.a(
                *_parts(row),
                href=row["href"].to(str),
                on_click=of.open(row["id"].to(str)),
                class_name=f"{LINE} hover:bg-sunken/60 {FOCUS} focus-visible:-outline-offset-2",
            ),
            rx.el.div(*_parts(row), class_name=LINE),
        ),
        rx.el.div(
            rx.el.time(row["time"], class_name="figures py-0.5 text-[13px] text-ink-soft"),
            rx.cond(row["is_unread"], _mark(of, row)),
            class_name=(
                "flex shrink-0 flex-col items-end gap-x-3 py-3 pr-4 sm:flex-row sm:items-start"
            ),
        ),
        key=row["id"],
        class_name="flex items-stretch",
    )


def _mark(of: Any, row: Any) -> rx.Component:
    return icon_button(
        "check",
        f"Mark as read: {row['name']} {row['what']}",
        on_click=of.mark(row["id"].to(str)),
        class_name="-mr-2 sm:-my-1.5",
    )


def _parts(row: Any) -> tuple[rx.Component, ...]:
    return (
        _icon(row["about"]),
        rx.el.span(
            rx.el.span(
                rx.cond(row["is_unread"], _unread_mark()),
                rx.el.bdi(row["name"], class_name="break-words font-semibold"),
                " ",
                row["what"],
                class_name="text-sm text-ink",
            ),
            rx.el.span(row["details"], class_name="figures text-[13px] text-ink-soft empty:hidden"),
            class_name="flex min-w-0 grow flex-col gap-0.5",
        ),
    )


def _unread_mark() -> rx.Component:
    """A dot for the eye, the word for the ear."""
    return rx.el.span(
        rx.el.span("Unread: ", class_name="sr-only"),
        class_name="mr-1.5 inline-block size-2 rounded-full bg-notice align-middle",
    )


def _icon(about: Any) -> rx.Component:
    return rx.match(
        about,
        ("booked", _round("calendar_plus", "bg-session-soft text-session-ink")),
        ("moved", _round("calendar_clock", "bg-notice-soft text-notice-ink")),
        ("cancelled", _round("calendar_x", "bg-over-soft text-over-ink")),
        ("form", _round("clipboard_list", "bg-checkin-soft text-checkin-ink")),
        ("link", _round("video", "bg-checkin-soft text-checkin-ink")),
        ("google", _round("calendar_sync", "bg-notice-soft text-notice-ink")),
        ("reminder", _round("alarm_clock", "bg-workout-soft text-workout-ink")),
        _round("package", "bg-sunken text-ink-soft"),
    )


def _round(icon_name: str, colours: str) -> rx.Component:
    return rx.el.span(
        icon(icon_name),
        aria_hidden="true",
        class_name=f"grid size-9 shrink-0 place-items-center rounded-full {colours}",
    )


def _pages(of: Any) -> rx.Component:
    is_one = (of.page == 0) & ~of.has_more
    return rx.cond(
        is_one,
        rx.fragment(),
        pager(
            newer=of.show_newer,
            older=of.show_older,
            is_newest=of.page == 0,
            is_oldest=~of.has_more,
        ),
    )


def none(of: Any, title: str, sentence: str) -> rx.Component:
    return empty_state(
        title,
        sentence,
        icon_name="bell",
        action=button("Show all activity", on_click=of.choose("all")),
    )
