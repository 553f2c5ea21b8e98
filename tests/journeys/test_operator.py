"""The owner looks after the machinery by keyboard alone; health is red where nothing works."""

import json
import os
import re
import signal
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import accessibility
from tests.journeys.practice import Practice, offenders, practice
from tests.journeys.site import Site, serve

OpenPage = Callable[..., Page]
LOADS = 30_000
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def harbor(site: Site) -> Practice:
    """Its coach came first and is the owner."""
    return practice(site)


def opened(open_page: OpenPage, harbor: Practice, path: str, **options: object) -> Page:
    page = open_page("/ping", timezone_id="America/New_York", **options)
    harbor.sign_in(page, harbor.coach).goto(path)
    return page


def press_until(page: Page, key: str, wanted: Locator) -> None:
    """As somebody without a mouse gets there."""
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} can't be reached with {key}")


def health(site: Site) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"{site.url}/health", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as red:
        return red.code, red.read().decode()


def test_owner_runs_a_job_and_looks_at_a_message_by_keyboard_alone(
    open_page: OpenPage, harbor: Practice
) -> None:
    page = opened(open_page, harbor, "/operator")
    expect(page.get_by_text("All is well")).to_be_visible()
    assert accessibility.problems(page) == []
    run = page.get_by_role("button", name=re.compile("^Run now ?: Reminders$"))
    press_until(page, "Tab", run)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Reminders: done.")).to_be_visible()
    press_until(page, "Shift+Tab", page.get_by_role("link", name="Every message"))
    page.keyboard.press("Enter")
    row = page.get_by_role("button", name="Appointment moved")
    expect(row).to_be_visible(timeout=LOADS)  # all of them are made anew
    assert accessibility.problems(page) == []
    press_until(page, "Tab", row)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Appointment moved")
    shown = dialog.frame_locator("iframe").get_by_text(
        "Ruth Adeyemi moved your session.", exact=True
    )
    expect(shown).to_be_visible()
    expect(dialog.get_by_text("Session moved", exact=True)).to_be_visible()
    assert accessibility.problems(page) == []
    press_until(page, "Tab", dialog.get_by_role("radio", name="Phone"))
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("radio", name="Wide")).to_be_checked()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert offenders(harbor.site) == []


def test_owner_finds_the_page_on_a_phone(open_page: OpenPage, harbor: Practice) -> None:
    page = opened(open_page, harbor, "/coach/clients", viewport=PHONE, has_touch=True)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Operation").click()
    expect(page.get_by_role("heading", name="Operation", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Calendar")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert accessibility.problems(page) == []


def test_nobody_else_is_shown_anything(open_page: OpenPage, harbor: Practice) -> None:
    page = open_page("/ping")
    harbor.sign_in(page, harbor.clients[0]).goto("/operator")
    expect(page.get_by_text("This page is for the owner of this coachbook.")).to_be_visible()
    expect(page.get_by_text("Scheduler")).not_to_be_visible()


def test_health_says_that_jobs_are_at_rest_and_the_log_is_clean(
    built: None, tmp_path: Path
) -> None:
    """Without a worker beside it the web process is alone: health is red from the start."""
    url = f"sqlite:///{tmp_path / 'coachbook.db'}"
    with serve(url, tmp_path, jobs_in_process="no", log_format="json") as site:
        status, said = health(site)
        assert status == 503
        assert "Nothing sends messages" in said
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{site.url}/appointment/{'a' * 22}.{'b' * 43}?token=secret")
        os.kill(site.pid, signal.SIGTERM)
    lines = [line for line in site.log.read_text().splitlines() if line.startswith("{")]
    assert all(json.loads(line)["level"] for line in lines)
    assert "secret" not in site.log.read_text()
    assert "b" * 43 not in site.log.read_text()
