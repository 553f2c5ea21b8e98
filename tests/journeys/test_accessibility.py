"""axe finds nothing on any page, in both themes, on a phone and on a desk."""

from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page, expect

from coachbook.services.people import Person
from tests.journeys import accessibility, screenshots
from tests.journeys.practice import Practice, day_ahead, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
SIGNED_OUT = ("/", "/sign-in", "/forgot", "/no-such-page")
CLIENTS = ("/client", "/book", "/client/calendar")
COACHS = (
    "/coach/bookings",
    "/coach/clients",
    "/coach/activity",
    "/coach/settings/availability",
    "/outbox",
)
WIDTHS = (390, 1280)


@pytest.fixture(scope="module")
def harbor(site: Site) -> Practice:
    made = practice(site, clients=4)
    made.book(made.clients[0], day_ahead(1), day_ahead(3), day_ahead(9))
    made.book(made.clients[1], day_ahead(1), day_ahead(2, hour=14))
    return made


def assert_clean(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    found = []
    for scheme in screenshots.SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(400)  # colours fade into the other theme
        found += [f"{path}, {scheme}: {problem}" for problem in accessibility.problems(page)]
    assert found == []
    sideways = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert sideways <= 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", SIGNED_OUT)
def test_pages_before_signing_in(
    open_page: OpenPage, harbor: Practice, complaints: list[str], path: str, width: int
) -> None:
    assert_clean(open_page("/ping", viewport={"width": width, "height": 844}), path)
    complaints.clear()  # the browser reports the 404 itself


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_a_client(open_page: OpenPage, harbor: Practice, width: int) -> None:
    check(open_page, harbor, harbor.clients[0], CLIENTS, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_a_coach(open_page: OpenPage, harbor: Practice, width: int) -> None:
    check(open_page, harbor, harbor.coach, COACHS, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_page_of_one_client(open_page: OpenPage, harbor: Practice, width: int) -> None:
    check(open_page, harbor, harbor.coach, [f"/coach/clients/{harbor.clients[0].id}"], width)


def check(
    open_page: OpenPage, harbor: Practice, who: Person, paths: Iterable[str], width: int
) -> None:
    page = harbor.sign_in(open_page("/ping", viewport={"width": width, "height": 844}), who)
    for path in paths:
        assert_clean(page, path)


@pytest.mark.parametrize("path", ["/setup/hours", "/setup/client"])
def test_pages_of_setting_up(open_page: OpenPage, harbor: Practice, path: str) -> None:
    check(open_page, harbor, harbor.coach, [path], 390)
