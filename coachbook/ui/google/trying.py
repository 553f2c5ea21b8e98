"""A test event: written to Google and removed at once, so that whoever asks hears how it went."""

import asyncio
from typing import NamedTuple

from coachbook.config import settings
from coachbook.services.google_calendar.calendar_client import (
    CalendarClient,
    GoogleFailed,
    NeedsReconnect,
)
from coachbook.services.google_calendar.trials import TITLE, NotRemoved, Trial, carry_out
from coachbook.ui.refusals import Tone

WORKED = "Google took a test event, and it is removed again. Everything works."
LEFT = (
    "Google took the test event but didn't remove it again: "
    f"take “{TITLE}” out of tomorrow yourself."
)
ENDED = "Google doesn't let coachbook in any more. Connect again."


class Outcome(NamedTuple):
    is_well: bool
    sentence: str
    tone: Tone


async def attempt(trial: Trial) -> Outcome:
    """Not in the threads that pages wait for: Google may take its time."""
    return await asyncio.to_thread(_attempt, trial)


def _attempt(trial: Trial) -> Outcome:
    try:
        carry_out(trial, _calendar(trial.refresh_token))
    except NotRemoved:
        return Outcome(True, LEFT, "notice")
    except NeedsReconnect:
        return Outcome(False, ENDED, "error")
    except GoogleFailed as problem:
        return Outcome(False, f"The test event wasn't written. {problem.words}", "error")
    return Outcome(True, WORKED, "success")


def _calendar(refresh_token: str) -> CalendarClient:
    from coachbook.integrations import google_calendar

    return google_calendar.opening(settings())(refresh_token)
