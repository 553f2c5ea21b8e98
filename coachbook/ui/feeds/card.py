"""The card for one's own calendar feed, and what is asked before an address stops working."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import BASE, KINDS, SIZES, button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import badge, card
from coachbook.ui.feeds.state import FeedCard
from coachbook.ui.scripts import script
from coachbook.ui.theme import CONTROL, SOFT

_JSX = script("feeds/address.jsx")
REPLACING, ENDING = "new-feed-address", "end-feed"
HOW = (
    ("Apple Calendar", "Press Subscribe on this device."),
    ("Google Calendar", "On a computer: Other calendars, plus sign, From URL. Paste the address."),
    ("Outlook", "Add calendar, Subscribe from web. Paste the address."),
)


class CopyAddress(rx.Component):
    """See address.jsx."""

    library = _JSX
    tag = "CopyAddress"

    value: rx.Var[str]
    label: rx.Var[str]
    field_class: rx.Var[str]
    button_class: rx.Var[str]
    note_class: rx.Var[str]


class SubscribeLink(rx.Component):
    """See address.jsx."""

    library = _JSX
    tag = "SubscribeLink"

    href: rx.Var[str]


def feed_card(what: str) -> rx.Component:
    """`what` is in the calendar: "sessions and check-ins"."""
    return rx.fragment(
        card(
            rx.el.p(
                f"Your {what} in the calendar program that you use anyway. It reads them from an "
                "address that only you know and keeps itself up to date; nothing comes back here.",
                class_name=SOFT,
            ),
            rx.cond(FeedCard.address == "", _none(), _address()),
            title="Calendar feed",
            action=rx.cond(
                FeedCard.address == "",
                rx.fragment(),
                badge("On since ", FeedCard.since, tone="success", icon_name="check"),
            ),
            id="calendar-feed",
        ),
        _replace_dialog(),
        _end_dialog(),
    )


def _none() -> rx.Component:
    return button(
        "Make a feed address",
        icon_name="calendar_sync",
        on_click=FeedCard.make,
        class_name="self-start",
    )


def _address() -> rx.Component:
    return rx.el.div(
        CopyAddress.create(
            icon("copy"),
            "Copy address",
            value=FeedCard.address,
            label="Feed address",
            field_class=f"{CONTROL} min-w-0 grow text-ellipsis",
            button_class=f"{BASE} {KINDS['secondary']} {SIZES['medium']}",
            note_class="text-[13px] font-medium text-success-ink",
        ),
        SubscribeLink.create(
            icon("calendar_plus"),
            "Subscribe on this device",
            href=FeedCard.webcal,
            class_name=f"{BASE} {KINDS['primary']} {SIZES['medium']} self-start",
        ),
        rx.el.dl(
            *(_way(*one) for one in HOW),
            class_name="grid gap-x-4 gap-y-2 text-[13px] sm:grid-cols-[auto_1fr]",
        ),
        _to_know(),
        rx.el.div(
            button("Make a new address", icon_name="refresh_cw", opens=REPLACING, waits=False),
            button("Turn the feed off", kind="quiet", opens=ENDING, waits=False),
            class_name="flex flex-wrap gap-2 border-t border-line pt-4",
        ),
        class_name="flex flex-col gap-4",
    )


def _way(program: str, words: str) -> rx.Component:
    return rx.fragment(
        rx.el.dt(program, class_name="font-medium text-ink"),
        rx.el.dd(words, class_name="-mt-2 text-ink-soft sm:mt-0"),
    )


def _to_know() -> rx.Component:
    return rx.el.ul(
        _point(
            "clock",
            "Google reads such feeds only every few hours: what changes here shows there later. "
            "What counts is what you see in coachbook.",
        ),
        _point(
            "lock",
            "Whoever has the address can read what is in it, nothing else. If it came into other "
            "hands, make a new one.",
        ),
        class_name="flex flex-col gap-2 rounded-control bg-sunken p-3 text-[13px] text-ink-soft",
    )


def _point(icon_name: str, words: str) -> rx.Component:
    return rx.el.li(icon(icon_name, size=14, class_name="mt-0.5"), words, class_name="flex gap-2")


def _replace_dialog() -> rx.Component:
    return _asking(
        REPLACING,
        "Make a new address?",
        "The address that you have now stops working at once. Calendars that read it are no longer "
        "kept up to date: subscribe them again, with the new one.",
        button("Keep the address", closes=REPLACING, waits=False),
        button(
            "Make a new address",
            kind="primary",
            closes=REPLACING,
            on_click=FeedCard.replace(FeedCard.feed_id),
        ),
    )


def _end_dialog() -> rx.Component:
    return _asking(
        ENDING,
        "Turn the feed off?",
        "Its address stops working at once. Calendars that read it are no longer kept up to date "
        "and may go on showing what they have: remove it there too. Your bookings stay as they "
        "are, and you can make an address again at any time.",
        button("Keep the feed", closes=ENDING, waits=False),
        button(
            "Turn the feed off",
            kind="danger",
            closes=ENDING,
            on_click=FeedCard.turn_off(FeedCard.feed_id),
        ),
    )


def _asking(id: str, title: str, words: str, *actions: Any) -> rx.Component:
    return dialog(rx.el.p(words, class_name=SOFT), id=id, title=title, actions=actions)
