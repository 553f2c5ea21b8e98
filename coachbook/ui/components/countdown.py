"""How long until an appointment, kept true in the browser."""

from typing import Any

import reflex as rx

from coachbook.ui.scripts import script


class Countdown(rx.Component):
    """See countdown.jsx."""

    library = script("components/countdown.jsx")
    tag = "Countdown"

    starts_at: rx.Var[str]
    ends_at: rx.Var[str]
    locale: rx.Var[str]
    time_zone: rx.Var[str]
    under_way: rx.Var[str]
    over: rx.Var[str]


def countdown(
    starts_at: Any, ends_at: Any, *, zone: Any, locale: Any, **props: Any
) -> rx.Component:
    """ "In 3 hours", "Tomorrow", "Under way"; both ends as ISO instants."""
    return Countdown.create(
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=zone,
        locale=locale,
        under_way="under way",
        over="over",
        **props,
    )
