"""What became of emails that were handed over. The same report may come often: it counts once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from coachbook.models import CoachClient, DeliveryReport, OutboxMessage, Profile
from coachbook.models.columns import table_of
from coachbook.notifications import addresses
from coachbook.services import changes

TAKEN = ("processed", "delivered")
CAUSES = {"bounce": "bounced", "dropped": "dropped", "spamreport": "reported"}
UNSENT = ("waiting", "claimed", "dead")


@dataclass(frozen=True)
class Report:
    """`event` is the provider's word for what happened, `kind` its word for which sort of that.
    `reason` is what the other side said.
    """

    id: str
    event: str
    message_id: UUID
    address: str
    kind: str
    reason: str
    happened_at: datetime

    @property
    def ends_the_address(self) -> bool:
        """A mailbox that held one email back may take the next; other drops are about the email."""
        if self.event == "bounce":
            return self.kind != "blocked"
        if self.event == "dropped":
            return "address" in self.reason.lower()
        return self.event == "spamreport"


def take(session: Session, reports: Iterable[Report], *, now: datetime) -> int:
    """How many of them were new. Everything is written in one order, whoever reports it."""
    session.flush()
    in_order = sorted(reports, key=lambda one: (one.id, one.happened_at))
    fresh = [report for report in in_order if _is_new(session, report, now)]
    for report in _in_order_of_messages(fresh):
        if report.event in TAKEN:
            _settle(session, report)
    blocked = [one for one in fresh if one.ends_the_address and one.address]
    for report in sorted(blocked, key=lambda one: (one.address.strip().lower(), one.happened_at)):
        addresses.block(
            session, report.address, CAUSES[report.event], detail=report.reason, now=now
        )
    for coach_id in coaches_of(session, {one.address for one in blocked}):
        changes.touch(session, coach_id, now)
    return len(fresh)


def _in_order_of_messages(reports: Iterable[Report]) -> list[Report]:
    """As everybody goes who changes several of them: nobody waits in a circle."""
    return sorted(reports, key=lambda one: (one.message_id, one.happened_at))


def _is_new(session: Session, report: Report, now: datetime) -> bool:
    table = table_of(DeliveryReport)
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = (postgresql.insert if is_postgresql else sqlite.insert)(table)
    row = {
        "id": report.id,
        "event": report.event,
        "message_id": report.message_id,
        "happened_at": report.happened_at,
        "received_at": now,
    }
    written = insert.values(row).on_conflict_do_nothing(index_elements=["id"])
    return session.connection().execute(written.returning(table.c.id)).first() is not None


def _settle(session: Session, report: Report) -> None:
    """The provider has it, whatever the connection said: it isn't sent again."""
    settled = (
        update(OutboxMessage)
        .where(col(OutboxMessage.id) == report.message_id, col(OutboxMessage.state).in_(UNSENT))
        .values(state="sent", sent_at=report.happened_at, in_doubt_at=None, last_error="")
    )
    session.connection().execute(settled)


def coaches_of(session: Session, emails: Collection[str]) -> list[UUID]:
    """Who has clients with such addresses. In one order everywhere: nobody waits in a circle."""
    known = (
        select(CoachClient.coach_id)
        .join(Profile, col(Profile.id) == CoachClient.client_id)
        .where(col(Profile.email).in_(emails))
        .distinct()
        .order_by(col(CoachClient.coach_id))
    )
    return list(session.exec(known)) if emails else []
