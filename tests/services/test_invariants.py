"""`check` finds what was spoiled, names it, and keeps quiet about what is allowed."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, event, update
from sqlmodel import Session, select

from coachbook import database as databases
from coachbook.models import (
    AvailabilityTemplate,
    Booking,
    BookingHistory,
    ClientBookingStats,
    ClientCheckinUsage,
    CoachClient,
    CoachSettings,
    OutboxMessage,
    Profile,
    SessionPackage,
    SessionPackageAdjustment,
)
from coachbook.models.columns import table_of
from coachbook.services import bookings, invariants, packages, voiding
from coachbook.services.invariants import Finding, Report
from coachbook.services.packages.selling import end_of
from tests import factories, people
from tests.conftest import DATABASE_KINDS, NOW
from tests.factories import at
from tests.services.small_practice import SmallPractice, build, ignore_references, move

AN_HOUR = timedelta(hours=1)

Spoil = Callable[[SmallPractice], UUID | None]


@pytest.fixture(scope="module", params=DATABASE_KINDS)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SmallPractice]:
    """Made once, never committed: nobody else sees it."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_file")
        file = shutil.copy(template, tmp_path_factory.mktemp("invariants") / "coachbook.db")
        engine = databases.make_engine(f"sqlite:///{file}")
    else:
        engine = databases.make_engine(request.getfixturevalue("migrated_server_url"))
    with Session(engine.execution_options(is_writing=True), expire_on_commit=False) as session:
        yield build(session)
    engine.dispose()


@pytest.fixture
def practice(built: SmallPractice) -> Iterator[SmallPractice]:
    """What the test does to it is undone."""
    savepoint = built.session.begin_nested()
    yield built
    savepoint.rollback()


def report_of(practice: SmallPractice) -> Report:
    practice.session.flush()
    return invariants.check(practice.session, now=NOW)


def finding(report: Report, name: str) -> Finding:
    return next(one for one in report.findings if one.name == name)


def test_check_of_a_sound_practice_is_clean(practice: SmallPractice) -> None:
    report = report_of(practice)
    assert report.offending == ()
    assert report.is_clean


def test_check_of_an_empty_database_is_clean(session: Session) -> None:
    assert invariants.check(session, now=NOW).is_clean


def test_report_counts_in_words(practice: SmallPractice) -> None:
    lines = list(report_of(practice).lines())
    assert "One coach owns the installation: 2 coaches, 0 offenders" in lines


def overbooks(practice: SmallPractice) -> UUID:
    """A third client at ten, with credit and history as they should be."""
    new_id = practice.copy_booking(
        practice.full, client_id=practice.kim.id, package_id=practice.packages["kim"]
    )
    practice.copy(
        BookingHistory,
        practice.line(practice.full, "booked"),
        booking_id=new_id,
        package_id=practice.packages["kim"],
        balance_after=10,
    )
    practice.change(SessionPackage, practice.packages["kim"], remaining_sessions=10)
    return new_id


def inserts_without_history(practice: SmallPractice) -> UUID:
    return practice.copy_booking(practice.noon, starts_at=at("2026-11-23 12:00"),
                                 ends_at=at("2026-11-23 13:00"))  # fmt: skip


def overlaps_with_another_coach(practice: SmallPractice) -> UUID:
    practice.change(
        Booking,
        practice.elsewhere.id,
        starts_at=at("2026-11-20 10:30"),
        ends_at=at("2026-11-20 11:30"),
    )
    return practice.elsewhere.id


def meets_a_session(practice: SmallPractice) -> UUID:
    practice.change(
        Booking,
        practice.checkin.id,
        starts_at=at("2026-11-18 12:30"),
        ends_at=at("2026-11-18 13:00"),
    )
    return practice.checkin.id


def gives_a_credit_away(practice: SmallPractice) -> UUID:
    practice.change(SessionPackage, practice.packages["robin"], remaining_sessions=10)
    return practice.packages["robin"]


def rewrites_a_balance(practice: SmallPractice) -> UUID:
    practice.change(BookingHistory, practice.line(practice.full, "booked"), balance_after=3)
    return practice.packages["robin"]


def voids_in_silence(practice: SmallPractice) -> UUID:
    return _void(practice, "kim", {"voided_at": NOW})


def voids_and_leaves_it_open(practice: SmallPractice) -> UUID:
    return _void(practice, "kim", {})


