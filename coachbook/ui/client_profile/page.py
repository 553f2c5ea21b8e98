"""One client: packages, what is booked and what was, and the coach's notes."""

import reflex as rx

from coachbook.ui.client_profile.package_dialogs import add_dialog, ledger_dialog
from coachbook.ui.client_profile.package_state import ClientPackages
from coachbook.ui.client_profile.parts import bookings_card, history_card, notes_card, packages_card
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.components.buttons import button, link_button
from coachbook.ui.components.icons import icon
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import avatar, badge, card, empty_state, skeleton
from coachbook.ui.packages.picker import PackagePicker
from coachbook.ui.shell import screen
from coachbook.ui.theme import SOFT


def profile_loading() -> rx.Component:
    return rx.el.div(
        rx.el.span("Loading", class_name="sr-only"),
        skeleton("h-10 w-64"),
        card(skeleton("h-24 w-full")),
        card(*(skeleton("h-8 w-full") for _ in range(4))),
        class_name="flex flex-col gap-5",
    )


@screen(
    "/coach/clients/[client_id]",
    title="Client",
    allow="coach",
    on_load=[ClientPage.load, PackagePicker.load],
    loading=profile_loading,
    has_heading=False,
)
def client_profile() -> rx.Component:
    return rx.cond(ClientPage.is_here, _profile(), _absent())


def _profile() -> rx.Component:
    return rx.el.div(
        _heading(),
        rx.cond(ClientPage.head["is_invited"], _invitation()),
        rx.el.div(
            rx.el.div(packages_card(), bookings_card(), history_card(), class_name=_COLUMN),
            rx.el.div(_about(), notes_card(), class_name=_COLUMN),
            class_name="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]",
        ),
        add_dialog(),
        ledger_dialog(),
        class_name="flex flex-col gap-5",
    )


_COLUMN = "flex min-w-0 flex-col gap-5"


def _heading() -> rx.Component:
    return page_heading(
        rx.el.bdi(ClientPage.head["name"], class_name="break-words"),
        button("Add package", icon_name="package_plus", on_click=ClientPackages.start_adding),
        link_button(
            "Book sessions",
            href=f"/coach/bookings?book={ClientPage.key}",
            kind="primary",
            icon_name="calendar_plus",
        ),
    )


def _invitation() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            icon("mail", class_name="mt-0.5"),
            rx.el.span(ClientPage.head["about"], ". You can book for them already."),
            class_name="flex grow gap-2.5 text-sm",
        ),
        button("Send the invitation again", size="small", on_click=ClientPage.invite_again),
        class_name=(
            "flex flex-col items-start gap-2.5 rounded-card border border-notice/40 "
            "bg-notice-soft px-4 py-3 text-notice-ink sm:flex-row sm:items-center"
        ),
    )


def _about() -> rx.Component:
    return card(
        rx.el.div(
            avatar(ClientPage.head["initials"], class_name="size-10"),
            rx.el.div(
                rx.el.p(
                    rx.el.bdi(ClientPage.head["name"]),
                    class_name="break-words text-sm font-medium text-ink",
                ),
                rx.el.p(ClientPage.head["email"], class_name=f"{SOFT} break-all"),
                class_name="min-w-0",
            ),
            class_name="flex items-center gap-3",
        ),
        rx.el.p(ClientPage.head["about"], class_name=SOFT),
        rx.el.div(
            rx.cond(
                ClientPage.head["has_checkin"],
                badge(ClientPage.head["checkin"], tone="checkin", icon_name="video"),
                badge(ClientPage.head["checkin"], icon_name="video_off"),
            ),
        ),
        title="About",
    )


def _absent() -> rx.Component:
    return rx.el.div(
        page_heading("Client"),
        empty_state(
            "Not here",
            "There is no such client on your list.",
            icon_name="user_x",
            action=link_button("See all clients", href="/coach/clients", kind="primary"),
        ),
        class_name="flex flex-col gap-5",
    )
