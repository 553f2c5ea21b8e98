"""A client's page: what it shows, packages, notes, the invitation; nobody else's client."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from coachbook.notifications import addresses
from coachbook.ui.attendance.state import Attendance
from coachbook.ui.client_profile.package_state import ClientPackages
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.gate import WRONG_ROLE
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

A_DAY = timedelta(days=1)
PAGE, PACKAGES = ClientPage.get_full_name(), ClientPackages.get_full_name()


async def page(tab: Opener, client_id: UUID | str, cookie: str = "coach") -> Tab:
    coach = tab(cookie=cookie, path=f"/coach/clients/{client_id}")
    await coach.send(ClientPage.load)
    return coach


async def shown(coach: Tab) -> Any:
    return await coach.state(ClientPage)


async def packages(coach: Tab) -> Any:
    return await coach.state(ClientPackages)


async def test_page_says_what_remains_and_what_is_booked(tab: Opener, practice: Practice) -> None:
    practice.booked(at("2026-11-18 09:00"), at("2026-11-19 09:00"))
    practice.session.commit()
    found = await shown(await page(tab, practice.client.id))
    assert found.is_here
    assert found.packages[0]["sentence"] == "10 of 12 sessions remaining, doesn't expire"
    numbers = found.packages[0]["numbers"]
    assert (numbers["available"], numbers["booked"], numbers["done"]) == ("10", "2", "0")
    assert [row["about"] for row in found.upcoming] == ["Session · 12 sessions, 60 min"] * 2
    assert found.upcoming[0]["when"].startswith("Wed, Nov 18, 9:00")


async def test_package_names_its_end(tab: Opener, practice: Practice) -> None:
    anna = people.client(practice.session, practice.coach, "Anna")
    factories.package(practice.session, practice.coach, anna, total=8, expires_on="2027-03-15")
    practice.session.commit()
    found = await shown(await page(tab, anna.id))
    assert found.packages[0]["sentence"] == "8 of 8 sessions remaining, expires March 15, 2027"


async def test_cancelled_booking_stands_in_the_history(tab: Opener, practice: Practice) -> None:
    practice.cancel(practice.booked(at("2026-11-18 09:00")))
    practice.session.commit()
    found = await shown(await page(tab, practice.client.id))
    assert (found.upcoming, found.past[0]["status"]) == ([], "Cancelled by client")


@pytest.mark.parametrize("address", ["nonsense", "'; --", "..%2f", "0"])
async def test_address_that_is_no_id_is_not_here(tab: Opener, address: str) -> None:
    coach = await page(tab, address)
    assert not (await shown(coach)).is_here


async def test_foreign_and_unknown_clients_are_not_here(tab: Opener, practice: Practice) -> None:
    other = people.coach(practice.session, "Eve Other")
    theirs = people.client(practice.session, other, "Their Client")
    practice.session.commit()
    for client_id in (theirs.id, uuid4()):
        coach = await page(tab, client_id)
        found = await shown(coach)
        assert (found.is_here, found.head["name"], found.packages) == (False, "", [])


async def test_former_client_does_not_shine_through(tab: Opener, practice: Practice) -> None:
    coach = await page(tab, practice.client.id)
    coach.path = f"/coach/clients/{uuid4()}"
    await coach.send(ClientPage.load)
    assert not (await shown(coach)).is_here
    await coach.send(f"{PAGE}.save_notes", form={"notes": "Lost"})
    back = await page(tab, practice.client.id)
    assert (await shown(back)).notes == ""


async def test_package_is_added_and_the_page_shows_it(tab: Opener, practice: Practice) -> None:
    coach = await page(tab, practice.client.id)
    form = {"package": "custom", "total_sessions": "5", "session_duration_minutes": "45",
            "runs": "never", "notes": "A gift"}  # fmt: skip
    await coach.send(f"{PACKAGES}.add", form=form)
    assert await coach.sentences() == ["The package is added."]
    added = [one for one in (await shown(coach)).packages if one["label"] == "5 sessions, 45 min"]
    assert added[0]["notes"] == "A gift"


async def test_balance_is_corrected_with_a_line_that_says_why(
    tab: Opener, practice: Practice
) -> None:
    coach = await page(tab, practice.client.id)
    await coach.send(f"{PACKAGES}.show", package_id=str(practice.package_id), title="12 sessions")
    await coach.send(f"{PACKAGES}.choose", way="take")
    await coach.send(f"{PACKAGES}.adjust", form={"adjustment": "2", "reason": "Paid back"})
    assert await coach.sentences() == ["2 sessions taken away: 10 sessions left."]
    await coach.send(f"{PACKAGES}.show_ledger", package_id=str(practice.package_id), title="")
    line = (await packages(coach)).ledger[0]
    assert (line["what"], line["why"]) == ("2 sessions taken away", "Paid back")
    assert (line["change"], line["balance"]) == ("−2", "10 left")
    assert (await shown(coach)).packages[0]["sentence"].startswith("10 of 10 sessions")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the sessions as a whole number."),
        ("1.5", "Enter the sessions as a whole number."),
        ("-3", "Enter 1 session or more."),
        ("13", "You can't take away that many: only 12 are left."),
        ("99999999999", "Enter the sessions as a whole number."),
    ],
)
async def test_correction_that_makes_no_sense_is_refused(
    tab: Opener, practice: Practice, typed: str, sentence: str
) -> None:
    coach = await page(tab, practice.client.id)
    await coach.send(f"{PACKAGES}.show", package_id=str(practice.package_id), title="")
    await coach.send(f"{PACKAGES}.choose", way="take")
    await coach.send(f"{PACKAGES}.adjust", form={"adjustment": typed, "reason": ""})
    assert await coach.sentences() == [sentence]
    assert practice.left == 12


async def test_another_coachs_package_looks_absent(tab: Opener, practice: Practice) -> None:
    other = people.coach(practice.session, "Eve Other")
    theirs = people.client(practice.session, other, "Their Client")
    package_id = factories.package(practice.session, other, theirs)
    practice.session.commit()
    coach = await page(tab, practice.client.id)
    await coach.send(f"{PACKAGES}.show", package_id=str(package_id), title="")
    assert len(await coach.sentences()) == 1
    assert (await packages(coach)).ledger == []


async def test_notes_are_saved_and_another_tab_is_told(tab: Opener, practice: Practice) -> None:
    first = await page(tab, practice.client.id)
    second = await page(tab, practice.client.id)
    await first.send(f"{PAGE}.save_notes", form={"notes": "Left knee 🦵"})
    await second.send(f"{PAGE}.save_notes", form={"notes": "Right knee"})
    assert (await shown(first)).notes == "Left knee 🦵"
    assert "changed this" in (await second.sentences())[0]


async def test_invitation_goes_out_again_only_to_who_has_not_joined(
    tab: Opener, practice: Practice
) -> None:
    kim = people.client(practice.session, practice.coach, "Kim Late", status="invited")
    practice.session.commit()
    coach = await page(tab, kim.id)
    assert (await shown(coach)).head["status"] == "invited"
    await coach.send(f"{PAGE}.invite_again")
    assert await coach.sentences() == [f"A new link is on its way to {kim.email}."]
    joined = await page(tab, practice.client.id)
    await joined.send(f"{PAGE}.invite_again")
    assert await joined.sentences() == ["They have joined already. There is nothing to send."]


async def test_client_sees_no_profile(tab: Opener, practice: Practice) -> None:
    client = await page(tab, practice.client.id, cookie="client")
    await client.send(f"{PACKAGES}.show", package_id=str(practice.package_id), title="")
    assert await client.sentences() == [WRONG_ROLE]
    assert not (await shown(client)).is_here


async def test_history_goes_on_where_it_stopped(tab: Opener, practice: Practice) -> None:
    for day in range(1, 13):
        start = at(f"2026-10-{day:02} 09:00")
        factories.booked(
            practice.session, practice.coach, practice.client, start, now=start - A_DAY
        )
    practice.session.commit()
    coach = await page(tab, practice.client.id)
    assert (len((await shown(coach)).past), (await shown(coach)).has_more) == (10, True)
    await coach.send(ClientPage.show_more)
    found = await shown(coach)
    assert ([row["when"][:11] for row in found.past][-1], found.has_more) == ("Thu, Oct 1,", False)
    assert len({row["id"] for row in found.past}) == 12
    await coach.send(ClientPage.refresh)
    assert len((await shown(coach)).past) == 12


async def test_far_upcoming_ones_unfold(tab: Opener, practice: Practice) -> None:
    practice.book(*(at(f"2026-12-{day:02} 09:00") for day in range(1, 5)))
    practice.book(*(at(f"2026-12-{day:02} 09:00") for day in range(7, 12)))
    practice.session.commit()
    coach = await page(tab, practice.client.id)
    assert (len((await shown(coach)).upcoming), (await shown(coach)).later) == (6, 3)
    await coach.send(ClientPage.show_all_upcoming)
    assert (len((await shown(coach)).upcoming), (await shown(coach)).later) == (9, 0)


async def test_attendance_is_drawn_by_month(tab: Opener, practice: Practice) -> None:
    start = at("2026-11-03 09:00")
    factories.booked(practice.session, practice.coach, practice.client, start, now=start - A_DAY)
    practice.session.commit()
    coach = await page(tab, practice.client.id)
    assert (await shown(coach)).chart == ""
    (row,) = (await shown(coach)).past
    await coach.send(Attendance.miss(row["id"], row["version"]))
    await coach.send(ClientPage.refresh)
    found = await shown(coach)
    assert found.chart == (
        "In the last 12 months: 0 completed, 1 no-show and 0 cancelled by the client."
    )
    newest = found.bars[-1]
    assert (newest["month"], newest["no_shows"], newest["no_shows_height"]) == (
        "November 2026", "1", "100.0%",
    )  # fmt: skip
    assert (found.standing["lately"], found.standing["flag"]) == (
        "1 no-show and 0 cancellations", "",
    )  # fmt: skip


async def test_name_is_changed_for_this_coach(tab: Opener, practice: Practice) -> None:
    coach = await page(tab, practice.client.id)
    await coach.send(ClientPage.start_renaming)
    await coach.send(f"{PAGE}.rename", form={"client_name": " "})
    assert (await shown(coach)).is_renaming
    await coach.send(f"{PAGE}.rename", form={"client_name": "Robbie"})
    found = await shown(coach)
    assert (found.head["name"], found.is_renaming) == ("Robbie", False)
    assert await coach.sentences() == ["You call them Robbie now."]


async def test_checkin_says_when_it_comes_back(tab: Opener, practice: Practice) -> None:
    assert (await shown(await page(tab, practice.client.id))).head["checkin"] == (
        "1 check-in available"
    )
    factories.booked(
        practice.session, practice.coach, practice.client, at("2026-11-18 17:00"), kind="checkin"
    )
    practice.session.commit()
    head = (await shown(await page(tab, practice.client.id))).head
    assert (head["checkin"], head["has_checkin"]) == ("Used - resets Dec 1", False)


async def test_coach_sees_that_email_bounces_and_sends_there_again(
    tab: Opener, practice: Practice
) -> None:
    email = practice.client.email
    addresses.block(practice.session, email, "bounced", detail="550 Nobody", now=NOW)
    practice.session.commit()
    coach = await page(tab, practice.client.id)
    bounce = (await shown(coach)).bounce
    assert bounce["why"] == (
        f"The address {email} sends emails back. Nothing has been sent there since November 16."
    )
    assert bounce["answer"] == "Its answer: 550 Nobody"
    await coach.send(f"{PAGE}.send_there_again")
    assert await coach.sentences() == [f"Emails go to {email} again, from the next one on."]
    assert (await shown(coach)).bounce["why"] == ""


@pytest.mark.parametrize("cause", ["bounced", "dropped", "reported", "refused"])
async def test_every_cause_has_words(tab: Opener, practice: Practice, cause: str) -> None:
    addresses.block(practice.session, practice.client.email, cause, detail="", now=NOW)
    practice.session.commit()
    bounce = (await shown(await page(tab, practice.client.id))).bounce
    assert practice.client.email in bounce["why"]
    assert bounce["answer"] == ""
    assert bounce["advice"].startswith("Robin Fields still sees everything")
