"""What the client's side keeps: help on questions, drafts, workouts in series, calendar feeds"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TITLE = "length(title) BETWEEN 1 AND 200"
LONG_AGO = "'1970-01-01 00:00:00'"


def upgrade() -> None:
    with op.batch_alter_table("checkin_form_questions") as questions:
        questions.add_column(_column("help_text", sa.String(length=500), "''"))
        questions.add_column(_column("version", sa.Integer(), "1"))
    with op.batch_alter_table("checkin_form_responses") as responses:
        responses.add_column(_column("version", sa.Integer(), "1"))
        responses.add_column(_column("saved_at", sa.DateTime(timezone=True), LONG_AGO))
    op.execute("UPDATE checkin_form_responses SET saved_at = coalesce(submitted_at, saved_at)")
    _group_workouts()
    _drop_defaults()
    _make_templates()
    _make_feeds()


def _column(name: str, kind: Any, value_of_old_rows: str) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=sa.text(value_of_old_rows))


def _group_workouts() -> None:
    """Each that is there is a series of its own."""
    with op.batch_alter_table("workouts") as workouts:
        workouts.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        workouts.add_column(_column("version", sa.Integer(), "1"))
    op.execute("UPDATE workouts SET series_id = id")
    op.execute("UPDATE workouts SET title = 'Workout' WHERE title = ''")
    with op.batch_alter_table("workouts") as workouts:
        workouts.alter_column("series_id", existing_type=sa.Uuid(), nullable=False)
        workouts.create_unique_constraint(
            op.f("uq_workouts_series_id_scheduled_on"), ["series_id", "scheduled_on"]
        )
        workouts.create_check_constraint(op.f("ck_workouts_title_length"), TITLE)


ADDED: dict[str, tuple[str, ...]] = {
    "checkin_form_questions": ("version", "help_text"),
    "checkin_form_responses": ("saved_at", "version"),
    "workouts": ("version",),
}


def _drop_defaults() -> None:
    """They were for the rows that are there; new ones always say."""
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.alter_column(column, server_default=None)


def _make_templates() -> None:
    op.create_table(
        "workout_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.String(length=10000), nullable=False),
        sa.Column("exercises", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(TITLE, name=op.f("ck_workout_templates_title_length")),
        sa.ForeignKeyConstraint(
            ["coach_id"],
            ["profiles.id"],
            name=op.f("fk_workout_templates_coach_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workout_templates")),
    )
    op.create_index(op.f("ix_workout_templates_coach_id"), "workout_templates", ["coach_id"])


def _make_feeds() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('client', 'coach')", name=op.f("ck_calendar_feeds_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_calendar_feeds_profile_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("profile_id", "role", name=op.f("uq_calendar_feeds_profile_id_role")),
    )


def downgrade() -> None:
    op.drop_table("calendar_feeds")
    op.drop_index(op.f("ix_workout_templates_coach_id"), "workout_templates")
    op.drop_table("workout_templates")
    with op.batch_alter_table("workouts") as workouts:
        workouts.drop_constraint(op.f("ck_workouts_title_length"), type_="check")
        workouts.drop_constraint(op.f("uq_workouts_series_id_scheduled_on"), type_="unique")
        workouts.drop_column("series_id")
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
