"""Google Calendar from the coach's and the client's side, against a stand-in that is a process of
its own: connected, copied to, lost, renewed and caught up. Nothing of a token shows on the way."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Response, WebSocket, expect

from tests import factories
from tests.google.running import Running, environment, running
from tests.google.stand_in import CLIENT_SECRET
from tests.journeys import accessibility
from tests.journeys.practice import ZONE, Practice, at_site, day_ahead, offenders, practice
from tests.journeys.site import Site, new_file, serve

OpenPage = Callable[..., Page]
ACCOUNT = "ruth@gmail.test"
MEET = re.compile(r"^https://meet\.google\.com/")
SETTINGS = "/coach/settings/booking"
SOON = 20_000  # what waits for its undo span has ten seconds more


@pytest.fixture(scope="module")
def google() -> Iterator[Running]:
    with running() as stand_in:
        yield stand_in


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("google")


@pytest.fixture(scope="module")
def site(built: None, google: Running, data_dir: Path) -> Iterator[Site]:
    told = environment(google.url)
    named = {name.removeprefix("COACHBOOK_").lower(): value for name, value in told.items()}
    with serve(new_file(data_dir), data_dir, **named) as site:
        google.tell("redirect", uri=f"{site.url}/google/callback")
        google.tell("account", email=ACCOUNT)
        yield site


@pytest.fixture
def harbor(site: Site) -> Practice:
    made = practice(site, clients=1)
    with at_site(site) as session:
        factories.hours(
            session, made.coach, days=range(7), start="06:00", end="22:00", kind="checkin"
        )
    made.book(made.clients[0], day_ahead(3))
    return made


@dataclass
class Heard:
    """What browsers were sent by the site: headers, all that pages were told, what pages show."""

    site: Site
    texts: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> Page:
        page.on("response", self._note)
        page.on("websocket", self._follow)
        return page

    def _follow(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.texts.append(str(frame)))

    def _note(self, response: Response) -> None:
        if response.url.startswith(self.site.url):
            self.texts.append(f"{response.headers}")


def until(look: Callable[[], Any], seconds: float = 20.0) -> Any:
    """What it finds, as soon as that is something."""
    over = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < over, "it did not come about"
        time.sleep(0.1)
    return found


def events(google: Running, summary: str) -> list[dict[str, Any]]:
    """What stands in the coach's calendar at Google under this title."""
    standing = google.tell("events", email=ACCOUNT).values()
    return [one for one in standing if one["summary"] == summary]


def card(page: Page) -> Locator:
    return page.locator("#google-calendar")


def consent(page: Page, button: str, answer: str = "Allow") -> None:
    """By the button of ours, over Google's page, and back."""
    card(page).get_by_role("button", name=button).click()
    page.get_by_role("button", name=answer).click()
    page.wait_for_url(f"**{SETTINGS}?*")


def connect(page: Page, google: Running) -> None:
    page.goto(SETTINGS)
    consent(page, "Connect Google Calendar", "Cancel")
    expect(card(page)).to_contain_text("You didn't allow it at Google")
    consent(page, "Connect Google Calendar")
    expect(card(page)).to_contain_text("Google Calendar is connected.")
    expect(card(page)).to_contain_text(ACCOUNT)
    until(lambda: events(google, "Session with Anna Perez"))
    expect(card(page)).to_contain_text("Everything that is booked is in your Google Calendar.")
    assert google.tell("mailed", email=ACCOUNT) == []
    card(page).get_by_role("button", name="Send a test event").click()
    expect(page.get_by_text("Google took a test event")).to_be_visible()
    assert accessibility.problems(page) == []


def book_checkin(page: Page) -> None:
    page.goto("/book")
    page.get_by_text("Virtual check-in", exact=True).click()
    page.get_by_role("checkbox", name=re.compile("2:00.PM to 2:30.PM")).last.check()
    page.get_by_role("button", name="Book this check-in").click()
    booked = page.get_by_role("dialog", name="Your check-in is booked")
    expect(booked).to_be_visible()


def open_checkin(page: Page, at: str) -> Locator:
    page.get_by_role("button", name=re.compile(f", {at}.*check-in")).click()
    return page.get_by_role("dialog", name="Check-in with Ruth Adeyemi")


def see_the_link_arrive(page: Page, google: Running) -> str:
    """On the open page, without a hand on it."""
    page.goto("/client/calendar")
    details = open_checkin(page, "2:00.PM")
    expect(details).to_contain_text("The meeting link follows")
    google.tell("meet", email=ACCOUNT, ready=True)
    link = details.get_by_role("link", name="Join the meeting")
    expect(link).to_have_attribute("href", MEET, timeout=SOON)
    return link.get_attribute("href") or ""


