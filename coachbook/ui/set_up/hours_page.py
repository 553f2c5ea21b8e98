"""Step 2: when the coach takes people, in its simplest form."""

import reflex as rx

from coachbook.availability import Kind
from coachbook.ui.components.buttons import button, link, link_button
from coachbook.ui.components.forms import form, number_field, time_field
from coachbook.ui.components.surfaces import empty_state
from coachbook.ui.set_up.frame import LOOK, step
from coachbook.ui.set_up.simple_week import DAYS, usual
from coachbook.ui.set_up.steps_state import CLIENT, SetUpSteps
from coachbook.ui.shell import screen
from coachbook.ui.theme import SOFT, SUBHEADING

CHIP = (
    "grid h-11 cursor-pointer place-items-center rounded-control border border-line-strong/50 "
    "text-sm font-medium text-ink-soft has-checked:border-primary has-checked:bg-primary "
    "has-checked:text-on-primary has-focus-visible:outline-2 has-focus-visible:outline-offset-2 "
    "has-focus-visible:outline-focus"
)


@screen(
    "/setup/hours",
    title="Your hours",
    allow="coach",
    on_load=SetUpSteps.load,
    has_frame=False,
)
def first_hours() -> rx.Component:
    return step(
        2,
        "When do you take clients?",
        "A start is enough. Several stretches a day, holidays and different days are set under "
        "Availability at any time.",
        rx.cond(SetUpSteps.has_hours, _has_hours(), _form()),
    )


def _form() -> rx.Component:
    return form(
        _kind("session", "Sessions", "In person. Each uses one session of a package."),
        _kind("checkin", "Check-ins", "By video, 30 minutes, one a month is free."),
        rx.el.div(
            button("Save and continue", kind="primary", type="submit"),
            link_button("Skip for now", href=CLIENT, kind="quiet"),
            class_name="flex flex-col gap-2 sm:flex-row",
        ),
        on_submit=SetUpSteps.save_hours,
    )  # fmt: skip


def _kind(kind: Kind, title: str, sentence: str) -> rx.Component:
    ticked, hours = usual(kind)
    return rx.el.fieldset(
        rx.el.legend(title, class_name="sr-only"),
        rx.el.div(
            rx.el.p(title, aria_hidden="true", class_name=SUBHEADING),
            rx.el.p(sentence, class_name=SOFT),
        ),
        rx.el.div(
            *(_day(kind, day, short, whole, day in ticked) for day, short, whole in DAYS),
            class_name="grid grid-cols-4 gap-1.5 sm:grid-cols-7",
        ),
        rx.el.div(
            time_field("From", name=f"{kind}-start", default_value=f"{hours.start:%H:%M}"),
            time_field("To", name=f"{kind}-end", default_value=f"{hours.end:%H:%M}"),
            number_field(
                "Clients at once",
                name=f"{kind}-capacity",
                default_value=str(hours.capacity),
                min=1,
                max=100,
            ),
            class_name="grid grid-cols-2 items-end gap-4 sm:grid-cols-3",
        ),
        class_name=LOOK,
    )


def _day(kind: Kind, day: int, short: str, whole: str, is_ticked: bool) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=f"{kind}-{day}",
            default_checked=is_ticked,
            aria_label=whole,
            class_name="sr-only",
        ),
        rx.el.span(short, aria_hidden="true"),
        class_name=CHIP,
    )


def _has_hours() -> rx.Component:
    return rx.el.div(
        empty_state(
            "Your hours are set",
            rx.el.span(
                "Change them under ", link("Availability", href="/coach/settings/availability"), "."
            ),
            icon_name="calendar_check",
            action=link_button("Continue", href=CLIENT, kind="primary"),
        ),
        class_name=LOOK,
    )
