"""What has stopped, where the owner sees it without looking for it."""

import reflex as rx

from coachbook.services import vitals
from coachbook.ui.calls import read
from coachbook.ui.components.buttons import link_button
from coachbook.ui.components.icons import icon
from coachbook.ui.gate import handler, person


class Troubles(rx.State):
    """None for anybody but the owner."""

    sentences: list[str] = []  # noqa: RUF012  (copied for every tab)

    @handler("coach")
    async def load(self) -> None:
        found = await read(vitals.vitals) if person().is_owner else None
        self.sentences = list(found.troubles()) if found else []


def trouble_banner() -> rx.Component:
    return rx.cond(
        Troubles.sentences,
        rx.el.section(
            icon("circle_alert", class_name="mt-0.5 hidden shrink-0 self-start sm:block"),
            rx.el.div(
                rx.el.p("Something stopped", class_name="font-semibold"),
                rx.foreach(Troubles.sentences, lambda one: rx.el.p(one)),
                class_name="flex min-w-0 grow flex-col gap-1 text-sm",
            ),
            link_button("Look at it", href="/operator", size="small"),
            aria_label="Something stopped",
            class_name=(
                "flex flex-col items-start gap-2.5 rounded-card border border-error/40 "
                "bg-error-soft px-4 py-3 text-error-ink sm:flex-row sm:items-center"
            ),
        ),
    )
