"""What a person is told comes next is what then happens, also while the year has not heard of the act."""

from collections import Counter as Count
from datetime import date, time, timedelta

from models.correspondence import Letter
from models.vocabulary import Language, LetterState, Outcome
from rendering.kinds import kind_words
from tests.desk.counter import BY, SLUG, YEAR, Counter, small


def sent(counter: Counter) -> Count[str]:
    """Return how many letters of each kind were let go, in a reader's words; what passed unsent is none."""
    rows = [row for row in counter.rows(Letter) if row.state is not LetterState.PASSED]
    return Count(kind_words(row.kind, Language.EN) for row in rows)


async def test_letters_that_are_said_to_leave_now_are_those_that_leave(counter: Counter) -> None:
    await counter.start()
    before = sent(counter)

    done = await counter.desk.decide(SLUG, "approval", "BIU", Outcome.APPROVED, by=BY)

    assert done.next[0].en == (
        "Leaves now: decision (BIU, committee secretary); "
        "challenge letter (TMU, committee secretary and ØU, committee secretary); "
        "copy of the challenge letters (BR, member 01 and BR, member 02)."
    )
    await counter.office.clock.settle()
    assert sent(counter) - before == {"decision": 1, "challenge letter": 2, "copy of the challenge letters": 2}


async def test_letter_that_is_said_to_come_next_comes_then_and_none_before(opened: Counter) -> None:
    done = await opened.desk.move(SLUG, "plan", date(2031, 5, 19), by=BY)
    await opened.office.clock.settle()
    before = sent(opened)

    assert done.next[-1].en == (
        "Next: reminder (Economy overview) to TMU, committee secretary and ØU, committee secretary "
        "on Monday 21 April 2031 at 08:00."
    )
    await opened.travel_to(date(2031, 4, 21), time(7, 59))
    assert sent(opened) == before
    await opened.travel_to(date(2031, 4, 21), time(8))
    assert sent(opened) - before == {"reminder": 2}


async def test_paused_year_is_said_to_send_nothing(opened: Counter) -> None:
    done = await opened.desk.pause(SLUG, "påske", by=BY)

    assert [each.da for each in done.next] == ["Intet sendes, før årshjulet genoptages."]


async def test_started_year_names_its_first_letter(counter: Counter) -> None:
    offset = counter.at - await counter.office.env.get_current_time()

    done = await counter.desk.start(small(), YEAR, offset=timedelta(seconds=round(offset.total_seconds())), by=BY)

    assert [each.en for each in done.next] == [
        "Leaves now: invitation (BIU, committee secretary).",
        "Next: question for the outcome (Approval, BIU) to BIU, committee secretary "
        "on Tuesday 7 January 2031 at 08:00.",
    ]
