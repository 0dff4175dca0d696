"""Acts about letters and who gets them: settling doubt, naming a substitute, finishing a task."""

import asyncio
from datetime import date, datetime

from email_validator import EmailNotValidError, validate_email
from sqlmodel import Session, col, func, select

from activities.outbox import tasks_done
from desk.acting import Acting, Prepared, check_actor
from desk.answers import Done, Unknown
from desk.record import body_named, cycle_named
from desk.standing import waiting, year_standing
from models.acts import DoubtSettled
from models.bodies import Substitute
from models.correspondence import Letter
from models.journal import JournalEntry, Task
from models.schedule import Text
from models.states import CycleState
from models.vocabulary import Language, LetterState, Role
from planning.acts import permitted
from planning.acts.permitted import NotPermitted
from planning.format.finding import nearest
from rendering.kinds import state_words


class Letters(Acting):
    """What can be done about letters. Every method raises Unknown or NotPermitted."""

    async def settle_doubt(self, number: int, arrived: bool, *, by: str) -> Done:
        """Say of a letter in state unknown that it arrived; or have it, or a refused one, sent again."""
        command = self._new_id()

        def prepare(session: Session) -> Prepared:
            letter = letter_numbered(session, number)
            check_in_doubt(letter, arrived)
            row, standing = year_standing(session, letter.cycle)
            not_answered_for(session, letter)
            act = DoubtSettled(id=command, by=by, at=self._clock(), key=letter.key, arrived=arrived)
            said = Text(
                da=f"Brev nr. {number} {'er noteret som modtaget' if arrived else 'sendes igen'}.",
                en=f"Letter no. {number} {'is noted as arrived' if arrived else 'is sent again'}.",
            )
            return Prepared(row, standing, "settle_doubt", always, act, said)

        return await self._act(prepare)

    async def substitute(
        self, cycle: str, body: str, role: Role, name: str, address: str, first: date, last: date, *, by: str
    ) -> Done:
        """Name who stands in for a role of a body from a day to a day, both included; letters look when they leave.

        To meetings of those days that were called already they are invited, instead of the one they stand in for.
        """
        command = self._new_id()

        def store() -> list[str]:
            check_actor(by)
            with Session(self._engine) as session, session.begin():
                _check_substitute(session, cycle, body, first, last, self._clock())
                row = Substitute(
                    cycle=cycle,
                    body=body,
                    role=role,
                    name=checked_name(name),
                    address=usable_address(address),
                    from_day=first,
                    to_day=last,
                    by=by,
                )
                session.add_all([row, self._substituted(command, row)])
                return self._invite_anew(session, cycle, by)

        for called in await asyncio.to_thread(store):
            await self.deliver(called)
        return Done(
            command,
            True,
            Text(
                da=f"{name} modtager breve for {body}.{role} fra {first} til {last}.",
                en=f"{name} gets the letters of {body}.{role} from {first} to {last}.",
            ),
        )

    async def finish_task(self, key: str, *, by: str) -> Done:
        """Mark a task of the secretariat as done."""

        def store() -> Task:
            check_actor(by)
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                task = session.get(Task, key)
                if task is None:
                    raise _no_task(session, key)
                if task.done_at is None:
                    tasks_done(session, [task], by, self._clock())
                return task

        task = await asyncio.to_thread(store)
        said = Text(da=f"Opgaven er afsluttet: {task.text_da}", en=f"The task is done: {task.text_en}")
        return Done(self._new_id(), True, said)

    def _substituted(self, command: str, row: Substitute) -> JournalEntry:
        return JournalEntry(
            cycle=row.cycle,
            workflow_id=f"desk:{command}",
            event="substitute_named",
            by=row.by,
            at=self._clock(),
            command=command,
            after=f"{row.body}.{row.role}: {row.name} {row.from_day}–{row.to_day}",
        )


def answered_for(session: Session, cycle: str) -> set[str]:
    """Return the keys of letters of which a person has said what becomes of them, and the engine has not heard it."""
    acts = waiting(session, cycle)
    released = {key for each in acts if each.name == "release" for key in each.payload["keys"]}
    return released | {each.payload["key"] for each in acts if each.name == "settle_doubt"}


def always(_state: CycleState, _act: DoubtSettled) -> None:
    """A word on a letter is taken also after the year has been cancelled."""


def check_in_doubt(letter: Letter, arrived: bool) -> None:
    """Raise NotPermitted unless a person's word about the letter is wanted."""
    if letter.state is not LetterState.UNKNOWN and (arrived or letter.state is not LetterState.REFUSED):
        da, en = (state_words(letter.state, each) for each in (Language.DA, Language.EN))
        raise NotPermitted(
            f"Brev nr. {letter.number} er ikke i tvivl; det er »{da}«.",
            f"Letter no. {letter.number} is not in doubt; it is “{en}”.",
        )


def letter_numbered(session: Session, number: int) -> Letter:
    """Return the letter that people call by this number; raises Unknown with the latest."""
    letter = session.get(Letter, number)
    if letter is not None:
        return letter
    last = session.exec(select(func.max(col(Letter.number)))).one()
    da, en = (f" Det seneste er nr. {last}.", f" The latest is no. {last}.") if last else ("", "")
    raise Unknown(f"Der er intet brev nr. {number}.{da}", f"There is no letter no. {number}.{en}")


def not_answered_for(session: Session, letter: Letter) -> None:
    """Raise NotPermitted when a stored command about the letter has not been delivered yet."""
    if letter.key in answered_for(session, letter.cycle):
        number = letter.number
        raise NotPermitted(
            f"Om brev nr. {number} er der allerede svaret; motoren får besked, så snart den kan nås.",
            f"Letter no. {number} has been answered for; the engine will be told as soon as it can be reached.",
        )


def _no_task(session: Session, key: str) -> Unknown:
    meant = nearest(key, session.exec(select(Task.key).where(col(Task.done_at).is_(None))).all())
    da, en = (f" Mente du »{meant}«?", f" Did you mean “{meant}”?") if meant else ("", "")
    return Unknown(f"Der er ingen opgave »{key}«.{da}", f"There is no task “{key}”.{en}")


def _check_substitute(session: Session, cycle: str, body: str, first: date, last: date, at: datetime) -> None:
    today = permitted.today(at, cycle_named(session, cycle).zone)
    body_named(session, cycle, body)
    if last < first:
        raise NotPermitted(f"{last} ligger før {first}.", f"{last} lies before {first}.")
    if last < today:
        raise NotPermitted(
            f"Perioden sluttede {last} (i dag er {today}). Vælg en senere dato.",
            f"The period ended on {last} (today is {today}). Choose a later date.",
        )


def checked_name(name: str) -> str:
    """Return the name as a letter's head writes it; raises NotPermitted."""
    if not name.strip() or not name.isprintable():
        raise NotPermitted(
            "Navnet skal være på én linje og uden styretegn, for det står i brevets hoved.",
            "The name must be one line (no line break, no control character): it stands in the letter's header.",
        )
    return name.strip()


def usable_address(address: str) -> str:
    """Return the address as an envelope writes it; raises NotPermitted for one that no mail can go to."""
    try:
        return validate_email(address, check_deliverability=False, allow_smtputf8=False).ascii_email or ""
    except EmailNotValidError as error:
        shown = " ".join(address.split())
        raise NotPermitted(
            f"»{shown}« er ikke en mailadresse, der kan bruges. Skriv den som navn@vaert.dk, uden mellemrum og æøå.",
            f"“{shown}” is not a usable mail address. Write it as name@host.dk, without spaces and letters beyond a–z.",
        ) from error
