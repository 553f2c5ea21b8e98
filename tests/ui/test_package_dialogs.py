"""The dialogs of a client's packages: balance, end, void; two tabs, two clicks, bad input."""

from datetime import date, timedelta
from typing import Any

import pytest

from coachbook.services import expiries, packages
from coachbook.ui.client_profile.package_expiry_state import PackageEnd
from coachbook.ui.client_profile.package_state import ClientPackages
from coachbook.ui.client_profile.package_void_state import PackageVoid
from coachbook.ui.client_profile.state import ClientPage
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

BALANCE, END = ClientPackages.get_full_name(), PackageEnd.get_full_name()
VOID = PackageVoid.get_full_name()
NINE, DAY = at("2026-11-18 09:00"), timedelta(days=1)


async def opened(tab: Opener, practice: Practice, dialog: str, handler: str = "start") -> Tab:
    coach = tab(cookie="coach", path=f"/coach/clients/{practice.client.id}")
    await coach.send(ClientPage.load)
    await coach.send(f"{dialog}.{handler}", package_id=str(practice.package_id), title="12")
    return coach


async def state(coach: Tab, cls: Any) -> Any:
    return await coach.state(cls)


def last_day(practice: Practice) -> date | None:
    practice.session.expire_all()
    found = packages.one(practice.session, practice.package_id, by=practice.coach, now=NOW)
    practice.session.rollback()
    return found.expires_on


async def test_second_tab_sees_the_difference_and_can_go_on(
    tab: Opener, practice: Practice
) -> None:
    first = await opened(tab, practice, BALANCE, "show")
    second = await opened(tab, practice, BALANCE, "show")
    form = {"adjustment": "2", "reason": ""}
    await first.send(f"{BALANCE}.adjust", form=form)
    await second.send(f"{BALANCE}.adjust", form=form)
    assert "14 sessions left now, 12 when you opened this" in (await second.sentences())[0]
    assert (await state(second, ClientPackages)).numbers["available"] == "14"
    await second.send(f"{BALANCE}.adjust", form=form)
    assert practice.left == 16


async def test_two_clicks_adjust_and_sell_once(tab: Opener, practice: Practice) -> None:
    coach = await opened(tab, practice, BALANCE, "show")
    for _ in range(2):
        await coach.send(f"{BALANCE}.adjust", form={"adjustment": "2", "reason": ""})
    assert practice.left == 14
    practice.session.rollback()
    await coach.send(ClientPackages.start_adding)
    form = {"package": "custom", "total_sessions": "5", "session_duration_minutes": "60",
            "runs": "never", "price": "250", "notes": ""}  # fmt: skip
    for _ in range(2):
        await coach.send(f"{BALANCE}.add", form=form)
    sold = (await state(coach, ClientPage)).packages
    assert [one["about"] for one in sold].count("Sold November 16 for $250.00") == 1


async def test_expiry_is_extended_by_days_at_once(tab: Opener, practice: Practice) -> None:
    expiries.change_expiry(
        practice.session, practice.package_id, by=practice.coach,
        expires_on=date(2026, 11, 30), reason="", version=1, now=NOW,
    )  # fmt: skip
    practice.session.commit()
    coach = await opened(tab, practice, END)
    await coach.send(f"{END}.choose", way="months")
    await coach.send(f"{END}.look", form={"months": "3", "reason": "Ill"})
    assert last_day(practice) == date(2027, 2, 28)
    assert (await coach.sentences()) == ["The package runs until February 28, 2027 now."]


async def test_shortening_shows_the_sessions_first(tab: Opener, practice: Practice) -> None:
    practice.book(NINE, NINE + DAY)
    practice.session.commit()
    coach = await opened(tab, practice, END)
    await coach.send(f"{END}.look", form={"expires_on": "2026-11-18", "reason": ""})
    asked = await state(coach, PackageEnd)
    assert asked.is_sure
    assert asked.after_end[0]["when"].startswith("Thu, Nov 19, 9:00")
    assert last_day(practice) is None
    await coach.send(PackageEnd.save)
    assert last_day(practice) == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("way", "form", "sentence"),
    [
        ("date", {"expires_on": ""}, "Pick a date."),
        ("date", {"expires_on": "2026-11-01"}, "The expiry date has passed already."),
        ("date", {"expires_on": "nonsense"}, "Pick a date that exists."),
        ("never", {}, "That is the day it runs until now. Pick another one."),
    ],
)
async def test_senseless_end_is_refused_and_the_dialog_stays(
    tab: Opener, practice: Practice, way: str, form: dict[str, str], sentence: str
) -> None:
    coach = await opened(tab, practice, END)
    await coach.send(f"{END}.choose", way=way)
    await coach.send(f"{END}.look", form={"reason": "", **form})
    assert await coach.sentences() == [sentence]
    assert (await state(coach, PackageEnd)).is_open


async def test_void_keeps_some_and_cancels_some(tab: Opener, practice: Practice) -> None:
    _, gone = practice.book(NINE, NINE + DAY).bookings
    practice.session.commit()
    coach = await opened(tab, practice, VOID)
    assert (await state(coach, PackageVoid)).sentence.startswith("10 sessions that are left")
    await coach.send(f"{VOID}.void", form={"reason": "Refunded", "cancel": [str(gone.id)]})
    assert await coach.sentences() == ["The package is voided and 1 session cancelled."]
    card = (await state(coach, ClientPage)).packages[0]
    assert (card["state"], card["can_change"]) == ("voided", False)
    assert (card["numbers"]["booked"], card["numbers"]["lost"]) == ("1", "11")


async def test_session_booked_while_the_dialog_is_open_is_shown_first(
    tab: Opener, practice: Practice
) -> None:
    practice.session.commit()
    coach = await opened(tab, practice, VOID)
    practice.book(NINE)
    practice.session.commit()
    await coach.send(f"{VOID}.void", form={"reason": "Refunded"})
    assert "One more session was booked" in (await coach.sentences())[0]
    shown = await state(coach, PackageVoid)
    assert (shown.is_open, len(shown.ahead)) == (True, 1)
    await coach.send(f"{VOID}.void", form={"reason": "Refunded"})
    assert practice.left == 0


async def test_void_without_a_reason_is_refused(tab: Opener, practice: Practice) -> None:
    coach = await opened(tab, practice, VOID)
    await coach.send(f"{VOID}.void", form={"reason": " "})
    assert await coach.sentences() == ["Say why: the client reads it too."]
    assert practice.left == 12
