"""Bookings that no longer fit, as the dialog before saving lists them."""

from collections.abc import Iterable
from typing import Any, TypedDict

import reflex as rx

from coachbook.services.hours import Conflict
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.components.buttons import button, link
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.surfaces import dot
from coachbook.ui.theme import SOFT


class ConflictRow(TypedDict):
    key: str
    kind: str
    name: str
    when: str
    why: str
    href: str


def conflict_rows(found: Iterable[Conflict], reader: Person) -> list[ConflictRow]:
    return [
        ConflictRow(
            key=str(one.booking_id),
            kind=one.kind,
            name=one.client_name,
            when=words.span(one.starts_at, one.ends_at, reader.zone, reader.locale),
            why=one.sentence,
            href=f"/coach/clients/{one.client_id}",
        )
        for one in found
    ]


def conflict_dialog(
    *, id: str, rows: Any, is_open: Any, on_close: Any, on_confirm: Any, confirm_label: Any
) -> rx.Component:
    """Lists what no longer fits and says that nothing happens to it."""
    return dialog(
        conflict_list(rows),
        id=id,
        title="Some bookings would no longer fit",
        description=(
            "They stay as they are and nobody is told. Move or cancel them yourself if you want to."
        ),
        actions=(
            button("Go back", on_click=on_close),
            button(confirm_label, kind="primary", on_click=on_confirm),
        ),
        is_open=is_open,
        on_close=on_close,
        size="large",
    )


def conflict_list(rows: Any) -> rx.Component:
    return rx.el.ul(
        rx.foreach(rows, _row),
        aria_label="Bookings that would no longer fit",
        tab_index=0,
        class_name=(
            "max-h-[45dvh] divide-y divide-line overflow-y-auto rounded-control border border-line"
        ),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.cond(row["kind"] == "checkin", dot("checkin"), dot("session")),
            link(row["name"], href=row["href"], class_name="truncate font-medium"),
            rx.cond(
                row["kind"] == "checkin",
                rx.el.span("check-in", class_name=f"{SOFT} shrink-0"),
                rx.el.span("session", class_name=f"{SOFT} shrink-0"),
            ),
            class_name="flex min-w-0 items-center gap-2 text-sm",
        ),
        rx.el.p(row["when"], " ", row["why"], class_name=SOFT),
        key=row["key"],
        class_name="flex flex-col gap-0.5 px-3.5 py-2.5",
    )
