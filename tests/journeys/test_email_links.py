"""The links of emails on a phone, by keyboard alone; and that opening things changes nothing."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from coachbook import clock
from coachbook.models import Booking, OneTimeToken, SignInSession, metadata
from coachbook.notifications import choices, links
from coachbook.services import accounts, checkins, invitations, sign_ins
from coachbook.services import links as one_time_links
from coachbook.services.people import Person
from tests import factories
from tests.journeys import accessibility
from tests.journeys.conftest import OpenPage
from tests.journeys.practice import Practice, at_site, day_ahead, offenders, practice
from tests.journeys.site import Site, new_file, serve

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="module")
def site(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Without jobs in the background: what changes here, a page has changed."""
    data_dir = tmp_path_factory.mktemp("site")
    with serve(new_file(data_dir), data_dir, jobs_in_process="no") as site:
        yield site


@pytest.fixture(scope="module")
def ruths(site: Site) -> Practice:
    made = practice(site)
    anna, ben = made.clients
    made.book(anna, day_ahead(2), day_ahead(9))
    made.book(ben, day_ahead(3))
    with at_site(site) as session:
        factories.hours(session, made.coach, days=range(7), kind="checkin")
        checkins.book(
            session, by=anna, coach_id=made.coach.id, starts=[day_ahead(4)],
            request_id=factories.request_id(), answers={}, is_final=False, now=clock.now(),
        )  # fmt: skip
    return made


def appointment(site: Site, who: Person) -> str:
    """The link of the email about their first session."""
    with at_site(site) as session:
        chain_id = session.exec(
            select(Booking.chain_id)
            .where(Booking.client_id == who.id, Booking.booking_type == "session")
            .order_by("starts_at")
        ).first()
        assert chain_id
    return links.appointment_path(chain_id, who.email)


def press(
    page: Page,
    name: str | re.Pattern[str],
    role: Literal["button", "link", "switch"] = "button",
) -> None:
    """By keyboard: the control gets the focus and Enter presses it."""
    control = page.get_by_role(role, name=name).first
    control.focus()
    page.keyboard.press("Enter")


def assert_sound(page: Page) -> None:
    """axe finds nothing, nothing runs, nothing but the page is loaded, a finger hits everything."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {one}" for one in accessibility.problems(page)]
    assert found == []
    assert page.locator("script").count() == 0
    assert page.evaluate("() => performance.getEntriesByType('resource').length") == 0
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    for one in page.locator("main a, main button").all():
        box = one.bounding_box()
        assert box is not None
        assert box["height"] >= 44, one.inner_text()


@pytest.fixture
def phone(open_page: OpenPage, ruths: Practice, complaints: list[str]) -> Iterator[Page]:
    """Without the pages' own policy, as axe couldn't run on them; so they ask for an icon too."""
    yield open_page("/ping", bypass_csp=True, **PHONE)
    complaints[:] = [one for one in complaints if "/favicon.ico" not in one]


def test_session_is_moved_and_cancelled_signed_out_by_keyboard(
    phone: Page, site: Site, ruths: Practice
) -> None:
    phone.goto(appointment(site, ruths.clients[0]))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Session with Ruth Adeyemi")
    assert_sound(phone)

    press(phone, "Move to another time", "link")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Move this session")
    assert_sound(phone)
    press(phone, re.compile(r"^\w+, \w+ \d+, \d{4}, 3:00\sPM to 4:00\sPM$"), "link")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Move this session?")
    expect(phone.get_by_role("list", name="What follows")).to_contain_text("It keeps its credit.")
    assert_sound(phone)
    press(phone, "Move this session")
    expect(phone.get_by_role("status")).to_contain_text("Moved. It was")
    expect(phone.locator("main")).to_contain_text(re.compile(r"3:00\sPM to 4:00\sPM"))

    press(phone, "Cancel this session", "link")
    expect(phone.get_by_role("list", name="What follows")).to_contain_text("1 credit returns")
    assert_sound(phone)
    press(phone, "Cancel this session")
    expect(phone.get_by_role("status")).to_contain_text("Your session is cancelled.")
    expect(phone.locator("main")).to_contain_text("Cancelled by you")
    assert_sound(phone)
    assert [one["name"] for one in phone.context.cookies()] == []
    assert offenders(site) == []


def test_emails_are_stopped_and_had_again(phone: Page, site: Site, ruths: Practice) -> None:
    anna = ruths.clients[0]
    phone.goto(links.unsubscribe_path(anna.id, "checkin_reminder", anna.email))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check-in reminder")
    assert_sound(phone)
    press(phone, "Stop these emails")
    expect(phone.get_by_role("status")).to_contain_text("You won't get these emails any more.")
    assert_sound(phone)
    assert not is_on(site, anna, "checkin_reminder", "email")
    press(phone, "Send them again")
    expect(phone.get_by_role("status")).to_contain_text("You get these emails again.")
    assert is_on(site, anna, "checkin_reminder", "email")


def is_on(site: Site, who: Person, event: str, channel: str) -> bool:
    with at_site(site) as session:
        return choices.is_on(session, who.id, event, channel)


def test_dead_link_says_so(phone: Page, ruths: Practice, complaints: list[str]) -> None:
    phone.goto("/appointment/altered.link")
    expect(phone.get_by_role("heading", level=1)).to_have_text("This link doesn't work")
    assert_sound(phone)
    complaints.clear()  # the browser reports the 404 itself


def test_client_chooses_what_comes_by_keyboard(
    open_page: OpenPage, site: Site, ruths: Practice
) -> None:
    ben = ruths.clients[1]
    page = ruths.sign_in(open_page("/ping", **PHONE), ben)
    page.goto("/client/settings/notifications")
    switch = page.get_by_role("switch", name="Session reminder, push")
    expect(switch).to_have_attribute("aria-checked", "true")
    press(page, "Session reminder, push", "switch")
    expect(page.get_by_text("Session reminder by push is off.")).to_be_visible()
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(switch).to_be_focused()
    assert not is_on(site, ben, "session_reminder", "push")
    row = page.get_by_role("row", name=re.compile("Appointment cancelled"))
    expect(row.get_by_role("cell").first).to_have_text("Always")
    assert accessibility.problems(page) == []


def test_coach_chooses_the_hour_of_the_summary(
    open_page: OpenPage, site: Site, ruths: Practice
) -> None:
    page = ruths.sign_in(open_page("/ping"), ruths.coach)
    page.goto("/coach/settings/notifications")
    page.get_by_label("Comes at").select_option("6")
    press(page, "Save the hour")
    expect(page.get_by_text("The daily summary comes at that hour from now on.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Comes at")).to_have_value("6")
    press(page, "New booking, email", "switch")
    expect(page.get_by_text("New booking by email is off.")).to_be_visible()
    assert accessibility.problems(page) == []


def test_opening_every_page_and_link_twice_leaves_the_database_as_it_is(
    open_page: OpenPage, site: Site, ruths: Practice, complaints: list[str]
) -> None:
    """With scripts running, as a mail scanner that looks closely would open them."""
    visits = (
        (None, ("/client/", "/coach/settings", "/operator/", "/setup/")),  # one door for all
        (ruths.clients[1], ("/coach", "/operator", "/outbox", "/setup")),
        (ruths.coach, ("/client", "/book")),
    )
    paths = everything(site, ruths)
    for person, others in visits:
        page = open_page("/ping")
        if person:
            ruths.sign_in(page, person)
        before = dump(site)
        for path in (one for one in paths if not one.startswith(others)):
            open_twice(page, path)
            changed = differences(before, dump(site))
            assert changed == [], path
    complaints.clear()  # of what isn't for them


def test_page_that_writes_when_it_is_opened_is_found(
    open_page: OpenPage, site: Site, ruths: Practice
) -> None:
    """The control: a browser that wasn't seen for long is noted anew by any page."""
    page = ruths.sign_in(open_page("/ping"), ruths.coach)
    open_twice(page, "/coach/clients")
    with at_site(site) as session:
        for one in session.exec(select(SignInSession)):
            one.last_seen_at -= 2 * sign_ins.SEEN_EVERY
    before = dump(site)
    open_twice(page, "/coach/clients")
    assert differences(before, dump(site)) == ["sign_in_sessions"]


