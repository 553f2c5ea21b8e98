"""Three practices with a secret word of its own in every text, and who may read each of them."""

import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, select, update
from sqlmodel import Session

from coachbook.models import (
    AvailabilityOverride,
    AvailabilityTemplate,
    CoachClient,
    GoogleConnection,
    GoogleEvent,
    OneTimeToken,
    OutboxMessage,
    PackageTemplate,
    metadata,
)
from coachbook.models.columns import table_of
from coachbook.services import bookings, invitations, links, offers, sign_ins
from coachbook.services import packages as packages_service
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.security import clients_side, desk, told
from tests.security.canaries import Secrets

SECRET = re.compile(
    r"zq\d{5}qz|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|9,?\d{3}\.\d\d|[\w-]{22}\.[\w-]{43}"
)
BROWSERS = ("Firefox on Linux", "Chrome on Windows", "Safari on iPhone")
EARLIER = NOW - timedelta(days=7)


Target = tuple[str, ...]  # whose things: a coach's, and of a client with them


@dataclass
class World:
    """`people` by first name, with their cookies; `things` by whose they are and what they are."""

    people: dict[str, Person] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    things: dict[str, dict[str, UUID]] = field(default_factory=dict)
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    permissions: dict[str, tuple[UUID, str]] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)

    def token(self, whose: str) -> str:
        """What a link of theirs carries: token("sign_in of ada")."""
        return links.token(*self.permissions[whose])

    def name_of(self, person_id: Any) -> str:
        found = (name for name, one in self.people.items() if str(one.id) == str(person_id))
        return next(found, "")

    def clients_of(self, coach: str) -> set[str]:
        pairs = (whose.partition(" of ") for whose in self.things)
        return {client for client, _, other in pairs if other == coach}

    def coaches_of(self, client: str) -> set[str]:
        pairs = (whose.partition(" of ") for whose in self.things)
        return {coach for other, _, coach in pairs if other == client and coach}

    def all_of(self, target: Target) -> dict[str, UUID]:
        """Things of each kind, those of the last where several have one."""
        return {kind: row_id for whose in target for kind, row_id in self.things[whose].items()}

    def own_of(self, name: str) -> dict[str, UUID]:
        """Their own, and what they have with somebody who came before."""
        parts = ((whose, whose.split(" of ")) for whose in self.things if whose != "ivan of anna")
        return self.all_of(tuple(whose for whose, names in parts if name in names))

    def leaks(self, sent: str, *, to: str, told: str) -> list[str]:
        """Secret words and ids in what was sent that are not for this person, nor from them."""
        known = self.secrets | self.ids
        words = {one.replace(",", "") for one in SECRET.findall(sent)}
        found = {one for one in words if to not in known.get(one, {to})}
        return sorted(one for one in found if one not in told)


PRACTICES = {"anna": ("ada", "olga"), "berta": ("boris",), "otto": ("cleo",)}


def build(session: Session) -> World:
    """Zoe is in Anna's archive and Berta's client, Sue is a client of both, Ivan is invited."""
    world = World()
    for coach, clients in PRACTICES.items():
        _open_practice(session, world, coach)
        for client in clients:
            _client(session, world, coach, client)
    for client in ("zoe", "sue"):
        _client(session, world, "anna", client)
        people.another_client_of(session, world.people["berta"], world.people[client])
        _belongings(session, world, "berta", client)
    _invite(session, world)
    _archive(session, world, "anna", "zoe")
    world.things["anna"] |= {"invited": world.people["ivan"].id, "gone": world.people["zoe"].id}
    _give_links(session, world)
    _sign_everyone_in(session, world)
    _mislead(session, world)
    session.flush()
    _put_prices(session, world)
    _note_feeds(session, world)
    session.execute(update(GoogleEvent).values(is_given_up=True))  # their coach reads why
    Secrets(session, world).spread()
    world.secrets |= told.bounce(session, world.people)
    return world


