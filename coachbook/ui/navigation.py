"""Which pages the frame links to: each screen brings its own entry."""

from dataclasses import dataclass

from coachbook.ui.gate import Role


@dataclass(frozen=True)
class Entry:
    """One link in the navigation of a role; the smallest `order` comes first.

    `covers` is how the addresses begin of all the pages that it is marked on. `has_bell` puts the
    number of unread notes on it.
    """

    label: str
    icon_name: str
    order: int = 50
    href: str = ""
    role: Role = "person"
    covers: str = ""
    has_bell: bool = False

    def is_at(self, route: str) -> bool:
        return route == self.href or bool(self.covers and route.startswith(self.covers))


ENTRIES: list[Entry] = []

GROUPS: tuple[tuple[Role, str], ...] = (
    ("coach", "Coaching"),
    ("client", "Booking"),
    ("owner", "This coachbook"),
)


def entries_of(role: Role) -> list[Entry]:
    return sorted((e for e in ENTRIES if e.role == role), key=lambda e: (e.order, e.label))
