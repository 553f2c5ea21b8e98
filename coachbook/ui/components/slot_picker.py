"""The client's choice of times for one week, with a basket that stays in the browser."""

from typing import Any, TypeVar

import reflex as rx

from coachbook.ui.scripts import script

_JSX = script("components/slot_picker.jsx")


Payload = TypeVar("Payload")


def _one(payload: rx.Var[Payload]) -> tuple[rx.Var[Payload]]:
    """One argument of the type that the handler names; the gate holds what arrives to it."""
    return (payload,)


class SlotPicker(rx.Component):
    """Chips that answer at once; what is chosen is kept under `basket_key` (coach, kind, minutes).

    `days`: seven of {date, slots: [{starts_at (ISO, UTC), time, label (read aloud), is_open, why,
    is_favourite, and if there is one, also ("15:00 in New York") and mark ("1/2")}]}.
    `week`: their Monday. `on_month` gets the first of the month that is looked at.
    `open_days`: dates within first_day..last_day that have openings; `favourite_days`: those on
    which a favourite time is open.
    `selected`: the server's word on each chosen start: {starts_at, note, verdict ("" if free),
    warning (may be left out: what the coach should know before booking it all the same)}.
    `added`: {key, seq, starts_at}: puts a start into the basket of that key, once for each seq.
    `limits`: {most, why, note, replaces}: how many may be chosen, why not more, what remains;
    `replaces` when a further choice takes the place of the first, as for check-ins.
    `live_url`: the stream that says which of its times closed, see live_stream.js.
    `cleared`: a number that changes when what was sent is booked; the basket then begins anew.
    `on_confirm` gets {starts, request_id}; the same starts are always sent with the same id.
    """

    library = _JSX
    tag = "SlotPicker"

    basket_key: rx.Var[str]
    kind: rx.Var[str]
    noun: rx.Var[dict[str, str]]
    days: rx.Var[list[dict[str, Any]]]
    live_url: rx.Var[str]
    week: rx.Var[str]
    today: rx.Var[str]
    first_day: rx.Var[str]
    last_day: rx.Var[str]
    open_days: rx.Var[list[str]]
    favourite_days: rx.Var[list[str]]
    selected: rx.Var[list[dict[str, Any]]]
    limits: rx.Var[dict[str, Any]]
    cleared: rx.Var[int]
    added: rx.Var[dict[str, Any]]
    is_in_dialog: rx.Var[bool]
    time_zone: rx.Var[str]
    locale: rx.Var[str]
    confirm_words: rx.Var[str]
    empty_words: rx.Var[str]

    on_month: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]
    on_week: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]
    on_change: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]
    on_confirm: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]


slot_picker = SlotPicker.create
