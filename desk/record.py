"""What a command is about, found in the record by a person's words; what is not there is answered with what is."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlmodel import Session, col, select

from desk.answers import Unknown
from models.bodies import Body
from models.cycles import Cycle, Step
from models.journal import Command
from models.obligations import Hearing, Meeting, Obligation
from models.schedule import Text
from models.states import CycleState
from models.vocabulary import CommandState, StepKind
from planning.dates.workdays import Workdays
from planning.format.definition import ClosedDays
from planning.format.finding import nearest
from planning.transitions import progress

Child = TypeVar("Child", Obligation, Meeting)


def cycle_named(session: Session, slug: str) -> Cycle:
    """Return the cycle; raises Unknown with the cycles that there are."""
    cycle_there(session, slug)
    return session.get_one(Cycle, slug)


def cycle_there(session: Session, slug: str) -> None:
    """Do nothing for a cycle of the record, without reading its whole definition; raises Unknown."""
    known = session.exec(select(Cycle.slug).order_by(Cycle.slug)).all()
    if slug not in known:
        raise unknown(slug, known, "en cyklus", "a cycle")


def year_of(cycle: Cycle) -> CycleState:
    """Return the year's state as the record has it."""
    return CycleState.model_validate(cycle.state)


def obligation_of(session: Session, slug: str, step: str, body: str) -> Obligation:
    """Return one body's obligation in its latest round; raises Unknown when that body owes nothing there."""
    cycle_there(session, slug)
    step_named(session, slug, step)
    bodies = _bodies(session, Obligation, slug, step)
    written = _as_written(bodies, body)
    row = _of_body(session, Obligation, slug, step, written) if written in bodies else None
    if row is None:
        raise _owes_nothing(session, slug, step, body, bodies)
    return row


def meeting_of(session: Session, slug: str, step: str, body: str | None) -> Meeting:
    """Return a body's meeting in its latest round; the body may be left out where there is only one."""
    cycle_there(session, slug)
    step_named(session, slug, step)
    bodies = _bodies(session, Meeting, slug, step)
    if body is None and len(bodies) > 1:
        raise Unknown(
            f"Flere udvalg behandler »{step}«: {', '.join(bodies)}. Angiv hvilket.",
            f"Several bodies read “{step}”: {', '.join(bodies)}. Say which.",
        )
    written = _as_written(bodies, body or next(iter(bodies), ""))
    row = _of_body(session, Meeting, slug, step, written) if written in bodies else None
    if row is None:
        raise _not_begun(session, slug, step, body, bodies)
    return row


def hearing_of(session: Session, slug: str, step: str) -> Hearing:
    """Return a hearing in its latest round."""
    cycle_there(session, slug)
    step_named(session, slug, step)
    query = select(Hearing).where(Hearing.cycle == slug, Hearing.step == step).order_by(col(Hearing.id).desc())
    row = session.exec(query).first()
    if row is None:
        raise _not_begun(session, slug, step, None, [])
    return row


def _bodies(session: Session, table: type[Child], slug: str, step: str) -> list[str]:
    """The bodies that have begun a step, without what each of them has done: there can be thousands."""
    return sorted(session.exec(select(table.body).where(table.cycle == slug, table.step == step).distinct()).all())


def _as_written(bodies: Sequence[str], body: str) -> str:
    return next((each for each in bodies if each.lower() == body.lower()), body)


def _of_body(session: Session, table: type[Child], slug: str, step: str, body: str) -> Child | None:
    query = select(table).where(table.cycle == slug, table.step == step, table.body == body)
    return session.exec(query.order_by(col(table.round).desc())).first()


def step_named(session: Session, slug: str, step: str) -> None:
    """Do nothing for a step of the cycle; raises Unknown with the nearest one."""
    known = session.exec(select(Step.key).where(Step.cycle == slug).order_by(col(Step.position))).all()
    if step not in known:
        raise unknown(step, known, f"et trin i {slug}", f"a step of {slug}")


def body_named(session: Session, slug: str, body: str) -> None:
    """Do nothing for a body of the cycle; raises Unknown with the nearest one."""
    known = session.exec(select(Body.code).where(Body.cycle == slug).order_by(Body.code)).all()
    if body not in known:
        raise unknown(body, known, f"et udvalg i {slug}", f"a body of {slug}")


def workdays_of(cycle: Cycle) -> Workdays:
    """Return the working days that hold for a cycle."""
    return Workdays(ClosedDays.model_validate(cycle.definition.get("closed") or {}), cycle.zone)


def said_with(said: Text, remark: Text | None) -> Text:
    """Return what is said of an act, with a remark behind it if there is one."""
    return Text(da=f"{said.da} {remark.da}", en=f"{said.en} {remark.en}") if remark else said


def unknown(word: str, known: Iterable[str], da: str, en: str) -> Unknown:
    """Say that a word names nothing, with the nearest one that there is, or all."""
    names = list(known)
    meant = nearest(word, names)
    listed = ", ".join(names) or "–"
    return Unknown(
        f"»{word}« er ikke {da}. " + (f"Mente du »{meant}«?" if meant else f"Der er: {listed}."),
        f"“{word}” is not {en}. " + (f"Did you mean “{meant}”?" if meant else f"There is: {listed}."),
    )


def _owes_nothing(session: Session, slug: str, step: str, body: str, bodies: Sequence[str]) -> Unknown:
    owing = ", ".join(bodies)
    if not owing:
        return _not_begun(session, slug, step, body, [])
    return Unknown(
        f"{body} skylder ikke noget i »{step}«. Det gør: {owing}.",
        f"{body} owes nothing in “{step}”. These do: {owing}.",
    )


def _not_begun(session: Session, slug: str, step: str, body: str | None, bodies: Sequence[str]) -> Unknown:
    """Say what a step that has not begun waits for."""
    year = year_of(session.get_one(Cycle, slug))
    if bodies and body:
        listed = ", ".join(bodies)
        return Unknown(
            f"{body} behandler ikke »{step}«. Det gør: {listed}.", f"{body} does not read “{step}”. These do: {listed}."
        )
    plan = progress.plan_of(year, step)
    missing = [gate for gate in plan.gate if not progress.gate_passed(year, gate)]
    missing += [each for each in plan.after if progress.progress_of(year, each).stage not in progress.ENDED]
    missing += [plan.letter] if plan.letter and plan.kind is not StepKind.LETTER_PACK else []
    waits = ", ".join(dict.fromkeys(missing)) or "–"
    later = _told_later(session, slug)
    return Unknown(
        f"Trinnet »{step}« er ikke begyndt; det venter på: {waits}.{later.da}",
        f"The step “{step}” has not begun; it waits for: {waits}.{later.en}",
    )


def _told_later(session: Session, slug: str) -> Text:
    """Say that what a step waits for may be stored already, where the engine has not heard of everything."""
    question = select(Command.id).where(Command.cycle == slug, Command.state == CommandState.STORED)
    if session.exec(question).first() is None:
        return Text(da="", en="")
    return Text(
        da=" Noget er gemt, som motoren ikke har hørt endnu; prøv igen, når den kan nås.",
        en=" Something is stored that the engine has not heard of; try again when it can be reached.",
    )
