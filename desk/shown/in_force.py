"""The timeline of a running year with the deadlines that hold: what was extended or sent back has a date of its own."""

from datetime import date, time
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from models.obligations import Obligation
from models.schedule import Text
from models.vocabulary import ObligationStage, Precision
from planning.dates.timeline import BodyDate, PlannedDate, PlannedStep, Timeline
from planning.words import full_day, joined

_DROPPED = (ObligationStage.WAIVED, ObligationStage.CANCELLED)


class _Due(NamedTuple):
    on: date
    hour: time | None


def in_force(session: Session, timeline: Timeline) -> Timeline:
    """Return the timeline with every deadline as the record has it, each with why it is another than the step's."""
    columns = (col(Obligation.step), col(Obligation.body), col(Obligation.due_on), col(Obligation.due_hour))
    question = select(*columns).where(col(Obligation.cycle) == timeline.slug, col(Obligation.stage).not_in(_DROPPED))
    question = question.where(col(Obligation.step).in_([planned.step.key for planned in timeline.steps]))
    rows = session.connection().execute(question.order_by(col(Obligation.round))).all()  # the latest round stands
    due = {(step, body): _Due(on, hour) for step, body, on, hour in rows}
    return timeline.model_copy(update={"steps": tuple(_step(planned, due) for planned in timeline.steps)})


def _step(planned: PlannedStep, due: dict[tuple[str, str], _Due]) -> PlannedStep:
    own = [(body, due.get((planned.step.key, body))) for body in planned.step.bodies]
    if all(found is None or found.on == planned.date_for(body).day for body, found in own):
        return planned
    dates = tuple(BodyDate(body=body, date=_date(planned.date_for(body), found)) for body, found in own)
    return planned.model_copy(update={"dates": dates})


def _date(planned: PlannedDate, found: _Due | None) -> PlannedDate:
    if found is None or found.on == planned.day:
        return planned
    before = full_day(planned.day) if planned.day else None
    why = Text(da=f"udsat fra {before.da}", en=f"put off from {before.en}") if before else None
    return PlannedDate(
        precision=Precision.DAY, start=found.on, end=found.on, hour=found.hour, reason=joined(planned.reason, why)
    )
