"""What a person chooses to hear of. What concerns money or a changed appointment always arrives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from coachbook.database import lock_coach
from coachbook.errors import Invalid, LinkExpired, NotFound, TooManyTries
from coachbook.models import CoachSettings, NotificationChoice, Profile
from coachbook.models.columns import table_of
from coachbook.notifications import choices, links, matrix
from coachbook.notifications.matrix import Channel
from coachbook.notifications.titles import TITLES, Title
from coachbook.services import rate_limits
from coachbook.services.people import Person, require_coach
from coachbook.services.rate_limits import Limit

Side = Literal["client", "coach"]
State = Literal["on", "off", "always", "never"]
BY_LINK = Limit("unsubscribe_link", 20, timedelta(minutes=10))
CHANNELS: tuple[Channel, ...] = ("email", "push", "in_app")


class AlwaysArrives(Invalid):
    sentence = "This one always arrives, so that nobody misses a changed appointment."


class TooOften(TooManyTries):
    sentence = "That was a lot of changes at once. Wait a few minutes, then try again."


class NotYourMessage(NotFound):
    sentence = "That message isn't sent to you."


@dataclass(frozen=True)
class Row:
    """One event; `cells` has a state for each channel: never where it isn't sent that way."""

    event: str
    title: Title
    cells: Mapping[Channel, State]


@dataclass(frozen=True)
class Choices:
    """`summary_hour` is the coach's local hour of the daily summary, None for clients."""

    rows: tuple[Row, ...]
    summary_hour: int | None = None


@dataclass(frozen=True)
class Subscription:
    """The emails about one event, as whoever has the link of one of them sees it."""

    profile_id: UUID
    event: str
    side: Side
    title: Title
    email: str
    is_on: bool


def of(session: Session, side: Side, *, by: Person) -> Choices:
    """Everything that somebody is told as a coach, or as a client."""
    if side == "coach":
        require_coach(by)
    off = choices.switched_off(session, by.id)
    rows = tuple(
        Row(name, TITLES[name], {channel: _state(name, channel, off) for channel in CHANNELS})
        for name, event in matrix.EVENTS.items()
        if event.audience == side
    )
    if side == "client":
        return Choices(rows)
    return Choices(rows, _settings(session, by.id).summary_hour)


def _state(event: str, channel: Channel, off: choices.Cells) -> State:
    if channel not in matrix.channels(event):
        return "never"
    if not choices.is_optional(event, channel):
        return "always"
    return "off" if (event, channel) in off else "on"


def choose(
    session: Session, event: str, channel: Channel, *, by: Person, is_on: bool, now: datetime
) -> Title:
    """Switch one cell; refuses what can't be switched off and what is somebody else's.

    Gives what the event is called.
    """
    known = matrix.EVENTS.get(event)
    if known is None or known.audience == "account" or channel not in known.channels:
        raise NotYourMessage
    if known.audience == "coach":
        require_coach(by)
    if not choices.is_optional(event, channel):
        raise AlwaysArrives
    _write(session, by.id, event, channel, is_on, now)
    return TITLES[event]


def set_summary_hour(session: Session, hour: int, *, by: Person) -> None:
    """When the daily summary comes, by the coach's own clock."""
    require_coach(by)
    if not 0 <= hour <= 23:
        raise Invalid("Pick an hour from the list.", field="summary_hour")
    lock_coach(session, by.id)
    row = _settings(session, by.id)
    row.summary_hour = hour
    session.add(row)
    session.flush()


def subscription(session: Session, word: str, token: str) -> Subscription:
    """What a link in an email unsubscribes from; refuses whatever is wrong with it."""
    claimed = links.claimed_subscription(word, token)
    profile = session.get(Profile, claimed[0]) if claimed else None
    if claimed is None or profile is None or not links.stops(token, *claimed, profile.email):
        raise LinkExpired
    profile_id, event = claimed
    if not choices.is_optional(event, "email"):
        raise LinkExpired
    is_on = choices.is_on(session, profile_id, event, "email")
    side: Side = "coach" if event in matrix.COACH else "client"
    return Subscription(profile_id, event, side, TITLES[event], profile.email, is_on)


def count_try(session: Session, word: str, token: str, *, now: datetime) -> None:
    """Call in a transaction of its own, so that what is refused afterwards counts too."""
    found = subscription(session, word, token)
    subject = f"{found.profile_id}:{found.event}"
    rate_limits.take(session, [(BY_LINK, subject)], refusal=TooOften, now=now)


def subscribe(session: Session, word: str, token: str, *, is_on: bool, now: datetime) -> None:
    """Whoever has the link has the mailbox, and may stop these emails or have them again."""
    found = subscription(session, word, token)
    _write(session, found.profile_id, found.event, "email", is_on, now)


def _write(
    session: Session, profile_id: UUID, event: str, channel: Channel, is_on: bool, now: datetime
) -> None:
    """The last word counts, also of two who say it at once."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgresql else sqlite.insert
    said = {"is_on": is_on, "changed_at": now}
    row = {"profile_id": profile_id, "event": event, "channel": channel, **said}
    statement = insert(table_of(NotificationChoice)).values(row)
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["profile_id", "event", "channel"], set_=said
        )
    )
    session.expire_all()


def _settings(session: Session, coach_id: UUID) -> CoachSettings:
    found = session.get(CoachSettings, coach_id, populate_existing=True)
    if found is None:
        raise NotFound
    return found
