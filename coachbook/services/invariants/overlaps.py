"""Nobody is in two places at once, whoever their coaches are: not once they have joined both."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID

from coachbook.services.invariants.report import Finding, Offender, moment
from coachbook.services.invariants.rows import BookingRow, Practice, RelationRow

ALWAYS = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)

Joined = Mapping[tuple[UUID, UUID], datetime]


def findings(practice: Practice) -> Iterator[Finding]:
    diaries: dict[UUID, list[BookingRow]] = defaultdict(list)
    for booking in sorted(practice.live, key=lambda booking: booking.starts_at):
        diaries[booking.client_id].append(booking)
    joined = {(one.coach_id, one.client_id): _joined_at(one) for one in practice.relations}
    yield Finding(
        "overlap",
        "No client has two bookings at once, with any coach whom they have joined",
        len(diaries),
        "clients",
        tuple(found for diary in diaries.values() for found in _overlaps(diary, joined)),
    )


def _joined_at(relation: RelationRow) -> datetime:
    """From when on this coach's bookings and those of others know of each other."""
    return relation.joined_at or (ALWAYS if relation.status == "active" else NEVER)


def _overlaps(diary: list[BookingRow], joined: Joined) -> Iterator[Offender]:
    """`diary` is in order of start."""
    present: list[BookingRow] = []
    for booking in diary:
        present = [one for one in present if one.ends_at > booking.starts_at]
        for one in present:
            if _was_refusable(one, booking, joined):
                sentence = f"the same client has both at {moment(booking.starts_at)}"
                yield Offender((one.id, booking.id), sentence)
        present.append(booking)


def _was_refusable(one: BookingRow, other: BookingRow, joined: Joined) -> bool:
    """Whether whoever made the later of the two had to see the earlier."""
    if one.coach_id == other.coach_id:
        return True
    made_at = max(one.created_at, other.created_at)
    return all(
        made_at > joined.get((each.coach_id, each.client_id), NEVER) for each in (one, other)
    )
