"""What things stand on: cards, badges, avatars, tables, skeletons, and what an empty place says."""

from typing import Any, Literal

import reflex as rx

from coachbook.ui.components.icons import icon
from coachbook.ui.theme import CARD, SOFT, SUBHEADING

Tone = Literal[
    "neutral", "success", "notice", "error", "session", "checkin", "workout", "over", "blocked"
]


def card(*children: Any, title: Any = "", action: Any = None, **props: Any) -> rx.Component:
    """A bordered box, with a heading and an action beside it if given."""
    extra = props.pop("class_name", "")
    head = rx.el.div(
        rx.el.h2(title, class_name=SUBHEADING),
        action or rx.fragment(),
        class_name="flex items-center justify-between gap-3 min-h-8",
    )
    has_head = not isinstance(title, str) or bool(title)
    return rx.el.section(
        *((head,) if has_head else ()),
        *children,
        class_name=f"{CARD} flex flex-col gap-3 p-4 sm:p-5 {extra}",
        **props,
    )


def badge(*words: Any, tone: Tone = "neutral", icon_name: str = "", **props: Any) -> rx.Component:
    """A few words on a coloured ground; the words say it all without the colour."""
    colours = "bg-sunken text-ink-soft" if tone == "neutral" else f"bg-{tone}-soft text-{tone}-ink"
    return rx.el.span(
        icon(icon_name, size=12) if icon_name else rx.fragment(),
        *words,
        class_name=(
            "inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 text-xs "
            f"font-medium {colours}"
        ),
        **props,
    )


def dot(tone: Tone) -> rx.Component:
    """A coloured dot before words that say the same."""
    return rx.el.span(aria_hidden="true", class_name=f"size-2 shrink-0 rounded-full bg-{tone}")


def avatar(initials: Any, **props: Any) -> rx.Component:
    """A person's initials; the name stands beside it."""
    extra = props.pop("class_name", "")
    return rx.el.span(
        initials,
        aria_hidden="true",
        class_name=(
            "grid size-8 shrink-0 place-items-center rounded-full bg-sunken text-xs font-semibold "
            f"text-ink-soft {extra}"
        ),
        **props,
    )


def empty_state(
    title: str, sentence: Any, *, icon_name: str = "inbox", action: Any = None
) -> rx.Component:
    """What will be here, and the one button that brings it."""
    return rx.el.div(
        rx.el.span(
            icon(icon_name, size=20),
            class_name="grid size-11 place-items-center rounded-full bg-sunken text-ink-soft",
        ),
        rx.el.p(title, class_name="font-medium text-ink"),
        rx.el.p(sentence, class_name=f"{SOFT} max-w-sm text-pretty"),
        rx.el.div(action, class_name="pt-2") if action is not None else rx.fragment(),
        class_name="flex flex-col items-center gap-1.5 px-4 py-8 text-center",
    )


def skeleton(class_name: str = "h-4 w-full") -> rx.Component:
    """A grey bar where something will be; `class_name` gives its size."""
    return rx.el.div(aria_hidden="true", class_name=f"skeleton {class_name}")


def skeleton_lines(count: int = 4) -> rx.Component:
    """A paragraph or list that is on its way."""
    widths = ("w-11/12", "w-full", "w-4/5", "w-2/3")
    bars = (skeleton(f"h-4 {widths[n % len(widths)]}") for n in range(count))
    return rx.el.div(
        rx.el.span("Loading", class_name="sr-only"), *bars, class_name="flex flex-col gap-3"
    )


def table(label: str, headers: tuple[Any, ...], rows: Any) -> rx.Component:
    """`rows` are `table_row`s, or an `rx.foreach` that makes them. Scrolls within itself."""
    heads = (rx.el.th(h, scope="col", class_name=f"{SOFT} px-4 py-2 font-medium") for h in headers)
    return rx.el.div(
        rx.el.table(
            rx.el.caption(label, class_name="sr-only"),
            rx.el.thead(rx.el.tr(*heads), class_name="border-b border-line text-left"),
            rx.el.tbody(rows, class_name="divide-y divide-line"),
            class_name="w-full text-sm",
        ),
        class_name=f"{CARD} overflow-x-auto",
        tab_index=0,
        role="group",
        aria_label=label,
    )


def table_row(*cells: Any, **props: Any) -> rx.Component:
    """A row; the first cell names it."""
    return rx.el.tr(
        *(rx.el.td(cell, class_name="px-4 py-2.5 align-middle") for cell in cells),
        class_name="hover:bg-sunken/60",
        **props,
    )
