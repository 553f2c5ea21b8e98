"""initial"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "profiles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("is_coach", sa.Boolean(), nullable=False),
        sa.Column("is_owner", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_profiles_email_is_lower_case")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("ck_profiles_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("email", name=op.f("uq_profiles_email")),
    )
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.create_index(
            "uq_profiles_one_owner",
            ["is_owner"],
            unique=True,
            sqlite_where=sa.text("is_owner"),
            postgresql_where=sa.text("is_owner"),
        )

    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sign_in_attempts_action_subject_attempted_at",
            ["action", "subject", "attempted_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_attempts_attempted_at"), ["attempted_at"], unique=False
        )

    op.create_table(
        "booking_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column(
            "booking_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["profiles.id"],
            name=op.f("fk_booking_requests_actor_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_requests")),
        sa.UniqueConstraint(
            "actor_id", "request_id", name=op.f("uq_booking_requests_actor_id_request_id")
        ),
    )
    with op.batch_alter_table("booking_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_booking_requests_created_at"), ["created_at"], unique=False
        )

    op.create_table(
        "calendar_versions",
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_calendar_versions_coach_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("coach_id", name=op.f("pk_calendar_versions")),
    )
    with op.batch_alter_table("calendar_versions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_versions_changed_at"), ["changed_at"], unique=False
        )

    op.create_table(
        "checkin_form_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=1000), nullable=False),
        sa.Column("question_type", sa.String(length=16), nullable=False),
        sa.Column(
            "options", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "question_type IN ('text', 'textarea', 'select', 'multiple', 'checkbox', 'number', 'scale', 'date')",
            name=op.f("ck_checkin_form_questions_question_type_known"),
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_checkin_form_questions_coach_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin_form_questions")),
    )
    with op.batch_alter_table("checkin_form_questions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_checkin_form_questions_coach_id"), ["coach_id"], unique=False
        )

    op.create_table(
        "client_booking_stats",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("current_streak_weeks", sa.Integer(), nullable=False),
        sa.Column("no_show_count_90d", sa.Integer(), nullable=False),
        sa.Column("cancellation_count_90d", sa.Integer(), nullable=False),
        sa.Column("is_flagged", sa.Boolean(), nullable=False),
        sa.Column(
            "favorite_times",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "current_streak_weeks >= 0 AND no_show_count_90d >= 0 AND cancellation_count_90d >= 0",
            name=op.f("ck_client_booking_stats_counts_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["profiles.id"],
            name=op.f("fk_client_booking_stats_client_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_client_booking_stats_coach_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("client_id", "coach_id", name=op.f("pk_client_booking_stats")),
    )
    with op.batch_alter_table("client_booking_stats", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_client_booking_stats_coach_id"), ["coach_id"], unique=False
        )

    op.create_table(
        "coach_availability_overrides",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("availability_type", sa.String(length=16), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.Column("is_blocked", sa.Boolean(), nullable=False),
        sa.Column("max_concurrent_clients", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "availability_type IN ('session', 'checkin')",
            name=op.f("ck_coach_availability_overrides_availability_type_known"),
        ),
        sa.CheckConstraint(
            "end_time IS NULL OR end_time > start_time OR end_time IN ('00:00', '00:00:00', '00:00:00.000000')",
            name=op.f("ck_coach_availability_overrides_ends_after_start"),
        ),
        sa.CheckConstraint(
            "(start_time IS NULL) = (end_time IS NULL)",
            name=op.f("ck_coach_availability_overrides_both_times_or_none"),
        ),
        sa.CheckConstraint(
            "is_blocked OR start_time IS NOT NULL",
            name=op.f("ck_coach_availability_overrides_extra_hours_have_times"),
        ),
        sa.CheckConstraint(
            "max_concurrent_clients IS NULL OR max_concurrent_clients BETWEEN 1 AND 100",
            name=op.f("ck_coach_availability_overrides_capacity_range"),
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_coach_availability_overrides_coach_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_availability_overrides")),
    )
    with op.batch_alter_table("coach_availability_overrides", schema=None) as batch_op:
        batch_op.create_index(
            "ix_coach_availability_overrides_coach_id_availability_type_date",
            ["coach_id", "availability_type", "date"],
            unique=False,
        )

    op.create_table(
        "coach_availability_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("availability_type", sa.String(length=16), nullable=False),
        sa.Column("day_of_week", sa.Integer(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=False),
        sa.Column("end_time", sa.Time(), nullable=False),
        sa.Column("max_concurrent_clients", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "availability_type IN ('session', 'checkin')",
            name=op.f("ck_coach_availability_templates_availability_type_known"),
        ),
        sa.CheckConstraint(
            "end_time > start_time OR end_time IN ('00:00', '00:00:00', '00:00:00.000000')",
            name=op.f("ck_coach_availability_templates_ends_after_start"),
        ),
        sa.CheckConstraint(
            "day_of_week BETWEEN 0 AND 6",
            name=op.f("ck_coach_availability_templates_day_of_week_range"),
        ),
        sa.CheckConstraint(
            "max_concurrent_clients BETWEEN 1 AND 100",
            name=op.f("ck_coach_availability_templates_capacity_range"),
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_coach_availability_templates_coach_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_availability_templates")),
    )
    with op.batch_alter_table("coach_availability_templates", schema=None) as batch_op:
        batch_op.create_index(
            "ix_coach_availability_templates_coach_id_availability_type",
            ["coach_id", "availability_type"],
            unique=False,
        )

    op.create_table(
        "coach_clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("notes", sa.String(length=10000), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('invited', 'active', 'archived')",
            name=op.f("ck_coach_clients_status_known"),
        ),
        sa.CheckConstraint("coach_id <> client_id", name=op.f("ck_coach_clients_not_oneself")),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["profiles.id"],
            name=op.f("fk_coach_clients_client_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_coach_clients_coach_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_clients")),
        sa.UniqueConstraint(
            "coach_id", "client_id", name=op.f("uq_coach_clients_coach_id_client_id")
        ),
    )
    with op.batch_alter_table("coach_clients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coach_clients_client_id"), ["client_id"], unique=False)
        batch_op.create_index("ix_coach_clients_coach_id_name", ["coach_id", "name"], unique=False)

    op.create_table(
        "coach_settings",
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("practice_name", sa.String(length=200), nullable=False),
        sa.Column("booking_window_months", sa.Integer(), nullable=False),
        sa.Column("minimum_notice_hours", sa.Integer(), nullable=False),
        sa.Column("reschedule_notice_hours", sa.Integer(), nullable=False),
        sa.Column("renewal_threshold", sa.Integer(), nullable=False),
        sa.Column("flag_threshold", sa.Integer(), nullable=False),
        sa.Column("auto_complete", sa.Boolean(), nullable=False),
        sa.Column("auto_complete_after_hours", sa.Integer(), nullable=False),
        sa.Column("checkins_take_the_coach_alone", sa.Boolean(), nullable=False),
        sa.Column("meeting_address", sa.String(length=500), nullable=False),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "auto_complete_after_hours BETWEEN 1 AND 720",
            name=op.f("ck_coach_settings_auto_complete_range"),
        ),
        sa.CheckConstraint(
            "booking_window_months BETWEEN 1 AND 24",
            name=op.f("ck_coach_settings_booking_window_range"),
        ),
        sa.CheckConstraint(
            "flag_threshold BETWEEN 1 AND 100", name=op.f("ck_coach_settings_flag_threshold_range")
        ),
        sa.CheckConstraint(
            "minimum_notice_hours BETWEEN 0 AND 720",
            name=op.f("ck_coach_settings_minimum_notice_range"),
        ),
        sa.CheckConstraint(
            "renewal_threshold BETWEEN 0 AND 100",
            name=op.f("ck_coach_settings_renewal_threshold_range"),
        ),
        sa.CheckConstraint(
            "reschedule_notice_hours BETWEEN 0 AND 720",
            name=op.f("ck_coach_settings_reschedule_notice_range"),
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_coach_settings_coach_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("coach_id", name=op.f("pk_coach_settings")),
    )
    op.create_table(
        "google_connections",
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("google_subject", sa.String(length=255), nullable=False),
        sa.Column("google_email", sa.String(length=254), nullable=False),
        sa.Column("calendar_id", sa.String(length=255), nullable=False),
        sa.Column("refresh_token_encrypted", sa.String(length=4000), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_success_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('connected', 'failing', 'needs_reconnect')",
            name=op.f("ck_google_connections_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_google_connections_coach_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("coach_id", name=op.f("pk_google_connections")),
    )
    op.create_table(
        "in_app_notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unique_key", sa.String(length=300), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("visible_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_in_app_notifications_coach_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["profiles.id"],
            name=op.f("fk_in_app_notifications_recipient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_in_app_notifications")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_in_app_notifications_unique_key")),
    )
    with op.batch_alter_table("in_app_notifications", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_in_app_notifications_coach_id"), ["coach_id"], unique=False
        )
        batch_op.create_index(
            "ix_in_app_notifications_recipient_id_created_at",
            ["recipient_id", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_in_app_notifications_subject_id"), ["subject_id"], unique=False
        )

    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unique_key", sa.String(length=300), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=2000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel IN ('email', 'push')", name=op.f("ck_outbox_channel_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'claimed', 'sent', 'withdrawn', 'dead')",
            name=op.f("ck_outbox_state_known"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts_not_negative")),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["profiles.id"], name=op.f("fk_outbox_coach_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["profiles.id"],
            name=op.f("fk_outbox_recipient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_outbox_unique_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_coach_id_created_at", ["coach_id", "created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outbox_recipient_id"), ["recipient_id"], unique=False)
        batch_op.create_index("ix_outbox_state_due_at", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "package_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("total_sessions", sa.Integer(), nullable=False),
        sa.Column("session_duration_minutes", sa.Integer(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "session_duration_minutes BETWEEN 5 AND 480",
            name=op.f("ck_package_templates_duration_range"),
        ),
        sa.CheckConstraint(
            "total_sessions BETWEEN 1 AND 1000", name=op.f("ck_package_templates_total_range")
        ),
        sa.CheckConstraint(
            "valid_months IS NULL OR valid_months BETWEEN 1 AND 60",
            name=op.f("ck_package_templates_valid_months_range"),
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_package_templates_coach_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_templates")),
    )
    with op.batch_alter_table("package_templates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_package_templates_coach_id"), ["coach_id"], unique=False
        )

    op.create_table(
        "push_subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", sa.String(length=2000), nullable=False),
        sa.Column("public_key", sa.String(length=200), nullable=False),
        sa.Column("auth_secret", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_push_subscriptions_profile_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscriptions_endpoint")),
    )
    with op.batch_alter_table("push_subscriptions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_push_subscriptions_profile_id"), ["profile_id"], unique=False
        )

    op.create_table(
        "session_packages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("total_sessions", sa.Integer(), nullable=False),
        sa.Column("remaining_sessions", sa.Integer(), nullable=False),
        sa.Column("session_duration_minutes", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notes", sa.String(length=2000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "remaining_sessions >= 0", name=op.f("ck_session_packages_remaining_not_negative")
        ),
        sa.CheckConstraint(
            "session_duration_minutes BETWEEN 5 AND 480",
            name=op.f("ck_session_packages_duration_range"),
        ),
        sa.CheckConstraint(
            "total_sessions BETWEEN 1 AND 1000", name=op.f("ck_session_packages_total_range")
        ),
        sa.CheckConstraint(
            "voided_at IS NULL OR remaining_sessions = 0",
            name=op.f("ck_session_packages_voided_is_empty"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["profiles.id"],
            name=op.f("fk_session_packages_client_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_session_packages_coach_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_packages")),
    )
    with op.batch_alter_table("session_packages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_packages_client_id"), ["client_id"], unique=False
        )
        batch_op.create_index(
            "ix_session_packages_coach_id_client_id", ["coach_id", "client_id"], unique=False
        )

    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_agent", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "expires_at > created_at", name=op.f("ck_sign_in_sessions_expires_later")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_sign_in_sessions_profile_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_sessions_token_hash")),
    )
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_sessions_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_sessions_profile_id"), ["profile_id"], unique=False
        )

    op.create_table(
        "workouts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("scheduled_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.String(length=10000), nullable=False),
        sa.Column(
            "exercises", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_note", sa.String(length=2000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["profiles.id"], name=op.f("fk_workouts_client_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["profiles.id"], name=op.f("fk_workouts_coach_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workouts")),
    )
    with op.batch_alter_table("workouts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_workouts_client_id_scheduled_on", ["client_id", "scheduled_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_workouts_coach_id"), ["coach_id"], unique=False)

    op.create_table(
        "bookings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("booking_type", sa.String(length=16), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("google_event_id", sa.String(length=1024), nullable=True),
        sa.Column("google_meet_link", sa.String(length=500), nullable=True),
        sa.Column("rescheduled_from_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(length=20), nullable=True),
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("breaks_rules", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(booking_type = 'session') = (package_id IS NOT NULL)",
            name=op.f("ck_bookings_session_uses_package"),
        ),
        sa.CheckConstraint(
            "(status = 'cancelled') = (cancelled_at IS NOT NULL)",
            name=op.f("ck_bookings_cancelled_at_set"),
        ),
        sa.CheckConstraint(
            "(status = 'cancelled') = (cancelled_by IS NOT NULL)",
            name=op.f("ck_bookings_cancelled_by_set"),
        ),
        sa.CheckConstraint(
            "booking_type IN ('session', 'checkin')", name=op.f("ck_bookings_booking_type_known")
        ),
        sa.CheckConstraint(
            "cancelled_by IS NULL OR cancelled_by IN ('client', 'coach', 'coach_for_client', 'reschedule')",
            name=op.f("ck_bookings_cancelled_by_known"),
        ),
        sa.CheckConstraint(
            "status IN ('confirmed', 'cancelled', 'completed', 'no_show')",
            name=op.f("ck_bookings_status_known"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_bookings_ends_after_start")),
        sa.CheckConstraint(
            "rescheduled_from_id IS NULL OR rescheduled_from_id <> id",
            name=op.f("ck_bookings_not_from_itself"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["profiles.id"], name=op.f("fk_bookings_client_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["profiles.id"], name=op.f("fk_bookings_coach_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["package_id"],
            ["session_packages.id"],
            name=op.f("fk_bookings_package_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["rescheduled_from_id"],
            ["bookings.id"],
            name=op.f("fk_bookings_rescheduled_from_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("rescheduled_from_id", name="uq_bookings_rescheduled_from_id"),
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bookings_chain_id"), ["chain_id"], unique=False)
        batch_op.create_index(
            "ix_bookings_client_id_starts_at", ["client_id", "starts_at"], unique=False
        )
        batch_op.create_index(
            "ix_bookings_coach_id_starts_at", ["coach_id", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bookings_package_id"), ["package_id"], unique=False)

    op.create_table(
        "session_package_adjustments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("adjustment", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("adjusted_by_id", sa.Uuid(), nullable=False),
        sa.Column("balance_after", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "adjustment <> 0 AND adjustment BETWEEN -1000 AND 1000",
            name=op.f("ck_session_package_adjustments_adjustment_range"),
        ),
        sa.CheckConstraint(
            "balance_after >= 0", name=op.f("ck_session_package_adjustments_balance_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["adjusted_by_id"],
            ["profiles.id"],
            name=op.f("fk_session_package_adjustments_adjusted_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["package_id"],
            ["session_packages.id"],
            name=op.f("fk_session_package_adjustments_package_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_package_adjustments")),
    )
    with op.batch_alter_table("session_package_adjustments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_package_adjustments_adjusted_by_id"),
            ["adjusted_by_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_session_package_adjustments_package_id"), ["package_id"], unique=False
        )

    op.create_table(
        "booking_history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column(
            "details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("credit_change", sa.Integer(), nullable=False),
        sa.Column("balance_after", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "event IN ('booked', 'moved', 'cancelled', 'completed', 'no_show', 'reopened')",
            name=op.f("ck_booking_history_event_known"),
        ),
        sa.CheckConstraint(
            "(package_id IS NULL) = (balance_after IS NULL)",
            name=op.f("ck_booking_history_balance_with_package"),
        ),
        sa.CheckConstraint(
            "credit_change IN (-1, 0, 1)", name=op.f("ck_booking_history_credit_change_range")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["profiles.id"],
            name=op.f("fk_booking_history_actor_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["bookings.id"],
            name=op.f("fk_booking_history_booking_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["package_id"],
            ["session_packages.id"],
            name=op.f("fk_booking_history_package_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_history")),
    )
    with op.batch_alter_table("booking_history", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_history_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_booking_history_booking_id"), ["booking_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_booking_history_package_id"), ["package_id"], unique=False
        )

    op.create_table(
        "checkin_form_responses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column(
            "responses", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["bookings.id"],
            name=op.f("fk_checkin_form_responses_booking_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["profiles.id"],
            name=op.f("fk_checkin_form_responses_client_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin_form_responses")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_checkin_form_responses_booking_id")),
    )
    with op.batch_alter_table("checkin_form_responses", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_checkin_form_responses_client_id"), ["client_id"], unique=False
        )

    op.create_table(
        "client_checkin_usage",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "NOT used OR booking_id IS NOT NULL",
            name=op.f("ck_client_checkin_usage_used_names_booking"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["bookings.id"],
            name=op.f("fk_client_checkin_usage_booking_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["profiles.id"],
            name=op.f("fk_client_checkin_usage_client_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_client_checkin_usage_coach_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint(
            "client_id", "coach_id", "month", name=op.f("pk_client_checkin_usage")
        ),
        sa.UniqueConstraint("booking_id", name="uq_client_checkin_usage_booking_id"),
    )
    with op.batch_alter_table("client_checkin_usage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_client_checkin_usage_coach_id"), ["coach_id"], unique=False
        )

    op.create_table(
        "one_time_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("relation_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('sign_in', 'reset_password', 'invitation', 'booking')",
            name=op.f("ck_one_time_tokens_purpose_known"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["bookings.id"],
            name=op.f("fk_one_time_tokens_booking_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_one_time_tokens_profile_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["relation_id"],
            ["coach_clients.id"],
            name=op.f("fk_one_time_tokens_relation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_tokens")),
    )
    with op.batch_alter_table("one_time_tokens", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_one_time_tokens_booking_id"), ["booking_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_one_time_tokens_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_one_time_tokens_profile_id"), ["profile_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_one_time_tokens_relation_id"), ["relation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("one_time_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_tokens_relation_id"))
        batch_op.drop_index(batch_op.f("ix_one_time_tokens_profile_id"))
        batch_op.drop_index(batch_op.f("ix_one_time_tokens_expires_at"))
        batch_op.drop_index(batch_op.f("ix_one_time_tokens_booking_id"))

    op.drop_table("one_time_tokens")
    with op.batch_alter_table("client_checkin_usage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_checkin_usage_coach_id"))

    op.drop_table("client_checkin_usage")
    with op.batch_alter_table("checkin_form_responses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkin_form_responses_client_id"))

    op.drop_table("checkin_form_responses")
    with op.batch_alter_table("booking_history", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_history_package_id"))
        batch_op.drop_index(batch_op.f("ix_booking_history_booking_id"))
        batch_op.drop_index(batch_op.f("ix_booking_history_actor_id"))

    op.drop_table("booking_history")
    with op.batch_alter_table("session_package_adjustments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_package_adjustments_package_id"))
        batch_op.drop_index(batch_op.f("ix_session_package_adjustments_adjusted_by_id"))

    op.drop_table("session_package_adjustments")
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bookings_package_id"))
        batch_op.drop_index("ix_bookings_coach_id_starts_at")
        batch_op.drop_index("ix_bookings_client_id_starts_at")
        batch_op.drop_index(batch_op.f("ix_bookings_chain_id"))

    op.drop_table("bookings")
    with op.batch_alter_table("workouts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workouts_coach_id"))
        batch_op.drop_index("ix_workouts_client_id_scheduled_on")

    op.drop_table("workouts")
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_sessions_profile_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_sessions_expires_at"))

    op.drop_table("sign_in_sessions")
    with op.batch_alter_table("session_packages", schema=None) as batch_op:
        batch_op.drop_index("ix_session_packages_coach_id_client_id")
        batch_op.drop_index(batch_op.f("ix_session_packages_client_id"))

    op.drop_table("session_packages")
    with op.batch_alter_table("push_subscriptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_push_subscriptions_profile_id"))

    op.drop_table("push_subscriptions")
    with op.batch_alter_table("package_templates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_package_templates_coach_id"))

    op.drop_table("package_templates")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_subject_id"))
        batch_op.drop_index("ix_outbox_state_due_at")
        batch_op.drop_index(batch_op.f("ix_outbox_recipient_id"))
        batch_op.drop_index("ix_outbox_coach_id_created_at")

    op.drop_table("outbox")
    with op.batch_alter_table("in_app_notifications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_in_app_notifications_subject_id"))
        batch_op.drop_index("ix_in_app_notifications_recipient_id_created_at")
        batch_op.drop_index(batch_op.f("ix_in_app_notifications_coach_id"))

    op.drop_table("in_app_notifications")
    op.drop_table("google_connections")
    op.drop_table("coach_settings")
    with op.batch_alter_table("coach_clients", schema=None) as batch_op:
        batch_op.drop_index("ix_coach_clients_coach_id_name")
        batch_op.drop_index(batch_op.f("ix_coach_clients_client_id"))

    op.drop_table("coach_clients")
    with op.batch_alter_table("coach_availability_templates", schema=None) as batch_op:
        batch_op.drop_index("ix_coach_availability_templates_coach_id_availability_type")

    op.drop_table("coach_availability_templates")
    with op.batch_alter_table("coach_availability_overrides", schema=None) as batch_op:
        batch_op.drop_index("ix_coach_availability_overrides_coach_id_availability_type_date")

    op.drop_table("coach_availability_overrides")
    with op.batch_alter_table("client_booking_stats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_booking_stats_coach_id"))

    op.drop_table("client_booking_stats")
    with op.batch_alter_table("checkin_form_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkin_form_questions_coach_id"))

    op.drop_table("checkin_form_questions")
    with op.batch_alter_table("calendar_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_versions_changed_at"))

    op.drop_table("calendar_versions")
    with op.batch_alter_table("booking_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_requests_created_at"))

    op.drop_table("booking_requests")
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempts_attempted_at"))
        batch_op.drop_index("ix_sign_in_attempts_action_subject_attempted_at")

    op.drop_table("sign_in_attempts")
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_profiles_one_owner",
            sqlite_where=sa.text("is_owner"),
            postgresql_where=sa.text("is_owner"),
        )

    op.drop_table("profiles")
