"""A month of buttons, one for each day, that is one stop for the Tab key."""

from typing import Any

import reflex as rx

from coachbook.ui.scripts import script


def _months(payload: rx.Var[int]) -> tuple[rx.Var[int]]:
    return (payload,)


class DayGrid(rx.Component):
    """See day_grid.jsx. Its children hold buttons with `data-day`; `on_turn` gets -1 or 1."""

    library = script("components/day_grid.jsx")
    tag = "DayGrid"

    label: rx.Var[str]
    on_turn: rx.EventHandler[_months]  # type: ignore[type-arg,valid-type]


def day_grid(*children: Any, label: Any, on_turn: Any, class_name: str) -> rx.Component:
    return DayGrid.create(*children, label=label, on_turn=on_turn, class_name=class_name)
