"""Kinds of letters and steps, and roles, as readers name them."""

from models.vocabulary import Language, LetterKind, LetterState, Role, StepKind

_WORDS: dict[LetterKind | StepKind | Role, tuple[str, str]] = {
    LetterKind.CHALLENGE: ("udfordringsskrivelse", "challenge letter"),
    LetterKind.CHALLENGE_COPY: ("kopi af udfordringsskrivelse", "copy of the challenge letters"),
    LetterKind.REMINDER_FIRST: ("første påmindelse", "first reminder"),
    LetterKind.REMINDER: ("påmindelse", "reminder"),
    LetterKind.REMINDER_LAST: ("sidste påmindelse", "last reminder"),
    LetterKind.DUE_TODAY: ("frist i dag", "due today"),
    LetterKind.OVERDUE: ("rykker", "overdue reminder"),
    LetterKind.ESCALATION: ("eskalering", "escalation"),
    LetterKind.ESCALATION_SETTLED: ("eskalering afsluttet", "escalation settled"),
    LetterKind.RECEIPT: ("kvittering", "receipt"),
    LetterKind.EXTENSION_ASKED: ("ansøgning om fristforlængelse", "extension asked for"),
    LetterKind.EXTENSION_GRANTED: ("fristforlængelse givet", "extension granted"),
    LetterKind.EXTENSION_REFUSED: ("fristforlængelse afslået", "extension refused"),
    LetterKind.WAIVED: ("fritagelse", "waiver"),
    LetterKind.RETURNED: ("retur til bearbejdning", "returned for revision"),
    LetterKind.ACCEPTED: ("godkendt aflevering", "hand-in accepted"),
    LetterKind.OBLIGATION: ("ny opgave", "new obligation"),
    LetterKind.DATE_MOVED: ("flyttet dato", "a date has moved"),
    LetterKind.INVITATION: ("indkaldelse", "invitation"),
    LetterKind.INVITATION_CHANGED: ("ændret indkaldelse", "changed invitation"),
    LetterKind.INVITATION_CANCELLED: ("aflysning", "cancellation"),
    LetterKind.AGENDA_DEADLINE: ("dagsordensfrist", "agenda deadline"),
    LetterKind.OUTCOME_WANTED: ("spørgsmål om udfald", "question for the outcome"),
    LetterKind.DECISION: ("beslutning", "decision"),
    LetterKind.HEARING_INVITATION: ("høringsbrev", "hearing letter"),
    LetterKind.HEARING_REMINDER: ("påmindelse om høring", "hearing reminder"),
    LetterKind.HEARING_CLOSING_WANTED: ("høringen skal lukkes", "hearing to be closed"),
    LetterKind.HEARING_CLOSED: ("høringen er lukket", "hearing closed"),
    LetterKind.HEARING_THANKS: ("tak for høringssvar", "thanks for an answer"),
    LetterKind.HEARING_CANCELLED: ("høringen er aflyst", "hearing cancelled"),
    LetterKind.DAY_WANTED: ("dato ønskes", "a day is wanted"),
    LetterKind.TRACK_ENDED: ("forløbet er afsluttet", "track ended"),
    LetterKind.CYCLE_CANCELLED: ("årshjulet er aflyst", "cycle cancelled"),
    LetterKind.NEXT_YEAR: ("næste års årshjul", "next year's cycle"),
    LetterKind.DIGEST: ("dagens breve", "digest of the day"),
    StepKind.LETTER_PACK: ("brevpakke", "letter pack"),
    StepKind.DELIVERABLE: ("aflevering", "deliverable"),
    StepKind.STATUS_ACCOUNT: ("statusredegørelse", "status account"),
    StepKind.WORKSHOP: ("workshop", "workshop"),
    StepKind.MEETING: ("møde", "meeting"),
    StepKind.HEARING: ("høring", "hearing"),
    StepKind.READING: ("behandling", "reading"),
    StepKind.APPROVAL: ("godkendelse", "approval"),
    Role.SECRETARY: ("udvalgssekretær", "committee secretary"),
    Role.HEAD_OF_OFFICE: ("kontorchef", "head of office"),
    Role.MANAGER: ("direktør", "managing director"),
    Role.CHAIR: ("formand", "chair"),
    Role.MEMBER: ("medlem", "member"),
    Role.RESPONDENT: ("høringspart", "respondent"),
}


def kind_words(kind: LetterKind | StepKind | Role, language: Language) -> str:
    """Return the kind or role in a reader's words, without a capital: "rykker", "overdue reminder"."""
    danish, english = _WORDS[kind]
    return danish if language is Language.DA else english


def recipient_words(recipient: str, language: Language) -> str:
    """Say "TMU, direktør" for the record's "TMU.manager", and "BR, medlem 01" for one of a class.

    What names no role stays as it is.
    """
    body, *parts = recipient.split(".")
    if not parts or parts[0] not in tuple(Role):
        return recipient
    return " ".join((f"{body}, {kind_words(Role(parts[0]), language)}", *parts[1:]))


_STATES = {
    LetterState.DRAFTED: ("kladde", "drafted"),
    LetterState.HELD: ("tilbageholdt", "held"),
    LetterState.RELEASED: ("frigivet", "released"),
    LetterState.SENDING: ("på vej", "sending"),
    LetterState.SENT: ("sendt", "sent"),
    LetterState.UNKNOWN: ("uvist", "unknown"),
    LetterState.BOUNCED: ("kommet retur", "bounced"),
    LetterState.REFUSED: ("afvist af mailserveren", "refused by the relay"),
    LetterState.WITHDRAWN: ("trukket tilbage", "withdrawn"),
    LetterState.FOLDED: ("samlet i et senere brev", "folded into a later letter"),
    LetterState.PASSED: ("passeret", "passed"),
    LetterState.ACKNOWLEDGED: ("kvitteret", "acknowledged"),
}


def state_words(state: LetterState, language: Language) -> str:
    """Return where a letter is, in a reader's words: "tilbageholdt", "held"."""
    danish, english = _STATES[state]
    return danish if language is Language.DA else english
