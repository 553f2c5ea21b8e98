"""What clients of the sample do week after week: book, move, cancel, come or forget to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from coachbook.availability import DayBook, Limits, Reason, months_after
from coachbook.demo.cast import Client
from coachbook.demo.diary import A_DAY, Diary, Wish
from coachbook.demo.timeline import Timeline
from coachbook.demo.weeks import WEEKDAYS
from coachbook.models import Booking

SKIPS_A_WEEK = 0.06
COACH_BOOKS = 0.15
COACH_IS_ILL = 0.01
CANCELS_THROUGH_COACH = 0.2
LEFT_TO_THE_CLOCK = 0.1
LEFT_TO_THE_CLOCK_LATELY = 0.5
NEXT_BEST_MINUTES = (0, 30, -30, 60, -60)
AUTO_COMPLETE = timedelta(hours=24)
LATELY = timedelta(hours=30)
CHECKIN_MINUTES = 30


@dataclass(frozen=True)
class Regular:
    """A client of one coach, from when to when."""

    client: Client
    client_id: UUID
    joined_at: datetime
    left_at: datetime | None = None


class Habits:
    def __init__(
        self, regular: Regular, diary: Diary, timeline: Timeline, dice: Random, now: datetime
    ) -> None:
        self._client = regular.client
        self._regular = regular
        self._diary = diary
        self._timeline = timeline
        self._dice = dice
        self._now = now

    def begin(self) -> None:
        for at in self._sittings():
            self._timeline.at(at, self._book_sessions)
        for month in self._months():
            if self._dice.random() < self._client.checkins:
                on = month + self._dice.randint(-4, 9) * A_DAY
                self._timeline.at(self._evening(on), self._book_checkin)

    def _sittings(self) -> Iterator[datetime]:
        """When they sit down to book the coming weeks, the last time a few days ago."""
        if not self._client.times:
            return
        every = self._client.books_weeks * 7
        on = (self._now - self._dice.uniform(0.4, min(every * 0.6, 9)) * A_DAY).date()
        while (at := self._evening(on)) > self._regular.joined_at:
            if at < (self._regular.left_at or self._now):
                yield at
            on -= every * A_DAY

    def _months(self) -> Iterator[date]:
        month = self._regular.joined_at.date().replace(day=1)
        while month <= (self._regular.left_at or self._now).date() + 31 * A_DAY:
            yield month
            month = months_after(month, 1)

    def _evening(self, on: date) -> datetime:
        """Some moment after work, by the coach's clock."""
        wall = time(
            self._dice.randint(18, 22), self._dice.randint(0, 59), self._dice.randint(0, 59)
        )
        return self._instant(on, wall)

    def _instant(self, on: date, wall: time) -> datetime:
        return datetime.combine(on, wall, self._diary.zone).astimezone(UTC)

    def _book_sessions(self, at: datetime) -> None:
        minutes = self._client.plan.minutes
        by_coach = self._dice.random() < COACH_BOOKS
        by_id = self._diary.coach_id if by_coach else self._regular.client_id
        wish = Wish(self._regular.client_id, "session", minutes, by_id)
        first = at.astimezone(self._diary.zone).date() + A_DAY
        last = first + (self._client.books_weeks * 7 - 1) * A_DAY
        book = self._diary.day_book(wish, first, last, limits=self._diary.client_limits(at))
        for wanted in self._wanted(first, last):
            start = _open_near(book, wanted)
            if start and self._has_credit(start, at):
                self._decide(self._diary.book(wish, start, book, at=at, breaks_rules=False))

    def _wanted(self, first: date, last: date) -> Iterator[datetime]:
        """Their usual times, at most one a day; now and then they leave one out."""
        usual = [words.split(" ") for words in self._client.times.split(", ")]
        for day in range((last - first).days + 1):
            on = first + day * A_DAY
            for weekday, wall in usual:
                if weekday == WEEKDAYS[on.isoweekday() % 7] and self._dice.random() > SKIPS_A_WEEK:
                    yield self._instant(on, time.fromisoformat(wall))

    def _has_credit(self, starts_at: datetime, at: datetime) -> bool:
        """Buys the next package when nothing is left for that date."""
        plan = self._client.plan
        client_id = self._regular.client_id
        if self._diary.package_for(client_id, starts_at, plan.minutes):
            return True
        today = at.astimezone(self._diary.zone).date()
        expires_on = months_after(today, plan.months) if plan.months else None
        bought_at = at - timedelta(minutes=self._dice.randint(4, 240))
        self._diary.till.sell(client_id, plan, at=bought_at, expires_on=expires_on)
        return self._diary.package_for(client_id, starts_at, plan.minutes) is not None

    def _book_checkin(self, at: datetime) -> None:
        client_id = self._regular.client_id
        wish = Wish(client_id, "checkin", CHECKIN_MINUTES, client_id)
        today = at.astimezone(self._diary.zone).date()
        first, last = today + A_DAY, today + 18 * A_DAY
        book = self._diary.day_book(wish, first, last, limits=self._diary.client_limits(at))
        starts = [_moment(start) for start in book.open_starts(first, last)]
        free = [start for start in starts if self._diary.is_month_free(client_id, start)]
        if free:
            start = self._dice.choice(free)
            self._decide(self._diary.book(wish, start, book, at=at, breaks_rules=False))

    def squeeze_in(self, at: datetime) -> None:
        """The coach books them into the first full hour of the days ahead, knowingly."""
        minutes = self._client.plan.minutes
        wish = Wish(self._regular.client_id, "session", minutes, self._diary.coach_id)
        today = at.astimezone(self._diary.zone).date()
        first, last = today + A_DAY, today + 9 * A_DAY
        limits = Limits.none(int(at.timestamp()))
        book = self._diary.day_book(wish, first, last, limits=limits)
        full = (slot.start for slot in book.slots(first, last) if slot.reason == Reason.full)
        start = next((_moment(start) for start in full), None)
        if start and self._has_credit(start, at):
            self._attend(self._diary.book(wish, start, book, at=at, breaks_rules=True))

    def _decide(self, booking: Booking) -> None:
        """What will become of it."""
        temper, roll = self._client.temper, self._dice.random()
        if roll < temper.cancels:
            self._timeline.at(self._before(booking, 60), lambda at: self._cancel(booking, at))
        elif roll < temper.cancels + temper.moves:
            self._timeline.at(self._before(booking, 100), lambda at: self._move(booking, at))
        elif roll < temper.cancels + temper.moves + COACH_IS_ILL:
            self._timeline.at(self._before(booking, 14), lambda at: self._call_off(booking, at))
        else:
            self._attend(booking)

    def _before(self, booking: Booking, most_hours: float) -> datetime:
        """Some moment between the booking and its start."""
        at = booking.starts_at - timedelta(minutes=self._dice.randint(70, int(most_hours * 60)))
        if at <= booking.created_at:
            at = booking.created_at + (booking.starts_at - booking.created_at) / 2
        return at.replace(microsecond=0)

    def _cancel(self, booking: Booking, at: datetime) -> None:
        if self._dice.random() < CANCELS_THROUGH_COACH:
            by_id, canceller = self._diary.coach_id, "coach_for_client"
        else:
            by_id, canceller = self._regular.client_id, "client"
        self._diary.cancel(booking, by_id=by_id, canceller=canceller, at=at)

    def _call_off(self, booking: Booking, at: datetime) -> None:
        self._diary.cancel(booking, by_id=self._diary.coach_id, canceller="coach", at=at)

    def _move(self, booking: Booking, at: datetime) -> None:
        """To one of the open times around that are most like the old one."""
        book, starts = self._openings_around(booking, at)
        if not starts:
            self._attend(booking)
            return
        start = self._dice.choice(sorted(starts, key=lambda one: _difference(one, booking))[:4])
        by_id = self._dice.choice((self._regular.client_id, self._diary.coach_id))
        self._decide(self._diary.move(booking, start, book, by_id=by_id, at=at))

    def _openings_around(self, booking: Booking, at: datetime) -> tuple[DayBook, list[datetime]]:
        is_checkin = booking.booking_type == "checkin"
        minutes = CHECKIN_MINUTES if is_checkin else self._client.plan.minutes
        wish = Wish(booking.client_id, "checkin" if is_checkin else "session", minutes, None)
        on = booking.starts_at.astimezone(self._diary.zone).date()
        first, last = on - 2 * A_DAY, on + 4 * A_DAY
        limits = self._diary.client_limits(at, notice_seconds=0)
        book = self._diary.day_book(wish, first, last, limits=limits, leaving_out=booking)
        starts = (_moment(start) for start in book.open_starts(first, last))
        return book, [one for one in starts if self._may_move_to(booking, one)]

    def _may_move_to(self, booking: Booking, start: datetime) -> bool:
        if start == booking.starts_at:
            return False
        if booking.package_id is None:
            zone = self._diary.zone
            return start.astimezone(zone).month == booking.starts_at.astimezone(zone).month
        package = next(
            one
            for one in self._diary.till.of_client(booking.client_id)
            if one.id == booking.package_id
        )
        return package.expires_at is None or start <= package.expires_at

    def _attend(self, booking: Booking) -> None:
        """Comes or forgets to; the coach marks it soon after, or leaves it to the clock."""
        forgets = self._dice.random() < self._client.temper.misses
        status = "no_show" if forgets else "completed"
        by_id: UUID | None = self._diary.coach_id
        is_late = booking.ends_at > self._now - LATELY
        share = LEFT_TO_THE_CLOCK_LATELY if is_late else LEFT_TO_THE_CLOCK
        if self._dice.random() < share:
            by_id, status, after = None, "completed", AUTO_COMPLETE
        else:
            after = timedelta(minutes=self._dice.randint(2, 200))
        self._timeline.at(
            booking.ends_at + after,
            lambda at: self._diary.mark(booking, status, by_id=by_id, at=at),
        )


def _open_near(book: DayBook, wanted: datetime) -> datetime | None:
    nearby = (wanted + timedelta(minutes=minutes) for minutes in NEXT_BEST_MINUTES)
    return next((start for start in nearby if book.judge(int(start.timestamp())) is None), None)


def _moment(start: int) -> datetime:
    return datetime.fromtimestamp(start, UTC)


def _difference(start: datetime, booking: Booking) -> float:
    """Hours of the clock weigh more than days."""
    apart = abs((start - booking.starts_at).total_seconds()) / 3600
    days, hours = divmod(apart, 24)
    return min(hours, 24 - hours) * 3 + days
