"""Addresses that take no email: nothing more is sent there until somebody lifts it, and never to
those of samples."""

from datetime import datetime

from sqlmodel import Session

from coachbook.models import BlockedAddress
from coachbook.models.upserts import insert_into
from coachbook.notifications import lookups

LONGEST_DETAIL = 500
SAMPLE = "This address is a sample."
SAMPLE_ENDS = (".example.com", ".example.net", ".example.org", ".example", ".test", ".invalid")
WORDS = {
    "bounced": "bounced",
    "dropped": "held back by the provider",
    "reported": "reported as spam",
    "refused": "refused by its server",
}


def key(address: str) -> str:
    return address.strip().lower()


def why_never(address: str) -> str:
    """Empty unless it is of a domain that is kept for samples (RFC 2606): nobody is there."""
    return SAMPLE if key(address).endswith(SAMPLE_ENDS) else ""


def why_blocked(session: Session, address: str) -> str:
    """Empty if it takes email."""
    found = lookups.get(session, BlockedAddress, key(address))
    return f"This address takes no email ({WORDS[found.cause]})." if found else ""


def block(session: Session, address: str, cause: str, *, detail: str, now: datetime) -> None:
    """The first cause stays, also if two find out at once."""
    values = {
        "address": key(address),
        "cause": cause,
        "detail": detail[:LONGEST_DETAIL],
        "blocked_at": now,
    }
    statement = insert_into(session, BlockedAddress).values(values)
    session.connection().execute(statement.on_conflict_do_nothing(index_elements=["address"]))
