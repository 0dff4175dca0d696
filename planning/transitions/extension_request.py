"""What the secretariat has to answer when a body asks for more time: one task for one request."""

from models.acts import ExtensionRequest
from models.schedule import Text
from models.states import DeliverableState
from planning.words import full_day


def told(state: DeliverableState, act: ExtensionRequest) -> Text:
    """Return the task's sentence: which paper, of whom, until when, and why."""
    day = full_day(act.until)
    return Text(
        da=f"{state.title.da} ({state.body}) søges udsat til {day.da}: {act.reason.rstrip('.')}. Giv udsættelse, eller "
        "afslå.",
        en=f"{state.title.en} ({state.body}): an extension until {day.en} is asked for: {act.reason.rstrip('.')}. "
        "Grant it, or refuse.",
    )


def answered(state: DeliverableState) -> tuple[str, ...]:
    """Return the key of an open request's task, which the act at hand answers or replaces."""
    return (task_key(state, state.request),) if state.request else ()


def task_key(state: DeliverableState, request: ExtensionRequest) -> str:
    """Return the key of a request's task: a request after an answered one is a task of its own."""
    return f"{state.id}:extension:{request.id}"
