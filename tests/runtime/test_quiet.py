"""A year is at rest only when every child has heard what the year has decided about it."""

from collections.abc import Iterable
from datetime import date

import pytest

from models.vocabulary import cycle_id
from planning.acts.replanning import Child
from planning.transitions import policies
from runtime.rehearsals.quiet import Glance, Hearsay
from tests.planning.building import LivedYear, with_letters_sent

REPLACED = (
    'name = { da = "Den gamle politik", en = "The old policy" }\n',
    'name = { da = "Den gamle politik", en = "The old policy" }\nreplaced_by = "council"\n',
)
TO_THE_COUNCIL = ("first", "hearing", "second", "committees")


def test_year_is_at_rest_when_every_child_has_heard():
    year = with_letters_sent(REPLACED).pass_all(*TO_THE_COUNCIL, "council")

    assert glance(year).is_quiet(year.now)


@pytest.mark.parametrize(
    ("before", "outcome", "step", "unheard"),
    [
        ((), "approved", "first", "small-2027:plan:TMU"),
        (TO_THE_COUNCIL, "approved", "council", "small-2027:status:TMU"),
        (TO_THE_COUNCIL[:-1], "rejected", "committees", "small-2027:committees:BUU"),
        (TO_THE_COUNCIL[:-1], "sent_back", "committees", "small-2027:committees:BUU"),
    ],
    ids=["needed no longer", "duty lapsed", "track ended", "round ended"],
)
def test_year_is_not_at_rest_while_it_still_ends_a_child(
    before: tuple[str, ...], outcome: str, step: str, unheard: str
):
    year = with_letters_sent(REPLACED).pass_all(*before).until_begun(step)
    child = year.simulation.children[cycle_id(unheard)]
    body = "TMU" if step == "committees" else None
    year.decide(step, body=body, outcome=outcome)

    assert glance(year).is_quiet(year.now)
    assert not glance(year, [child]).is_quiet(year.now)


def test_account_that_was_handed_in_rests_once_it_has_heard_of_the_new_policy():
    year = with_letters_sent(REPLACED).pass_all(*TO_THE_COUNCIL)
    year.do("submit", "status", date(2027, 11, 24), body="TMU").decide("council")
    account, decision = year.obligation("status"), year.child("council").decision
    heard = account.model_copy(update={"acts": (policies.waiver(decision).id,)})

    assert not glance(year).is_quiet(year.now)
    assert glance(year, [heard]).is_quiet(year.now)


def glance(year: LivedYear, instead: Iterable[Child] = ()) -> Glance:
    """Look at the year as it stands, with some of its children as another moment knew them."""
    children = year.simulation.children | {child.id: child for child in instead}
    return Glance(
        hearsay=Hearsay(year.simulation.state, year.simulation.timeline, frozenset()),
        children=tuple(children[key] for key in sorted(children)),
    )
