"""Marking one and all, the dialog that asks what became of a booking, and its corrections."""

from typing import Any
from uuid import uuid4

from coachbook.models import SessionPackage
from coachbook.services import bookings
from coachbook.services.bookings import BookingView
from coachbook.ui.attendance.rows import flag_reasons, flag_words, ordinal
from coachbook.ui.attendance.state import Attendance
from coachbook.ui.coach_bookings.mark_all_state import MarkAll
from coachbook.ui.gate import WRONG_ROLE
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.coach_calendar_page import ATTENDANCE, CALENDAR, booked, calendar, opened_calendar
from tests.ui.harness import Opener, Tab

MARK_ALL = MarkAll.get_full_name()
PAST = "2026-11-13 09:00"


async def dialog(coach: Tab) -> Any:
    return await coach.state(Attendance)


def now(practice: Practice, one: BookingView) -> BookingView:
    practice.session.expire_all()
    return bookings.one(practice.session, one.id, by=practice.coach, now=NOW)


async def correcting(tab: Opener, one: BookingView) -> Tab:
    coach = tab(cookie="coach", path="/coach/bookings")
    await coach.send(f"{ATTENDANCE}.start_correcting", chain_id=str(one.chain_id))
    return coach


async def answer(coach: Tab, became: str) -> None:
    await coach.send(f"{ATTENDANCE}.save", form={"became": became})


async def test_one_tap_marks(tab: Opener, practice: Practice) -> None:
    one, other = booked(practice, PAST), booked(practice, "2026-11-13 11:00")
    coach = await opened_calendar(tab)
    await coach.send(f"{ATTENDANCE}.complete", booking_id=str(one.id), version=1)
    await coach.send(f"{ATTENDANCE}.miss", booking_id=str(other.id), version=1)
    await coach.send(f"{CALENDAR}.refresh")
    assert (await calendar(coach)).waiting == 0
    assert [now(practice, each).status for each in (one, other)] == ["completed", "no_show"]
    assert await coach.sentences() == [
        "Robin Fields is marked as completed.", "Robin Fields is marked as a no-show.",
    ]  # fmt: skip


async def test_no_show_that_flags_says_so(tab: Opener, practice: Practice) -> None:
    for hour in (9, 11, 13):
        one = booked(practice, f"2026-11-13 {hour:02}:00")
        coach = tab(cookie="coach", path="/coach/bookings")
        await coach.send(f"{ATTENDANCE}.miss", booking_id=str(one.id), version=1)
    assert await coach.sentences() == [
        "Robin Fields is marked as a no-show, the 3rd in 90 days. Robin is flagged now."
    ]


async def test_stale_tap_marks_nothing(tab: Opener, practice: Practice) -> None:
    one = booked(practice, PAST)
    practice.cancel(one, by=practice.coach)
    practice.session.commit()
    coach = await opened_calendar(tab)
    await coach.send(f"{ATTENDANCE}.complete", booking_id=str(one.id), version=1)
    assert await coach.sentences() == ["This is already cancelled."]


async def test_cancelling_a_check_in_says_what_becomes_of_its_month(
    tab: Opener, practice: Practice
) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    first = booked(practice, "2026-11-18 09:00", kind="checkin")
    assert await follows(tab, first) == "Robin can book another check-in for that month."
    more = booked(practice, "2026-11-19 09:00", kind="checkin")
    assert await follows(tab, first) == "Robin's extra check-in of that month becomes the month's."
    assert await follows(tab, more) == (
        "It was one beyond the allowance: Robin's check-in of that month stays used."
    )


