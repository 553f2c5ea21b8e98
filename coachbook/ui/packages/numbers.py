"""The four numbers of a package, which add up, and the bar above them."""

from collections.abc import Sequence
from typing import Any, TypedDict
from uuid import UUID

import reflex as rx

from coachbook.services.packages import PackageView
from coachbook.ui import words
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import badge
from coachbook.ui.theme import FOCUS

SUMMARY = (
    "flex w-fit cursor-pointer list-none items-center gap-1.5 rounded-sm py-1.5 text-sm "
    f"text-ink-soft hover:text-ink pointer-coarse:min-h-11 {FOCUS}"
)


class Numbers(TypedDict):
    """`left_percent` is the bar's width; `sum` says what they add up to."""

    available: str
    booked: str
    done: str
    lost: str
    sum: str
    left_percent: str


def numbers_of(one: PackageView) -> Numbers:
    return Numbers(
        available=str(one.available),
        booked=str(one.booked),
        done=str(one.done),
        lost=str(one.lost),
        sum=f"of {words.counted(one.size, 'session')}",
        left_percent=f"{100 * one.available // max(one.size, 1)}%",
    )


def state_of(one: PackageView) -> str:
    """open, booked (nothing left, some still to come), used, expired or voided."""
    if one.is_voided:
        return "voided"
    if one.is_expired:
        return "expired"
    if one.available:
        return "open"
    return "booked" if one.booked else "used"


def current_ids(found: Sequence[PackageView]) -> set[UUID]:
    """Those with something left or ahead; where there is none, the one sold last."""
    current = {one.id for one in found if one.available or one.booked}
    if current or not found:
        return current
    return {max(found, key=lambda one: one.created_at).id}


def four_numbers(numbers: Any) -> rx.Component:
    return rx.el.div(
        _bar(numbers["left_percent"]),
        rx.el.dl(
            _number("Available", numbers["available"]),
            _number("Booked", numbers["booked"]),
            _number("Done", numbers["done"]),
            _number("Lost", numbers["lost"]),
            aria_label=numbers["sum"],
            class_name="grid max-w-sm grid-cols-4 gap-2",
        ),
        class_name="flex flex-col gap-2 py-1",
    )


def _bar(percent: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(style={"width": percent}, class_name="h-full rounded-full bg-session"),
        aria_hidden="true",
        class_name="h-1.5 w-full max-w-sm overflow-hidden rounded-full bg-sunken",
    )


def _number(label: str, count: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name="text-xs text-ink-soft"),
        rx.el.dd(count, class_name="figures text-sm font-semibold text-ink"),
        class_name="flex flex-col-reverse",
    )


def state_badge(state: Any) -> rx.Component:
    return rx.match(
        state,
        ("booked", badge("All booked")),
        ("used", badge("All used")),
        ("expired", badge("Expired", tone="over", icon_name="hourglass")),
        ("voided", badge("Voided", icon_name="ban")),
        rx.fragment(),
    )


def current_and_earlier(packages: Any, count: Any, render: Any) -> rx.Component:
    """What counts now; behind a line the `count` that are used up, expired or voided."""
    items = "divide-y divide-line"
    return rx.fragment(
        rx.el.ul(
            rx.foreach(packages, lambda one: rx.cond(one["is_current"], render(one))),
            class_name=items,
        ),
        rx.cond(
            count > 0,
            folded(
                rx.cond(count == 1, "1 earlier package", f"{count} earlier packages"),
                rx.el.ul(
                    rx.foreach(packages, lambda one: rx.cond(~one["is_current"], render(one))),
                    class_name=f"{items} mt-3",
                ),
            ),
        ),
    )


def folded(words: Any, content: Any) -> rx.Component:
    """Out of the way until somebody asks for it."""
    return rx.el.details(
        rx.el.summary(
            icon("chevron_right", size=16, class_name="transition-transform in-open:rotate-90"),
            words,
            class_name=SUMMARY,
        ),
        content,
    )
