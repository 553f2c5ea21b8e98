"""Each event of the matrix, as it reaches people: by email, on a locked screen and in the app.

What people do is done in browsers; what time brings about, the jobs bring about.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session, select

from coachbook import clock, config, database
from coachbook.integrations.web_push import keys
from coachbook.jobs import schedule
from coachbook.models import CheckinFormQuestion, PushSubscription, SignInSession
from coachbook.notifications import matrix
from coachbook.services import sign_ins
from coachbook.services.people import Person
from tests import factories, people
from tests.integrations import mail_server as mail_servers
from tests.integrations import push_service
from tests.integrations.mail_server import MailServer
from tests.integrations.push_service import PushService
from tests.journeys import accessibility
from tests.journeys.conftest import OpenPage
from tests.journeys.practice import Practice, at_site, offenders
from tests.journeys.site import Site, new_file, serve

SECONDS = 120  # the undo span, and as much as a message may take after it
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
RUTH = "Ruth Adeyemi"

# event: the email's subject, the push's title, the note in the app
SEEN: dict[str, tuple[str, str, str]] = {
    "session_booked": (
        rf"Booked: \w+, .* with {RUTH}", "Session booked", f"You booked a session with {RUTH}",
    ),
    "checkin_booked": (
        r"Booked: check-in on .*", "Check-in booked", f"You booked a check-in with {RUTH}",
    ),
    "session_reminder": ("", "Session coming up", f"Your session with {RUTH} is coming up"),
    "checkin_reminder": (
        r"Coming up: check-in on .*", "Check-in coming up",
        f"Your check-in with {RUTH} is coming up",
    ),
    "checkin_form_reminder": (
        r"A few questions before your check-in .*", "A few questions before your check-in",
        f"{RUTH} has a few questions before your check-in",
    ),
    "session_rescheduled": (
        rf"Moved to .*: your session with {RUTH}", "Session moved",
        f"You moved your session with {RUTH}",
    ),
    "session_cancelled": (
        r"Cancelled: .*", "Session cancelled", f"You cancelled your session with {RUTH}",
    ),
    "low_sessions": (f"2 sessions left with {RUTH}", "", f"2 sessions left with {RUTH}"),
    "package_expiring_month": (
        rf"11 sessions with {RUTH} to use by .*", "", f"Your package with {RUTH} runs until",
    ),
    "package_expiring_week": (
        rf"12 sessions with {RUTH} to use by .*", f"A package with {RUTH} ends soon",
        f"Your package with {RUTH} runs until",
    ),
    "new_booking": (
        r"Anna Perez booked a session .*", "A client booked a session",
        "Anna Perez booked a session",
    ),
    "client_cancelled": (
        r"Anna Perez cancelled .*", "A client cancelled a session",
        "Anna Perez cancelled a session",
    ),
    "client_rescheduled": (
        r"Anna Perez moved a session to .*", "A client moved a session",
        "Anna Perez moved a session",
    ),
    "checkin_form_submitted": (
        r"Anna Perez filled in the form for the check-in .*", "",
        "Anna Perez filled in the form of a check-in",
    ),
    "client_low_sessions": ("Anna Perez has 2 sessions left", "", "Anna Perez has 2 sessions left"),
    "client_package_expiring_month": (
        r"Ben Okafor's package ends on .*", "", "Ben Okafor has a package that runs until",
    ),
    "client_package_expiring_week": (
        r"Chloe Martin's package ends on .*", "A client's package ends soon",
        "Chloe Martin has a package that runs until",
    ),
    "daily_summary": (r"Tomorrow, .*: .*", "", ""),
}  # fmt: skip
BY_TIME = (
    "session_reminder",
    "checkin_reminder",
    "checkin_form_reminder",
    "package_expiring_month",
    "package_expiring_week",
    "client_package_expiring_month",
    "client_package_expiring_week",
    "daily_summary",
)
BY_PEOPLE = tuple(event for event in SEEN if event not in BY_TIME)
READERS = {
    "checkin_reminder": "Chloe Martin",
    "checkin_form_reminder": "Dev Shah",
    "session_reminder": "Ben Okafor",
    "package_expiring_month": "Ben Okafor",
    "package_expiring_week": "Chloe Martin",
}


@dataclass
class Told:
    """Where everybody gets what they are told."""

    mail: MailServer
    pushes: PushService
    devices: dict[str, dict[str, Any]] = field(default_factory=dict)

    def subjects(self, name: str) -> list[str]:
        to = [(str(one["Subject"]).strip(), one["To"].addresses[0]) for one in self.mail.received]
        return [subject for subject, address in to if address.display_name == name]

    def titles(self, name: str) -> list[str]:
        return [one["title"] for one in self.pushes.messages(self.devices[name])]


def test_every_event_of_the_matrix_is_looked_at() -> None:
    """Those of Google have a journey of their own."""
    assert set(SEEN) == {*matrix.CLIENT, *matrix.COACH} - {*matrix.OF_GOOGLE}
    for event, (subject, title, note) in SEEN.items():
        channels = matrix.channels(event)
        assert bool(subject) == ("email" in channels), event
        assert bool(title) == ("push" in channels), event
        assert bool(note) == matrix.is_kept_in_app(event), event


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    with mail_servers.serving(MailServer()) as mail, push_service.serving() as pushes:
        yield Told(mail, pushes)


@pytest.fixture(scope="module")
def site(built: None, told: Told, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    settings = {
        "smtp_url": told.mail.url,
        "mail_from": "bookings@mail.example.com",
        "push_hosts": told.pushes.host,
    }
    with serve(new_file(folder), folder, **settings) as site:
        yield site


@pytest.fixture(scope="module")
def ruths(site: Site, told: Told) -> Practice:
    """Four clients; Anna has three sessions left."""
    with at_site(site) as session:
        zone = where_it_is_evening(clock.now())
        coach = people.coach(session, RUTH, zone=zone, is_owner=True)
        for kind in ("session", "checkin"):
            factories.hours(session, coach, days=range(7), start="06:00", end="22:00", kind=kind)
        session.add(
            CheckinFormQuestion(coach_id=coach.id, question="How are you?", question_type="text")
        )
        names = ("Anna Perez", "Ben Okafor", "Chloe Martin", "Dev Shah")
        clients = tuple(people.client(session, coach, name, zone=zone) for name in names)
        for one in (coach, *clients):
            told.devices[one.name] = with_device(session, one, told, site)
        foresee(session, coach, clients)
    return Practice(site, coach, clients)


def where_it_is_evening(now: datetime) -> str:
    """Where the jobs of the morning and of the evening have their turn, and tomorrow is ahead."""
    east = (20 - now.hour + 12) % 24 - 12
    return f"Etc/GMT{-east:+d}"


def foresee(session: Session, coach: Person, clients: tuple[Person, ...]) -> None:
    """What the jobs will find: it was there before they had their turn."""
    anna, ben, chloe, dev = clients
    before = clock.now() - timedelta(days=4)
    today = clock.now().astimezone(coach.zone).date()
    factories.package(session, coach, anna, total=3)
    for client, days in ((ben, 30), (chloe, 7)):
        ends_on = f"{today + timedelta(days=days)}"
        factories.package(session, coach, client, expires_on=ends_on, age_days=90)

    def at_ten(days: int) -> datetime:
        return factories.at(f"{today + timedelta(days=days)} 10:00", coach.time_zone)

    factories.booked(session, coach, ben, at_ten(1), now=before)
    for client, start in ((chloe, at_ten(1) + timedelta(hours=2)), (dev, at_ten(2))):
        factories.booked(session, coach, client, start, kind="checkin", minutes=30, now=before)


def with_device(session: Session, one: Person, told: Told, site: Site) -> dict[str, Any]:
    """Where they are signed in: a device without a sign-in is soon silenced."""
    sign_ins.start(session, one.id, user_agent="A phone", now=clock.now())
    its = session.exec(select(SignInSession.id).where(SignInSession.profile_id == one.id)).one()
    ours = keys.of(config.Settings(**{**vars(config.settings()), "data_dir": site.log.parent}))
    found = told.pushes.subscribe(ours.public)
    session.add(
        PushSubscription(
            profile_id=one.id, endpoint=found["endpoint"], public_key=found["keys"]["p256dh"],
            auth_secret=found["keys"]["auth"], device="A phone", key_id=ours.id,
            sign_in_id=its, created_at=clock.now(),
        )
    )  # fmt: skip
    return found


def test_what_people_do_is_told_on_every_channel(
    open_page: OpenPage, ruths: Practice, told: Told
) -> None:
    anna = ruths.clients[0]
    page = open_page("/ping", timezone_id=anna.time_zone)
    ruths.sign_in(page, anna)
    books_a_session(page)
    arrived(told, "session_booked", "new_booking", "low_sessions", "client_low_sessions")
    moves_and_cancels(open_page("/ping", **PHONE), told)
    books_a_checkin_and_answers(page)
    arrived(told, "session_cancelled", "client_cancelled")
    arrived(told, "checkin_booked", "checkin_form_submitted")
    find_in_the_app(open_page, ruths, *BY_PEOPLE)
    assert offenders(ruths.site) == []


def books_a_session(page: Page) -> None:
    page.goto("/book")
    page.get_by_role("button", name="Next week").click()
    press(page.get_by_role("checkbox", disabled=False).first, "Space")
    press(page.get_by_role("button", name="Book 1 session"))
    expect(page.get_by_text(re.compile("[Bb]ooked")).first).to_be_visible()


def moves_and_cancels(phone: Page, told: Told) -> None:
    """From the email's link, signed out; each is told of when its undo span is over."""
    booked = next(one for one in told.mail.received if "Anna Perez" in str(one["To"]))
    text = booked.get_body(("plain",))
    assert text
    link = re.search(r"http://\S+/appointment/\S+", text.get_content())
    assert link
    phone.goto(re.sub(r"^http://[^/]+", "", link[0]))
    press(phone.get_by_role("link", name="Move to another time"))
    press(phone.get_by_role("link", name=re.compile(r", 3:00\sPM to 4:00\sPM$")).first)
    press(phone.get_by_role("button", name="Move this session"))
    expect(phone.get_by_role("status")).to_contain_text("Moved.")
    arrived(told, "session_rescheduled", "client_rescheduled")
    press(phone.get_by_role("link", name="Cancel this session"))
    press(phone.get_by_role("button", name="Cancel this session"))
    expect(phone.get_by_role("status")).to_contain_text("cancelled")


