"""The client's form page: what is typed is kept, what can't be is said at its field."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from coachbook import clock
from coachbook.models import CheckinFormQuestion
from coachbook.services import checkin_answers
from coachbook.services.bookings import BookingView
from coachbook.services.checkin_forms import refusals
from coachbook.ui.checkin_form.sent import form_row
from coachbook.ui.checkin_form.state import CHANGED, CheckinFormState
from coachbook.ui.client_history.state import ClientHistory
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.coach_bookings.panel_state import BookingPanel
from coachbook.ui.gate import NOT_UNDERSTOOD, WRONG_ROLE
from tests import factories
from tests.factories import at
from tests.practices import Practice
from tests.services.forms import submit
from tests.ui.harness import Opener, Tab

NAME = CheckinFormState.get_full_name()
START = at("2026-11-18 09:00")
GONE = "That isn't here any more. Go back and reload the page."


@pytest.fixture
def checkin(practice: Practice) -> BookingView:
    factories.hours(practice.session, practice.coach, kind="checkin")
    return practice.booked(START, kind="checkin", minutes=30)


def ask(practice: Practice, kind: str = "text", **more: Any) -> CheckinFormQuestion:
    row = CheckinFormQuestion(
        coach_id=practice.coach.id, question="How are you?", question_type=kind, **more
    )
    practice.session.add(row)
    return row


async def opened(tab: Opener, practice: Practice, chain: Any, cookie: str = "client") -> Tab:
    practice.session.commit()
    page = tab(cookie=cookie, path=f"/client/check-in/{chain}")
    await page.send(CheckinFormState.load)
    return page


async def shown(page: Tab) -> Any:
    return await page.state(CheckinFormState)


async def keep(page: Tab, one: CheckinFormQuestion, answer: Any, seen: Any = None) -> None:
    change = {"question_id": str(one.id), "answer": answer, "seen": seen}
    chain_id = (await shown(page)).chain
    await page.send(f"{NAME}.keep", chain_id=chain_id, change=change)


async def send(page: Tab, answers: dict[str, Any], seen: dict[str, Any] | None = None) -> None:
    filled = {"answers": answers, "seen": seen or {}}
    await page.send(f"{NAME}.send", chain_id=(await shown(page)).chain, filled=filled)


async def test_page_says_what_the_form_is_for(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    ask(practice, "scale", help_text="10 is best", is_required=True)
    found = await shown(await opened(tab, practice, checkin.chain_id))
    assert (found.stage, found.head["coach"], found.saved) == ("filling", "Anna Weiss", "")
    assert found.head["when"] == "Wednesday, November 18, 9:00\u202fAM to 9:30\u202fAM"
    (one,) = found.questions
    assert (one["kind"], one["help_text"], one["is_required"]) == ("scale", "10 is best", True)


async def test_draft_of_one_device_is_on_the_other(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice)
    phone = await opened(tab, practice, checkin.chain_id)
    await keep(phone, one, "Half")
    laptop = await shown(await opened(tab, practice, checkin.chain_id))
    assert (laptop.answers, laptop.saved) == ({str(one.id): "Half"}, "Saved 10:00\u202fAM")


async def test_other_devices_answer_is_shown_beside_ones_own(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    """The page gets the stored answer; what was typed here stays in the browser."""
    one = ask(practice)
    laptop = await opened(tab, practice, checkin.chain_id)
    await keep(await opened(tab, practice, checkin.chain_id), one, "Phone")
    await keep(laptop, one, "Laptop", seen="")
    assert ((await shown(laptop)).answers, await laptop.sentences()) == (
        {str(one.id): "Phone"}, [],
    )  # fmt: skip
    await send(laptop, {str(one.id): "Laptop"})
    assert await laptop.sentences() == [refusals.AnsweredElsewhere.sentence]
    await keep(laptop, one, "Laptop", seen="Phone")
    assert (await shown(laptop)).answers == {str(one.id): "Laptop"}


async def test_what_is_no_answer_is_said_at_its_field(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice, "number")
    page = await opened(tab, practice, checkin.chain_id)
    await keep(page, one, "about eighty")
    assert (await shown(page)).problems == {str(one.id): "Enter a number, such as 7.5."}
    await keep(page, one, "80")
    found = await shown(page)
    assert (found.problems, found.answers) == ({}, {str(one.id): 80})


async def test_problems_are_of_what_is_asked_alone(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    """Else a browser could make the page's state grow without an end."""
    one = ask(practice, "number")
    page = await opened(tab, practice, checkin.chain_id)
    await keep(page, one, "many")
    for _ in range(3):
        other = CheckinFormQuestion(coach_id=practice.coach.id, question="?", question_type="text")
        await keep(page, other, "Whatever")
    await send(page, {"__proto__": "x", "constructor": 1, str(one.id): "many"})
    assert set((await shown(page)).problems) == {str(one.id)}


