"""Links in letters: to say that a letter has arrived, and to the committee's own page; of every token its hash."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from models.types import Moment, Row, Word, known


class LinkPurpose(StrEnum):
    """What whoever has the link can do."""

    ACKNOWLEDGE = "acknowledge"
    COMMITTEE = "committee"  # everything that the letter's committee can do in the letter's year


class LetterLink(Row, table=True):
    """A link to one letter: whose, for what, and in which writing of the letter (1, 2 …) it stands.

    It works until `ends_at`, or until it is revoked: by a person, or because the letter was written anew.
    """

    __tablename__ = "letter_link"

    token_sha256: str = Field(primary_key=True)
    letter: str = Field(sa_column_args=[known("letter.key")], index=True)
    body: str
    purpose: LinkPurpose = Field(sa_type=Word(LinkPurpose))
    version: int
    made_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_by: str | None = None
