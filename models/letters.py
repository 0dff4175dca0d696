"""A letter that a transition asks for, and the order to send one."""

from models.message import Instant, Message
from models.schedule import Deadline, Recipient
from models.vocabulary import LetterKind, LetterState, Outcome, letter_key


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
    instead: bool = False  # an invitation is withdrawn because somebody else is invited in their place
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
    only: tuple[str, ...] = ()  # when not empty, the only contacts of a class who get it

    def reaches(self, contact: str) -> bool:
        """Return whether this contact of a class gets the letter."""
        return contact not in self.without and (not self.only or contact in self.only)

    def key_for(self, contact: str | None = None) -> str:
        """Return the outbox key: for the role itself, or for one contact of a class."""
        return letter_key(self.workflow_id, self.kind, self.cause, f"{self.to}.{contact}" if contact else str(self.to))

    @property
    def own_key(self) -> str:
        """The outbox key of what the order as a whole asks for: of its only contact, when there is only one."""
        return self.key_for(self.only[0] if len(self.only) == 1 else None)


class SendOrder(Message):
    """Hand one recorded letter to the wire."""

    key: str
    now: Instant
