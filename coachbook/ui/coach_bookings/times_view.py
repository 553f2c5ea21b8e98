"""The times of a booking: weeks of open starts, one's own times, and the question at the end."""

import reflex as rx

from coachbook.ui.coach_bookings.book_state import BookDialog
from coachbook.ui.coach_bookings.state import CoachCalendar
from coachbook.ui.coach_bookings.times_state import BookTimes
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import date_field, form, time_field
from coachbook.ui.components.icons import icon
from coachbook.ui.components.slot_picker import slot_picker
from coachbook.ui.components.surfaces import skeleton_lines
from coachbook.ui.theme import LINK


def times() -> rx.Component:
    return rx.cond(
        BookTimes.days,
        rx.el.div(_own_time(), _picker(), class_name="flex flex-col gap-5"),
        skeleton_lines(),
    )


def _picker() -> rx.Component:
    return slot_picker(
        basket_key=BookTimes.basket,
        kind=BookDialog.kind,
        noun=rx.cond(
            BookDialog.kind == "checkin",
            {"one": "check-in", "many": "check-ins"},
            {"one": "session", "many": "sessions"},
        ),
        days=BookTimes.days,
        week=BookTimes.week,
        today=BookTimes.today,
        first_day=BookTimes.today,
        last_day=BookTimes.last_day,
        open_days=BookTimes.open_days,
        selected=BookTimes.answers,
        cleared=BookTimes.cleared,
        added=BookTimes.added,
        time_zone=CoachCalendar.zone,
        locale=CoachCalendar.locale,
        is_in_dialog=True,
        on_week=BookTimes.show_week,
        on_month=BookTimes.show_month,
        on_change=BookTimes.weigh,
        on_confirm=BookTimes.confirm,
    )


def _own_time() -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            "Add a time of your own, also outside your hours",
            class_name=f"{LINK} w-fit cursor-pointer py-1 text-sm pointer-coarse:py-3",
        ),
        form(
            rx.el.div(
                date_field(
                    "Day", name="on", id="own-on", default_value=BookTimes.on, required=True
                ),
                time_field("At", name="time", id="own-time", default_value="18:00", required=True),
                button("Add this time", icon_name="plus", type="submit"),
                class_name="flex flex-wrap items-end gap-2 pt-2",
            ),
            on_submit=BookTimes.add_time,
            key=BookTimes.basket,
        ),
    )


def question_dialog() -> rx.Component:
    return dialog(
        rx.el.ul(
            rx.foreach(
                BookTimes.unusual,
                lambda line: rx.el.li(
                    icon("triangle_alert", class_name="mt-0.5 text-over"),
                    line,
                    class_name="flex gap-2 text-sm",
                ),
            ),
            class_name="flex flex-col gap-1.5",
        ),
        id="book-anyway",
        title="Book it all the same?",
        description="Nothing is booked yet.",
        actions=(
            button("Go back", on_click=BookTimes.stop_asking),
            button("Book all the same", kind="primary", on_click=BookTimes.book_anyway),
        ),
        is_open=BookTimes.is_asking,
        on_close=BookTimes.stop_asking,
    )
