"""Who takes part in a cycle: bodies, the contacts of their roles, and substitutes."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from models.types import AT_COMMIT, Row, Word, known
from models.vocabulary import Language, Role


class Body(Row, table=True):
    """A committee, the council or another body, as one cycle knows it. `ascii` names it in file names."""

    __tablename__ = "body"

    cycle: str = Field(primary_key=True, sa_column_args=[known("cycle.slug")])
    code: str = Field(primary_key=True)
    name_da: str
    name_en: str
    administration_da: str | None = None
    administration_en: str | None = None
    language: Language = Field(default=Language.DA, sa_type=Word(Language))
    ascii: str


class Contact(Row, table=True):
    """Whom a role of a body stands for: `code` is 01, 02 … within the role.

    Respondents of a hearing have their class as `body` and the hearing's step as `step`, which is empty for all others.
    """

    __tablename__ = "contact"

    cycle: str = Field(primary_key=True, sa_column_args=[known("cycle.slug")])
    body: str = Field(primary_key=True)
    role: Role = Field(primary_key=True, sa_type=Word(Role))
    code: str = Field(default="01", primary_key=True)
    step: str = Field(default="", primary_key=True)
    name: str
    address: str
    language: Language | None = Field(default=None, sa_type=Word(Language))


class Substitute(Row, table=True):
    """Who stands in for a role of a body from a day to a day, both included."""

    __tablename__ = "substitute"
    __table_args__ = (ForeignKeyConstraint(["cycle", "body"], ["body.cycle", "body.code"], **AT_COMMIT),)

    id: int | None = Field(default=None, primary_key=True)
    cycle: str
    body: str
    role: Role = Field(sa_type=Word(Role))
    name: str
    address: str
    language: Language | None = Field(default=None, sa_type=Word(Language))
    from_day: date
    to_day: date
    by: str
