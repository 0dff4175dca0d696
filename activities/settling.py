"""A person's word on a letter in doubt: it arrived, or it is to be sent again."""

from sqlalchemy import Engine
from sqlmodel import Session

from activities import outbox
from activities.resending import write_anew
from models.correspondence import Letter
from models.journal import JournalEntry
from models.requests import DoubtOrder
from models.vocabulary import LetterState, cycle_id


def settle(engine: Engine, order: DoubtOrder) -> LetterState:
    """Note that an unknown letter arrived, or release it to be sent again; return what has become of it."""
    act = order.act
    with Session(engine) as session, session.begin():
        letter = outbox.letter_with(session, act.key)
        before = letter.state
        if before is LetterState.UNKNOWN or (before is LetterState.REFUSED and not act.arrived):
            letter.state = LetterState.SENT if act.arrived else LetterState.RELEASED
            letter.sent_at = letter.sending_at if act.arrived else None
            if before is LetterState.REFUSED:
                _unwrite(letter)
                letter.told_in = None  # by itself, also when the digest that told it was refused
            session.add(letter)
            _note_settled(session, letter, order, before)
        elif before is LetterState.BOUNCED and act.again:
            if write_anew(session, letter, act):
                _note_settled(session, letter, order, before)
            return LetterState.RELEASED
        return letter.state


def _unwrite(letter: Letter) -> None:
    """Let it be written anew. One that never reached the wire counts its attempt: a new refusal is then a new task."""
    letter.attempts += 1 if letter.message is None else 0
    letter.message = letter.to_address = letter.to_name = letter.subject = letter.sha256 = letter.drafted_from = None


def _note_settled(session: Session, letter: Letter, order: DoubtOrder, before: LetterState) -> None:
    act = order.act
    word = "letter_arrived" if act.arrived else "letter_sent_again"
    session.add(
        JournalEntry(
            cycle=order.cycle,
            workflow_id=cycle_id(order.cycle),
            event=word,
            by=act.by,
            at=act.at,
            command=act.id,
            before=before,
            after=f"nr. {letter.number}",
        )
    )
    outbox.finish_tasks(session, [f"letter:{letter.key}:*", outbox.pack_tasks(letter)], act.by, act.at)