def open_twice(page: Page, path: str) -> None:
    if path.endswith((".ics", ".json")):  # not shown but kept
        for _ in range(2):
            page.context.request.get(path)
        return
    page.goto(path)
    page.goto(path)
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    page.wait_for_timeout(200)  # for what a page still asks once it stands


def everything(site: Site, ruths: Practice) -> list[str]:
    """Every page of the application, and one link of each kind."""
    from coachbook import app  # noqa: F401  (registers the pages)
    from coachbook.ui.shell import SCREENS

    ben = ruths.clients[1]
    own = appointment(site, ben)
    chain = str(links.claimed_chain(own.rpartition("/")[2]))
    names = {"[client_id]": str(ben.id), "[chain_id]": chain}
    pages = [re.sub(r"\[\w+\]", lambda found: names[found[0]], one.route) for one in SCREENS]
    return [
        *pages, own, f"{own}/cancel", f"{own}/move", *one_time(site, ruths),
        links.unsubscribe_path(ben.id, "checkin_reminder", ben.email),
        f"/client/calendar?booking={chain}", f"/coach/bookings?booking={chain}",
        f"/calendar/booking/{chain}.ics", "/upcoming.json",
    ]  # fmt: skip


def one_time(site: Site, ruths: Practice) -> list[str]:
    """Links that work once: opening them must not be that once."""
    now, ben = clock.now(), ruths.clients[1]
    with at_site(site) as session:
        accounts.send_sign_in_link(session, email=ben.email, address="x", now=now)
        invitations.invite(
            session, by=ruths.coach, name="Kim Late", email="kim@example.com", now=now
        )
        found = session.exec(select(OneTimeToken)).all()
    pages = {"sign_in": "/link", "invitation": "/invitation"}
    return [
        f"{pages[one.purpose]}?token={one_time_links.token(one.id, one.purpose)}" for one in found
    ]


def dump(site: Site) -> dict[str, str]:
    with at_site(site) as session:
        return {
            table.name: repr(sorted(map(repr, session.execute(table.select()).all())))
            for table in metadata.sorted_tables
        }


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [name for name, rows in before.items() if rows != after[name]]
