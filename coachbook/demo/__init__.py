"""A believable practice to look around in: three coaches, forty clients, a year of bookings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from coachbook.demo.cast import COACHES, PASSWORD
from coachbook.demo.messages import tell_lately
from coachbook.demo.practices import address
from coachbook.demo.story import Story
from coachbook.errors import Refusal
from coachbook.services import passwords, set_up

__all__ = ["PASSWORD", "NotEmpty", "SignIn", "fill"]


class NotEmpty(Refusal):
    sentence = "There are people in this database already. Sample data goes into an empty one."


@dataclass(frozen=True)
class SignIn:
    name: str
    email: str
    password: str
    role: str


def fill(session: Session, *, now: datetime) -> list[SignIn]:
    """Write the sample practice as it is at `now`; the same for the same moment."""
    set_up.wait_turn(session)
    if not set_up.is_empty(session):
        raise NotEmpty
    story = Story(now, passwords.hashed(PASSWORD))
    story.tell()
    story.shelf.write(session)
    tell_lately(session, story.shelf, story.now)
    return list(_sign_ins())


def _sign_ins() -> Iterator[SignIn]:
    """The coaches, the owner first, and the first client of each."""
    for number, coach in enumerate(COACHES):
        role = "coach, owner" if number == 0 else "coach"
        yield SignIn(coach.name, coach.email, PASSWORD, role)
    for coach in COACHES:
        client = coach.clients[0]
        yield SignIn(client.name, address(client, coach), PASSWORD, f"client of {coach.name}")
