"""Letters that a person looks at before they leave: shown as they would leave now, written as drafts, tried out.

A draft is the finished message, kept with its hash: what was looked at is what leaves. It is written anew when its
recipient or a date it speaks of has become another, and when a person asks for it after a text has changed.
"""

import difflib
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesParser

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from activities import invited
from activities.books import open_book
from activities.drafting import Draft, Drafting, Reading, facts_of, rendered
from activities.links import keep_links
from activities.outbox import WAITING
from desk.acting import check_actor
from desk.acts.letters import letter_numbered, usable_address
from desk.delivery import random_id, utc_now
from desk.record import cycle_there, step_named
from models.correspondence import Letter
from models.database import reading
from models.journal import JournalEntry
from models.vocabulary import Language, LetterState, message_id
from planning.acts import releasing
from planning.acts.permitted import NotPermitted
from rendering.kinds import state_words
from rendering.message import Envelope, Mailbox
from rendering.refusal import Unrenderable
from rendering.trial import as_trial, without_link

_TO_WRITE = WAITING | {LetterState.RELEASED, LetterState.REFUSED}
"""States of letters that have still to be written, or would be written anew."""


@dataclass(frozen=True)
class Preview:
    """One letter as its recipient sees it. `stored` is False when it was written only to be looked at."""

    number: int
    address: str
    message: bytes
    stored: bool
    outdated: bool = False  # a draft that will be written anew: its recipient or a date is another by now


@dataclass(frozen=True)
class Written:
    """One draft that was written, and what differs from the one before (none: the first, or the same)."""

    number: int
    address: str
    lines: tuple[str, ...] = ()


class Drafts:
    """What can be done about letters before they leave. Methods raise Unknown, NotPermitted or Unrenderable."""

    def __init__(
        self,
        *,
        engine: Engine,
        drafting: Drafting,
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = random_id,
    ) -> None:
        self._engine = engine
        self._drafting = drafting
        self._clock = clock
        self._new_id = new_id

    def preview(self, number: int) -> Preview:
        """Return the letter as it left or will leave; one that is not written yet is written to be looked at."""
        with Session(reading(self._engine)) as session:
            letter = letter_numbered(session, number)
            if letter.message is not None:
                outdated = letter.state is LetterState.DRAFTED and self._is_outdated(session, letter)
                return Preview(number, letter.to_address or "", letter.message, stored=True, outdated=outdated)
            if letter.state not in _TO_WRITE:
                raise _never_written(letter)
            draft = rendered(self._drafting, self._read(session, letter))
            return Preview(number, draft.address, draft.message, stored=False)

    def draft(self, cycle: str, step: str, *, by: str) -> tuple[Written, ...]:
        """Write the held letters of a step that are no drafts yet; raises NotPermitted when there are none."""
        return self._write(cycle, step, by, "letters_drafted", lambda _, letter: letter.state is LetterState.HELD)

    def regenerate(self, cycle: str, step: str, *, by: str) -> tuple[Written, ...]:
        """Write the drafts of a step anew, by the texts of today; who had asked for their release must ask again."""
        return self._write(cycle, step, by, "drafts_regenerated", lambda _, letter: letter.state is LetterState.DRAFTED)

    def differences(self, cycle: str, step: str) -> tuple[Written, ...]:
        """Return what `regenerate` would change, and change nothing; raises NotPermitted when there are no drafts."""
        with Session(reading(self._engine)) as session:
            rows = [row for row in _waiting(session, cycle, step) if row.state is LetterState.DRAFTED]
            if not rows:
                raise _none("drafts_regenerated", cycle, step)
            drafts = [(row, self._drafted(session, row)[0]) for row in rows]
            return tuple(
                Written(row.number or 0, draft.address, tuple(_difference(row, draft))) for row, draft in drafts
            )

    def renew(self, cycle: str, step: str, *, by: str) -> tuple[Written, ...]:
        """Write anew those drafts of a step whose recipient or dates have become others; most often none."""
        return self._write(cycle, step, by, "drafts_renewed", self._is_outdated, optional=True)

    def trial(self, number: int, to: str, *, by: str) -> tuple[str, bytes]:
        """Return address and message of a test of this letter, to be handed to the wire."""
        check_actor(by)
        shown, address = self.preview(number), usable_address(to)
        with Session(reading(self._engine)) as session:
            letter = letter_numbered(session, number)
            read = self._sender(session, letter)
        id_ = message_id(f"test:{self._new_id()}", self._drafting.domain)
        box = Mailbox(name="", address=address)
        envelope = Envelope(
            key=id_, message_id=id_, at=self._clock(), language=_language(shown.message), sender=read, recipient=box,
            reply_to=read,
        )  # fmt: skip
        return address, as_trial(shown.message, envelope)

    def tried(self, number: int, to: str, *, by: str) -> None:
        """Note in the journal that a test has left."""
        with Session(self._engine) as session, session.begin():
            letter = letter_numbered(session, number)
            session.add(self._line(letter.cycle, letter.step, "letter_tested", by, f"nr. {number}", to))

    def _write(
        self,
        cycle: str,
        step: str,
        by: str,
        event: str,
        wanted: Callable[[Session, Letter], bool],
        *,
        optional: bool = False,
    ) -> tuple[Written, ...]:
        check_actor(by)
        with Session(reading(self._engine)) as session:
            chosen = [each for each in _waiting(session, cycle, step) if wanted(session, each)]
            if not chosen and optional:
                return ()
            if not chosen:
                raise _none(event, cycle, step)
            drafts = {letter.key: self._drafted(session, letter) for letter in chosen}
        return self._store(cycle, step, by, event, drafts)

    def _store(
        self, cycle: str, step: str, by: str, event: str, drafts: dict[str, tuple[Draft, str]]
    ) -> tuple[Written, ...]:
        """Keep the drafts, in one transaction; what left or was released meanwhile stays as it is."""
        with Session(self._engine) as session, session.begin():
            query = select(Letter).where(col(Letter.key).in_(list(drafts))).order_by(col(Letter.number))
            rows = [each for each in session.exec(query.with_for_update()).all() if each.state in WAITING]
            written = tuple(_kept(session, row, *drafts[row.key], self._clock()) for row in rows)
            session.add(self._line(cycle, step, event, by, str(len(written)), None))
            return written

    def _drafted(self, session: Session, letter: Letter) -> tuple[Draft, str]:
        read = self._read(session, letter)
        return rendered(self._drafting, read), facts_of(read)

    def _is_outdated(self, session: Session, letter: Letter) -> bool:
        if letter.state is not LetterState.DRAFTED:
            return False
        return facts_of(self._read(session, letter)) != letter.drafted_from

    def _read(self, session: Session, letter: Letter) -> Reading:
        now = self._clock()
        book = open_book(session, letter.cycle)
        to = invited.holder(session, letter, book.workdays.civil(now).date())
        if to is None:
            role = f"{letter.recipient_body}.{letter.recipient_role}"
            raise Unrenderable(
                f"Brev nr. {letter.number}: {role} har ingen adresse. Tilføj kontakten.",
                f"Letter no. {letter.number}: {role} has no address. Add the contact.",
            )
        try:
            return self._drafting.read(session, letter, book, to, now)
        except Unrenderable as error:
            said = error.sentence
            raise Unrenderable(
                f"Brev nr. {letter.number}: {said.da}", f"Letter no. {letter.number}: {said.en}"
            ) from error

    def _sender(self, session: Session, letter: Letter) -> Mailbox:
        name = open_book(session, letter.cycle).definition.cycle.secretariat
        return Mailbox(name=name, address=self._drafting.sender.address)

    def _line(self, cycle: str, step: str, event: str, by: str, after: str, note: str | None) -> JournalEntry:
        return JournalEntry(
            cycle=cycle, workflow_id=f"desk:{self._new_id()}", event=event, by=by, at=self._clock(), after=after,
            note=note, about=step,
        )  # fmt: skip


