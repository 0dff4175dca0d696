"""Acts about what a body owes: handing in, extending, asking for it, waiving, returning, accepting."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlmodel import Session, col, func, select

from activities.books import open_book
from desk.acting import Acting, Prepared
from desk.answers import Done
from desk.record import cycle_named, said_with, workdays_of
from desk.standing import obligation_standing
from models.acts import Acceptance, Act, Extension, ExtensionRefusal, ExtensionRequest, Return, Submission, Waiver
from models.obligations import Obligation, SubmissionFile
from models.obligations import Submission as SubmissionRow
from models.schedule import Text
from models.states import DeliverableState
from planning.acts import permitted
from planning.acts.permitted import NotPermitted
from planning.papers.packs import MEDIA_TYPES
from planning.papers.uploads import check_upload, plain_name, too_large
from planning.transitions import obligation
from planning.words import full_day

A = TypeVar("A", bound=Act)


@dataclass(frozen=True)
class Paper:
    """A file that was looked at and is taken in."""

    file_name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """What it is known by."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class HandIn:
    """What a body hands in: its files, and the committee's own approval when it is there."""

    papers: tuple[Paper, ...]
    approved_on: date | None = None
    agenda_item: str | None = None
    approved_by: str | None = None


class Obligations(Acting):
    """What can be done about one body's one obligation. Every method raises Unknown or NotPermitted."""

    async def submit(
        self,
        cycle: str,
        step: str,
        body: str,
        content: bytes,
        file_name: str,
        *,
        approved_on: date | None = None,
        agenda_item: str | None = None,
        approved_by: str | None = None,
        more: Sequence[tuple[str, bytes]] = (),
        by: str,
    ) -> Done:
        """Store a hand-in as the next version, with whether it met the deadline in force, and tell the engine.

        What is no paper by its content (`planning.papers.uploads`) is refused before anything else is looked at; of
        several files (`more`: names and contents) all or none are stored.
        """
        papers = await asyncio.to_thread(_looked_at, [(file_name, content), *more], self._largest)
        command, given = self._new_id(), HandIn(papers, approved_on, agenda_item, approved_by)

        def prepare(session: Session) -> Prepared:
            row, standing = obligation_standing(session, cycle, step, body)
            state, at = standing.now, self._clock()
            _check_hand_in(given, permitted.today(at, state.zone))
            act = Submission(
                id=command,
                by=by,
                at=at,
                version=_next_version(session, row.id),
                late=obligation.late_at(state, at),
                approval_pending=_owes_approval(session, row) and approved_on is None,
            )
            content = (_stored(row, state, act, given), *_further(act, given))
            return Prepared(row, standing, "submit", permitted.submission, act, _received(state, act), content)

        return await self._act(prepare)

    async def extend(
        self, cycle: str, step: str, body: str, until: date, reason: str, *, override: bool = False, by: str
    ) -> Done:
        """Grant a later deadline."""

        def make(state: DeliverableState) -> tuple[Act, Text]:
            act = Extension(id=command, by=by, at=self._clock(), until=until, reason=reason, override=override)
            day = full_day(until)
            return act, _about(state, f"har nu frist {day.da}", f"is now due {day.en}")

        command = self._new_id()
        return await self._about_one(cycle, step, body, "extend", permitted.extension, make)

    async def request_extension(self, cycle: str, step: str, body: str, until: date, reason: str, *, by: str) -> Done:
        """Store a committee's wish for a later deadline; nothing changes until it is granted."""

        def make(state: DeliverableState) -> tuple[Act, Text]:
            act = ExtensionRequest(id=command, by=by, at=self._clock(), until=until, reason=reason)
            day = full_day(until)
            return act, _about(
                state,
                f"søges udsat til {day.da}; fristen gælder, til der er svaret",
                f"is asked until {day.en}; the deadline holds until answered",
            )

        command = self._new_id()
        return await self._about_one(cycle, step, body, "request_extension", permitted.extension_request, make)

    async def refuse_extension(self, cycle: str, step: str, body: str, reason: str, *, by: str) -> Done:
        """Answer an open request with no."""

        def make(state: DeliverableState) -> tuple[Act, Text]:
            act = ExtensionRefusal(id=command, by=by, at=self._clock(), reason=reason)
            day = full_day(state.schedule.deadline.on)
            return act, _about(state, f"beholder fristen {day.da}", f"keeps its deadline {day.en}")

        command = self._new_id()
        return await self._about_one(cycle, step, body, "refuse_extension", permitted.extension_refusal, make)

    async def waive(self, cycle: str, step: str, body: str, reason: str, *, by: str) -> Done:
        """Release the body from the obligation."""

        def make(state: DeliverableState) -> tuple[Act, Text]:
            act = Waiver(id=command, by=by, at=self._clock(), reason=reason)
            return act, _about(state, "er frafaldet", "is waived")

        command = self._new_id()
        return await self._about_one(cycle, step, body, "waive", permitted.waiver, make)

    async def send_back(self, cycle: str, step: str, body: str, until: date, reason: str, *, by: str) -> Done:
        """Return what was handed in for revision, with a new date."""

        def make(state: DeliverableState) -> tuple[Act, Text]:
            act = Return(id=command, by=by, at=self._clock(), until=until, reason=reason)
            day = full_day(until)
            return act, _about(state, f"er sendt retur med frist {day.da}", f"is returned, due {day.en}")

        command = self._new_id()
        return await self._about_one(cycle, step, body, "send_back", permitted.sending_back, make)

    async def accept(self, cycle: str, step: str, body: str, *, by: str) -> Done:
        """Accept what was handed in."""

        def make(state: DeliverableState) -> tuple[Act, Text]:
            act = Acceptance(id=command, by=by, at=self._clock())
            return act, _about(
                state, f"er godkendt (version {state.versions})", f"is accepted (version {state.versions})"
            )

        command = self._new_id()
        return await self._about_one(cycle, step, body, "accept", permitted.acceptance, make)

    async def _about_one(
        self,
        cycle: str,
        step: str,
        body: str,
        update: str,
        rule: Callable[[DeliverableState, A], None],
        make: Callable[[DeliverableState], tuple[Act, Text]],
    ) -> Done:
        def prepare(session: Session) -> Prepared:
            row, standing = obligation_standing(session, cycle, step, body)
            act, said = make(standing.now)
            return Prepared(row, standing, update, rule, act, _with_closed_day(session, row, act, said))

        return await self._act(prepare)


