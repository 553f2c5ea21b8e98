"""Every message about sample people, and the one that is looked at."""

import reflex as rx

from coachbook.errors import NotFound
from coachbook.services import gallery
from coachbook.ui.calls import read
from coachbook.ui.gate import handler, person
from coachbook.ui.operator.messages_rows import NOTHING_SHOWN, Group, Row, groups


class Gallery(rx.State):
    """`width` is how wide the email's reader has it: phone or wide."""

    groups: list[Group] = []  # noqa: RUF012  (copied for every tab)
    shown: Row = NOTHING_SHOWN
    is_open: bool = False
    width: str = "phone"

    @handler("owner")
    async def load(self) -> None:
        self.is_open = False
        self.groups = groups(await read(gallery.samples, by=person()))

    @handler("owner")
    async def show(self, event: str) -> None:
        rows = [row for group in self.groups for row in group["rows"] if row["event"] == event]
        if not rows:
            raise NotFound
        self.shown, self.is_open = rows[0], True

    @handler("owner")
    async def close(self) -> None:
        self.is_open = False

    @handler("owner")
    async def choose_width(self, width: str) -> None:
        self.width = width if width in ("phone", "wide") else "phone"
