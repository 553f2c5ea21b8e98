"""The availability page's handlers: the week's draft, dates that differ, what is asked first."""

from datetime import timedelta
from typing import Any

import pytest

from coachbook.availability import Window
from coachbook.database import reading
from coachbook.services import hours
from coachbook.ui.gate import NOT_UNDERSTOOD, WRONG_ROLE
from coachbook.ui.settings.dates_state import DatesEditor
from coachbook.ui.settings.week_state import WeekEditor
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab, opened, signed_in

WEEK, DATES = WeekEditor.get_full_name(), DatesEditor.get_full_name()
FRIDAY = {"on": "2026-11-20", "kinds": "session", "note": "Away"}


async def page(tab: Opener) -> Tab:
    coach = tab(cookie="coach", path="/coach/settings/availability")
    await coach.send(WeekEditor.load)
    await coach.send(DatesEditor.load)
    return coach


async def week(coach: Tab) -> Any:
    return await coach.state(WeekEditor)


async def dates(coach: Tab) -> Any:
    return await coach.state(DatesEditor)


async def monday(coach: Tab) -> list[Any]:
    return list((await week(coach)).days[0]["rows"])


async def type_in(coach: Tab, what: str, value: str, row: int = 0) -> None:
    key = (await monday(coach))[row]["key"]
    await coach.send(f"{WEEK}.type_in", key=key, what=what, value=value)


def saved(practice: Practice) -> tuple[Window, ...]:
    with reading() as session:
        return hours.week(session, by=practice.coach, kind="session").windows


def book_friday_at_ten(practice: Practice) -> None:
    factories.booked(practice.session, practice.coach, practice.client, at("2026-11-20 10:00"))
    practice.session.commit()


# The week


async def test_week_starts_on_monday_with_what_is_saved(tab: Opener) -> None:
    days = (await week(await page(tab))).days
    assert [day["name"] for day in days][0::6] == ["Monday", "Sunday"]
    assert [(row["start"], row["end"], row["capacity"]) for row in days[0]["rows"]] == [
        ("09:00", "17:00", "2")
    ]
    assert days[6]["rows"] == []


async def test_change_is_saved_when_nothing_stands_in_the_way(
    tab: Opener, practice: Practice
) -> None:
    coach = await page(tab)
    await type_in(coach, "end", "12:00")
    assert (await week(coach)).is_changed
    await coach.send(f"{WEEK}.save")
    assert await coach.sentences() == ["Your session hours are saved."]
    assert not (await week(coach)).is_changed
    assert saved(practice)[0].end.hour == 12


