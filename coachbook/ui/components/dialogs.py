"""Dialogs and side panels: labelled, closed by Escape, focus kept inside and given back."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import icon_button
from coachbook.ui.components.notices import Notices, errors_here, messages_here
from coachbook.ui.scripts import script
from coachbook.ui.theme import SOFT

_JSX = script("components/dialog.jsx")
HEADING = "text-base font-semibold text-ink outline-none"


class Dialog(rx.Component):
    """See dialog.jsx."""

    library = _JSX
    tag = "Dialog"

    is_open: rx.Var[bool]
    kind: rx.Var[str]
    size: rx.Var[str]
    is_sticky: rx.Var[bool]
    on_stale: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg,valid-type]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg,valid-type]


def dialog(
    *children: Any,
    id: str,
    title: Any,
    description: Any = "",
    actions: tuple[Any, ...] = (),
    **props: Any,
) -> rx.Component:
    """Open by `is_open=` a var (then also `on_close=`), or by `button(opens=id)` with no server.

    The last action is the main one. `size="large"`; `is_sticky=True` stays when clicked outside.
    """
    return Dialog.create(
        rx.el.div(
            _heading(id, title, description),
            *children,
            errors_here(),
            _footer(actions),
            class_name="flex flex-col gap-4 p-5 sm:p-6",
        ),
        **_shared(id, "dialog", props),
    )


def side_panel(*children: Any, id: str, title: Any, **props: Any) -> rx.Component:
    """Beside the page on a wide screen, above it on a narrow one. `is_open=`, `on_close=`.

    Above it, it says itself what the page has to say; beside it, the page can be seen.
    """
    return Dialog.create(
        rx.el.div(
            _heading(id, title, ""),
            *children,
            messages_here(props.get("is_open", True), "sticky bottom-3 z-10 lg:hidden"),
            class_name="flex flex-col gap-4 p-5",
        ),
        **_shared(id, "side", props),
    )


def _shared(id: str, kind: str, props: dict[str, Any]) -> dict[str, Any]:
    props.setdefault("on_stale", Notices.clear_errors)
    return {"id": id, "kind": kind, "aria_labelledby": f"{id}-title", **props}


def _heading(id: str, title: Any, description: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h2(title, id=f"{id}-title", tab_index=-1, class_name=HEADING),
            rx.el.p(description, class_name=SOFT) if _is_given(description) else rx.fragment(),
            class_name="flex flex-col gap-1 min-w-0",
        ),
        icon_button("x", "Close", closes=id, class_name="-mr-2 -mt-1.5"),
        class_name="flex items-start justify-between gap-4",
    )


def _footer(actions: tuple[Any, ...]) -> rx.Component:
    if not actions:
        return rx.fragment()
    return rx.el.div(
        *actions, class_name="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end pt-1"
    )


def _is_given(words: Any) -> bool:
    return not isinstance(words, str) or bool(words)
