"""Above the list: the search, the filters with their counts, the order."""

from typing import Any

import reflex as rx

from coachbook.ui.coach_clients.list_state import LONGEST_SEARCH, ClientList
from coachbook.ui.coach_clients.rows import SORT_WORDS
from coachbook.ui.components.icons import icon
from coachbook.ui.theme import CONTROL

CHIP = (
    "inline-flex h-8 pointer-coarse:h-11 cursor-pointer items-center gap-1.5 rounded-full border "
    "border-line bg-surface px-3 text-[13px] font-medium text-ink-soft hover:text-ink "
    "has-checked:border-ink has-checked:bg-selected has-checked:text-ink "
    "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
)


def filters() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            _search(),
            rx.el.div(_filter_select(), _sort_select(), class_name="flex gap-2 md:shrink-0"),
            class_name="flex flex-col gap-2.5 md:flex-row md:items-center md:justify-between",
        ),
        _chips(),
        class_name="flex flex-col gap-3",
    )


def _search() -> rx.Component:
    return rx.el.label(
        rx.el.span("Search clients", class_name="sr-only"),
        icon("search", class_name="pointer-events-none absolute left-3 text-ink-soft"),
        rx.el.input(
            type="search",
            placeholder="Name or email",
            default_value=ClientList.text,
            on_change=ClientList.search.debounce(120),
            max_length=LONGEST_SEARCH,
            auto_complete="off",
            key=ClientList.cleared,
            class_name=f"{CONTROL} pl-9",
        ),
        class_name="relative flex w-full items-center md:max-w-sm",
    )


def _chips() -> rx.Component:
    """On a phone the same choice is a list that unfolds."""
    return rx.el.fieldset(
        rx.el.legend("Show", class_name="sr-only"),
        rx.foreach(ClientList.choices, _chip),
        class_name="hidden flex-wrap gap-2 md:flex",
    )


def _chip(one: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="only",
            value=one["value"],
            checked=ClientList.only == one["value"],
            on_change=ClientList.filter(one["value"]),
            class_name="sr-only",
        ),
        one["words"],
        rx.el.span(one["count"], class_name="figures font-normal text-ink-soft"),
        key=one["value"],
        class_name=CHIP,
    )


def _filter_select() -> rx.Component:
    return rx.el.label(
        rx.el.span("Show", class_name="sr-only"),
        rx.el.select(
            rx.foreach(
                ClientList.choices,
                lambda one: rx.el.option(one["label"], value=one["value"], key=one["value"]),
            ),
            value=ClientList.only,
            on_change=ClientList.filter,
            class_name=CONTROL,
        ),
        class_name="min-w-0 grow basis-0 md:hidden",
    )


def _sort_select() -> rx.Component:
    return rx.el.label(
        rx.el.span("Sort by", class_name="hidden shrink-0 text-[13px] text-ink-soft md:inline"),
        rx.el.span("Sort by", class_name="sr-only md:hidden"),
        rx.el.select(
            *(rx.el.option(words, value=key) for key, words in SORT_WORDS.items()),
            value=ClientList.sort,
            on_change=ClientList.order,
            class_name=f"{CONTROL} md:w-48",
        ),
        class_name="flex min-w-0 grow basis-0 items-center gap-2 md:grow-0 md:basis-auto",
    )
