"""Links to calendar files. A route answers them and no page, so that they are plain links."""

from typing import Any

import reflex as rx

from coachbook.ui.components.buttons import BASE, KINDS, SIZES, Kind, Size
from coachbook.ui.components.icons import icon
from coachbook.ui.components.page_parts import Anchor

FILE_NAME = "appointment.ics"


class FileLink(Anchor):
    """What it leads to is kept as a file; the page stays as it is."""

    download: rx.Var[str]


def add_to_calendar(
    chain_id: Any, *, kind: Kind = "secondary", size: Size = "medium"
) -> rx.Component:
    """One booking as a file that every calendar program opens; `chain_id` as its words."""
    return FileLink.create(
        icon("calendar_plus"),
        "Add to calendar",
        href="/calendar/booking/" + chain_id + ".ics",
        download=FILE_NAME,
        class_name=f"{BASE} {KINDS[kind]} {SIZES[size]}",
    )
