"""Values that cross Temporal: small, frozen, free of the database. Fields are added, never renamed or removed.

Instants are aware and in UTC; a civil date stands beside the instant that it became when `planning` settled it.
The three child states and `CycleState` are at once start input, continue-as-new state, projection and rehydrate input.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from models.vocabulary import (
    CycleStage,
    HearingStage,
    LetterKind,
    LetterState,
    MeetingStage,
    ObligationStage,
    Outcome,
    Role,
    StepKind,
    StepStage,
    TaskKind,
    letter_key,
)


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC)


Instant = Annotated[datetime, AfterValidator(_in_utc)]


class Message(BaseModel):
    """What crosses the Temporal boundary."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- words of a schedule ---------------------------------------------------------------------------------------------


class Text(Message):
    """One text for readers, in both languages."""

    da: str
    en: str


class Recipient(Message):
    """A role of a body; for a hearing the class of respondents stands where the body would."""

    body: str
    role: Role

    def __str__(self) -> str:
        return f"{self.body}.{self.role}"


class Deadline(Message):
    """A civil date, an hour if the step sets one (else the end of the day, 23:59), and the instant that both mean."""

    on: date
    hour: time | None = None
    at: Instant
    reason: Text | None = None


class Rung(Message):
    """One step of a ladder: which letter leaves to which roles at which instant. `key` is unique on its ladder."""

    key: str
    kind: LetterKind
    to: tuple[Recipient, ...]
    at: Instant


class Schedule(Message):
    """A deadline (or a meeting's beginning) with its ladder, earliest rung first."""

    deadline: Deadline
    ladder: tuple[Rung, ...] = ()


# --- what a person does ----------------------------------------------------------------------------------------------


class Act(Message):
    """What every act of a person carries: the command's id (also the update's), who gave it, and when it was stored."""

    id: str
    by: str
    at: Instant


class Submission(Act):
    """A hand-in. `late` was settled against the effective deadline in force when the content was stored."""

    version: int
    late: bool
    approval_pending: bool = False


class Extension(Act):
    """A granted extension: the new civil date, and whether the secretariat overrides the bound."""

    until: date
    reason: str
    override: bool = False


class ExtensionRequest(Act):
    """A committee's wish for a later date; changes nothing until granted."""

    until: date
    reason: str


class ExtensionRefusal(Act):
    """The secretariat's no to an open request."""

    reason: str


class Waiver(Act):
    """Release from an obligation; settles it for everything that waits."""

    reason: str


class Return(Act):
    """A hand-in goes back for revision until a new date."""

    until: date
    reason: str


class Acceptance(Act):
    """The secretariat accepts what was handed in."""


class Addition(Message):
    """What "approved with the addition that …" creates: an obligation with owner and deadline."""

    text: str
    owner: str
    due: date
    blocking: bool = False


class Amendment(Message):
    """A changed text that a body decided; all amendments travel to the next reader in one list."""

    text: str


class Decision(Act):
    """A recorded outcome. `to` is the new date of a postponed meeting, when it is not the body's next one."""

    outcome: Outcome
    text: str = ""
    addition: Addition | None = None
    amendments: tuple[Amendment, ...] = ()
    to: date | None = None


class Response(Act):
    """A hearing response by one respondent of one class; `late` when stored after the class closed."""

    hearing_class: str
    respondent: str
    late: bool


class Closing(Act):
    """The secretariat closes a hearing after its last class."""


class Move(Act):
    """A step (of one body, when it has many) gets another date; also sharpens a fuzzy one."""

    step: str
    to: date
    hour: time | None = None
    body: str | None = None
    reason: str = ""


class Pause(Act):
    """Letters and ladders stop; hand-ins, decisions and moves go on."""

    reason: str = ""


class Resume(Act):
    """Letters and ladders go on."""


class Cancellation(Act):
    """The cycle is cancelled: open obligations end, future invitations are withdrawn, everyone concerned is told."""

    reason: str


