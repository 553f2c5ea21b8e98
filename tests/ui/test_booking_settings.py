"""The booking settings' page: saved, refused at the field, told of another tab, asked first."""

from typing import Any

import pytest

from coachbook.database import reading
from coachbook.models import ClientBookingStats
from coachbook.services import booking_settings
from coachbook.services.booking_settings import SavedRules
from coachbook.ui.client_booking.state import BookState
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.refusals import Messages
from coachbook.ui.settings import booking_state
from coachbook.ui.settings.booking_state import SAVED, BookingSettings
from tests.conftest import NOW
from tests.practices import Practice
from tests.ui.booking_page import opened_page, shown
from tests.ui.harness import Opener, Tab

NAME = BookingSettings.get_full_name()
UNSAVED = {
    "practice_name": "Harbour Strength",
    "booking_window_months": "3",
    "minimum_notice_hours": "12",
    "reschedule_notice_hours": "0",
    "renewal_threshold": "2",
    "flag_threshold": "3",
    "auto_complete": "on",
    "auto_complete_after_hours": "24",
    "checkins_take_the_coach_alone": "on",
    "meeting_address": "",
    "session_place": "",
    "currency": "USD",
}


async def page(tab: Opener) -> Tab:
    coach = tab(cookie="coach", path="/coach/settings/booking")
    await coach.send(BookingSettings.load)
    return coach


async def save(coach: Tab, **other: Any) -> None:
    form = {name: value for name, value in (UNSAVED | other).items() if value is not None}
    await coach.send(f"{NAME}.save", form=form)


async def settings(coach: Tab) -> Any:
    return await coach.state(BookingSettings)


def saved(practice: Practice) -> SavedRules:
    with reading() as session:
        return booking_settings.saved_rules(session, by=practice.coach)


async def test_form_starts_with_what_is_saved(tab: Opener) -> None:
    found = await settings(await page(tab))
    assert found.first["minimum_notice_hours"] == "12"
    assert found.is_auto
    assert {"value": "EUR", "label": "EUR · Euro"} in found.currencies


async def test_settings_are_saved(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await save(coach, minimum_notice_hours="24", checkins_take_the_coach_alone=None)
    assert await coach.sentences() == [SAVED]
    rules = saved(practice).rules
    assert (rules.minimum_notice_hours, rules.checkins_take_the_coach_alone) == (24, False)
    assert rules.practice_name == "Harbour Strength"


async def test_open_page_of_a_client_follows_at_once(tab: Opener) -> None:
    client = await opened_page(tab)
    before = (await shown(client)).open_days
    coach = await page(tab)
    await save(coach, minimum_notice_hours="72")
    await client.send(BookState.refresh)
    after = (await shown(client)).open_days
    assert set(after) < set(before)


async def test_shorter_window_closes_the_days_behind_it(tab: Opener) -> None:
    client = await opened_page(tab)
    last = (await shown(client)).last_day
    await save(await page(tab), booking_window_months="1")
    await client.send(BookState.refresh)
    assert (await shown(client)).last_day < last


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("minimum_notice_hours", "soon"),
        ("minimum_notice_hours", "1.5"),
        ("minimum_notice_hours", ""),
        ("minimum_notice_hours", "-1"),
        ("booking_window_months", "99999999999"),
        ("flag_threshold", "0"),
        ("meeting_address", "javascript:alert(1)"),
        ("session_place", "x" * 201),
        ("currency", "EURO"),
        ("practice_name", "  "),
    ],
)
async def test_bad_input_is_refused_at_its_field(
    tab: Opener, practice: Practice, field: str, typed: str
) -> None:
    coach = await page(tab)
    filled = (await settings(coach)).shown
    await save(coach, **{field: typed})
    messages = await coach.state(Messages)
    assert messages.problem_field == field
    assert messages.problem == (await coach.sentences())[0]
    assert (await settings(coach)).shown == filled, "the form was filled anew"
    assert saved(practice).version == 1


async def test_hours_that_dont_count_are_left_alone(tab: Opener, practice: Practice) -> None:
    await save(await page(tab), auto_complete=None, auto_complete_after_hours="nonsense")
    rules = saved(practice).rules
    assert (rules.auto_complete, rules.auto_complete_after_hours) == (False, 24)


async def test_second_tab_is_told_and_can_see_the_difference(
    tab: Opener, practice: Practice
) -> None:
    mine, other = await page(tab), await page(tab)
    await save(other, minimum_notice_hours="24", flag_threshold="5")
    await save(mine, minimum_notice_hours="6", currency="EUR")
    assert saved(practice).rules.minimum_notice_hours == 24
    rows = [row for row in (await settings(mine)).elsewhere if row["label"] != "Practice name"]
    assert rows == [
        {"label": "Minimum notice", "was": "12 hours", "now": "24 hours", "mine": "6 hours"},
        {"label": "Flag a client at", "was": "3", "now": "5", "mine": ""},
    ]


async def test_both_tabs_changes_can_be_kept(tab: Opener, practice: Practice) -> None:
    mine, other = await page(tab), await page(tab)
    await save(other, flag_threshold="5")
    await save(mine, currency="EUR")
    await mine.send(BookingSettings.use_both)
    rules = saved(practice).rules
    assert (rules.flag_threshold, rules.currency) == (5, "EUR")
    assert (await settings(mine)).first["flag_threshold"] == "5"


async def test_own_changes_can_be_dropped(tab: Opener, practice: Practice) -> None:
    mine, other = await page(tab), await page(tab)
    await save(other, flag_threshold="5")
    await save(mine, currency="EUR")
    await mine.send(BookingSettings.use_saved)
    assert (await settings(mine)).first["flag_threshold"] == "5"
    assert saved(practice).rules.currency == "USD"
    await save(mine, flag_threshold="4")
    assert saved(practice).rules.flag_threshold == 4


async def test_what_follows_is_asked_first(tab: Opener, practice: Practice) -> None:
    practice.session.add(
        ClientBookingStats(
            client_id=practice.client.id, coach_id=practice.coach.id, no_show_count_90d=2,
            counted_at=NOW,
        )
    )  # fmt: skip
    practice.session.commit()
    coach = await page(tab)
    await save(coach, flag_threshold="2")
    assert (await settings(coach)).effects == ["1 client will be flagged."]
    assert saved(practice).version == 1
    await coach.send(BookingSettings.save_anyway)
    assert saved(practice).rules.flag_threshold == 2
    assert not (await settings(coach)).is_asking


@pytest.mark.parametrize("name", ["save_anyway", "use_both", "use_saved"])
async def test_answers_without_a_question_change_nothing(
    tab: Opener, practice: Practice, name: str
) -> None:
    coach = tab(cookie="coach", path="/coach/settings/booking")
    await coach.send(f"{NAME}.{name}")
    assert len(await coach.sentences()) == 1
    assert saved(practice).version == 1


async def test_clients_save_no_rules(tab: Opener, practice: Practice) -> None:
    client = tab(cookie="client", path="/coach/settings/booking")
    await save(client, minimum_notice_hours="0")
    assert await client.sentences() == [WRONG_ROLE]
    assert saved(practice).version == 1


def test_every_rule_is_in_the_form() -> None:
    named = booking_state.NUMBERS + booking_state.WORDS + booking_state.BOXES
    assert sorted(named) == sorted(booking_settings.NAMES)
