"""What the coach's desk keeps: prices, versions, validity, packages' history"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PRICES = "price_cents IS NULL OR price_cents BETWEEN 0 AND 100000000"
PURPOSES = "'sign_in', 'reset_password', 'invitation', 'booking'"
VALIDITY = "valid_from IS NULL OR valid_until IS NULL OR valid_until > valid_from"
NOTES = {"unread": "read_at IS NULL", "read": "read_at IS NOT NULL"}
REQUESTS = {
    "session_packages": "coach_id",
    "session_package_adjustments": "package_id",
}


def upgrade() -> None:
    _make_package_history()
    with op.batch_alter_table("bookings") as bookings:
        bookings.add_column(_column("beyond_allowance", sa.Boolean(), sa.false()))
        bookings.create_check_constraint(
            op.f("ck_bookings_only_checkins_have_allowance"),
            "NOT beyond_allowance OR booking_type = 'checkin'",
        )
    op.create_index(
        "ix_bookings_coach_id_status_starts_at", "bookings", ["coach_id", "status", "starts_at"]
    )
    with op.batch_alter_table("client_booking_stats") as stats:
        long_ago = sa.text("'1970-01-01 00:00:00'")
        stats.add_column(_column("counted_at", sa.DateTime(timezone=True), long_ago))
    with op.batch_alter_table("coach_availability_templates") as templates:
        templates.add_column(sa.Column("valid_from", sa.Date(), nullable=True))
        templates.add_column(sa.Column("valid_until", sa.Date(), nullable=True))
        templates.create_check_constraint(
            op.f("ck_coach_availability_templates_valid_for_a_day"), VALIDITY
        )
    with op.batch_alter_table("coach_settings") as settings:
        settings.add_column(_column("currency", sa.String(length=3), sa.text("'USD'")))
        settings.add_column(_column("version", sa.Integer(), sa.text("1")))
        settings.create_check_constraint(
            op.f("ck_coach_settings_currency_is_a_code"), "length(currency) = 3"
        )
    _allow_changes_of_email()
    with op.batch_alter_table("package_templates") as shelf:
        shelf.add_column(sa.Column("price_cents", sa.Integer(), nullable=True))
        shelf.add_column(_column("version", sa.Integer(), sa.text("1")))
        shelf.create_check_constraint(op.f("ck_package_templates_price_range"), PRICES)
    with op.batch_alter_table("session_packages") as packages:
        packages.add_column(sa.Column("price_cents", sa.Integer(), nullable=True))
        packages.add_column(_column("currency", sa.String(length=3), sa.text("''")))
        packages.add_column(_column("version", sa.Integer(), sa.text("1")))
        packages.create_check_constraint(op.f("ck_session_packages_price_range"), PRICES)
        _add_requests(packages, "session_packages")
    with op.batch_alter_table("session_package_adjustments") as adjustments:
        adjustments.add_column(_column("kind", sa.String(length=16), sa.text("'correction'")))
        adjustments.create_check_constraint(
            op.f("ck_session_package_adjustments_kind_known"), "kind IN ('correction', 'void')"
        )
        _add_requests(adjustments, "session_package_adjustments")
    _drop_defaults()
    for name, condition in NOTES.items():
        op.create_index(
            f"ix_in_app_notifications_{name}",
            "in_app_notifications",
            ["recipient_id", "visible_at"],
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


ADDED: dict[str, tuple[str, ...]] = {
    "bookings": ("beyond_allowance",),
    "client_booking_stats": ("counted_at",),
    "coach_settings": ("currency", "version"),
    "package_templates": ("version",),
    "session_packages": ("currency", "version"),
    "session_package_adjustments": ("kind",),
}


def _column(name: str, kind: Any, value_of_old_rows: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=value_of_old_rows)


def _drop_defaults() -> None:
    """They were for the rows that are there; new ones always say."""
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.alter_column(column, server_default=None)


def _add_requests(batch: Any, table: str) -> None:
    batch.add_column(sa.Column("request_id", sa.String(length=64), nullable=True))
    batch.create_unique_constraint(
        op.f(f"uq_{table}_{REQUESTS[table]}_request_id"), [REQUESTS[table], "request_id"]
    )


def _allow_changes_of_email() -> None:
    known = op.f("ck_one_time_tokens_purpose_known")
    with op.batch_alter_table("one_time_tokens") as tokens:
        tokens.drop_constraint(known, type_="check")
        tokens.add_column(sa.Column("new_email", sa.String(length=254), nullable=True))
        tokens.create_check_constraint(known, f"purpose IN ({PURPOSES}, 'change_email')")
        tokens.create_check_constraint(
            op.f("ck_one_time_tokens_change_names_new_email"),
            "(purpose = 'change_email') = (new_email IS NOT NULL)",
        )


def _make_package_history() -> None:
    op.create_table(
        "package_history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column(
            "details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "event IN ('expiry_changed', 'voided')",
            name=op.f("ck_package_history_event_known"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["profiles.id"],
            name=op.f("fk_package_history_actor_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["package_id"],
            ["session_packages.id"],
            name=op.f("fk_package_history_package_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_history")),
    )
    for column in ("actor_id", "package_id"):
        op.create_index(op.f(f"ix_package_history_{column}"), "package_history", [column])


def downgrade() -> None:
    for name in NOTES:
        op.drop_index(f"ix_in_app_notifications_{name}", "in_app_notifications")
    for table, column in REQUESTS.items():
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(_CHECKS[table]), type_="check")
            batch.drop_constraint(op.f(f"uq_{table}_{column}_request_id"), type_="unique")
            batch.drop_column("request_id")
            for name in _DROPPED[table]:
                batch.drop_column(name)
    op.execute("DELETE FROM one_time_tokens WHERE purpose = 'change_email'")
    known = op.f("ck_one_time_tokens_purpose_known")
    with op.batch_alter_table("one_time_tokens") as tokens:
        tokens.drop_constraint(known, type_="check")
        tokens.drop_constraint(op.f("ck_one_time_tokens_change_names_new_email"), type_="check")
        tokens.drop_column("new_email")
        tokens.create_check_constraint(known, f"purpose IN ({PURPOSES})")
    op.drop_index("ix_bookings_coach_id_status_starts_at", "bookings")
    for table in _DROPPED.keys() - REQUESTS.keys():
        with op.batch_alter_table(table) as batch:
            if table in _CHECKS:
                batch.drop_constraint(op.f(_CHECKS[table]), type_="check")
            for name in _DROPPED[table]:
                batch.drop_column(name)
    op.drop_table("package_history")


_DROPPED: dict[str, tuple[str, ...]] = {
    "session_packages": ("version", "currency", "price_cents"),
    "session_package_adjustments": ("kind",),
    "package_templates": ("version", "price_cents"),
    "coach_settings": ("version", "currency"),
    "coach_availability_templates": ("valid_until", "valid_from"),
    "client_booking_stats": ("counted_at",),
    "bookings": ("beyond_allowance",),
}
_CHECKS: dict[str, str] = {
    "session_packages": "ck_session_packages_price_range",
    "session_package_adjustments": "ck_session_package_adjustments_kind_known",
    "package_templates": "ck_package_templates_price_range",
    "coach_settings": "ck_coach_settings_currency_is_a_code",
    "coach_availability_templates": "ck_coach_availability_templates_valid_for_a_day",
    "bookings": "ck_bookings_only_checkins_have_allowance",
}
