"""Which calendar, and how it ends."""

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form, text_field
from coachbook.ui.google.state import GoogleCard
from coachbook.ui.theme import SOFT

CALENDAR, LEAVING = "google-which-calendar", "google-disconnect"
FORM = "google-calendar-form"


def calendar_dialog() -> rx.Component:
    return dialog(
        form(
            text_field(
                "Calendar ID",
                name="calendar_id",
                hint="Leave it empty for your main calendar. For another one that you own: in "
                "Google Calendar open its settings, “Integrate calendar”, and copy its ID. It "
                "looks like an email address.",
                key=GoogleCard.standing["calendar_id"],
                default_value=GoogleCard.standing["calendar_id"],
                placeholder="…@group.calendar.google.com",
                max_length=255,
                auto_complete="off",
                spell_check=False,
            ),
            id=FORM,
            on_submit=GoogleCard.choose_calendar,
            no_validate=True,
        ),
        rx.el.p(
            "A test event shows whether coachbook may write there. What is to come is written "
            "there; what stands in the former calendar is taken out of it.",
            class_name=SOFT,
        ),
        id=CALENDAR,
        title="Another calendar",
        description="The access that you gave doesn't let coachbook list your calendars.",
        actions=(
            button("Leave it", on_click=GoogleCard.close),
            button("Use this calendar", kind="primary", type="submit", form=FORM),
        ),
        is_open=GoogleCard.is_choosing,
        on_close=GoogleCard.close,
    )


def disconnect_dialog() -> rx.Component:
    return dialog(
        rx.el.dl(
            _way(
                "Leave what is there",
                "Appointments stay in your Google Calendar as they are now, and in your clients'. "
                "They no longer follow what changes here.",
            ),
            _way(
                "Take out what is to come",
                "Appointments to come disappear from your Google Calendar, and Google's "
                "invitations from your clients'. What is over stays.",
            ),
            class_name="flex flex-col gap-3",
        ),
        rx.el.p(
            "Bookings stay as they are. Our emails carry calendar invitations again from the next "
            "change on, check-ins take place at your own meeting address, and you can connect "
            "again at any time.",
            class_name=SOFT,
        ),
        id=LEAVING,
        title="Disconnect Google Calendar?",
        actions=(
            button("Stay connected", on_click=GoogleCard.close),
            button("Take them out", kind="danger", on_click=GoogleCard.disconnect("remove")),
            button("Leave them there", kind="primary", on_click=GoogleCard.disconnect("keep")),
        ),
        is_open=GoogleCard.is_leaving,
        on_close=GoogleCard.close,
    )


def _way(name: str, words: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="text-sm font-medium text-ink"),
        rx.el.dd(words, class_name="text-[13px] text-ink-soft text-pretty"),
    )
