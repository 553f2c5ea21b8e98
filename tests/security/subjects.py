"""Ids for a tab: for each argument the one that fits its name, or one and the same for all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

BOOKINGS = ("upcoming", "checkin", "draft", "to_mark", "moved", "cancelled", "past", "moved_on")
WORKOUTS = ("workout", "workout_done")
CLIENTS = ("client", "invited", "gone")
PACKAGES = ("package", "voided")
FITS: dict[str, tuple[str, ...]] = {  # an argument's name -> what it may be the id of
    "id": BOOKINGS, "booking_id": BOOKINGS, "chain_id": BOOKINGS, "booking": BOOKINGS,
    "workout_id": WORKOUTS, "workout": WORKOUTS, "coach_id": ("coach",), "coach": ("coach",),
    "client_id": CLIENTS, "book": CLIENTS, "source": CLIENTS, "package_id": PACKAGES,
    "template_id": ("template", "workout_template", "archived_template"),
    "value": ("template",), "package": ("template",), "template": ("workout_template",),
    "question_id": ("question", "archived_question"), "next_to": ("second_question",),
    "override_id": ("override", "run"), "note_id": ("note", "heard", "low", "ending"),
    "message_id": ("message", "dead", "in_doubt"), "feed_id": ("feed",),
    "device_id": ("push",), "session_id": ("device",), "token": ("token",),
}  # fmt: skip
Things = Mapping[str, UUID]


@dataclass(frozen=True)
class Ids:
    """`otherwise` goes wherever no kind of `things` fits; `at` is for addresses, if others are.

    With the `is_first` of a target everything is called.
    """

    label: str
    otherwise: str
    things: Things = field(default_factory=dict)
    turn: int = 0
    at: "Ids | None" = None
    is_first: bool = False

    def of(self, name: str) -> str:
        kinds = self.kinds(name)
        return str(self.things[kinds[self.turn % len(kinds)]]) if kinds else self.otherwise

    def kinds(self, name: str) -> list[str]:
        return [kind for kind in FITS.get(name, ()) if kind in self.things]

    def says_more(self, names: frozenset[str]) -> bool:
        """Than the turns before: for one of these names there is an id that wasn't sent yet."""
        if self.turn == 0:
            return bool(names)
        return any(self.turn < len(self.kinds(name)) for name in names)


def fitting(label: str, things: Things) -> Iterator[Ids]:
    """As many as it takes until each thing was where it fits."""
    first = Ids(label, str(next(iter(things.values()))), things)
    for turn in range(max(len(first.kinds(name)) for name in FITS)):
        yield Ids(f"{label}, {turn}", first.otherwise, things, turn, is_first=not turn)


def everywhere(label: str, thing: UUID) -> Ids:
    """One id, whatever is asked for."""
    return Ids(label, str(thing))


def at_home(label: str, otherwise: UUID, own: Things, things: Things | None = None) -> Ids:
    """Ids of others on a page of one's own."""
    at = Ids("", str(next(iter(own.values()))), own)
    return Ids(label, str(otherwise), things or {}, at=at)


def absent() -> Ids:
    return Ids("absent", str(uuid4()), is_first=True)
