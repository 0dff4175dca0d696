"""A committee hands in while nobody listens where the engine should be: stored, receipt given, engine told later."""

import asyncio

from sqlmodel import Session

from activities.links import Tokens, keep_links, new_token
from desk.shown.committee import letters_to
from models.obligations import Obligation, Submission
from models.vocabulary import ObligationStage
from tests.desk.conftest import counter, opened
from tests.desk.counter import SLUG, TMU_PLAN, Counter
from tests.papers import PLAN
from tests.web.office import Answer, Browser, office_of

__all__ = ["counter", "opened"]


def link(opened: Counter) -> str:
    """The path of a link in TMU's letter."""
    token = new_token()
    with Session(opened.engine) as session, session.begin():
        keep_links(session, letters_to(session, SLUG, "TMU")[0], Tokens(committee=token), opened.at)
    return f"/committee/{token}"


def hand_in(browser: Browser, page: str) -> Answer:
    """Hand in by the form, and follow where it leads."""
    path = f"{page}/hand-in/plan"
    answer = browser.fill(path, path, {}, {"file": ("plan.pdf", PLAN)})
    assert answer.status == 303
    return browser.get(answer.headers["location"])


async def test_hand_in_in_an_outage_has_its_receipt_at_once_and_the_engine_is_told_later(opened: Counter) -> None:
    page = link(opened)
    with office_of(opened.engine, opened.at, connect=opened.line) as office:
        async with opened.refused():
            shown = await asyncio.to_thread(hand_in, office.stranger(), page)
    [row] = opened.rows(Submission)
    assert (row.content, row.late, row.by) == (PLAN, False, "TMU.secretary")
    assert "Modtaget og gemt: Plan (TMU) er modtaget som version 1" in shown.words
    assert "Motoren kan ikke nås lige nu; den får besked, så snart den kan." in shown.words
    assert row.sha256 in shown.text
    with Session(opened.engine) as session:
        assert session.get_one(Obligation, TMU_PLAN).stage is ObligationStage.OPEN

    assert await opened.desk.deliver() == 1
    await opened.office.clock.settle()
    with Session(opened.engine) as session:
        assert session.get_one(Obligation, TMU_PLAN).stage is ObligationStage.HANDED_IN
    assert any(mail.subject.startswith("Kvittering: Plan") for mail in opened.office.postbox.mails)


async def test_hand_in_while_the_engine_answers_is_received_and_says_what_is_next(opened: Counter) -> None:
    page = link(opened)
    with office_of(opened.engine, opened.at, connect=opened.line) as office:
        shown = await asyncio.to_thread(hand_in, office.stranger(), page)

    assert "Plan (TMU) er modtaget som version 1" in shown.words
    assert "Motoren" not in shown.words
