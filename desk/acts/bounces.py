"""Acts about a letter that came back: sending it anew to a corrected address, or having reached the recipient."""

import asyncio
from dataclasses import replace

from sqlmodel import Session, col, select

from activities.invited import REQUESTS
from activities.outbox import finish_tasks
from desk.acting import Acting, Prepared, check_actor
from desk.acts import addresses, arrivals
from desk.acts.invitations import reinvitations
from desk.acts.letters import always, answered_for, check_in_doubt, letter_numbered, not_answered_for, usable_address
from desk.answers import Done
from desk.record import cycle_there, step_named
from desk.standing import year_standing
from models.acts import DoubtSettled
from models.bodies import Contact, Substitute
from models.correspondence import Letter
from models.database import reading
from models.journal import Command, JournalEntry
from models.schedule import Text
from models.vocabulary import Language, LetterState, Role, letter_key
from planning.acts.permitted import NotPermitted
from rendering.kinds import state_words

IN_THE_FOLDER = Text(
    da="Ret adressen i årshjulets mappe også, hvis I har en: derfra hentes kontakterne, når årshjulet opdateres.",
    en="Correct the address in the cycle's folder too, if you keep one: an update takes the contacts from there.",
)


class Bounces(Acting):
    """What can be done about letters that came back. Every method raises Unknown or NotPermitted."""

    async def send_again(self, number: int, *, address: str | None = None, by: str) -> Done:
        """Send a letter in doubt, a refused or a bounced one again; `address` corrects the person's before.

        One that came back is sent as a new letter that refers to it. Without a corrected address it goes to whoever
        has the role on the day it leaves. A corrected one is theirs in every cycle: their calendar follows, and to
        meetings that were called already they are invited anew.
        """
        command = self._new_id()
        called: list[str] = []

        def prepare(session: Session) -> Prepared:
            letter = letter_numbered(session, number)
            came_back = letter.state is LetterState.BOUNCED
            _not_twice(session, letter) if came_back else check_in_doubt(letter, arrived=False)
            not_answered_for(session, letter)
            content = self._corrected(session, letter, address, command, by) if address else ()
            called.extend(row.workflow_id for row in content if isinstance(row, Command))
            row, standing = year_standing(session, letter.cycle)
            again = letter_key(letter.workflow_id, letter.kind, command, letter.key.rpartition(":")[2])
            act = DoubtSettled(
                id=command, by=by, at=self._clock(), key=letter.key, arrived=False, again=again if came_back else ""
            )
            said = _sent_anew(number) if came_back else _sent_again(number)
            return Prepared(row, standing, "settle_doubt", always, act, said, content)

        done = await self._act(prepare)
        for each in called:
            await self.deliver(each)
        return replace(done, next=(*done.next, IN_THE_FOLDER)) if address else done

    async def send_step_again(self, cycle: str, step: str, *, by: str) -> Done:
        """Send every refused letter of a step again: those of a pack that was incomplete."""
        numbers = await asyncio.to_thread(self._refused, cycle, step)
        told = [await self.send_again(number, by=by) for number in numbers]
        said = Text(da=f"{len(told)} breve sendes igen.", en=f"{len(told)} letters are sent again.")
        return Done(told[-1].command, all(each.delivered for each in told), said, told[-1].next)

    async def reached(self, number: int, note: str = "", *, by: str) -> Done:
        """Note that the recipient of a bounced letter has been reached in another way, by phone perhaps."""
        command = self._new_id()

        def store() -> None:
            check_actor(by)
            with Session(self._engine) as session, session.begin():
                letter = _bounced(session, number)
                arrivals.line(session, letter, "letter_reached", by, self._clock(), note, before=letter.state)
                letter.state = LetterState.ACKNOWLEDGED
                session.add(letter)
                finish_tasks(session, [f"letter:{letter.key}:*"], by, self._clock())

        await asyncio.to_thread(store)
        return Done(command, True, _reached(number))

    def _refused(self, cycle: str, step: str) -> list[int]:
        with Session(reading(self._engine)) as session:
            cycle_there(session, cycle)
            step_named(session, cycle, step)
            refused = select(Letter).where(
                Letter.cycle == cycle, Letter.step == step, Letter.state == LetterState.REFUSED
            )
            told = answered_for(session, cycle)
            rows = session.exec(refused.order_by(col(Letter.number))).all()
            found = [row.number for row in rows if row.number and row.key not in told]
        if not found:
            raise NotPermitted(
                f"Trinnet »{step}« i {cycle} har ingen afviste breve, der venter.",
                f"The step “{step}” of {cycle} has no refused letters that wait.",
            )
        return found

    def _corrected(
        self, session: Session, letter: Letter, address: str, command: str, by: str
    ) -> tuple[JournalEntry | Command, ...]:
        """Give the contact, or the substitute, whose address failed another one; return what is to be stored of it."""
        if letter.state is LetterState.UNKNOWN:
            raise NotPermitted(
                f"Brev nr. {letter.number} er måske kommet frem; det sendes igen, som det var, uden ny adresse.",
                f"Letter no. {letter.number} may have arrived; it is sent again as it was, without a new address.",
            )
        right, row = usable_address(address), _whose(session, letter)
        before, at = row.address, self._clock()
        cycles = addresses.correct(session, row, right)
        lines = [
            JournalEntry(
                cycle=cycle, workflow_id=f"desk:{command}:{cycle}", event="address_corrected", by=by, at=at,
                command=command, before=before, after=right, about=arrivals.recipient_of(letter),
            )
            for cycle in cycles
        ]  # fmt: skip
        anew = (each for cycle in cycles for each in reinvitations(session, cycle, at, self._new_id, by))
        itself = letter.workflow_id if letter.kind in REQUESTS else ""  # the letter is the invitation
        return *lines, *(
            self._command(meeting.cycle, meeting.id, "reinvite", act, meeting.version)
            for meeting, act in anew
            if meeting.id != itself
        )


