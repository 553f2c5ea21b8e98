"""Packages: the templates that a coach sells from, and what was sold."""

import reflex as rx

from coachbook.ui.coach_packages.extension_parts import extension_dialog
from coachbook.ui.coach_packages.extension_state import HolidayExtension
from coachbook.ui.coach_packages.sales_parts import sales_card
from coachbook.ui.coach_packages.sales_state import SalesHistory
from coachbook.ui.coach_packages.state import TemplateShelf
from coachbook.ui.coach_packages.template_parts import (
    archive_dialog,
    edit_dialog,
    templates_card,
)
from coachbook.ui.components.buttons import button
from coachbook.ui.components.page_parts import page_heading
from coachbook.ui.components.surfaces import card, skeleton
from coachbook.ui.navigation import Entry
from coachbook.ui.shell import screen


def packages_loading() -> rx.Component:
    return rx.el.div(
        rx.el.span("Loading", class_name="sr-only"),
        card(*(skeleton("h-10 w-full") for _ in range(4))),
        card(*(skeleton("h-10 w-full") for _ in range(6))),
        class_name="grid items-start gap-5 lg:grid-cols-2",
    )


@screen(
    "/coach/packages",
    title="Packages",
    allow="coach",
    on_load=[TemplateShelf.load, SalesHistory.load],
    nav=Entry("Packages", "package", order=30),
    loading=packages_loading,
    has_heading=False,
)
def packages() -> rx.Component:
    return rx.el.div(
        page_heading(
            "Packages",
            button("Extend all", icon_name="calendar_clock", on_click=HolidayExtension.start),
            button(
                "Create template",
                kind="primary",
                icon_name="package_plus",
                on_click=TemplateShelf.start_creating,
            ),
        ),
        rx.el.div(
            templates_card(),
            sales_card(),
            class_name="grid items-start gap-5 lg:grid-cols-2",
        ),
        edit_dialog(),
        archive_dialog(),
        extension_dialog(),
        class_name="flex flex-col gap-5",
    )