def _void(practice: SmallPractice, whose: str, values: dict[str, Any]) -> UUID:
    """Its credits are taken off as they should be; what else is said of it is the caller's."""
    package_id = practice.packages[whose]
    left = factories.remaining(practice.session, package_id)
    practice.session.add(
        SessionPackageAdjustment(
            package_id=package_id, kind="void", adjustment=-left, balance_after=0,
            adjusted_by_id=practice.anna.id, created_at=NOW,
        )
    )  # fmt: skip
    practice.change(SessionPackage, package_id, remaining_sessions=0, **values)
    return package_id


def corrects_after_voiding(practice: SmallPractice) -> UUID:
    """Up and down, so that every balance is right."""
    package_id = practice.packages["kim"]
    voiding.void(practice.session, package_id, by=practice.anna, reason="Twice", version=1, now=NOW)
    for change in (1, -1):
        practice.session.add(
            SessionPackageAdjustment(
                package_id=package_id, adjustment=change, balance_after=max(change, 0),
                adjusted_by_id=practice.anna.id, created_at=NOW + AN_HOUR,
            )
        )  # fmt: skip
    return package_id


def forgets_the_currency(practice: SmallPractice) -> UUID:
    practice.change(SessionPackage, practice.packages["kim"], price_cents=48_000)
    return practice.packages["kim"]


def takes_somebodys_package(practice: SmallPractice) -> UUID:
    practice.change(Booking, practice.noon.id, package_id=practice.packages["sam"])
    return practice.noon.id


def lasts_longer(practice: SmallPractice) -> UUID:
    practice.change(Booking, practice.noon.id, ends_at=at("2026-11-18 13:15"))
    return practice.noon.id


def adds_a_checkin_to_the_month(practice: SmallPractice) -> UUID:
    new_id = practice.copy_booking(
        practice.checkin, starts_at=at("2026-11-24 17:00"), ends_at=at("2026-11-24 17:30")
    )
    practice.copy(BookingHistory, practice.line(practice.checkin, "booked"), booking_id=new_id)
    return new_id


def keeps_the_month_of_a_cancelled_checkin(practice: SmallPractice) -> UUID:
    practice.change(
        Booking, practice.checkin.id, status="cancelled", cancelled_by="coach", cancelled_at=NOW
    )
    practice.copy(BookingHistory, practice.line(practice.checkin, "booked"), event="cancelled")
    return practice.checkin.id


def counts_another_month(practice: SmallPractice) -> UUID:
    usage = table_of(ClientCheckinUsage)
    practice.session.execute(update(usage).values(month=NOW.date().replace(month=3, day=1)))
    return practice.checkin.id


def goes_beyond_a_free_month(practice: SmallPractice) -> UUID:
    practice.session.execute(delete(table_of(ClientCheckinUsage)))
    practice.change(Booking, practice.checkin.id, beyond_allowance=True)
    return practice.checkin.id


def shortens_a_checkin(practice: SmallPractice) -> UUID:
    practice.change(Booking, practice.checkin.id, ends_at=at("2026-11-17 17:15"))
    return practice.checkin.id


def revives_what_was_moved(practice: SmallPractice) -> UUID:
    practice.change(
        Booking,
        practice.moved.chain_id,
        status="confirmed",
        cancelled_by=None,
        cancelled_at=None,
    )
    return practice.moved.chain_id


def moves_to_nowhere(practice: SmallPractice) -> UUID:
    practice.change(Booking, practice.cancelled.id, cancelled_by="reschedule", cancelled_at=NOW)
    return practice.cancelled.id


def breaks_a_chain(practice: SmallPractice) -> UUID:
    practice.change(Booking, practice.moved.id, chain_id=practice.moved.id)
    return practice.moved.id


def completes_ahead_of_time(practice: SmallPractice) -> UUID:
    practice.change(Booking, practice.noon.id, status="completed")
    return practice.noon.id


def marks_in_silence(practice: SmallPractice) -> UUID:
    practice.change(Booking, practice.done.id, status="no_show")
    return practice.done.id


def starts_between_minutes(practice: SmallPractice) -> UUID:
    start = practice.noon.starts_at + timedelta(seconds=20)
    practice.change(Booking, practice.noon.id, starts_at=start, ends_at=start + AN_HOUR)
    return practice.noon.id


def parts_with_a_client(practice: SmallPractice) -> UUID:
    relation = table_of(CoachClient)
    practice.session.execute(delete(relation).where(relation.c.client_id == practice.kim.id))
    return practice.noon.id


def names_nobody(practice: SmallPractice) -> UUID:
    ignore_references(practice.session)
    line = practice.line(practice.noon, "booked")
    practice.change(BookingHistory, line, actor_id=uuid4())
    return line


def writes_about_nothing(practice: SmallPractice) -> None:
    practice.session.execute(update(table_of(OutboxMessage)).values(subject_id=uuid4()))


