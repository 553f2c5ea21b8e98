"""What others did: unread first, by day, each leading to its thing."""

from typing import Any

import reflex as rx

from coachbook.ui.activity.state import Activity
from coachbook.ui.components.buttons import button, icon_button, link_button
from coachbook.ui.components.choices import segmented
from coachbook.ui.components.icons import icon
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.pager import pager
from coachbook.ui.components.surfaces import empty_state
from coachbook.ui.navigation import Entry
from coachbook.ui.shell import screen
from coachbook.ui.theme import CARD, FOCUS

FILTERS = (
    ("all", "All"),
    ("unread", "Unread"),
    ("bookings", "Bookings"),
    ("packages", "Packages"),
    ("forms", "Forms"),
)
LINE = "flex min-w-0 grow items-start gap-3 py-3 pl-4 pr-3 text-left"


@screen(
    "/coach/activity",
    title="Activity",
    allow="coach",
    on_load=Activity.load,
    nav=Entry("Activity", "bell", order=35, has_bell=True),
    width="narrow",
    has_heading=False,
)
def coach_activity() -> rx.Component:
    return rx.el.div(
        page_heading("Activity", _mark_all()),
        segmented(
            "Show",
            FILTERS,
            name="of",
            value=Activity.of,
            on_change=Activity.choose,
            class_name="max-sm:w-full max-sm:[&>label]:grow max-sm:[&>label]:px-1",
        ),
        rx.cond(
            Activity.groups,
            rx.el.div(
                rx.foreach(Activity.groups, _group), _pages(), class_name="flex flex-col gap-5"
            ),
            rx.cond(Activity.page > 0, _pages(), _nothing()),
        ),
        live_updates("/live", of="activity", on_change=Activity.refresh),
        class_name="flex flex-col gap-5",
    )


def _mark_all() -> rx.Component:
    return rx.cond(
        Activity.unread > 0,
        button(
            rx.cond(Activity.unread == 1, "Mark 1 as read", f"Mark all {Activity.unread} as read"),
            icon_name="check_check",
            on_click=Activity.mark_all,
        ),
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
        rx.cond(
            row["href"] != "",
            rx.el.a(
                *_parts(row),
                href=row["href"].to(str),
                on_click=Activity.open(row["id"].to(str)),
                class_name=f"{LINE} hover:bg-sunken/60 {FOCUS} focus-visible:-outline-offset-2",
            ),
            rx.el.div(*_parts(row), class_name=LINE),
        ),
        rx.el.div(
            rx.el.time(row["time"], class_name="figures py-0.5 text-[13px] text-ink-soft"),
            rx.cond(row["is_unread"], _mark(row)),
            class_name=(
                "flex shrink-0 flex-col items-end gap-x-3 py-3 pr-4 sm:flex-row sm:items-start"
            ),
        ),
        key=row["id"],
        class_name="flex items-stretch",
    )


def _mark(row: Any) -> rx.Component:
    return icon_button(
        "check",
        f"Mark as read: {row['name']} {row['what']}",
        on_click=Activity.mark(row["id"].to(str)),
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
        _round("package", "bg-sunken text-ink-soft"),
    )


def _round(icon_name: str, colours: str) -> rx.Component:
    return rx.el.span(
        icon(icon_name),
        aria_hidden="true",
        class_name=f"grid size-9 shrink-0 place-items-center rounded-full {colours}",
    )


def _pages() -> rx.Component:
    is_one = (Activity.page == 0) & ~Activity.has_more
    return rx.cond(
        is_one,
        rx.fragment(),
        pager(
            newer=Activity.show_newer,
            older=Activity.show_older,
            is_newest=Activity.page == 0,
            is_oldest=~Activity.has_more,
        ),
    )


def _nothing() -> rx.Component:
    return rx.el.div(
        rx.match(
            Activity.of,
            ("all", _nothing_at_all()),
            ("unread", _none("You have read everything", "What clients do next appears here.")),
            (
                "bookings",
                _none("No bookings yet", "When clients book, move or cancel, it stands here."),
            ),
            (
                "packages",
                _none(
                    "Nothing about packages",
                    "When a client's sessions run low or a package is about to end, it stands "
                    "here.",
                ),
            ),
            _none("No forms yet", "When clients fill in the form of a check-in, it stands here."),
        ),
        class_name=CARD,
    )


def _nothing_at_all() -> rx.Component:
    return empty_state(
        "Nothing has happened yet",
        "When clients book, move or cancel, or a package comes to its end, it stands here.",
        icon_name="bell",
        action=link_button("Go to clients", href="/coach/clients", kind="primary"),
    )


def _none(title: str, sentence: str) -> rx.Component:
    return empty_state(
        title,
        sentence,
        icon_name="bell",
        action=button("Show all activity", on_click=Activity.choose("all")),
    )
