"""Brings each coach's Google Calendar to what their bookings say, a turn at a time.

Every call is made outside any transaction. Whoever dies between a call and its note leaves the
same to be done again, which changes nothing twice.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from coachbook.database import reading, transaction
from coachbook.errors import DatabaseUnreachable
from coachbook.notifications import waking
from coachbook.services.google_calendar import (
    comparing,
    desired,
    ending,
    notes,
    telling,
    turns,
)
from coachbook.services.google_calendar.calendar_client import (
    CalendarClient,
    GoogleFailed,
    NeedsReconnect,
    Refused,
    TryLater,
)
from coachbook.services.google_calendar.desired import Copy, Wish
from coachbook.services.google_calendar.speaking import Google, Now, Speaker, never
from coachbook.services.google_calendar.turns import TurnLost
from coachbook.services.google_calendar.writing import Hand, Step

log = logging.getLogger("coachbook.google")

ROWS_A_TURN = 10
A_TURN = timedelta(seconds=5)
MOST_STEPS = 8
TOO_MANY_STEPS = "Google's answers contradict each other."


def have_compared() -> int:
    """What Google holds is looked through in each coach's next turn; how many coaches those are."""
    with transaction() as session:
        count = turns.have_compared(session)
    waking.wake()
    return count


def serve_all(google: Google, *, now: Now, limit: int = 10_000) -> int:
    """Everything that is due, and what comes due behind it; how many turns that took."""
    return next(
        (count for count in range(limit) if not serve_next(google, now=now)),
        limit,
    )


def serve_next(google: Google, *, now: Now, is_stopping: Callable[[], bool] = never) -> bool:
    """Speak to Google for one coach, for as long as a turn lasts; whether anyone had a turn."""
    with reading() as session:
        if not turns.is_anything_due(session, now=now()):
            return False
    with transaction() as session:
        turn = turns.take(session, now=now())
    if turn is None:
        return False
    try:
        _serve(Speaker(google, turn, now, is_stopping))
    except TurnLost:
        log.warning("A turn with Google took longer than its lease; another has it.")
    return True


def _serve(speaker: Speaker) -> None:
    try:
        if speaker.turn.status == "ending":
            return ending.take_apart(speaker)
        _sync(speaker)
    except NeedsReconnect as gone:
        _consent_gone(speaker, gone)
    except GoogleFailed as failure:
        _failing(speaker, failure)
    except (TurnLost, DatabaseUnreachable):
        raise
    except Exception as problem:
        _failing(speaker, TryLater(_unforeseen(problem)))
    else:
        speaker.note(lambda session: _released(session, speaker))


def _sync(speaker: Speaker) -> None:
    client = speaker.google.opening(speaker.token())
    began = speaker.now()
    chains = _due(speaker)
    for chain_id in chains:
        if speaker.is_stopping() or speaker.now() >= began + A_TURN:
            return
        _bring(speaker, client, chain_id)
    if speaker.turn.is_to_be_compared and not _due(speaker):
        comparing.compare(speaker, client)
        speaker.note(lambda session: turns.note_success(session, speaker.turn, now=speaker.now()))


def _due(speaker: Speaker) -> list[UUID]:
    with reading() as session:
        return turns.due_chains(session, speaker.turn, now=speaker.now(), limit=ROWS_A_TURN)


def _bring(speaker: Speaker, client: CalendarClient, chain_id: UUID) -> None:
    """Whatever goes wrong with one appointment alone holds up no other."""
    with reading() as session:
        wish = desired.one(session, chain_id, now=speaker.now())
        is_as_taken = turns.is_as_taken(session, speaker.turn)
    if wish is None or not is_as_taken:
        return
    try:
        _bring_to(speaker, client, wish)
    except Refused as refusal:
        words = refusal.words
        speaker.note(lambda session: notes.refused(session, wish, words))
    except (TurnLost, DatabaseUnreachable, NeedsReconnect):
        raise
    except GoogleFailed:
        speaker.note(lambda session: notes.failed(session, chain_id))
        raise
    except Exception as problem:
        _note_broken(speaker, chain_id, problem)


def _unforeseen(problem: Exception) -> str:
    """Its own words may name people."""
    where = traceback.extract_tb(problem.__traceback__)[-1]
    name = type(problem).__name__
    log.error("Writing to Google Calendar failed: %s at %s:%s", name, *where[:2])
    return f"It failed unexpectedly: {name}"


def _note_broken(speaker: Speaker, chain_id: UUID, problem: Exception) -> None:
    words = _unforeseen(problem)
    speaker.note(lambda session: notes.broke(session, chain_id, words, now=speaker.now()))


def _bring_to(speaker: Speaker, client: CalendarClient, wish: Wish) -> None:
    hand = Hand(client, speaker.turn.calendar_id, speaker.now())
    copy, spoke = wish.copy, False
    if hand.is_done(wish, copy) and copy.meet == "pending":
        copy, spoke = _stepped(speaker, wish, copy, hand.ask_for_meet), True
    for _ in range(MOST_STEPS):
        if hand.is_done(wish, copy):
            return _note_done(speaker, wish, copy, spoke)
        copy, spoke = _stepped(speaker, wish, copy, hand.step), True
    raise TryLater(TOO_MANY_STEPS)


def _stepped(speaker: Speaker, wish: Wish, copy: Copy, call: Callable[[Wish, Copy], Step]) -> Copy:
    taken = call(wish, copy)
    speaker.note(lambda session: notes.step(session, wish, copy, taken, now=speaker.now()))
    return taken.copy


def _note_done(speaker: Speaker, wish: Wish, copy: Copy, spoke: bool) -> None:
    def write(session: Session) -> bool:
        notes.done(session, wish, copy, now=speaker.now())
        return spoke and turns.note_success(session, speaker.turn, now=speaker.now())

    speaker.note(write)


def _released(session: Session, speaker: Speaker) -> None:
    notes.repairs(session, speaker.turn, now=speaker.now())
    turns.release(session, speaker.turn)


def _consent_gone(speaker: Speaker, gone: NeedsReconnect) -> None:
    if speaker.turn.status == "ending":
        return ending.forget(speaker)

    def write(session: Session) -> bool:
        is_news = turns.note_consent_gone(session, speaker.turn, gone, now=speaker.now())
        if is_news:
            telling.consent_is_gone(session, speaker.turn.coach_id, now=speaker.now())
        return is_news

    speaker.note(write)


def _failing(speaker: Speaker, failure: GoogleFailed) -> None:
    """All that this coach has waits for the next try."""
    if ending.has_waited_long_enough(speaker):
        return ending.forget(speaker)

    def write(session: Session) -> bool:
        turns.note_failure(session, speaker.turn, failure, now=speaker.now())
        return speaker.turn.failing_since is None

    speaker.note(write)
