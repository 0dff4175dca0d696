"""What a person does with a cycle: the words of a command, as it is stored and delivered."""

from datetime import date, time

from models.message import Instant, Message
from models.schedule import Recipient
from models.vocabulary import Outcome


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


class Reinvitation(Act):
    """Somebody else has these roles on the day of a meeting that was called already: they are invited in their turn."""

    to: tuple[Recipient, ...]


class Response(Act):
    """A hearing response by one respondent of one class; `late` when stored after the class closed."""

    hearing_class: str
    respondent: str
    late: bool


class Closing(Act):
    """The secretariat closes a hearing after its last class; `used` tells who answered what came of it."""

    used: str = ""


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
    """Letters and ladders go on. `letters_from` is when the letters of ladders that waited leave; None: at once."""

    letters_from: Instant | None = None


class Cancellation(Act):
    """The cycle is cancelled: open obligations end, future invitations are withdrawn, everyone concerned is told."""

    reason: str


class Release(Act):
    """Held letters leave; a subset of a step's letters needs a reason. `asked_by`: who had asked for it before."""

    keys: tuple[str, ...]
    reason: str = ""
    asked_by: str = ""


class DoubtSettled(Act):
    """A person's word on a letter in state unknown: it arrived, or it shall be sent again.

    One that came back is sent anew: `again` is the key of the new letter, which refers to the old one.
    """

    key: str
    arrived: bool
    again: str = ""
