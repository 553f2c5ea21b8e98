"""One way to end a booking or to correct its end: done, or a question to the coach."""

from dataclasses import dataclass

from coachbook.errors import NeedsConfirmation
from coachbook.services import bookings
from coachbook.services.bookings import BookingView
from coachbook.ui.attendance.rows import BACK, CLIENT, COACH, COMPLETED, NO_SHOW, NOUNS
from coachbook.ui.calls import write
from coachbook.ui.gate import person

DONE = {
    COMPLETED: "{name} is marked as completed.",
    NO_SHOW: "{name} is marked as a no-show.",
    CLIENT: "The {noun} of {name} is cancelled.",
    COACH: "The {noun} of {name} is cancelled.",
    BACK: "The {noun} of {name} is back.",
}


@dataclass(frozen=True)
class Wish:
    """What became of a booking, as the page showed it before."""

    booking: BookingView
    became: str


@dataclass(frozen=True)
class Answer:
    """Done, unless there is a reason for which the coach has to be asked."""

    reason: str = ""


async def ask(wish: Wish, *, confirmed: bool = False) -> Answer:
    """A refusal is raised; a question is an answer."""
    one, became = wish.booking, wish.became
    known = {"by": person(), "version": one.version}
    try:
        if became in (CLIENT, COACH):
            await write(bookings.cancel, one.id, on_behalf_of_client=became == CLIENT, **known)
        elif one.status == "cancelled":
            await write(bookings.reopen, one.id, status=became, confirmed=confirmed, **known)
        else:
            verb = bookings.complete if became == COMPLETED else bookings.mark_no_show
            await write(verb, one.id, **known)
    except NeedsConfirmation as question:
        return Answer(question.sentence)
    return Answer()


def done(wish: Wish) -> str:
    one = wish.booking
    return DONE[wish.became].format(name=one.client_name, noun=NOUNS[one.kind])
