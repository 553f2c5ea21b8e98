"""How long to wait before the next try: longer each time, and never all at once."""

import random
from datetime import timedelta

FIRST_SECONDS = 5.0
LONGEST_SECONDS = 3_600.0
LONGEST_ASKED_SECONDS = 86_400.0
SECONDS_TO_BE_REPORTED = 60.0

_dice = random.SystemRandom()


def wait(
    attempts: int, *, asked_seconds: float | None = None, is_in_doubt: bool = False
) -> timedelta:
    """Anything up to a limit that doubles with each try, so that many don't come back together.

    What the provider asked for is waited out first. A message that may have arrived waits at least
    as long as its provider takes to say so.
    """
    highest = min(FIRST_SECONDS * 2 ** min(attempts, 20), LONGEST_SECONDS)
    seconds = _dice.uniform(0, highest)
    if is_in_doubt:
        seconds = max(seconds, SECONDS_TO_BE_REPORTED)
    return timedelta(seconds=seconds + _asked(asked_seconds))


def _asked(seconds: float | None) -> float:
    """A provider's slip of the pen would keep the message for ever."""
    return min(max(seconds or 0.0, 0.0), LONGEST_ASKED_SECONDS)
