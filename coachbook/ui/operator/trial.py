"""Sends the owner one email at once, and says what the provider answered."""

from coachbook.config import BadSetting, settings
from coachbook.errors import Refusal
from coachbook.integrations import mail
from coachbook.notifications.sending import Email, NotSent


class NotDelivered(Refusal):
    """The sentence says why."""


def send(email: Email) -> None:
    try:
        sender = mail.sender(settings())
    except BadSetting as problem:
        raise NotDelivered(str(problem)) from problem
    if sender is None:
        raise NotDelivered("No way out is set up, so this email would stay on this machine.")
    try:
        sender.send(email)
    except NotSent as failure:
        raise NotDelivered(f"It didn't leave. {failure.reason}") from failure
    finally:
        getattr(sender, "close", bool)()
