"""Each message is where its state says, and why; a lease belongs to what is being sent."""

from collections.abc import Iterator

from coachbook.notifications import matrix
from coachbook.services.invariants.report import Finding, Offender, moment
from coachbook.services.invariants.rows import MessageRow, Practice


def findings(practice: Practice) -> Iterator[Finding]:
    yield Finding(
        "outbox",
        "A message is leased while it is sent, dated once it is, and says why if it never is",
        len(practice.messages),
        "messages",
        tuple(found for one in practice.messages for found in _wrong_state(one, practice)),
    )
    yield Finding(
        "matrix",
        "Every message is one that the matrix knows, by a channel that it gives it, under its key",
        len(practice.messages),
        "messages",
        tuple(found for one in practice.messages for found in _unknown(one)),
    )


def _wrong_state(message: MessageRow, practice: Practice) -> Iterator[Offender]:
    state = message.state
    faults = {
        "is claimed by nobody": state == "claimed" and message.lease_until is None,
        f"is {state}, and still leased": state != "claimed" and message.lease_until is not None,
        "is sent, nobody knows when": state == "sent" and message.sent_at is None,
        f"is {state}, and was sent": state != "sent" and message.sent_at is not None,
        "is void for no reason": state == "void" and not message.reason,
        "was given up for no reason": state == "dead" and not message.last_error,
        "is claimed, and was never tried": state == "claimed" and message.attempts == 0,
        f"was written at {moment(message.created_at)}, which is still to come": (
            message.created_at > practice.now
        ),
    }
    return (Offender((message.id,), words) for words, is_so in faults.items() if is_so)


def _unknown(message: MessageRow) -> Iterator[Offender]:
    event = matrix.EVENTS.get(message.event)
    if event is None:
        yield Offender((message.id,), f"is about {message.event}, which is no event")
    elif message.channel not in event.channels:
        yield Offender((message.id,), f"{message.event} goes by {message.channel}")
    elif not _is_its_key(message):
        yield Offender((message.id,), f"{message.event} stands under another key")


def _is_its_key(message: MessageRow) -> bool:
    event, _, rest = message.unique_key.partition(":")
    return event == message.event and rest.endswith(f":{message.recipient_id}:{message.channel}")
