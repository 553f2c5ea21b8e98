"""The buttons of a booking that can be marked or corrected; see attendance.rows.Markable."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from coachbook.ui.attendance.state import Attendance
from coachbook.ui.components.buttons import button, icon_button
from coachbook.ui.components.surfaces import badge


def mark_buttons(one: Any, *, after: Sequence[Any]) -> tuple[rx.Component, ...]:
    """With words, for where one booking stands alone."""
    return (
        rx.cond(one["stage"] == "to_mark", rx.fragment(*_marks(one, after, size="medium"))),
        rx.match(
            one["stage"],
            ("ahead", _cancel(one, "Cancel…")),
            ("to_mark", _cancel(one, "Cancelled…")),
            ("marked", _correct(one, "Correct…", "pencil")),
            ("cancelled", _correct(one, "Correct…", "pencil")),
            ("off", _correct(one, "Put back…", "undo_2")),
            rx.fragment(),
        ),
    )


def _marks(one: Any, after: Sequence[Any], size: Any) -> tuple[rx.Component, ...]:
    return (
        button(
            "Completed",
            aria_label=f"Completed: {one['name']}",
            kind="primary" if size == "medium" else "secondary",
            size=size,
            on_click=[Attendance.complete(one["id"], one["version"]), *after],
        ),
        button(
            "No-show",
            aria_label=f"No-show: {one['name']}",
            size=size,
            on_click=[Attendance.miss(one["id"], one["version"]), *after],
        ),
    )


def _cancel(one: Any, words: str) -> rx.Component:
    return button(words, icon_name="x", on_click=Attendance.start_cancelling(one["chain"]))


def _correct(one: Any, words: str, icon_name: str) -> rx.Component:
    return button(words, icon_name=icon_name, on_click=Attendance.start_correcting(one["chain"]))


def row_buttons(one: Any, *, after: Sequence[Any]) -> rx.Component:
    """Small, for a booking in a list: one tap to mark it, else one to correct it."""
    return rx.match(
        one["stage"],
        ("to_mark", _waiting(one, after)),
        ("ahead", _small(one, "x", "Cancel", Attendance.start_cancelling(one["chain"]))),
        ("marked", _small(one, "pencil", "Correct", Attendance.start_correcting(one["chain"]))),
        ("cancelled", _small(one, "pencil", "Correct", Attendance.start_correcting(one["chain"]))),
        ("off", _small(one, "undo_2", "Put back", Attendance.start_correcting(one["chain"]))),
        rx.fragment(),
    )


def _waiting(one: Any, after: Sequence[Any]) -> rx.Component:
    return rx.el.div(
        *_marks(one, after, size="small"),
        cancel_icon(one),
        class_name="flex flex-wrap items-center gap-1",
    )


def mark_pair(one: Any, *, after: Sequence[Any]) -> rx.Component:
    """The two ways in which a booking usually ends, side by side over the whole width."""
    return rx.el.div(*_marks(one, after, size="small"), class_name="grid grid-cols-2 gap-2")


def cancel_icon(one: Any) -> rx.Component:
    return _small(one, "x", "Cancelled", Attendance.start_cancelling(one["chain"]))


def _small(one: Any, icon_name: str, verb: str, event: Any) -> rx.Component:
    return icon_button(icon_name, f"{verb}: {one['name']}", on_click=event)


def flag_badge(words: Any) -> rx.Component:
    """Beside a client's name; the words say why: "3 no-shows in 90 days"."""
    return badge("Flagged: ", words, tone="over", icon_name="flag")
