"""Acts drawn by a dice, given at a desk that cannot reach the engine."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from random import Random

from sqlmodel import col

from desk.answers import Done, Unknown
from models.acts import Addition
from models.journal import Command
from models.vocabulary import CommandState, Outcome
from planning.acts.permitted import NotPermitted
from tests.desk.counter import BY, SLUG, Counter
from tests.papers import PLAN

BODIES = ("TMU", "ØU")
OWED = (("plan", "TMU"), ("plan", "ØU"), ("economy", "TMU"))
MET = (("reading", "BIU"), ("committees", "TMU"), ("committees", "ØU"), ("council", "BR"))
MOVED = ("economy", "plan", "workshop", "reading", "committees", "council", "hearing")


class Outage:
    """A dice, and what became of its acts."""

    def __init__(self, counter: Counter, seed: int) -> None:
        self._counter, self._dice = counter, Random(seed)
        self.acknowledged = 0

    async def act(self, number: int) -> None:
        """Try so many acts; some are refused at the desk, where the person hears of it."""
        for _ in range(number):
            try:
                done = await self._draw()
            except (NotPermitted, Unknown):
                continue
            assert not done.delivered
            self.acknowledged += 1

    def refused_on_delivery(self) -> list[tuple[str, str | None]]:
        """Return what was acknowledged and then refused."""
        rows = self._counter.rows(Command, col(Command.number))
        return [(f"{row.name} {row.workflow_id}", row.answer_en) for row in rows if row.state is CommandState.REFUSED]

    def _draw(self) -> Awaitable[Done]:
        about_owed, about_met = (self._owed,) * 7, (self._met,) * 2
        return self._dice.choice((*about_owed, *about_met, self._heard, self._moved, self._year))()

    def _owed(self) -> Awaitable[Done]:
        desk, (step, body), until = self._counter.desk, self._dice.choice(OWED), self._day(1, 40)
        acts: tuple[Callable[[], Awaitable[Done]], ...] = (
            lambda: desk.submit(SLUG, step, body, PLAN, "plan.pdf", by=body),
            lambda: desk.submit(SLUG, step, body, PLAN, "plan.pdf", by=body),
            lambda: desk.extend(SLUG, step, body, until, "møde", override=self._dice.random() < 0.5, by=BY),
            lambda: desk.request_extension(SLUG, step, body, until, "møde", by=body),
            lambda: desk.refuse_extension(SLUG, step, body, "for sent", by=BY),
            lambda: desk.send_back(SLUG, step, body, until, "mål mangler", by=BY),
            lambda: desk.accept(SLUG, step, body, by=BY),
            lambda: desk.waive(SLUG, step, body, "uden relevans", by=BY),
        )
        return self._dice.choice(acts)()

    def _met(self) -> Awaitable[Done]:
        step, body = self._dice.choice(MET)
        outcome = self._dice.choice(list(Outcome))
        added = outcome is Outcome.APPROVED_WITH_ADDITION
        return self._counter.desk.decide(
            SLUG,
            step,
            body,
            outcome,
            addition=Addition(text="tilføjelse", owner="TMU", due=self._day(5, 30)) if added else None,
            amendments=("ændring",) if outcome is Outcome.APPROVED_WITH_AMENDMENTS else (),
            by=BY,
        )

    def _heard(self) -> Awaitable[Done]:
        if self._dice.random() < 0.3:
            return self._counter.desk.close_hearing(SLUG, "hearing", by=BY)
        return self._counter.desk.respond(SLUG, "hearing", "citizens", "lokaludvalg", text="ja", by=BY)

    def _moved(self) -> Awaitable[Done]:
        return self._counter.desk.move(SLUG, self._dice.choice(MOVED), self._day(1, 60), by=BY)

    def _year(self) -> Awaitable[Done]:
        desk = self._counter.desk
        if self._dice.random() < 0.05:
            return desk.cancel(SLUG, "politikken er trukket", by=BY)
        return desk.pause(SLUG, by=BY) if self._dice.random() < 0.5 else desk.resume(SLUG, by=BY)

    def _day(self, first: int, last: int) -> date:
        return self._counter.at.date() + timedelta(days=self._dice.randint(first, last))
