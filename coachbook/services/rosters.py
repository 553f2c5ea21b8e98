"""What all open pages of a coach's clients show alike is read and worked out once a change.

A roster is kept under the version of the coach's calendar, which goes up with every change, and is
only for sessions that read: what a transaction has changed so far is nobody else's business.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from coachbook.availability import Kind, Roster
from coachbook.models import CalendarVersion
from coachbook.models.columns import table_of

if TYPE_CHECKING:
    from coachbook.services.openings import Rules

MOST_KEPT = 64

_version = table_of(CalendarVersion)
_VERSION = select(_version.c.version).where(_version.c.coach_id == bindparam("coach_id"))
_kept: OrderedDict[tuple[Any, ...], Roster] = OrderedDict()
_keeping = threading.Lock()

Load = Callable[[Session, "Rules", Kind, date, date], Roster]


def shared(
    session: Session, rules: "Rules", kind: Kind, first: date, last: date, load: Load
) -> Roster:
    """The version is read before what it stands for: what is kept is never older than it says."""
    version = session.connection().scalar(_VERSION, {"coach_id": rules.coach_id}) or 0
    key = (str(session.get_bind().engine.url), rules, version, kind, first, last)
    with _keeping:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    roster = load(session, rules, kind, first, last)
    with _keeping:
        _kept[key] = roster
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return roster


def forget() -> None:
    """For a database whose rows are written past the services."""
    with _keeping:
        _kept.clear()
