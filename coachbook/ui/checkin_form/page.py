"""The form before a check-in, as its client fills it in; phone first."""

from typing import Any

import reflex as rx

from coachbook.ui.checkin_form.sent import answer_pairs
from coachbook.ui.checkin_form.state import CheckinFormState
from coachbook.ui.components.buttons import link, link_button
from coachbook.ui.components.icons import icon
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.question_form import question_form
from coachbook.ui.components.surfaces import card, empty_state, skeleton
from coachbook.ui.shell import screen
from coachbook.ui.theme import SOFT

TITLE = "Before your check-in"
STATE = CheckinFormState
HEAD = CheckinFormState.head
THERE = "/client/calendar?booking="


def form_loading() -> rx.Component:
    return rx.el.div(
        page_heading(TITLE),
        rx.el.span("Loading your form", class_name="sr-only"),
        card(*(skeleton("h-11 w-full") for _ in range(5))),
        class_name="flex flex-col gap-5",
    )


@screen(
    "/client/check-in/[chain_id]",
    title="Check-in form",
    allow="client",
    on_load=CheckinFormState.load,
    loading=form_loading,
    has_heading=False,
    width="narrow",
)
def checkin_form() -> rx.Component:
    return rx.cond(STATE.stage == "absent", _absent(), _present())


def _absent() -> rx.Component:
    return rx.el.div(
        page_heading(TITLE),
        empty_state(
            "Not here",
            "There is no such check-in of yours.",
            icon_name="file_question",
            action=link_button("Open my calendar", href="/client/calendar", kind="primary"),
        ),
        class_name="flex flex-col gap-5",
    )


def _present() -> rx.Component:
    return rx.el.div(
        page_heading(TITLE, below=_about()),
        rx.cond(STATE.stage == "nothing", _nothing(), _form()),
        rx.cond(STATE.retired, _retired()),
        rx.el.p(
            link("Open this check-in in my calendar", href=f"{THERE}{STATE.chain}"),
            class_name="text-sm",
        ),
        live_updates(STATE.live_url, on_change=STATE.refresh),
        class_name="flex flex-col gap-5",
    )


def _about() -> rx.Component:
    return rx.el.span(
        HEAD["when"],
        " with ",
        rx.el.bdi(HEAD["coach"]),
        rx.cond(HEAD["also"] != "", rx.el.span(" (", HEAD["also"], ")")),
    )


def _nothing() -> rx.Component:
    return card(
        empty_state(
            "Nothing to fill in",
            rx.el.span(rx.el.bdi(HEAD["coach"]), " asks nothing before a check-in."),
            icon_name="circle_check",
        )
    )


def _form() -> rx.Component:
    return card(
        _standing(),
        question_form(
            key=STATE.chain,
            questions=STATE.questions,
            answers=STATE.answers,
            problems=STATE.problems,
            saved=STATE.saved,
            submit_words=rx.cond(STATE.stage == "changing", "Save changes", "Send to my coach"),
            is_locked=STATE.stage == "locked",
            is_sent=STATE.stage == "changing",
            attempt=STATE.attempt,
            on_change=lambda change: STATE.keep(STATE.chain, change),
            on_submit=lambda filled: STATE.send(STATE.chain, filled),
            on_return=STATE.refresh,
        ),
        class_name="gap-6",
    )


def _standing() -> rx.Component:
    """What becomes of the answers, and how long they can be changed."""
    return rx.match(
        STATE.stage,
        ("locked", _notice("lock", HEAD["closed"], "bg-sunken text-ink-soft")),
        (
            "changing",
            _notice(
                "circle_check",
                rx.el.span(
                    rx.el.bdi(HEAD["coach"]),
                    " has your answers. You can change them ",
                    HEAD["until"],
                ),
                "bg-success-soft text-success-ink",
            ),
        ),
        rx.el.p(
            rx.el.bdi(HEAD["coach"]),
            " reads this before you talk. It is kept as you type, so you can go on later or on "
            "another device. You can change your answers ",
            HEAD["until"],
            class_name=f"{SOFT} text-pretty",
        ),
    )


def _notice(icon_name: str, words: Any, colours: str) -> rx.Component:
    return rx.el.p(
        icon(icon_name, class_name="mt-0.5"),
        rx.el.span(words),
        class_name=f"flex gap-2 rounded-control p-3 text-sm {colours}",
    )


def _retired() -> rx.Component:
    return card(
        rx.el.p(
            "Your coach took these out after you had answered. What you wrote goes along with the "
            "form.",
            class_name=SOFT,
        ),
        answer_pairs(STATE.retired),
        title="No longer asked",
    )
