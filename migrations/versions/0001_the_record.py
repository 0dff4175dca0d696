"""The record: every table of the first version, and a journal that only grows.

Types are spelt out here, not imported: what this revision made stays the same when the tables change.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

AT_COMMIT: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}
REFUSAL = "the journal is append-only"
TYPES: dict[str, Callable[[], Any]] = {
    "text": sa.String,
    "int": sa.Integer,
    "bool": sa.Boolean,
    "date": sa.Date,
    "time": sa.Time,
    "moment": partial(sa.DateTime, timezone=True),
    "json": sa.JSON,
    "bytes": sa.LargeBinary,
}


def upgrade() -> None:
    """Create the tables; the way back is a backup."""
    _create_cycles()
    _create_openings()
    _create_bodies()
    _create_obligations()
    _create_meetings()
    _create_hearings()
    _create_correspondence()
    _create_people()
    _create_inbox()
    _create_feeds()
    _create_doors()
    _create_journal()
    if op.get_bind().dialect.name == "sqlite":
        _protect_journal_on_sqlite()
    else:
        _protect_journal_on_postgresql()


def _columns(words: str) -> list[sa.Column[Any]]:
    """Read `slug text, hour time?`: a question mark allows NULL."""
    columns = (column.split() for column in words.split(","))
    return [sa.Column(name, TYPES[type_.rstrip("?")](), nullable=type_.endswith("?")) for name, type_ in columns]


def _create_cycles() -> None:
    op.create_table(
        "cycle",
        *_columns(
            "slug text, definition_key text, year int, title_da text, title_en text, stage text, version int, "
            "sequence int, lead text, secretariat text, zone text, definition json, files json, "
            "templates_version text, offset_seconds int, state json, hold json, started_at moment, started_by text"
        ),
        sa.PrimaryKeyConstraint("slug", name="cycle_pk"),
    )
    op.create_table(
        "pin",
        *_columns(
            "id int, cycle text, step text, body text?, on date, hour time?, reason_da text?, reason_en text?, "
            "command text"
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="pin_cycle_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("id", name="pin_pk"),
        sa.UniqueConstraint("cycle", "step", "body", name="pin_cycle_step_body_unique"),
    )
    op.create_index(
        "pin_for_all_unique",
        "pin",
        ["cycle", "step"],
        unique=True,
        sqlite_where=sa.text("body IS NULL"),
        postgresql_where=sa.text("body IS NULL"),
    )
    op.create_table(
        "step",
        *_columns(
            "cycle text, key text, position int, kind text, title_da text, title_en text, track text, stage text, "
            "round int, outcomes json, starts_on date?, ends_on date?, precision text"
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="step_cycle_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("cycle", "key", name="step_pk"),
    )


def _create_openings() -> None:
    op.create_table(
        "yearly_opening",
        *_columns("definition text, month int, day int"),
        sa.PrimaryKeyConstraint("definition", name="yearly_opening_pk"),
    )


def _create_bodies() -> None:
    op.create_table(
        "body",
        *_columns(
            "cycle text, code text, name_da text, name_en text, administration_da text?, administration_en text?, "
            "language text, ascii text"
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="body_cycle_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("cycle", "code", name="body_pk"),
    )
    op.create_table(
        "contact",
        *_columns("cycle text, body text, role text, code text, step text, name text, address text, language text?"),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="contact_cycle_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("cycle", "body", "role", "code", "step", name="contact_pk"),
    )
    op.create_table(
        "substitute",
        *_columns(
            "id int, cycle text, body text, role text, name text, address text, language text?, from_day date, "
            "to_day date, by text"
        ),
        sa.ForeignKeyConstraint(
            ["cycle", "body"], ["body.cycle", "body.code"], name="substitute_cycle_body_known", **AT_COMMIT
        ),
        sa.PrimaryKeyConstraint("id", name="substitute_pk"),
    )


def _create_obligations() -> None:
    op.create_table(
        "obligation",
        *_columns(
            "id text, cycle text, step text, body text, kind text, title_da text, title_en text, round int, "
            "due_on date, due_hour time?, due_at moment, sequence int, version int, stage text, "
            "handed_in_at moment?, versions int, late bool, approval_pending bool, granted date?, "
            "request_until date?, text text, blocking bool, last_letter_kind text?, last_letter_at moment?, "
            "next_rung_kind text?, next_rung_at moment?, next_rung_to text?, escalates_to text?, went_on_with int?, "
            "state json"
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="obligation_cycle_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("id", name="obligation_pk"),
    )
    owed = sa.text("(stage = 'open' OR (stage = 'closed' AND versions = 0))")
    op.create_index(
        "obligation_overdue_index", "obligation", ["cycle", "due_at"], sqlite_where=owed, postgresql_where=owed
    )
    op.create_index("obligation_version_index", "obligation", ["cycle", "version"])
    op.create_table(
        "submission",
        *_columns(
            "id int, obligation text, version int, received_at moment, by text, late bool, due_at moment, "
            "approved_on date?, agenda_item text?, file_name text, media_type text, sha256 text, content bytes, "
            "command text"
        ),
        sa.ForeignKeyConstraint(["obligation"], ["obligation.id"], name="submission_obligation_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("id", name="submission_pk"),
        sa.UniqueConstraint("command", name="submission_command_unique"),
        sa.UniqueConstraint("obligation", "version", name="submission_obligation_version_unique"),
    )


def _create_meetings() -> None:
    op.create_table(
        "meeting",
        *_columns(
            "id text, cycle text, step text, body text, kind text, title_da text, title_en text, round int, on date, "
            "hour time?, ends_at moment, place text, sequence int, version int, stage text, outcome text?, "
            "decided_at moment?, stamp moment, state json"
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="meeting_cycle_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("id", name="meeting_pk"),
    )
    op.create_index("meeting_cycle_index", "meeting", ["cycle", "step"])
    op.create_table(
        "decision",
        *_columns(
            "command text, meeting text, cycle text, step text, body text, outcome text, text text, on_at moment, "
            "by text, amendments json, met_on date, addition json?"
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="decision_cycle_known", **AT_COMMIT),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name="decision_meeting_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("command", name="decision_pk"),
    )
    op.create_index("decision_meeting_index", "decision", ["meeting"])
    op.create_index("decision_cycle_index", "decision", ["cycle", "step"])


def _create_hearings() -> None:
    op.create_table(
        "hearing",
        *_columns(
            "id text, cycle text, step text, title_da text, title_en text, opens_on date, closes_on date, "
            "sequence int, version int, stage text, stamp moment, state json"
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="hearing_cycle_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("id", name="hearing_pk"),
    )
    op.create_index("hearing_cycle_index", "hearing", ["cycle"])
    op.create_table(
        "hearing_response",
        *_columns(
            "id int, hearing text, hearing_class text, respondent text, received_at moment, late bool, text text, "
            "file_name text?, content bytes?, sha256 text, command text"
        ),
        sa.ForeignKeyConstraint(["hearing"], ["hearing.id"], name="hearing_response_hearing_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("id", name="hearing_response_pk"),
        sa.UniqueConstraint("command", name="hearing_response_command_unique"),
    )
    op.create_index("hearing_response_hearing_index", "hearing_response", ["hearing"])


def _create_correspondence() -> None:
    op.create_table(
        "letter",
        *_columns(
            "number int, key text, message_id text, cycle text, workflow_id text, step text, body text?, kind text, "
            "formal bool, cause text, sequence int, recipient_body text, recipient_role text, contact text?, "
            "language text?, at moment, state text, facts json, to_address text?, to_name text?, subject text?, "
            "message bytes?, sha256 text?, attempts int, last_error_da text?, last_error_en text?, drafted_at moment, "
            "sending_at moment?, sent_at moment?, released_by text?, release_reason text?, refers_to text?, "
            "drafted_from text?, told_in text?, asked_by text?, asked_at moment?"
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="letter_cycle_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("number", name="letter_pk"),
        sa.UniqueConstraint("key", name="letter_key_unique"),
    )
    op.create_index("letter_message_id_index", "letter", ["message_id"])
    op.create_index("letter_told_in_index", "letter", ["told_in"])
    op.create_index("letter_cycle_index", "letter", ["cycle", "state"])
    op.create_index("letter_workflow_id_index", "letter", ["workflow_id", "state"])
    op.create_table(
        "letter_link",
        *_columns(
            "token_sha256 text, letter text, body text, purpose text, version int, made_at moment, ends_at moment, "
            "used_at moment?, revoked_at moment?, revoked_by text?"
        ),
        sa.ForeignKeyConstraint(["letter"], ["letter.key"], name="letter_link_letter_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("token_sha256", name="letter_link_pk"),
    )
    op.create_index("letter_link_letter_index", "letter_link", ["letter"])


def _create_people() -> None:
    op.create_table(
        "task",
        *_columns(
            "key text, cycle text, kind text, text_da text, text_en text, workflow_id text?, at moment, "
            "done_at moment?, done_by text?"
        ),
        sa.PrimaryKeyConstraint("key", name="task_pk"),
    )
    op.create_index("task_open_index", "task", ["cycle", "done_at"])
    op.create_table(
        "command",
        *_columns(
            "number int, id text, cycle text, workflow_id text, name text, payload json, by text, given_at moment, "
            "state text, answer text?, answer_en text?, delivered_at moment?, attempts int, on_version int?"
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="command_cycle_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("number", name="command_pk"),
        sa.UniqueConstraint("id", name="command_id_unique"),
    )
    op.create_index("command_cycle_index", "command", ["cycle"])
    op.create_index("command_waiting_index", "command", ["state", "number"])


def _create_inbox() -> None:
    op.create_table(
        "incoming_mail",
        *_columns(
            "number int, sha256 text, source text, received_at moment, kind text, state text, sender text, "
            "subject text, message_id text?, size int, whole bool, cycle text?, workflow_id text?, letter int?, "
            "facts json, said_da text, said_en text, settled_at moment?, settled_by text?, note text?, raw bytes"
        ),
        sa.PrimaryKeyConstraint("number", name="incoming_mail_pk"),
        sa.UniqueConstraint("sha256", name="incoming_mail_sha256_unique"),
    )
    op.create_index("incoming_mail_open_index", "incoming_mail", ["state", "number"])
    op.create_table(
        "mailbox",
        *_columns(
            "source text, validity int?, last_uid int, read_at moment?, failing_since moment?, error_da text?, "
            "error_en text?"
        ),
        sa.PrimaryKeyConstraint("source", name="mailbox_pk"),
    )
    op.create_table(
        "attendance",
        *_columns(
            "meeting text, attendee text, recipient text, answer text, comment text, sequence int, stamp moment, "
            "at moment, mail int?, confirmed_by text?"
        ),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name="attendance_meeting_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("meeting", "attendee", name="attendance_pk"),
    )


def _create_feeds() -> None:
    op.create_table(
        "feed",
        *_columns(
            "number int, scope text, whose text, cycle text?, language text, token_sha256 text?, created_at moment, "
            "created_by text, rotated_at moment?, rotated_by text?, revoked_at moment?, revoked_by text?"
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="feed_cycle_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("number", name="feed_pk"),
        sa.UniqueConstraint("token_sha256", name="feed_token_sha256_unique"),
    )


def _create_doors() -> None:
    op.create_table(
        "door_link",
        *_columns("token_sha256 text, name text, role text, made_at moment, ends_at moment, used_at moment?"),
        sa.PrimaryKeyConstraint("token_sha256", name="door_link_pk"),
    )
    op.create_table(
        "door_session",
        *_columns(
            "token_sha256 text, name text, role text, opened_at moment, seen_at moment, ends_at moment, left_at moment?"
        ),
        sa.PrimaryKeyConstraint("token_sha256", name="door_session_pk"),
    )
    op.create_index("door_session_name_index", "door_session", ["name"])


def _create_journal() -> None:
    op.create_table(
        "journal",
        *_columns(
            "number int, cycle text, workflow_id text, version int?, idx int, event text, by text, at moment, "
            "command text?, before text?, after text?, note text?, note_en text?, about text?"
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.slug"], name="journal_cycle_known", **AT_COMMIT),
        sa.PrimaryKeyConstraint("number", name="journal_pk"),
        sa.UniqueConstraint("workflow_id", "version", "idx", name="journal_workflow_id_version_idx_unique"),
    )
    op.create_index("journal_cycle_index", "journal", ["cycle"])


def _protect_journal_on_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER journal_refuses_{act.lower()} BEFORE {act} ON journal "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _protect_journal_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change_of_journal() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER journal_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_journal()"
    )