def loses_the_owner(practice: SmallPractice) -> None:
    practice.change(Profile, practice.anna.id, is_owner=False)


def loses_an_address(practice: SmallPractice) -> UUID:
    practice.change(Profile, practice.kim.id, email="kim at home")
    return practice.kim.id


def loses_the_settings(practice: SmallPractice) -> UUID:
    settings = table_of(CoachSettings)
    practice.session.execute(delete(settings).where(settings.c.coach_id == practice.berta.id))
    return practice.berta.id


def flags_for_nothing(practice: SmallPractice) -> UUID:
    practice.change(ClientBookingStats, practice.robin.id, is_flagged=True)
    return practice.robin.id


def lengthens_a_streak(practice: SmallPractice) -> UUID:
    practice.change(ClientBookingStats, practice.robin.id, current_streak_weeks=9)
    return practice.robin.id


def forgets_a_no_show(practice: SmallPractice) -> UUID:
    practice.change(Booking, practice.done.id, status="no_show")
    return practice.robin.id


def invents_a_favourite(practice: SmallPractice) -> UUID:
    favourites = [{"day": 1, "time": "06:00"}]
    practice.change(ClientBookingStats, practice.robin.id, favorite_times=favourites)
    return practice.robin.id


def loses_the_counts(practice: SmallPractice) -> UUID:
    practice.session.execute(delete(table_of(ClientBookingStats)))
    return practice.robin.id


@pytest.mark.parametrize(
    ("spoil", "offended"),
    [
        (overbooks, "capacity"),
        (inserts_without_history, "history credits ledger"),
        (overlaps_with_another_coach, "overlap"),
        (meets_a_session, "alone"),
        (gives_a_credit_away, "credits ledger"),
        (rewrites_a_balance, "ledger"),
        (voids_in_silence, "voided"),
        (voids_and_leaves_it_open, "voided"),
        (corrects_after_voiding, "voided"),
        (forgets_the_currency, "prices"),
        (takes_somebodys_package, "packages credits ledger"),
        (lasts_longer, "packages"),
        (adds_a_checkin_to_the_month, "checkin_month checkin_usage"),
        (keeps_the_month_of_a_cancelled_checkin, "checkin_usage"),
        (counts_another_month, "checkin_usage"),
        (goes_beyond_a_free_month, "checkin_beyond"),
        (shortens_a_checkin, "checkin_length"),
        (revives_what_was_moved, "chains credits ledger"),
        (moves_to_nowhere, "chains"),
        (breaks_a_chain, "chains"),
        (completes_ahead_of_time, "statuses stats"),
        (marks_in_silence, "statuses stats"),
        (starts_between_minutes, "instants"),
        (parts_with_a_client, "relations"),
        (names_nobody, "references"),
        (writes_about_nothing, "messages"),
        (loses_the_owner, "owner"),
        (loses_an_address, "profiles"),
        (loses_the_settings, "practices"),
        (flags_for_nothing, "flags"),
        (lengthens_a_streak, "stats"),
        (forgets_a_no_show, "stats statuses"),
        (invents_a_favourite, "stats"),
        (loses_the_counts, "stats"),
    ],
)
def test_check_finds_what_was_spoiled_and_nothing_else(
    practice: SmallPractice, spoil: Spoil, offended: str
) -> None:
    culprit = spoil(practice)
    report = report_of(practice)
    assert set(report.offending) == set(offended.split())
    offenders = finding(report, offended.split()[0]).offenders
    assert culprit is None or any(culprit in one.ids for one in offenders)


def test_check_names_each_overbooked_instant_once(practice: SmallPractice) -> None:
    overbooks(practice)
    (offender,) = finding(report_of(practice), "capacity").offenders
    assert offender.sentence == "makes 3 clients at 2026-11-18 15:00Z, where there was room for 2"


def test_check_finds_a_twin_with_a_copied_history(practice: SmallPractice) -> None:
    new_id = practice.copy_booking(practice.full)
    practice.copy(BookingHistory, practice.line(practice.full, "booked"), booking_id=new_id)
    assert set(report_of(practice).offending) == {"capacity", "overlap", "credits", "ledger"}


def test_check_finds_weekly_hours_that_overlap(practice: SmallPractice) -> None:
    copied = practice.session.exec(select(AvailabilityTemplate)).first()
    assert copied is not None
    practice.copy(AvailabilityTemplate, copied.id, start_time=time(16, 30), end_time=time(18))
    report = report_of(practice)
    assert report.offending == ("weeks",)
    assert finding(report, "weeks").offenders[0].ids == (copied.coach_id,)


