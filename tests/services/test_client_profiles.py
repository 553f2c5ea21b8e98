"""A client's page: history from its newest end, attendance by month, answers, their name."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from coachbook.errors import Invalid, NotAllowed, NotFound
from coachbook.models import CheckinFormResponse, ClientBookingStats, CoachClient, Profile
from coachbook.services import bookings, checkin_answers, client_attendance, client_profiles
from coachbook.services.attendance import stats
from coachbook.services.bookings import views
from coachbook.services.client_profiles import Favourite
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

LATER = NOW + timedelta(days=200)


def past(practice: Practice, **more: int) -> client_profiles.Past:
    return client_profiles.past(
        practice.session, practice.client.id, by=practice.coach, now=NOW, **more
    )


def over(practice: Practice, *starts: str) -> None:
    for words in starts:
        start = at(words)
        factories.booked(
            practice.session, practice.coach, practice.client, start, now=start - timedelta(hours=1)
        )


def days(page: client_profiles.Past) -> list[int]:
    return [one.starts_at.day for one in page.rows]


def test_past_begins_with_the_newest_and_goes_on(practice: Practice) -> None:
    over(practice, *(f"2026-11-{day:02} 09:00" for day in (3, 4, 5, 9, 10)))
    assert (days(past(practice, limit=2)), past(practice, limit=2).has_more) == ([10, 9], True)
    assert days(past(practice, limit=2, offset=2)) == [5, 4]
    last = past(practice, limit=2, offset=4)
    assert (days(last), last.has_more) == ([3], False)


def test_past_survives_a_client_of_many_years(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than a query of bookings gives at once: the newest are there all the same."""
    over(practice, *(f"2026-11-{day:02} 09:00" for day in (3, 4, 5)))
    monkeypatch.setattr(views, "_QUERY", views.query().limit(2))
    assert days(past(practice)) == [5, 4, 3]


def test_past_has_cancelled_ones_and_leaves_moves_out(practice: Practice) -> None:
    made = practice.booked(at("2026-11-18 09:00"))
    practice.cancel(practice.move(made, at("2026-11-19 09:00")).booking)
    (row,) = past(practice).rows
    assert (row.status, row.cancelled_by, row.starts_at) == (
        "cancelled", "client", at("2026-11-19 09:00"),
    )  # fmt: skip


def test_strange_limits_are_bent(practice: Practice) -> None:
    over(practice, "2026-11-03 09:00")
    assert days(past(practice, limit=-5, offset=-3)) == [3]
    assert days(past(practice, limit=10**9, offset=10**9)) == []


def test_under_way_is_upcoming_still(practice: Practice) -> None:
    start = NOW - timedelta(minutes=30)
    factories.booked(
        practice.session, practice.coach, practice.client, start, now=start - timedelta(hours=1)
    )
    found = client_profiles.profile(
        practice.session, practice.client.id, by=practice.coach, now=NOW
    )
    assert [one.starts_at for one in found.upcoming] == [start]
    assert past(practice).rows == ()


def test_standing_is_as_counted(practice: Practice) -> None:
    practice.session.add(
        ClientBookingStats(
            client_id=practice.client.id, coach_id=practice.coach.id, counted_at=NOW,
            current_streak_weeks=4, no_show_count_90d=3, is_flagged=True,
            favorite_times=[{"day": 2, "time": "09:30"}],
        )
    )  # fmt: skip
    practice.session.flush()
    found = client_profiles.profile(
        practice.session, practice.client.id, by=practice.coach, now=NOW
    ).standing
    assert (found.streak_weeks, found.no_shows, found.is_flagged) == (4, 3, True)
    assert found.favourites == (Favourite(2, time(9, 30)),)


def test_attendance_counts_months_and_incidents(practice: Practice) -> None:
    over(practice, "2026-11-03 09:00", "2026-11-04 09:00", "2026-10-31 21:00", "2025-12-01 09:00")
    marks = (bookings.complete, bookings.mark_no_show, bookings.complete, bookings.complete)
    for one, mark in zip(past(practice).rows, marks, strict=True):
        mark(practice.session, one.id, by=practice.coach, version=one.version, now=NOW)
    found = client_attendance.of_client(
        practice.session, practice.client.id, by=practice.coach, now=NOW
    )
    assert len(found.months) == 12
    by_month = {one.first_on: one for one in found.months}
    november, october = by_month[date(2026, 11, 1)], by_month[date(2026, 10, 1)]
    assert (november.completed, november.no_show, october.completed) == (1, 1, 1)
    assert by_month[date(2025, 12, 1)].completed == 1
    assert found.dates("no_show") == [date(2026, 11, 3)]
    stats.refresh(
        practice.session, coach_id=practice.coach.id, client_id=practice.client.id, now=NOW
    )
    counted = practice.session.exec(select(ClientBookingStats)).one()
    assert counted.no_show_count_90d == len(found.incidents)


