"""The coach's calendar: the week or the month, today beside it, and everything one can do there."""

import reflex as rx

from coachbook.ui.attendance.dialogs import attendance_dialogs
from coachbook.ui.coach_bookings.block_dialog import block_dialogs
from coachbook.ui.coach_bookings.block_state import BlockDialog
from coachbook.ui.coach_bookings.book_dialog import book_dialogs
from coachbook.ui.coach_bookings.book_state import BookDialog
from coachbook.ui.coach_bookings.desk_state import Desk
from coachbook.ui.coach_bookings.mark_all_dialog import mark_all_dialog
from coachbook.ui.coach_bookings.move_dialog import move_dialog, question_dialog
from coachbook.ui.coach_bookings.moving import UNDO_SECONDS
from coachbook.ui.coach_bookings.panel import AFTER, booking_panel
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from coachbook.ui.coach_bookings.pick_state import PickDialog
from coachbook.ui.coach_bookings.renewals_state import NeedsRenewal
from coachbook.ui.coach_bookings.sidebar import sidebar, to_mark_link
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.coach_bookings.times_state import BookTimes
from coachbook.ui.coach_bookings.why_dialog import why_dialog
from coachbook.ui.coach_bookings.why_state import WhyDialog
from coachbook.ui.components.buttons import button, link_button
from coachbook.ui.components.calendar import calendar
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import skeleton
from coachbook.ui.components.undo import undo_bar
from coachbook.ui.navigation import Entry
from coachbook.ui.shell import screen

COLUMNS = (
    "grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_16rem] 2xl:grid-cols-[minmax(0,1fr)_20rem]"
)


def calendar_loading() -> rx.Component:
    return rx.el.div(
        rx.el.span("Loading", class_name="sr-only"),
        rx.el.div(
            skeleton("h-9 w-full max-w-md"),
            skeleton("h-[60dvh] w-full"),
            class_name="flex flex-col gap-3",
        ),
        rx.el.div(skeleton("h-40 w-full"), skeleton("h-40 w-full"), class_name="grid gap-4"),
        class_name=COLUMNS,
    )


@screen(
    "/coach/bookings",
    title="Calendar",
    allow="coach",
    on_load=[CoachCalendar.load, Desk.load],
    nav=Entry("Calendar", "calendar_days", order=10),
    loading=calendar_loading,
    width="full",
    has_heading=False,
)
def coach_bookings() -> rx.Component:
    return rx.el.div(
        page_heading("Calendar", *_quick_actions()),
        rx.el.div(_calendar(), sidebar(), class_name=COLUMNS),
        booking_panel(),
        _dialogs(),
        undo_bar(
            CoachCalendar.undo["seq"],
            CoachCalendar.undo["sentence"],
            seconds=UNDO_SECONDS,
            on_undo=CoachCalendar.undo_move,
        ),
        live_updates(
            "/live",
            on_change=[
                CoachCalendar.refresh,
                BookingPanel.refresh,
                BookTimes.refresh,
                NeedsRenewal.refresh,
            ],
        ),
        class_name="flex flex-col gap-4",
    )


def _quick_actions() -> tuple[rx.Component, ...]:
    return (
        to_mark_link(),
        link_button(
            _unless_narrow("Availability"), href="/coach/settings/availability", icon_name="clock"
        ),
        button(
            "Why not offered?",
            icon_name="circle_help",
            on_click=WhyDialog.start,
            class_name="max-sm:hidden",  # there the question stands where a time was picked
        ),
        button(_unless_narrow("Block time"), icon_name="ban", on_click=BlockDialog.start),
        button("Book session", kind="primary", icon_name="plus", on_click=BookDialog.start),
    )


def _unless_narrow(words: str) -> rx.Component:
    """On a phone the icon stands alone; the words are still read out."""
    return rx.el.span(words, class_name="max-sm:sr-only")


def _calendar() -> rx.Component:
    return calendar(
        events=CoachCalendar.events,
        spans=CoachCalendar.hours,
        usage=CoachCalendar.uses,
        more=CoachCalendar.more,
        verdict=CoachCalendar.verdict,
        time_zone=CoachCalendar.zone,
        locale=CoachCalendar.locale,
        date=CoachCalendar.on,
        go_to=CoachCalendar.go_to,
        loaded=CoachCalendar.loaded,
        height="max(32rem, calc(100dvh - 12rem))",
        on_move=CoachCalendar.move,
        on_pick=PickDialog.pick,
        on_open=BookingPanel.open,
        on_range=CoachCalendar.show,
    )


def _dialogs() -> rx.Component:
    return rx.fragment(
        _pick_dialog(),
        mark_all_dialog(),
        attendance_dialogs(after=AFTER),
        move_dialog(),
        question_dialog(),
        block_dialogs(),
        why_dialog(),
        book_dialogs(),
    )


def _pick_dialog() -> rx.Component:
    return dialog(
        rx.el.div(
            button("Book a session", kind="primary", icon_name="plus", on_click=PickDialog.book),
            button(
                rx.cond(PickDialog.is_whole_day, "Block this day", "Block this time"),
                icon_name="ban",
                on_click=PickDialog.block,
            ),
            button(
                "Why isn't it offered?",
                kind="quiet",
                icon_name="circle_help",
                on_click=PickDialog.ask_why,
                class_name="sm:col-span-2",
            ),
            class_name="grid gap-2 sm:grid-cols-2",
        ),
        id="pick",
        title=PickDialog.title,
        is_open=PickDialog.is_open,
        on_close=PickDialog.close,
    )
