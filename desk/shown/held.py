"""Letters of a step that wait for a release: who has looked at them, who has asked, and who may let them leave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from activities.outbox import WAITING
from desk.acting import check_actor
from desk.acts.letters import answered_for, letter_numbered
from desk.delivery import utc_now
from desk.loading import LIVE
from desk.record import cycle_named, step_named, year_of
from desk.shown.rows import LetterRow
from models.correspondence import Letter, LetterLook
from models.cycles import Cycle, Step
from models.schedule import Text
from models.vocabulary import LetterState, cycle_id
from planning.acts import releasing
from planning.acts.permitted import NotPermitted

MOST = 300
"""Held letters that a page lists; a release of all is of all, and the others are found in the outbox."""


@dataclass(frozen=True)
class HeldStep:
    """A step with letters that wait; `asked_by` are those who have asked for their release."""

    cycle: str
    step: str
    title: Text
    count: int
    asked_by: tuple[str, ...]


@dataclass(frozen=True)
class HeldLetter:
    """A letter that waits; `looked`: whether who asks has looked at what it says now."""

    row: LetterRow
    asked_at: datetime | None
    looked: bool


@dataclass(frozen=True)
class Holding:
    """The letters of one step for somebody who may release them.

    `held` are at most `MOST` of `count`. `told` have been released, and the engine has not heard it yet. `counts` are
    those of the step by state.
    """

    cycle: str
    step: str
    title: Text
    four_eyes: bool
    held: tuple[HeldLetter, ...]
    count: int
    told: int
    counts: dict[LetterState, int]
    by: str

    @property
    def about(self) -> str:
        """The workflow that a release goes to."""
        return cycle_id(self.cycle)

    @property
    def drafts(self) -> int:
        """How many are written already."""
        return sum(each.row.state is LetterState.DRAFTED for each in self.held)

    @property
    def unseen(self) -> int:
        """How many drafts who asks has not looked at."""
        return sum(each.row.state is LetterState.DRAFTED and not each.looked for each in self.held)

    @property
    def begins(self) -> int:
        """The number of the letter to look at first: the first draft that has not been looked at."""
        drafts = [each for each in self.held if each.row.state is LetterState.DRAFTED]
        return next((each.row.number for each in drafts if not each.looked), self.held[0].row.number)

    @property
    def asked_by(self) -> tuple[str, ...]:
        """Who has asked for the release of some of them."""
        return tuple(sorted({each.row.asked_by for each in self.held if each.row.asked_by}))

    @property
    def asked_at(self) -> datetime | None:
        """When it was asked first."""
        return min((each.asked_at for each in self.held if each.asked_at), default=None)

    @property
    def waits_for_another(self) -> bool:
        """Whether the next word must be somebody else's: who asks has asked for all of them already."""
        names = [each.row.asked_by for each in self.held]
        return self.four_eyes and bool(names) and all(name and releasing.same_person(name, self.by) for name in names)

    @property
    def is_second(self) -> bool:
        """Whether another person has asked for all of them, so that one more word lets them leave."""
        names = [each.row.asked_by for each in self.held]
        every = all(name and not releasing.same_person(name, self.by) for name in names)
        return self.four_eyes and bool(names) and every

    @property
    def leaving(self) -> int:
        """How many are on their way to the wire."""
        on_the_way = (LetterState.RELEASED, LetterState.SENDING)
        return self.told + sum(self.counts.get(state, 0) for state in on_the_way)


