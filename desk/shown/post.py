"""The outbox as a page shows it: some letters at a time, and what hangs together with one of them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from activities.outbox import WAITING
from desk.acts.letters import answered_for
from desk.shown.rows import LetterInFull, LetterRow
from models.correspondence import Letter, LetterLook
from models.cycles import Step
from models.links import LetterLink
from models.schedule import Text
from models.vocabulary import LetterKind, LetterState

PAGE = 100
"""Letters on a page."""


@dataclass(frozen=True)
class Wanted:
    """Which letters are wanted; what is empty is not asked for. `to`: a body's code, or a part of an address."""

    cycle: str = ""
    step: str = ""
    kind: LetterKind | None = None
    state: LetterState | None = None
    to: str = ""


@dataclass(frozen=True)
class Letters:
    """Some letters, the latest decided first, and how many there are of each state."""

    rows: tuple[LetterRow, ...]
    counts: dict[LetterState, int]
    total: int


@dataclass(frozen=True)
class Around:
    """What hangs together with a letter: its neighbours that wait in the same step, and what became of it.

    `before` and `after` are numbers of letters; `place` of `count` is its own among those that wait (0: it does not).
    `earlier` is the letter that it refers to, `later` those that refer to it. `has_link`: a link in it works.
    `answered`: a person has said what becomes of it, and the engine has not heard it yet.
    """

    place: int
    count: int
    before: int | None
    after: int | None
    earlier: int | None
    later: tuple[int, ...]
    has_link: bool
    answered: bool
    looked_by: tuple[str, ...]


def letters(session: Session, wanted: Wanted | None = None, page: int = 0) -> Letters:
    """Return one page of the letters that are wanted (None: of all)."""
    wanted = wanted or Wanted()
    where = list(_where(wanted))
    counted = session.connection().execute(
        select(col(Letter.state), func.count()).where(*where).group_by(col(Letter.state))
    )
    counts = {found: count for found, count in counted}
    alike = [col(Letter.state) == wanted.state] if wanted.state else []
    order = (col(Letter.at).desc(), col(Letter.number).desc())
    # Numbers first: what stands behind the message in a row is read for the letters of this page only.
    numbers = select(col(Letter.number)).where(*where, *alike).order_by(*order).limit(PAGE).offset(page * PAGE)
    shown = [number for (number,) in session.connection().execute(numbers)]
    question = select(*_columns()).where(col(Letter.number).in_(shown)).order_by(*order)
    return Letters(
        rows=tuple(LetterRow(**row) for row in session.connection().execute(question).mappings()),
        counts={each: counts[each] for each in LetterState if each in counts},
        total=counts.get(wanted.state, 0) if wanted.state else sum(counts.values()),
    )


def steps(session: Session, cycle: str = "") -> dict[str, Text]:
    """Return the titles of the steps of a cycle, or of all, by their keys in the order of the year."""
    question = select(col(Step.key), col(Step.title_da), col(Step.title_en)).order_by(col(Step.position))
    found = session.connection().execute(question.where(col(Step.cycle) == cycle) if cycle else question)
    titles: dict[str, Text] = {}
    for key, da, en in found:
        titles.setdefault(key, Text(da=da, en=en))
    return titles


def around(session: Session, letter: LetterInFull, now: datetime) -> Around:
    """Return what hangs together with this letter."""
    waiting = _waiting(session, letter) if letter.state in WAITING else []
    place = waiting.index(letter.number) if letter.number in waiting else -1
    return Around(
        place=place + 1,
        count=len(waiting),
        before=waiting[place - 1] if place > 0 else None,
        after=waiting[place + 1] if 0 <= place < len(waiting) - 1 else None,
        earlier=next(iter(_numbers(session, col(Letter.message_id) == letter.refers_to)), None),
        later=_numbers(
            session,
            col(Letter.workflow_id) == letter.workflow_id,
            col(Letter.kind) == letter.kind,
            col(Letter.refers_to) == letter.message_id,
            col(Letter.number) > letter.number,
        ),
        has_link=_has_link(session, letter.key, now),
        answered=letter.key in answered_for(session, letter.cycle),
        looked_by=_lookers(session, letter),
    )


def _where(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.cycle:
        yield col(Letter.cycle) == wanted.cycle
    if wanted.step:
        yield col(Letter.step) == wanted.step
    if wanted.kind:
        yield col(Letter.kind) == wanted.kind
    if wanted.to:
        # Not LIKE alone: SQLite folds only a–z, and a committee is called ØU.
        codes = {wanted.to, wanted.to.upper()}
        address = col(Letter.to_address).icontains(wanted.to, autoescape=True)
        yield or_(col(Letter.recipient_body).in_(codes), address)


def _columns() -> list[Any]:
    return [getattr(Letter, field.name) for field in fields(LetterRow)]


def _waiting(session: Session, letter: LetterInFull) -> list[int]:
    in_the_step = (col(Letter.cycle) == letter.cycle, col(Letter.step) == letter.step)
    return list(_numbers(session, *in_the_step, col(Letter.state).in_(list(WAITING))))


def _numbers(session: Session, *where: ColumnElement[bool]) -> tuple[int, ...]:
    question = select(col(Letter.number)).where(*where).order_by(col(Letter.number))
    return tuple(number for (number,) in session.connection().execute(question) if number)


def _has_link(session: Session, key: str, now: datetime) -> bool:
    question = select(col(LetterLink.token_sha256)).where(
        col(LetterLink.letter) == key, col(LetterLink.revoked_at).is_(None), col(LetterLink.ends_at) > now
    )
    return session.connection().execute(question.limit(1)).first() is not None


def _lookers(session: Session, letter: LetterInFull) -> tuple[str, ...]:
    question = select(col(LetterLook.by)).where(
        col(LetterLook.letter) == letter.key, col(LetterLook.sha256) == letter.sha256
    )
    return tuple(by for (by,) in session.connection().execute(question.order_by(col(LetterLook.by))))
