"""Looks through what Google holds of the next 90 days, and has put right what isn't as it should
be: what is missing or was changed there is written again, what nobody booked is taken out."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session

from coachbook.database import reading
from coachbook.models import GoogleEvent
from coachbook.models.columns import table_of
from coachbook.services.google_calendar import desired, turns
from coachbook.services.google_calendar.calendar_client import (
    CalendarClient,
    Event,
    EventGone,
)
from coachbook.services.google_calendar.desired import Wish, event_id, site
from coachbook.services.google_calendar.speaking import Speaker
from coachbook.services.google_calendar.writing import differences

AHEAD = timedelta(days=90)
READ_BETWEEN_LEASES = 200
_event = table_of(GoogleEvent)


def compare(speaker: Speaker, client: CalendarClient) -> None:
    """Nothing else is written for this coach meanwhile: what stands there is what we wrote, or what
    somebody did to it."""
    began = speaker.now()
    found = _read(speaker, client)
    with reading() as session:
        wishes = desired.of_coach(session, speaker.turn.coach_id, now=began)
    _take_out_strays(speaker, client, found, wishes)
    wrong = list(_wrong(found, wishes, speaker))
    speaker.note(lambda session: _have_written(session, wrong, speaker))
    speaker.note(lambda session: turns.note_compared(session, speaker.turn, now=speaker.now()))


def _read(speaker: Speaker, client: CalendarClient) -> dict[str, Event]:
    found: dict[str, Event] = {}
    calendar_id, began = speaker.turn.calendar_id, speaker.now()
    for event in client.ours(calendar_id, since=began, until=began + AHEAD):
        found[str(event.get("id"))] = event
        if len(found) % READ_BETWEEN_LEASES == 0:
            _keep(speaker)
    return found


def _keep(speaker: Speaker) -> None:
    speaker.note(lambda session: turns.keep(session, speaker.turn, now=speaker.now()))


def _take_out_strays(
    speaker: Speaker, client: CalendarClient, found: dict[str, Event], wishes: Iterable[Wish]
) -> None:
    known = {str(wish.chain_id): wish for wish in wishes}
    for its_id, event in found.items():
        if _is_stray(its_id, event, known, speaker.turn.calendar_id):
            with suppress(EventGone):
                client.delete(speaker.turn.calendar_id, its_id, notifies=False)
            _keep(speaker)


def _is_stray(its_id: str, event: Event, known: dict[str, Wish], calendar_id: str) -> bool:
    """What another coachbook has put there is none of ours; what waits is about to be written."""
    marks = (event.get("extendedProperties") or {}).get("private") or {}
    wish = known.get(marks.get("coachbook_booking", ""))
    if wish is None:
        return bool(marks.get("coachbook_site") == site())
    if its_id != event_id(wish.chain_id, wish.copy.generation):
        return True
    is_here = wish.copy.calendar_id == calendar_id
    return not wish.is_waiting and not (is_here and wish.body)


def _wrong(found: dict[str, Event], wishes: Iterable[Wish], speaker: Speaker) -> Iterator[UUID]:
    now = speaker.now()
    for wish in wishes:
        is_ahead = now < wish.starts_at < now + AHEAD
        if wish.body is None or wish.is_waiting or not (is_ahead and wish.copy.is_there):
            continue
        there = found.get(event_id(wish.chain_id, wish.copy.generation))
        if there is None or differences(there, wish.body):
            yield wish.chain_id


def _have_written(session: Session, wrong: list[UUID], speaker: Speaker) -> None:
    """Without a fingerprint, Google is asked what is there before anything is written."""
    these = _event.c.chain_id.in_(wrong)
    in_order = select(_event.c.chain_id).where(these).order_by(_event.c.chain_id).with_for_update()
    session.connection().execute(in_order).all()  # as whoever wants several of them locks them
    again = update(_event).where(these, _event.c.written == _event.c.wanted)
    values = {"wanted": _event.c.wanted + 1, "due_at": speaker.now(), "fingerprint": ""}
    session.connection().execute(again.values(**values))
