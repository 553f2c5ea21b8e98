"""The top of a client's page: who it is, what is unusual, what can be done at once."""

import reflex as rx

from coachbook.ui.attendance.buttons import flag_badge
from coachbook.ui.client_profile.archive_state import ArchiveDialog
from coachbook.ui.client_profile.package_state import ClientPackages
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.components.buttons import button, icon_button, link_button
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.forms import form, text_field
from coachbook.ui.components.icons import icon
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import avatar, badge, card
from coachbook.ui.theme import SOFT

HEAD = ClientPage.head
BANNER = (
    "flex flex-col items-start gap-2.5 rounded-card border px-4 py-3 sm:flex-row sm:items-center"
)


def heading() -> rx.Component:
    is_archived = HEAD["status"] == "archived"
    return page_heading(
        rx.el.span(
            rx.el.bdi(HEAD["name"], class_name="break-words"),
            rx.cond(ClientPage.standing["flag"] != "", flag_badge(ClientPage.standing["flag"])),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.cond(
            is_archived,
            rx.fragment(),
            rx.fragment(
                button(
                    "Add package", icon_name="package_plus", on_click=ClientPackages.start_adding
                ),
                link_button(
                    "Book sessions",
                    href=f"/coach/bookings?book={ClientPage.key}",
                    kind="primary",
                    icon_name="calendar_plus",
                ),
                icon_button("archive", "Archive this client", on_click=ArchiveDialog.start),
            ),
        ),
    )


def banner() -> rx.Component:
    return rx.match(
        HEAD["status"],
        ("invited", _invitation()),
        ("archived", _archived()),
        rx.fragment(),
    )


def _invitation() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            icon("mail", class_name="mt-0.5 shrink-0"),
            rx.el.span(HEAD["about"], ". You can book for them already."),
            class_name="flex grow gap-2.5 text-sm",
        ),
        button("Send the invitation again", size="small", on_click=ClientPage.invite_again),
        class_name=f"{BANNER} border-notice/40 bg-notice-soft text-notice-ink",
    )


def _archived() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            icon("archive", class_name="mt-0.5 shrink-0"),
            rx.el.span(
                HEAD["about"],
                ". They can't book with you, and you can't book for them until you restore them.",
            ),
            class_name="flex grow gap-2.5 text-sm",
        ),
        button(
            rx.el.span("Restore ", rx.el.bdi(HEAD["name"])),
            size="small",
            icon_name="archive_restore",
            on_click=ClientPage.restore,
        ),
        class_name=f"{BANNER} border-line-strong bg-sunken text-ink",
    )


def bounce_banner() -> rx.Component:
    bounce = ClientPage.bounce
    return rx.cond(
        bounce["why"] != "",
        rx.el.section(
            icon("mail_x", class_name="mt-0.5 hidden shrink-0 self-start sm:block"),
            rx.el.div(
                rx.el.h2("Email bounces", class_name="font-semibold"),
                rx.el.p(bounce["why"]),
                rx.cond(
                    bounce["answer"] != "", rx.el.p(bounce["answer"], class_name="break-words")
                ),
                rx.el.p(bounce["advice"]),
                class_name="flex min-w-0 grow flex-col gap-1 text-sm",
            ),
            button(
                "Send there again",
                size="small",
                icon_name="send",
                on_click=ClientPage.send_there_again,
            ),
            aria_label="Email bounces",
            class_name=f"{BANNER} border-error/40 bg-error-soft text-error-ink",
        ),
    )


def about_card() -> rx.Component:
    return card(
        rx.el.div(
            avatar(HEAD["initials"], class_name="size-10"),
            rx.el.div(
                rx.el.p(HEAD["email"], class_name="break-all text-[13px] text-ink"),
                rx.el.p(HEAD["about"], class_name=SOFT),
                rx.cond(HEAD["zone"] != "", rx.el.p("Lives by ", HEAD["zone"], class_name=SOFT)),
                class_name="min-w-0",
            ),
            class_name="flex items-center gap-3",
        ),
        rx.el.div(
            rx.cond(
                HEAD["has_checkin"],
                badge(HEAD["checkin"], tone="checkin", icon_name="video"),
                badge("Check-in: ", HEAD["checkin"], icon_name="video_off"),
            ),
        ),
        title="About",
        action=icon_button("pencil", "Change the name", on_click=ClientPage.start_renaming),
    )


def name_dialog() -> rx.Component:
    return dialog(
        form(
            text_field(
                "Name",
                name="client_name",
                hint="What you call them. Their own account keeps the name they gave themselves.",
                default_value=HEAD["name"],
                required=True,
                max_length=200,
                auto_complete="off",
            ),
            rx.el.div(
                button("Go back", on_click=ClientPage.stop_renaming),
                button("Save name", kind="primary", type="submit"),
                class_name="flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end",
            ),
            on_submit=ClientPage.rename,
            key=ClientPage.is_renaming,
        ),
        id="rename-client",
        title="Change the name",
        is_open=ClientPage.is_renaming,
        on_close=ClientPage.stop_renaming,
    )
