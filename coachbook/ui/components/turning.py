"""What fingers do with a calendar on a phone: swiping turns it, a tap leads to a day below."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.forms import Button as PlainButton

from coachbook.ui.scripts import script

_JSX = script("components/turning.jsx")


def _steps(payload: rx.Var[int]) -> tuple[rx.Var[int]]:
    return (payload,)


class Turning(rx.Component):
    """See turning.jsx. `on_turn` gets 1 for a swipe to the left, -1 for one to the right."""

    library = _JSX
    tag = "Turning"

    on_turn: rx.EventHandler[_steps]  # type: ignore[type-arg,valid-type]


class LeadsTo(PlainButton):
    """A button that scrolls to the element whose id is `target`, and gives it the focus."""

    library = _JSX
    tag = "LeadsTo"

    target: rx.Var[str]


class OnNarrow(rx.Component):
    """Its children are there while the window is narrower than `lg:`."""

    library = _JSX
    tag = "OnNarrow"


class OnWide(rx.Component):
    """Its children are there from `lg:` on."""

    library = _JSX
    tag = "OnWide"


def turning(*children: Any, on_turn: Any, **props: Any) -> rx.Component:
    """Arrows must do the same: not everybody can swipe."""
    return Turning.create(*children, on_turn=on_turn, **props)


def leads_to(*children: Any, target: Any, **props: Any) -> rx.Component:
    return LeadsTo.create(*children, target=target, **props)


on_narrow = OnNarrow.create
on_wide = OnWide.create
