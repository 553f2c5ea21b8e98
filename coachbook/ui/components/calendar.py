"""A calendar that the server has the last word in: week, month, and a day on a phone.

Plain data in and out. What was dragged stays where it was dropped until the verdict
`{"seq": ..., "ok": ...}` comes; refused, or unanswered for eight seconds, it goes back.
"""

from typing import Any, TypeVar

import reflex as rx

from coachbook.ui.scripts import script

_JSX = script("components/calendar.jsx")


Payload = TypeVar("Payload")


def _one(payload: rx.Var[Payload]) -> tuple[rx.Var[Payload]]:
    """One argument of the type that the handler names; the gate holds what arrives to it."""
    return (payload,)


class Calendar(rx.NoSSRComponent):
    """Bookings in a named zone, to look at, open, move and add to.

    `events`: id, title, start, end (ISO with offset), kind (session, checkin, workout),
    status (confirmed, to_mark, completed, no_show, cancelled), editable, label (read aloud).
    `spans`: start, end, kind (open, checkin, closed, blackout).
    `usage`: start, end, present, capacity.
    `more`: days of a month ("2026-03-02") with bookings beyond those in `events`, and how many.
    `on_move` gets {seq, id, start, end}, `on_pick` {start, end, whole_day}, `on_open` {id},
    `on_range` {start, end, view} with dates, the end not included.
    `loaded`: "2026-03-02 2026-03-09", the range that the events are of; a bar shows the wait.
    `go_to`: {seq, date, view, id} sends the calendar there each time seq changes, and the focus to
    the event of that id.
    """

    library = _JSX
    tag = "Calendar"
    lib_dependencies: list[str] = [  # noqa: RUF012  (Reflex reads it as a field)
        "@fullcalendar/react@7.1.4",
        "temporal-polyfill@1.0.8",
    ]

    events: rx.Var[list[dict[str, Any]]]
    spans: rx.Var[list[dict[str, Any]]]
    usage: rx.Var[list[dict[str, Any]]]
    more: rx.Var[dict[str, int]]
    verdict: rx.Var[dict[str, Any]]
    time_zone: rx.Var[str]
    locale: rx.Var[str]
    date: rx.Var[str]
    view: rx.Var[str]
    go_to: rx.Var[dict[str, Any]]
    height: rx.Var[str]
    loaded: rx.Var[str]
    pick_minutes: rx.Var[int]
    can_pick: rx.Var[bool]

    on_move: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]
    on_pick: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]
    on_open: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]
    on_range: rx.EventHandler[_one]  # type: ignore[type-arg,valid-type]


calendar = Calendar.create