def answered(practice: Practice, *, is_sent: bool = True) -> UUID:
    made = factories.booked(
        practice.session, practice.coach, practice.client, at("2026-11-18 17:00"), kind="checkin"
    )[0]
    kept = checkin_answers.kept
    practice.session.add(
        CheckinFormResponse(
            booking_id=made.id, client_id=practice.client.id,
            responses={
                "b": kept("Anything that hurts?", "", 2), "a": kept("How did you sleep?", 7, 0),
                "c": kept("Which of these?", ["Run", "Swim"], 1),
                "d": kept("On holiday?", False, 3),
                "e": "from before questions were kept",
            },
            saved_at=NOW,
            submitted_at=NOW if is_sent else None,
        )
    )  # fmt: skip
    practice.session.flush()
    return made.chain_id


def test_answers_stand_with_their_questions_in_order(practice: Practice) -> None:
    chain_id = answered(practice)
    (form,) = checkin_answers.of_client(practice.session, practice.client.id, by=practice.coach)
    assert (form.chain_id, form.submitted_at) == (chain_id, NOW)
    assert [(one.question, one.answer) for one in form.answers] == [
        ("How did you sleep?", "7"), ("Which of these?", "Run, Swim"),
        ("Anything that hurts?", ""), ("On holiday?", "No"),
    ]  # fmt: skip


def test_drafts_are_not_shown(practice: Practice) -> None:
    answered(practice, is_sent=False)
    assert checkin_answers.of_client(practice.session, practice.client.id, by=practice.coach) == []


def test_another_coachs_history_and_answers_stay_theirs(practice: Practice) -> None:
    berta = people.coach(practice.session, "Berta Klein")
    people.another_client_of(practice.session, berta, practice.client)
    answered(practice)
    over(practice, "2026-11-03 09:00")
    assert checkin_answers.of_client(practice.session, practice.client.id, by=berta) == []
    assert client_profiles.past(practice.session, practice.client.id, by=berta, now=NOW).rows == ()
    found = client_attendance.of_client(practice.session, practice.client.id, by=berta, now=LATER)
    assert found.incidents == ()


def test_everything_about_a_foreign_client_looks_absent(practice: Practice) -> None:
    session, stranger = practice.session, people.coach(practice.session, "Eve Other")
    theirs = people.client(session, stranger, "Their Client")
    for client_id in (theirs.id, uuid4(), practice.coach.id):
        with pytest.raises(NotFound):
            client_profiles.past(session, client_id, by=practice.coach, now=NOW)
        with pytest.raises(NotFound):
            client_attendance.of_client(session, client_id, by=practice.coach, now=NOW)
        with pytest.raises(NotFound):
            checkin_answers.of_client(session, client_id, by=practice.coach)
        with pytest.raises(NotFound):
            client_profiles.rename(session, client_id, by=practice.coach, name="Mine", now=NOW)


def test_clients_read_nothing_of_it(practice: Practice) -> None:
    with pytest.raises(NotAllowed):
        client_profiles.past(practice.session, practice.client.id, by=practice.client, now=NOW)
    with pytest.raises(NotAllowed):
        checkin_answers.of_client(practice.session, practice.client.id, by=practice.client)


def test_new_name_is_this_coachs_only(practice: Practice) -> None:
    berta = people.coach(practice.session, "Berta Klein")
    people.another_client_of(practice.session, berta, practice.client)
    name = client_profiles.rename(
        practice.session, practice.client.id, by=practice.coach, name="  Robbie  F. ", now=NOW
    )
    names = dict(practice.session.exec(select(CoachClient.coach_id, CoachClient.name)).all())
    assert (name, names[practice.coach.id], names[berta.id]) == (
        "Robbie F.", "Robbie F.", "Robin Fields",
    )  # fmt: skip
    profile = practice.session.get(Profile, practice.client.id)
    assert profile
    assert profile.name == "Robin Fields"


@pytest.mark.parametrize("name", ["", "   ", "\x00\u200b", "x" * 201])
def test_unusable_name_is_refused_at_its_field(practice: Practice, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        client_profiles.rename(
            practice.session, practice.client.id, by=practice.coach, name=name, now=NOW
        )
    assert refused.value.field == "client_name"