async def test_second_stretch_of_a_day_can_be_added_and_removed(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{WEEK}.add_row", day=1)
    assert [row["start"] for row in await monday(coach)] == ["09:00", "17:00"]
    await coach.send(f"{WEEK}.remove_row", key=(await monday(coach))[0]["key"])
    assert [row["start"] for row in await monday(coach)] == ["17:00"]


async def test_five_hundred_stretches_are_twelve(tab: Opener) -> None:
    coach = await page(tab)
    for _ in range(30):
        await coach.send(f"{WEEK}.add_row", day=1)
    assert len(await monday(coach)) == 12


@pytest.mark.parametrize(
    ("what", "value", "sentence"),
    [
        ("end", "08:00", "On Monday the end has to be later than the start."),
        ("end", "", "Enter a start and an end on Monday."),
        ("start", "25:00", "Enter a start and an end on Monday."),
        ("start", "🕘", "Enter a start and an end on Monday."),
        ("start", "x" * 10_000, "Enter a start and an end on Monday."),
        ("capacity", "many", "Enter how many clients at once on Monday."),
        ("capacity", "-1", "Enter how many clients at once on Monday."),
        ("capacity", "99999999", "Clients at once can be 1 to 100."),
    ],
)
async def test_week_that_makes_no_sense_is_refused_at_its_day(
    tab: Opener, practice: Practice, what: str, value: str, sentence: str
) -> None:
    coach = await page(tab)
    before = saved(practice)
    await type_in(coach, what, value)
    await coach.send(f"{WEEK}.save")
    assert await coach.sentences() == [sentence]
    assert saved(practice) == before


async def test_copy_fills_the_other_days(tab: Opener) -> None:
    coach = await page(tab)
    await type_in(coach, "start", "07:00")
    await coach.send(f"{WEEK}.start_copy", day=1, name="Monday")
    await coach.send(f"{WEEK}.copy", form={"to-0": "on", "to-2": "on"})
    starts = {
        day["name"]: [row["start"] for row in day["rows"]] for day in (await week(coach)).days
    }
    assert starts["Sunday"] == starts["Tuesday"] == ["07:00"]
    assert starts["Wednesday"] == ["09:00"]


async def test_bookings_that_no_longer_fit_are_shown_before_saving(
    tab: Opener, practice: Practice
) -> None:
    book_friday_at_ten(practice)
    coach = await page(tab)
    friday = (await week(coach)).days[4]["rows"][0]["key"]
    await coach.send(f"{WEEK}.remove_row", key=friday)
    await coach.send(f"{WEEK}.save")
    asked = await week(coach)
    assert (asked.is_asking, asked.conflicts[0]["name"]) == (True, "Robin Fields")
    assert len(saved(practice)) == 5
    await coach.send(f"{WEEK}.save_anyway")
    assert len(saved(practice)) == 4
    assert not (await week(coach)).is_asking


async def test_each_kind_keeps_its_draft(tab: Opener) -> None:
    coach = await page(tab)
    await type_in(coach, "start", "07:00")
    await coach.send(f"{WEEK}.show", kind="checkin")
    assert await monday(coach) == []
    await coach.send(f"{WEEK}.show", kind="session")
    assert (await monday(coach))[0]["start"] == "07:00"


async def test_second_tab_is_told_and_keeps_what_was_typed(tab: Opener, practice: Practice) -> None:
    first, second = await page(tab), await page(tab)
    for coach, start in ((first, "07:00"), (second, "08:00")):
        await type_in(coach, "start", start)
        await coach.send(f"{WEEK}.save")
    assert "changed in another tab" in (await second.sentences())[0]
    assert (await monday(second))[0]["start"] == "08:00"
    assert saved(practice)[0].start.hour == 7


# Dates that differ


async def test_month_shows_the_current_one_with_today(tab: Opener) -> None:
    shown = await dates(await page(tab))
    assert (shown.title, len(shown.cells)) == ("November 2026", 42)
    assert [cell["number"] for cell in shown.cells if cell["is_today"]] == ["16"]


async def test_months_turn(tab: Opener) -> None:
    coach = await page(tab)
    for months, title in ((1, "December 2026"), (-1, "November 2026"), (-1, "October 2026")):
        await coach.send(f"{DATES}.turn", months=months)
        assert (await dates(coach)).title == title
    await coach.send(f"{DATES}.turn", months=0)
    assert (await dates(coach)).title == "November 2026"


async def test_day_is_blocked_listed_edited_and_removed(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{DATES}.start_adding", on="2026-11-20")
    await coach.send(f"{DATES}.submit", form=FRIDAY)
    line = (await dates(coach)).lines[0]
    assert (line["when"], line["what"]) == ("Friday, November 20", "Blocked all day")
    await coach.send(f"{DATES}.start_editing", override_id=line["id"])
    await coach.send(f"{DATES}.choose_whole_day", is_whole_day=False)
    await coach.send(f"{DATES}.submit", form={**FRIDAY, "start": "12:00", "end": "14:00"})
    line = (await dates(coach)).lines[0]
    assert line["what"].replace("\u202f", " ") == "Blocked 12:00 PM to 2:00 PM"
    await coach.send(f"{DATES}.remove", override_id=line["id"])
    assert (await dates(coach)).lines == []


async def test_extra_hours_mark_their_day(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{DATES}.choose", what="open")
    times = {"start": "18:00", "end": "20:00", "capacity": "1"}
    await coach.send(f"{DATES}.submit", form={**FRIDAY, **times})
    friday = next(one for one in (await dates(coach)).cells if one["on"] == "2026-11-20")
    assert friday["look"] == "extra"
    assert "1 client at once" in friday["spoken"]


async def test_block_over_bookings_asks_first(tab: Opener, practice: Practice) -> None:
    book_friday_at_ten(practice)
    coach = await page(tab)
    await coach.send(f"{DATES}.start_adding", on="2026-11-20")
    await coach.send(f"{DATES}.submit", form=FRIDAY)
    asked = await dates(coach)
    assert (asked.is_asking, asked.lines) == (True, [])
    assert asked.conflicts[0]["why"] == "is in time that would be blocked"
    await coach.send(f"{DATES}.go_on")
    done = await dates(coach)
    assert (done.is_asking, done.is_open, len(done.lines)) == (False, False, 1)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"kinds": "session"}, "Pick a date."),
        ({"on": "2026-02-30", "kinds": "session"}, "Pick a date that exists."),
        ({"on": "2026-11-20", "kinds": "everything"}, "Pick what this is for."),
        ({"on": "2026-11-01", "kinds": "session"}, "That date has passed. Pick today or later."),
    ],
)
async def test_date_that_makes_no_sense_is_refused(
    tab: Opener, form: dict[str, str], sentence: str
) -> None:
    coach = await page(tab)
    await coach.send(f"{DATES}.submit", form=form)
    assert await coach.sentences() == [sentence]
    assert (await dates(coach)).lines == []


# Who may


async def test_another_coachs_date_looks_absent(tab: Opener, practice: Practice) -> None:
    other = people.coach(practice.session, "Eve Other")
    theirs = hours.block(
        practice.session, by=other, on=(NOW + timedelta(days=4)).date(), start=None, end=None,
        kinds=["session"], now=NOW,
    )  # fmt: skip
    practice.session.commit()
    coach = await page(tab)
    for handler in ("remove", "start_editing"):
        await coach.send(f"{DATES}.{handler}", override_id=str(theirs[0].id))
    assert len(await coach.sentences()) == 1
    async with opened(signed_in({"coach": other})) as make:
        assert len((await dates(await page(make))).lines) == 1


async def test_client_changes_no_hours(tab: Opener, practice: Practice) -> None:
    client = tab(cookie="client", path="/coach/settings/availability")
    before = saved(practice)
    for event in (f"{WEEK}.load", f"{WEEK}.save", f"{WEEK}.save_anyway", f"{DATES}.go_on"):
        await client.send(event)
    assert await client.sentences() == [WRONG_ROLE]
    assert saved(practice) == before


async def test_hostile_arguments_never_arrive(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{WEEK}.type_in", key={"$ne": 1}, what="start", value="09:00")
    await coach.send(f"{WEEK}.type_in", key="a", what="__class__", value="09:00")
    await coach.send(f"{DATES}.remove", override_id="1 OR 1=1")
    await coach.send(f"{DATES}.turn", months=10_000)
    assert await coach.sentences() == [NOT_UNDERSTOOD]
