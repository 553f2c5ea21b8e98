"""What happens when: the sample's story is told in the order of its events."""

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

Event = Callable[[datetime], None]


class Timeline:
    def __init__(self) -> None:
        self._events: list[tuple[datetime, int, Event]] = []
        self._numbers = count()

    def at(self, instant: datetime, event: Event) -> None:
        heappush(self._events, (instant, next(self._numbers), event))

    def run(self, *, until: datetime) -> None:
        """What lies after `until` hasn't happened yet."""
        while self._events and self._events[0][0] <= until:
            instant, _, event = heappop(self._events)
            event(instant)