def _open_practice(session: Session, world: World, name: str) -> None:
    coach = people.coach(session, name.title(), is_owner=name == "otto")
    world.people[name] = coach
    factories.hours(session, coach, start="07:00", end="17:00", capacity=3)
    factories.hours(session, coach, start="17:00", end="19:00", kind="checkin")
    factories.blackout(session, coach, "2026-11-26")
    offers.add_usual_templates(session, coach.id, now=NOW)
    session.add(
        GoogleConnection(
            coach_id=coach.id, google_subject="", google_email="", connected_at=NOW,
            refresh_token_encrypted="",
        )
    )  # fmt: skip
    session.flush()
    world.things[name] = {
        "coach": coach.id,
        "template": _first(session, PackageTemplate, coach_id=coach.id),
        "window": _first(session, AvailabilityTemplate, coach_id=coach.id),
        "override": _first(session, AvailabilityOverride, coach_id=coach.id),
        **clients_side.prepare(session, coach),
        **desk.furnish(session, coach),
    }
    world.things[name]["window"] = _first(session, AvailabilityTemplate, coach_id=coach.id)


def _client(session: Session, world: World, coach: str, name: str) -> None:
    world.people[name] = people.client(session, world.people[coach], name.title())
    _belongings(session, world, coach, name)


def _belongings(session: Session, world: World, coach_name: str, name: str) -> None:
    """Everything that a client has with a coach."""
    coach, client = world.people[coach_name], world.people[name]
    turn = sum(" of " in whose for whose in world.things)  # an hour of their own
    hour = 7 + turn
    package_id = factories.package(session, coach, client)
    packages_service.adjust(
        session, package_id, by=coach, adjustment=2, reason="A present", now=NOW
    )
    more = desk.sell(session, coach, client, package_id)
    book = _booker(session, coach, client)
    upcoming = book(f"2026-11-18 {hour:02}:00")
    moved = book(f"2026-11-19 {hour:02}:00")
    target = at(f"2026-11-20 {hour:02}:00")
    moved_on = bookings.reschedule(
        session, moved.id, target, by=coach, version=1, request_id=uuid4().hex, now=NOW,
        confirmed=True,
    ).booking  # fmt: skip
    cancelled = book(f"2026-11-23 {hour:02}:00")
    bookings.cancel(session, cancelled.id, by=client, version=1, now=NOW)
    to_mark = book(f"2026-11-13 {hour:02}:00", now=EARLIER)
    past = book(f"2026-11-12 {hour:02}:00", now=EARLIER)
    bookings.complete(session, past.id, by=coach, version=1, now=NOW)
    checkin = book(f"2026-11-{24 + turn // 2} 17:{30 * (turn % 2):02}", minutes=30, kind="checkin")
    more |= told.hear(session, coach, client, checkin.id, package_id)
    more |= clients_side.live(session, coach, client, sent_for=checkin.id, turn=turn, book=book)
    more |= desk.tell(session, coach, upcoming.id, package_id, minutes=turn)
    message_id = _first(
        session, OutboxMessage, coach_id=coach.id, recipient_id=client.id, channel="email"
    )
    more |= told.fail(session, message_id)
    world.things[f"{name} of {coach_name}"] = {
        "coach": coach.id, "client": client.id, "package": package_id, "upcoming": upcoming.id,
        "moved": moved.id, "moved_on": moved_on.id, "cancelled": cancelled.id,
        "to_mark": to_mark.id, "past": past.id, "checkin": checkin.id,
        "relation": _first(session, CoachClient, coach_id=coach.id, client_id=client.id),
        "message": message_id, **more,
    }  # fmt: skip


def _booker(session: Session, coach: Person, client: Person) -> Callable[..., Any]:
    def book(words: str, **more: Any) -> Any:
        return factories.booked(session, coach, client, at(words), **more)[0]

    return book


