"""What delivery and the jobs remember: choices, blocked addresses, reports, runs, leases"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
FORMER_STATES = "state IN ('waiting', 'claimed', 'sent', 'withdrawn', 'dead')"
STATES = "state IN ('waiting', 'claimed', 'sent', 'kept', 'void', 'withdrawn', 'dead')"
SUMMARY_HOUR = "summary_hour BETWEEN 0 AND 23"


def upgrade() -> None:
    _widen_outbox()
    with op.batch_alter_table("push_subscriptions") as subscriptions:
        subscriptions.add_column(_column("device", sa.String(length=100), "''"))
        subscriptions.add_column(_column("key_id", sa.String(length=32), "''"))
        subscriptions.add_column(_moment("last_success_at", is_needed=False))
        subscriptions.add_column(_moment("failing_since", is_needed=False))
        subscriptions.add_column(sa.Column("sign_in_id", sa.Uuid(), nullable=True))
        subscriptions.create_index(op.f("ix_push_subscriptions_sign_in_id"), ["sign_in_id"])
        subscriptions.create_foreign_key(
            op.f("fk_push_subscriptions_sign_in_id"),
            "sign_in_sessions",
            ["sign_in_id"],
            ["id"],
            ondelete="SET NULL",
        )
    with op.batch_alter_table("coach_settings") as settings:
        settings.add_column(_column("summary_hour", sa.Integer(), "19"))
        settings.create_check_constraint(op.f("ck_coach_settings_summary_hour_range"), SUMMARY_HOUR)
    _drop_defaults()
    _make_choices()
    _make_reports()
    _make_job_tables()


def _widen_outbox() -> None:
    """What was written before anything could be sent is not sent now: it was there to be read."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("ck_outbox_state_known"), type_="check")
        outbox.create_check_constraint(op.f("ck_outbox_state_known"), STATES)
        outbox.add_column(_column("reason", sa.String(length=200), "''"))
        outbox.add_column(_column("provider_ref", sa.String(length=200), "''"))
        outbox.add_column(_column("reached", JSON, "'[]'"))
        outbox.add_column(_moment("useless_at", is_needed=False))
        outbox.add_column(_moment("in_doubt_at", is_needed=False))
    op.execute("UPDATE outbox SET state = 'kept' WHERE state = 'waiting'")


def _column(name: str, kind: Any, value_of_old_rows: str) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=sa.text(value_of_old_rows))


def _moment(name: str, *, is_needed: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not is_needed)


ADDED: dict[str, tuple[str, ...]] = {
    "outbox": ("reached", "provider_ref", "reason"),
    "push_subscriptions": ("key_id", "device"),
    "coach_settings": ("summary_hour",),
}


def _drop_defaults() -> None:
    """They were for the rows that are there; new ones always say."""
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.alter_column(column, server_default=None)


def _make_choices() -> None:
    op.create_table(
        "notification_choices",
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        _moment("changed_at"),
        sa.CheckConstraint(
            "channel IN ('email', 'push', 'in_app')",
            name=op.f("ck_notification_choices_channel_known"),
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_notification_choices_profile_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "profile_id", "event", "channel", name=op.f("pk_notification_choices")
        ),
    )


def _make_reports() -> None:
    op.create_table(
        "blocked_addresses",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("cause", sa.String(length=10), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        _moment("blocked_at"),
        sa.CheckConstraint(
            "cause IN ('bounced', 'dropped', 'reported', 'refused')",
            name=op.f("ck_blocked_addresses_cause_known"),
        ),
        sa.CheckConstraint(
            "address = lower(address)", name=op.f("ck_blocked_addresses_address_is_lower_case")
        ),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_blocked_addresses")),
    )
    op.create_table(
        "delivery_reports",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        _moment("happened_at"),
        _moment("received_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_reports")),
    )
    for column in ("message_id", "received_at"):
        op.create_index(op.f(f"ix_delivery_reports_{column}"), "delivery_reports", [column])


def _make_job_tables() -> None:
    op.create_table(
        "job_records",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        _moment("last_started_at", is_needed=False),
        _moment("last_finished_at", is_needed=False),
        sa.Column("last_milliseconds", sa.Integer(), nullable=False),
        sa.Column("last_count", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.CheckConstraint("runs >= 0", name=op.f("ck_job_records_runs_not_negative")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_records")),
    )
    op.create_table(
        "jobs_done",
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        _moment("done_at"),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_jobs_done_coach_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("coach_id", "job", "period", name=op.f("pk_jobs_done")),
    )
    op.create_index(op.f("ix_jobs_done_done_at"), "jobs_done", ["done_at"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("holder", sa.String(length=100), nullable=False),
        _moment("until"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("worker", sa.String(length=100), nullable=False),
        _moment("started_at"),
        _moment("beat_at"),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_heartbeats")),
    )
    op.create_index(op.f("ix_heartbeats_beat_at"), "heartbeats", ["beat_at"])


NEW_TABLES = (
    "heartbeats",
    "leases",
    "jobs_done",
    "job_records",
    "delivery_reports",
    "blocked_addresses",
    "notification_choices",
)


def downgrade() -> None:
    for table in NEW_TABLES:
        op.drop_table(table)
    with op.batch_alter_table("coach_settings") as settings:
        settings.drop_constraint(op.f("ck_coach_settings_summary_hour_range"), type_="check")
        settings.drop_column("summary_hour")
    with op.batch_alter_table("push_subscriptions") as subscriptions:
        subscriptions.drop_constraint(op.f("fk_push_subscriptions_sign_in_id"), type_="foreignkey")
        subscriptions.drop_index(op.f("ix_push_subscriptions_sign_in_id"))
        subscriptions.drop_column("sign_in_id")
        for column in ("failing_since", "last_success_at", "key_id", "device"):
            subscriptions.drop_column(column)
    op.execute("UPDATE outbox SET state = 'sent' WHERE state = 'kept'")
    op.execute("UPDATE outbox SET state = 'withdrawn' WHERE state = 'void'")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("ck_outbox_state_known"), type_="check")
        outbox.create_check_constraint(op.f("ck_outbox_state_known"), FORMER_STATES)
        for column in ("in_doubt_at", "useless_at", "reached", "provider_ref", "reason"):
            outbox.drop_column(column)