async def test_month_that_is_over_is_promised_to_nobody(tab: Opener, practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    last = booked(practice, "2026-10-30 09:00", kind="checkin")
    assert await follows(tab, last) == (
        "That month is over, so no check-in of it can be booked any more."
    )


async def follows(tab: Opener, one: BookingView) -> str:
    """What comes back if the coach cancels it."""
    choices = (await dialog(await correcting(tab, one))).choices
    words = choices[-1]["follows"].removeprefix("It doesn't count against Robin. ")
    return str(words.removesuffix(" Robin is told by email and push."))


async def test_put_back_beside_another_it_is_asked_about(tab: Opener, practice: Practice) -> None:
    factories.hours(practice.session, practice.coach, kind="checkin", capacity=1)
    gone = booked(practice, "2026-11-18 09:00", kind="checkin")
    practice.cancel(gone, by=practice.coach)
    booked(practice, "2026-11-19 09:00", kind="checkin")
    coach = await correcting(tab, gone)
    assert (
        (await dialog(coach))
        .choices[0]["follows"]
        .startswith("That month has its check-in by now: this one goes beyond the allowance.")
    )
    await answer(coach, "confirmed")
    assert (await dialog(coach)).is_asking
    await coach.send(f"{ATTENDANCE}.save_anyway")
    assert now(practice, gone).beyond_allowance


async def test_cancelling_asks_who_and_says_what_follows(tab: Opener, practice: Practice) -> None:
    one = booked(practice)
    coach = tab(cookie="coach", path="/coach/bookings")
    await coach.send(f"{ATTENDANCE}.start_cancelling", chain_id=str(one.chain_id))
    page = await dialog(coach)
    assert (page.question["title"], page.question["submit"]) == (
        "Cancel for Robin Fields?", "Cancel this session",
    )  # fmt: skip
    follows = (
        "1 credit returns to the package of 12 sessions, 60 min. Robin is told by email and push."
    )
    assert [(one["value"], one["follows"]) for one in page.choices] == [
        ("client", f"It counts as a cancellation from that day on. {follows}"),
        ("coach", f"It doesn't count against Robin. {follows}"),
    ]
    await answer(coach, "")
    assert (await dialog(coach)).is_open
    assert await coach.sentences() == ["Pick one of them."]


async def test_cancelling_gives_the_credit_back(tab: Opener, practice: Practice) -> None:
    one = booked(practice)
    coach = tab(cookie="coach", path="/coach/bookings")
    await coach.send(f"{ATTENDANCE}.start_cancelling", chain_id=str(one.chain_id))
    await answer(coach, "client")
    assert not (await dialog(coach)).is_open
    assert (now(practice, one).cancelled_by, practice.left) == ("coach_for_client", 12)
    assert (await coach.sentences())[0].startswith("The session of Robin Fields is cancelled. ")


async def test_completed_one_is_corrected(tab: Opener, practice: Practice) -> None:
    one = booked(practice, PAST)
    bookings.complete(practice.session, one.id, by=practice.coach, version=1, now=NOW)
    practice.session.commit()
    coach = await correcting(tab, one)
    page = await dialog(coach)
    assert [choice["value"] for choice in page.choices] == ["no_show", "client", "coach"]
    assert page.choices[0]["follows"] == "It counts as Robin's 1st no-show in 90 days."
    assert page.choices[2]["follows"].endswith("12 sessions, 60 min. Nobody is told.")
    await answer(coach, "no_show")
    assert now(practice, one).status == "no_show"


async def test_credit_that_returns_to_an_ended_package_is_named(
    tab: Opener, practice: Practice
) -> None:
    one = booked(practice, PAST)
    package = practice.session.get_one(SessionPackage, practice.package_id)
    package.expires_at = at("2026-11-15 23:59")
    practice.session.commit()
    page = await dialog(await correcting(tab, one))
    assert "12 sessions, 60 min, which ended on November 15." in page.choices[-1]["follows"]
    package.voided_at, package.remaining_sessions = NOW, 0
    practice.session.commit()
    page = await dialog(await correcting(tab, one))
    assert "Its package was voided, so no credit returns." in page.choices[-1]["follows"]


async def test_cancelled_past_one_becomes_completed(tab: Opener, practice: Practice) -> None:
    one = practice.cancel(booked(practice, PAST), by=practice.coach)
    practice.session.commit()
    coach = await correcting(tab, one)
    page = await dialog(coach)
    assert [choice["value"] for choice in page.choices] == ["completed", "no_show"]
    assert page.choices[0]["follows"].startswith("1 credit of the package of 12 sessions, 60 min")
    await answer(coach, "completed")
    assert (now(practice, one).status, practice.left) == ("completed", 11)


async def test_putting_back_into_a_full_hour_asks_first(tab: Opener, practice: Practice) -> None:
    one = practice.cancel(booked(practice), by=practice.coach)
    for _ in range(2):
        factories.fill(practice.session, practice.coach, at("2026-11-17 10:00"))
    practice.session.commit()
    coach = await correcting(tab, one)
    assert (await dialog(coach)).question["submit"] == "Put this session back"
    await coach.send(f"{ATTENDANCE}.save", form={})
    page = await dialog(coach)
    assert (page.is_open, page.is_asking) == (False, True)
    assert page.reason == "This hour is full: 2 of 2 booked."
    await coach.send(f"{ATTENDANCE}.save_anyway")
    assert now(practice, one).status == "confirmed"
    assert (await coach.sentences())[0].startswith("The session of Robin Fields is back. 1 credit")


async def test_answer_that_was_not_asked_for_is_refused(tab: Opener, practice: Practice) -> None:
    coach = await correcting(tab, booked(practice, PAST))
    await answer(coach, "confirmed")
    assert await coach.sentences() == ["Pick one of them."]


async def test_nothing_is_saved_before_it_was_asked(tab: Opener, practice: Practice) -> None:
    coach = tab(cookie="coach", path="/coach/bookings")
    await answer(coach, "completed")
    await coach.send(f"{ATTENDANCE}.save_anyway")
    assert len(await coach.sentences()) == 1


async def test_foreign_booking_is_absent(tab: Opener, practice: Practice) -> None:
    coach = await correcting(tab, booked(practice))
    await coach.send(f"{ATTENDANCE}.start_correcting", chain_id=str(uuid4()))
    assert len(await coach.sentences()) == 1


async def test_client_marks_nothing(tab: Opener, practice: Practice) -> None:
    one = booked(practice, PAST)
    client = tab(cookie="client", path="/coach/bookings")
    await client.send(f"{ATTENDANCE}.complete", booking_id=str(one.id), version=1)
    await client.send(f"{MARK_ALL}.start")
    assert await client.sentences() == [WRONG_ROLE]
    assert now(practice, one).status == "confirmed"


async def test_all_that_wait_are_marked_each_as_chosen(tab: Opener, practice: Practice) -> None:
    came, missed = booked(practice, PAST), booked(practice, "2026-11-13 11:00")
    coach = await opened_calendar(tab)
    await coach.send(f"{MARK_ALL}.start")
    assert [line["name"] for line in (await coach.state(MarkAll)).lines] == ["Robin Fields"] * 2
    form = {f"mark-{came.chain_id}": "completed", f"mark-{missed.chain_id}": "no_show"}
    await coach.send(f"{MARK_ALL}.mark", form=form)
    assert [now(practice, each).status for each in (came, missed)] == ["completed", "no_show"]
    assert await coach.sentences() == ["2 bookings marked: 1 completed, 1 no-show."]
    assert not (await coach.state(MarkAll)).is_open


async def test_none_is_marked_when_one_changed_meanwhile(tab: Opener, practice: Practice) -> None:
    one, other = booked(practice, PAST), booked(practice, "2026-11-13 11:00")
    coach = await opened_calendar(tab)
    await coach.send(f"{MARK_ALL}.start")
    practice.cancel(other, by=practice.coach)
    practice.session.commit()
    await coach.send(f"{MARK_ALL}.mark", form={})
    await coach.send(f"{MARK_ALL}.refresh")
    assert (await coach.sentences())[0].startswith("Robin Fields's booking was changed meanwhile")
    assert now(practice, one).status == "confirmed"
    page = await coach.state(MarkAll)
    assert (page.is_open, page.count) == (True, 1)


def test_flag_is_explained_by_what_reached_the_threshold(practice: Practice) -> None:
    assert flag_words(3, 1, 3) == "3 no-shows in 90 days"
    assert flag_words(3, 4, 3) == "3 no-shows and 4 cancellations in 90 days"
    assert flag_words(2, 2, 3) == ""


def test_reasons_name_the_days(practice: Practice) -> None:
    days = [at(f"2026-{day} 12:00").date() for day in ("08-24", "09-03", "11-12")]
    reasons = flag_reasons({"no_show": days, "cancellation": days[:2]}, 3, practice.coach, days[2])
    assert reasons == [
        {
            "words": "3 no-shows since August 24",
            "dates": "August 24, September 3 and November 12",
        }
    ]


def test_ordinals_are_written_as_people_do() -> None:
    written = [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 112)]
    assert written == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]
