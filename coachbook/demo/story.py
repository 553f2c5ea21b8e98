"""The sample practice, told from a year ago until now and written down at the end."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from coachbook.demo import practices
from coachbook.demo.answers import answer_forms
from coachbook.demo.cast import COACHES, FOUR, Client, Coach
from coachbook.demo.diary import Days, Diary
from coachbook.demo.habits import Habits, Regular
from coachbook.demo.incidents import Incidents
from coachbook.demo.shelf import Shelf
from coachbook.demo.standing import standing
from coachbook.demo.timeline import Timeline
from coachbook.demo.workouts import plan_workouts
from coachbook.models import Booking, CalendarVersion, Profile

SEED = 20_261_122
WITH_A_SECOND_COACH = timedelta(weeks=26)


class Story:
    def __init__(self, now: datetime, password_hash: str) -> None:
        self.now = now.replace(microsecond=0)
        self._password_hash = password_hash
        self._dice = Random(SEED)  # noqa: S311  the same story every time
        self.shelf = Shelf(self._dice)
        self._timeline = Timeline()
        self._clients: dict[UUID, Days] = defaultdict(lambda: defaultdict(list))
        self.diaries: list[Diary] = []

    def tell(self) -> None:
        for number, coach in enumerate(COACHES):
            self._set_up(number, coach)
        for number, coach in enumerate(COACHES):
            for client in coach.clients:
                self._welcome(number, coach, client)
        self._timeline.run(until=self.now)
        for diary in self.diaries:
            self._close(diary)
        plan_workouts(self.shelf, [diary.coach_id for diary in self.diaries], self.now)

    def _set_up(self, number: int, coach: Coach) -> None:
        profile = practices.add_coach(
            self.shelf,
            coach,
            is_owner=number == 0,
            password_hash=self._password_hash,
            now=self.now,
        )
        zone = ZoneInfo(coach.zone)
        hours = practices.add_hours(self.shelf, profile.id, number, zone, self.now)
        self.diaries.append(Diary(profile.id, hours, self.shelf, self._clients, coach.currency))

    def _welcome(self, number: int, coach: Coach, client: Client) -> None:
        joined_at = self.now - timedelta(weeks=client.since_weeks, hours=self._dice.randint(1, 90))
        profile = practices.add_client(
            self.shelf, client, coach, password_hash=self._password_hash, joined_at=joined_at
        )
        regular = self._relate(self.diaries[number], client, profile, joined_at)
        habits = self._habits(regular, self.diaries[number])
        habits.begin()
        Incidents(regular, habits, self.diaries[number], self._timeline, self.now).begin()
        if client.also_with is not None:
            self._also(self.diaries[client.also_with], client, profile)

    def _relate(
        self, diary: Diary, client: Client, profile: Profile, joined_at: datetime
    ) -> Regular:
        left_at = None
        if client.until_weeks:
            left_at = self.now - timedelta(weeks=client.until_weeks)
        practices.add_relation(
            self.shelf, client, profile.id, diary.coach_id, joined_at=joined_at, left_at=left_at
        )
        return Regular(client, profile.id, joined_at, left_at)

    def _habits(self, regular: Regular, diary: Diary) -> Habits:
        return Habits(regular, diary, self._timeline, self._dice, self.now)

    def _also(self, diary: Diary, client: Client, profile: Profile) -> None:
        """Check-ins with a second coach, and a small package for a visit."""
        joined_at = self.now - WITH_A_SECOND_COACH
        other = replace(client, times="", checkins=0.7, note="")
        self._habits(self._relate(diary, other, profile, joined_at), diary).begin()
        diary.till.sell(profile.id, replace(FOUR, months=None), at=joined_at, expires_on=None)

    def _close(self, diary: Diary) -> None:
        """What follows from everything that happened."""
        self.shelf.add(
            CalendarVersion(coach_id=diary.coach_id, version=diary.changes, changed_at=self.now)
        )
        for usage in diary.months_used():
            self.shelf.add(usage)
        bookings: dict[UUID, list[Booking]] = defaultdict(list)
        for booking in self.shelf.all(Booking):
            if booking.coach_id == diary.coach_id:
                bookings[booking.client_id].append(booking)
        for client_id, own in bookings.items():
            self.shelf.add(standing(own, client_id, diary.coach_id, diary.zone, self.now))
        answer_forms(self.shelf, diary.coach_id, self.now)
