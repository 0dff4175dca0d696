"""What the rules would permit now, were it asked for: on which acts a page offers a form.

The rules themselves are asked, with acts that are right in everything that a person types. What is offered can still be
refused, for its date or its words; what is not offered would be refused whatever they are.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

from models.acts import (
    Acceptance,
    Act,
    Cancellation,
    Closing,
    Decision,
    Extension,
    ExtensionRefusal,
    ExtensionRequest,
    Move,
    Pause,
    Response,
    Resume,
    Return,
    Submission,
    Waiver,
)
from models.states import CycleState, DeliverableState, HearingState, MeetingState
from models.vocabulary import Outcome
from planning.acts import permitted
from planning.acts.permitted import NotPermitted

A = TypeVar("A", bound=Act)
S = TypeVar("S")
_REASON = "…"


def of_obligation(state: DeliverableState, at: datetime) -> frozenset[str]:
    """Return which updates of an obligation can be asked for at this instant."""
    tomorrow = permitted.today(at, state.zone) + timedelta(days=1)
    later = max(tomorrow, state.schedule.deadline.on + timedelta(days=1))
    extension = _act(Extension, at, until=later, reason=_REASON, override=True)
    asked = _act(ExtensionRequest, at, until=later, reason=_REASON)
    return _offered(
        request_extension=_allows(permitted.extension_request, state, asked),
        submit=_allows(permitted.submission, state, _act(Submission, at, version=1, late=False)),
        extend=_allows(permitted.extension, state, extension),
        refuse_extension=_allows(permitted.extension_refusal, state, _act(ExtensionRefusal, at, reason=_REASON)),
        waive=_allows(permitted.waiver, state, _act(Waiver, at, reason=_REASON)),
        send_back=_allows(permitted.sending_back, state, _act(Return, at, until=tomorrow, reason=_REASON)),
        accept=_allows(permitted.acceptance, state, _act(Acceptance, at)),
    )


def of_meeting(state: MeetingState, at: datetime) -> frozenset[str]:
    """Return "decide" when an outcome can be recorded."""
    return _offered(decide=_allows(permitted.decision, state, _act(Decision, at, outcome=Outcome.APPROVED)))


def of_hearing(state: HearingState, at: datetime) -> frozenset[str]:
    """Return which updates of a hearing can be asked for at this instant."""
    first = state.classes[0].key if state.classes else ""
    answer = _act(Response, at, hearing_class=first, respondent="offer", late=False)
    return _offered(
        respond=_allows(permitted.response, state, answer),
        close=_allows(permitted.closing, state, _act(Closing, at)),
    )


def of_year(state: CycleState, at: datetime) -> frozenset[str]:
    """Return which updates of a year can be asked for at this instant: "move" when there is a step that can be."""
    return _offered(
        pause=_allows(permitted.pause, state, _act(Pause, at)),
        resume=_allows(permitted.resume, state, _act(Resume, at)),
        cancel=_allows(permitted.cancellation, state, _act(Cancellation, at, reason=_REASON)),
        move=any(True for _ in movable(state, at)),
    )


def movable(state: CycleState, at: datetime) -> Iterator[str]:
    """Yield the steps that can be moved, in the plan's order."""
    tomorrow = permitted.today(at, state.zone) + timedelta(days=1)
    for plan in state.plan:
        if _allows(permitted.move, state, _act(Move, at, step=plan.key, to=tomorrow)):
            yield plan.key


def _act(kind: type[A], at: datetime, **typed: Any) -> A:
    return kind(id="offer", by="offer", at=at, **typed)


def _allows(rule: Callable[[S, A], None], state: S, act: A) -> bool:
    try:
        rule(state, act)
    except NotPermitted:
        return False
    return True


def _offered(**allowed: bool) -> frozenset[str]:
    return frozenset(name for name, yes in allowed.items() if yes)