def move(page: Page, google: Running, link: str) -> None:
    """The same event at another time, with the same link."""
    (was,) = events(google, "Check-in with Anna Perez")
    details = page.get_by_role("dialog", name="Check-in with Ruth Adeyemi")
    details.get_by_role("button", name="Move to another time").click()
    dialog = page.get_by_role("dialog", name="Move this check-in")
    dialog.get_by_role("checkbox", name=re.compile("4:00.PM to 4:30.PM")).last.check()
    dialog.get_by_role("button", name="Move this check-in").click()
    expect(page.get_by_text(re.compile("^Moved to"))).to_be_visible()
    until(lambda: events(google, "Check-in with Anna Perez")[0]["start"] != was["start"])
    (now,) = events(google, "Check-in with Anna Perez")
    assert (now["id"], now["hangoutLink"]) == (was["id"], link)
    details = open_checkin(page, "4:00.PM")
    expect(details.get_by_role("link", name="Join the meeting")).to_have_attribute("href", link)


def cancel(page: Page, google: Running) -> None:
    details = page.get_by_role("dialog", name="Check-in with Ruth Adeyemi")
    details.get_by_role("button", name="Cancel this check-in").click()
    asked = page.get_by_role("dialog", name="Cancel this check-in?")
    asked.get_by_role("button", name="Cancel this check-in").click()
    expect(page.get_by_role("button", name="check-in with")).to_have_count(0)
    until(lambda: not events(google, "Check-in with Anna Perez"))


def lose(page: Page, google: Running, harbor: Practice) -> None:
    """The banner appears on the page that is open; a booking stands all the same."""
    page.goto("/coach/bookings")
    google.tell("withdraw", email=ACCOUNT)
    harbor.book(harbor.clients[0], day_ahead(4))
    banner = page.get_by_role("complementary", name="Google Calendar")
    expect(banner).to_contain_text("no longer connected", timeout=SOON)
    assert accessibility.problems(page) == []
    assert len(events(google, "Session with Anna Perez")) == 1
    banner.get_by_role("link", name="Connect again").click()
    expect(card(page)).to_contain_text("1 appointment is still to be written.")


def catch_up(page: Page, google: Running) -> None:
    consent(page, "Connect again")
    until(lambda: len(events(google, "Session with Anna Perez")) == 2)
    expect(card(page)).to_contain_text("Everything that is booked is in your Google Calendar.")
    page.goto("/coach/bookings")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("complementary", name="Google Calendar")).to_have_count(0)


def leave(page: Page, google: Running) -> None:
    page.goto(SETTINGS)
    card(page).get_by_role("button", name="Disconnect").click()
    asked = page.get_by_role("dialog", name="Disconnect Google Calendar?")
    assert accessibility.problems(page) == []
    asked.get_by_role("button", name="Take them out").click()
    expect(card(page).get_by_role("button", name="Connect Google Calendar")).to_be_visible(
        timeout=SOON
    )
    assert google.tell("events", email=ACCOUNT) == {}


def test_from_connecting_to_leaving_and_no_secret_shows(
    open_page: OpenPage, harbor: Practice, google: Running, site: Site, data_dir: Path,
    complaints: list[str],
) -> None:  # fmt: skip
    heard = Heard(site)
    coach = heard.listen(harbor.sign_in(open_page("/ping", timezone_id=ZONE), harbor.coach))
    anna = heard.listen(harbor.sign_in(open_page("/ping", timezone_id=ZONE), harbor.clients[0]))
    google.tell("meet", email=ACCOUNT, after_seconds=600)
    connect(coach, google)
    secrets = set(google.tell("tokens"))
    book_checkin(anna)
    move(anna, google, see_the_link_arrive(anna, google))
    cancel(anna, google)
    lose(coach, google, harbor)
    catch_up(coach, google)
    secrets |= {*google.tell("tokens"), CLIENT_SECRET, *keys(data_dir)}
    heard.texts += [coach.content(), anna.content()]
    assert where_told(secrets, heard, site, data_dir) == []
    leave(coach, google)
    assert where_told(secrets, heard, site, data_dir) == []
    assert google.tell("complaints") == []
    assert offenders(site) == []
    complaints[:] = [one for one in complaints if google.url not in one]  # it has no icon


def keys(data_dir: Path) -> list[str]:
    return (data_dir / "encryption.key").read_text().split()


def where_told(secrets: set[str], heard: Heard, site: Site, data_dir: Path) -> list[str]:
    """Where something stands of what only coachbook and Google may know."""
    assert len(secrets) > 5
    files = data_dir.glob("coachbook.db*")
    places = {
        "the browsers": "\n".join(heard.texts),
        "the log": site.log.read_text(),
        "the database": "".join(one.read_bytes().decode("latin-1") for one in files),
    }
    assert ACCOUNT in places["the browsers"]
    assert ACCOUNT in places["the database"]
    return [
        f"{secret} in {place}"
        for place, text in places.items()
        for secret in sorted(secrets)
        if secret in text
    ]
