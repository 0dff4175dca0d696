"""Acts about meetings and hearings: recording outcomes, taking answers, closing a hearing."""

import asyncio
import hashlib
from datetime import date, datetime

from sqlmodel import Session

from activities.books import open_book
from desk.acting import Acting, Prepared
from desk.answers import Done
from desk.record import body_named, cycle_named, hearing_of, meeting_of, said_with, workdays_of
from desk.standing import foreseen, hearing_standing, meeting_standing
from models.acts import Addition, Amendment, Closing, Decision, Response
from models.database import reading
from models.obligations import HearingResponse
from models.schedule import Text
from models.states import HearingState, MeetingState
from models.vocabulary import Language, Outcome
from models.words import outcome_words
from planning.acts import meeting_days, permitted
from planning.acts.permitted import NotPermitted
from planning.foresight.impact import Impact, impact_of_closing, impact_of_decision
from planning.papers.uploads import check_upload, plain_name
from planning.transitions import hearing


class Decisions(Acting):
    """What can be done about meetings and hearings. Every method raises Unknown or NotPermitted."""

    async def decide(
        self,
        cycle: str,
        step: str,
        body: str | None,
        outcome: Outcome,
        *,
        text: str = "",
        addition: Addition | None = None,
        amendments: tuple[str, ...] = (),
        to: date | None = None,
        by: str,
    ) -> Done:
        """Record what a body decided; `to` is the new day of a postponed meeting, else the body's next one."""
        command = self._new_id()

        def prepare(session: Session) -> Prepared:
            row, standing = meeting_standing(session, cycle, step, body)
            if addition:
                body_named(session, cycle, addition.owner)
            act = _decision(command, by, self._clock(), outcome, text, addition, amendments, to)
            standing.permit(permitted.decision, act)
            meeting_days.check_decision(open_book(session, cycle).timeline, standing.now, act)
            said = _decided(standing.now, outcome)
            if addition:
                said = said_with(said, workdays_of(cycle_named(session, cycle)).remark(addition.due))
            return Prepared(row, standing, "decide", permitted.decision, act, said)

        return await self._act(prepare)

    async def impact_of_decision(
        self,
        cycle: str,
        step: str,
        body: str | None,
        outcome: Outcome,
        *,
        text: str = "",
        addition: Addition | None = None,
        amendments: tuple[str, ...] = (),
        to: date | None = None,
    ) -> Impact:
        """Return what a decision would change for others, what would leave at once, and change nothing."""

        def foresee() -> Impact:
            now = self._clock()
            with Session(reading(self._engine)) as session:
                row, year = meeting_of(session, cycle, step, body), cycle_named(session, cycle)
                if addition:
                    body_named(session, cycle, addition.owner)
                before, after = foreseen(session, year, now), foreseen(session, year, now)
                act = _decision("impact", "impact", now, outcome, text, addition, amendments, to)
            return impact_of_decision(before, after, row.id, act)

        return await asyncio.to_thread(foresee)

    async def respond(
        self,
        cycle: str,
        step: str,
        hearing_class: str,
        respondent: str,
        *,
        text: str = "",
        content: bytes | None = None,
        file_name: str | None = None,
        by: str,
    ) -> Done:
        """Take a hearing response, late or not; its file, if there is one, must be a paper by its content."""
        _check_answer(respondent, content, file_name, text)
        if content is not None:
            file_name = plain_name(file_name or "")
            await asyncio.to_thread(check_upload, file_name, content, self._largest)
        command = self._new_id()

        def prepare(session: Session) -> Prepared:
            row, standing = hearing_standing(session, cycle, step)
            state, at = standing.now, self._clock()
            late = hearing_class in _classes(state) and hearing.late_at(state, hearing_class, at)
            act = Response(id=command, by=by, at=at, hearing_class=hearing_class, respondent=respondent, late=late)
            stored = HearingResponse(
                hearing=row.id,
                hearing_class=hearing_class,
                respondent=respondent,
                received_at=at,
                late=late,
                text=text,
                file_name=file_name,
                content=content,
                sha256=hashlib.sha256(content if content is not None else text.encode()).hexdigest(),
                command=command,
            )
            said = Text(
                da=f"Høringssvaret fra {respondent} er modtaget{' efter fristen' if late else ''}.",
                en=f"The answer from {respondent} is received{' after the deadline' if late else ''}.",
            )
            return Prepared(row, standing, "respond", permitted.response, act, said, (stored,))

        return await self._act(prepare)

    async def close_hearing(self, cycle: str, step: str, *, used: str = "", by: str) -> Done:
        """Close a hearing after its last class; `used` tells those who answered what came of their answers."""
        command = self._new_id()

        def prepare(session: Session) -> Prepared:
            row, standing = hearing_standing(session, cycle, step)
            state = standing.now
            act = Closing(id=command, by=by, at=self._clock(), used=used)
            said = Text(
                da=f"{state.title.da} er lukket med {len(state.responded)} svar.",
                en=f"{state.title.en} is closed with {len(state.responded)} answers.",
            )
            return Prepared(row, standing, "close", permitted.closing, act, said)

        return await self._act(prepare)

    async def impact_of_closing(self, cycle: str, step: str, *, used: str = "") -> Impact:
        """Return what would leave at once when a hearing is closed, and change nothing."""

        def foresee() -> Impact:
            now = self._clock()
            with Session(reading(self._engine)) as session:
                row, year = hearing_of(session, cycle, step), cycle_named(session, cycle)
                before, after = foreseen(session, year, now), foreseen(session, year, now)
            return impact_of_closing(before, after, row.id, Closing(id="impact", by="impact", at=now, used=used))

        return await asyncio.to_thread(foresee)


def _check_answer(respondent: str, content: bytes | None, file_name: str | None, text: str) -> None:
    if not respondent.strip() or not respondent.isprintable():
        raise NotPermitted(
            "Angiv, hvem svaret er fra: ét navn på én linje, uden styretegn.",
            "Say whom the answer is from: a name on one line, without control characters.",
        )
    if content == b"":
        raise NotPermitted(
            f"Filen {file_name} er tom. Intet svar er noteret; angiv filen med indhold.",
            f"The file {file_name} is empty. No answer was recorded; give the file with its content.",
        )
    if content is None and not text.strip():
        raise NotPermitted("Høringssvaret er tomt. Angiv tekst eller fil.", "The answer is empty. Give text or a file.")


def _decision(
    command: str,
    by: str,
    at: datetime,
    outcome: Outcome,
    text: str,
    addition: Addition | None,
    amendments: tuple[str, ...],
    to: date | None,
) -> Decision:
    return Decision(
        id=command,
        by=by,
        at=at,
        outcome=outcome,
        text=text,
        addition=addition,
        amendments=tuple(Amendment(text=each) for each in amendments),
        to=to,
    )


def _classes(state: HearingState) -> set[str]:
    return {each.key for each in state.classes}


def _decided(state: MeetingState, outcome: Outcome) -> Text:
    da, en = (outcome_words(outcome, each) for each in (Language.DA, Language.EN))
    return Text(da=f"{state.title.da} ({state.body}): {da}.", en=f"{state.title.en} ({state.body}): {en}.")
