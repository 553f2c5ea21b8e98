"""Every registered page is framed: heading, skip link, messages, links that lead somewhere."""

import re
from typing import Any

import pytest
import reflex as rx

import coachbook.app as application
from coachbook.ui import navigation
from coachbook.ui.navigation import Entry, entries_of
from coachbook.ui.shell import SCREENS, Screen, page, screen


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[Screen]:
    """Registries of the test's own."""
    screens: list[Screen] = []
    entries: list[Entry] = []
    monkeypatch.setattr("coachbook.ui.shell.SCREENS", screens)
    monkeypatch.setattr("coachbook.ui.shell.ENTRIES", entries)
    monkeypatch.setattr("coachbook.ui.navigation.ENTRIES", entries)
    return screens


def test_screen_registers_its_page_and_its_link(registered: list[Screen]) -> None:
    @screen("/there", title="There", allow="coach", nav=Entry("There", "map", order=5))
    def there() -> Any:
        return rx.el.p("Here")

    assert [each.route for each in registered] == ["/there"]
    assert entries_of("coach") == [Entry("There", "map", order=5, href="/there", role="coach")]
    assert entries_of("client") == []


def test_links_stand_in_their_order(registered: list[Screen]) -> None:
    for order in (30, 10, 20):
        entry = Entry(f"Page {order}", "map", order=order)
        screen(f"/{order}", title="Page", allow="client", nav=entry)(rx.el.p)
    assert [entry.order for entry in entries_of("client")] == [10, 20, 30]


def test_page_has_a_place_for_the_focus_and_hears_answers() -> None:
    for each in SCREENS:
        drawn = str(page(each))
        parts = ('id:"page-title"', 'id:"main"', "AnswerSignal", "PageFocus")
        assert [part for part in parts if part not in drawn] == [], each.route


def test_framed_page_can_be_skipped_into() -> None:
    framed = [each for each in SCREENS if each.has_frame]
    assert [each.route for each in framed if "Skip to content" not in str(page(each))] == []


def test_navigation_leads_only_to_pages_that_exist() -> None:
    routes = {each.route for each in SCREENS}
    linked = {entry.href for entry in navigation.ENTRIES}
    assert linked
    assert linked <= routes


def test_every_page_begins_by_looking_who_is_there() -> None:
    for each in SCREENS:
        first = application.app.get_load_events(each.route)[0]
        assert re.search(r"enter_\w+", str(first)), each.route
