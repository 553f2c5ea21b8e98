"""A test message goes out at once, so that whoever asked for it hears what became of it."""

import asyncio
from functools import cache
from typing import NamedTuple

from coachbook.config import settings
from coachbook.notifications.outcomes import DeviceNews
from coachbook.notifications.sending import DeviceGone, NotSent, PushSender, TryLater
from coachbook.services.push_devices import Trial
from coachbook.ui.refusals import Tone


class Outcome(NamedTuple):
    news: DeviceNews
    sentence: str
    tone: Tone


@cache
def sender() -> PushSender:
    from coachbook.integrations import web_push

    return web_push.sender(settings())


async def attempt(trial: Trial) -> Outcome:
    """Not in the threads that pages wait for: a push service may take its time."""
    return await asyncio.to_thread(_attempt, trial)


def _attempt(trial: Trial) -> Outcome:
    try:
        sender().send(trial.push, trial.device, now=trial.at)
    except DeviceGone:
        return Outcome("gone", f"{trial.name} takes no messages any more. It is removed.", "notice")
    except TryLater:
        sentence = f"The push service of {trial.name} doesn't answer. Try again in a few minutes."
        return Outcome("failed", sentence, "error")
    except NotSent:
        sentence = f"{trial.name} was not reached. Turn notifications off on it and on again."
        return Outcome("failed", sentence, "error")
    sentence = f"The test message is on its way to {trial.name}."
    return Outcome("worked", sentence, "success")
