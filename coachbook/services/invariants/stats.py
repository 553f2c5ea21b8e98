"""What is stored of a client's attendance is what their bookings give, as of its counting."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from coachbook.services.attendance import counting
from coachbook.services.attendance.counting import Standing
from coachbook.services.invariants.report import Finding, Offender
from coachbook.services.invariants.rows import BookingRow, Practice, StatsRow

Pair = tuple[UUID, UUID]
Booked = Mapping[Pair, Sequence[BookingRow]]


def findings(practice: Practice) -> Iterator[Finding]:
    booked = _by_pair(practice)
    yield Finding(
        "stats",
        "Streaks, incidents and favourite times are those of the bookings",
        len(practice.stats),
        "clients",
        (
            *(found for row in practice.stats for found in _wrong(row, practice, booked)),
            *_uncounted(practice, booked),
        ),
    )


def _by_pair(practice: Practice) -> Booked:
    booked: dict[Pair, list[BookingRow]] = defaultdict(list)
    for one in practice.bookings:
        booked[one.client_id, one.coach_id].append(one)
    return booked


def _wrong(row: StatsRow, practice: Practice, booked: Booked) -> Iterator[Offender]:
    settings = practice.settings.get(row.coach_id)
    if settings is None:
        return
    own, zone = booked.get((row.client_id, row.coach_id), ()), practice.zone_of(row.coach_id)
    due = counting.standing(own, zone, row.counted_at, settings.flag_threshold)
    for sentence in _differences(row, due):
        yield Offender((row.client_id, row.coach_id), sentence)


def _differences(row: StatsRow, due: Standing) -> Iterator[str]:
    pairs = {
        "weeks in a row": (row.current_streak_weeks, due.current_streak_weeks),
        "no-shows": (row.no_show_count_90d, due.no_shows),
        "cancellations": (row.cancellation_count_90d, due.cancellations),
        "favourite times": (row.favorite_times, due.favorite_times),
    }
    for noun, (stored, counted) in pairs.items():
        if stored != counted:
            yield f"stored are {stored} {noun}, where the bookings give {counted}"


def _uncounted(practice: Practice, booked: Booked) -> Iterator[Offender]:
    """Whoever has had a booking marked or cancelled was counted at that moment."""
    known = {(row.client_id, row.coach_id) for row in practice.stats}
    for pair, own in booked.items():
        if pair not in known and any(_is_ended(one) for one in own):
            yield Offender(pair, "has bookings that have ended, and was never counted")


def _is_ended(booking: BookingRow) -> bool:
    return booking.status != "confirmed" and not booking.was_moved_away
