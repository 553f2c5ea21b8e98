"""A practice over 60 days, with a scheduler that stumbles: ticks left out, doubled, killed, and two
long outages. It keeps its own account of what should have been told."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from coachbook.availability import Kind
from coachbook.database import transaction
from coachbook.errors import SlotTaken
from coachbook.jobs import reminding
from coachbook.models import OutboxMessage, PushSubscription
from coachbook.notifications import delivery
from coachbook.services import bookings, checkin_forms
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person
from tests import factories, people
from tests.conftest import NOW
from tests.jobs.clocks import Clock
from tests.notifications.carriers import carriers
from tests.practices import Practice
from tests.services import forms

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAYS, CLIENTS, EACH = 60, 8, 14
OUTAGES = ((17 * 24 + 3, 9), (38 * 24 + 11, 30))  # first hour, and how many
SKIPPED, DOUBLED, KILLED = 0.03, 0.02, 0.03


NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Stay:
    """One row of a booking: how long it stood at this time."""

    chain_id: UUID
    kind: str
    start: datetime
    since: datetime
    until: datetime = NEVER
    answered_at: datetime = NEVER

    def is_told_at(self, tick: datetime, hours: int, useless: int) -> bool:
        begin = self.start - hours * HOUR
        end = min(self.start - useless * HOUR, self.until, self.answered_at)
        return self.since < begin <= tick < end


@dataclass
class Deed:
    """Something that people do at some moment."""

    at: datetime
    do: Callable[[Session, datetime], None]


@dataclass
class Killed(Exception):
    """The process ended here."""


@dataclass
class Simulation:
    clock: Clock
    chance: random.Random
    plan: Callable[[], int]
    stays: dict[UUID, Stay] = field(default_factory=dict)
    ticks: list[datetime] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    kills: int = 0

    def run(self) -> None:
        with transaction() as session:
            self._open(session)
        senders, _ = carriers()
        for hour in range(24 * DAYS):
            self._live_until(NOW + hour * HOUR)
            for _ in range(self._ticks_of(hour)):
                self.ticks.append(self.clock.at)
                if self._plan_until_done():
                    delivery.deliver_due(senders, now=lambda: self.clock.at)

    def expected(self) -> Counter[tuple[str, UUID]]:
        """By event and booking, or for forms its chain: 1 for each that was due at some tick."""
        due: Counter[tuple[str, UUID]] = Counter()
        for booking_id, stay in self.stays.items():
            open_span = Stay(stay.chain_id, stay.kind, stay.start, stay.since, stay.until)
            if any(open_span.is_told_at(tick, 24, 0) for tick in self.ticks):
                due[f"{stay.kind}_reminder", booking_id] = 1
            if stay.kind == "checkin" and any(stay.is_told_at(t, 48, 24) for t in self.ticks):
                due["checkin_form_reminder", stay.chain_id] = 1
        return due

    def told(self) -> Counter[tuple[str, UUID]]:
        """What reached people by push; every reminder is to reach them so."""
        with transaction() as session:
            rows = session.exec(
                select(OutboxMessage.event, OutboxMessage.subject_id).where(
                    col(OutboxMessage.event).endswith("reminder"),
                    OutboxMessage.channel == "push",
                    OutboxMessage.state == "sent",
                )
            ).all()
        return Counter((event, subject_id) for event, subject_id in rows)

    def _ticks_of(self, hour: int) -> int:
        if any(first <= hour < first + length for first, length in OUTAGES):
            return 0
        luck = self.chance.random()
        return 0 if luck < SKIPPED else 2 if luck < SKIPPED + DOUBLED else 1

    def _plan_until_done(self) -> bool:
        """Whether there may be something to send. Whoever was killed is started again."""
        kills = self.kills
        while True:
            try:
                return self.plan() > 0 or self.kills > kills
            except Killed:
                self.kills += 1

    def _live_until(self, moment: datetime) -> None:
        while self.deeds and self.deeds[0].at <= moment:
            deed = self.deeds.pop(0)
            self.clock.at = deed.at
            with transaction() as session:
                deed.do(session, deed.at)
        self.clock.at = moment

    def _open(self, session: Session) -> None:
        coach = people.coach(session)
        practice = Practice(session, coach, coach, coach.id)
        forms.ask(practice)
        for number in range(CLIENTS):
            client = people.client(session, coach, f"Client {number}")
            factories.package(session, coach, client, total=1_000)
            session.add(
                PushSubscription(
                    profile_id=client.id,
                    endpoint=f"https://push.example.com/{number}",
                    public_key="key",
                    auth_secret="secret",
                    created_at=NOW,
                )
            )
            self.deeds += self._deeds_of(coach, client)
        self.deeds.sort(key=lambda deed: deed.at)

    def _deeds_of(self, coach: Person, client: Person) -> Iterator[Deed]:
        """Each on a day of its own; made a few hours to two weeks ahead."""
        days = self.chance.sample(range(1, DAYS), EACH)
        for number, day in enumerate(days):
            kind: Kind = "checkin" if number % 3 == 0 else "session"
            start = NOW + day * DAY + self.chance.randrange(8) * HOUR
            ahead = timedelta(hours=self.chance.choice([3, 23, 25, 30, 47, 60, 120, 300]))
            made_at = max(start - ahead - self.chance.random() * HOUR, NOW + HOUR / 60)
            yield Deed(made_at, self._booking(coach, client, kind, start))

    def _booking(
        self, coach: Person, client: Person, kind: Kind, start: datetime
    ) -> Callable[[Session, datetime], None]:
        def do(session: Session, now: datetime) -> None:
            outcome = bookings.book(
                session, by=coach, coach_id=coach.id, client_id=client.id, kind=kind, minutes=60,
                starts=[start], request_id=factories.request_id(), now=now, confirmed=True,
            )  # fmt: skip
            if not outcome.is_booked:
                return  # something was moved there
            (made,) = outcome.bookings
            self.stays[made.id] = Stay(made.chain_id, kind, start, now)
            self._plan_what_follows(coach, client, made, start - now)

        return do

    def _plan_what_follows(
        self, coach: Person, client: Person, made: BookingView, ahead: timedelta
    ) -> None:
        at = made.starts_at - self.chance.random() * min(ahead, 60 * HOUR)
        luck = self.chance.random()
        if luck < 0.25:
            self._add(at, lambda session, now: self._cancel(session, coach, made, now))
        elif luck < 0.5:
            self._add(at, lambda session, now: self._move(session, coach, made, now))
        elif luck < 0.7 and made.kind == "checkin":
            self._add(at, lambda session, now: self._answer(session, client, made, now))

    def _add(self, at: datetime, do: Callable[[Session, datetime], None]) -> None:
        self.deeds.append(Deed(at, do))
        self.deeds.sort(key=lambda deed: deed.at)

    def _cancel(self, session: Session, coach: Person, made: BookingView, now: datetime) -> None:
        bookings.cancel(session, made.id, by=coach, version=made.version, now=now)
        self.stays[made.id].until = now

    def _move(self, session: Session, coach: Person, made: BookingView, now: datetime) -> None:
        to = made.starts_at + self.chance.choice([HOUR, 26 * HOUR, 7 * DAY]) + HOUR / 2
        try:
            moved = bookings.reschedule(
                session, made.id, to, by=coach, version=made.version, now=now, confirmed=True,
                request_id=factories.request_id(),
            ).booking  # fmt: skip
        except SlotTaken:
            return
        was = self.stays[made.id]
        was.until = now
        self.stays[moved.id] = Stay(was.chain_id, was.kind, to, now)

    def _answer(self, session: Session, client: Person, made: BookingView, now: datetime) -> None:
        form = checkin_forms.form(session, made.chain_id, by=client, now=now)
        answers = {str(one.id): "Well" for one in form.questions}
        checkin_forms.submit(session, made.chain_id, answers, by=client, now=now)
        self.stays[made.id].answered_at = now


def remind() -> int:
    return reminding.remind() + reminding.remind_of_forms()


def stumbling(chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some transactions of the jobs end with their process, before the commit or behind it."""

    @contextmanager
    def killed_at_times() -> Iterator[Session]:
        luck = chance.random()
        with transaction() as session:
            yield session
            if luck < KILLED:
                raise Killed
        if luck < 2 * KILLED:
            raise Killed

    monkeypatch.setattr(reminding, "transaction", killed_at_times)
