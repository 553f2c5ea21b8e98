"""Why is this time not offered? What the dialog asks, and the words it answers in."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from coachbook.models import CoachClient
from coachbook.models.columns import table_of
from coachbook.ui.coach_bookings.pick_state import PickDialog
from coachbook.ui.coach_bookings.why_state import WhyDialog
from tests import factories
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

WHY, PICK = WhyDialog.get_full_name(), PickDialog.get_full_name()
WEDNESDAY = {"on": "2026-11-18", "time": "10:00", "minutes": "60"}


async def asking(tab: Opener, practice: Practice) -> Tab:
    """The dialog with the client chosen."""
    coach = tab(cookie="coach", path="/coach/bookings")
    await coach.send(f"{WHY}.start")
    await coach.send(f"{WHY}.choose", client_id=str(practice.client.id))
    return coach


async def shown(coach: Tab) -> Any:
    return await coach.state(WhyDialog)


def plain(words: str) -> str:
    return words.replace("\u202f", " ").replace("\u2009", " ")


async def answers(coach: Tab, **form: str) -> list[tuple[str, str]]:
    await coach.send(f"{WHY}.ask", form={**WEDNESDAY, **form})
    found = (await shown(coach)).reasons
    return [(plain(one["sentence"]), one["setting"]) for one in found]


async def test_open_time_is_offered(tab: Opener, practice: Practice) -> None:
    coach = await asking(tab, practice)
    assert await answers(coach) == []
    found = await shown(coach)
    assert found.is_offered
    assert found.answer.startswith("Robin Fields is offered this session: Wed")


async def test_reason_names_the_setting_and_leads_to_it(tab: Opener, practice: Practice) -> None:
    coach = await asking(tab, practice)
    assert await answers(coach, on="2026-11-16", time="15:00") == [
        ("It needs 12 hours' notice.", "Minimum notice, Booking settings")
    ]
    assert (await shown(coach)).reasons[0]["href"] == "/coach/settings/booking"


async def test_blocked_day_leads_to_that_day(tab: Opener, practice: Practice) -> None:
    factories.block(
        practice.session, by=practice.coach, on=date(2026, 11, 18), start=None, end=None,
        kinds=["session"], note="Dentist", now=NOW,
    )  # fmt: skip
    practice.session.commit()
    coach = await asking(tab, practice)
    assert await answers(coach) == [
        ("You blocked this time (Dentist).", "Dates that differ, Availability")
    ]
    href = (await shown(coach)).reasons[0]["href"]
    assert href == "/coach/settings/availability?day=2026-11-18"


async def test_coach_reads_who_is_there(tab: Opener, practice: Practice) -> None:
    for name in ("Ann", "Ben"):
        other = practice.another_client(name)
        practice.booked(at("2026-11-18 10:30"), client_id=other.id, by=other)
    practice.session.commit()
    coach = await asking(tab, practice)
    assert await answers(coach) == [
        ("2 of 2 places are taken: Ann and Ben are there at 10:30 AM.",
         "Clients at once, Availability"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"time": "07:00"}, "On Wednesday, November 18 you take sessions 9:00 AM–5:00 PM; 1 h"
         " from 7:00 AM don't lie within that."),
        ({"on": "2026-11-21"}, "You take no sessions on Saturday, November 21."),
        ({"time": "10:10"}, "Starts come every 30 minutes; the nearest: 10:00 AM and 10:30 AM."),
        ({"minutes": "45"}, "Robin Fields has no package of 45-minute sessions."),
        ({"on": "2027-06-02"}, "It is more than 3 months ahead."),
        ({"on": "2026-11-02"}, "This time has passed."),
    ],
)  # fmt: skip
async def test_sentences(
    tab: Opener, practice: Practice, form: dict[str, str], sentence: str
) -> None:
    coach = await asking(tab, practice)
    found = await answers(coach, **form)
    assert [said.replace(" – ", "–") for said, _ in found] == [sentence]


async def test_check_in_has_its_own_hours(tab: Opener, practice: Practice) -> None:
    coach = await asking(tab, practice)
    await coach.send(f"{WHY}.choose_kind", kind="checkin")
    assert (await answers(coach))[0][0] == "You take no check-ins on Wednesday, November 18."


async def test_picked_place_is_asked_about(tab: Opener, practice: Practice) -> None:
    coach = tab(cookie="coach", path="/coach/bookings")
    start, end = at("2026-11-19 14:00").isoformat(), at("2026-11-19 15:00").isoformat()
    place = {"start": start, "end": end, "whole_day": False}
    await coach.send(f"{PICK}.pick", place=place)
    await coach.send(f"{PICK}.ask_why")
    found = await shown(coach)
    assert (found.is_open, found.first) == (True, {"on": "2026-11-19", "time": "14:00"})


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"on": ""}, "Pick a date."),
        ({"time": "25:00"}, "Enter a time."),
        ({"minutes": "long"}, "Enter the length as a whole number."),
        ({"minutes": "-5"}, "Pick how long the session takes."),
        ({"on": "2150-01-01"}, "Pick a date within three years."),
    ],
)
async def test_what_makes_no_sense_is_refused(
    tab: Opener, practice: Practice, form: dict[str, str], sentence: str
) -> None:
    coach = await asking(tab, practice)
    await coach.send(f"{WHY}.ask", form={**WEDNESDAY, **form})
    assert await coach.sentences() == [sentence]


async def test_nobody_elses_client_can_be_asked_about(tab: Opener, practice: Practice) -> None:
    coach = tab(cookie="coach", path="/coach/bookings")
    await coach.send(f"{WHY}.start")
    await coach.send(f"{WHY}.choose", client_id=str(uuid4()))
    await coach.send(f"{WHY}.ask", form=WEDNESDAY)
    assert (await shown(coach)).answer == ""


async def test_packages_lengths_come_first(tab: Opener, practice: Practice) -> None:
    factories.package(practice.session, practice.coach, practice.client, minutes=75)
    practice.session.commit()
    coach = await asking(tab, practice)
    values = [one["value"] for one in (await shown(coach)).lengths]
    assert sorted(values[:2]) == ["60", "75"]
    assert values[2:] == ["30", "45", "90"]


async def test_archived_client_can_be_asked_about(tab: Opener, practice: Practice) -> None:
    practice.session.execute(update(table_of(CoachClient)).values(status="archived"))
    practice.session.commit()
    coach = await asking(tab, practice)
    assert [(one["name"], one["left"]) for one in (await shown(coach)).found] == [
        ("Robin Fields", "archived")
    ]
    assert await answers(coach) == [
        ("Robin Fields is archived and can't book with you.", "Archive, on the client's page")
    ]
