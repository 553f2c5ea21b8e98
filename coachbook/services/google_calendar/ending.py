"""Takes a connection apart: what is to come out of Google if the coach wants it, then the consent,
then all that we know of it."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from coachbook.database import reading
from coachbook.models import Booking
from coachbook.models.columns import table_of
from coachbook.services.google_calendar import connections, desired, turns
from coachbook.services.google_calendar.calendar_client import (
    CalendarClient,
    EventGone,
    NeedsReconnect,
    Refused,
)
from coachbook.services.google_calendar.desired import Wish, event_id
from coachbook.services.google_calendar.speaking import Speaker

LONG_ENOUGH = timedelta(hours=24)
_booking = table_of(Booking)


def take_apart(speaker: Speaker) -> None:
    if speaker.turn.removes_events:
        _remove_events(speaker)
    with suppress(Refused, NeedsReconnect):
        speaker.google.revoke(speaker.token())
    forget(speaker)


def forget(speaker: Speaker) -> None:
    """The links of what was taken out lead nowhere any more."""

    def write(session: Session) -> bool:
        if speaker.turn.removes_events:
            session.connection().execute(_without_links(speaker))
        connections.forget(session, speaker.turn.coach_id)
        return True

    speaker.note(write)


def _without_links(speaker: Speaker) -> Any:
    is_taken_out = (_booking.c.coach_id == speaker.turn.coach_id) & (
        _booking.c.starts_at > speaker.now()
    )
    return update(_booking).where(is_taken_out).values(google_event_id=None, google_meet_link=None)


def has_waited_long_enough(speaker: Speaker) -> bool:
    """Google that can't be reached for a day keeps nobody connected."""
    turn = speaker.turn
    is_ending = turn.status == "ending" and turn.failing_since is not None
    return is_ending and speaker.now() >= (turn.failing_since or speaker.now()) + LONG_ENOUGH


def _remove_events(speaker: Speaker) -> None:
    client = speaker.google.opening(speaker.token())
    with reading() as session:
        wishes = desired.of_coach(session, speaker.turn.coach_id, now=speaker.now())
    for wish in wishes:
        if wish.copy.calendar_id and wish.starts_at > speaker.now():
            _remove(client, wish)
            speaker.note(lambda session: turns.keep(session, speaker.turn, now=speaker.now()))


def _remove(client: CalendarClient, wish: Wish) -> None:
    """Nobody is mailed: the appointment stands, only not there."""
    its_id = event_id(wish.chain_id, wish.copy.generation)
    with suppress(EventGone, Refused):
        client.delete(wish.copy.calendar_id, its_id, notifies=False)
