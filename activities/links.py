"""Links of letters: made when a letter is written, kept with its bytes, taken back when it is written anew.

A link is a random token; the record has its hash (docs/decisions/0011).
"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.correspondence import Letter
from models.links import LetterLink, LinkPurpose
from models.vocabulary import Language, LetterKind, Role

LIVES = {LinkPurpose.ACKNOWLEDGE: timedelta(days=180), LinkPurpose.COMMITTEE: timedelta(days=365)}
"""For how long a recipient can say that a letter has arrived, and act for the committee."""

PATHS = {LinkPurpose.ACKNOWLEDGE: "letters", LinkPurpose.COMMITTEE: "committee"}
"""Below the office's public address."""

_ABOUT_THEIRS = frozenset(
    {
        LetterKind.CHALLENGE,
        LetterKind.REMINDER_FIRST,
        LetterKind.REMINDER,
        LetterKind.REMINDER_LAST,
        LetterKind.DUE_TODAY,
        LetterKind.OVERDUE,
        LetterKind.RECEIPT,
        LetterKind.EXTENSION_GRANTED,
        LetterKind.EXTENSION_REFUSED,
        LetterKind.RETURNED,
        LetterKind.OBLIGATION,
        LetterKind.DATE_MOVED,
    }
)
_INVITING = frozenset({LetterKind.INVITATION, LetterKind.INVITATION_CHANGED})
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Tokens:
    """The secrets of the links that stand in one letter; None: it has no such link."""

    acknowledge: str | None = None
    committee: str | None = None

    def given(self) -> Iterator[tuple[LinkPurpose, str]]:
        """Yield what each is for."""
        for purpose in LinkPurpose:
            if token := getattr(self, purpose.value):
                yield purpose, token


NO_LINKS = Tokens()


def leads_to_the_committee(letter: Letter) -> bool:
    """Whether a letter has the link to the committee's page: one to its secretary that asks for something of theirs."""
    if letter.recipient_role is not Role.SECRETARY:
        return False
    return letter.kind in _INVITING or (letter.kind in _ABOUT_THEIRS and letter.body == letter.recipient_body)


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hash_of(token: str) -> str:
    """Return what the record keeps of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def url_of(base: str, purpose: LinkPurpose, token: str | None, language: Language = Language.DA) -> str:
    """Return the address that stands in a letter of this language; nothing without a token."""
    wish = "" if language is Language.DA else f"?lang={language}"
    return f"{base.rstrip('/')}/{PATHS[purpose]}/{token}{wish}" if token else ""


def keep_links(session: Session, letter: Letter, tokens: Tokens, now: datetime) -> None:
    """Keep the links of a letter that is written now, and take back those of its earlier writings."""
    given = [(purpose, token) for purpose, token in tokens.given() if session.get(LetterLink, hash_of(token)) is None]
    for purpose, token in given:
        earlier = [each for each in links_of(session, letter.key) if each.purpose is purpose]
        revoke(session, earlier, "–", now)
        session.add(
            LetterLink(
                token_sha256=hash_of(token),
                letter=letter.key,
                body=letter.recipient_body,
                purpose=purpose,
                version=len(earlier) + 1,
                made_at=now,
                ends_at=now + LIVES[purpose],
            )
        )


def links_of(session: Session, letter: str) -> list[LetterLink]:
    """Return the links of a letter, by its key, in the order of its writings."""
    query = select(LetterLink).where(LetterLink.letter == letter).order_by(col(LetterLink.version))
    return list(session.exec(query).all())


def revoke(session: Session, links: list[LetterLink], by: str, now: datetime) -> int:
    """Take back those of the links that have not been; return how many."""
    standing = [each for each in links if each.revoked_at is None]
    for each in standing:
        each.revoked_at, each.revoked_by = now, by
        session.add(each)
    return len(standing)
