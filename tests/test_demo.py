"""The sample practice keeps every rule and shows every state that a practice can be in."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

from coachbook import clock, config, demo
from coachbook import database as databases
from coachbook.cli import app
from coachbook.demo import NotEmpty
from coachbook.demo.story import Story
from coachbook.models import (
    AvailabilityOverride,
    Booking,
    CheckinFormQuestion,
    CheckinFormResponse,
    ClientBookingStats,
    CoachClient,
    CoachSettings,
    InAppNotification,
    OutboxMessage,
    Profile,
    SessionPackage,
    SessionPackageAdjustment,
    Workout,
    WorkoutTemplate,
)
from coachbook.notifications.merging import UNDO_SPAN
from coachbook.services import invariants, low_balances, passwords, reminders
from tests.conftest import DATABASE_KINDS, NOW

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=DATABASE_KINDS)
def sample(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    """Filled once, never committed."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_file")
        file = shutil.copy(template, tmp_path_factory.mktemp("demo") / "coachbook.db")
        engine = databases.make_engine(f"sqlite:///{file}")
    else:
        engine = databases.make_engine(request.getfixturevalue("migrated_server_url"))
    with Session(engine.execution_options(is_writing=True), expire_on_commit=False) as session:
        demo.fill(session, now=NOW)
        yield session
    engine.dispose()


def test_sample_keeps_every_rule(sample: Session) -> None:
    report = invariants.check(sample, now=NOW)
    assert report.offending == ()
    assert [note for finding in report.findings for note in finding.notes] == []


def test_sample_has_three_coaches_in_three_zones_and_forty_clients(sample: Session) -> None:
    people = sample.exec(select(Profile)).all()
    coaches = [one for one in people if one.is_coach]
    assert len({one.time_zone for one in coaches}) == len(coaches) == 3
    assert [one.name for one in coaches if one.is_owner] == ["Ruth Adeyemi"]
    assert len(people) - len(coaches) == 40


def test_sample_has_clients_of_two_coaches_invited_and_archived_ones(sample: Session) -> None:
    relations = sample.exec(select(CoachClient)).all()
    coaches_of = Counter(one.client_id for one in relations)
    assert sum(count == 2 for count in coaches_of.values()) == 4
    statuses = Counter(one.status for one in relations)
    assert statuses["invited"] >= 2
    assert statuses["archived"] >= 2


def test_sample_has_answers_to_the_questions_of_the_coach(sample: Session) -> None:
    answered = sample.exec(select(CheckinFormResponse)).all()
    coaches = {one.booking_id: one for one in answered}
    assert len(coaches) == len(answered) > 50
    questions = {str(one.id) for one in sample.exec(select(CheckinFormQuestion)).all()}
    assert all(questions >= set(one.responses) for one in answered)


def test_sample_has_a_year_behind_and_two_months_ahead(sample: Session) -> None:
    bookings = sample.exec(select(Booking)).all()
    assert min(one.starts_at for one in bookings) < NOW - timedelta(days=360)
    assert max(one.starts_at for one in bookings) > NOW + timedelta(days=45)
    assert sum(one.starts_at > NOW and one.status == "confirmed" for one in bookings) > 80


def test_sample_has_every_end_of_a_booking(sample: Session) -> None:
    bookings = sample.exec(select(Booking)).all()
    ends = Counter(one.cancelled_by or one.status for one in bookings)
    assert set(ends) == {
        "confirmed", "completed", "no_show", "client", "coach", "coach_for_client", "reschedule",
    }  # fmt: skip
    assert any(one.status == "confirmed" and one.ends_at <= NOW for one in bookings)
    assert any(one.breaks_rules for one in bookings)
    assert max(one.sequence for one in bookings) >= 2
    assert {one.booking_type for one in bookings} == {"session", "checkin"}


def test_sample_has_packages_in_every_state(sample: Session) -> None:
    packages = sample.exec(select(SessionPackage)).all()
    running = [one for one in packages if one.expires_at is None or one.expires_at > NOW]
    expired = [one for one in packages if one not in running]
    left = [one.remaining_sessions / one.total_sessions for one in running if not one.voided_at]
    assert {0, 1} <= set(left)
    assert any(0 < share < 0.2 for share in left)
    assert any(0.4 < share < 0.6 for share in left)
    assert any(one.remaining_sessions for one in expired)
    assert any(one.expires_at is None for one in running)
    assert any(one.voided_at for one in packages)
    ends_in = {(one.expires_at - NOW).days for one in running if one.expires_at
               and one.remaining_sessions}  # fmt: skip
    assert {4, 5} & ends_in
    assert {24, 25} & ends_in


def test_sample_says_why_a_balance_was_corrected(sample: Session) -> None:
    adjustments = sample.exec(select(SessionPackageAdjustment)).all()
    assert {one.adjustment > 0 for one in adjustments} == {True, False}
    assert all(one.reason for one in adjustments)


