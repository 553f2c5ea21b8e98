"""Tells the operator, once, that something has stopped, and once that it works again."""

import logging
from dataclasses import dataclass
from datetime import datetime

from coachbook.database import reading
from coachbook.services import vitals

log = logging.getLogger("coachbook.health")


@dataclass
class Watch:
    """`told` is what whoever reads the log knows of."""

    told: frozenset[str] = frozenset()

    def look(self, *, now: datetime) -> None:
        with reading() as session:
            wrong = frozenset(vitals.vitals(session, now=now).troubles())
        for one in sorted(wrong - self.told):
            log.error("Something stopped. %s", one)
        if self.told and not wrong:
            log.warning("All is well again.")
        self.told = wrong


this_process = Watch()
