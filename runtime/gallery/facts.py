"""What the letters of a gallery say beside the cycle's own texts: reasons, answers and decisions, made up for it."""

from collections.abc import Callable
from dataclasses import dataclass

from models.letters import LetterFacts
from models.schedule import Deadline, Text
from models.vocabulary import Language, LetterKind, Outcome


@dataclass(frozen=True)
class Moments:
    """The deadline (or the beginning) that a letter is about, and a later one that could replace it."""

    deadline: Deadline
    later: Deadline


def sample_facts(kind: LetterKind, language: Language, moments: Moments) -> LetterFacts:
    """Return what the cause of a letter of this kind could have said."""

    def say(text: Text) -> str:
        return text.da if language is Language.DA else text.en

    return _FACTS.get(kind, _plain)(say, moments)


_Say = Callable[[Text], str]

_MEETS_LATER = Text(
    da="Udvalget behandler planen på sit møde ugen efter fristen.",
    en="The committee considers the plan at its meeting in the week after the deadline.",
)
_FULL_AGENDA = Text(da="Dagsordenen var fuld.", en="The agenda was full.")
_MINUTES = Text(
    da="Udvalget tiltrådte indstillingen og ændrede ordlyden af mål 3.",
    en="The committee agreed to the recommendation and changed the wording of goal 3.",
)
_NO = Text(da="Udvalget stemte imod indstillingen.", en="The committee voted against the recommendation.")
_AMENDMENT = Text(da="BIU: Mål 3 gælder også aftenskolerne.", en="BIU: Goal 3 covers evening schools as well.")
_ANSWERS = Text(
    da="Lokaludvalg 03: Vi savner et mål for foreningslivet.\n\nIntegrationsrådet *: Indikatorerne bør kunne aflæses "
    "hvert år.",
    en="Local committee 03: We miss a goal for associations.\n\nThe integration council *: The indicators should be "
    "readable every year.",
)
_USED = Text(
    da="Planen har fået et mål for foreningslivet, og indikatorerne opgøres nu hvert år. Ønsket om en fast bevilling "
    "er sendt til Økonomiudvalget.",
    en="The plan has been given a goal for associations, and its indicators are now read every year. The wish for a "
    "lasting grant has gone to the Finance Committee.",
)
_TASK = Text(
    da="Send udvalgets eget udfordringspapir til de øvrige udvalg, og saml deres bemærkninger.",
    en="Send the committee's own challenge paper to the other committees, and gather their comments.",
)
_BACKGROUND = Text(
    da="Udfordringsskrivelserne blev godkendt med denne tilføjelse.",
    en="The challenge letters were approved with this addition.",
)
_REVISE = Text(
    da="Planen mangler et mål, der kan aflæses i barometeret, og oplyser ikke, hvordan indsats 2 er finansieret.",
    en="The plan lacks a goal that can be read in the barometer, and does not say how measure 2 is funded.",
)
_NO_DUTY = Text(
    da="Udvalget har ingen indsatser på området i år.", en="The committee has no measures in this field this year."
)
_NO_TIME = Text(
    da="Materialet skal være med, når dagsordenen lukker.", en="The material must be there when the agenda closes."
)
_MERGED = Text(
    da="Politikken lægges sammen med beskæftigelsesplanen.", en="The policy is merged with the employment plan."
)
_SOME_TIME = Text(da="juni", en="June")


def _plain(say: _Say, at: Moments) -> LetterFacts:
    return LetterFacts(deadline=at.deadline)


_FACTS: dict[LetterKind, Callable[[_Say, Moments], LetterFacts]] = {
    LetterKind.CHALLENGE: lambda say, at: LetterFacts(),
    LetterKind.CHALLENGE_COPY: lambda say, at: LetterFacts(),
    LetterKind.OVERDUE: lambda say, at: LetterFacts(deadline=at.deadline, days_late=1),
    LetterKind.ESCALATION: lambda say, at: LetterFacts(deadline=at.deadline, days_late=5),
    LetterKind.RECEIPT: lambda say, at: LetterFacts(deadline=at.deadline, version=1),
    LetterKind.EXTENSION_ASKED: lambda say, at: LetterFacts(
        deadline=at.later, before=at.deadline, reason=say(_MEETS_LATER)
    ),
    LetterKind.EXTENSION_GRANTED: lambda say, at: LetterFacts(
        deadline=at.later, before=at.deadline, reason=say(_MEETS_LATER)
    ),
    LetterKind.EXTENSION_REFUSED: lambda say, at: LetterFacts(deadline=at.deadline, reason=say(_NO_TIME)),
    LetterKind.WAIVED: lambda say, at: LetterFacts(reason=say(_NO_DUTY)),
    LetterKind.RETURNED: lambda say, at: LetterFacts(deadline=at.later, version=1, reason=say(_REVISE)),
    LetterKind.ACCEPTED: lambda say, at: LetterFacts(version=2),
    LetterKind.OBLIGATION: lambda say, at: LetterFacts(deadline=at.deadline, text=say(_TASK), reason=say(_BACKGROUND)),
    LetterKind.DATE_MOVED: lambda say, at: LetterFacts(deadline=at.later, before=at.deadline, reason=say(_FULL_AGENDA)),
    LetterKind.INVITATION_CHANGED: lambda say, at: LetterFacts(
        deadline=at.later, before=at.deadline, reason=say(_FULL_AGENDA)
    ),
    LetterKind.INVITATION_CANCELLED: lambda say, at: LetterFacts(deadline=at.deadline, reason=say(_FULL_AGENDA)),
    LetterKind.AGENDA_DEADLINE: lambda say, at: LetterFacts(
        deadline=at.deadline, amendments=(say(_AMENDMENT),), missing=("KFU",)
    ),
    LetterKind.DECISION: lambda say, at: LetterFacts(
        deadline=at.deadline,
        outcome=Outcome.APPROVED_WITH_AMENDMENTS,
        text=say(_MINUTES),
        amendments=(say(_AMENDMENT),),
    ),
    LetterKind.HEARING_CLOSED: lambda say, at: LetterFacts(deadline=at.deadline, text=say(_ANSWERS)),
    LetterKind.HEARING_THANKS: lambda say, at: LetterFacts(text=say(_USED)),
    LetterKind.HEARING_CANCELLED: lambda say, at: LetterFacts(reason=say(_MERGED)),
    LetterKind.DAY_WANTED: lambda say, at: LetterFacts(text=say(_SOME_TIME)),
    LetterKind.TRACK_ENDED: lambda say, at: LetterFacts(outcome=Outcome.REJECTED, text=say(_NO)),
    LetterKind.CYCLE_CANCELLED: lambda say, at: LetterFacts(reason=say(_MERGED)),
    LetterKind.NEXT_YEAR: lambda say, at: LetterFacts(),
}
