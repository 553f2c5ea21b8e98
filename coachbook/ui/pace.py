"""How fast one session may go: a token bucket each, and a bounded number of buckets."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Literal

Rate = Literal["normal", "costly"]

COSTS: dict[Rate, int] = {"normal": 1, "costly": 10}
BURST = 80
REFILL_PER_SECOND = 20
MAX_BUCKETS = 10_000


@dataclass
class Pace:
    """Buckets by session; the longest unused one is forgotten first."""

    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def admits(self, key: str, rate: Rate, *, at_seconds: float) -> bool:
        """Take what the call costs, if it is there. `at_seconds` is a monotonic reading."""
        left, seen = self._buckets.pop(key, (float(BURST), at_seconds))
        left = min(float(BURST), left + (at_seconds - seen) * REFILL_PER_SECOND)
        is_enough = left >= COSTS[rate]
        self._buckets[key] = (left - COSTS[rate] if is_enough else left, at_seconds)
        if len(self._buckets) > MAX_BUCKETS:
            self._buckets.popitem(last=False)
        return is_enough
