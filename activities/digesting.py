"""Several routine letters of one moment to one recipient, told in one: gathered, kept together, and let go again.

Gathered in one transaction: the digest is a letter of its own, its members name it in `told_in` and leave with it. Only
the one that gathered sends it; the others wait for what becomes of it. Formal letters, escalations and changed
invitations are never gathered.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

from sqlalchemy import Connection, Engine, update
from sqlmodel import Session, col, select
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities import leaving, outbox
from activities.books import Book
from models.correspondence import Letter
from models.letters import LetterFacts
from models.schedule import Recipient
from models.vocabulary import LetterKind, LetterState, cycle_id, letter_key, message_id
from planning.transitions import digests
from planning.transitions.digests import FOLDABLE, Place

GRACE = timedelta(seconds=20)
"""How long the first letter of a moment waits for the others: each child of a cycle records its own."""

Alone = Literal["alone"]
Later = Literal["later"]


class Company(Protocol):
    """How long the first letter of a moment waits for the others that are told with it."""

    again: timedelta
    """After how long a letter asks again that somebody else sends in a digest."""

    async def is_complete(self) -> None:
        """Return once nobody else will come; raises a retryable ApplicationError to be asked again."""


class Grace:
    """The company of a running office: who comes within twenty seconds is told together."""

    again = timedelta(seconds=15)

    async def is_complete(self) -> None:
        """Return at the second attempt."""
        if activity.in_activity() and activity.info().attempt == 1:
            raise waits("others may come", GRACE)


def gathered(engine: Engine, key: str, now: datetime, domain: str, again: timedelta = Grace.again) -> str | LetterState:
    """Return the key of what leaves now, the letter's own or its digest's, or what has become of it instead.

    Raises a retryable ApplicationError while somebody else sends the digest.
    """
    with Session(engine) as session, session.begin():
        letter = outbox.letter_with(session, key)
        answer = gather(session, letter, now, domain) if letter.state in outbox.STANDING else letter.state
    if answer == "later":
        raise waits("told in a digest", again)
    return key if answer == "alone" else answer


def waits(why: str, delay: timedelta) -> ApplicationError:
    """Return the error that lets the letter be asked again, so that no workflow needs to know of digests."""
    return ApplicationError(why, type="Gathering", next_retry_delay=delay, category=ApplicationErrorCategory.BENIGN)


def place_of(book: Book, letter: Letter) -> Place | None:
    """Return where this letter may be told with others; None when it leaves by itself, as one that was tried before."""
    if letter.contact is not None or letter.attempts or letter.drafted_from:
        return None
    to = Recipient(body=letter.recipient_body, role=letter.recipient_role)
    return digests.place(book.definition, letter.kind, to, letter.at)


def gather(session: Session, letter: Letter, now: datetime, domain: str) -> str | LetterState | Alone | Later:
    """Return the key of the digest to send, `alone`, `later`, or what has become of the letter instead.

    The letter is locked by the caller, and in the state *released*.
    """
    if letter.told_in:
        return _of_digest(session, letter)
    found = []
    for each in _together(session, letter):
        state = leaving.verdict(session, each, now)
        if state is LetterState.SENDING:
            found.append(each)
        elif state is not LetterState.RELEASED:
            each.state = state
            session.add(each)
        elif each.key == letter.key:
            return LetterState.RELEASED
    if letter.state is not LetterState.RELEASED:
        return letter.state
    return _bound(session, letter, found, domain) if len(found) > 1 else "alone"


def members(session: Session, digest: Letter) -> list[Letter]:
    """Return the letters that a digest tells, locked, in their order."""
    anew = select(Letter.key).where(Letter.message_id == digest.refers_to, Letter.kind == LetterKind.DIGEST)
    keys = [digest.key, *session.exec(anew).all()]  # one that came back and is sent anew tells the same
    query = select(Letter).where(col(Letter.told_in).in_(keys)).order_by(col(Letter.key))
    return list(session.exec(query).all())


def told(session: Session, digest: Letter, now: datetime) -> list[Letter]:
    """Return what a digest tells when it is written now: all that was gathered; sent anew, what is still true of it."""
    found = members(session, digest)
    return _true(session, found, now) if _is_anew(digest, found) else found


def is_overtaken(session: Session, digest: Letter, state: LetterState, now: datetime) -> bool:
    """Whether a digest that is not written yet shall not leave; what it then told is let go, to be asked anew.

    All that was gathered must be true. One that a person sends anew leaves with what still is, unless nothing is.
    """
    if digest.kind is not LetterKind.DIGEST or digest.message is not None:
        return False
    found = members(session, digest)
    true = _true(session, found, now)
    if _is_anew(digest, found):
        if state is LetterState.RELEASED:  # a pause: as any letter, it leaves with its end
            return False
        _let_go(session, [each for each in found if each not in true], LetterState.WITHDRAWN)
        stays = bool(true)
    else:
        stays = len(true) == len(found)
    if state is LetterState.SENDING and stays:
        return False
    digest.state = LetterState.WITHDRAWN
    session.add(digest)
    _let_go(session, found, LetterState.RELEASED)
    return True


def refused_with(session: Session, digest: Letter) -> None:
    """What a refused digest tells has not left either."""
    for each in members(session, digest):
        if each.state is LetterState.RELEASED:
            each.state = LetterState.REFUSED
            each.last_error_da, each.last_error_en = digest.last_error_da, digest.last_error_en
            session.add(each)


def _is_anew(digest: Letter, found: Sequence[Letter]) -> bool:
    """Whether a person sends it again, after a refusal, or because it came back: then it is a letter of its own."""
    return digest.attempts > 0 or any(each.told_in != digest.key for each in found)


def _true(session: Session, found: Sequence[Letter], now: datetime) -> list[Letter]:
    return [each for each in found if leaving.verdict(session, each, now) is LetterState.SENDING]


def _let_go(session: Session, found: Sequence[Letter], state: LetterState) -> None:
    """Take letters out of a digest that they have not left with; those that came back in one were told in it."""
    for each in found:
        if each.state in (LetterState.RELEASED, LetterState.REFUSED):
            each.told_in, each.state = None, state
            session.add(each)


def sent_with(connection: Connection, digest: str, now: datetime) -> list[tuple[str, LetterKind, datetime]]:
    """Mark what a digest tells as sent with it; return whose letters of which kinds they were."""
    standing = col(Letter.state).in_([LetterState.RELEASED, LetterState.REFUSED])
    told = update(Letter).where(col(Letter.told_in) == digest, standing)
    told = told.values(state=LetterState.SENT, sent_at=now, last_error_da=None, last_error_en=None)
    rows = connection.execute(told.returning(col(Letter.workflow_id), col(Letter.kind), col(Letter.at))).all()
    return [(workflow_id, kind, at) for workflow_id, kind, at in rows]


def _of_digest(session: Session, letter: Letter) -> str | LetterState | Later:
    digest = outbox.letter_as_it_stands(session, letter.told_in or "")
    if digest.state not in outbox.STANDING:
        letter.state = digest.state
        session.add(letter)
        return digest.state
    return digest.key if digest.cause == letter.key else "later"


def _together(session: Session, letter: Letter) -> list[Letter]:
    query = select(Letter).where(
        Letter.cycle == letter.cycle,
        Letter.recipient_body == letter.recipient_body,
        Letter.recipient_role == letter.recipient_role,
        col(Letter.contact).is_(None),
        Letter.at == letter.at,
        Letter.state == LetterState.RELEASED,
        col(Letter.told_in).is_(None),
        Letter.attempts == 0,
        col(Letter.drafted_from).is_(None),
        col(Letter.kind).in_(list(FOLDABLE)),
    )
    return list(session.exec(query.order_by(col(Letter.number)).with_for_update()).all())


def _bound(session: Session, letter: Letter, found: list[Letter], domain: str) -> str:
    """Bind them into a digest. Its key, and so its Message-ID, follows from what it tells, not from who was quicker."""
    same = (Letter.recipient_body == letter.recipient_body, Letter.recipient_role == letter.recipient_role)
    told_before = select(Letter.key).where(Letter.cycle == letter.cycle, Letter.kind == LetterKind.DIGEST, *same)
    earlier = session.exec(told_before.where(Letter.at == letter.at)).all()
    cause = f"{letter.at:%Y%m%dT%H%M%S%f}" + (f".{len(earlier) + 1}" if earlier else "")
    role = f"{letter.recipient_body}.{letter.recipient_role}"
    key = letter_key(cycle_id(letter.cycle), LetterKind.DIGEST, cause, role)
    session.add(
        Letter(
            key=key,
            message_id=message_id(key, domain),
            cycle=letter.cycle,
            workflow_id=cycle_id(letter.cycle),
            step="",
            kind=LetterKind.DIGEST,
            formal=False,
            cause=letter.key,
            recipient_body=letter.recipient_body,
            recipient_role=letter.recipient_role,
            at=letter.at,
            state=LetterState.RELEASED,
            facts=LetterFacts().model_dump(mode="json", exclude_defaults=True),
            drafted_at=letter.at,
        )
    )
    for each in found:
        each.told_in = key
        session.add(each)
    return key
