"""The three marks of a letter on its way, each in one transaction: read to be written, sending, sent.

Between the second and the third it may be on the wire. No object is loaded to be stored again: a mark is one statement.
"""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, bindparam, case, or_, update
from sqlmodel import Session, col

from activities import digesting, leaving, outbox
from activities.drafting import Draft
from activities.links import keep_links
from models import joint
from models.correspondence import Letter
from models.journal import JournalEntry
from models.obligations import Obligation
from models.vocabulary import LetterKind, LetterState


def _unless_back(value: object, otherwise: Any) -> Any:
    """A letter can have come back from the relay's neighbour before its own mark is written: that stands."""
    return case((col(Letter.state) == LetterState.SENDING, value), else_=otherwise)


_JUDGED = update(Letter).where(col(Letter.key) == bindparam("letter")).values(state=bindparam("verdict"))
_SENDING = _JUDGED.values(
    to_address=bindparam("address"),
    to_name=bindparam("name"),
    subject=bindparam("about"),
    message=bindparam("finished"),
    sha256=bindparam("digest"),
    refers_to=bindparam("follows"),
    sending_at=bindparam("now"),
    attempts=col(Letter.attempts) + 1,
)
_SENT = (
    update(Letter)
    .where(col(Letter.key) == bindparam("letter"))
    .values(
        state=_unless_back(LetterState.SENT, col(Letter.state)),
        sent_at=bindparam("now"),
        last_error_da=_unless_back(None, col(Letter.last_error_da)),
        last_error_en=_unless_back(None, col(Letter.last_error_en)),
    )
    .returning(col(Letter.workflow_id), col(Letter.kind), col(Letter.at))
)
_REMINDED = (
    update(Obligation)
    .where(
        col(Obligation.id) == bindparam("owed"),
        or_(col(Obligation.last_letter_at).is_(None), col(Obligation.last_letter_at) <= bindparam("decided")),
    )
    .values(last_letter_kind=bindparam("word"), last_letter_at=bindparam("decided"))
)


async def sending(engine: Engine, key: str, draft: Draft, now: datetime) -> LetterState:
    """Re-read the record, store the finished bytes, and mark the letter as being on the wire, in one transaction.

    Returns SENDING, or what has become of it instead.
    """
    return await joint.write(engine, lambda session: _sending(session, key, draft, now))


def _sending(session: Session, key: str, draft: Draft, now: datetime) -> LetterState:
    letter = outbox.letter_with(session, key)
    if letter.state not in outbox.STANDING:
        return letter.state
    state = leaving.verdict(session, letter, now)
    if digesting.is_overtaken(session, letter, state, now):
        return LetterState.WITHDRAWN
    if state is not LetterState.SENDING:
        session.connection().execute(_JUDGED, {"letter": key, "verdict": state})
        return state
    if letter.drafted_from and letter.message != draft.message and not letter.attempts:
        session.add(_renewed(letter, now))
    keep_links(session, letter, draft.tokens, now)
    bytes_ = {"finished": draft.message, "digest": hashlib.sha256(draft.message).hexdigest()}
    about = {"address": draft.address, "name": draft.name, "about": draft.subject, "follows": draft.refers_to}
    session.connection().execute(_SENDING, {"letter": key, "verdict": state, "now": now, **bytes_, **about})
    return state


def _renewed(letter: Letter, now: datetime) -> JournalEntry:
    """Who looked at the draft is told that it left otherwise: its recipient or a date was another by then."""
    return JournalEntry(
        cycle=letter.cycle,
        workflow_id=f"letter:{letter.key}",
        event="draft_renewed",
        by=letter.released_by or "–",
        at=now,
        before=letter.to_address,
        after=f"nr. {letter.number}",
        about=f"{letter.step}:{letter.body}" if letter.body else letter.step,
    )


async def sent(engine: Engine, key: str, now: datetime) -> LetterState:
    """Mark the letter as sent, and its obligation as reminded."""

    def work(session: Session) -> LetterState:
        connection = session.connection()
        workflow_id, kind, at = connection.execute(_SENT, {"letter": key, "now": now}).one()
        told = digesting.sent_with(connection, key, now) if kind is LetterKind.DIGEST else []
        for owed, word, decided in ((workflow_id, kind, at), *told):
            if word in leaving.REMINDERS:
                connection.execute(_REMINDED, {"owed": owed, "word": word, "decided": decided})
        return LetterState.SENT

    return await joint.write(engine, work)
