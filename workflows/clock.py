"""The cycle's time: Temporal's clock and the cycle's offset, added in this one place."""

from collections.abc import Callable
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from planning.transitions.ladder import stamp


def now(offset: timedelta) -> datetime:
    """Return the present moment of the cycle, to the second."""
    return (workflow.now() + offset).replace(microsecond=0)


def reached(decided: datetime, offset: timedelta) -> datetime:
    """Return up to which moment what falls due has come: the acts of an instant precede what falls due at it."""
    return max(workflow.now() + offset, decided - timedelta.resolution)


def stamped(decided: datetime, offset: timedelta) -> datetime:
    """Return the decided moment, or the present second when it comes more than a minute late."""
    return stamp(decided, workflow.now() + offset)


async def comes(moment: datetime | None, offset: timedelta, unless: Callable[[], bool]) -> bool:
    """Wait for the moment; False when `unless` became true first. None waits for `unless` alone."""
    if moment is None:
        await workflow.wait_condition(unless)
        return False
    left = moment - offset - workflow.now()
    if left <= timedelta():
        return not unless()
    try:
        await workflow.wait_condition(unless, timeout=left)
    except TimeoutError:
        return True
    return False
