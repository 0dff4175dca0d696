"""Letters released in the browser: all together or some with a reason, once, and by whom it may."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.bodies import Substitute
from models.journal import Command
from models.vocabulary import LetterState, Role
from tests.web.held import FOUR_EYES, SLUG, STEP, become, challenge, holding
from tests.web.kept import kept
from tests.web.office import Office, office_of
from tests.web.outbox import NOW, draft, office

__all__ = ["office"]


@pytest.fixture
def strict(record: Engine) -> Iterator[Office]:
    """The same in a year that wants four eyes."""
    kept(record, holding, FOUR_EYES)
    with office_of(record, NOW) as office:
        yield office


def released(engine: Engine) -> list[tuple[str, tuple[str, ...], str]]:
    """Who released which letters, and why."""
    with Session(engine) as session:
        found = session.exec(select(Command).where(Command.name == "release").order_by(col(Command.number))).all()
        return [(each.by, tuple(key.split(":")[-2] for key in each.payload["keys"]), each.payload["reason"])
                for each in found]  # fmt: skip


def stands_in(engine: Engine) -> None:
    """Let somebody else get TMU's letters."""
    days = {"from_day": date(2031, 1, 1), "to_day": date(2031, 12, 31)}
    row = Substitute(cycle=SLUG, body="TMU", role=Role.SECRETARY, name="Vikar", address="vikar@tmu.example", by="x",
                     **days)  # fmt: skip
    with Session(engine) as session, session.begin():
        session.add(row)


def test_all_letters_of_a_step_are_released_together_and_the_page_follows_them(office: Office, record: Engine) -> None:
    browser = office.entered()
    assert "data-refresh" not in browser.get(STEP).text.partition('id="leaving"')[2]

    answer = browser.fill(STEP, f"{STEP}/release", {"which": "all", "number": "1"})

    assert released(record) == [("sekretariat", ("TMU", "ØU"), "")]
    page = browser.get(answer.headers["location"])
    assert "2 breve er frigivet" in page.words
    assert "2 breve er på vej" in page.words
    assert "Ingen breve venter i dette trin" in page.words
    assert f'data-refresh="{STEP}/leaving 3"' in browser.get(f"{STEP}/leaving").text


def test_progress_stops_refreshing_when_nothing_is_on_its_way(office: Office, record: Engine) -> None:
    browser = office.entered()
    become(record, 1, state=LetterState.SENDING)
    become(record, 2, state=LetterState.SENT)
    assert "1 brev er på vej" in browser.get(f"{STEP}/leaving").words

    become(record, 1, state=LetterState.SENT)

    done = browser.get(f"{STEP}/leaving")
    assert "data-refresh" not in done.text
    assert "2 sendt" in done.words


def test_some_letters_leave_only_with_a_reason_and_the_choice_is_kept(office: Office, record: Engine) -> None:
    browser = office.entered()

    answer = browser.fill(STEP, f"{STEP}/release", {"which": "some", "number": "2"})

    assert answer.status == 422
    assert "skriv, hvorfor de andre venter" in answer.words
    assert 'value="2" aria-label="Vælg brev nr. 2" checked' in answer.text
    assert 'value="1" aria-label="Vælg brev nr. 1" checked' not in answer.text
    assert released(record) == []

    browser.fill(STEP, f"{STEP}/release", {"which": "some", "number": "2", "reason": "TMU mangler et bilag"})
    assert released(record) == [("sekretariat", ("ØU",), "TMU mangler et bilag")]


def test_release_of_those_chosen_wants_a_choice(office: Office, record: Engine) -> None:
    answer = office.entered().fill(STEP, f"{STEP}/release", {"which": "some"})

    assert answer.status == 422
    assert "Sæt kryds ved de breve" in answer.words
    assert released(record) == []


def test_release_of_all_is_of_those_that_the_page_told_of(office: Office, record: Engine) -> None:
    browser = office.entered()
    form = browser.hidden(STEP, f"{STEP}/release") | {"which": "all"}
    with Session(record) as session, session.begin():
        session.add(challenge("BIU"))

    answer = browser.post(f"{STEP}/release", form)

    assert answer.status == 422
    assert "et andet antal breve" in answer.words
    assert "Frigiv alle 3" in answer.words
    assert released(record) == []


def test_draft_that_stopped_being_true_is_written_anew_and_nothing_is_released(office: Office, record: Engine) -> None:
    browser = office.entered()
    draft(browser)
    stands_in(record)
    assert "Kladden gælder ikke længere" in browser.get("/outbox/1").words

    answer = browser.fill(STEP, f"{STEP}/release", {"which": "all"})

    assert answer.status == 422
    assert "disse kladder er skrevet igen: 1" in answer.words
    assert "vikar@tmu.example" in answer.words
    assert released(record) == []
    assert browser.fill(STEP, f"{STEP}/release", {"which": "all"}).status == 303
    assert len(released(record)) == 1


def test_four_eyes_let_letters_leave_by_a_second_person_only_and_the_page_says_who(
    strict: Office, record: Engine
) -> None:
    first, second = strict.entered(name="Anna"), strict.entered(name="Bo")
    assert "Din frigivelse er den første" in first.get(STEP).words

    asked = first.fill(STEP, f"{STEP}/release", {"which": "all"})

    assert "Anna har bedt om frigivelse af 2 breve" in first.get(asked.headers["location"]).words
    assert "Nu skal en anden i sekretariatet frigive" in first.get(STEP).words
    assert 'value="all"' not in first.get(STEP).text
    assert released(record) == []
    assert "Den første var: Anna" in second.get(STEP).words
    assert "frigivelse ønsket af Anna" in second.get("/outbox").words
    second.fill(STEP, f"{STEP}/release", {"which": "all"})
    assert released(record) == [("Bo", ("TMU", "ØU"), "")]


def test_same_person_under_another_spelling_is_no_second_pair_of_eyes(strict: Office, record: Engine) -> None:
    strict.entered(name="Anna").fill(STEP, f"{STEP}/release", {"which": "all"})
    again = strict.entered(name="anna ")

    assert "Nu skal en anden i sekretariatet frigive" in again.get(STEP).words
    form = again.hidden("/outbox/1", "/outbox/1/test") | {"which": "all", "count": "2"}
    answer = again.post(f"{STEP}/release", form)

    assert answer.status == 422
    assert "kræver fire øjne" in answer.words
    assert released(record) == []


def test_two_people_releasing_at_once_release_once(office: Office, record: Engine) -> None:
    first, second = office.entered(name="Anna"), office.entered(name="Bo")
    form = second.hidden(STEP, f"{STEP}/release") | {"which": "all", "reason": "nu"}
    first.fill(STEP, f"{STEP}/release", {"which": "all"})

    answer = second.post(f"{STEP}/release", form)

    assert answer.status in {409, 422}
    assert len(released(record)) == 1
