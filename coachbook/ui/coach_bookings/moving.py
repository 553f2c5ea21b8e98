"""One way to move a booking, for the drag and for the dialog: done, or a question to the coach."""

from dataclasses import dataclass
from datetime import datetime

from coachbook.errors import NeedsConfirmation
from coachbook.services import bookings
from coachbook.services.bookings import BookingView, Moved
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.calls import write
from coachbook.ui.gate import person

UNDO_SECONDS = 10


@dataclass(frozen=True)
class Wish:
    """Where a booking should go. The same wish is sent under the same request id."""

    booking: BookingView
    starts_at: datetime
    request_id: str


@dataclass(frozen=True)
class Answer:
    """Moved, or else the question that the coach has to say yes to."""

    moved: Moved | None = None
    question: str = ""


async def ask(wish: Wish, *, confirmed: bool = False) -> Answer:
    """A refusal is raised; a question is an answer. The client hears of it when undo is over."""
    try:
        moved = await write(
            bookings.reschedule, wish.booking.id, wish.starts_at, by=person(),
            version=wish.booking.version, request_id=wish.request_id, confirmed=confirmed,
        )  # fmt: skip
    except NeedsConfirmation as question:
        return Answer(question=question.sentence)
    return Answer(moved)


def told(moved: Moved, reader: Person) -> str:
    """What the bar with Undo says."""
    one = moved.booking
    when = words.moment(one.starts_at, reader.zone, reader.locale)
    changed = f" It now uses {one.package_label}." if moved.package_changed else ""
    return f"{one.client_name} moved to {when}.{changed}"


def title(wish: Wish, reader: Person) -> str:
    when = words.moment(wish.starts_at, reader.zone, reader.locale)
    return f"Move {wish.booking.client_name} to {when}?"
