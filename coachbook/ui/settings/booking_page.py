"""Booking settings: each rule with a sentence and its default, one button that saves them all."""

from typing import cast

import reflex as rx

from coachbook.ui.components.buttons import button, link
from coachbook.ui.components.forms import checkbox_field, form, select_field, text_field
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import card, skeleton
from coachbook.ui.google.card import google_card
from coachbook.ui.google.state import GoogleCard
from coachbook.ui.refusals import Messages
from coachbook.ui.settings.booking_dialogs import effects_dialog, elsewhere_dialog
from coachbook.ui.settings.booking_state import BookingSettings
from coachbook.ui.settings.booking_words import LABELS
from coachbook.ui.settings.tabs import settings_tabs
from coachbook.ui.shell import screen
from coachbook.ui.theme import CONTROL, SOFT

HERE = "/coach/settings/booking"
ROOMY = "!gap-5"
SMALL = CONTROL.replace("w-full", "w-22").replace("px-3", "px-2.5 tabular-nums")


def booking_loading() -> rx.Component:
    return rx.el.div(
        settings_tabs(HERE),
        rx.el.span("Loading", class_name="sr-only"),
        *(card(skeleton("h-10 w-full"), skeleton("h-10 w-full")) for _ in range(4)),
        class_name="flex flex-col gap-5",
    )


@screen(
    HERE,
    title="Booking settings",
    allow="coach",
    on_load=[BookingSettings.load, GoogleCard.load],
    loading=booking_loading,
    width="narrow",
)
def booking_settings() -> rx.Component:
    return rx.el.div(
        settings_tabs(HERE),
        google_card(),
        form(
            _when(),
            _sessions(),
            _checkins(),
            _attendance(),
            _packages(),
            _practice(),
            _save_bar(),
            on_submit=BookingSettings.save,
            key=BookingSettings.shown,
            no_validate=True,
            class_name="!gap-5",
        ),
        effects_dialog(),
        elsewhere_dialog(),
        class_name="flex flex-col gap-5",
    )


def _when() -> rx.Component:
    return card(
        _number("booking_window_months", "How far ahead clients can book. Default: 3 months. "
                "Bookings that are further away already stay.", "months"),
        _number("minimum_notice_hours", "How long before a start clients can still book it. "
                "Default: 12 hours. It never binds you.", "hours"),
        _number("reschedule_notice_hours", "How long before its start clients can still move a "
                "booking. Default: 0 hours, until it starts.", "hours"),
        rx.el.p(
            "How many clients are with you at once is set for each stretch of hours, under ",
            link("Availability", href="/coach/settings/availability"),
            ". Default: 2 clients.",
            class_name=SOFT,
        ),
        title="When clients can book",
        class_name=ROOMY,
    )  # fmt: skip


def _sessions() -> rx.Component:
    return card(
        text_field(
            LABELS["session_place"],
            name="session_place",
            hint="An address or a room, such as Harbor Gym, Quay Street 4. Clients read it with "
            "their sessions and in their calendars. Default: none.",
            default_value=BookingSettings.first["session_place"],
            max_length=200,
            auto_complete="off",
        ),
        title="Sessions",
    )


def _checkins() -> rx.Component:
    return card(
        rx.el.p(
            "A check-in takes 30 minutes. What clients answer before it is set under ",
            link("Check-in form", href="/coach/settings/checkin-form"),
            ".",
            class_name=SOFT,
        ),
        checkbox_field(
            LABELS["checkins_take_the_coach_alone"],
            name="checkins_take_the_coach_alone",
            hint="No session is offered over a check-in, and no check-in over a session. "
            "Default: on. Bookings that share a time already stay.",
            default_checked=BookingSettings.is_alone,
        ),
        text_field(
            LABELS["meeting_address"],
            name="meeting_address",
            type="url",
            hint="Where clients join a check-in; it begins with https://. Default: none, and "
            "clients read that you will send a link.",
            placeholder="https://",
            default_value=BookingSettings.first["meeting_address"],
            max_length=500,
            auto_complete="off",
        ),
        title="Check-ins",
        class_name=ROOMY,
    )


def _attendance() -> rx.Component:
    return card(
        rx.el.div(
            checkbox_field(
                LABELS["auto_complete"],
                name="auto_complete",
                hint="What you haven't marked counts as completed after a while. Default: on. "
                "You can correct it later.",
                default_checked=BookingSettings.is_auto,
            ),
            rx.el.div(
                _number("auto_complete_after_hours", "How long after its end. Default: 24 hours.",
                        "hours"),
                class_name="hidden pl-7 group-has-checked:block",
            ),
            class_name="group flex flex-col gap-3",
        ),
        _number("flag_threshold", "So many no-shows, or so many cancellations, in 90 days. "
                "Default: 3. The flag goes by itself when they are fewer.", "times"),
        title="Attendance",
        class_name=ROOMY,
    )  # fmt: skip


def _packages() -> rx.Component:
    return card(
        _number("renewal_threshold", "With so many sessions left or fewer, a package needs "
                "renewal; its client and you are told once. Default: 2 sessions.", "sessions"),
        select_field(
            LABELS["currency"],
            cast(rx.Var[list[dict[str, str]]], BookingSettings.currencies),
            name="currency",
            hint="For the prices of packages. Default: USD. Prices noted before keep theirs.",
            default_value=BookingSettings.first["currency"],
        ),
        title="Packages",
        class_name=ROOMY,
    )  # fmt: skip


def _practice() -> rx.Component:
    return card(
        text_field(
            LABELS["practice_name"],
            name="practice_name",
            hint="Clients see it in invitations and under every email.",
            default_value=BookingSettings.first["practice_name"],
            max_length=200,
            auto_complete="organization",
        ),
        title="Practice",
    )


def _number(name: str, hint: str, unit: str) -> rx.Component:
    """Words at the left, the number at the right."""
    control = rx.el.input(
        type="number",
        input_mode="numeric",
        name=name,
        default_value=BookingSettings.first[name],
        aria_invalid=Messages.problem_field == name,
        aria_describedby=f"{name}-hint {name}-error",
        custom_attrs={"id": name},
        class_name=SMALL,
    )
    return rx.el.div(
        rx.el.div(
            rx.el.label(LABELS[name], html_for=name, class_name="text-sm font-medium text-ink"),
            rx.el.p(hint, custom_attrs={"id": f"{name}-hint"}, class_name="text-[13px] "
                    "text-ink-soft text-pretty"),
            _problem(name),
            class_name="flex min-w-0 grow flex-col gap-1",
        ),
        rx.el.div(
            control,
            rx.el.span(unit, aria_hidden="true", class_name=f"{SOFT} sm:w-16"),
            class_name="flex shrink-0 items-center gap-2",
        ),
        class_name="flex flex-col gap-1.5 sm:flex-row sm:items-start sm:gap-6",
    )  # fmt: skip


def _problem(name: str) -> rx.Component:
    is_wrong = Messages.problem_field == name
    words = rx.el.span(
        icon("circle_alert", size=14), Messages.problem, class_name="flex items-center gap-1.5"
    )
    return rx.el.p(
        rx.cond(is_wrong, words),
        custom_attrs={"id": f"{name}-error"},
        class_name="text-[13px] text-error empty:hidden",
    )


def _save_bar() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            "Bookings that are made already stay as they are.", class_name=f"{SOFT} min-w-0 grow"
        ),
        button("Save settings", kind="primary", type="submit"),
        class_name=(
            "sticky bottom-20 z-10 flex items-center justify-between gap-3 rounded-card border "
            "border-line bg-raised px-3.5 py-2.5 shadow-raised md:bottom-4"
        ),
    )
