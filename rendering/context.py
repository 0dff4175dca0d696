"""What a letter can need: plain values, gathered by the caller, so that every template is rendered from one context."""

from dataclasses import dataclass, field
from datetime import datetime

from models.letters import LetterFacts
from models.schedule import Deadline
from models.vocabulary import Language, LetterKind, Role


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One thing that a letter asks for, and when it is due: a deliverable of the pack, an answer to a hearing."""

    title: str  # in the letter's language, as the definition writes it ("Økonomioversigt")
    deadline: Deadline | None  # None: the day is not settled yet
    own_approval: bool = False  # the committee must itself have approved it before it hands it in


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting as a letter names it."""

    title: str
    starts: Deadline  # day and hour of the beginning
    ends: datetime | None = None  # aware; None: the end is not written
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Next:
    """The next step of the cycle after this one, for "what happens next"."""

    title: str
    when: str  # a date text in the letter's language, as exact as the plan: "mandag den 6. juni 2011", "efterår 2011"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One of several things that a letter lists: a letter of a digest, a step of the coming year."""

    title: str
    when: str = ""  # a date text in the letter's language; empty: there is none
    body: str = ""  # Markdown-light that is harmless already


@dataclass(frozen=True, kw_only=True)
class LetterContext:
    """Everything a letter can say. All texts are in `language`; an empty string means "there is none"."""

    language: Language
    kind: LetterKind
    role: Role  # of the recipient
    recipient_name: str  # the addressed contact: "Udvalgssekretær, TMU"
    recipient_body: str = ""  # the recipient's own body (or class of respondents): "Teknik- og Miljøudvalget"
    committee: str = ""  # the body that the letter is about; an escalation's recipient need not belong to it
    committee_code: str = ""  # its code: "TMU"
    lead: str  # the lead committee: "Beskæftigelses- og Integrationsudvalget"
    secretariat: str  # whom to ask: the secretariat's contact name
    secretariat_address: str  # and its mail address
    case_number: str = ""
    cycle_title: str  # "Integrationspolitikkens årshjul 2027"
    year: int
    step_title: str = ""  # the step that the letter is about: "Handleplan"; empty for letters about the whole cycle
    facts: LetterFacts = field(default_factory=LetterFacts)  # what only the cause knows
    body_text: str = ""  # the step's own text for this body, already rendered by `cycle_text`: Markdown-light source
    asks: tuple[Ask, ...] = ()  # what the pack asks for, earliest first
    meeting: Meeting | None = None  # invitation, change, cancellation, agenda deadline, outcome wanted, decision
    agenda_closes: Deadline | None = None  # of the meeting; None: the letter is not about its agenda
    hearing_class: str = ""  # the class of respondents: "Lokaludvalg"
    what_next: Next | None = None
    attachments: tuple[str, ...] = ()  # titles of what travels with the letter: "3b Udfordringspapir"
    round: int = 1  # 2 and later: the step is taken again after it was sent back
    items: tuple[Item, ...] = ()  # of a digest its letters, of a proposed year its steps
    in_digest: bool = False  # its body alone, without greeting and farewell
    on_paper: bool = False  # the letter itself as PDF: its head says to whom, and it is not answered by "this mail"
    acknowledge_url: str = ""  # where the recipient says that the letter has arrived; empty: nobody asks
    committee_url: str = ""  # the committee's own page, where it hands in and answers; empty: there is none
    own_approval: bool = False  # of the step that a reminder is about: the committee must itself have approved it
