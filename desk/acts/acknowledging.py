"""A recipient says that a letter has arrived: by the link in it, without a name or a password. Looking changes nothing.

A link that never was, has been taken back, has expired, or is of a letter that has not left, is answered alike.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesParser

from sqlalchemy import Engine
from sqlmodel import Session, select

from activities.links import hash_of, links_of, revoke
from activities.outbox import finish_tasks
from desk.acting import Acting, check_actor
from desk.acts import arrivals
from desk.acts.letters import letter_numbered
from desk.answers import Done
from desk.delivery import utc_now
from desk.record import cycle_named
from models.correspondence import Letter
from models.database import reading
from models.links import LetterLink, LinkPurpose
from models.schedule import Text
from models.vocabulary import Language, LetterKind, LetterState
from planning.acts.permitted import NotPermitted

ARRIVED = frozenset({LetterState.SENDING, LetterState.SENT, LetterState.UNKNOWN, LetterState.BOUNCED})
"""States of letters that a recipient can have; who says so knows better than a relay."""


@dataclass(frozen=True)
class Received:
    """A letter as its recipient's page shows it; `acknowledged_at` is None while nobody has said that it is there."""

    subject: str
    kind: LetterKind
    to: str
    cycle: Text
    zone: str
    language: Language
    sent_at: datetime
    is_acknowledged: bool
    acknowledged_at: datetime | None


class Acknowledgements:
    """Answers whoever has a link."""

    def __init__(self, *, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    def shown(self, token: str) -> Received | None:
        """Return the letter of a link that works; None for any other."""
        with Session(reading(self._engine)) as session:
            found = self._found(session, token, lock=False)
            return _received(session, *found) if found else None

    def acknowledge(self, token: str) -> Received | None:
        """Note that the letter has arrived; what is returned is how it stood before. A second time changes nothing."""
        with Session(self._engine) as session, session.begin():
            found = self._found(session, token, lock=True)
            if found is None:
                return None
            link, letter = found
            before = _received(session, link, letter)
            if not before.is_acknowledged:
                note_arrival(session, letter, self._clock())
                link.used_at = self._clock()
                session.add(link)
            return before

    def _found(self, session: Session, token: str, *, lock: bool) -> tuple[LetterLink, Letter] | None:
        link = session.get(LetterLink, hash_of(token), with_for_update=lock or None)
        if link is None or link.purpose is not LinkPurpose.ACKNOWLEDGE:
            return None
        if link.revoked_at is not None or self._clock() >= link.ends_at:
            return None
        query = select(Letter).where(Letter.key == link.letter)
        letter = session.exec(query.with_for_update() if lock else query).one()
        return (link, letter) if letter.state in ARRIVED | {LetterState.ACKNOWLEDGED} else None


def note_arrival(session: Session, letter: Letter, now: datetime) -> None:
    """Note that the recipient of a letter, locked by the caller, has said that it has arrived."""
    by = arrivals.recipient_of(letter)
    arrivals.line(session, letter, "letter_acknowledged", by, now, before=letter.state)
    letter.state, letter.last_error_da, letter.last_error_en = LetterState.ACKNOWLEDGED, None, None
    letter.sent_at = letter.sent_at or letter.sending_at
    session.add(letter)
    finish_tasks(session, [f"letter:{letter.key}:*"], by, now)


class Links(Acting):
    """What the secretariat can do about links. Methods raise Unknown or NotPermitted."""

    async def revoke_link(self, number: int, *, by: str) -> Done:
        """Take the link of a letter back: it answers as if it had never been."""
        command = self._new_id()

        def store() -> None:
            check_actor(by)
            with Session(self._engine) as session, session.begin():
                letter = letter_numbered(session, number)
                if not revoke(session, links_of(session, letter.key), by, self._clock()):
                    raise NotPermitted(
                        f"Brev nr. {number} har intet link, der kan trækkes tilbage.",
                        f"Letter no. {number} has no link that could be taken back.",
                    )
                arrivals.line(session, letter, "link_revoked", by, self._clock())

        await asyncio.to_thread(store)
        said = Text(
            da=f"Linket i brev nr. {number} virker ikke længere.", en=f"The link in letter no. {number} is dead."
        )
        return Done(command, True, said)


def _received(session: Session, link: LetterLink, letter: Letter) -> Received:
    cycle = cycle_named(session, letter.cycle)
    return Received(
        subject=letter.subject or "",
        kind=letter.kind,
        to=letter.to_name or arrivals.recipient_of(letter),
        cycle=Text(da=cycle.title_da, en=cycle.title_en),
        zone=cycle.zone,
        language=_language(letter),
        sent_at=letter.sent_at or letter.sending_at or letter.at,
        is_acknowledged=letter.state is LetterState.ACKNOWLEDGED,
        acknowledged_at=link.used_at,
    )


def _language(letter: Letter) -> Language:
    """The language that the letter is written in, as its head says."""
    head = BytesParser(policy=policy.default).parsebytes(letter.message or b"", headersonly=True)
    return Language(str(head["Content-Language"] or Language.DA))
