"""The booking page's second kind: check-ins, their month, and the questions before them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from coachbook.models import CheckinFormQuestion, CheckinFormResponse, CoachSettings
from coachbook.services.people import Person
from coachbook.ui.client_booking.checkin_state import CheckinStep
from coachbook.ui.client_booking.state import BookState
from tests import factories, people
from tests.factories import at
from tests.practices import Practice
from tests.ui.booking_page import NAME, opened_page, shown
from tests.ui.harness import Opener, Tab, opened, signed_in

STEP = CheckinStep.get_full_name()
NOON, NEXT_DAY = "2026-11-18T17:00:00Z", "2026-11-19T17:00:00Z"
DECEMBER = "2026-12-16T17:00:00Z"


@pytest.fixture
def practice(practice: Practice) -> Practice:
    factories.hours(
        practice.session, practice.coach, start="12:00", end="14:00", capacity=1, kind="checkin"
    )
    practice.session.commit()
    return practice


@pytest.fixture
def question(practice: Practice) -> str:
    row = CheckinFormQuestion(
        coach_id=practice.coach.id, question="How did you sleep?", question_type="scale",
        is_required=True,
    )  # fmt: skip
    practice.session.add(row)
    practice.session.commit()
    return str(row.id)


@asynccontextmanager
async def page_of(person: Person, practice: Practice, path: str) -> AsyncIterator[Tab]:
    practice.session.commit()
    async with opened(signed_in({"client": person})) as tab:
        yield await opened_page(tab, path)


async def checkins(tab: Opener) -> Tab:
    return await opened_page(tab, "/book?kind=checkin")


async def choose(client: Tab, practice: Practice, *starts: str) -> None:
    await client.send(
        f"{NAME}.choose", coach_id=str(practice.coach.id), kind="checkin", minutes=30,
        starts=list(starts),
    )  # fmt: skip


async def confirm(client: Tab, practice: Practice, start: str, once: str = "once-0001") -> None:
    sent = {"starts": [start], "request_id": once}
    await client.send(
        f"{NAME}.confirm", coach_id=str(practice.coach.id), kind="checkin", minutes=30, sent=sent
    )


async def answer(
    client: Tab, practice: Practice, answers: dict[str, Any], start: str = NOON, **more: Any
) -> None:
    sent = {"starts": [start], "request_id": more.pop("request_id", "once-0001")}
    answered = {"answers": answers, "seen": {}, **more}
    await client.send(f"{STEP}.book", coach_id=str(practice.coach.id), sent=sent, answered=answered)


async def step(client: Tab) -> Any:
    return await client.state(CheckinStep)


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


# A page that stays open


def stands_at(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("coachbook.clock.now", lambda: at(words))


async def test_page_knows_when_the_coachs_day_ends(
    tab: Opener, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands_at(monkeypatch, "2026-11-30 23:59")
    assert (await shown(await checkins(tab))).fresh_for == 61
    stands_at(monkeypatch, "2026-11-01 00:00")  # 25 hours long
    assert (await shown(await checkins(tab))).fresh_for == 25 * 3600 + 1


async def test_next_months_check_in_is_there_after_midnight(
    tab: Opener, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    stands_at(monkeypatch, "2026-11-30 23:59")
    await client.send(BookState.refresh)
    assert (await shown(client)).checkin["words"] == "Used - resets Dec 1"
    stands_at(monkeypatch, "2026-12-01 00:00")
    await client.send(BookState.refresh)
    assert (await shown(client)).checkin["words"] == "1 check-in available"


async def test_page_of_november_books_in_december(
    tab: Opener, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody told the page that the month is over: what counts is where the time lies."""
    client = await checkins(tab)
    await confirm(client, practice, NOON)
    stands_at(monkeypatch, "2026-12-01 00:30")
    await confirm(client, practice, DECEMBER, once="once-0002")
    page = await shown(client)
    assert (page.is_booked, page.checkin["words"]) == (True, "Used - resets Jan 1, 2027")
    await confirm(client, practice, "2026-12-17T17:00:00Z", once="once-0003")
    assert not (await shown(client)).is_booked


# What nobody should send


@pytest.mark.parametrize(
    "answers",
    [
        {"not-an-id": "7"},
        {"00000000-0000-0000-0000-000000000000": "7"},
        {"'; drop table bookings": "x"},
    ],
)
async def test_unknown_questions_book_nothing(
    tab: Opener, practice: Practice, question: str, answers: dict[str, str]
) -> None:
    client = await checkins(tab)
    await answer(client, practice, {question: "7", **answers})
    assert practice.count() == 0


@pytest.mark.parametrize("value", ["11", "0", "=1+1", "<b>7</b>", "x" * 9_999, ["7"], {"a": 1}])
async def test_answers_that_do_not_fit_book_nothing(
    tab: Opener, practice: Practice, question: str, value: Any
) -> None:
    client = await checkins(tab)
    for button in ("later", ""):
        await answer(client, practice, {question: value}, button=button)
        assert list((await step(client)).problems) == [question]
    assert practice.count() == 0


async def test_strangers_coach_and_kinds_are_refused(tab: Opener, practice: Practice) -> None:
    stranger = people.coach(practice.session, "Ben Ito")
    factories.hours(practice.session, stranger, kind="checkin")
    practice.session.commit()
    client = await checkins(tab)
    sent = {"starts": [NOON], "request_id": "once-0001"}
    asked = {"coach_id": str(stranger.id), "minutes": 30, "sent": sent}
    await client.send(f"{NAME}.confirm", kind="checkin", **asked)
    await client.send(f"{NAME}.confirm", kind="holiday", **asked)
    await client.send(
        f"{STEP}.book", coach_id=str(stranger.id), sent=sent, answered={"answers": {}, "seen": {}}
    )
    assert practice.count() == 0


async def test_two_times_are_not_one_check_in(
    tab: Opener, practice: Practice, question: str
) -> None:
    client = await checkins(tab)
    sent = {"starts": [NOON, DECEMBER], "request_id": "once-0001"}
    await client.send(
        f"{STEP}.book", coach_id=str(practice.coach.id), sent=sent,
        answered={"answers": {question: "7"}, "seen": {}},
    )  # fmt: skip
    assert practice.count() == 0
    assert await client.sentences() == ["Pick one time for your check-in."]