class Release(Act):
    """Held letters leave; a subset of a step's letters needs a reason."""

    keys: tuple[str, ...]
    reason: str = ""


class DoubtSettled(Act):
    """A person's word on a letter in state unknown: it arrived, or it shall be sent again."""

    key: str
    arrived: bool


# --- letters ---------------------------------------------------------------------------------------------------------


class LetterFacts(Message):
    """What a letter says that only its cause knows. Everything else is read from the record when it is rendered."""

    deadline: Deadline | None = None
    before: Deadline | None = None  # the date that a move or an extension replaced
    days_late: int | None = None
    version: int | None = None
    late: bool = False
    outcome: Outcome | None = None
    by: str = ""
    reason: str = ""
    text: str = ""
    amendments: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # bodies whose needed obligations are not there


class LetterOrder(Message):
    """One letter to one role (a class fans out into one letter per contact when it is recorded).

    `at` is the decided moment: of the rung or the command, or the observed second when more than a minute late.
    `settled` records a rung that is not mailed (FOLDED, PASSED).
    """

    cycle: str
    workflow_id: str
    step: str
    body: str | None
    kind: LetterKind
    cause: str
    to: Recipient
    at: Instant
    sequence: int = 0
    facts: LetterFacts = LetterFacts()
    settled: LetterState | None = None
    without: tuple[str, ...] = ()  # contacts of a class who need no letter: they have answered

    def key_for(self, contact: str | None = None) -> str:
        """Return the outbox key: for the role itself, or for one contact of a class."""
        return letter_key(self.workflow_id, self.kind, self.cause, f"{self.to}.{contact}" if contact else str(self.to))


class SendOrder(Message):
    """Hand one recorded letter to the wire."""

    key: str
    now: Instant


# --- states ----------------------------------------------------------------------------------------------------------


class ChildState(Message):
    """What deliverable, meeting and hearing have in common.

    `version` grows at every change; `sequence` only when date, time or place change. Rungs at or before `cursor` are
    history. `offset` added to Temporal's clock gives the cycle's time.
    """

    id: str
    cycle: str
    step: str
    kind: StepKind
    title: Text
    round: int = 1
    offset: timedelta = timedelta()
    version: int = 0
    sequence: int = 0
    cursor: Instant
    paused: bool = False
    secretariat: str = ""  # the body whose secretary is asked
    acts: tuple[str, ...] = ()  # ids of the latest acts of people, so that a repeated one changes nothing


class DeliverableState(ChildState):
    """One body's one obligation."""

    shape: Literal["deliverable"] = "deliverable"
    body: str
    schedule: Schedule
    step_on: date  # the step's own date; the effective deadline is the latest of this, `granted` and `returned`
    granted: date | None = None
    returned: date | None = None
    bound: date | None = None  # no extension past this day: agenda deadline of the next step that needs it
    stage: ObligationStage = ObligationStage.OPEN
    opening: LetterKind | None = None  # an addition's own letter, sent at the start
    text: str = ""  # what an addition asks for
    blocking: bool = False
    needed: bool = True  # a step needs it and closes it; otherwise it closes with its last rung
    past: bool = False  # the year has been told that the deadline has passed
    versions: int = 0
    late: bool = False
    approval_pending: bool = False
    request: ExtensionRequest | None = None
    suspended_until: Instant | None = None  # overdue rungs wait while a request is open, five working days at most
    escalated_to: tuple[Recipient, ...] = ()


class MeetingState(ChildState):
    """A workshop, meeting, reading or approval of one body."""

    shape: Literal["meeting"] = "meeting"
    body: str
    schedule: Schedule
    ends_at: Instant
    place: str = ""
    decides: bool = True
    stage: MeetingStage = MeetingStage.PLANNED
    invited: tuple[Recipient, ...] = ()
    decision: Decision | None = None


class HearingClass(Message):
    """A class of respondents with its own deadline."""

    key: str
    name: Text
    deadline: Deadline


