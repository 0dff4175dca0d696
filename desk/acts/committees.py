"""Acts by a committee's link that are about its letters and meetings, and taking such links back.

What a committee hands in or asks for are acts like the secretariat's own (`desk.acts.obligations`).
"""

import asyncio
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from activities.links import revoke
from desk.acting import Acting, check_actor
from desk.acts import arrivals
from desk.acts.acknowledging import ARRIVED, note_arrival
from desk.answers import Done, Unknown
from desk.record import body_named
from desk.shown.committee import invited_by, letters_to
from models.correspondence import Letter
from models.inbox import Attendance
from models.journal import JournalEntry
from models.links import LetterLink, LinkPurpose
from models.mail import Answer
from models.obligations import Meeting
from models.schedule import Text
from models.vocabulary import cycle_id
from planning.acts.permitted import NotPermitted

LONGEST_COMMENT = 1_000
_ANSWERED = {
    Answer.ACCEPTED: Text(da="I kommer", en="you are coming"),
    Answer.TENTATIVE: Text(da="I kommer måske", en="you may come"),
    Answer.DECLINED: Text(da="I kommer ikke", en="you are not coming"),
}


class CommitteeActs(Acting):
    """Every method raises Unknown for a letter that is none of the committee's, or NotPermitted."""

    async def answer_invitation(
        self, cycle: str, body: str, letter: int, answer: Answer, comment: str = "", *, by: str
    ) -> Done:
        """Keep what a committee answers to the invitation in this letter, where an answer by mail is kept too."""
        command = self._new_id()

        def store() -> Text:
            check_actor(by)
            with Session(self._engine) as session, session.begin():
                row = _letter(session, cycle, body, letter)
                meeting = session.exec(select(Meeting).where(Meeting.id == row.workflow_id).with_for_update()).first()
                if meeting is None or not invited_by(row, meeting, self._clock()):
                    raise _over()
                arrivals.answered(session, _attendance(session, row, meeting, answer, comment, self._clock()), by)
                return Text(da=meeting.title_da, en=meeting.title_en)

        title, said = await asyncio.to_thread(store), _ANSWERED[answer]
        what = Text(da=f"Svaret er noteret: {said.da} ({title.da}).", en=f"Noted: {said.en} ({title.en}).")
        return Done(command, True, what)

    async def acknowledge_letter(self, cycle: str, body: str, letter: int, *, by: str) -> Done:
        """Note that a letter to the committee has arrived; a second time changes nothing."""
        command = self._new_id()

        def store() -> None:
            check_actor(by)
            with Session(self._engine) as session, session.begin():
                row = _letter(session, cycle, body, letter)
                if row.state in ARRIVED:
                    note_arrival(session, row, self._clock())

        await asyncio.to_thread(store)
        return Done(command, True, Text(da="Tak. Brevet er noteret som modtaget.", en="Thank you. It has arrived."))

    async def revoke_committee(self, cycle: str, body: str, *, by: str) -> Done:
        """Take back every link of a committee in a cycle; letters written from now on carry new ones."""
        command = self._new_id()

        def store() -> int:
            check_actor(by)
            with Session(self._engine) as session, session.begin():
                body_named(session, cycle, body)
                taken = revoke(session, _links(session, cycle, body), by, self._clock())
                if not taken:
                    raise NotPermitted(
                        f"{body} har ingen links i {cycle}, der kan trækkes tilbage.",
                        f"{body} has no links in {cycle} that could be taken back.",
                    )
                session.add(_revoked(cycle, body, by, command, self._clock()))
                return taken

        taken = await asyncio.to_thread(store)
        links = Text(da="1 link" if taken == 1 else f"{taken} links", en="1 link" if taken == 1 else f"{taken} links")
        said = Text(
            da=f"{links.da} til udvalgets side ({body}) virker ikke længere. Det næste brev til udvalget har et nyt.",
            en=f"{links.en} to the committee's page ({body}) are dead. The next letter to the committee has a new one.",
        )
        return Done(command, True, said)


def _letter(session: Session, cycle: str, body: str, number: int) -> Letter:
    found = next((each for each in letters_to(session, cycle, body) if each.number == number), None)
    if found is None:
        raise Unknown(
            f"Udvalget har intet brev nr. {number}. Gå tilbage til udvalgets side.",
            f"The committee has no letter no. {number}. Go back to the committee's page.",
        )
    session.refresh(found, with_for_update=True)
    return found


def _attendance(
    session: Session, letter: Letter, meeting: Meeting, answer: Answer, comment: str, now: datetime
) -> Attendance:
    """The answer, newer than any that is there: a clock that sent a mail may be ahead of ours."""
    attendee = (letter.to_address or "").lower()
    kept = session.get(Attendance, (meeting.id, attendee))
    behind = kept is not None and kept.sequence == meeting.sequence and kept.stamp >= now
    return Attendance(
        meeting=meeting.id,
        attendee=attendee,
        recipient=arrivals.invited(session, meeting.id).get(attendee, arrivals.recipient_of(letter)),
        answer=answer,
        comment=" ".join(comment.split())[:LONGEST_COMMENT],
        sequence=meeting.sequence,
        stamp=kept.stamp + timedelta(seconds=1) if kept and behind else now,
        at=now,
        mail=None,
        confirmed_by=None,
    )


def _links(session: Session, cycle: str, body: str) -> list[LetterLink]:
    query = select(LetterLink).join(Letter, col(Letter.key) == col(LetterLink.letter))
    query = query.where(Letter.cycle == cycle, LetterLink.body == body, LetterLink.purpose == LinkPurpose.COMMITTEE)
    return list(session.exec(query).all())


def _revoked(cycle: str, body: str, by: str, command: str, at: datetime) -> JournalEntry:
    return JournalEntry(
        cycle=cycle,
        workflow_id=f"{cycle_id(cycle)}:links:{body}",
        event="link_revoked",
        by=by,
        at=at,
        command=command,
        after=body,
        about=body,
    )


def _over() -> NotPermitted:
    return NotPermitted(
        "Mødet er holdt, flyttet eller aflyst, så der er intet at svare på. Se udvalgets side.",
        "The meeting has been held, moved or called off, so there is nothing to answer. See the committee's page.",
    )
