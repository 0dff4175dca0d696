"""Who acts is part of every act: checked at the desk, whichever way a person came to it."""

from datetime import date

import pytest

from models.journal import JournalEntry
from models.vocabulary import Outcome, Role
from planning.acts.permitted import NotPermitted
from tests.desk.counter import SLUG, YEAR, Counter, small

DAY = date(2031, 5, 21)


@pytest.mark.parametrize("by", ["", " ", "leder\nBcc: alle", "leder\x1b[31m", "x" * 101])
async def test_no_act_is_done_by_what_cannot_stand_on_a_line_of_the_journal(counter: Counter, by: str) -> None:
    desk = counter.desk
    await counter.start()
    before = counter.commands(), len(counter.rows(JournalEntry))
    for act in (
        desk.start(small(), YEAR + 1, by=by),
        desk.decide(SLUG, "approval", "BIU", Outcome.APPROVED, by=by),
        desk.pause(SLUG, by=by),
        desk.move(SLUG, "workshop", DAY, by=by),
        desk.substitute(SLUG, "TMU", Role.SECRETARY, "Vikar", "vikar@tmu.example", DAY, DAY, by=by),
        desk.finish_task("unknown", by=by),
        desk.update(SLUG, small(), by=by),
        desk.open_yearly("sample", DAY, by=by),
        desk.open_no_more("sample", by=by),
    ):
        with pytest.raises(NotPermitted, match="Say who acts: a name on one line"):
            await act
    assert (counter.commands(), len(counter.rows(JournalEntry))) == before
