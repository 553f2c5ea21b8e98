"""What happened once: a package entered twice, one that ends soon, a client squeezed in."""

from datetime import date, datetime, timedelta

from coachbook.availability import months_after
from coachbook.demo.cast import EIGHT, FOUR, TWENTY, Plan
from coachbook.demo.diary import A_DAY, Diary
from coachbook.demo.habits import Habits, Regular
from coachbook.demo.timeline import Timeline

ENDING_SOON = {"Beatriz Montalvo": 5, "Tomasz Kowalczyk": 25, "Priyanka Desai": 25}
SOLD_LATELY = {"Eleanor Voss": FOUR, "Ximena Duarte": EIGHT, "Grace Lindqvist": EIGHT}
ENTERED_TWICE = {"Priya Raman": 30, "Sione Taufa": 120}
CORRECTED = {
    "Dana Whitfield": (52, 1, "The power cut in the gym: that one was on us"),
    "Marcus Oyelaran": (31, -1, "Gave one to his brother"),
    "Carmen Rueda": (75, 2, "Thank you for bringing Ximena and her sister"),
    "Hana Kereama": (20, 1, "Half a session lost to the fire drill"),
}
EXTENDED = {
    "Siobhan Doyle": (16, 10, "For your week of double shifts"),
    "Mohamed El Idrissi": (24, 14, "The studio was closed for two weeks"),
}
SQUEEZED_IN = {
    "Wei-Ling Chen": 1, "Hector Villanueva": 64, "Sofie Maes": 2, "Finn McAllister": 33,
}  # fmt: skip


class Incidents:
    """Those of one client with their own coach."""

    def __init__(
        self, regular: Regular, habits: Habits, diary: Diary, timeline: Timeline, now: datetime
    ) -> None:
        self._id = regular.client_id
        self._name = regular.client.name
        self._habits = habits
        self._diary = diary
        self._timeline = timeline
        self._now = now

    def begin(self) -> None:
        if days := ENDING_SOON.get(self._name):
            self._sell_so_that_it_ends_in(days)
        if plan := SOLD_LATELY.get(self._name):
            self._timeline.at(self._ago(1), lambda at: self._sell(plan, at))
        if days := ENTERED_TWICE.get(self._name):
            self._timeline.at(self._ago(days), self._enter_twice)
        if self._name in CORRECTED:
            days, by, reason = CORRECTED[self._name]
            self._timeline.at(self._ago(days), lambda at: self._correct(by, reason, at))
        if self._name in EXTENDED:
            days_ago, longer, reason = EXTENDED[self._name]
            self._timeline.at(self._ago(days_ago), lambda at: self._extend(longer, reason, at))
        if days := SQUEEZED_IN.get(self._name):
            self._timeline.at(self._ago(days), self._habits.squeeze_in)

    def _ago(self, days: int) -> datetime:
        return self._now - timedelta(days=days, hours=2, minutes=17)

    def _sell_so_that_it_ends_in(self, days: int) -> None:
        expires_on = self._now.astimezone(self._diary.zone).date() + days * A_DAY
        sold_at = self._ago((expires_on - months_after(expires_on, -3)).days - days)
        self._timeline.at(sold_at, lambda at: self._sell(TWENTY, at, expires_on))

    def _sell(self, plan: Plan, at: datetime, expires_on: date | None = None) -> None:
        if expires_on is None and plan.months:
            expires_on = months_after(at.astimezone(self._diary.zone).date(), plan.months)
        self._diary.till.sell(self._id, plan, at=at, expires_on=expires_on)

    def _enter_twice(self, at: datetime) -> None:
        self._sell(EIGHT, at)
        entered = self._diary.till.of_client(self._id)[-1]
        later = at + timedelta(minutes=9)
        self._diary.till.void(entered, "Entered twice by mistake", at=later)

    def _correct(self, by: int, reason: str, at: datetime) -> None:
        """On the newest package that has something left."""
        for package in reversed(self._diary.till.of_client(self._id)):
            if package.remaining_sessions > max(0, -by):
                self._diary.till.correct(package, by, reason, at=at)
                return

    def _extend(self, days: int, reason: str, at: datetime) -> None:
        """The newest that has an end."""
        for package in reversed(self._diary.till.of_client(self._id)):
            if package.expires_at is not None and package.expires_at > at:
                self._diary.till.extend(package, days, reason, at=at)
                return
