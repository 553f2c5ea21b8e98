"""What the page says after an action: read out, dismissed by hand, good news leaves by itself."""

from typing import Any

import reflex as rx

from coachbook.ui.components.icons import icon
from coachbook.ui.gate import handler
from coachbook.ui.refusals import Messages
from coachbook.ui.scripts import script
from coachbook.ui.theme import FOCUS

_JSX = script("components/shell.jsx")

TONES = {
    "success": ("circle_check", "bg-success-soft text-success-ink border-success/40"),
    "notice": ("info", "bg-notice-soft text-notice-ink border-notice/40"),
    "error": ("circle_alert", "bg-error-soft text-error-ink border-error/40"),
}
LOOK = (
    "flex w-full items-start gap-2.5 rounded-control border px-3.5 py-2.5 text-sm shadow-raised "
    "pointer-events-auto"
)
DISMISS = f"-m-1.5 grid size-7 pointer-coarse:size-11 place-items-center rounded-sm {FOCUS}"


class Notices(rx.State):
    """What can be done with messages."""

    @handler("anyone", quiet=True)
    async def dismiss(self, key: str) -> None:
        messages = await self.get_state(Messages)
        messages._remove(key)

    @handler("anyone", quiet=True)
    async def clear_errors(self) -> None:
        messages = await self.get_state(Messages)
        messages._clear_errors()


class Notice(rx.Component):
    """See shell.jsx."""

    library = _JSX
    tag = "Notice"

    tone: rx.Var[str]
    only_narrow: rx.Var[bool]
    on_dismiss: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg,valid-type]


class AnswerSignal(rx.Component):
    """See shell.jsx."""

    library = _JSX
    tag = "AnswerSignal"

    answered: rx.Var[int]


def message_area() -> rx.Component:
    """Good news is announced politely, bad news at once; both regions are always on the page."""
    return rx.el.div(
        AnswerSignal.create(answered=Messages.answered),
        _region("status", "success", "notice"),
        _region("alert", "error"),
        class_name=(
            "pointer-events-none fixed inset-x-0 bottom-19 z-50 mx-auto flex flex-col gap-2 "
            "w-[min(30rem,calc(100vw-1.5rem))] md:bottom-4"
        ),
    )


def errors_here(class_name: str = "") -> rx.Component:
    """Refusals inside a dialog, where the page's own message area can't be reached."""
    return _here(class_name, _region("alert", "error"))


def messages_here(is_open: Any, class_name: str = "") -> rx.Component:
    """All that the page says, for an open panel that lies above the page on a narrow screen."""
    news = _region("status", "success", "notice", panel=is_open)
    return _here(class_name, news, _region("alert", "error", panel=is_open))


def _here(class_name: str, *regions: rx.Component) -> rx.Component:
    """An empty area takes no place in its column, which has gaps of this size."""
    gap = "-mt-4 has-[[data-notice]]:mt-0"
    return rx.el.div(*regions, class_name=f"flex flex-col gap-2 {gap} {class_name}")


def _region(role: str, *tones: str, panel: Any = None) -> rx.Component:
    is_panel = panel is not None
    items = rx.foreach(Messages.items, lambda item: _if_one_of(item, tones, is_panel))
    return rx.el.div(
        rx.cond(panel, items) if is_panel else items,
        role=role,
        class_name="flex flex-col gap-2",
    )


def _if_one_of(item: Any, tones: tuple[str, ...], is_panel: bool) -> rx.Component:
    cases = ((tone, _notice(item, tone, is_panel)) for tone in tones)
    return rx.match(item["tone"], *cases, rx.fragment())


def _notice(item: Any, tone: str, is_panel: bool) -> rx.Component:
    icon_name, colours = TONES[tone]
    return Notice.create(
        icon(icon_name, class_name="mt-0.5"),
        rx.el.p(item["sentence"], class_name="min-w-0 grow wrap-anywhere"),
        rx.el.button(
            icon("x"),
            aria_label="Dismiss this message",
            type="button",
            on_click=Notices.dismiss(item["key"]),
            class_name=DISMISS,
        ),
        key=item["key"],
        tone=tone,
        only_narrow=is_panel,
        on_dismiss=Notices.dismiss(item["key"]),
        data_notice=tone,
        class_name=f"{LOOK} {colours}",
    )
