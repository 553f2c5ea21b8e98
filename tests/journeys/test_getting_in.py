"""Getting in and out: the first coach, a stranger with a deep link, a stolen tab, an open one."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import accessibility
from tests.journeys.screenshots import SCHEMES, SIZES
from tests.journeys.site import Site
from tests.ui.raw_socket import RawSocket

OpenPage = Callable[..., Page]

EMAIL, PASSWORD = "casey@example.com", "correct horse battery"
PUBLIC = ["/", "/sign-in", "/sign-in/link", "/forgot", "/reset?token=x", "/link?token=x",
          "/invitation?token=x", "/setup"]  # fmt: skip


@pytest.fixture
def casey(open_page: OpenPage) -> Page:
    """The first coach, signed in; the journey that comes first sets the practice up."""
    page = open_page("/setup")
    page.get_by_label("Practice").or_(page.get_by_text("is set up already")).first.wait_for()
    if page.get_by_label("Practice").count():
        _set_up(page)
    else:
        _sign_in(page)
    return page


def _set_up(page: Page) -> None:
    page.get_by_label("Practice").fill("Casey's gym")
    page.get_by_label("Your name").fill("Casey Jordan")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/setup/hours")


def _sign_in(page: Page, path: str = "/sign-in", password: str = PASSWORD) -> None:
    if path:
        page.goto(path)
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in" not in url or "problem=" in url)


def test_first_coach_signs_out_and_in_again(casey: Page) -> None:
    casey.goto("/setup/client")
    expect(casey.get_by_role("heading", level=1)).to_have_text("Who is your first client?")
    casey.goto("/coach/settings/availability")
    casey.get_by_role("button", name="Account of Casey Jordan").click()
    casey.get_by_role("button", name="Sign out", exact=True).click()
    expect(casey.get_by_role("status").filter(has_text="You are signed out.")).to_be_visible()
    _sign_in(casey, "")
    expect(casey).to_have_url(re.compile("/coach/bookings"))


def test_wrong_password_keeps_the_address_typed(casey: Page, open_page: OpenPage) -> None:
    stranger = open_page("/sign-in")
    _sign_in(stranger, "", "not my password")
    expect(stranger.get_by_role("alert").filter(has_text="isn't right")).to_be_visible()
    expect(stranger.get_by_label("Email")).to_have_value(EMAIL)


def test_deep_link_leads_through_sign_in_to_its_page(casey: Page, open_page: OpenPage) -> None:
    stranger = open_page("/coach/settings/availability")
    stranger.wait_for_url("**/sign-in?next=**")
    expect(stranger.locator("input[name=next]")).to_have_value("/coach/settings/availability")
    _sign_in(stranger, "")
    stranger.wait_for_url("**/coach/settings/availability")


def test_signing_out_everywhere_reaches_an_open_tab(casey: Page, open_page: OpenPage) -> None:
    other = open_page("/sign-in")
    _sign_in(other, "")
    other.goto("/coach/settings/availability")
    other.get_by_role("button", name="Account of Casey Jordan").wait_for()
    casey.goto("/coach/settings/availability")
    casey.get_by_role("button", name="Account of Casey Jordan").click()
    casey.get_by_role("button", name="Sign out everywhere").click()
    casey.wait_for_url("**/sign-in?notice=**")
    other.get_by_role("link", name="Clients").first.click()
    other.wait_for_url("**/sign-in?next=**")


def test_stolen_tab_token_shows_nothing(casey: Page, site: Site) -> None:
    casey.goto("/coach/settings/availability")
    casey.get_by_role("button", name="Account of Casey Jordan").wait_for()
    token = casey.evaluate("sessionStorage.token")
    casey.goto("about:blank")
    with RawSocket(int(site.url.rpartition(":")[2]), token=token) as thief:
        received = str(thief.frames(1))
    assert "is_hydrated" in received
    assert "Casey" not in received


def test_foreign_page_opens_no_socket(site: Site) -> None:
    with pytest.raises(Exception, match="403"):
        RawSocket(int(site.url.rpartition(":")[2]), origin="http://evil.example")


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_accessible_and_fit(open_page: OpenPage, path: str) -> None:
    for scheme in SCHEMES:
        page = open_page(path, color_scheme=scheme, viewport=SIZES[0])
        page.get_by_role("heading", level=1).wait_for()
        expect(page.locator(".skeleton")).to_have_count(0)
        assert accessibility.problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[0]["width"]


def test_theme_that_was_chosen_is_kept(casey: Page) -> None:
    casey.goto("/coach/settings/availability")
    casey.get_by_role("button", name="Account of Casey Jordan").click()
    casey.get_by_text("Dark", exact=True).click()
    expect(casey.locator("html")).to_have_class(re.compile("dark"))
    casey.reload()
    expect(casey.locator("html")).to_have_class(re.compile("dark"))


def test_heading_gets_the_focus_after_navigation(casey: Page) -> None:
    casey.goto("/coach/settings/availability")
    casey.get_by_role("link", name="Clients").first.click()
    expect(casey.get_by_role("heading", level=1, name="Clients")).to_be_focused()
    expect(casey).to_have_title(re.compile("^Clients"))


def test_keyboard_skips_to_the_content(casey: Page) -> None:
    casey.goto("/coach/settings/availability")
    casey.get_by_role("button", name="Account of Casey Jordan").wait_for()
    casey.keyboard.press("Tab")
    expect(casey.get_by_role("link", name="Skip to content")).to_be_focused()
