"""A page that is left open learns when what it shows has become old."""

from typing import Any

import reflex as rx

from coachbook.ui.scripts import script


class Expiring(rx.Component):
    """See expiring.jsx."""

    library = script("components/expiring.jsx")
    tag = "Expiring"

    seconds: rx.Var[int]
    on_expire: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg,valid-type]


def expiring(seconds: Any, *, on_expire: Any) -> rx.Component:
    """`on_expire` runs that long after the page learned it; 0 never. Keep it a plain refresh."""
    return Expiring.create(seconds=seconds, on_expire=on_expire)
