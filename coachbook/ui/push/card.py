"""The card for notifications on this device, and the list of all that get them."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import BASE, KINDS, SIZES, button
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import badge, card
from coachbook.ui.push.state import PushDevices, SubscriptionForm
from coachbook.ui.scripts import script
from coachbook.ui.theme import SOFT


def _one(form: rx.Var[SubscriptionForm]) -> tuple[rx.Var[SubscriptionForm]]:
    return (form,)


class DeviceSwitch(rx.Component):
    """See device.jsx."""

    library = script("push/device.jsx")
    tag = "DeviceSwitch"

    server_key: rx.Var[str]
    is_on_here: rx.Var[bool]
    button_class: rx.Var[str]
    words_class: rx.Var[str]
    on_class: rx.Var[str]
    on_show: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg,valid-type]
    on_subscribe: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]


def device_card() -> rx.Component:
    """Loads itself when it is shown."""
    return card(
        rx.el.p(
            "What you choose below shows on the screen of this device, even while coachbook is "
            "closed and the screen is locked. It says what happened and when, but no client's "
            "name, no balance and no answers. Your browser asks first whether you allow it.",
            class_name=SOFT,
        ),
        DeviceSwitch.create(
            icon("bell_ring"),
            "Turn on notifications here",
            server_key=PushDevices.server_key,
            is_on_here=PushDevices.is_on_here,
            on_show=PushDevices.load,
            on_subscribe=PushDevices.subscribe,
            button_class=f"{BASE} {KINDS['secondary']} {SIZES['medium']} self-start",
            words_class="flex min-h-6 text-sm text-ink text-pretty",
            on_class="flex min-h-6 text-sm font-medium text-success-ink",
        ),
        rx.cond(PushDevices.has_devices, _devices()),
        title="Notifications on this device",
        id="device-notifications",
    )


def _devices() -> rx.Component:
    return rx.el.div(
        rx.el.p("Devices that get notifications", class_name="text-[13px] font-medium text-ink"),
        rx.el.ul(
            rx.foreach(PushDevices.rows, _device),
            aria_label="Devices that get notifications",
            class_name="divide-y divide-line border-y border-line",
        ),
        rx.el.p(
            "Signing out on a device ends its notifications as well.",
            class_name="text-[13px] text-ink-soft",
        ),
        class_name="flex flex-col gap-2",
    )


def _device(row: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(row["is_phone"], icon("smartphone", size=20), icon("laptop", size=20)),
        rx.el.div(_name(row), _standing(row), class_name="flex min-w-0 grow basis-48 flex-col"),
        rx.el.div(
            button(
                "Send a test message",
                size="small",
                on_click=PushDevices.send_test(row["id"]),
                aria_label=f"Send a test message to {row['name']}",
            ),
            button(
                rx.cond(row["is_here"], "Turn off", "Remove"),
                kind="quiet",
                size="small",
                on_click=PushDevices.remove(row["id"]),
                aria_label=rx.cond(
                    row["is_here"],
                    f"Turn off notifications on {row['name']}, this device",
                    f"Remove {row['name']}",
                ),
            ),
            class_name="flex gap-2 pl-8 sm:pl-0",
        ),
        key=row["id"],
        class_name="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 py-3 text-ink-soft",
    )


def _name(row: Any) -> rx.Component:
    return rx.el.p(
        row["name"],
        rx.cond(row["is_here"], badge("This device", tone="success", icon_name="check")),
        class_name="flex flex-wrap items-center gap-2 text-sm font-medium text-ink",
    )


def _standing(row: Any) -> rx.Component:
    return rx.fragment(
        rx.el.p(row["standing"], class_name="text-[13px] text-ink-soft"),
        rx.cond(
            row["note"] != "",
            rx.el.p(
                icon("triangle_alert", size=14, class_name="mt-0.5"),
                row["note"],
                class_name="flex items-start gap-1.5 text-[13px] text-error",
            ),
        ),
    )
