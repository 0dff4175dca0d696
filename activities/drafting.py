"""From a row of the outbox to finished bytes: what is read, then what is rendered without the database."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from activities import digesting, enclosures, packing, particulars, telling
from activities.addressing import Addressee
from activities.books import Book
from activities.links import NO_LINKS, Tokens, leads_to_the_committee, new_token, url_of
from activities.particulars import Particulars
from activities.pdf_words import PdfWords
from activities.told_facts import facts_hash
from models.correspondence import Letter
from models.links import LinkPurpose
from models.types import one_of
from models.vocabulary import LetterKind
from planning.papers import packs
from rendering.context import Item, LetterContext
from rendering.letters import Letters
from rendering.message import Attachment, Envelope, Mailbox, compose

_ROOTS = (LetterKind.CHALLENGE, LetterKind.OBLIGATION, LetterKind.INVITATION, LetterKind.HEARING_INVITATION)
"""Letters that begin a conversation: what follows to the same recipient about the same matter is threaded to them."""


# Built once: to build a statement takes longer than to run it, and every letter asks this.
_OF_CHILD = col(Letter.workflow_id) == bindparam("workflow_id")
_BEGINNING = (
    columns(col(Letter.message_id))
    .where(
        col(Letter.cycle) == bindparam("cycle"),
        col(Letter.recipient_body) == bindparam("body"),
        col(Letter.recipient_role) == bindparam("role"),
        col(Letter.contact).is_not_distinct_from(bindparam("contact")),
        one_of(col(Letter.kind), _ROOTS),
        col(Letter.at) < bindparam("at"),
    )
    .order_by(col(Letter.at), col(Letter.key))
    .limit(1)
)
_BEGAN_ALONE = _BEGINNING.where(_OF_CHILD)  # few letters, by an index
_BEGAN_IN_A_PACK = _BEGINNING.where(or_(_OF_CHILD, col(Letter.step) == bindparam("pack")))


_ASKING = frozenset({
    LetterKind.REMINDER_FIRST, LetterKind.REMINDER, LetterKind.REMINDER_LAST, LetterKind.DUE_TODAY, LetterKind.RETURNED,
    LetterKind.EXTENSION_GRANTED, LetterKind.EXTENSION_REFUSED, LetterKind.DATE_MOVED, LetterKind.HEARING_REMINDER,
})  # fmt: skip
"""Letters whose date is the recipient's own deadline: a receipt speaks of one that is met."""


@dataclass(frozen=True)
class Draft:
    """A finished message, and to whom."""

    address: str
    name: str
    subject: str
    message: bytes
    refers_to: str | None = None  # the Message-ID of the letter that this one follows
    tokens: Tokens = NO_LINKS  # of the links that stand in it


@dataclass(frozen=True)
class Reading:
    """What rendering needs, with the letter that this one follows."""

    about: Particulars
    refers_to: str | None
    tokens: Tokens = NO_LINKS
    told: tuple["Reading", ...] = ()  # of a digest: what it tells


class Drafting:
    """Knows the templates, in whose name letters leave, the domain of our ids, and where links lead (None: nowhere)."""

    def __init__(
        self, *, letters: Letters, sender: Mailbox, domain: str, limit: int = packs.LIMIT, links: str | None = None
    ) -> None:
        self.letters = letters
        self.sender = sender
        self.domain = domain
        self.links = links
        self.limit = limit  # how many bytes a letter with its pack may have
        self.pdf = PdfWords()

    def read(self, session: Session, letter: Letter, book: Book, to: Addressee, now: datetime) -> Reading:
        """Read everything that the letter says; raises Unrenderable."""
        about = particulars.gather(session, letter, book, to, book.workdays.civil(now).date())
        if letter.kind is LetterKind.DIGEST:
            told = tuple(self.read(session, each, book, to, now) for each in digesting.told(session, letter, now))
            follows = next((each.refers_to for each in told if each.refers_to), None)
            tokens = self._tokens(leads=any(each.tokens.committee for each in told))
            return Reading(about, letter.refers_to or follows, tokens, told)
        asked = letter.kind in book.definition.cycle.acknowledge
        tokens = self._tokens(asked=asked, leads=leads_to_the_committee(letter))
        return Reading(about, letter.refers_to or _root(session, letter, book), tokens)

    def _tokens(self, *, asked: bool = False, leads: bool = False) -> Tokens:
        if not self.links:
            return NO_LINKS
        return Tokens(new_token() if asked else None, new_token() if leads else None)


def stored(letter: Letter) -> Draft:
    """Return the message that a letter has already."""
    about = (letter.to_name or "", letter.subject or "", letter.message or b"", letter.refers_to)
    return Draft(letter.to_address or "", *about)


