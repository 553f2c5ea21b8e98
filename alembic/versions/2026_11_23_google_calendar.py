"""What Google Calendar holds of the bookings, how the connection is, and where sessions are"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FORMER_STATUSES = "status IN ('connected', 'failing', 'needs_reconnect')"
STATUSES = "status IN ('connected', 'failing', 'needs_reconnect', 'ending')"
NOT_NEGATIVE = "failures >= 0"


def upgrade() -> None:
    _widen_connections()
    with op.batch_alter_table("coach_settings") as settings:
        settings.add_column(_column("session_place", sa.String(length=200), "''"))
    with op.batch_alter_table("coach_settings") as settings:
        settings.alter_column("session_place", server_default=None)
    _make_events()
    _make_authorizations()


NEEDED_COLUMNS = ("removes_events", "failures", "last_error", "repaired", "turn")
MOMENTS = ("next_try_at", "repaired_at", "reconciled_at", "lease_until", "served_at")


def _widen_connections() -> None:
    with op.batch_alter_table("google_connections") as connections:
        connections.drop_constraint(op.f("ck_google_connections_status_known"), type_="check")
        connections.create_check_constraint(op.f("ck_google_connections_status_known"), STATUSES)
        connections.add_column(_column("removes_events", sa.Boolean(), "false"))
        connections.add_column(_column("last_error", sa.String(length=200), "''"))
        for name in ("failures", "repaired", "turn"):
            connections.add_column(_column(name, sa.Integer(), "0"))
        for name in MOMENTS:
            connections.add_column(_moment(name, is_needed=False))
        connections.create_check_constraint(
            op.f("ck_google_connections_failures_not_negative"), NOT_NEGATIVE
        )
    with op.batch_alter_table("google_connections") as connections:
        for name in NEEDED_COLUMNS:
            connections.alter_column(name, server_default=None)


def _make_events() -> None:
    op.create_table(
        "google_events",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        _moment("due_at"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.Column("is_given_up", sa.Boolean(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.String(length=255), nullable=False),
        sa.Column("is_there", sa.Boolean(), nullable=False),
        sa.Column("invites", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("etag", sa.String(length=100), nullable=False),
        sa.Column("meet", sa.String(length=10), nullable=False),
        _moment("meet_asked_at", is_needed=False),
        _moment("synced_at", is_needed=False),
        _moment("repaired_at", is_needed=False),
        sa.CheckConstraint(
            "meet IN ('none', 'pending', 'ready', 'failed')",
            name=op.f("ck_google_events_meet_known"),
        ),
        sa.CheckConstraint("written <= wanted", name=op.f("ck_google_events_written_not_ahead")),
        _foreign_key("google_events", "chain_id", "bookings"),
        _foreign_key("google_events", "coach_id", "profiles"),
        sa.PrimaryKeyConstraint("chain_id", name=op.f("pk_google_events")),
    )
    op.create_index("ix_google_events_coach_id_due_at", "google_events", ["coach_id", "due_at"])


def _make_authorizations() -> None:
    table = "google_authorizations"
    op.create_table(
        table,
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=False),
        sa.Column("verifier_encrypted", sa.String(length=1000), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        _foreign_key(table, "coach_id", "profiles"),
        _foreign_key(table, "sign_in_id", "sign_in_sessions"),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_google_authorizations")),
    )
    for column in ("coach_id", "sign_in_id", "expires_at"):
        op.create_index(op.f(f"ix_google_authorizations_{column}"), table, [column])


def _column(name: str, kind: Any, value_of_old_rows: str) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=sa.text(value_of_old_rows))


def _moment(name: str, *, is_needed: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not is_needed)


def _foreign_key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE"
    )


def downgrade() -> None:
    op.drop_table("google_authorizations")
    op.drop_table("google_events")
    with op.batch_alter_table("coach_settings") as settings:
        settings.drop_column("session_place")
    op.execute("DELETE FROM google_connections WHERE status = 'ending'")
    with op.batch_alter_table("google_connections") as connections:
        connections.drop_constraint(
            op.f("ck_google_connections_failures_not_negative"), type_="check"
        )
        connections.drop_constraint(op.f("ck_google_connections_status_known"), type_="check")
        connections.create_check_constraint(
            op.f("ck_google_connections_status_known"), FORMER_STATUSES
        )
        for column in (*NEEDED_COLUMNS, *MOMENTS):
            connections.drop_column(column)
