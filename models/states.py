"""The state of a year and of its children.

The three child states and `CycleState` are at once start input, continue-as-new state, projection and rehydrate input.
"""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from models.acts import Decision, ExtensionRequest
from models.message import Instant, Message
from models.schedule import Deadline, Recipient, Rung, Schedule, Text
from models.vocabulary import (
    ZONE,
    CycleStage,
    HearingStage,
    LetterKind,
    MeetingStage,
    ObligationStage,
    Outcome,
    StepKind,
    StepStage,
)


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
    quiet_until: Instant | None = None  # rungs whose moment passed in a pause or an outage wait until then
    secretariat: str = ""  # the body whose secretary is asked
    zone: str = ZONE  # where the cycle's days begin
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
    zone: str = ZONE  # where the cycle's days begin
    blocking: tuple[str, ...] = ()  # steps of blocking additions: nothing opens before they are settled or past due
    four_eyes: bool = False  # held letters leave only when a second person releases them
    began: Instant | None = None  # the decided moment of the start
    by: str = ""  # who started it
    quiet_until: Instant | None = None  # after a pause nothing opens before this instant
    acts: tuple[str, ...] = ()  # ids of the latest acts and decisions, so that a repeated one changes nothing


AnyState = Annotated[DeliverableState | MeetingState | HearingState | CycleState, Field(discriminator="shape")]
