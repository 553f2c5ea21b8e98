"""The booking page's second kind: check-ins, their month, and the questions before them."""

import pytest

from coachbook.models import CheckinFormQuestion, CheckinFormResponse, CoachSettings
from coachbook.ui.client_booking.checkin_state import CheckinStep
from coachbook.ui.client_booking.state import BookState
from tests import people
from tests.factories import at
from tests.practices import Practice
from tests.ui.booking_page import opened_page, shown
from tests.ui.checkin_page import (
    DECEMBER,
    NEXT_DAY,
    NOON,
    answer,
    checkins,
    choose,
    confirm,
    page_of,
    step,
)
from tests.ui.harness import Opener

pytestmark = pytest.mark.usefixtures("checkin_hours")


# What is shown


async def test_address_leads_to_check_ins(tab: Opener) -> None:
    page = await shown(await checkins(tab))
    assert (page.kind, page.stage, page.minutes) == ("checkin", "picking", 30)
    assert [slot["time"] for slot in page.days[2]["slots"]] == [
        "12:00\u202fPM", "12:30\u202fPM", "1:00\u202fPM", "1:30\u202fPM",
    ]  # fmt: skip
    assert (page.limits["most"], page.limits["replaces"]) == (1, True)


@pytest.mark.parametrize("path", ["/book", "/book?kind=", "/book?kind=CHECKIN", "/book?kind=x"])
async def test_anything_else_leads_to_sessions(tab: Opener, path: str) -> None:
    page = await shown(await opened_page(tab, path))
    assert (page.kind, page.minutes) == ("session", 60)


async def test_kinds_are_switched_there_and_back(tab: Opener) -> None:
    client = await opened_page(tab)
    await client.send(BookState.choose_kind("checkin"))
    assert (await shown(client)).minutes == 30
    await client.send(BookState.choose_kind("session"))
    page = await shown(client)
    assert (page.kind, page.minutes, page.length) == ("session", 60, "60")


async def test_client_without_a_package_books_a_check_in(practice: Practice) -> None:
    lonely = people.client(practice.session, practice.coach, "Kim Late")
    async with page_of(lonely, practice, "/book") as client:
        assert (await shown(client)).stage == "nothing"
        await client.send(BookState.choose_kind("checkin"))
        assert (await shown(client)).stage == "picking"
        await confirm(client, practice, NOON)
        assert (await shown(client)).heading == "Your check-in is booked"


async def test_coach_without_check_in_hours_has_no_times(practice: Practice) -> None:
    second = people.coach(practice.session, "Ben Ito")
    lonely = people.client(practice.session, second, "Kim Late")
    async with page_of(lonely, practice, "/book?kind=checkin") as client:
        assert (await shown(client)).stage == "no_times"


async def test_status_stands_beside_both_kinds(tab: Opener, practice: Practice) -> None:
    client = await opened_page(tab)
    assert (await shown(client)).checkin == {"words": "1 check-in available", "is_available": True}
    await confirm(client, practice, NOON)
    await client.send(BookState.choose_kind("session"))
    assert (await shown(client)).checkin == {"words": "Used - resets Dec 1", "is_available": False}


async def test_used_month_is_closed_and_says_why(tab: Opener, practice: Practice) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    await client.send(BookState.show_week("2026-11-23"))
    page = await shown(client)
    assert {slot["why"] for day in page.days[:5] for slot in day["slots"]} == {
        "Your check-in of November is used already"
    }
    assert {on[:7] for on in page.open_days} == {"2026-12", "2027-01", "2027-02"}


async def test_basket_names_the_month_that_is_used(tab: Opener, practice: Practice) -> None:
    client = await checkins(tab)
    await choose(client, practice, DECEMBER)
    page = await shown(client)
    assert page.limits["note"] == "Uses your free check-in of December 2026"
    assert page.selected == [{"starts_at": DECEMBER, "note": "", "verdict": ""}]


# Booking


async def test_without_questions_it_is_booked_at_once(tab: Opener, practice: Practice) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    page = await shown(client)
    assert (page.is_booked, page.is_asking, practice.count()) == (True, False, 1)
    assert page.booked_checkin["sentence"] == "Anna Weiss will send you a link before it starts."
    assert (page.booked_checkin["form"], practice.left) == ("", 12)


