"""The availability page's handlers: the week's draft, dates that differ, what is asked first."""

from datetime import date, timedelta
from typing import Any

import pytest
import reflex as rx

from coachbook.availability import Window
from coachbook.database import reading
from coachbook.models import Booking
from coachbook.services import hours
from coachbook.services.bookings import BookingView
from coachbook.ui.gate import NOT_UNDERSTOOD, WRONG_ROLE
from coachbook.ui.settings.conflict_state import Fitting
from coachbook.ui.settings.dates_state import DatesEditor
from coachbook.ui.settings.week_editor import week_editor
from coachbook.ui.settings.week_state import WeekEditor
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab, opened, signed_in

WEEK, DATES = WeekEditor.get_full_name(), DatesEditor.get_full_name()
FITTING = Fitting.get_full_name()
HOLIDAY = {"on": "2026-11-25", "last_on": "2026-12-02", "kinds": "both", "note": "Sea"}
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


async def fitting(coach: Tab) -> Any:
    return await coach.state(Fitting)


async def cell(coach: Tab, on: str) -> Any:
    rows = (await dates(coach)).weeks
    return next(one for row in rows for one in row["cells"] if one["on"] == on)


async def monday(coach: Tab) -> list[Any]:
    return list((await week(coach)).days[0]["rows"])


async def type_in(coach: Tab, what: str, value: str, row: int = 0) -> None:
    key = (await monday(coach))[row]["key"]
    await coach.send(f"{WEEK}.type_in", key=key, what=what, value=value)


def saved(practice: Practice) -> tuple[Window, ...]:
    with reading() as session:
        return hours.week(session, by=practice.coach, kind="session", now=NOW).windows


def book_friday(practice: Practice, time: str = "10:00") -> BookingView:
    when = at(f"2026-11-20 {time}")
    one = factories.booked(practice.session, practice.coach, practice.client, when)[0]
    practice.session.commit()
    return one


def status(one: BookingView) -> tuple[str, str | None]:
    with reading() as session:
        row = session.get(Booking, one.id)
        assert row is not None
        return row.status, row.cancelled_by


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
    book_friday(practice)
    coach = await page(tab)
    friday = (await week(coach)).days[4]["rows"][0]["key"]
    await coach.send(f"{WEEK}.remove_row", key=friday)
    await coach.send(f"{WEEK}.save")
    asked = await fitting(coach)
    assert (asked.asker, asked.rows[0]["name"]) == ("week", "Robin Fields")
    assert len(saved(practice)) == 5
    await coach.send(f"{WEEK}.decide")
    assert len(saved(practice)) == 4
    assert (await fitting(coach)).asker == ""


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


# Other weeks, planned


async def plan(coach: Tab, on: str = "2026-12-01", begin: str = "same") -> None:
    await coach.send(f"{WEEK}.plan", form={"valid_from": on, "begin": begin})


def planned(practice: Practice) -> list[date | None]:
    with reading() as session:
        found = hours.weeks(session, by=practice.coach, kind="session", now=NOW)
        return [one.starts_on for one in found]


