"""Needs renewal, beside the calendar: why, the first few, and the same package once more."""

from datetime import date
from typing import Any

from sqlmodel import select

from coachbook.models import SessionPackage
from coachbook.services.renewal_reasons import Reason
from coachbook.ui.coach_bookings.renewals_state import NeedsRenewal, _why
from coachbook.ui.gate import WRONG_ROLE
from tests import factories, people
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

RENEWALS = NeedsRenewal.get_full_name()


def low(practice: Practice, name: str, **package: Any) -> None:
    client = people.client(practice.session, practice.coach, name)
    factories.package(practice.session, practice.coach, client, total=1, **package)


async def opened(tab: Opener, practice: Practice, cookie: str = "coach") -> Tab:
    practice.session.commit()
    coach = tab(cookie=cookie, path="/coach/bookings")
    await coach.send(NeedsRenewal.load)
    return coach


async def shown(coach: Tab) -> Any:
    return await coach.state(NeedsRenewal)


async def test_client_is_listed_with_every_reason(tab: Opener, practice: Practice) -> None:
    low(practice, "Kim Late", expires_on="2026-12-03")
    (row,) = (await shown(await opened(tab, practice))).shown
    assert (row["name"], row["why"]) == ("Kim Late", "1 session left")
    assert row["also"] == "1 session left until Thu, Dec 3"


async def test_first_few_are_shown_and_all_when_asked(tab: Opener, practice: Practice) -> None:
    for number in range(8):
        low(practice, f"Client {number}")
    coach = await opened(tab, practice)
    assert (len((await shown(coach)).shown), (await shown(coach)).count) == (6, 8)
    await coach.send(NeedsRenewal.show_all)
    assert len((await shown(coach)).shown) == 8


async def test_same_package_is_added_once_after_asking(tab: Opener, practice: Practice) -> None:
    low(practice, "Kim Late", expires_on="2026-12-03")
    coach = await opened(tab, practice)
    await coach.send(f"{RENEWALS}.ask", package_id=(await shown(coach)).shown[0]["id"])
    asked = await shown(coach)
    assert asked.name == "Kim Late"
    assert asked.sentence == "Sells 1 session, 60 min, until January 2, 2027."
    for _ in range(2):
        await coach.send(NeedsRenewal.renew)
    assert await coach.sentences() == ["Kim Late has the same package again."]
    assert len(practice.session.exec(select(SessionPackage)).all()) == 3


async def test_renewals_are_the_coachs(tab: Opener, practice: Practice) -> None:
    client = await opened(tab, practice, cookie="client")
    assert await client.sentences() == [WRONG_ROLE]
    await client.send(f"{RENEWALS}.ask", package_id=str(practice.package_id))
    assert (await shown(client)).asked == ""


def test_pace_is_said_in_words() -> None:
    on = date(2026, 12, 20)
    assert _why(Reason("pace", 9, on, 1.0, 5), "en") == "Uses 1 a week, 9 left, 5 weeks"
    assert _why(Reason("pace", 9, on, 1.5, 1), "en") == "Uses 1.5 a week, 9 left, 1 week"
    assert _why(Reason("pace", 9, on, 0.25, 5), "en") == "Uses 1 in 4 weeks, 9 left, 5 weeks"
    assert _why(Reason("pace", 9, on, 0.7, 5), "en") == "Uses 0.7 a week, 9 left, 5 weeks"
    assert _why(Reason("pace", 9, on, 0, 5), "en") == "Uses none, 9 left, 5 weeks"
    booked = Reason("pace", 9, on, 1.0, 13, 8)
    assert _why(booked, "en") == "Uses 1 a week, 9 left and 8 booked, 13 weeks"