def _looked_at(files: Sequence[tuple[str, bytes]], largest: int) -> tuple[Paper, ...]:
    """Return the papers; raises NotPermitted for the first that is none, and when all together are too large."""
    named = [(plain_name(name), content) for name, content in files]
    kinds = [check_upload(name, content, largest) for name, content in named]
    if (size := sum(len(content) for _, content in named)) > largest:
        raise too_large(", ".join(name for name, _ in named), size, largest)
    return tuple(Paper(name, MEDIA_TYPES[kind], content) for (name, content), kind in zip(named, kinds, strict=True))


def _further(act: Submission, given: HandIn) -> Iterator[SubmissionFile]:
    for number, paper in enumerate(given.papers[1:], 2):
        yield SubmissionFile(
            command=act.id,
            number=number,
            file_name=paper.file_name,
            media_type=paper.media_type,
            sha256=paper.sha256,
            content=paper.content,
        )


def _stored(row: Obligation, state: DeliverableState, act: Submission, given: HandIn) -> SubmissionRow:
    first = given.papers[0]
    return SubmissionRow(
        obligation=row.id,
        version=act.version,
        received_at=act.at,
        by=act.by,
        late=act.late,
        due_at=obligation.deadline_of(state).at,
        approved_on=given.approved_on,
        agenda_item=given.agenda_item,
        approved_by=given.approved_by,
        file_name=first.file_name,
        media_type=first.media_type,
        sha256=first.sha256,
        content=first.content,
        command=act.id,
    )


def _check_hand_in(given: HandIn, today: date) -> None:
    if given.approved_on and given.approved_on > today:
        raise NotPermitted(
            f"{given.approved_on} er ikke kommet endnu (i dag er {today}). Angiv den dag, da udvalget selv "
            "godkendte, eller udelad dagen.",
            f"{given.approved_on} has not come yet (today is {today}). Give the day of the committee's own "
            "approval, or leave the day out.",
        )


def _next_version(session: Session, obligation_id: str) -> int:
    """One more than what is stored: an earlier version may be stored that the engine has not heard of.

    Two hand-ins at once follow each other: the first holds the obligation's row until it is stored.
    """
    query = select(func.max(col(SubmissionRow.version))).where(SubmissionRow.obligation == obligation_id)
    return (session.exec(query).one() or 0) + 1


def _with_closed_day(session: Session, row: Obligation, act: Act, said: Text) -> Text:
    """Warn of a date on which the offices are closed."""
    if not isinstance(act, Extension | ExtensionRequest | Return):
        return said
    return said_with(said, workdays_of(cycle_named(session, row.cycle)).remark(act.until))


def _owes_approval(session: Session, row: Obligation) -> bool:
    steps = open_book(session, row.cycle).definition.step
    return any(step.own_approval for step in steps if step.key == row.step)


def _about(state: DeliverableState, da: str, en: str) -> Text:
    return Text(da=f"{state.title.da} ({state.body}) {da}.", en=f"{state.title.en} ({state.body}) {en}.")


def _received(state: DeliverableState, act: Submission) -> Text:
    late = ("; den er afleveret efter fristen", "; it came after the deadline") if act.late else ("", "")
    pending = (
        ("; udvalgets godkendelse mangler", "; the committee's approval is pending")
        if act.approval_pending
        else ("", "")
    )
    return _about(
        state,
        f"er modtaget som version {act.version}{late[0]}{pending[0]}",
        f"is received as version {act.version}{late[1]}{pending[1]}",
    )
