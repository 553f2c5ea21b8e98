"""Who is who: one owner, coaches with a practice, addresses that can be written to."""

from collections.abc import Iterator, Mapping
from functools import cache
from uuid import UUID
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email

from coachbook.services.invariants.report import Finding, Offender, counted
from coachbook.services.invariants.rows import Practice, ProfileRow, StatsRow


def findings(practice: Practice) -> Iterator[Finding]:
    profiles = practice.profiles.values()
    zones = _time_zones()
    yield Finding(
        "owner",
        "One coach owns the installation",
        len(practice.coaches),
        "coaches",
        tuple(_wrong_owners(practice)),
    )
    yield Finding(
        "profiles",
        "Everyone has a usable email address and a time zone",
        len(profiles),
        "people",
        tuple(found for one in profiles for found in _wrong_profile(one, zones)),
    )
    yield Finding(
        "practices",
        "Every coach has settings, and a calendar version once there are bookings",
        len(practice.coaches),
        "coaches",
        tuple(_without_practice(practice)),
    )
    yield Finding(
        "flags",
        "A client is flagged exactly when a count reaches the coach's threshold",
        len(practice.stats),
        "clients",
        tuple(found for row in practice.stats for found in _wrong_flag(row, practice)),
    )


@cache
def _time_zones() -> frozenset[str]:
    """They are read from many files."""
    return frozenset(available_timezones())


def _wrong_owners(practice: Practice) -> Iterator[Offender]:
    owners = [profile for profile in practice.profiles.values() if profile.is_owner]
    if practice.coaches and len(owners) != 1:
        ids = tuple(profile.id for profile in owners)
        yield Offender(ids, f"there are {counted(len(owners), 'owners')}")
    for profile in owners:
        if not profile.is_coach:
            yield Offender((profile.id,), "owns the installation without being a coach")


def _wrong_profile(profile: ProfileRow, zones: frozenset[str]) -> Iterator[Offender]:
    if not _is_usable(profile.email):
        yield Offender((profile.id,), f"{profile.email!r} can't be written to")
    if profile.time_zone not in zones:
        yield Offender((profile.id,), f"{profile.time_zone!r} is no time zone")


def _is_usable(email: str) -> bool:
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return False
    return email == email.lower()


def _without_practice(practice: Practice) -> Iterator[Offender]:
    busy = {booking.coach_id for booking in practice.bookings}
    for coach in practice.coaches:
        if coach.id not in practice.settings:
            yield Offender((coach.id,), "has no settings")
        if coach.id in busy and coach.id not in practice.versions:
            yield Offender((coach.id,), "has bookings, but no calendar version")
    yield from _not_coaches(practice.settings, practice)


def _not_coaches(settings: Mapping[UUID, object], practice: Practice) -> Iterator[Offender]:
    coaches = {coach.id for coach in practice.coaches}
    for coach_id in settings.keys() - coaches:
        yield Offender((coach_id,), "has a practice without being a coach")


def _wrong_flag(row: StatsRow, practice: Practice) -> Iterator[Offender]:
    settings = practice.settings.get(row.coach_id)
    if settings is None:
        return
    most = max(row.no_show_count_90d, row.cancellation_count_90d)
    if row.is_flagged != (most >= settings.flag_threshold):
        state = "flagged" if row.is_flagged else "not flagged"
        yield Offender((row.client_id,), f"{state} with {counted(most, 'incidents')}")
