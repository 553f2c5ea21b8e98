"""One after another, where two at once would both find the place free."""

from uuid import UUID, uuid5

from sqlmodel import Session

from coachbook.database import lock_coach

NAMES = UUID("7c1f4a52-6a0e-4f6e-9a55-2f3f6f0f9d21")


def take(session: Session, what: str, name: str = "") -> None:
    """Until the commit nobody else holds this turn. SQLite's write transaction is one already."""
    lock_coach(session, uuid5(NAMES, f"{what}:{name}"))