class Looks:
    """Remembers who has looked at what. Methods raise Unknown or NotPermitted."""

    def __init__(self, *, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    def looked(self, number: int, sha256: str, *, by: str) -> Text:
        """Note that `by` has looked at the draft with this hash: at no other, should it have been written anew."""
        check_actor(by)
        with Session(self._engine) as session, session.begin():
            letter = letter_numbered(session, number)
            if letter.state is not LetterState.DRAFTED or letter.sha256 != sha256:
                raise _another(number)
            session.merge(LetterLook(letter=letter.key, by=by, sha256=sha256, at=self._clock()))
        return Text(da=f"Brev nr. {number} er set igennem.", en=f"Letter no. {number} has been looked through.")


def held_steps(session: Session) -> tuple[HeldStep, ...]:
    """List the steps of live years with letters that wait, in the order of the year."""
    live = select(col(Cycle.slug)).where(col(Cycle.stage).in_(LIVE))
    key = (col(Letter.cycle), col(Letter.step))
    counted = (
        select(*key, col(Letter.asked_by), func.count())
        .where(col(Letter.cycle).in_(live), col(Letter.state).in_(list(WAITING)))
        .group_by(*key, col(Letter.asked_by))
    )
    found: dict[tuple[str, str], dict[str | None, int]] = {}
    for cycle, step, asked, count in session.connection().execute(counted):
        found.setdefault((cycle, step), {})[asked] = count
    titles = _titles(session)
    return tuple(
        HeldStep(*place, titles[place], sum(names.values()), tuple(sorted(name for name in names if name)))
        for place in titles
        if (names := found.get(place))
    )


def holding(session: Session, cycle: str, step: str, by: str) -> Holding:
    """Return what waits in a step, for somebody; raises Unknown."""
    year = year_of(cycle_named(session, cycle))
    step_named(session, cycle, step)
    found = session.get_one(Step, (cycle, step))
    mine = (col(Letter.cycle) == cycle, col(Letter.step) == step)
    counted = session.connection().execute(
        select(col(Letter.state), func.count()).where(*mine).group_by(col(Letter.state))
    )
    counts = {state: count for state, count in counted}
    waiting = sum(counts.get(state, 0) for state in WAITING)
    told = _told(session, cycle, step)
    return Holding(
        cycle=cycle,
        step=step,
        title=Text(da=found.title_da, en=found.title_en),
        four_eyes=year.four_eyes,
        held=_held(session, cycle, step, by, told),
        count=waiting - len(told),
        told=len(told),
        counts=counts,
        by=by,
    )


def _held(session: Session, cycle: str, step: str, by: str, told: Sequence[str]) -> tuple[HeldLetter, ...]:
    columns = [getattr(Letter, field.name) for field in fields(LetterRow)]
    looked = select(col(LetterLook.letter), col(LetterLook.sha256)).where(col(LetterLook.by) == by).subquery("looked")
    same = (looked.c.letter == col(Letter.key)) & (looked.c.sha256 == col(Letter.sha256))
    question = (
        select(*columns, col(Letter.asked_at), looked.c.letter.label("looked"))
        .outerjoin(looked, same)
        .where(col(Letter.cycle) == cycle, col(Letter.step) == step, col(Letter.state).in_(list(WAITING)))
        .where(col(Letter.key).not_in(told))
        .order_by(col(Letter.number))
        .limit(MOST)
    )
    rows = [dict(row) for row in session.connection().execute(question).mappings()]
    return tuple(
        HeldLetter(asked_at=row.pop("asked_at"), looked=row.pop("looked") is not None, row=LetterRow(**row))
        for row in rows
    )


def _told(session: Session, cycle: str, step: str) -> list[str]:
    """The keys of letters of the step whose release is stored, and not with the engine yet."""
    answered = answered_for(session, cycle)
    if not answered:
        return []
    question = select(col(Letter.key)).where(
        col(Letter.key).in_(answered), col(Letter.step) == step, col(Letter.state).in_(list(WAITING))
    )
    return [key for (key,) in session.connection().execute(question)]


def _titles(session: Session) -> dict[tuple[str, str], Text]:
    question = select(col(Step.cycle), col(Step.key), col(Step.title_da), col(Step.title_en))
    found = session.connection().execute(question.order_by(col(Step.cycle), col(Step.position)))
    return {(cycle, key): Text(da=da, en=en) for cycle, key, da, en in found}


def _another(number: int) -> NotPermitted:
    return NotPermitted(
        f"Brev nr. {number} er ikke længere den kladde, der blev vist. Se det igen.",
        f"Letter no. {number} is no longer the draft that was shown. Look at it again.",
    )
