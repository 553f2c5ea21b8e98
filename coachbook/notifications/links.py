"""Links of emails that work signed out. Each is signed for one purpose and signs nobody in."""

from uuid import UUID

from coachbook import signing


def appointment_path(chain_id: UUID, email: str) -> str:
    """Where its client sees, moves and cancels a booking, wherever its moves have led.

    It dies with the address that it was sent to, and when the booking starts.
    """
    return f"/appointment/{signing.token(chain_id, _appointment(email))}"


def unsubscribe_path(profile_id: UUID, event: str) -> str:
    """Where a person stops the emails about one event; a mail app may do it with one POST."""
    return f"/unsubscribe/{_word(event)}/{signing.token(profile_id, _unsubscribe(event))}"


def claimed_chain(token: str) -> UUID | None:
    """Which booking a link speaks of. That proves nothing: `is_for` does."""
    return signing.claimed_id(token)


def is_for(token: str, chain_id: UUID, email: str) -> bool:
    """Whether it was made for this booking and sent to this address."""
    return signing.row_id(token, _appointment(email)) == chain_id


def unsubscriber(word: str, token: str) -> tuple[UUID, str] | None:
    """Whose link it is and of which event; None for anything else."""
    event = word.replace("-", "_")
    profile_id = signing.row_id(token, _unsubscribe(event))
    return (profile_id, event) if profile_id and _word(event) == word else None


def _appointment(email: str) -> str:
    return f"appointment:{email}"


def _unsubscribe(event: str) -> str:
    return f"unsubscribe:{event}"


def _word(event: str) -> str:
    return event.replace("_", "-")
