"""A move ends one booking and makes the next: chains are whole and have one living end at most."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from coachbook.services.invariants.report import Finding, Offender, counted
from coachbook.services.invariants.rows import BookingRow, Practice


def findings(practice: Practice) -> Iterator[Finding]:
    chains: dict[UUID, list[BookingRow]] = defaultdict(list)
    for booking in practice.bookings:
        chains[booking.chain_id].append(booking)
    yield Finding(
        "chains",
        "Every move leads from one booking to the next",
        len(chains),
        "chains",
        (
            *(found for one in practice.bookings for found in _broken_links(one, practice)),
            *_without_successor(practice),
            *_many_ended(chains),
        ),
    )


def _broken_links(booking: BookingRow, practice: Practice) -> Iterator[Offender]:
    if booking.rescheduled_from_id is None:
        if booking.chain_id != booking.id:
            yield Offender((booking.id,), "begins a chain that isn't its own")
        return
    former = practice.booking_by_id.get(booking.rescheduled_from_id)
    if former and (sentence := _broken_link(booking, former)):
        yield Offender((former.id, booking.id), sentence)


def _broken_link(booking: BookingRow, former: BookingRow) -> str | None:
    if not former.was_moved_away:
        return "the booking that was moved away is not marked as moved"
    if booking.chain_id != former.chain_id:
        return "a move changed the chain"
    if _whose(booking) != _whose(former):
        return "a move changed the client, the coach or the kind"
    return None


def _whose(booking: BookingRow) -> tuple[UUID, UUID, str]:
    return booking.client_id, booking.coach_id, booking.booking_type


def _without_successor(practice: Practice) -> Iterator[Offender]:
    """That there is no second one is the database's own rule."""
    followed = {booking.rescheduled_from_id for booking in practice.bookings}
    for booking in practice.bookings:
        if booking.was_moved_away and booking.id not in followed:
            yield Offender((booking.id,), "was moved, but to nowhere")


def _many_ended(chains: dict[UUID, list[BookingRow]]) -> Iterator[Offender]:
    for chain in chains.values():
        live = [booking.id for booking in chain if booking.is_live]
        if len(live) > 1:
            yield Offender(tuple(live), f"{counted(len(live), 'bookings')} of one chain are live")