def _waiting(session: Session, cycle: str, step: str) -> Sequence[Letter]:
    cycle_there(session, cycle)
    step_named(session, cycle, step)
    query = select(Letter).where(Letter.cycle == cycle, Letter.step == step, col(Letter.state).in_(list(WAITING)))
    return session.exec(query.order_by(col(Letter.number))).all()


def _kept(session: Session, row: Letter, draft: Draft, facts: str, now: datetime) -> Written:
    """Store a draft; who asked for the release of another one has not seen this."""
    lines = tuple(_difference(row, draft)) if row.message else ()
    if lines or not row.message:
        row.asked_by = row.asked_at = None
    row.state, row.drafted_at, row.drafted_from = LetterState.DRAFTED, now, facts
    row.to_address, row.to_name, row.subject, row.refers_to = draft.address, draft.name, draft.subject, draft.refers_to
    keep_links(session, row, draft.tokens, now)
    row.message, row.sha256 = draft.message, hashlib.sha256(draft.message).hexdigest()
    session.add(row)
    return Written(row.number or 0, draft.address, lines)


def _difference(row: Letter, draft: Draft) -> Iterable[str]:
    before, after = _readable(row.message or b""), _readable(draft.message)
    name = str(row.number)
    return difflib.unified_diff(before, after, name, name, lineterm="", n=1)


def _readable(message: bytes) -> list[str]:
    """What a person compares: recipient, subject, the text, and the names and sizes of what travels with it."""
    whole = BytesParser(policy=policy.default).parsebytes(message)
    body = whole.get_body(("plain",))
    files = [
        f"[{part.get_filename()}, {hashlib.sha256(part.get_payload(decode=True) or b'').hexdigest()[:8]}]"  # type: ignore[arg-type]  # -- bytes: it was asked to decode
        for part in whole.iter_attachments()
    ]
    heads = [f"{name}: {whole[name]}" for name in ("To", "Reply-To", "Subject")]
    return [*heads, *files, "", *(without_link(str(body.get_content())).splitlines() if body else ())]


def _language(message: bytes) -> Language:
    whole = BytesParser(policy=policy.default).parsebytes(message, headersonly=True)
    return Language(str(whole["Content-Language"] or Language.DA))


def _never_written(letter: Letter) -> NotPermitted:
    da, en = (state_words(letter.state, each) for each in (Language.DA, Language.EN))
    return NotPermitted(
        f"Brev nr. {letter.number} er »{da}« og blev aldrig skrevet; der er intet at vise.",
        f"Letter no. {letter.number} is “{en}” and was never written; there is nothing to show.",
    )


def _none(event: str, cycle: str, step: str) -> NotPermitted:
    if event == "letters_drafted":
        return releasing.nothing_held(cycle, step)
    return NotPermitted(
        "Trinnet har ingen kladder. Skriv dem først, så de kan ses igennem.",
        "The step has no drafts. Write them first, so that they can be looked through.",
    )
