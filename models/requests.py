"""What workflows tell each other and ask of activities."""

from datetime import date, time

from models.acts import Decision, DoubtSettled, Release
from models.change import Task
from models.letters import LetterOrder
from models.message import Instant, Message
from models.schedule import Deadline, Rung, Schedule
from models.states import CycleState, DeliverableState, HearingClass, HearingState, MeetingState, StepPlan
from models.vocabulary import LetterKind


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

    @property
    def children(self) -> tuple[DeliverableState | MeetingState | HearingState, ...]:
        """The start states of every shape."""
        return (*self.deliverables, *self.meetings, *self.hearings)


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


class LeavingQuestion(Message):
    """When do letters leave that an outage held up until `at`?"""

    cycle: str
    at: Instant


class Leaving(Message):
    """The moment at which letters leave: `at` itself while the offices are open."""

    at: Instant


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
