"""A letter that came back leaves anew: a letter of its own, that refers to the old one; what left stays as it was."""

from sqlmodel import Session, select

from models.acts import DoubtSettled
from models.correspondence import Letter
from models.vocabulary import LetterState, message_id

_SAME = (
    "cycle", "workflow_id", "step", "body", "kind", "formal", "sequence", "recipient_body", "recipient_role",
    "contact", "facts",
)  # fmt: skip


def write_anew(session: Session, old: Letter, act: DoubtSettled) -> bool:
    """Record the new letter, released, to be rendered when it leaves; return whether it was not there yet."""
    if session.exec(select(Letter.number).where(Letter.key == act.again)).first() is not None:
        return False
    domain = old.message_id.rstrip(">").rpartition("@")[2]
    session.add(
        Letter(
            **{name: getattr(old, name) for name in _SAME},
            key=act.again,
            message_id=message_id(act.again, domain),
            cause=act.id,
            at=act.at,
            drafted_at=act.at,
            state=LetterState.RELEASED,
            refers_to=old.message_id,
        )
    )
    return True
