"""The ledger of a package as a list that explains itself, for the coach and for the client."""

from typing import Any, TypedDict

import reflex as rx

from coachbook.services.packages import LedgerLine
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.theme import SOFT

EVENTS = {
    "assigned": "Package added",
    "booked": "Booked",
    "moved": "Moved to",
    "moved_away": "Moved away from",
    "cancelled": "Cancelled",
    "completed": "Completed",
    "no_show": "No-show",
    "reopened": "Booked again",
    "voided": "Voided",
}


class LedgerRow(TypedDict):
    """`change` is empty for what left the balance alone."""

    key: str
    when: str
    what: str
    why: str
    change: str
    balance: str


def ledger_row(number: int, one: LedgerLine, reader: Person) -> LedgerRow:
    when = words.moment(one.at, reader.zone, reader.locale)
    who = "you" if one.is_own else one.actor_name
    return LedgerRow(
        key=str(number),
        when=f"{when} · {who}" if who else when,
        what=_what(one, reader),
        why=one.reason,
        change=f"{one.change:+d}".replace("-", "−") if one.change else "",
        balance=f"{one.balance_after} left",
    )


def _what(one: LedgerLine, reader: Person) -> str:
    if one.event == "adjusted":
        count = words.counted(abs(one.change), "session")
        return f"{count} added" if one.change > 0 else f"{count} taken away"
    if one.event == "expiry_changed":
        return _new_end(one, reader)
    said = EVENTS.get(one.event, "Changed")
    if one.starts_at is None:
        return said
    joint = " " if said.endswith((" to", " from")) else ": "
    return f"{said}{joint}{words.moment(one.starts_at, reader.zone, reader.locale)}"


def _new_end(one: LedgerLine, reader: Person) -> str:
    today = one.at.astimezone(reader.zone).date()
    days = [words.day(on, reader.locale, today=today) if on else "" for on in
            (one.from_on, one.to_on)]  # fmt: skip
    if not days[1]:
        return "Doesn't expire any more"
    return f"Runs until {days[1]}" + (f", before until {days[0]}" if days[0] else "")


def ledger_list(rows: Any, label: str = "What changed the balance") -> rx.Component:
    return rx.el.ol(
        rx.foreach(rows, _line),
        tab_index=0,
        aria_label=label,
        class_name=(
            "max-h-[60dvh] divide-y divide-line overflow-y-auto rounded-control border border-line"
        ),
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.cond(line["change"] != "", line["change"], rx.el.span("·", aria_hidden="true")),
            class_name="figures w-9 shrink-0 text-right text-sm font-semibold text-ink",
        ),
        rx.el.div(
            rx.el.p(line["what"], class_name="break-words text-sm text-ink"),
            rx.cond(
                line["why"] != "",
                rx.el.p("“", line["why"], "”", class_name="break-words text-sm text-ink-soft"),
            ),
            rx.el.p(line["when"], class_name="text-[13px] text-ink-soft"),
            class_name="min-w-0 grow",
        ),
        rx.el.span(line["balance"], class_name=f"{SOFT} figures shrink-0"),
        key=line["key"],
        class_name="flex items-baseline gap-3 px-3.5 py-2",
    )
