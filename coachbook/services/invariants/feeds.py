"""Calendar feeds belong to people who play the part, and each was made before it was looked at."""

from collections.abc import Iterator
from uuid import UUID

from coachbook.services.invariants.report import Finding, Offender, moment
from coachbook.services.invariants.rows import FeedRow, Practice


def findings(practice: Practice) -> Iterator[Finding]:
    parts = {("coach", coach.id) for coach in practice.coaches}
    parts |= {("client", relation.client_id) for relation in practice.relations}
    yield Finding(
        "feeds",
        "Every calendar feed is of a coach, or of somebody who is or was a client",
        len(practice.feeds),
        "feeds",
        tuple(found for row in practice.feeds for found in _wrong(row, parts, practice)),
    )


def _wrong(row: FeedRow, parts: set[tuple[str, UUID]], practice: Practice) -> Iterator[Offender]:
    if (row.role, row.profile_id) not in parts:
        yield Offender((row.id,), f"is a {row.role}'s, and they aren't one")
    if row.created_at > practice.now:
        yield Offender((row.id,), f"was made at {moment(row.created_at)}, which is still to come")
