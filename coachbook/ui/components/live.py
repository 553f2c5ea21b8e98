"""Follows a coach's calendar from an open page."""

from typing import Any

import reflex as rx

from coachbook.ui.scripts import script


class LiveUpdates(rx.Component):
    """See live.jsx."""

    library = script("components/live.jsx")
    tag = "LiveUpdates"

    url: rx.Var[str]
    on_change: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg,valid-type]


def live_updates(url: Any, *, on_change: Any) -> rx.Component:
    """`on_change` runs after a change by someone else (and by oneself); keep it a plain refresh.

    `url` is "/live" for a coach's own calendar, f"/live?coach={id}" for a client; "" rests.
    """
    return LiveUpdates.create(url=url, on_change=on_change)
