"""Buttons, and links that look like them. A pressed button waits and can't be pressed twice."""

from typing import Any, Literal

import reflex as rx
from reflex_components_core.el.elements.forms import Button as PlainButton

from coachbook.ui.components.icons import icon
from coachbook.ui.scripts import script
from coachbook.ui.theme import FOCUS, LINK

Kind = Literal["primary", "secondary", "quiet", "danger"]
Size = Literal["medium", "small"]

KINDS: dict[Kind, str] = {
    "primary": "bg-primary text-on-primary hover:bg-primary-hover",
    "secondary": "border border-line-strong/50 bg-surface text-ink hover:bg-sunken",
    "quiet": "text-ink-soft hover:bg-sunken hover:text-ink",
    "danger": "bg-danger text-on-danger hover:bg-danger-hover",
}
SIZES: dict[Size, str] = {
    "medium": "h-9 pointer-coarse:h-11 px-3.5 text-sm",
    "small": "h-8 pointer-coarse:h-11 px-2.5 text-[13px]",
}
BASE = (
    "inline-flex items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap "
    "cursor-pointer select-none transition-colors disabled:cursor-not-allowed disabled:opacity-50 "
    f"aria-disabled:opacity-60 {FOCUS}"
)


class Press(PlainButton):
    """A real <button>; see press.jsx."""

    library = script("components/press.jsx")
    tag = "Press"

    opens: rx.Var[str]
    closes: rx.Var[str]
    waits: rx.Var[bool]
    is_pending: rx.Var[bool]


def button(
    *label: Any,
    kind: Kind = "secondary",
    size: Size = "medium",
    icon_name: str = "",
    type: str = "button",
    **props: Any,
) -> rx.Component:
    """`on_click=` an event, `opens=`/`closes=` a dialog's id, `waits=False` if nothing answers.

    `type="submit"` sends the form around it. `is_pending=` a var keeps it waiting for longer work.
    """
    extra = props.pop("class_name", "")
    return Press.create(
        *_with_icon(icon_name, label),
        type=type,
        class_name=f"{BASE} {KINDS[kind]} {SIZES[size]} {extra}",
        **props,
    )


def icon_button(icon_name: str, label: str, **props: Any) -> rx.Component:
    """A square button whose label is read out and shown on hover."""
    extra = props.pop("class_name", "")
    return Press.create(
        icon(icon_name),
        type="button",
        aria_label=label,
        title=label,
        class_name=f"{BASE} {KINDS['quiet']} size-9 pointer-coarse:size-11 {extra}",
        **props,
    )


def link_button(
    *label: Any, href: Any, kind: Kind = "secondary", size: Size = "medium", icon_name: str = ""
) -> rx.Component:
    """A link that looks like a button."""
    return rx.el.a(
        *_with_icon(icon_name, label), href=href, class_name=f"{BASE} {KINDS[kind]} {SIZES[size]}"
    )


def link(*label: Any, href: Any, **props: Any) -> rx.Component:
    """A link within words."""
    return rx.el.a(*label, href=href, class_name=f"{LINK} {props.pop('class_name', '')}", **props)


def _with_icon(icon_name: str, label: tuple[Any, ...]) -> tuple[Any, ...]:
    return (icon(icon_name), *label) if icon_name else label
