"""Settings by keyboard alone: a rule and its effect, the time zone, the address, the password."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from coachbook.models import Profile
from tests import accounts
from tests.journeys import accessibility
from tests.journeys.practice import Practice, at_site, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]

NEW = "ruth@new.example"
BETTER = "three green teapots"


@pytest.fixture(scope="module")
def desk(site: Site) -> Practice:
    made = practice(site, clients=1)
    with at_site(site) as session:
        accounts.give_password(session, made.coach)
    return made


def press(control: Locator, key: str = "Enter") -> None:
    """As somebody without a mouse does."""
    control.focus()
    control.press(key)


def type_in(control: Locator, words: str) -> None:
    control.focus()
    control.press("ControlOrMeta+a")
    control.press_sequentially(words)


def settings(page: Page, tab: str) -> None:
    press(page.get_by_role("navigation", name="Settings").get_by_role("link", name=tab))
    page.wait_for_url(f"**/coach/settings/{tab.lower()}")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def said(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def test_rule_takes_effect_on_an_open_page(desk: Practice, open_page: OpenPage) -> None:
    client = desk.sign_in(open_page("/sign-in"), desk.clients[0])
    client.goto("/book")
    slots = client.locator("input[type=checkbox]:not([aria-disabled])")
    slots.first.wait_for(state="attached")
    before = slots.count()
    coach = desk.sign_in(open_page("/sign-in"), desk.coach)
    coach.goto("/coach/settings/availability")
    settings(coach, "Booking")
    assert accessibility.problems(coach) == []
    notice = coach.get_by_label("Minimum notice")
    type_in(notice, "48")
    notice.press("Enter")
    said(coach, "Your booking settings are saved.")
    expect(slots).not_to_have_count(before)


def test_coach_changes_zone_address_and_password(
    desk: Practice, open_page: OpenPage, complaints: list[str]
) -> None:
    coach = desk.sign_in(open_page("/sign-in"), desk.coach)
    phone = desk.sign_in(open_page("/sign-in"), desk.coach)
    coach.goto("/coach/settings/booking")
    settings(coach, "Profile")
    assert accessibility.problems(coach) == []
    _change_zone(coach)
    _change_email(coach, desk)
    _change_password(coach, phone)
    complaints.clear()  # the phone's stream of changes ended with its session
    assert offenders(desk.site) == []


def _change_zone(coach: Page) -> None:
    coach.get_by_role("combobox", name="Time zone").select_option("Europe/London")
    press(coach.get_by_role("button", name="Change time zone"))
    dialog = coach.get_by_role("dialog", name="Change to London time")
    expect(dialog).to_be_visible()
    assert accessibility.problems(coach) == []
    dialog.get_by_label("Keep the clock times").focus()
    coach.keyboard.press("ArrowDown")
    expect(dialog.get_by_label("Keep the moments")).to_be_checked()
    press(dialog.get_by_role("button", name="Change to London time"))
    said(coach, "You see all times in London time now.")


def _change_email(coach: Page, desk: Practice) -> None:
    type_in(coach.get_by_label("New email"), NEW)
    own = coach.get_by_label("Your password")
    type_in(own, accounts.PASSWORD)
    own.press("Enter")
    said(coach, "A link is on its way to the new address.")
    said(coach, f"{NEW} waits for you to open the link")
    coach.goto("/outbox")
    press(coach.get_by_role("button", name=re.compile("Confirm your new address")))
    with coach.context.expect_page() as opened:
        press(coach.get_by_role("link", name="Open the link in this message"))
    link = opened.value
    said(link, NEW)
    assert accessibility.problems(link) == []
    press(link.get_by_role("button", name="Change the address"))
    said(link, "Your address is changed.")
    with at_site(desk.site) as session:
        assert session.get_one(Profile, desk.coach.id).email == NEW


def _change_password(coach: Page, phone: Page) -> None:
    coach.goto("/coach/settings/profile")
    type_in(coach.get_by_role("textbox", name="Current password"), accounts.PASSWORD)
    fresh = coach.get_by_role("textbox", name="New password")
    type_in(fresh, BETTER)
    fresh.press("Enter")
    said(coach, "Your new password is saved. All other devices are signed out.")
    phone.goto("/coach/settings/profile")
    phone.wait_for_url("**/sign-in?next=**")
