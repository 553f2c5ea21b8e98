"""One client: packages, what is booked and what was, attendance, and the coach's notes."""

import reflex as rx

from coachbook.ui.attendance.dialogs import attendance_dialogs
from coachbook.ui.client_profile.archive_dialog import archive_dialog
from coachbook.ui.client_profile.archive_state import ArchiveDialog
from coachbook.ui.client_profile.attendance_card import attendance_card
from coachbook.ui.client_profile.heading import (
    about_card,
    banner,
    bounce_banner,
    heading,
    name_dialog,
)
from coachbook.ui.client_profile.history_cards import forms_card, history_card
from coachbook.ui.client_profile.package_cards import packages_card
from coachbook.ui.client_profile.package_dialogs import package_dialogs
from coachbook.ui.client_profile.parts import bookings_card, notes_card
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.coach_clients.absent import no_such_client
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.surfaces import card, skeleton
from coachbook.ui.packages.picker import PackagePicker
from coachbook.ui.shell import screen
from coachbook.ui.workouts.card import workouts_card
from coachbook.ui.workouts.card_state import WorkoutsCard


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
    on_load=[ClientPage.load, PackagePicker.load, WorkoutsCard.load],
    loading=profile_loading,
    has_heading=False,
)
def client_profile() -> rx.Component:
    return rx.cond(ClientPage.is_here, _profile(), no_such_client("Client"))


def _profile() -> rx.Component:
    after = [ClientPage.refresh]
    return rx.el.div(
        heading(),
        banner(),
        bounce_banner(),
        rx.el.div(
            rx.el.div(packages_card(), bookings_card(), class_name=COLUMN),
            rx.el.div(
                about_card(),
                attendance_card(),
                workouts_card(),
                notes_card(),
                class_name=f"{COLUMN} lg:col-start-2 lg:row-span-2 lg:row-start-1",
            ),
            rx.el.div(history_card(), forms_card(), class_name=COLUMN),
            class_name=(
                "grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem] lg:grid-rows-[auto_1fr]"
            ),
        ),
        package_dialogs(),
        archive_dialog(),
        name_dialog(),
        attendance_dialogs(after=after),
        live_updates("/live", on_change=[*after, WorkoutsCard.refresh, ArchiveDialog.refresh]),
        class_name="flex flex-col gap-5",
    )


COLUMN = "flex min-w-0 flex-col gap-5"
