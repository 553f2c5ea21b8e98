"""Bookings that no longer fit, as the dialog before saving lists them. Pure."""

from collections.abc import Iterable, Mapping
from typing import TypedDict
from uuid import UUID

from coachbook.services.conflicts import Conflict
from coachbook.services.people import Person
from coachbook.services.settling import Decision, Settled
from coachbook.ui import words


class ConflictRow(TypedDict):
    """`choice` is keep or cancel; `is_new`: it wasn't in the list before."""

    key: str
    kind: str
    name: str
    when: str
    why: str
    href: str
    choice: str
    is_new: bool


def conflict_rows(
    found: Iterable[Conflict], reader: Person, decided: Mapping[UUID, Decision] | None = None
) -> list[ConflictRow]:
    """Kept, unless decided otherwise. With decisions, what has none is new."""
    return [
        ConflictRow(
            key=str(one.booking_id),
            kind=one.kind,
            name=one.client_name,
            when=words.span(one.starts_at, one.ends_at, reader.zone, reader.locale),
            why=one.sentence,
            href=f"/coach/clients/{one.client_id}",
            choice=(decided or {}).get(one.booking_id, "keep"),
            is_new=decided is not None and one.booking_id not in decided,
        )
        for one in found
    ]


def told(settled: Settled) -> str:
    """What became of bookings, to go on with after the sentence about the hours."""
    count = len(settled.cancelled)
    if not count:
        return ""
    who = words.listed(sorted({one.client_name for one in settled.cancelled}))
    is_are = "is" if count == 1 else "are"
    return f" {words.counted(count, 'booking')} {is_are} cancelled; {who} will be told."