def books_a_checkin_and_answers(page: Page) -> None:
    page.goto("/book")
    page.get_by_text("Virtual check-in", exact=True).click()
    expect(page.get_by_text("A check-in takes 30 minutes and is free")).to_be_visible()
    press(page.get_by_role("checkbox", disabled=False).first, "Space")
    press(page.get_by_role("button", name="Go to the questions"))
    page.get_by_label("How are you?").fill("Fine")
    press(page.get_by_role("button", name="Book and send answers"))
    expect(page.get_by_role("dialog", name="Your check-in is booked")).to_be_visible()


def test_what_time_brings_is_told_on_every_channel(
    open_page: OpenPage, ruths: Practice, told: Told
) -> None:
    for name in ("reminders", "form-reminders", "expiries", "summaries"):
        run_at(ruths.site, name)
    arrived(told, *BY_TIME)
    find_in_the_app(open_page, ruths, *(event for event in BY_TIME if SEEN[event][2]))


def run_at(site: Site, name: str) -> None:
    """The job itself, beside the server."""
    database.use(site.database_url)
    assert schedule.run(name).last_error == ""
    database.engine().dispose()


def find_in_the_app(open_page: OpenPage, ruths: Practice, *events: str) -> None:
    """Each reader in their own list."""
    for name in {reader(event) for event in events}:
        who = next(one for one in (ruths.coach, *ruths.clients) if one.name == name)
        page = open_page("/ping", **PHONE)
        ruths.sign_in(page, who)
        page.goto("/coach/activity" if who.is_coach else "/client/activity")
        for note in [SEEN[event][2] for event in events if reader(event) == name]:
            expect(page.get_by_role("listitem").filter(has_text=note).first).to_be_visible()
        assert accessibility.problems(page) == []


