"""How the coaches' connections to Google Calendar do, on the operator's page."""

from typing import Any

import reflex as rx

from coachbook.ui.components.surfaces import badge, card
from coachbook.ui.operator.state import Operation


def google_connections() -> rx.Component:
    """Where nobody is connected there is nothing to say."""
    return rx.cond(
        Operation.google,
        card(
            rx.el.ul(
                rx.foreach(Operation.google, _row), class_name="flex flex-col divide-y divide-line"
            ),
            title="Google Calendar",
        ),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(row["name"], class_name="text-sm font-medium text-ink"),
            rx.el.p(row["words"], class_name="text-[13px] text-ink-soft"),
            class_name="min-w-0 grow",
        ),
        rx.match(
            row["status"],
            ("connected", badge("Connected", tone="success", icon_name="check")),
            ("failing", badge("Interrupted", tone="notice", icon_name="clock")),
            ("ending", badge("Being disconnected", tone="notice", icon_name="clock")),
            badge("Has to connect again", tone="error", icon_name="circle_alert"),
        ),
        key=row["key"],
        class_name="flex items-center gap-3 py-2.5",
    )