class HearingState(ChildState):
    """A hearing: a window, classes of respondents, answers."""

    shape: Literal["hearing"] = "hearing"
    opens: Deadline
    classes: tuple[HearingClass, ...]
    ladder: tuple[Rung, ...] = ()
    bodies: tuple[str, ...] = ()  # who gets the catalogue of answers
    stage: HearingStage = HearingStage.PLANNED
    responded: tuple[str, ...] = ()  # codes of respondents (`<class>.<code>`)


class StepPlan(Message):
    """One step as the year knows it: order and dates, no texts of letters."""

    key: str
    kind: StepKind
    title: Text
    track: str = ""
    bodies: tuple[str, ...] = ()
    gate: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    letter: str | None = None  # the letter pack whose release starts this obligation
    day: Deadline | None = None
    fuzzy: bool = False  # its day is not known: it mails nothing and holds back what comes after it
    begins: Instant | None = None  # not before this instant (letter pack with a date of its own, hearing)
    ask_at: Instant | None = None  # when the secretariat is asked to sharpen a fuzzy step
    back_to: str | None = None  # which step a sent-back reopens
    waived_by: str | None = None  # status accounts: the step whose decision replaces their policy


class BodyOutcome(Message):
    """What one body decided in a step."""

    body: str
    outcome: Outcome


class StepProgress(Message):
    """How far one step is."""

    key: str
    stage: StepStage = StepStage.WAITING
    round: int = 1
    released: tuple[str, ...] = ()  # bodies whose letter has been released
    begun: tuple[str, ...] = ()  # bodies whose child has been started in this round
    done: tuple[str, ...] = ()  # bodies whose child has reported: settled or past its deadline, held, decided, closed
    settled: tuple[str, ...] = ()  # bodies whose child has ended
    outcomes: tuple[BodyOutcome, ...] = ()
    asked: bool = False  # the secretariat has been asked to sharpen the date


class CycleState(Message):
    """The year."""

    shape: Literal["cycle"] = "cycle"
    slug: str
    title: Text
    lead: str
    offset: timedelta = timedelta()
    version: int = 0
    sequence: int = 0
    stage: CycleStage = CycleStage.RUNNING
    plan: tuple[StepPlan, ...]
    progress: tuple[StepProgress, ...]
    secretariat: str = ""  # the body whose secretary is asked
    blocking: tuple[str, ...] = ()  # steps of blocking additions: nothing opens before they are settled or past due
    began: Instant | None = None  # the decided moment of the start
    by: str = ""  # who started it
    acts: tuple[str, ...] = ()  # ids of the latest acts and decisions, so that a repeated one changes nothing


AnyState = Annotated[DeliverableState | MeetingState | HearingState | CycleState, Field(discriminator="shape")]


# --- what workflows tell each other and ask of activities ------------------------------------------------------------


class Reported(Message):
    """A child tells its year: settled or past the deadline, held, decided, closed. Repeating it changes nothing."""

    id: str
    step: str
    body: str
    round: int = 1
    decision: Decision | None = None
    settled: bool = True  # False: only past its deadline
    at: Instant | None = None  # the decided moment of what is reported


class Moved(Message):
    """A child's new moments after a move or a re-plan: settled by an activity, told by the year."""

    id: str
    command: str
    at: Instant
    step_on: date
    schedule: Schedule | None = None
    ends_at: Instant | None = None
    bound: date | None = None
    place: str = ""
    opens: Deadline | None = None
    classes: tuple[HearingClass, ...] = ()
    ladder: tuple[Rung, ...] = ()
    reason: str = ""


class Entry(Message):
    """One line of the journal: an event in past participle, by whom, when, and what it changed."""

    event: str
    by: str
    at: Instant
    command: str | None = None
    before: str | None = None
    after: str | None = None
    note: str | None = None  # the reason or the wording, in the words of the person who acted
    about: str | None = None  # `step[:body]`, where the line is not about the workflow that writes it


class Task(Message):
    """Something for a person of the secretariat; the key says what it is, so that it is filed once."""

    key: str
    kind: TaskKind
    text: str


