"""Emails that leave for a real mail server; one of them comes back. By keyboard alone."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.calendar_readers import by_icalendar
from tests.integrations.mail_server import OK, MailServer, serving
from tests.journeys import accessibility
from tests.journeys.practice import Practice, day_ahead, practice
from tests.journeys.site import Site, new_file, serve

OpenPage = Callable[..., Page]
WIDTHS = (390, 1280)
SECONDS = 30  # the undo span, and half of what an email may take after it


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    """It knows nobody called Ben."""
    answers = MailServer(to_address=lambda to: "550 5.1.1 Nobody" if "ben." in to else OK)
    with serving(answers) as server:
        yield server


@pytest.fixture(scope="module")
def site(
    built: None, mail_server: MailServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    data_dir = tmp_path_factory.mktemp("site")
    ways_out = {"smtp_url": mail_server.url, "mail_from": "bookings@mail.example.com"}
    with serve(new_file(data_dir), data_dir, **ways_out) as site:
        yield site


@pytest.fixture
def harbor(site: Site) -> Practice:
    return practice(site)


def press(what: Locator) -> None:
    what.focus()
    expect(what).to_be_focused()
    what.press("Enter")


def test_confirmation_leaves_and_what_comes_back_is_shown(
    open_page: OpenPage, harbor: Practice, mail_server: MailServer
) -> None:
    page = open_page("/ping")
    harbor.sign_in(page, harbor.coach)
    for client in harbor.clients:
        harbor.book(client, day_ahead(2))
    _wait_for(lambda: len(mail_server.received) == 1)
    (email,) = mail_server.received
    assert email["To"].addresses[0].display_name == "Anna Perez"
    assert email["From"].addresses[0].display_name == "Ruth Adeyemi"
    (file,) = email.iter_attachments()
    assert by_icalendar(file.get_content())[0].start == day_ahead(2)
    _outbox_says_what_became_of_it(page)
    _client_shows_that_email_bounces(page)


def _wait_for(is_so: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < give_up_at
        time.sleep(0.1)


def _outbox_says_what_became_of_it(page: Page) -> None:
    page.goto("/outbox")
    expect(page.get_by_text("Nothing leaves this machine.")).to_be_hidden()
    rows = page.get_by_role("list", name="Messages").get_by_role("button")
    expect(rows).to_have_count(2)
    press(rows.filter(has_text="Anna Perez"))
    panel = page.get_by_role("complementary").or_(page.get_by_role("dialog"))
    expect(panel.get_by_text(re.compile("^Sent on "))).to_be_visible()
    expect(page.get_by_role("link", name="Open the link in this message")).to_be_hidden()
    assert accessibility.problems(page) == []


def _client_shows_that_email_bounces(page: Page) -> None:
    page.goto("/coach/clients")
    expect(page.get_by_role("link", name=re.compile("Ben Okafor.*Email bounces"))).to_be_visible()
    assert accessibility.problems(page) == []
    press(page.get_by_role("link", name=re.compile("Ben Okafor")))
    bounce = page.get_by_role("region", name="Email bounces")
    expect(bounce).to_contain_text("Nothing has been sent there since")
    assert accessibility.problems(page) == []
    press(bounce.get_by_role("button", name="Send there again"))
    expect(page.get_by_text(re.compile("again, from the next one on"))).to_be_visible()
    expect(bounce).to_be_hidden()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(open_page: OpenPage, harbor: Practice, width: int) -> None:
    page = open_page("/ping", viewport={"width": width, "height": 900})
    harbor.sign_in(page, harbor.coach)
    for path in ("/outbox", "/coach/clients", f"/coach/clients/{harbor.clients[1].id}"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
