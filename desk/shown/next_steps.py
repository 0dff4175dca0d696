"""What happens next and when, as sentences: by the rules, from the record, with the act already done.

The engine needs a moment until the year has heard of an act; the rules tell at once what it will do.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from activities.books import open_book
from desk.loading import simulation_of
from desk.standing import foreseen
from models.acts import Act
from models.cycles import Cycle
from models.letters import LetterOrder
from models.schedule import Rung, Text
from models.states import DeliverableState
from models.vocabulary import SETTLED, CycleStage, Language, LetterKind, ObligationStage
from planning.acts.permitted import NotPermitted
from planning.dates.resolver import Unresolvable
from planning.dates.timeline import Timeline
from planning.foresight import commands
from planning.foresight.forecast import recipients_of
from planning.foresight.simulation import Simulation
from planning.transitions import ladder, progress
from planning.words import full_day
from rendering.kinds import kind_words, recipient_words

FARTHEST = 1000
"""Moments that are looked at for the next letter; a year has fewer."""

PAUSED = Text(da="Intet sendes, før årshjulet genoptages.", en="Nothing leaves before the cycle is resumed.")
NO_MORE = Text(da="Der sendes ikke mere om den.", en="Nothing more is sent about it.")
SILENT = Text(
    da="Rykkerne er tavse, indtil den godkendes, sendes retur eller det trin, der skal bruge den, er afgjort.",
    en="Its reminders are silent until it is accepted, returned, or the step that needs it is decided.",
)


def of_obligation(session: Session, state: DeliverableState, name: str, act: Act) -> tuple[Text, ...]:
    """Return what leaves for this act, and what one body's obligation does next."""
    book = open_book(session, state.cycle)
    change = commands.child_after(state, name, act.model_dump(mode="json"), book.timeline)
    after = change.state
    assert isinstance(after, DeliverableState)
    held = frozenset(session.get_one(Cycle, state.cycle).hold)
    go = [letter for letter in change.letters if letter.kind not in held]
    stay = [letter for letter in change.letters if letter.kind in held]
    return (*([PAUSED] if after.paused else _leaving(go, stay, book.timeline)), _then(after, book.timeline))


def of_year(session: Session, cycle: Cycle, workflow_id: str, name: str, act: Act, now: datetime) -> tuple[Text, ...]:
    """Return what leaves for this act on a meeting, a hearing or the whole year, and the next letter after it."""
    simulation = foreseen(session, cycle, now)
    simulation.letters.clear()
    waited = frozenset(letter.own_key for letter in simulation.letters.held)
    try:
        commands.do(simulation, workflow_id, name, act.model_dump(mode="json"))
    except NotPermitted as refusal:  # the record takes the outcome; its date must be found by a person
        return (refusal.sentence,)
    except Unresolvable:
        return ()
    return _of(simulation, waited)


def of_start(session: Session, slug: str, now: datetime) -> tuple[Text, ...]:
    """Return what leaves when a year starts, and the next letter after it."""
    cycle = session.get_one(Cycle, slug)
    simulation = simulation_of(session, cycle, now)
    simulation.settle()
    return _of(simulation, frozenset())


def _of(simulation: Simulation, waited: frozenset[str]) -> tuple[Text, ...]:
    """What leaves or is held now, but for the held letters of before (`waited`), and what comes next."""
    if simulation.state.stage is CycleStage.PAUSED:
        return (PAUSED,)
    held = [letter for letter in simulation.letters.held if letter.own_key not in waited]
    leaving = _leaving(simulation.letters, held, simulation.timeline)
    return *leaving, *_next(simulation)


def _leaving(letters: Iterable[LetterOrder], held: Iterable[LetterOrder], timeline: Timeline) -> list[Text]:
    """What leaves at once, and what waits to be released."""
    go, stay = ([letter for letter in each if letter.settled is None] for each in (letters, held))
    heads = Text(da="Afsendes nu", en="Leaves now"), Text(da="Tilbageholdes til frigivelse", en="Held for release")
    return [_listed(head, found, timeline) for head, found in zip(heads, (go, stay), strict=True) if found]


def _listed(head: Text, letters: Sequence[LetterOrder], timeline: Timeline) -> Text:
    counted: dict[LetterKind, list[str]] = {}
    for letter in letters:
        counted.setdefault(letter.kind, []).extend(recipients_of(timeline, letter))
    da, en = (
        "; ".join(f"{kind_words(kind, each)} ({_whom(to, each)})" for kind, to in counted.items()) for each in Language
    )
    return Text(da=f"{head.da}: {da}.", en=f"{head.en}: {en}.")


def _whom(recipients: Sequence[str], language: Language) -> str:
    """Name one or two recipients; count more."""
    both, many = (" og ", "modtagere") if language is Language.DA else (" and ", "recipients")
    if len(recipients) > 2:
        return f"{len(recipients)} {many}"
    return both.join(recipient_words(each, language) for each in recipients)


def _next(simulation: Simulation) -> tuple[Text, ...]:
    """Carry the year on, nobody acting, to the next letter."""
    simulation.letters.clear()
    for _ in range(FARTHEST):
        moment = simulation.next_moment()
        if moment is None:
            return ()
        simulation.now = max(simulation.now, moment)
        simulation.climb()
        coming = [letter for letter in simulation.letters if letter.settled is None]
        if coming:
            return (_first_of(coming, simulation),)
    return ()


def _first_of(letters: Sequence[LetterOrder], simulation: Simulation) -> Text:
    """The letters of the first one's kind and step, all of which leave at its moment."""
    first = letters[0]
    alike = [each for each in letters if (each.kind, each.step) == (first.kind, first.step)]
    to = [each for letter in alike for each in recipients_of(simulation.timeline, letter)]
    title = progress.plan_of(simulation.state, first.step).title
    return _said(first.kind, title, first.body if len(alike) == 1 else None, to, first.at, _zone(simulation.timeline))


def _then(state: DeliverableState, timeline: Timeline) -> Text:
    rung: Rung | None = ladder.next_rung(state.schedule.ladder, state.cursor)
    if state.stage is ObligationStage.OPEN and rung:
        return _said(rung.kind, state.title, state.body, [str(to) for to in rung.to], rung.at, _zone(timeline))
    return NO_MORE if state.stage in SETTLED else SILENT


def _said(kind: LetterKind, title: Text, body: str | None, to: Sequence[str], at: datetime, zone: ZoneInfo) -> Text:
    local, of_body = at.astimezone(zone), f", {body}" if body else ""
    day = full_day(local.date())
    da, en = (f"{kind_words(kind, each)}" for each in (Language.DA, Language.EN))
    return Text(
        da=f"Næste: {da} ({title.da}{of_body}) til {_whom(to, Language.DA)} {day.da} kl. {local:%H.%M}.",
        en=f"Next: {en} ({title.en}{of_body}) to {_whom(to, Language.EN)} on {day.en} at {local:%H:%M}.",
    )


def _zone(timeline: Timeline) -> ZoneInfo:
    return ZoneInfo(timeline.definition.cycle.zone)