def rendered(drafting: Drafting, reading: Reading) -> Draft:
    """Return the finished message; raises Unrenderable. Its bytes follow from what was read alone."""
    context = _context(reading.about)
    if reading.told:
        context = digested(drafting, context, reading)
    if reading.tokens != NO_LINKS and drafting.links:
        arrived = url_of(drafting.links, LinkPurpose.ACKNOWLEDGE, reading.tokens.acknowledge)
        page = url_of(drafting.links, LinkPurpose.COMMITTEE, reading.tokens.committee, reading.about.language)
        context = replace(context, acknowledge_url=arrived, committee_url=page)
    return composed(drafting, reading, context)


def digested(drafting: Drafting, context: LetterContext, reading: Reading) -> LetterContext:
    """Return the context of a digest: what it tells, and the nearest of its deadlines that is still ahead."""
    asked = [each.about.facts.deadline for each in reading.told if each.about.letter.kind in _ASKING]
    ahead = [each for each in asked if each and each.at >= reading.about.letter.at]
    nearest = min(ahead, key=lambda deadline: deadline.at, default=None)
    items = tuple(_item(drafting, each) for each in reading.told)
    return replace(context, items=items, facts=context.facts.model_copy(update={"deadline": nearest}))


def _item(drafting: Drafting, told: Reading) -> Item:
    about = told.about
    subject, body = drafting.letters.in_digest(about.letter.kind, about.language, _context(about))
    return Item(title=subject, body=body)


def facts_of(reading: Reading) -> str:
    """Return the hash of the facts that the letter would be written from now; raises Unrenderable."""
    return facts_hash(reading.about, _context(reading.about))


def composed(drafting: Drafting, reading: Reading, context: LetterContext) -> Draft:
    """Return the finished message of this context; raises Unrenderable."""
    about = reading.about
    letter, to = about.letter, about.to
    sender = Mailbox(name=about.secretariat.name, address=drafting.sender.address)
    said = drafting.letters.render(letter.kind, about.language, context)
    papers = _pack(drafting, about, context) if letter.kind in packs.PACKS else ()
    enclosed = enclosures.enclosures(about, drafting.domain, sender, papers)
    envelope = Envelope(
        key=letter.key,
        message_id=letter.message_id,
        at=about.book.workdays.civil(letter.at),
        language=about.language,
        sender=sender,
        recipient=Mailbox(name=to.name, address=to.address),
        reply_to=Mailbox(name=about.secretariat.name, address=about.secretariat.address),
        in_reply_to=reading.refers_to,
        references=_threads(reading),
    )
    files = [enclosures.enclosures(each.about, drafting.domain, sender).attachments for each in reading.told]
    attachments = (*enclosed.attachments, *(file for each in files for file in each))
    message = compose(envelope, said, attachments, enclosed.invitation)
    return Draft(to.address, to.name, said.subject, message, reading.refers_to, reading.tokens)


def _threads(reading: Reading) -> tuple[str, ...]:
    """What a digest refers to: the thread of each letter that it tells, last the one that it answers to itself."""
    told = [each.refers_to for each in reading.told]
    return tuple(dict.fromkeys(each for each in (*told, reading.refers_to) if each)) if told else ()


def _context(about: Particulars) -> LetterContext:
    return telling.context(about, enclosures.titles(about))


def _pack(drafting: Drafting, about: Particulars, context: LetterContext) -> tuple[Attachment, ...]:
    """The formal letter and its papers; raises Incomplete when any pack of the step is not complete."""
    formal = packing.formal_letter(about, context, drafting.letters) if about.letter.body else ()
    size = len(context.body_text) * 4 + sum(len(each.content) * 2 for each in formal)
    pack = replace(packing.pack_of(about, drafting.pdf), other_bytes=size)
    packing.refuse_incomplete(about, pack, drafting.limit, drafting.pdf)
    return (*formal, *packing.attachments(about, pack))


def _root(session: Session, letter: Letter, book: Book) -> str | None:
    """The Message-ID of the letter that began this conversation: of the same child, or of the pack that asked."""
    pack = next((each.step.letter for each in book.timeline.steps if each.step.key == letter.step), None)
    asked = {
        "cycle": letter.cycle,
        "workflow_id": letter.workflow_id,
        "body": letter.recipient_body,
        "role": letter.recipient_role,
        "contact": letter.contact,
        "at": letter.at,
    }
    if pack is None:
        return session.connection().execute(_BEGAN_ALONE, asked).scalar()
    return session.connection().execute(_BEGAN_IN_A_PACK, {**asked, "pack": pack}).scalar()
