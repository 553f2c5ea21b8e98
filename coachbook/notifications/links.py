"""Links of emails that work signed out. Each is signed for one purpose and signs nobody in."""

from uuid import UUID

from coachbook import signing


def appointment_path(chain_id: UUID, email: str) -> str:
    """Where its client sees, moves and cancels a booking, wherever its moves have led.

    It dies with the address that it was sent to, and when the booking starts.
    """
    return f"/appointment/{signing.token(chain_id, _appointment(email))}"


def unsubscribe_path(profile_id: UUID, event: str, email: str) -> str:
    """Where a person stops the emails about one event; a mail app may do it with one POST.

    It dies with the address that it was sent to.
    """
    return f"/unsubscribe/{_word(event)}/{signing.token(profile_id, _unsubscribe(event, email))}"


def claimed_chain(token: str) -> UUID | None:
    """Which booking a link speaks of. That proves nothing: `is_for` does."""
    return signing.claimed_id(token)


def is_for(token: str, chain_id: UUID, email: str) -> bool:
    """Whether it was made for this booking and sent to this address."""
    return signing.row_id(token, _appointment(email)) == chain_id


def claimed_subscription(word: str, token: str) -> tuple[UUID, str] | None:
    """Whose link it says that it is and of which event. That proves nothing: `stops` does."""
    event, profile_id = word.replace("-", "_"), signing.claimed_id(token)
    return (profile_id, event) if profile_id and _word(event) == word else None


def stops(token: str, profile_id: UUID, event: str, email: str) -> bool:
    """Whether it was made for this person's emails about the event and sent to this address."""
    return signing.row_id(token, _unsubscribe(event, email)) == profile_id


def _appointment(email: str) -> str:
    return f"appointment:{email}"


def _unsubscribe(event: str, email: str) -> str:
    return f"unsubscribe:{event}:{email}"


def _word(event: str) -> str:
    return event.replace("_", "-")
