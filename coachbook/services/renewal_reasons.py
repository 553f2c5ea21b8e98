"""Why a client needs a next package: a pure decision over packages and how they are used.

There are thousands of clients: ids are as the driver gives them, instants are seconds."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from coachbook.services.packages.views import label_of

A_DAY = 24 * 3600
A_WEEK = 7 * A_DAY
LOOKS_BACK_WEEKS = 8
EXPIRES_SOON = timedelta(days=30)
EXPIRED_LATELY = timedelta(days=60)
FEWEST_FOR_A_PACE = 2
REASONS = ("low", "expiring", "expired", "pace")


class Reason(NamedTuple):
    """Why: `kind` is low, expiring, expired or pace; the last three fields are of the pace.

    There `left` are all of one length until that end, beside those `ahead` that are booked.
    """

    kind: str
    left: int
    expires_on: date | None = None
    per_week: float = 0
    weeks: int = 0
    ahead: int = 0


class Package(NamedTuple):
    id: Any
    minutes: int
    total: int
    left: int
    expires_on: date | None
    sold: int

    @property
    def label(self) -> str:
        return label_of(self.total, self.minutes)


class Use(NamedTuple):
    """Sessions of one package: those of the last weeks, and those still ahead."""

    lately: int
    ahead: int
    first: int


@dataclass(frozen=True)
class Day:
    """Today by the coach's calendar, and what counts as soon and lately from there."""

    today: date
    now: int

    @property
    def soon(self) -> date:
        return self.today + EXPIRES_SOON

    @property
    def lately(self) -> date:
        return self.today - EXPIRED_LATELY

    @property
    def began(self) -> int:
        """From when on sessions make the pace."""
        return self.now - LOOKS_BACK_WEEKS * A_WEEK


Found = tuple[Reason, Package]
Uses = Mapping[Any, Use]
NO_USE = Use(0, 0, 0)


def reasons(packages: Sequence[Package], uses: Uses, threshold: int, day: Day) -> Iterator[Found]:
    """The most pressing first; `packages` are one client's, the oldest first."""
    today = day.today
    running = [one for one in packages if one.expires_on is None or one.expires_on >= today]
    available = sum([one.left for one in running])
    if available <= threshold and _is_around(packages, uses, day):
        yield Reason("low", available), packages[-1]
    ending = [one for one in running if one.left and one.expires_on]
    if len(ending) > 1:
        ending.sort(key=_end)
    if ending and _end(ending[0]) <= day.soon:
        yield Reason("expiring", ending[0].left, ending[0].expires_on), ending[0]
    if len(running) < len(packages):
        yield from _expired(packages, day)
    if ending:
        yield from _outpaced(packages, running, uses, day)


def _end(one: Package) -> date:
    return one.expires_on or date.max


def _is_around(packages: Sequence[Package], uses: Uses, day: Day) -> bool:
    """They bought, came or still had credits lately; who left long ago isn't asked again."""
    bought_lately = day.now - EXPIRED_LATELY // timedelta(seconds=1)
    return any(
        one.id in uses or one.sold >= bought_lately or (one.left and _end(one) >= day.lately)
        for one in packages
    )


def _expired(packages: Sequence[Package], day: Day) -> Iterator[Found]:
    """The last that ran out with sessions in it, until another is sold."""
    gone = [one for one in packages if one.left and day.lately <= _end(one) < day.today]
    if gone:
        last = max(gone, key=_end)
        days = (day.today - _end(last)).days
        if packages[-1].sold > day.now - days * A_DAY:
            return
        yield Reason("expired", last.left, last.expires_on), last


def _outpaced(
    packages: Sequence[Package], running: Sequence[Package], uses: Uses, day: Day
) -> Iterator[Found]:
    """The first package whose sessions won't be used before its end, at this client's own pace.

    Sessions of one length are used from the package that ends first; booked ones count as well.
    """
    left: Counter[int] = Counter()
    ahead: Counter[int] = Counter()
    paces: dict[int, float | None] = {}
    for one in sorted([one for one in running if one.expires_on], key=_end):
        minutes = one.minutes
        if minutes not in paces:
            same = [each for each in packages if each.minutes == minutes]
            paces[minutes] = pace(same, uses, day)
        per_week = paces[minutes]
        if per_week is None:
            continue
        left[minutes] += one.left
        ahead[minutes] += uses.get(one.id, NO_USE).ahead
        weeks = ((_end(one) - day.today).days + 1) / 7
        if one.left and left[minutes] + ahead[minutes] > per_week * weeks:
            pace_of = (per_week, round(weeks), ahead[minutes])
            yield Reason("pace", left[minutes], one.expires_on, *pace_of), one
            return


def pace(packages: Sequence[Package], uses: Uses, day: Day) -> float | None:
    """Sessions a week over the last eight weeks; since the first one for who is new or is back.

    None for too few, unless they could have come in all that time.
    """
    lately = [use for one in packages if (use := uses.get(one.id))]
    count = sum([use.lately for use in lately])
    known = [one for one in packages if one.sold <= day.began and _was_usable(one, uses, day)]
    could_come = any(one.left and _end(one) >= day.today for one in known)
    if count < FEWEST_FOR_A_PACE and not could_come:
        return None
    began = day.began if known else min(use.first for use in lately)
    return count / max((day.now - began) / A_WEEK, 1)


def _was_usable(one: Package, uses: Uses, day: Day) -> bool:
    """In the weeks that make the pace."""
    return one.id in uses or (one.left > 0 and _end(one) >= day.lately)