async def test_coachs_address_is_given_with_the_booking(tab: Opener, practice: Practice) -> None:
    settings = practice.session.get_one(CoachSettings, practice.coach.id)
    settings.meeting_address = "https://meet.example.com/anna"
    practice.session.commit()
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    made = (await shown(client)).booked_checkin
    assert (made["link"], made["sentence"]) == ("https://meet.example.com/anna", "")


async def test_questions_come_before_anything_is_booked(
    tab: Opener, practice: Practice, question: str
) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    page = await shown(client)
    assert (page.is_asking, page.is_booked, practice.count()) == (True, False, 0)
    assert [one["question"] for one in page.questions] == ["How did you sleep?"]
    assert page.waiting["starts"] == [NOON]
    assert page.waiting["when"] == "Wed, Nov 18, 12:00\u202fPM to 12:30\u202fPM"


async def test_answers_are_sent_with_the_booking(
    tab: Opener, practice: Practice, question: str
) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    await answer(client, practice, {question: "7"})
    page = await shown(client)
    assert (page.is_booked, page.is_asking, page.checkins_booked) == (True, False, 1)
    assert page.booked_checkin["form"].startswith("Anna Weiss has your answers.")
    assert page.booked_checkin["is_sent"]


async def test_missing_answer_books_nothing_and_is_told_at_its_field(
    tab: Opener, practice: Practice, question: str
) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    await answer(client, practice, {})
    page = await shown(client)
    assert (await step(client)).problems == {question: "Your coach needs an answer to this."}
    assert (page.is_asking, page.is_booked, page.checkins_booked) == (True, False, 0)
    await answer(client, practice, {question: "7"})
    assert ((await step(client)).problems, practice.count()) == ({}, 1)


async def test_skipped_questions_are_booked_and_kept(
    tab: Opener, practice: Practice, question: str
) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    await answer(client, practice, {question: "3"}, button="later")
    page = await shown(client)
    assert (page.is_booked, page.booked_checkin["is_sent"]) == (True, False)
    assert page.booked_checkin["form"].startswith("What you wrote is kept.")
    assert practice.count(CheckinFormResponse) == 1


async def test_closed_questions_book_nothing(
    tab: Opener, practice: Practice, question: str
) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    await client.send(CheckinStep.close)
    assert ((await shown(client)).is_asking, practice.count()) == (False, 0)


async def test_time_that_is_gone_is_told_before_the_questions(
    tab: Opener, practice: Practice, question: str
) -> None:
    client = await checkins(tab)
    other = practice.another_client()
    practice.book(at("2026-11-18 12:00"), by=other, client_id=other.id, kind="checkin")
    practice.session.commit()
    await confirm(client, practice, NOON)
    page = await shown(client)
    assert (page.is_asking, page.is_refused) == (False, True)
    assert page.heading == "That time can't be booked any more"


async def test_time_taken_during_the_questions_keeps_the_choice(
    tab: Opener, practice: Practice, question: str
) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    other = practice.another_client()
    practice.book(at("2026-11-18 12:00"), by=other, client_id=other.id, kind="checkin")
    practice.session.commit()
    await answer(client, practice, {question: "7"})
    page = await shown(client)
    assert (page.is_asking, page.is_refused, page.checkins_booked) == (False, True, 0)
    assert practice.count(CheckinFormResponse) == 0


async def test_question_that_came_meanwhile_is_shown(
    tab: Opener, practice: Practice, question: str
) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    practice.session.add(
        CheckinFormQuestion(
            coach_id=practice.coach.id, question="Any pain?", question_type="text",
            is_required=True, sort_order=2,
        )
    )  # fmt: skip
    practice.session.commit()
    await answer(client, practice, {question: "7"})
    page = await shown(client)
    assert [one["question"] for one in page.questions] == ["How did you sleep?", "Any pain?"]
    assert list((await step(client)).problems) == [page.questions[1]["id"]]


async def test_double_press_books_once(tab: Opener, practice: Practice, question: str) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    for _ in range(2):
        await answer(client, practice, {question: "7"})
        assert (await shown(client)).is_booked
    assert (practice.count(), practice.count(CheckinFormResponse)) == (1, 1)


async def test_two_tabs_take_one_check_in(tab: Opener, practice: Practice) -> None:
    phone, laptop = await checkins(tab), await checkins(tab)
    await confirm(phone, practice, NOON)
    await confirm(laptop, practice, NEXT_DAY, once="once-0002")
    page = await shown(laptop)
    assert (page.is_booked, practice.count()) == (False, 1)
    assert page.refused[0]["also"] == "Your check-in of November is used already."
