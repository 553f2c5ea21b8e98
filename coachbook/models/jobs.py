"""What the jobs remember: when each ran, for whom it is done, who leads, who is alive."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from coachbook.models.columns import check, instant, reference


class JobRecord(SQLModel, table=True):
    """The last run of one job of the schedule. `last_error` is empty after a run that went well."""

    __tablename__ = "job_records"
    __table_args__ = (check("runs >= 0", "runs_not_negative"),)

    name: str = Field(max_length=60, primary_key=True)
    runs: int = 0
    last_started_at: datetime | None = instant(default=None)
    last_finished_at: datetime | None = instant(default=None)
    last_milliseconds: int = 0
    last_count: int = 0
    last_error: str = Field(default="", max_length=500)


class JobDone(SQLModel, table=True):
    """A job is done for this coach and period (a local date, an ISO week): it isn't done again."""

    __tablename__ = "jobs_done"

    coach_id: UUID = reference("profiles.id", on_delete="CASCADE", index=False, primary_key=True)
    job: str = Field(max_length=60, primary_key=True)
    period: str = Field(max_length=20, primary_key=True)
    done_at: datetime = instant(index=True)


class Lease(SQLModel, table=True):
    """Who alone does something, until when unless it is renewed."""

    __tablename__ = "leases"

    name: str = Field(max_length=60, primary_key=True)
    holder: str = Field(max_length=100)
    until: datetime = instant()


class Heartbeat(SQLModel, table=True):
    """A process that sends messages or runs jobs, and when it last said so."""

    __tablename__ = "heartbeats"

    worker: str = Field(max_length=100, primary_key=True)
    started_at: datetime = instant()
    beat_at: datetime = instant(index=True)
    is_leader: bool = False