async def test_missing_answers_are_all_named(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    first, second = ask(practice, is_required=True), ask(practice, is_required=True)
    page = await opened(tab, practice, checkin.chain_id)
    await send(page, {})
    assert set((await shown(page)).problems) == {str(first.id), str(second.id)}
    assert await page.sentences() == ["2 answers need another look."]


async def test_sent_form_can_be_changed_with_a_button(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice)
    page = await opened(tab, practice, checkin.chain_id)
    await send(page, {str(one.id): "Fine"})
    assert await page.sentences() == ["Sent. Anna Weiss is told."]
    found = await shown(page)
    assert (found.stage, found.saved) == ("changing", "Sent 10:00\u202fAM")
    await send(page, {str(one.id): "Better"}, {str(one.id): "Fine"})
    assert "Your changes are saved." in await page.sentences()
    assert (await shown(page)).answers == {str(one.id): "Better"}


async def test_page_turns_read_only_at_the_start(
    tab: Opener, practice: Practice, checkin: BookingView, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ask(practice)
    page = await opened(tab, practice, checkin.chain_id)
    await keep(page, one, "Half")
    monkeypatch.setattr(clock, "now", lambda: START)
    await keep(page, one, "Whole", seen="Half")
    found = await shown(page)
    assert (found.stage, found.answers) == ("locked", {str(one.id): "Half"})
    assert found.head["closed"].endswith("It wasn't sent; only you see what you had written:")
    assert await page.sentences() == [refusals.FormLocked.sentence]


async def test_old_link_leads_to_where_it_was_moved(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    ask(practice)
    practice.move(checkin, at("2026-11-19 13:00"))
    found = await shown(await opened(tab, practice, checkin.chain_id))
    assert found.head["when"].startswith("Thursday, November 19, 1:00")


async def test_nothing_asked_is_nothing_to_fill_in(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    assert (await shown(await opened(tab, practice, checkin.chain_id))).stage == "nothing"


async def test_foreign_and_strange_addresses_show_nothing(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    theirs = practice.booked(
        at("2026-11-18 13:00"), by=practice.coach, client_id=practice.another_client().id,
        kind="checkin", minutes=30,
    )  # fmt: skip
    for chain in (theirs.chain_id, uuid4(), "not-an-id"):
        page = await opened(tab, practice, chain)
        assert ((await shown(page)).stage, await page.sentences()) == ("absent", [GONE])
    coach = await opened(tab, practice, checkin.chain_id, cookie="coach")
    assert (await shown(coach)).stage == ""
    assert await coach.sentences() == [WRONG_ROLE]


async def test_change_of_the_form_is_told_and_loses_nothing(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    one, gone = ask(practice), ask(practice)
    page = await opened(tab, practice, checkin.chain_id)
    await keep(page, gone, "The knee")
    gone.archived_at, one.question = START, "How was the week?"
    practice.session.commit()
    await send(page, {str(one.id): "Fine", str(gone.id): "The knee"})
    assert refusals.FormChanged.sentence in await page.sentences()
    found = await shown(page)
    assert [each["answer"] for each in found.retired] == ["The knee"]
    await send(page, {str(one.id): "Fine"})
    assert (await shown(page)).stage == "changing"


async def test_coachs_change_is_told_while_the_page_is_open(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice)
    page = await opened(tab, practice, checkin.chain_id)
    await page.send(CheckinFormState.refresh)
    assert await page.sentences() == []
    one.question = "How was the week?"
    practice.session.commit()
    await page.send(CheckinFormState.refresh)
    assert await page.sentences() == [CHANGED]


@pytest.mark.parametrize(
    "change",
    [
        {"question_id": "nonsense", "answer": "x", "seen": ""},
        {"question_id": str(uuid4()), "answer": "x" * 1_000_000, "seen": ""},
        {"question_id": str(uuid4()), "answer": "a\x00b", "seen": ""},
        {"question_id": str(uuid4()), "answer": [[[[[[["x"]]]]]]], "seen": ""},
        {"question_id": str(uuid4()), "answer": "x"},
    ],
)
async def test_malformed_changes_never_arrive(
    tab: Opener, practice: Practice, checkin: BookingView, change: dict[str, Any]
) -> None:
    ask(practice)
    page = await opened(tab, practice, checkin.chain_id)
    await page.send(f"{NAME}.keep", chain_id=str(checkin.chain_id), change=change)
    assert await page.sentences() == [NOT_UNDERSTOOD]


async def test_events_before_a_page_is_known_find_nothing(tab: Opener, practice: Practice) -> None:
    practice.session.commit()
    page = tab(cookie="client", path="/client/check-in")
    filled: dict[str, Any] = {"answers": {}, "seen": {}}
    await page.send(f"{NAME}.send", chain_id=str(uuid4()), filled=filled)
    assert await page.sentences() == [GONE]


async def test_coach_reads_answers_in_the_panel_and_on_the_profile(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice)
    practice.session.commit()
    coach = tab(cookie="coach", path="/coach/bookings")
    await coach.send(BookingPanel.open_one(checkin.chain_id))
    assert (await coach.state(BookingPanel)).form_words == "Robin Fields hasn't sent the form yet."
    page = await opened(tab, practice, checkin.chain_id)
    await keep(page, one, "Half")
    await coach.send(BookingPanel.refresh)
    assert (await coach.state(BookingPanel)).form["answers"] == []
    await send(page, {str(one.id): "<b>Whole</b>"}, {str(one.id): "Half"})
    await coach.send(BookingPanel.refresh)
    panel = await coach.state(BookingPanel)
    assert ([row["answer"] for row in panel.form["answers"]], panel.form_words) == (
        ["<b>Whole</b>"], "",
    )  # fmt: skip
    profile = tab(cookie="coach", path=f"/coach/clients/{practice.client.id}")
    await profile.send(ClientPage.load)
    (form,) = (await profile.state(ClientPage)).forms
    assert (form["sent"], form["answers"][0]["answer"]) == ("Sent November 16", "<b>Whole</b>")


async def test_history_of_the_client_has_what_they_sent(
    tab: Opener, practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice, "scale")
    page = await opened(tab, practice, checkin.chain_id)
    await send(page, {str(one.id): "6"})
    history = tab(cookie="client", path="/client/history")
    await history.send(ClientHistory.load)
    (form,) = (await history.state(ClientHistory)).forms
    assert (form["title"], form["answers"][0]["answer"]) == (
        "Check-in of Wed, Nov 18, 9:00\u202fAM", "6",
    )  # fmt: skip


async def test_history_names_the_year_of_a_form_that_is_not_this_years(
    practice: Practice, checkin: BookingView
) -> None:
    one = ask(practice)
    submit(practice, checkin, {str(one.id): "Fine"})
    (sent,) = checkin_answers.own(practice.session, by=practice.client)
    row = form_row(sent, practice.client, date(2027, 2, 1))
    assert row["title"] == "Check-in of November 18, 2026, 9:00\u202fAM"
    assert row["sent"] == "Sent November 16, 2026"
