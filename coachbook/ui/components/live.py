"""Follows a coach's calendar from an open page."""

from typing import Any, Literal

import reflex as rx

from coachbook.ui.scripts import script


class LiveUpdates(rx.Component):
    """See live.jsx."""

    library = script("components/live.jsx")
    tag = "LiveUpdates"

    url: rx.Var[str]
    kind: rx.Var[str]
    on_change: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg,valid-type]


def live_updates(
    url: Any, *, on_change: Any, of: Literal["calendar", "activity"] = "calendar"
) -> rx.Component:
    """`on_change` runs after a change by someone else (and by oneself); keep it a plain refresh.

    `url` is "/live" for a coach's own calendar, f"/live?coach={id}" for a client; "" rests.
    A coach's own stream also tells of their activity; a client's has a stream of its own.
    """
    kind = "activity" if of == "activity" else "message"
    return LiveUpdates.create(url=url, kind=kind, on_change=on_change)