def test_clients_bell_rings_and_is_read_by_keyboard_alone(
    open_page: OpenPage, ruths: Practice
) -> None:
    dev = ruths.clients[3]
    page = open_page("/ping", timezone_id=dev.time_zone)
    ruths.sign_in(page, dev)
    page.goto("/client/activity")
    everything = page.get_by_role("button", name=re.compile("Mark (all )?\\d+ as read"))
    press(everything)
    expect(page.get_by_role("link", name="Activity", exact=True)).to_be_visible()
    with at_site(ruths.site) as session:
        factories.package(session, ruths.coach, dev)
        start = (clock.now() + timedelta(days=9)).replace(minute=0, second=0, microsecond=0)
        factories.booked(session, ruths.coach, dev, start, now=clock.now())
    bell = page.get_by_role("link", name="Activity, 1 unread", exact=True)
    expect(bell).to_be_visible(timeout=SECONDS * 1000)
    row = page.get_by_role("link", name=re.compile(f"Unread: {RUTH} booked a session for you"))
    press(row)
    page.wait_for_url("**/client/calendar?booking=*")
    expect(page.get_by_role("link", name="Activity", exact=True)).to_be_visible()
    assert accessibility.problems(page) == []


def reader(event: str) -> str:
    return RUTH if event in matrix.COACH else READERS.get(event, "Anna Perez")


def arrived(told: Told, *events: str) -> None:
    """By email and on a locked screen, as far as the matrix says so."""
    for event in events:
        subject, title, _ = SEEN[event]
        who = reader(event)
        if subject:
            wait_for(
                lambda: any(re.fullmatch(subject, one) for one in told.subjects(who)),  # noqa: B023
                lambda: f"{event}: {told.subjects(who)}",  # noqa: B023
            )
        if title:
            wait_for(
                lambda: title in told.titles(who),  # noqa: B023
                lambda: f"{event}: {told.titles(who)}",  # noqa: B023
            )


def wait_for(is_so: Callable[[], bool], why: Callable[[], str]) -> None:
    give_up_at = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < give_up_at, why()
        time.sleep(0.2)


def press(what: Locator, key: str = "Enter") -> None:
    """By keyboard: the control gets the focus and the key presses it."""
    what.focus()
    expect(what).to_be_focused()
    what.press(key)
