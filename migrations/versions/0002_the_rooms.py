"""What the office's pages remember: forms that were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "sent_form",
        sa.Column("form_sha256", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.JSON()),
        sa.PrimaryKeyConstraint("form_sha256", name="sent_form_pk"),
    )
    op.add_column("submission", sa.Column("approved_by", sa.String()))
    op.create_table(
        "submission_file",
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["command"],
            ["submission.command"],
            name="submission_file_command_known",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("command", "number", name="submission_file_pk"),
    )
    op.add_column("door_session", sa.Column("subject", sa.String()))
    op.create_table(
        "door_attempt",
        sa.Column("attempt_sha256", sa.String(), nullable=False),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("attempt_sha256", name="door_attempt_pk"),
    )
    op.create_table(
        "beat",
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("failing_since", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("part", name="beat_pk"),
    )
    op.create_index("letter_at_index", "letter", ["at", "number"])
    op.create_table(
        "letter_look",
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter"], ["letter.key"], name="letter_look_letter_known", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("letter", "by", name="letter_look_pk"),
    )
    op.create_index("obligation_stage_index", "obligation", ["cycle", "stage", "due_at", "due_on"])
    op.create_index("obligation_step_index", "obligation", ["cycle", "step", "body", "due_on"])
    op.create_index("obligation_rung_index", "obligation", ["stage", "next_rung_at"])
    op.create_table(
        "prepared_year",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title_da", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("toml", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("substitutes", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="prepared_year_pk"),
    )