def test_weekly_hours_that_follow_each_other_may_overlap(practice: SmallPractice) -> None:
    copied = practice.session.exec(select(AvailabilityTemplate)).first()
    assert copied is not None
    new_year, template = date(2027, 1, 1), table_of(AvailabilityTemplate)
    practice.copy(AvailabilityTemplate, copied.id, valid_from=new_year)
    changed = update(template).where(template.c.id == copied.id).values(valid_until=new_year)
    practice.session.execute(changed)
    assert report_of(practice).offending == ()


def test_lowered_capacity_is_only_noted(practice: SmallPractice) -> None:
    practice.session.execute(
        update(table_of(AvailabilityTemplate)).values(max_concurrent_clients=1)
    )
    report = report_of(practice)
    assert report.offending == ()
    assert len(finding(report, "hours").notes) == 2


def test_capacity_raised_within_the_same_instant_is_no_offence(practice: SmallPractice) -> None:
    practice.session.execute(
        update(table_of(AvailabilityTemplate)).values(max_concurrent_clients=3)
    )
    factories.booked(practice.session, practice.anna, practice.kim, at("2026-11-18 10:00"))
    assert report_of(practice).offending == ()


def test_coach_may_go_above_capacity(practice: SmallPractice) -> None:
    factories.booked(practice.session, practice.anna, practice.kim, at("2026-11-18 10:00"))
    report = report_of(practice)
    assert report.offending == ()
    assert finding(report, "hours").notes == ()


def test_coach_may_meet_a_session_and_a_checkin_at_once(practice: SmallPractice) -> None:
    factories.booked(practice.session, practice.anna, practice.kim, at("2026-11-17 16:30"))
    assert report_of(practice).offending == ()


def test_undone_move_is_no_offence(practice: SmallPractice) -> None:
    moved = move(practice.session, practice.noon, at("2026-11-18 14:00"), by=practice.anna)
    bookings.undo_reschedule(practice.session, moved.id, by=practice.anna, now=NOW)
    assert report_of(practice).offending == ()


def test_void_with_a_session_kept_and_one_cancelled_is_no_offence(
    practice: SmallPractice,
) -> None:
    package_id = practice.packages["robin"]
    voiding.void(
        practice.session, package_id, by=practice.anna, reason="Refunded", version=1, now=NOW,
        cancel_booking_ids=[practice.full.id],
    )  # fmt: skip
    assert report_of(practice).offending == ()


def test_undo_after_another_booking_of_the_package_is_no_offence(practice: SmallPractice) -> None:
    moved = move(practice.session, practice.noon, at("2026-11-18 14:00"), by=practice.anna)
    factories.booked(practice.session, practice.anna, practice.kim, at("2026-11-20 12:00"))
    bookings.undo_reschedule(practice.session, moved.id, by=practice.anna, now=NOW)
    assert report_of(practice).offending == ()


def test_shortened_expiry_is_only_noted(practice: SmallPractice) -> None:
    expires_at = end_of(NOW.date(), practice.anna.zone)
    practice.change(SessionPackage, practice.packages["kim"], expires_at=expires_at)
    report = report_of(practice)
    assert report.offending == ()
    (note,) = finding(report, "packages").notes
    assert practice.noon.id in note.ids


def test_corrected_balance_is_no_offence(practice: SmallPractice) -> None:
    packages.adjust(
        practice.session,
        practice.packages["sam"],
        by=practice.anna,
        adjustment=-2,
        reason="",
        now=NOW,
    )
    assert report_of(practice).offending == ()


def test_coach_who_moves_to_another_zone_keeps_the_months(practice: SmallPractice) -> None:
    session, anna = practice.session, practice.anna
    start = at("2026-11-30 18:30")
    factories.booked(session, anna, practice.sam, start, minutes=30, kind="checkin")
    practice.change(Profile, anna.id, time_zone="Pacific/Auckland")
    report = report_of(practice)
    assert report.offending == ()
    assert len(finding(report, "checkin_month").notes) == 1


def test_check_asks_the_same_number_of_queries_whatever_there_is(
    practice: SmallPractice,
) -> None:
    before = _queries(practice)
    other = people.client(practice.session, practice.anna, "Lou Long")
    factories.package(practice.session, practice.anna, other)
    days = [at(f"2026-12-{day:02} 11:00") for day in (1, 2, 3, 7, 8, 9)]
    factories.booked(practice.session, practice.anna, other, *days)
    assert _queries(practice) == before


def _queries(practice: SmallPractice) -> int:
    asked: list[str] = []
    connection = practice.session.connection()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    report_of(practice)
    event.remove(connection, "before_cursor_execute", note)
    return len(asked)
