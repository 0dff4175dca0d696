"""The steps of a cycle that begins, or is proposed, as the board shows them."""

from collections.abc import Iterator

from models.cycles import Step
from planning.dates.timeline import Timeline


def step_rows(timeline: Timeline) -> Iterator[Step]:
    """Yield a row for every step with its dates, in the order of the plan."""
    for position, planned in enumerate(timeline.steps):
        yield Step(
            cycle=timeline.slug,
            key=planned.step.key,
            position=position,
            kind=planned.step.kind,
            title_da=planned.step.title.da,
            title_en=planned.step.title.en,
            track=planned.step.track,
            starts_on=planned.date.start,
            ends_on=(planned.until or planned.date).end,
            precision=planned.date.precision,
        )
