"""Name, address, password and devices; forms with a password are posted by the browser."""

from typing import Any

import reflex as rx

from coachbook.services.passwords import LONGEST, SHORTEST
from coachbook.ui.components.buttons import button
from coachbook.ui.components.forms import checkbox_field, form, native_form, text_field
from coachbook.ui.components.icons import icon
from coachbook.ui.components.surfaces import badge, card
from coachbook.ui.settings.profile_state import OwnProfile
from coachbook.ui.sign_in.frame import hidden
from coachbook.ui.theme import SOFT

STACK = "flex flex-col gap-4"


def name_card(hint: str) -> rx.Component:
    return card(
        form(
            text_field(
                "Your name",
                name="name",
                hint=hint,
                key=OwnProfile.name,
                default_value=OwnProfile.name,
                max_length=200,
                auto_complete="name",
            ),
            button("Save name", type="submit", class_name="self-start"),
            on_submit=OwnProfile.rename,
            no_validate=True,
        ),
        title="Name",
    )


def email_card(stands_on: str) -> rx.Component:
    return card(
        rx.el.p(
            "You sign in with ",
            rx.el.strong(OwnProfile.email, class_name="text-ink"),
            ", and messages go there.",
            class_name=f"{SOFT} break-words",
        ),
        rx.cond(OwnProfile.waiting_email != "", _waiting()),
        native_form(
            hidden("stands_on", stands_on),
            text_field(
                "New email",
                name="email",
                type="email",
                hint="We send a link there. Your address changes when you open it and confirm.",
                key=OwnProfile.typed_email,
                default_value=OwnProfile.typed_email,
                required=True,
                max_length=254,
                auto_complete="email",
            ),
            rx.cond(OwnProfile.has_password, _password("Your password", "email_password")),
            button("Send the link", type="submit", class_name="self-start"),
            action="/auth/email",
            class_name=STACK,
        ),
        title="Email",
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        icon("mail", class_name="mt-0.5 shrink-0"),
        rx.el.p(
            rx.el.strong(OwnProfile.waiting_email),
            " waits for you to open the link that was sent there.",
            class_name="min-w-0 grow break-words",
        ),
        button("Keep my address", size="small", on_click=OwnProfile.keep_email),
        class_name=(
            "flex flex-wrap items-start gap-2 rounded-control bg-notice-soft px-3 py-2.5 text-sm "
            "text-notice-ink"
        ),
    )


def _password(label: str, name: str) -> rx.Component:
    return text_field(
        label,
        name=name,
        type="password",
        required=True,
        max_length=LONGEST,
        auto_complete="current-password",
    )


def password_card(stands_on: str) -> rx.Component:
    return card(
        rx.cond(
            OwnProfile.has_password,
            rx.fragment(),
            rx.el.p("You have no password yet: you come in by emailed links.", class_name=SOFT),
        ),
        native_form(
            hidden("stands_on", stands_on),
            rx.el.input(
                type="hidden",
                name="username",
                value=OwnProfile.email,
                auto_complete="username",
            ),
            rx.cond(OwnProfile.has_password, _password("Current password", "current_password")),
            text_field(
                "New password",
                name="password",
                type="password",
                hint=f"At least {SHORTEST} characters. Three or four words are easy to remember.",
                required=True,
                min_length=SHORTEST,
                max_length=LONGEST,
                auto_complete="new-password",
            ),
            checkbox_field(
                "Sign out all other devices",
                name="ends_others",
                hint="On them one has to sign in again, with the new password.",
                default_checked=True,
            ),
            button("Save new password", type="submit", class_name="self-start"),
            action="/auth/password",
            class_name=STACK,
        ),
        title="Password",
    )


def devices_card() -> rx.Component:
    return card(
        rx.el.p(
            "Signing a device out takes effect at once; on it one has to sign in again.",
            class_name=SOFT,
        ),
        rx.el.ul(
            rx.foreach(OwnProfile.devices, _device),
            aria_label="Devices signed in",
            class_name="divide-y divide-line border-y border-line",
        ),
        rx.cond(
            OwnProfile.has_others,
            button(
                "Sign out all other devices",
                on_click=OwnProfile.sign_out_others,
                class_name="self-start",
            ),
        ),
        title="Devices signed in",
    )


def _device(row: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(row["is_phone"], icon("smartphone", size=20), icon("laptop", size=20)),
        rx.el.div(
            rx.el.p(row["words"], class_name="text-sm font-medium text-ink"),
            rx.el.p("Last seen ", row["seen"], class_name="text-[13px] text-ink-soft"),
            class_name="flex min-w-0 grow flex-col",
        ),
        rx.cond(
            row["is_this"],
            badge("This device", tone="success", icon_name="check"),
            button(
                "Sign out",
                size="small",
                on_click=OwnProfile.sign_out_device(row["id"]),
                aria_label=f"Sign out {row['words']}",
            ),
        ),
        key=row["id"],
        class_name="flex min-h-14 items-center gap-3 py-2 text-ink-soft",
    )
