"""A client books in one browser, the coach's bell counts in another, and leads to what happened."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from coachbook import clock
from coachbook.notifications import outbox
from coachbook.notifications.merging import UNDO_SPAN
from tests import factories
from tests.journeys import accessibility
from tests.journeys.practice import Practice, at_site, day_ahead, offenders, practice
from tests.journeys.site import Site

OpenPage = Callable[..., Page]
LIVE = 2_000
WHEN_TOLD = UNDO_SPAN.total_seconds() * 1_000 + LIVE
TALL = {"width": 1280, "height": 1200}


@pytest.fixture
def harbor(site: Site) -> Practice:
    return practice(site)


def signed_in(open_page: OpenPage, harbor: Practice, path: str, who: int | None = None) -> Page:
    person = harbor.coach if who is None else harbor.clients[who]
    page = open_page("/ping", viewport=TALL, timezone_id="America/New_York")
    harbor.sign_in(page, person)
    page.goto(path)
    return page


def bell(page: Page, unread: int) -> Locator:
    name = f"Activity, {unread} unread" if unread else "Activity"
    return page.get_by_role("link", name=name, exact=True)


def press_until(page: Page, key: str, wanted: Locator) -> None:
    """As somebody without a mouse gets there."""
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} can't be reached with {key}")


def test_what_a_client_books_is_counted_told_and_opened_by_keyboard_alone(
    open_page: OpenPage, harbor: Practice
) -> None:
    coach = signed_in(open_page, harbor, "/coach/clients")
    expect(bell(coach, 0)).to_be_visible()
    client = signed_in(open_page, harbor, "/book", who=0)
    client.get_by_role("button", name="Next week").click()
    client.get_by_role("checkbox", name=re.compile(", 9:00.AM to")).first.check(force=True)
    client.get_by_role("button", name="Book 1 session").click()
    expect(bell(coach, 1)).to_be_visible(timeout=WHEN_TOLD)
    press_until(coach, "Tab", bell(coach, 1))
    coach.keyboard.press("Enter")
    told = coach.get_by_role("link", name=re.compile("Unread: Anna Perez booked a session"))
    expect(told).to_be_visible()
    assert accessibility.problems(coach) == []
    press_until(coach, "Tab", told)
    coach.keyboard.press("Enter")
    panel = coach.get_by_role("dialog", name="Anna Perez")
    expect(panel).to_contain_text(re.compile("Anna Perez booked it for .* 9:00.AM"))
    expect(panel).to_contain_text("1 credit taken from 12 sessions, 60 min: 11 left.")
    expect(bell(coach, 0)).to_be_visible(timeout=LIVE)
    assert accessibility.problems(coach) == []
    assert offenders(harbor.site) == []


def test_all_are_read_in_every_tab_and_the_filters_go_by_arrows(
    open_page: OpenPage, harbor: Practice
) -> None:
    page = signed_in(open_page, harbor, "/coach/activity")
    other = signed_in(open_page, harbor, "/coach/clients")
    for days in (8, 9):
        tell(harbor, days)
    expect(bell(other, 2)).to_be_visible(timeout=LIVE)
    expect(page.get_by_role("heading", name="Unread from today")).to_be_visible()
    everything = page.get_by_role("button", name="Mark all 2 as read")
    press_until(page, "Tab", everything)
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 notes marked as read.")).to_be_visible()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(bell(other, 0)).to_be_visible(timeout=LIVE)
    press_until(page, "Shift+Tab", page.get_by_role("radio", name="All"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("You have read everything")).to_be_visible()
    assert accessibility.problems(page) == []


def test_note_that_becomes_visible_later_rings_by_itself(
    open_page: OpenPage, harbor: Practice
) -> None:
    page = signed_in(open_page, harbor, "/coach/clients")
    expect(bell(page, 0)).to_be_visible()
    tell(harbor, 8, seconds=3)
    page.wait_for_timeout(1_000)
    expect(bell(page, 0)).to_be_visible()
    expect(bell(page, 1)).to_be_visible(timeout=2_000 + LIVE)


def test_page_has_one_stream_whatever_follows_it(open_page: OpenPage, harbor: Practice) -> None:
    page = open_page("/ping", viewport=TALL)
    streams: list[str] = []

    def note(request: Request) -> None:
        if "/live" in request.url:
            streams.append(request.url)

    page.on("request", note)
    harbor.sign_in(page, harbor.coach).goto("/coach/bookings")  # the calendar and the bell
    expect(bell(page, 0)).to_be_visible()
    page.wait_for_timeout(1_000)
    for place in ("Clients", "Activity", "Calendar"):
        page.get_by_role("link", name=place, exact=True).click()
        expect(page.get_by_role("heading", name=place, level=1)).to_be_visible()
    page.wait_for_timeout(1_000)
    assert len(streams) == 1


def tell(harbor: Practice, days: int, seconds: int = 0) -> None:
    """A note as a client's booking writes it, visible after so many seconds."""
    with at_site(harbor.site) as session:
        now = clock.now()
        made = factories.booked(session, harbor.coach, harbor.clients[1], day_ahead(days), now=now)[
            0
        ]
        outbox.queue(
            session, "new_booking", recipient_id=harbor.coach.id, coach_id=harbor.coach.id,
            subject_id=made.id, due_at=now + timedelta(seconds=seconds), created_at=now,
            payload={"booking_ids": [str(made.id)], "by": "client"},
        )  # fmt: skip
