"""A clock that tests set."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from coachbook import clock


@dataclass
class Clock:
    at: datetime

    def used(self, monkeypatch: pytest.MonkeyPatch) -> "Clock":
        monkeypatch.setattr(clock, "now", lambda: self.at)
        return self
