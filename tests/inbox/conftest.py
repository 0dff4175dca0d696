"""A record with a letter that left, an invitation that left, and the meeting that it is to."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models.vocabulary import LetterKind, LetterState
from tests import records
from tests.databases import engine as engine
from tests.inbox.samples import MESSAGE_ID, RECIPIENT

NOW = datetime(2011, 5, 4, 9, tzinfo=UTC)
LETTER, INVITATION = 1, 2  # their numbers, in the order in which they are stored


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
