"""The packages of a client: what is left of each, and what can be done with it."""

from typing import Any

import reflex as rx

from coachbook.ui.client_profile.package_expiry_state import PackageEnd
from coachbook.ui.client_profile.package_state import ClientPackages
from coachbook.ui.client_profile.package_void_state import PackageVoid
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.components.buttons import button
from coachbook.ui.components.surfaces import card, empty_state
from coachbook.ui.packages.numbers import current_and_earlier, four_numbers, state_badge
from coachbook.ui.theme import SOFT


def packages_card() -> rx.Component:
    return card(
        rx.cond(
            ClientPage.packages,
            current_and_earlier(ClientPage.packages, ClientPage.spent, _package),
            empty_state(
                "No package yet",
                "With one they can book sessions. A check-in a month is free either way.",
                icon_name="package",
                action=button("Add package", kind="primary", on_click=ClientPackages.start_adding),
            ),
        ),
        title="Packages",
    )


def _package(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(one["label"], class_name="text-sm font-medium text-ink"),
            state_badge(one["state"]),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.p(one["sentence"], class_name="figures text-sm text-ink"),
        four_numbers(one["numbers"]),
        rx.el.p(one["about"], class_name=f"{SOFT} figures"),
        rx.cond(one["notes"] != "", rx.el.p(one["notes"], class_name=f"{SOFT} break-words")),
        rx.el.div(
            rx.cond(one["can_change"], _changes(one)),
            _action("Ledger", one, ClientPackages.show_ledger),
            class_name="flex flex-wrap gap-2 pt-1.5",
        ),
        key=one["id"],
        class_name="flex flex-col gap-1 py-4 first:pt-0 last:pb-0",
    )


def _changes(one: Any) -> rx.Component:
    return rx.fragment(
        _action("Adjust sessions", one, ClientPackages.show),
        _action("Change expiry", one, PackageEnd.start),
        _action("Void", one, PackageVoid.start),
    )


def _action(words: str, one: Any, opens: Any) -> rx.Component:
    return button(
        words,
        size="small",
        aria_label=f"{words}: {one['label']}",
        on_click=opens(one["id"], one["label"]),
    )
