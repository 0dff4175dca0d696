"""Letters that a person lets leave after they were held: which of them still say what is true.

The same that the outbox asks of the record when it hands a letter to the wire (`activities.leaving`).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from models.letters import LetterOrder
from models.states import DeliverableState, HearingState, MeetingState
from models.vocabulary import FORMAL
from planning.acts.replanning import Child
from planning.transitions import hearing, ladder, meeting, obligation

REMINDERS = ladder.BEFORE_THE_DEADLINE | ladder.AFTER_THE_DEADLINE


def still_leaving(
    held: Iterable[LetterOrder], gone: Iterable[LetterOrder], children: Mapping[str, Child], now: datetime
) -> list[LetterOrder]:
    """Return the held letters that leave now: neither overtaken by what has happened, nor by a later reminder."""
    true = [order for each in held for order in _true(each, children.get(each.workflow_id))]
    mailed = [*(order for order in gone if order.settled is None), *true]
    return [order for order in true if not _is_stale(order, mailed, now)]


def _true(order: LetterOrder, child: Child | None) -> Iterator[LetterOrder]:
    match child:
        case DeliverableState() if not obligation.still_true(child, order.kind, order.sequence):
            return
        case MeetingState() if not meeting.still_true(child, order.kind, order.sequence):
            return
        case HearingState() if not hearing.still_true(child, order.kind, None):
            return
        case HearingState() if order.without or hearing.asks(order.kind):
            yield order.model_copy(update={"without": hearing.answered(child, order.to.body)})
        case _:
            yield order


def _is_stale(order: LetterOrder, mailed: Iterable[LetterOrder], now: datetime) -> bool:
    if order.kind in FORMAL or order.kind not in REMINDERS:
        return False
    deadline = order.facts.deadline
    if deadline and order.kind in ladder.BEFORE_THE_DEADLINE and now > deadline.at:
        return True
    same = (each for each in mailed if (each.workflow_id, each.to) == (order.workflow_id, order.to))
    return any(each.kind in REMINDERS and each.at > order.at for each in same)