class Change(Message):
    """One transition: state, journal, letters and tasks, written in a single transaction and only once.

    The projection is upserted where its version is not newer; letters are unique by key, entries by (workflow,
    version, index).
    """

    state: AnyState
    entries: tuple[Entry, ...] = ()
    letters: tuple[LetterOrder, ...] = ()
    tasks: tuple[Task, ...] = ()
    done: tuple[str, ...] = ()  # keys of tasks that this settles; a trailing * stands for every ending


class Recorded(Message):
    """The keys of this change's letters that may leave now (held and settled ones are not among them)."""

    sendable: tuple[str, ...] = ()


class StepQuestion(Message):
    """Which children and letters does a step start, at this moment, in this round?"""

    cycle: str
    step: str
    round: int = 1
    at: Instant
    bodies: tuple[str, ...] = ()  # only these; empty means all
    needed: bool = True  # False: every step that needs this obligation has ended


class StepOrders(Message):
    """The answer: children's start states, the pack's letters, and which kinds of letters the cycle holds back."""

    deliverables: tuple[DeliverableState, ...] = ()
    meetings: tuple[MeetingState, ...] = ()
    hearings: tuple[HearingState, ...] = ()
    letters: tuple[LetterOrder, ...] = ()
    held: tuple[LetterKind, ...] = ()


class DeadlineQuestion(Message):
    """Which schedule follows for this obligation from its step's date, an extension and a return date?"""

    state: DeliverableState
    granted: date | None = None
    returned: date | None = None
    at: Instant


class DeadlineAnswer(Message):
    """The new schedule, and until when an open request suspends overdue rungs if it was made at the question's `at`."""

    schedule: Schedule
    suspended_until: Instant


class AdditionQuestion(Message):
    """Which obligation does an addition start? `step` is the new step's key."""

    cycle: str
    step: str
    decision: Decision
    secretariat: str
    at: Instant


class ReplanQuestion(Message):
    """What follows from a move, a postponement or a round 2?

    `step` (of `body`) gets the date `to`; None means the body's next meeting after `at`.
    Steps that are finished, decided or ended keep their dates.
    """

    state: CycleState
    step: str
    body: str | None = None
    to: date | None = None
    hour: time | None = None
    at: Instant
    command: str
    reason: str = ""


class Replanned(Message):
    """New plan of the year, and what each running child is told. Tasks name absolute dates to look at."""

    plan: tuple[StepPlan, ...]
    moved: tuple[Moved, ...] = ()
    tasks: tuple[Task, ...] = ()


class CycleNamed(Message):
    """A cycle, by its slug: what an activity needs that reads the record of the whole year."""

    slug: str


class WaitingLetters(Message):
    """Letters of a cycle that were released but had not left when the engine was rebuilt."""

    keys: tuple[str, ...] = ()


class Concluded(Message):
    """The year tells an obligation that the last step which needs it has ended."""

    at: Instant


class ReleaseOrder(Message):
    """Held letters of a cycle are released by an act."""

    cycle: str
    act: Release


class ReleasedLetter(Message):
    """One letter that has been released; for a pack's letter the year then starts what it asks for."""

    key: str
    step: str
    kind: LetterKind
    body: str | None = None


class ReleasedLetters(Message):
    """Every letter of a release that may leave now."""

    letters: tuple[ReleasedLetter, ...] = ()


class DoubtOrder(Message):
    """A person's word on an unknown letter; the answer is its state afterwards: sent, or released to leave again."""

    cycle: str
    act: DoubtSettled


class DefinitionNamed(Message):
    """A definition by its key: what a Schedule names, year after year."""

    key: str


class NextYearQuestion(Message):
    """Which cycle follows the latest one of this definition? `at` is the decided moment of the proposal."""

    definition: str
    at: Instant


class NextYear(Message):
    """The proposed cycle, and the letter that asks the secretariat to confirm it."""

    slug: str
    sendable: tuple[str, ...] = ()
