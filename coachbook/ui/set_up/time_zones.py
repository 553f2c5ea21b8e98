"""The field for a time zone, filled in by the browser; see time_zone.jsx."""

from typing import Any

import reflex as rx

from coachbook.ui.components.forms import field
from coachbook.ui.scripts import script
from coachbook.ui.theme import CONTROL


class TimeZoneSelect(rx.Component):
    library = script("set_up/time_zone.jsx")
    tag = "TimeZoneSelect"

    name: rx.Var[str]
    picked: rx.Var[str]


def time_zone_field(*, picked: Any) -> rx.Component:
    control = TimeZoneSelect.create(
        id="time_zone",
        name="time_zone",
        picked=picked,
        class_name=CONTROL,
        custom_attrs={"aria-describedby": "time_zone-hint time_zone-error"},
    )
    return field(
        "Time zone",
        control,
        name="time_zone",
        hint="Your hours and days are counted in it.",
    )
