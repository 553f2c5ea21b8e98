"""A practice put into a site's database, and people who are signed in there without typing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page
from sqlmodel import Session

from coachbook import clock, database
from coachbook.services import invariants, sign_ins
from coachbook.services.people import Person
from tests import factories, people
from tests.journeys.site import Site

ZONE = "America/New_York"


@dataclass(frozen=True)
class Practice:
    """A coach with hours every day from 6 to 22 for two, and clients with 12 sessions each."""

    site: Site
    coach: Person
    clients: tuple[Person, ...]

    def sign_in(self, page: Page, person: Person) -> Page:
        """As if they had signed in: the cookie of a new session."""
        with at_site(self.site) as session:
            value = sign_ins.start(session, person.id, user_agent="journey", now=clock.now())
        page.context.add_cookies([{"name": "coachbook", "value": value, "url": self.site.url}])
        return page

    def book(self, client: Person, *starts: datetime) -> None:
        with at_site(self.site) as session:
            factories.booked(session, self.coach, client, *starts, now=clock.now())


@contextmanager
def at_site(site: Site) -> Iterator[Session]:
    database.use(site.database_url)
    with database.transaction() as session:
        yield session
    database.engine().dispose()


def practice(site: Site, clients: int = 2, capacity: int = 2) -> Practice:
    with at_site(site) as session:
        is_first = not session.connection().exec_driver_sql("SELECT 1 FROM profiles").first()
        coach = people.coach(session, "Ruth Adeyemi", zone=ZONE, is_owner=is_first)
        factories.hours(
            session, coach, days=range(7), start="06:00", end="22:00", capacity=capacity
        )
        names = ("Anna Perez", "Ben Okafor", "Chloe Martin", "Dev Shah")[:clients]
        made = tuple(people.client(session, coach, name, zone=ZONE) for name in names)
        for client in made:
            factories.package(session, coach, client)
    return Practice(site, coach, made)


def day_ahead(days: int, hour: int = 10) -> datetime:
    """An hour of a coming day by the coach's clock."""
    on = clock.now().astimezone(ZoneInfo(ZONE)) + timedelta(days=days)
    return factories.at(f"{on:%Y-%m-%d} {hour:02}:00").astimezone(UTC)


def offenders(site: Site) -> list[str]:
    """What `coachbook check` finds wrong after a journey."""
    with at_site(site) as session:
        report = invariants.check(session, now=clock.now())
    return [] if report.is_clean else list(report.lines())
