"""Releasing held letters: together, by one person, or by two where the cycle wants four eyes."""

import asyncio
from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from activities.outbox import WAITING
from desk.acting import Acting, Prepared, check_actor
from desk.acts.letters import answered_for
from desk.answers import Done, Unknown
from desk.record import cycle_named, step_named, year_of
from desk.standing import year_standing
from models.acts import Release
from models.correspondence import Letter
from models.journal import JournalEntry
from models.schedule import Text
from planning.acts import permitted, releasing
from planning.acts.permitted import NotPermitted


class Releases(Acting):
    """What can be done about letters that wait for a person. Every method raises Unknown or NotPermitted."""

    async def release(self, cycle: str, step: str, *, numbers: Sequence[int] = (), reason: str = "", by: str) -> Done:
        """Release the held letters of a step, or only some of them (then with a reason).

        Where the cycle wants four eyes, the first person's word is noted and nothing leaves; the second one's lets
        all of them leave. A letter without a first word makes the second one a first for all that are meant.
        """
        command = self._new_id()

        def prepare(session: Session) -> Prepared:
            row, standing = year_standing(session, cycle)
            chosen = _chosen(session, cycle, step, numbers)
            why = reason.strip() or next((each.release_reason for each in chosen if each.release_reason), "") or ""
            _whole_or_why(session, cycle, step, chosen, why)
            keys = tuple(letter.key for letter in chosen)
            act = Release(id=command, by=by, at=self._clock(), keys=keys, reason=why, asked_by=_asked_by(chosen, by))
            said = Text(da=f"{len(keys)} breve er frigivet.", en=f"{len(keys)} letters are released.")
            return Prepared(row, standing, "release", permitted.release, act, said)

        if await self.wants_four_eyes(cycle):
            noted = await asyncio.to_thread(self._first_word, command, cycle, step, numbers, reason, by)
            if noted:
                return Done(command, True, noted)
        return await self._act(prepare)

    async def wants_four_eyes(self, cycle: str) -> bool:
        """Return whether two persons must release what the cycle holds."""

        def ask() -> bool:
            with Session(self._engine) as session:
                return year_of(cycle_named(session, cycle)).four_eyes

        return await asyncio.to_thread(ask)

    def _first_word(
        self, command: str, cycle: str, step: str, numbers: Sequence[int], reason: str, by: str
    ) -> Text | None:
        """Note who asks first; None when another person has asked for all of these letters already."""
        check_actor(by)
        with Session(self._engine) as session, session.begin():
            _, standing = year_standing(session, cycle)
            permitted.running(standing.now)
            chosen = _chosen(session, cycle, step, numbers)
            if all(each.asked_by and not releasing.same_person(each.asked_by, by) for each in chosen):
                return None
            if all(each.asked_by for each in chosen) and _only_by(chosen, by):
                raise releasing.second_person_wanted(by)
            _whole_or_why(session, cycle, step, chosen, reason)
            for letter in chosen:
                letter.asked_by, letter.asked_at, letter.release_reason = by, self._clock(), reason.strip() or None
                session.add(letter)
            session.add(self._asked(command, cycle, step, len(chosen), reason, by))
            return Text(
                da=f"{by} har bedt om frigivelse af {len(chosen)} breve. De afsendes, når en anden også frigiver dem.",
                en=f"{by} has asked for the release of {len(chosen)} letters. They leave when somebody else releases "
                "them too.",
            )

    def _asked(self, command: str, cycle: str, step: str, count: int, reason: str, by: str) -> JournalEntry:
        return JournalEntry(
            cycle=cycle, workflow_id=f"desk:{command}", event="release_asked", by=by, at=self._clock(), command=command,
            after=str(count), note=reason.strip() or None, about=step,
        )  # fmt: skip


def _only_by(letters: Iterable[Letter], by: str) -> bool:
    return all(releasing.same_person(each.asked_by or "", by) for each in letters)


def _asked_by(letters: Iterable[Letter], by: str) -> str:
    """Who had asked for all of these before; empty when somebody had not, or it was the same person."""
    names = [each.asked_by or "" for each in letters]
    if not all(names) or any(releasing.same_person(name, by) for name in names):
        return ""
    return ", ".join(sorted(set(names)))


def _chosen(session: Session, cycle: str, step: str, numbers: Sequence[int]) -> list[Letter]:
    step_named(session, cycle, step)
    chosen = [letter for letter in _held(session, cycle, step) if not numbers or letter.number in numbers]
    missing = sorted(set(numbers) - {letter.number for letter in chosen})
    if missing:
        listed = ", ".join(str(number) for number in missing)
        raise Unknown(
            f"Disse breve er ikke tilbageholdt i trinnet: {listed}.",
            f"These letters are not held in the step: {listed}.",
        )
    return chosen


def _held(session: Session, cycle: str, step: str) -> Sequence[Letter]:
    query = select(Letter).where(Letter.cycle == cycle, Letter.step == step, col(Letter.state).in_(list(WAITING)))
    answered = answered_for(session, cycle)
    held = [letter for letter in session.exec(query.order_by(col(Letter.number))).all() if letter.key not in answered]
    if not held:
        raise releasing.nothing_held(cycle, step)
    return held


def _whole_or_why(session: Session, cycle: str, step: str, chosen: Sequence[Letter], reason: str) -> None:
    held = _held(session, cycle, step)
    if len(chosen) < len(held) and not reason.strip():
        raise NotPermitted(
            f"Det er {len(chosen)} af {len(held)} tilbageholdte breve; angiv en begrundelse.",
            f"These are {len(chosen)} of {len(held)} held letters; give a reason.",
        )
