"""A client's programme as their coach writes it; the shelf of templates has a page of its own."""

import reflex as rx

from coachbook.ui.coach_clients.absent import no_such_client
from coachbook.ui.components.buttons import button, link, link_button
from coachbook.ui.components.icons import icon
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import card, skeleton
from coachbook.ui.shell import screen
from coachbook.ui.workouts import templates_page
from coachbook.ui.workouts.adherence_card import adherence_card, notes_card
from coachbook.ui.workouts.copy_dialog import copy_dialog
from coachbook.ui.workouts.copy_state import ProgrammeCopy
from coachbook.ui.workouts.desk_dialogs import desk_dialogs
from coachbook.ui.workouts.programme_parts import programme
from coachbook.ui.workouts.state import ProgrammePage
from coachbook.ui.workouts.write_dialog import write_dialog
from coachbook.ui.workouts.write_state import WorkoutWriter

__all__ = ["client_workouts", "templates_page"]


def workouts_loading() -> rx.Component:
    return rx.el.div(
        rx.el.span("Loading", class_name="sr-only"),
        skeleton("h-10 w-64"),
        *(card(skeleton("h-16 w-full"), skeleton("h-16 w-full")) for _ in range(3)),
        class_name="flex flex-col gap-5",
    )


@screen(
    "/coach/clients/[client_id]/workouts",
    title="Workouts",
    allow="coach",
    on_load=ProgrammePage.load,
    loading=workouts_loading,
    has_heading=False,
)
def client_workouts() -> rx.Component:
    return rx.cond(ProgrammePage.is_here, _page(), no_such_client("Workouts"))


def _page() -> rx.Component:
    return rx.el.div(
        _back(),
        page_heading(
            rx.el.span("Workouts of ", rx.el.bdi(ProgrammePage.name)),
            link_button("Templates", href="/coach/workout-templates"),
            rx.cond(ProgrammePage.is_archived, rx.fragment(), _buttons()),
        ),
        rx.cond(ProgrammePage.is_archived, _archived()),
        rx.el.div(
            rx.el.div(programme(), class_name="min-w-0"),
            rx.cond(
                ProgrammePage.is_empty,
                rx.fragment(),
                rx.el.div(adherence_card(), notes_card(), class_name="flex min-w-0 flex-col gap-5"),
            ),
            class_name="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]",
        ),
        write_dialog(),
        desk_dialogs(),
        copy_dialog(),
        live_updates("/live", on_change=ProgrammePage.refresh),
        class_name="flex flex-col gap-5",
    )


def _back() -> rx.Component:
    return rx.el.p(
        link(
            icon("arrow_left", size=14),
            "Profile",
            href=f"/coach/clients/{ProgrammePage.key}",
            class_name="inline-flex items-center gap-1.5 text-sm pointer-coarse:min-h-11",
        )
    )


def _buttons() -> rx.Component:
    return rx.fragment(
        button("Copy", icon_name="copy", on_click=ProgrammeCopy.start),
        button(
            "Add workout",
            kind="primary",
            icon_name="plus",
            on_click=WorkoutWriter.start(ProgrammePage.today),
        ),
    )


def _archived() -> rx.Component:
    return rx.el.p(
        icon("archive", size=16, class_name="mt-0.5"),
        "This client is archived: their programme can be read, and changed once they are restored.",
        class_name="flex items-start gap-2 rounded-control bg-sunken px-3 py-2.5 text-sm text-ink",
    )
