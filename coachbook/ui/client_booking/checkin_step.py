"""Between picking a time and booking it: what the coach asks before a check-in."""

import reflex as rx

from coachbook.ui.client_booking.checkin_state import LATER, CheckinStep
from coachbook.ui.client_booking.state import BookState
from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.icons import icon
from coachbook.ui.components.question_form import question_form
from coachbook.ui.theme import SOFT


def questions_dialog() -> rx.Component:
    return dialog(
        _what(),
        rx.cond(BookState.questions, _form()),
        id="checkin-questions",
        title="A few questions first",
        is_open=BookState.is_asking,
        on_close=CheckinStep.close,
        size="large",
        is_sticky=True,
    )


def _what() -> rx.Component:
    """Which check-in, and what becomes of the answers."""
    return rx.el.div(
        rx.el.p(
            icon("video", class_name="mt-0.5 text-checkin"),
            rx.el.span(
                rx.el.span(BookState.waiting["when"], class_name="font-medium"),
                rx.cond(
                    BookState.waiting["also"] != "",
                    rx.el.span(" · ", BookState.waiting["also"], class_name="text-ink-soft"),
                ),
            ),
            class_name="flex gap-2 text-sm",
        ),
        rx.el.p(
            "Nothing is booked yet. ",
            BookState.coach_name,
            " reads your answers before you talk; you can change them until it starts.",
            class_name=SOFT,
        ),
        class_name="flex flex-col gap-2 rounded-card bg-checkin-soft p-3.5",
    )


def _form() -> rx.Component:
    return question_form(
        button(
            "Skip for now",
            type="submit",
            value=LATER,
            class_name="h-11 w-full sm:w-auto",
        ),
        rx.el.p(
            "If you skip, the check-in is booked and what you wrote is kept for you to finish.",
            class_name=f"{SOFT} sm:basis-full",
        ),
        key=BookState.kept_as,
        kept_as=BookState.kept_as,
        cleared=BookState.checkins_booked,
        questions=BookState.questions,
        problems=CheckinStep.problems,
        attempt=CheckinStep.attempt,
        submit_words="Book and send answers",
        on_submit=lambda answered: CheckinStep.book(
            BookState.coach_id, _sent(), answered
        ),
    )  # fmt: skip


def _sent() -> rx.Var[dict[str, object]]:
    return rx.Var.create(
        {"starts": BookState.waiting["starts"], "request_id": BookState.waiting["request_id"]}
    )