def test_sample_has_days_that_differ_in_every_way(sample: Session) -> None:
    overrides = sample.exec(select(AvailabilityOverride)).all()
    kinds = {(one.is_blocked, one.start_time is None) for one in overrides}
    assert kinds == {(True, True), (True, False), (False, False)}


def test_sample_has_streaks_favourites_and_a_flag(sample: Session) -> None:
    stats = sample.exec(select(ClientBookingStats)).all()
    assert any(one.current_streak_weeks > 4 for one in stats)
    assert any(one.favorite_times for one in stats)
    assert {one.is_flagged for one in stats} == {True, False}


def test_sample_has_workouts_done_missed_and_ahead(sample: Session) -> None:
    planned = sample.exec(select(Workout)).all()
    assert len({one.client_id for one in planned}) > 10
    missed = [one for one in planned if one.scheduled_on < NOW.date() and not one.completed_at]
    ahead = [one for one in planned if one.scheduled_on > NOW.date()]
    noted = [one for one in planned if one.client_note]
    assert min(len(missed), len(ahead), len(noted)) > 20
    assert all(one.exercises for one in planned)


def test_sample_has_workout_templates_of_every_coach(sample: Session) -> None:
    shelves = Counter(one.coach_id for one in sample.exec(select(WorkoutTemplate)))
    assert min(shelves.values()) >= 3
    assert len(shelves) == 3


def test_sample_leaves_no_message_to_send(sample: Session) -> None:
    messages = sample.exec(select(OutboxMessage)).all()
    assert {one.state for one in messages} <= {"sent", "withdrawn"}
    told = {one.event for one in messages}
    assert {"session_booked", "new_booking", "invitation", "session_reminder"} <= told
    assert {"client_low_sessions", "client_package_expiring_month"} <= told
    assert all(one.created_at > NOW - timedelta(days=4) for one in messages)


def test_sample_has_notes_to_read_and_notes_that_were_read(sample: Session) -> None:
    notes = sample.exec(select(InAppNotification)).all()
    by_side = Counter((one.recipient_id == one.coach_id, one.read_at is None) for one in notes)
    assert set(by_side) == {(True, True), (True, False), (False, True), (False, False)}
    assert all(one.visible_at <= NOW + UNDO_SPAN for one in notes)


def test_jobs_have_nothing_to_say_of_the_sample_that_was_not_said(sample: Session) -> None:
    assert reminders.queue_due(sample, now=NOW) == reminders.queue_forms(sample, now=NOW) == 0
    coaches = sample.exec(select(CoachSettings.coach_id)).all()
    assert [low_balances.catch_up(sample, one, now=NOW) for one in coaches] == [0, 0, 0]


def test_everybody_but_the_invited_signs_in_with_the_same_password(sample: Session) -> None:
    hashes = {one.password_hash for one in sample.exec(select(Profile))} - {None}
    assert len(hashes) == 1
    assert passwords.is_right(demo.PASSWORD, hashes.pop())


def test_sample_is_refused_where_somebody_is(sample: Session) -> None:
    with pytest.raises(NotEmpty):
        demo.fill(sample, now=NOW)


def test_sample_is_the_same_for_the_same_moment(sample: Session) -> None:
    story = Story(NOW, "")
    story.tell()
    stored = sample.exec(select(Booking.id)).all()
    assert {one.id for one in story.shelf.all(Booking)} == set(stored)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 9, 8, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC),
    ],
)
def test_sample_keeps_every_rule_at_any_moment(
    now: datetime, migrated_file: Path, tmp_path: Path
) -> None:
    engine = databases.make_engine(f"sqlite:///{shutil.copy(migrated_file, tmp_path)}")
    with Session(engine.execution_options(is_writing=True)) as session:
        demo.fill(session, now=now)
        assert invariants.check(session, now=now).offending == ()
    engine.dispose()


def test_commands_fill_and_check_a_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setenv("COACHBOOK_DATABASE_URL", f"sqlite:///{tmp_path / 'sample.db'}")
    config.reset()
    databases.use(config.settings().database_url)
    run = CliRunner().invoke
    assert "migrate" in run(app, ["check"]).stderr
    printed = run(app, ["demo"])
    assert "ruth@harborstrength.example.com" in printed.stdout
    assert demo.PASSWORD in printed.stdout
    assert run(app, ["check"]).exit_code == 0
    assert run(app, ["demo"]).exit_code == 1
    with databases.transaction() as session:
        session.exec(select(ClientBookingStats)).all()[0].is_flagged ^= True
    spoiled = run(app, ["check"])
    assert spoiled.exit_code == 1
    assert "42 clients, 1 offender\n" in spoiled.stdout
    assert clock.now() == now
