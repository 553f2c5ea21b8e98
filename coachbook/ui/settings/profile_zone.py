"""The card for one's time zone, and what a coach is asked before it changes."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import field, form
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import card
from coachbook.ui.set_up.time_zones import TimeZoneSelect
from coachbook.ui.settings.profile_zone_state import ZoneChange
from coachbook.ui.theme import CONTROL, FOCUS, SOFT

KEEPS = (
    ("clock", "Keep the clock times", ZoneChange.clock["example"]),
    ("moment", "Keep the moments", ZoneChange.moment["example"]),
)


def zone_card(hint: str) -> rx.Component:
    control = TimeZoneSelect.create(
        id="time_zone",
        name="time_zone",
        picked=ZoneChange.zone,
        class_name=CONTROL,
        custom_attrs={"aria-describedby": "time_zone-error"},
    )
    return card(
        rx.el.p(
            "You see all times in ",
            rx.el.strong(ZoneChange.zone_name, class_name="text-ink"),
            f". {hint}",
            class_name=SOFT,
        ),
        form(
            field("Time zone", control, name="time_zone"),
            button("Change time zone", type="submit", class_name="self-start"),
            on_submit=ZoneChange.ask,
        ),
        title="Time zone",
    )


def zone_dialog() -> rx.Component:
    return dialog(
        rx.el.fieldset(
            rx.el.legend(
                "What should happen to your hours?", class_name="pb-2 text-sm font-medium text-ink"
            ),
            *(_keep(*one) for one in KEEPS),
            class_name="flex flex-col gap-2",
        ),
        _refusal(),
        _left(),
        rx.el.ul(
            rx.foreach(ZoneChange.follows, _sentence),
            rx.el.li(
                _arrow(), "Days that are blocked wholly stay the same dates.",
                class_name="flex gap-2",
            ),
            class_name=f"{SOFT} flex flex-col gap-1.5",
        ),
        id="zone-change",
        title=rx.el.span("Change to ", ZoneChange.wanted_name),
        description="Bookings that are made already stay at their moment. Nobody is told.",
        actions=(
            button("Go back", on_click=ZoneChange.close),
            button(
                rx.el.span("Change to ", ZoneChange.wanted_name),
                kind="primary",
                on_click=ZoneChange.change,
                disabled=ZoneChange.chosen["refusal"] != "",
            ),
        ),
        is_open=ZoneChange.is_asking,
        on_close=ZoneChange.close,
        size="large",
        is_sticky=True,
    )  # fmt: skip


def _keep(value: str, words: str, example: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="keep",
            value=value,
            checked=ZoneChange.keep == value,
            on_change=ZoneChange.choose(value),
            class_name=f"mt-0.5 size-4.5 shrink-0 accent-primary {FOCUS}",
        ),
        rx.el.span(
            rx.el.span(words, class_name="block text-sm font-medium text-ink"),
            rx.el.span(example, class_name=SOFT),
        ),
        class_name=(
            "flex min-h-11 cursor-pointer items-start gap-2.5 rounded-control border border-line "
            "px-3.5 py-2.5 has-checked:border-ink has-checked:bg-sunken"
        ),
    )


def _refusal() -> rx.Component:
    return rx.el.div(
        rx.cond(
            ZoneChange.chosen["refusal"] != "",
            rx.el.p(
                icon("circle_alert", class_name="mt-0.5 shrink-0"),
                ZoneChange.chosen["refusal"],
                class_name="flex gap-2 rounded-control bg-error-soft px-3 py-2.5 text-sm "
                "text-error-ink",
            ),
        ),
        role="status",
        class_name="empty:hidden",
    )


def _left() -> rx.Component:
    rows = ZoneChange.chosen["left"]
    return rx.el.div(
        rx.cond(
            rows.length() > 0,  # type: ignore[attr-defined]
            rx.fragment(
                rx.el.p(ZoneChange.chosen["left_words"], class_name="text-sm text-ink"),
                rx.el.ul(
                    rx.foreach(rows, _row),
                    aria_label="Bookings that would no longer fit",
                    tab_index=0,
                    class_name=f"max-h-[30dvh] divide-y divide-line overflow-y-auto "
                    f"rounded-control border border-line {FOCUS}",
                ),
            ),
        ),
        aria_live="polite",
        class_name="flex flex-col gap-2 empty:hidden",
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(row["name"], class_name="text-sm font-medium text-ink"),
        rx.el.span(row["when"], class_name=SOFT),
        key=row["key"],
        class_name="flex flex-wrap justify-between gap-x-4 px-3.5 py-2.5",
    )


def _sentence(words: Any) -> rx.Component:
    return rx.el.li(_arrow(), words, class_name="flex gap-2")


def _arrow() -> rx.Component:
    return icon("arrow_right", size=16, class_name="mt-0.5 shrink-0")