async def test_other_hours_are_planned_edited_and_saved(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await plan(coach)
    shown = await week(coach)
    assert [one["label"] for one in shown.tabs] == ["Now", "From December 1"]
    assert (shown.is_changed, planned(practice)) == (True, [None])
    await type_in(coach, "end", "12:00")
    await coach.send(f"{WEEK}.save")
    assert planned(practice) == [None, date(2026, 12, 1)]
    assert saved(practice)[0].end.hour == 17
    assert not (await week(coach)).is_changed


async def test_closed_from_a_date_can_be_planned(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await plan(coach, begin="closed")
    assert await monday(coach) == []
    await coach.send(f"{WEEK}.save")
    with reading() as session:
        later = hours.week(
            session, by=practice.coach, kind="session", now=NOW, on=date(2026, 12, 7)
        )
    assert later.windows == ()


async def test_plan_that_is_there_is_shown_instead(tab: Opener) -> None:
    coach = await page(tab)
    await plan(coach)
    await coach.send(f"{WEEK}.save")
    await coach.send(f"{WEEK}.choose", at="")
    await plan(coach, begin="closed")
    assert (await coach.sentences())[-1].startswith("Hours from that date are planned already")
    assert len(await monday(coach)) == 1


async def test_unsaved_plan_is_discarded(tab: Opener) -> None:
    coach = await page(tab)
    await plan(coach)
    await coach.send(f"{WEEK}.discard")
    shown = await week(coach)
    assert (shown.at, len(shown.tabs), shown.is_changed) == ("", 1, False)


async def test_planned_hours_move_and_go(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await plan(coach)
    await coach.send(f"{WEEK}.save")
    await type_in(coach, "start", "07:00")
    await coach.send(f"{WEEK}.move", form={"valid_from": "2027-01-01"})
    assert planned(practice) == [None, date(2027, 1, 1)]
    assert (await coach.sentences())[-1] == "These hours begin on January 1, 2027 now."
    shown = await week(coach)
    assert (shown.at, shown.is_changed) == ("2027-01-01", True)
    assert (await monday(coach))[0]["start"] == "07:00"
    await coach.send(f"{WEEK}.remove")
    assert (planned(practice), (await week(coach)).at) == ([None], "")


async def test_each_week_keeps_its_draft(tab: Opener) -> None:
    coach = await page(tab)
    await plan(coach)
    await type_in(coach, "start", "07:00")
    await coach.send(f"{WEEK}.choose", at="")
    await type_in(coach, "start", "08:00")
    await coach.send(f"{WEEK}.save")
    await coach.send(f"{WEEK}.choose", at="2026-12-01")
    assert (await monday(coach))[0]["start"] == "07:00"


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("", "Pick a date."),
        ("2026-02-30", "Pick a date that exists."),
        ("2026-11-16", "Pick a date after today."),
        ("2020-01-01", "Pick a date after today."),
    ],
)
async def test_plan_from_a_date_that_makes_no_sense_is_refused(
    tab: Opener, on: str, sentence: str
) -> None:
    coach = await page(tab)
    await plan(coach, on)
    assert await coach.sentences() == [sentence]
    assert len((await week(coach)).tabs) == 1


async def test_week_that_is_not_there_is_not_shown(tab: Opener) -> None:
    coach = await page(tab)
    for event in (f"{WEEK}.move", f"{WEEK}.remove"):
        form = {"form": {"valid_from": "2027-01-01"}} if event.endswith("move") else {}
        await coach.send(event, **form)
    await coach.send(f"{WEEK}.choose", at="2031-01-01")
    assert (await week(coach)).at == ""


# Dates that differ


async def test_month_shows_the_current_one_with_today(tab: Opener) -> None:
    coach = await page(tab)
    shown = await dates(coach)
    assert (shown.title, len(shown.weeks)) == ("November 2026", 6)
    assert (await cell(coach, "2026-11-16"))["is_today"]
    assert not (await cell(coach, "2026-11-17"))["is_today"]


async def test_months_turn(tab: Opener) -> None:
    coach = await page(tab)
    for months, title in ((1, "December 2026"), (-1, "November 2026"), (-1, "October 2026")):
        await coach.send(f"{DATES}.turn", months=months)
        assert (await dates(coach)).title == title
    await coach.send(f"{DATES}.turn", months=0)
    assert (await dates(coach)).title == "November 2026"


async def test_day_is_blocked_listed_edited_and_removed(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{DATES}.open_day", on="2026-11-20")
    await coach.send(f"{DATES}.submit", form=FRIDAY)
    line = (await dates(coach)).lines[0]
    assert (line["when"], line["what"]) == ("Friday, November 20", "Blocked all day")
    await coach.send(f"{DATES}.start_editing", override_id=line["id"], is_whole=True)
    await coach.send(f"{DATES}.choose_whole_day", is_whole_day=False)
    await coach.send(f"{DATES}.submit", form={**FRIDAY, "start": "12:00", "end": "14:00"})
    line = (await dates(coach)).lines[0]
    assert line["what"].replace("\u202f", " ") == "Blocked 12:00 PM to 2:00 PM"
    await coach.send(f"{DATES}.start_removing", override_id=line["id"], is_whole=True)
    assert "hours hold again" in (await dates(coach)).line["follows"]
    await coach.send(f"{DATES}.remove")
    assert (await dates(coach)).lines == []


async def test_day_opens_with_what_differs_on_it(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{DATES}.open_day", on="2026-11-20")
    assert (await dates(coach)).asked == "form"
    await coach.send(f"{DATES}.submit", form=FRIDAY)
    await coach.send(f"{DATES}.open_day", on="2026-11-20")
    shown = await dates(coach)
    assert (shown.asked, shown.day_title) == ("day", "Friday, November 20")
    assert [line["note"] for line in shown.day_lines] == ["Away"]


async def test_holiday_is_one_line_that_is_edited_as_a_whole(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{DATES}.start_adding", on="2026-11-25")
    await coach.send(f"{DATES}.submit", form=HOLIDAY)
    (line,) = (await dates(coach)).lines
    assert (line["when"], line["kind"]) == (
        "November 25 to December 2, 8 days", "Sessions and check-ins",
    )  # fmt: skip
    await coach.send(f"{DATES}.start_editing", override_id=line["id"], is_whole=True)
    assert (await dates(coach)).first["last_on"] == "2026-12-02"
    await coach.send(f"{DATES}.submit", form={**HOLIDAY, "last_on": "2026-11-28"})
    assert [one["when"] for one in (await dates(coach)).lines] == [
        "November 25 to November 28, 4 days"
    ]


async def test_one_day_of_a_holiday_is_removed_alone(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{DATES}.submit", form=HOLIDAY)
    await coach.send(f"{DATES}.open_day", on="2026-11-27")
    line = (await dates(coach)).day_lines[0]
    await coach.send(f"{DATES}.start_removing", override_id=line["id"], is_whole=False)
    assert (await dates(coach)).line["when"] == "Friday, November 27"
    await coach.send(f"{DATES}.remove")
    assert [one["when"] for one in (await dates(coach)).lines] == [
        "November 25 to November 26, 2 days",
        "November 28 to December 2, 5 days",
    ]


async def test_extra_hours_mark_their_day(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{DATES}.choose", what="open")
    times = {"start": "18:00", "end": "20:00", "capacity": "1"}
    await coach.send(f"{DATES}.submit", form={**FRIDAY, **times})
    friday = await cell(coach, "2026-11-20")
    assert (friday["look"], friday["marks"][0]["look"]) == ("extra", "extra")
    assert "1 client at once" in friday["spoken"]


async def test_page_opens_the_day_of_its_address(tab: Opener, practice: Practice) -> None:
    factories.block(
        practice.session, by=practice.coach, on=date(2026, 12, 24), start=None, end=None,
        kinds=["session"], now=NOW,
    )  # fmt: skip
    practice.session.commit()
    coach = tab(cookie="coach", path="/coach/settings/availability?day=2026-12-24")
    await coach.send(DatesEditor.load)
    shown = await dates(coach)
    assert (shown.title, shown.asked, shown.day) == ("December 2026", "day", "2026-12-24")


async def test_block_over_bookings_asks_first(tab: Opener, practice: Practice) -> None:
    book_friday(practice)
    coach = await page(tab)
    await coach.send(f"{DATES}.start_adding", on="2026-11-20")
    await coach.send(f"{DATES}.submit", form=FRIDAY)
    asked = await fitting(coach)
    assert (asked.asker, (await dates(coach)).lines) == ("dates", [])
    assert asked.rows[0]["why"] == "is in time that would be blocked"
    await coach.send(f"{DATES}.decide")
    done = await dates(coach)
    assert ((await fitting(coach)).asker, done.asked, len(done.lines)) == ("", "", 1)


async def test_one_is_cancelled_and_one_kept(tab: Opener, practice: Practice) -> None:
    ten, two = book_friday(practice), book_friday(practice, "14:00")
    coach = await page(tab)
    await coach.send(f"{DATES}.submit", form=FRIDAY)
    await coach.send(f"{FITTING}.decide_all", choice="cancel")
    await coach.send(f"{FITTING}.decide", booking_id=str(two.id), choice="keep")
    assert (await fitting(coach)).cancelling == 1
    await coach.send(f"{DATES}.decide")
    assert await coach.sentences() == [
        "The time is blocked. Nobody can book it. 1 booking is cancelled; Robin Fields will be "
        "told."
    ]
    assert (status(ten), status(two)) == (("cancelled", "coach"), ("confirmed", None))


async def test_booking_that_came_meanwhile_is_asked_about_and_nothing_done(
    tab: Opener, practice: Practice
) -> None:
    ten = book_friday(practice)
    coach = await page(tab)
    await coach.send(f"{DATES}.submit", form=FRIDAY)
    await coach.send(f"{FITTING}.decide", booking_id=str(ten.id), choice="cancel")
    late = book_friday(practice, "14:00")
    await coach.send(f"{DATES}.decide")
    asked = await fitting(coach)
    assert asked.is_new_list
    assert [(row["choice"], row["is_new"]) for row in asked.rows] == [
        ("cancel", False),
        ("keep", True),
    ]
    assert status(ten) == ("confirmed", None)
    await coach.send(f"{DATES}.decide")
    assert (status(ten), status(late)) == (("cancelled", "coach"), ("confirmed", None))


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
    theirs = factories.block(
        practice.session, by=other, on=(NOW + timedelta(days=4)).date(), start=None, end=None,
        kinds=["session"], now=NOW,
    )  # fmt: skip
    practice.session.commit()
    coach = await page(tab)
    for handler in ("start_removing", "start_editing"):
        await coach.send(f"{DATES}.{handler}", override_id=str(theirs[0].id), is_whole=True)
    assert len(await coach.sentences()) == 1
    async with opened(signed_in({"coach": other})) as make:
        assert len((await dates(await page(make))).lines) == 1


async def test_client_changes_no_hours(tab: Opener, practice: Practice) -> None:
    client = tab(cookie="client", path="/coach/settings/availability")
    before = saved(practice)
    for event in (f"{WEEK}.load", f"{WEEK}.save", f"{WEEK}.decide", f"{DATES}.decide"):
        await client.send(event)
    assert await client.sentences() == [WRONG_ROLE]
    assert saved(practice) == before


async def test_hostile_arguments_never_arrive(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{WEEK}.type_in", key={"$ne": 1}, what="start", value="09:00")
    await coach.send(f"{WEEK}.type_in", key="a", what="__class__", value="09:00")
    await coach.send(f"{DATES}.start_removing", override_id="1 OR 1=1", is_whole=True)
    await coach.send(f"{DATES}.turn", months=10_000)
    assert await coach.sentences() == [NOT_UNDERSTOOD]


async def test_nothing_is_decided_before_it_was_asked(tab: Opener) -> None:
    coach = await page(tab)
    for event in (f"{WEEK}.decide", f"{DATES}.decide", f"{DATES}.remove"):
        await coach.send(event)
        assert "isn't here any more" in (await coach.sentences())[-1]
    assert (await dates(coach)).lines == []


async def test_question_is_gone_when_the_page_is_opened_again(
    tab: Opener, practice: Practice
) -> None:
    book_friday(practice)
    coach = await page(tab)
    await coach.send(f"{DATES}.submit", form=FRIDAY)
    assert (await fitting(coach)).asker == "dates"
    for load in (WeekEditor.load, DatesEditor.load):
        await coach.send(load)
    assert ((await fitting(coach)).asker, (await dates(coach)).asked) == ("", "")


async def test_month_of_what_was_changed_is_shown(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{DATES}.submit", form={**FRIDAY, "on": "2026-12-24"})
    shown = await dates(coach)
    assert (shown.title, len(shown.lines)) == ("December 2026", 1)


def test_capacity_is_sent_as_it_was_typed() -> None:
    assert "Number(" in str(rx.el.input(type="number", on_change=WeekEditor.show))  # the trap
    assert "Number(" not in str(week_editor())
