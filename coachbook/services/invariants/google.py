"""What is noted of Google Calendar agrees with itself and with the bookings."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from coachbook.services.invariants.google_rows import GoogleConnectionRow, GoogleEventRow
from coachbook.services.invariants.report import Finding, Offender
from coachbook.services.invariants.rows import BookingRow, Practice


def findings(practice: Practice) -> Iterator[Finding]:
    yield Finding(
        "google connections",
        "A connection to Google Calendar is a coach's, and says why and since when it fails",
        len(practice.google_connections),
        "connections",
        tuple(
            Offender((row.coach_id,), words)
            for row in practice.google_connections.values()
            for words in _wrong_connection(row, practice)
        ),
    )
    yield Finding(
        "google events",
        "What was copied to Google Calendar is there if its booking stands, and all to come is",
        len(practice.google_events),
        "events",
        (*_wrong_events(practice), *_forgotten(practice)),
    )


def _wrong_connection(row: GoogleConnectionRow, practice: Practice) -> Iterator[str]:
    profile = practice.profiles.get(row.coach_id)
    if profile is None or not profile.is_coach:
        yield "is of somebody who is no coach"
    is_failing = row.status in ("failing", "needs_reconnect")
    if is_failing and (row.failing_since is None or not row.last_error):
        yield f"is {row.status}, and nobody knows since when or why"
    if row.status == "connected" and row.failing_since is not None:
        yield "is connected, and fails"


def _wrong_events(practice: Practice) -> Iterator[Offender]:
    chains: dict[UUID, list[BookingRow]] = defaultdict(list)
    for booking in practice.bookings:
        chains[booking.chain_id].append(booking)
    for row in practice.google_events:
        for words in _wrong_event(row, chains[row.chain_id], practice):
            yield Offender((row.chain_id,), words)


def _wrong_event(row: GoogleEventRow, chain: list[BookingRow], practice: Practice) -> Iterator[str]:
    faults = {
        "is copied for a coach who isn't connected": (
            row.coach_id not in practice.google_connections
        ),
        "is copied for another coach than its own": any(
            one.coach_id != row.coach_id for one in chain
        ),
        "is there, nobody knows where": row.is_there and not row.calendar_id,
        "was given up for no reason": row.is_given_up and not row.last_error,
        "is a session with a Meet": row.meet != "none" and not any(map(_is_checkin, chain)),
        "waits for a Meet that nobody looks for": row.meet == "pending" and row.is_settled,
        "isn't in Google as it should be": row.is_settled
        and row.is_there != any(one.is_live for one in chain),
    }
    return (words for words, is_so in faults.items() if is_so)


def _is_checkin(booking: BookingRow) -> bool:
    return booking.is_checkin


def _forgotten(practice: Practice) -> Iterator[Offender]:
    copied = {row.chain_id for row in practice.google_events}
    for booking in practice.bookings:
        connection = practice.google_connections.get(booking.coach_id)
        if connection is None or connection.status == "ending":
            continue
        is_to_come = booking.status == "confirmed" and booking.starts_at > practice.now
        if is_to_come and booking.chain_id not in copied:
            yield Offender((booking.id,), "is to come, and Google will never hear of it")
