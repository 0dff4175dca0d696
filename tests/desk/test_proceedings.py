"""What was decided, in which words, and with which version of a hand-in the year went on."""

from datetime import date, time

import pytest
from sqlmodel import Session

from cli.shown.json_rows import as_json
from cli.shown.status_page import status_page
from desk.shown import overviews
from desk.shown.proceedings import AdditionRow, AmendmentRow
from desk.shown.rows import Status
from models.acts import Addition
from models.correspondence import Letter
from models.database import reading
from models.vocabulary import Language, LetterKind, Outcome
from tests.desk.counter import BY, SLUG, Counter, small
from tests.papers import pdf

BOTH_NEED_THE_PLAN = small(('after = ["hearing"]', 'after = ["hearing"]\nneeds = ["plan"]'))


def status(counter: Counter) -> Status:
    with Session(reading(counter.engine)) as session:
        page = overviews.status(session, counter.at - counter.office.clock.offset, SLUG)
    assert page is not None
    return page


async def first_reading(counter: Counter) -> None:
    """TMU has handed in once, ØU not at all; the lead committee approves with an addition."""
    await counter.start(BOTH_NEED_THE_PLAN)
    await counter.approve()
    await counter.hand_in(pdf("first"))
    await counter.travel_to(date(2031, 8, 26))
    await counter.desk.decide(
        SLUG,
        "reading",
        "BIU",
        Outcome.APPROVED_WITH_ADDITION,
        text="Udvalget tilslutter sig.",
        addition=Addition(text="et notat om praktikpladser", owner="TMU", due=date(2031, 9, 30)),
        by=BY,
    )
    await counter.office.clock.settle()


def grounds(counter: Counter) -> list[tuple[str, str, int | None, bool]]:
    return [(row.step, row.body, row.version, row.is_missing) for row in status(counter).grounds]


async def test_board_says_with_which_version_a_step_went_on_whatever_is_handed_in_later(counter: Counter) -> None:
    await first_reading(counter)
    await counter.travel_to(date(2031, 8, 27))
    await counter.hand_in(pdf("second"))
    assert grounds(counter) == [("reading", "TMU", 1, False), ("reading", "ØU", None, True)]

    await counter.travel_to(date(2031, 10, 8))
    await counter.desk.close_hearing(SLUG, "hearing", by=BY)
    await counter.desk.waive(SLUG, "plan", "ØU", "uden relevans", by=BY)
    await counter.office.clock.settle()
    assert grounds(counter)[2:] == [("committees", "TMU", 2, False), ("committees", "ØU", None, False)]

    page = [" ".join(line.split()) for line in status_page(status(counter), Language.DA).splitlines()]
    assert "Behandling Plan TMU version 1; MANGLER: ØU" in page
    assert "Udvalgene Plan TMU version 2; frafaldet: ØU; (ikke behandlet endnu)" in page


async def test_what_a_reading_needs_is_awaited_until_its_day_has_come_and_missing_from_then_on(
    counter: Counter,
) -> None:
    await counter.start(BOTH_NEED_THE_PLAN)
    await counter.approve()
    await counter.hand_in(pdf("first"))
    await counter.travel_to(date(2031, 8, 22))

    def said(language: Language) -> set[str]:
        return {" ".join(line.split()) for line in status_page(status(counter), language).splitlines()}

    assert "Behandling Plan TMU version 1; ventes fra: ØU; (ikke behandlet endnu)" in said(Language.DA)
    assert any("TMU version 1; awaited from: ØU; (not decided yet)" in line for line in said(Language.EN))
    await counter.travel_to(date(2031, 8, 25))
    assert "Behandling Plan TMU version 1; MANGLER: ØU; (ikke behandlet endnu)" in said(Language.DA)


async def test_board_has_the_wording_of_every_decision_with_its_addition(counter: Counter) -> None:
    await first_reading(counter)

    [_, row] = status(counter).decisions
    assert (row.step, row.body, row.on, row.outcome, row.text, row.by) == (
        "reading", "BIU", date(2031, 8, 25), Outcome.APPROVED_WITH_ADDITION, "Udvalget tilslutter sig.", BY,
    )  # fmt: skip
    assert row.addition == AdditionRow("et notat om praktikpladser", "TMU", date(2031, 9, 30), blocking=False)
    assert '"owner": "TMU"' in as_json(status(counter))

    page = status_page(status(counter), Language.EN)
    assert "MISSING: ØU" in page
    assert "Recorded by sekretariat." in page
    assert "    + Addition: et notat om praktikpladser (TMU, by " in page


async def test_amendments_carry_body_and_day_on_the_board_and_to_the_next_reader(counter: Counter) -> None:
    await counter.start()
    await counter.approve()
    await counter.travel_to(date(2031, 8, 26))
    await counter.desk.decide(SLUG, "reading", "BIU", Outcome.APPROVED, by=BY)
    await counter.travel_to(date(2031, 10, 8))
    await counter.desk.close_hearing(SLUG, "hearing", by=BY)
    await counter.travel_to(date(2031, 10, 30), time(18))
    for body in ("TMU", "ØU"):
        amended = ("mål 2 udgår",) if body == "TMU" else ()
        outcome = Outcome.APPROVED_WITH_AMENDMENTS if amended else Outcome.APPROVED
        await counter.desk.decide(SLUG, "committees", body, outcome, amendments=amended, by=BY)
    await counter.travel_to(date(2031, 11, 20))

    [row] = [each for each in status(counter).decisions if each.amendments]
    assert row.amendments == (AmendmentRow("TMU", row.on, "mål 2 udgår"),)
    assert row.on < date(2031, 10, 30)
    [agenda] = [
        each for each in counter.rows(Letter) if each.kind is LetterKind.AGENDA_DEADLINE and each.step == "council"
    ]
    text = agenda.message.decode()
    assert f"TMU, {row.on.day}. oktober 2031: m" in text.replace("=\r\n", "").replace("=\n", "")


@pytest.mark.parametrize("language", Language)
async def test_page_of_long_wordings_fits_a_terminal(counter: Counter, language: Language) -> None:
    await counter.start()
    wording = "Udvalget tiltræder indstillingen med de bemærkninger, der fremgår af referatet. " * 3
    await counter.desk.decide(SLUG, "approval", "BIU", Outcome.APPROVED, text=wording, by=BY)
    await counter.office.clock.settle()
    lines = status_page(status(counter), language).splitlines()
    assert max(len(line) for line in lines) <= 100
    assert any("Udvalget tiltræder" in line for line in lines)
