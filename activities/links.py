"""Links of letters: made when a letter is written, kept with its bytes, taken back when it is written anew.

A link is a random token; the record has its hash (docs/decisions/0011).
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.correspondence import Letter
from models.links import LetterLink, LinkPurpose

LIVES = timedelta(days=180)
"""For how long a recipient can say that a letter has arrived."""

PATH = "letters"
"""Below the office's public address."""

_TOKEN_BYTES = 32


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hash_of(token: str) -> str:
    """Return what the record keeps of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def url_of(base: str, token: str) -> str:
    """Return the address that stands in the letter."""
    return f"{base.rstrip('/')}/{PATH}/{token}"


def keep_link(session: Session, letter: Letter, token: str, now: datetime) -> None:
    """Keep the link of a letter that is written now, and take back those of its earlier writings."""
    if session.get(LetterLink, hash_of(token)) is not None:
        return
    earlier = links_of(session, letter.key)
    revoke(session, earlier, "–", now)
    session.add(
        LetterLink(
            token_sha256=hash_of(token),
            letter=letter.key,
            body=letter.recipient_body,
            purpose=LinkPurpose.ACKNOWLEDGE,
            version=len(earlier) + 1,
            made_at=now,
            ends_at=now + LIVES,
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
