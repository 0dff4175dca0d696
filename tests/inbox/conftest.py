"""A record with a letter that left, an invitation that left, and the meeting that it is to."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models.vocabulary import LetterKind, LetterState
from tests import records
from tests.databases import engine as engine
from tests.inbox.samples import MESSAGE_ID, RECIPIENT
from tests.installing import left_out

NOW = datetime(2011, 5, 4, 9, tzinfo=UTC)
LETTER, INVITATION = 1, 2  # their numbers, in the order in which they are stored


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the real mail servers out when `AARSHJUL_WITHOUT` names them."""
    return True if collection_path.stem in {"test_dovecot", "test_postfix"} and left_out("mailservers") else None


@pytest.fixture
def record(engine: Engine) -> Engine:
    """Give the record, on each database."""
    meeting = records.meeting(sequence=1)
    with Session(engine) as session, session.begin():
        session.add_all([records.cycle(), records.body(), meeting])
        session.flush()
        session.add(records.letter(message_id=MESSAGE_ID, to_address=RECIPIENT))
        session.flush()
        invitation = {"kind": LetterKind.INVITATION, "workflow_id": meeting.id, "step": "reading"}
        session.add(records.letter("invitation@0", to_address=RECIPIENT, state=LetterState.SENT, **invitation))
    return engine
