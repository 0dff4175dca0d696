"""Rows for tests of the record: a cycle of 2011 with a committee that owes a plan; every field can be given."""

from datetime import UTC, date, datetime
from typing import Any

from models.bodies import Body
from models.correspondence import Letter
from models.cycles import Cycle, Step
from models.journal import JournalEntry, Task
from models.obligations import Meeting, Obligation
from models.vocabulary import (
    CycleStage,
    LetterKind,
    LetterState,
    MeetingStage,
    ObligationStage,
    Role,
    StepKind,
    TaskKind,
    message_id,
    step_id,
)

SLUG = "inclusion-2011"
DEFINITION: dict[str, Any] = {
    "cycle": {
        "key": "inclusion",
        "title": {"da": "Inklusion", "en": "Inclusion"},
        "lead": "BIU",
        "secretariat": "BIF",
    },
    "body": {},
    "step": [],
}


def instant(*parts: int) -> datetime:
    """Return an instant in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # -- the parts of a datetime, as it takes them


def cycle(slug: str = SLUG, **fields: Any) -> Cycle:
    """Return a running cycle."""
    given: dict[str, Any] = {
        "definition_key": "inclusion",
        "year": 2011,
        "title_da": "Inklusion",
        "title_en": "Inclusion",
        "stage": CycleStage.RUNNING,
        "lead": "BIU",
        "secretariat": "BIF",
        "zone": "Europe/Copenhagen",
        "definition": DEFINITION,
        "state": {},
        "started_at": instant(2011, 1, 3, 9),
        "started_by": "sekretariat",
    }
    return Cycle(slug=slug, **(given | fields))


def body(code: str = "TMU", slug: str = SLUG, **fields: Any) -> Body:
    """Return a committee."""
    given: dict[str, Any] = {"name_da": "Teknik- og Miljøudvalget", "name_en": "Technical Committee", "ascii": code}
    return Body(cycle=slug, code=code, **(given | fields))


def step(key: str = "plan", slug: str = SLUG, **fields: Any) -> Step:
    """Return the step of the plans."""
    given: dict[str, Any] = {
        "position": 1,
        "kind": StepKind.DELIVERABLE,
        "title_da": "Handleplan",
        "title_en": "Plan",
        "starts_on": date(2011, 5, 16),
        "ends_on": date(2011, 5, 16),
    }
    return Step(cycle=slug, key=key, **(given | fields))


def obligation(code: str = "TMU", key: str = "plan", slug: str = SLUG, **fields: Any) -> Obligation:
    """Return a plan that is due on Monday 16 May 2011, at the end of the day."""
    given: dict[str, Any] = {
        "kind": StepKind.DELIVERABLE,
        "title_da": "Handleplan",
        "title_en": "Plan",
        "due_on": date(2011, 5, 16),
        "due_at": instant(2011, 5, 16, 21, 59),
        "stage": ObligationStage.OPEN,
        "state": {},
    }
    return Obligation(id=step_id(slug, key, code), cycle=slug, step=key, body=code, **(given | fields))


def meeting(code: str = "TMU", key: str = "reading", slug: str = SLUG, **fields: Any) -> Meeting:
    """Return a reading on Monday 23 May 2011."""
    given: dict[str, Any] = {
        "kind": StepKind.READING,
        "title_da": "1. behandling",
        "title_en": "First reading",
        "on": date(2011, 5, 23),
        "ends_at": instant(2011, 5, 23, 15),
        "stage": MeetingStage.INVITED,
        "stamp": instant(2011, 5, 2, 6),
        "state": {},
    }
    return Meeting(id=step_id(slug, key, code), cycle=slug, step=key, body=code, **(given | fields))


def letter(key: str = "challenge@0", code: str = "TMU", slug: str = SLUG, **fields: Any) -> Letter:
    """Return a challenge letter that was sent."""
    given: dict[str, Any] = {
        "message_id": message_id(key, "aarshjul.example"),
        "workflow_id": step_id(slug, "letters", code),
        "step": "letters",
        "body": code,
        "kind": LetterKind.CHALLENGE,
        "formal": True,
        "cause": "0",
        "recipient_body": code,
        "recipient_role": Role.SECRETARY,
        "at": instant(2011, 2, 1, 7),
        "state": LetterState.SENT,
        "drafted_at": instant(2011, 2, 1, 7),
    }
    return Letter(key=key, cycle=slug, **(given | fields))


def entry(version: int | None = 1, slug: str = SLUG, **fields: Any) -> JournalEntry:
    """Return a line of the journal."""
    given: dict[str, Any] = {
        "workflow_id": step_id(slug, "plan", "TMU"),
        "event": "handed_in",
        "by": "sekretær",
        "at": instant(2011, 5, 12, 9),
    }
    return JournalEntry(cycle=slug, version=version, **(given | fields))


def task(key: str = "sharpen", slug: str = SLUG, **fields: Any) -> Task:
    """Return an open task."""
    given: dict[str, Any] = {
        "kind": TaskKind.DATE_TO_SHARPEN,
        "text_da": "Workshop: hvilken dag?",
        "text_en": "Workshop: which day?",
    }
    return Task(key=key, cycle=slug, **({"at": instant(2011, 4, 1, 6)} | given | fields))
