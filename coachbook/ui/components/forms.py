"""Fields: a label, a control, a hint, and the refusal that names the field (see Refusal.field)."""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from coachbook.ui.components.icons import icon
from coachbook.ui.refusals import Messages
from coachbook.ui.theme import CONTROL, FOCUS

Options = Sequence[tuple[str, str]] | rx.Var[list[dict[str, str]]]


class NativeForm(BaseHTML):
    """A form that the browser posts itself; `rx.el.form` always keeps it from doing so."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def native_form(*children: Any, action: str, **props: Any) -> rx.Component:
    """A form posted by the browser to one of our routes."""
    return NativeForm.create(*children, action=action, method="post", **props)


def form(*children: Any, on_submit: Any, **props: Any) -> rx.Component:
    """A form whose fields go to a handler as one argument: a dict or a TypedDict."""
    extra = props.pop("class_name", "")
    return rx.el.form(
        *children, on_submit=on_submit, class_name=f"flex flex-col gap-4 {extra}", **props
    )


def field(
    label: str, control: rx.Component, *, name: str, hint: Any = "", id: str = "", error: Any = None
) -> rx.Component:
    """Label above, control, hint, error. Use the ready-made fields below where they fit."""
    identity = id or name
    return rx.el.div(
        rx.el.label(label, html_for=identity, class_name="text-sm font-medium text-ink"),
        rx.el.p(
            hint, custom_attrs={"id": f"{identity}-hint"}, class_name="text-[13px] text-ink-soft"
        )
        if _is_given(hint)
        else rx.fragment(),
        control,
        _error(name, identity, error),
        class_name="flex flex-col gap-1.5",
    )


def text_field(label: str, *, name: str, type: str = "text", **props: Any) -> rx.Component:
    """One line of text; `type=` email, password, tel, url, number, date, time, search ..."""
    return _control(rx.el.input, label, name, CONTROL, type=type, **props)


def date_field(label: str, *, name: str, **props: Any) -> rx.Component:
    """A day; its value is "2026-03-03"."""
    return text_field(label, name=name, type="date", **props)


def time_field(label: str, *, name: str, **props: Any) -> rx.Component:
    """A wall-clock time; its value is "09:30"."""
    return text_field(label, name=name, type="time", **props)


def number_field(label: str, *, name: str, **props: Any) -> rx.Component:
    """A whole number; `min=`, `max=`, `step=`. Its value arrives as text."""
    return text_field(label, name=name, type="number", input_mode="numeric", **props)


def textarea_field(label: str, *, name: str, rows: int = 4, **props: Any) -> rx.Component:
    """Several lines of text."""
    look = CONTROL.replace("h-9 pointer-coarse:h-11", "min-h-20 py-2")
    return _control(rx.el.textarea, label, name, look, rows=str(rows), **props)


def select_field(label: str, options: Options, *, name: str, **props: Any) -> rx.Component:
    """One of (value, label) pairs, or of a var with a list of {"value", "label"}."""
    return _control(rx.el.select, label, name, CONTROL, *_options(options), **props)


def checkbox_field(label: Any, *, name: str, hint: Any = "", **props: Any) -> rx.Component:
    """A box and its words; the whole line can be pressed. Unchecked boxes are not sent."""
    identity = props.pop("id", name)
    box = f"size-4.5 pointer-coarse:size-6 shrink-0 accent-primary {FOCUS}"
    words = rx.el.span(
        rx.el.span(label, class_name="text-sm text-ink"),
        rx.el.span(hint, class_name="block text-[13px] text-ink-soft") if _is_given(hint) else "",
    )
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=name,
            custom_attrs={"id": identity},
            class_name=f"{box} mt-0.5",
            **props,
        ),
        words,
        class_name="flex items-start gap-2.5 py-1 pointer-coarse:py-2.5 cursor-pointer",
    )


def _control(
    element: Any, label: str, name: str, look: str, *children: Any, **props: Any
) -> rx.Component:
    identity = props.pop("id", name)
    hint, error = props.pop("hint", ""), props.pop("error", None)
    made = element(
        *children,
        custom_attrs={"id": identity},  # as `id=` it would travel once more with the form
        name=name,
        class_name=f"{look} {props.pop('class_name', '')}",
        aria_invalid=_is_wrong(name, error),
        aria_describedby=f"{identity}-hint {identity}-error",
        **props,
    )
    return field(label, made, name=name, hint=hint, id=identity, error=error)


def _options(options: Options) -> list[Any]:
    if isinstance(options, rx.Var):
        return [rx.foreach(options, lambda o: rx.el.option(o["label"], value=o["value"]))]
    return [rx.el.option(label, value=value) for value, label in options]


def _error(name: str, identity: str, error: Any) -> rx.Component:
    words = (
        rx.cond(Messages.problem_field == name, Messages.problem, "") if error is None else error
    )
    return rx.el.p(
        rx.cond(
            _is_wrong(name, error),
            rx.el.span(
                icon("circle_alert", size=14), words, class_name="flex items-center gap-1.5"
            ),
        ),
        custom_attrs={"id": f"{identity}-error"},
        class_name="text-[13px] text-error empty:hidden",
    )


def _is_wrong(name: str, error: Any) -> Any:
    return Messages.problem_field == name if error is None else error != ""


def _is_given(words: Any) -> bool:
    return not isinstance(words, str) or bool(words)