def _invite(session: Session, world: World) -> None:
    anna = world.people["anna"]
    email = "ivan@example.com"
    invited = invitations.invite(session, by=anna, name="Ivan", email=email, now=NOW)
    token_id = _first(session, OneTimeToken, profile_id=invited.client_id)
    world.permissions["invitation of ivan"] = token_id, "invitation"
    world.things["ivan of anna"] = {"client": invited.client_id, "token": token_id}
    world.people["ivan"] = Person(invited.client_id, "Ivan", email, "UTC", "en", False, False, True)


def _archive(session: Session, world: World, coach: str, client: str) -> None:
    relation_id = world.things[f"{client} of {coach}"]["relation"]
    relation = session.get_one(CoachClient, relation_id)
    relation.status, relation.archived_at = "archived", NOW
    session.add(relation)


def _give_links(session: Session, world: World) -> None:
    for purpose in ("sign_in", "reset_password"):
        issued = links.issue(session, purpose, world.people["ada"].id, now=NOW)
        world.permissions[f"{purpose} of ada"] = issued.id, purpose
    for name in ("ada", "anna", "berta"):
        person_id, email = world.people[name].id, f"{name}@new.example.com"
        issued = links.issue(session, "change_email", person_id, new_email=email, now=NOW)
        world.permissions[f"change_email of {name}"] = issued.id, "change_email"


def _sign_everyone_in(session: Session, world: World) -> None:
    """On three browsers each; the cookie is that of the first, which gets pushes; `device` is one
    of the others."""
    for name, person in world.people.items():
        cookies = [
            sign_ins.start(session, person.id, user_agent=words, now=NOW) for words in BROWSERS
        ]
        world.cookies[name] = cookies[0]
        here = sign_ins.person_of(session, cookies[0], now=NOW)
        others = [one.id for one in sign_ins.living(session, person.id, now=NOW)]
        others.remove(here.session_id)  # type: ignore[union-attr, arg-type]
        push = told.equip(session, person.id, here.session_id)  # type: ignore[union-attr]
        for whose, things in world.things.items():
            if whose.partition(" of ")[0] == name:
                things |= {"device": others[0], "push": push}


def _mislead(session: Session, world: World) -> None:
    """Each coach and one client of each have notes that name what is another's."""
    coaches = list(PRACTICES)
    for coach, other in zip(coaches, [*coaches[1:], coaches[0]], strict=True):
        foreign = world.things[f"{PRACTICES[other][0]} of {other}"]
        person = world.people[coach]
        desk.tell(session, person, foreign["upcoming"], foreign["package"], minutes=50)
        client = world.people[PRACTICES[coach][0]]
        told.hear(session, person, client, foreign["upcoming"], foreign["package"])


def _put_prices(session: Session, world: World) -> None:
    for price, coach_id in desk.add_prices(session).items():
        world.secrets[price] = frozenset({world.name_of(coach_id)})


def _note_feeds(session: Session, world: World) -> None:
    """Whoever has the address may read: nobody else ever sees it."""
    for token, person_id in clients_side.addresses(session).items():
        world.secrets[token] = frozenset({world.name_of(person_id)})
        world.feeds[token] = world.name_of(person_id)


def _first(session: Session, model: Any, **values: Any) -> UUID:
    table = table_of(model)
    conditions = [table.c[name] == value for name, value in values.items()]
    found: UUID = session.execute(select(table.c.id).where(*conditions)).scalars().all()[-1]
    return found


Rows = dict[tuple[str, str], dict[str, Any]]  # by table and key


def snapshot(path: str) -> Rows:
    """Every row of the file."""
    connection = sqlite3.connect(path)
    found = rows_of(connection, metadata.sorted_tables)
    connection.close()
    return found


def rows_of(connection: sqlite3.Connection, tables: Iterable[Table]) -> Rows:
    connection.row_factory = sqlite3.Row
    rows: Rows = {}
    for table in tables:
        keys = [column.name for column in table.primary_key.columns]
        for row in connection.execute(f'SELECT * FROM "{table.name}"'):
            values = dict(row)
            rows[table.name, "/".join(str(values[key]) for key in keys)] = values
    return rows
