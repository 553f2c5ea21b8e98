"""The coach's notes in the app: what they say, who reads them, what marking them leaves unread."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlmodel import select

from coachbook.errors import NotAllowed
from coachbook.models import CalendarVersion, InAppNotification
from coachbook.notifications import outbox
from coachbook.notifications.merging import UNDO_SPAN
from coachbook.services import activity, cleanup, following
from coachbook.services.activity import ActivityPage
from coachbook.services.activity_notes import Note
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, TEN, THREE = at("2026-11-18 09:00"), at("2026-11-18 10:00"), at("2026-11-19 15:00")
SOON = NOW + timedelta(minutes=1)
LATER = NOW + timedelta(hours=1)


def page(practice: Practice, **more: Any) -> ActivityPage:
    return activity.page(practice.session, **{"by": practice.coach, "now": LATER, **more})


def note(practice: Practice, **more: Any) -> Note:
    (only,) = page(practice, **more).notes
    return only


def unread(practice: Practice, **more: Any) -> int:
    asked = {"by": practice.coach, "now": LATER, **more}
    return activity.unread_count(practice.session, **asked)


def read(practice: Practice, *ids: UUID, **more: Any) -> int:
    asked = {"by": practice.coach, "now": LATER, **more}
    return activity.mark_read(practice.session, ids, **asked)


def write(practice: Practice, event: str, subject_id: UUID, **more: Any) -> None:
    """A note of a kind that other parts of the application write."""
    common = {"version": 1, "due_at": NOW, "created_at": NOW}
    outbox.queue(
        practice.session, event, recipient_id=practice.coach.id, coach_id=practice.coach.id,
        subject_id=subject_id, **{**common, **more},
    )  # fmt: skip


def test_booking_is_told_once_for_all_its_times(practice: Practice) -> None:
    practice.book(TEN, THREE, NINE)
    told = note(practice)
    assert (told.event, told.client_name, told.kind) == ("new_booking", "Robin Fields", "session")
    assert (told.starts, told.at, told.is_read) == ((NINE, TEN, THREE), NOW + UNDO_SPAN, False)


def test_move_tells_from_where_to_where_and_leads_to_its_chain(practice: Practice) -> None:
    made = practice.booked(NINE, by=practice.coach)
    practice.move(made, THREE)
    told = note(practice)
    assert (told.event, told.was_at, told.starts) == ("client_rescheduled", NINE, (THREE,))
    assert told.chain_id == made.chain_id


def test_cancellation_tells_the_time_that_was(practice: Practice) -> None:
    practice.cancel(practice.booked(NINE, by=practice.coach))
    told = note(practice)
    assert (told.event, told.starts, told.since) == ("client_cancelled", (NINE,), "")


def test_the_coachs_own_doing_is_not_told(practice: Practice) -> None:
    made = practice.booked(NINE, by=practice.coach)
    practice.cancel(practice.move(made, THREE, by=practice.coach).booking, by=practice.coach)
    assert page(practice).notes == ()


def test_client_is_called_as_this_coach_calls_them(practice: Practice) -> None:
    other = people.coach(practice.session, "Berta Klein")
    people.relate(practice.session, other, practice.client.id, "Robbie")
    factories.hours(practice.session, other)
    factories.package(practice.session, other, practice.client)
    practice.book(NINE)
    practice.book(THREE, coach_id=other.id)
    names = [note(practice, by=coach).client_name for coach in (practice.coach, other)]
    assert names == ["Robin Fields", "Robbie"]


def test_what_became_of_a_booking_is_said(practice: Practice) -> None:
    practice.cancel(practice.booked(NINE), now=SOON)
    practice.move(practice.booked(TEN), THREE, now=SOON)
    since = {told.starts[0]: told.since for told in page(practice, of="bookings").notes}
    booked = [told for told in page(practice).notes if told.event == "new_booking"]
    assert {told.starts[0]: told.since for told in booked} == {NINE: "cancelled", TEN: "moved"}
    assert since[THREE] == ""


def test_low_sessions_keeps_the_number_that_was_told(practice: Practice) -> None:
    low = factories.package(practice.session, practice.coach, practice.client, minutes=30, total=3)
    practice.book(NINE, by=practice.coach, minutes=30)
    practice.book(TEN, by=practice.coach, minutes=30)
    told = note(practice)
    assert factories.remaining(practice.session, low) == 1
    assert (told.event, told.left, told.size) == ("client_low_sessions", 2, 3)
    assert told.client_id == practice.client.id


def test_expiring_package_tells_its_last_day(practice: Practice) -> None:
    ending = factories.package(
        practice.session, practice.coach, practice.client, expires_on="2026-12-14"
    )
    write(practice, "client_package_expiring_month", ending)
    assert (note(practice).ends_on, note(practice).left) == (date(2026, 12, 14), 12)


def test_form_leads_to_its_check_in(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin")
    start = at("2026-11-18 13:00")
    made = practice.booked(start, by=practice.coach, kind="checkin", minutes=30)
    write(practice, "checkin_form_submitted", made.id)
    told = note(practice, of="forms")
    assert (told.chain_id, told.kind, told.client_name) == (
        made.chain_id, "checkin", "Robin Fields",
    )  # fmt: skip


@pytest.mark.parametrize(
    "event", ["new_booking", "client_low_sessions", "checkin_form_submitted", "client_rescheduled"]
)
def test_subject_that_is_gone_leaves_a_note_that_leads_nowhere(
    practice: Practice, event: str
) -> None:
    write(practice, event, uuid4(), payload={"booking_ids": [str(uuid4()), "nonsense", 5]})
    told = note(practice)
    assert (told.event, told.chain_id, told.client_id, told.starts) == (event, None, None, ())


def test_unread_come_first_and_then_the_newest(practice: Practice) -> None:
    for minutes, start in enumerate((NINE, TEN, THREE)):
        practice.book(start, now=NOW + timedelta(minutes=minutes))
    newest, _, _ = page(practice).notes
    read(practice, newest.id)
    assert [told.starts[0] for told in page(practice).notes] == [TEN, NINE, THREE]


def test_pages_lose_nothing_when_notes_are_read_in_between(practice: Practice) -> None:
    subjects = [uuid4() for _ in range(7)]
    for number, subject in enumerate(subjects):
        write(practice, "new_booking", subject, due_at=NOW + timedelta(seconds=number // 2))
    first = page(practice, size=3)
    read(practice, first.notes[0].id)
    second = page(practice, size=3, after=first.following)
    read(practice, *(told.id for told in second.notes))
    third = page(practice, size=9, after=second.following)
    seen = [told.id for each in (first, second, third) for told in each.notes]
    assert len(set(seen)) == 7
    assert third.following is None


def test_filters_take_what_they_say(practice: Practice) -> None:
    practice.book(NINE)
    write(practice, "client_low_sessions", practice.package_id)
    write(practice, "checkin_form_submitted", uuid4())
    read(practice, note(practice, of="forms").id)
    counts = {of: len(page(practice, of=of).notes) for of in ("all", *activity.SUBJECTS, "unread")}
    assert counts == {
        "all": 3, "bookings": 1, "packages": 1, "forms": 1, "reminders": 0, "unread": 2,
    }  # fmt: skip
    assert len(page(practice, of="bookings").unread) == 1


# Marking


def test_marking_leaves_what_arrived_meanwhile_unread(practice: Practice) -> None:
    practice.book(NINE)
    seen = page(practice).unread
    practice.book(TEN)  # with the same moment as its own
    assert read(practice, *seen) == 1
    assert unread(practice) == 1


def test_marking_again_changes_nothing(practice: Practice) -> None:
    practice.book(NINE)
    told = note(practice)
    assert [read(practice, told.id), read(practice, told.id, now=LATER + timedelta(1))] == [1, 0]
    row = practice.session.exec(
        select(InAppNotification).where(InAppNotification.id == told.id)
    ).one()
    practice.session.refresh(row)
    assert row.read_at == LATER


def test_other_coach_neither_reads_nor_marks(practice: Practice) -> None:
    other = people.coach(practice.session, "Berta Klein")
    practice.book(NINE)
    told = note(practice)
    assert page(practice, by=other).notes == ()
    assert (read(practice, told.id, by=other), unread(practice, by=other)) == (0, 0)
    assert read(practice, uuid4()) == 0  # one that doesn't exist looks the same
    assert (unread(practice), read(practice, told.id)) == (1, 1)


def test_note_never_shows_another_coachs_booking(practice: Practice) -> None:
    other = people.coach(practice.session, "Berta Klein")
    stranger = people.client(practice.session, other, "Kim Secret")
    factories.package(practice.session, other, stranger)
    theirs = factories.booked(practice.session, other, stranger, NINE)[0]
    own = practice.booked(NINE, by=practice.coach)
    for subject in (theirs.id, own.id):
        write(practice, "new_booking", subject, payload={"booking_ids": [str(subject)]})
    names = sorted(told.client_name for told in page(practice).notes)
    assert names == ["", "Robin Fields"]


def test_clients_have_no_activity(practice: Practice) -> None:
    for ask in (page, unread, read):
        with pytest.raises(NotAllowed):
            ask(practice, by=practice.client)


# What is not visible yet


def test_note_shows_when_its_time_has_come(practice: Practice) -> None:
    write(practice, "new_booking", uuid4(), due_at=NOW + timedelta(seconds=10))
    at_once, then = NOW + timedelta(seconds=9), NOW + timedelta(seconds=10)
    assert [unread(practice, now=now) for now in (at_once, then)] == [0, 1]
    told = note(practice, now=then)
    assert page(practice, now=at_once).notes == ()
    assert read(practice, told.id, now=at_once) == 0


def test_followers_hear_of_it_without_any_change(practice: Practice) -> None:
    write(practice, "new_booking", uuid4(), due_at=NOW + timedelta(seconds=10))
    coach_ids = [practice.coach.id]
    early, late = (
        following.news(practice.session, coach_ids, now=NOW + timedelta(seconds=seconds))
        for seconds in (9, 11)
    )
    news = [each[practice.coach.id] for each in (early, late)]
    assert [(one.version, one.unread) for one in news] == [(0, 0), (0, 1)]


def test_one_read_and_one_come_are_news_too(practice: Practice) -> None:
    coach_ids = [practice.coach.id]
    write(practice, "new_booking", uuid4())
    before = following.news(practice.session, coach_ids, now=LATER)
    read(practice, note(practice).id)
    write(practice, "new_booking", uuid4(), due_at=SOON)
    after = following.news(practice.session, coach_ids, now=LATER)
    assert (before != after, after[practice.coach.id].unread) == (True, 1)


def test_whatever_a_client_does_raises_the_calendars_version(practice: Practice) -> None:
    versions = []

    def note_version() -> None:
        row = practice.session.get(CalendarVersion, practice.coach.id, populate_existing=True)
        versions.append(row.version if row else 0)

    made = practice.booked(NINE)
    note_version()
    moved = practice.move(made, THREE, now=SOON).booking
    note_version()
    practice.cancel(moved, now=SOON + timedelta(minutes=1))
    note_version()
    assert versions == sorted(set(versions))
    assert len(page(practice).notes) == 3


# Cost and age


@pytest.mark.parametrize("count", [1, 25])
def test_page_costs_five_queries_however_much_happened(practice: Practice, count: int) -> None:
    made = practice.booked(NINE, by=practice.coach)
    for number in range(count):
        write(practice, "new_booking", made.id, version=number)
        write(practice, "client_low_sessions", practice.package_id, version=number)
    asked: list[str] = []
    engine = practice.session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert len(page(practice, size=2 * count).notes) == 2 * count
    assert len([one for one in asked if one.startswith("SELECT")]) == 5


def test_read_notes_are_forgotten_after_half_a_year(practice: Practice) -> None:
    write(practice, "new_booking", uuid4())
    write(practice, "new_booking", uuid4(), due_at=SOON)
    read(practice, page(practice).notes[0].id)
    half_a_year = NOW + timedelta(days=181)
    cleanup.forget_expired(practice.session, now=NOW + timedelta(days=179))
    assert practice.count(InAppNotification) == 2
    cleanup.forget_expired(practice.session, now=half_a_year)
    assert [told.at for told in page(practice, now=half_a_year).notes] == [NOW]
