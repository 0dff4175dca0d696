"""A letter's context with every field filled, so that a test says only what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from models.letters import LetterFacts
from models.schedule import Deadline
from models.vocabulary import Language, LetterKind, Outcome, Role
from rendering.context import Ask, Item, LetterContext, Meeting, Next

TEMPLATES = Path(__file__).parents[2] / "templates" / "emails"

DUE = Deadline(on=date(2011, 5, 16), hour=time(12), at=datetime(2011, 5, 16, 10, tzinfo=UTC))
EARLIER = Deadline(on=date(2011, 5, 2), at=datetime(2011, 5, 2, 21, 59, tzinfo=UTC))
MEETING = Deadline(on=date(2011, 6, 6), hour=time(14), at=datetime(2011, 6, 6, 12, tzinfo=UTC))

FACTS = LetterFacts(
    deadline=DUE,
    before=EARLIER,
    days_late=3,
    version=2,
    outcome=Outcome.APPROVED_WITH_AMENDMENTS,
    by="Sekretariatet",
    reason="Udvalgets møde er først den 23. maj",
    text="Kort tekst fra protokollen.",
    amendments=("Mål 3 gælder også aftenskoler",),
    missing=("Kultur- og Fritidsudvalget",),
)


def a_context(**changes: Any) -> LetterContext:
    """Return a full context about the plan of the technical committee in 2011, with `changes`."""
    return replace(_FULL, **changes)


_FULL = LetterContext(
    language=Language.DA,
    kind=LetterKind.REMINDER,
    role=Role.SECRETARY,
    recipient_name="Udvalgssekretær, TMU",
    recipient_body="Teknik- og Miljøudvalget",
    committee="Teknik- og Miljøudvalget",
    committee_code="TMU",
    lead="Beskæftigelses- og Integrationsudvalget",
    secretariat="Sekretariatet for årshjulet",
    secretariat_address="sekretariat@kommune.example",
    case_number="2011-4711",
    cycle_title="Integrationspolitikkens årshjul 2011",
    year=2011,
    step_title="Handleplan",
    facts=FACTS,
    body_text="Udvalget bedes se på **snitflader** til de andre udvalg.",
    asks=(Ask(title="Økonomioversigt", deadline=EARLIER), Ask(title="Handleplan", deadline=DUE, own_approval=True)),
    meeting=Meeting(title="Koordineringsværksted", starts=MEETING, place="Rådhuset, lokale 3"),
    agenda_closes=DUE,
    hearing_class="Lokaludvalg",
    what_next=Next(title="Første behandling", when="mandag den 15. august 2011"),
    attachments=("3b Udfordringspapir", "Økonomioversigt (skabelon)"),
    items=(Item(title="Påmindelse: Handleplan", body="Vi mangler jeres plan."),),
    own_approval=True,
)
