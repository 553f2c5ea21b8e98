"""What waits to be marked, all of it at once or none, and what is completed by itself."""

from datetime import datetime, timedelta

import pytest

from coachbook.errors import AlreadyChanged, Invalid, NotAllowed, NotFound
from coachbook.models import BookingHistory, CoachSettings
from coachbook.services import bookings
from coachbook.services.attendance import marking
from coachbook.services.attendance.marking import Mark, Wish
from coachbook.services.bookings import BookingView
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

DAYS = [at(f"2026-11-{day:02} 09:00") for day in (10, 11, 12)]
A_DAY = timedelta(hours=24)


def past(practice: Practice, *starts: datetime) -> list[BookingView]:
    return factories.booked(practice.session, practice.coach, practice.client, *starts)


def wish(one: BookingView, mark: Mark = "completed") -> Wish:
    return Wish(one.id, one.version, mark)


def status_of(practice: Practice, one: BookingView) -> str:
    return bookings.one(practice.session, one.id, by=practice.coach, now=NOW).status


def mark_all(practice: Practice, *wishes: Wish, **more: object) -> int:
    asked = {"by": practice.coach, "now": NOW}
    return marking.mark_all(practice.session, wishes, **{**asked, **more})  # type: ignore[arg-type]


def test_waiting_is_what_has_ended_unmarked_the_newest_first(practice: Practice) -> None:
    made = past(practice, *DAYS, at("2026-11-16 09:30"), at("2026-11-18 09:00"))
    bookings.complete(practice.session, made[0].id, by=practice.coach, version=1, now=NOW)
    found = marking.waiting(practice.session, by=practice.coach, now=NOW)
    assert [one.id for one in found.bookings] == [made[2].id, made[1].id]
    assert found.count == 2


def test_waiting_counts_those_that_are_not_listed(practice: Practice) -> None:
    past(practice, *DAYS)
    found = marking.waiting(practice.session, by=practice.coach, now=NOW, most=2)
    assert (len(found.bookings), found.count) == (2, 3)


def test_waiting_is_the_coachs_own(practice: Practice) -> None:
    past(practice, *DAYS)
    other = people.coach(practice.session, "Ben Ito")
    assert marking.waiting(practice.session, by=other, now=NOW).count == 0
    with pytest.raises(NotAllowed):
        marking.waiting(practice.session, by=practice.client, now=NOW)


def test_all_are_marked_each_as_it_was(practice: Practice) -> None:
    made = past(practice, *DAYS)
    wishes = [wish(made[0]), wish(made[1], "no_show"), wish(made[2])]
    assert mark_all(practice, *wishes) == 3
    found = [status_of(practice, one) for one in made]
    assert found == ["completed", "no_show", "completed"]


def test_none_is_marked_when_one_was_changed_meanwhile(practice: Practice) -> None:
    made = past(practice, *DAYS)
    practice.cancel(made[1], by=practice.coach)
    with pytest.raises(AlreadyChanged, match="Robin Fields's booking was changed"):
        mark_all(practice, *map(wish, made))
    assert status_of(practice, made[0]) == "confirmed"


def test_marking_all_is_for_what_has_ended(practice: Practice) -> None:
    (ahead,) = past(practice, at("2026-11-18 09:00"))
    with pytest.raises(Invalid, match="hasn't ended"):
        mark_all(practice, wish(ahead))


def test_other_coach_marks_nothing(practice: Practice) -> None:
    made = past(practice, *DAYS)
    with pytest.raises(NotFound):
        mark_all(practice, wish(made[0]), by=people.coach(practice.session, "Ben Ito"))
    with pytest.raises(NotAllowed):
        mark_all(practice, wish(made[0]), by=practice.client)


def completed(practice: Practice, now: datetime) -> int:
    return marking.complete_overdue(practice.session, practice.coach.id, now=now)


def test_unmarked_is_completed_24_hours_after_its_end(practice: Practice) -> None:
    (one,) = past(practice, DAYS[0])
    assert completed(practice, one.ends_at + A_DAY - timedelta(seconds=1)) == 0
    assert completed(practice, one.ends_at + A_DAY) == 1
    assert status_of(practice, one) == "completed"


def test_completing_by_itself_twice_does_it_once(practice: Practice) -> None:
    (one,) = past(practice, DAYS[0])
    assert [completed(practice, NOW), completed(practice, NOW)] == [1, 0]
    assert bookings.one(practice.session, one.id, by=practice.coach, now=NOW).version == 2


def test_history_says_that_nobody_did_it(practice: Practice) -> None:
    (one,) = past(practice, DAYS[0])
    completed(practice, NOW + A_DAY)
    line = bookings.history(practice.session, one.chain_id, by=practice.coach)[-1]
    assert (line.event, line.actor_name) == ("completed", "")
    assert practice.count(BookingHistory) == 2


def test_checkins_are_completed_by_themselves_as_well(practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    factories.booked(practice.session, practice.coach, practice.client, DAYS[0],
                     kind="checkin", minutes=30)  # fmt: skip
    assert completed(practice, NOW) == 1


@pytest.mark.parametrize(
    ("settings", "count"),
    [({"auto_complete": False}, 0), ({"auto_complete_after_hours": 720}, 0),
     ({"auto_complete_after_hours": 1}, 3)],
)  # fmt: skip
def test_settings_decide(practice: Practice, settings: dict[str, object], count: int) -> None:
    past(practice, *DAYS)
    row = practice.session.get_one(CoachSettings, practice.coach.id)
    for name, value in settings.items():
        setattr(row, name, value)
    practice.session.flush()
    due = marking.coaches_with_overdue(practice.session, now=NOW)
    assert (due == [practice.coach.id], completed(practice, NOW)) == (bool(count), count)


def test_what_the_coach_marked_is_left_alone(practice: Practice) -> None:
    (one,) = past(practice, DAYS[0])
    bookings.mark_no_show(practice.session, one.id, by=practice.coach, version=1, now=NOW)
    assert completed(practice, NOW) == 0
    assert status_of(practice, one) == "no_show"
