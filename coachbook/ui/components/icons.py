"""Icons from lucide. They decorate words and are never read out."""

from typing import Any

import reflex as rx

KIND_ICONS = {"workout": "dumbbell", "session": "users_round", "checkin": "video"}


def icon(name: str, *, size: int = 16, class_name: str = "", **props: Any) -> rx.Component:
    """A lucide icon by its name with underscores or dashes: `calendar_days`."""
    return rx.icon(
        name, size=size, class_name=f"shrink-0 {class_name}", aria_hidden="true", **props
    )