def _bounced(session: Session, number: int) -> Letter:
    letter = letter_numbered(session, number)
    if letter.state is not LetterState.BOUNCED:
        da, en = (state_words(letter.state, each) for each in (Language.DA, Language.EN))
        raise NotPermitted(
            f"Brev nr. {number} er ikke kommet retur; det er »{da}«.",
            f"Letter no. {number} has not come back; it is “{en}”.",
        )
    return letter


def _not_twice(session: Session, letter: Letter) -> None:
    query = select(Letter.number).where(
        Letter.refers_to == letter.message_id,
        Letter.kind == letter.kind,
        Letter.workflow_id == letter.workflow_id,
        col(Letter.number) > letter.number,
    )
    later = session.exec(query).first()
    if later is not None:
        raise NotPermitted(
            f"Brev nr. {letter.number} er allerede sendt igen, som nr. {later}.",
            f"Letter no. {letter.number} has been sent again already, as no. {later}.",
        )


def _whose(session: Session, letter: Letter) -> Contact | Substitute:
    """The row that the address came from: the class's contact, the substitute with that address, or the role's own."""
    if letter.contact is not None:
        step = letter.step if letter.recipient_role is Role.RESPONDENT else ""
        key = (letter.cycle, letter.recipient_body, letter.recipient_role, letter.contact, step)
        return session.get_one(Contact, key)
    role = (letter.cycle, letter.recipient_body, letter.recipient_role)
    standing_in = select(Substitute).where(
        Substitute.cycle == role[0],
        Substitute.body == role[1],
        Substitute.role == role[2],
        Substitute.address == letter.to_address,
    )
    if found := session.exec(standing_in.order_by(col(Substitute.id).desc())).first():
        return found
    own = select(Contact).where(Contact.cycle == role[0], Contact.body == role[1], Contact.role == role[2])
    contact = session.exec(own.order_by(Contact.code)).first()
    if contact is None:
        raise NotPermitted(
            f"{arrivals.recipient_of(letter)} har ingen kontakt, hvis adresse kan rettes.",
            f"{arrivals.recipient_of(letter)} has no contact whose address could be corrected.",
        )
    return contact


def _sent_again(number: int) -> Text:
    return Text(da=f"Brev nr. {number} sendes igen.", en=f"Letter no. {number} is sent again.")


def _sent_anew(number: int) -> Text:
    return Text(
        da=f"Brev nr. {number} sendes igen som et nyt brev, der henviser til det.",
        en=f"Letter no. {number} is sent again, as a new letter that refers to it.",
    )


def _reached(number: int) -> Text:
    return Text(
        da=f"Modtageren af brev nr. {number} er nået; opgaven er afsluttet.",
        en=f"The recipient of letter no. {number} has been reached; the task is done.",
    )
