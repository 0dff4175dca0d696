"""The secretariat's tasks in the browser: each leads to the page where it is done."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from desk.shown.todo import Place, Todo
from models.correspondence import Letter
from models.journal import Task
from models.vocabulary import LetterState, TaskKind, step_id
from tests import records
from tests.web.kept import going, kept
from tests.web.office import Office, office_of
from tests.web.year import Year
from web.steering.tasks import path_of

NOW = datetime(2031, 5, 12, 7, tzinfo=UTC)
SLUG = "sample-2031"
YEAR = f"/cycles/{SLUG}"


def store(year: Year, *rows: SQLModel) -> None:
    with Session(year.engine) as session, session.begin():
        session.add_all(rows)


@pytest.fixture
def year(record: Engine) -> Year:
    """Give the year in May, with duties, meetings and a hearing open."""
    return kept(record, going, ("plan", "reading", "hearing"), NOW)


@pytest.fixture
def office(year: Year) -> Iterator[Office]:
    """Give the office in May. The engine is away."""
    with office_of(year.engine, NOW) as office:
        yield office


def about(kind: TaskKind, key: str, workflow_id: str | None = None) -> Task:
    return records.task(key=key, slug=SLUG, kind=kind, workflow_id=workflow_id)


LETTER = f"letter:challenge@0:{TaskKind.LETTER_BOUNCED}:1"


def kinds() -> list[tuple[Task, str]]:
    """A task of every kind, and where it is done."""
    return [
        (about(TaskKind.LETTER_BOUNCED, LETTER), "/outbox/{letter}"),
        (about(TaskKind.DATE_TO_SHARPEN, f"cycle:{SLUG}:workshop:day"), f"{YEAR}/move?place=workshop"),
        (about(TaskKind.DATE_TO_SHARPEN, f"cycle:{SLUG}:workshop:2:day"), f"{YEAR}/move?place=workshop"),
        (about(TaskKind.ABSOLUTE_DATE_TO_MOVE, f"{SLUG}:plan:c0ffee"), f"{YEAR}/move?place=plan"),
        (about(TaskKind.COMMAND_REFUSED, "command:1", step_id(SLUG, "plan", "ØU")), f"{YEAR}/duties/plan/%C3%98U"),
        (about(TaskKind.COMMAND_REFUSED, "command:2", step_id(SLUG, "reading", "BIU")), f"{YEAR}/meetings/reading/BIU"),
        (about(TaskKind.COMMAND_REFUSED, "command:3", step_id(SLUG, "hearing")), f"{YEAR}/hearings/hearing"),
        (about(TaskKind.COMMAND_REFUSED, "command:4", f"cycle:{SLUG}"), YEAR),
        (about(TaskKind.PACK_INCOMPLETE, "pack:x:1"), f"/outbox?cycle={SLUG}"),
    ]


def test_every_task_leads_to_the_page_where_it_is_done(office: Office, year: Year) -> None:
    store(year, records.letter(slug=SLUG, state=LetterState.BOUNCED), *(task for task, _ in kinds()))
    with Session(year.engine) as session:
        number = session.exec(select(Letter.number).where(Letter.key == "challenge@0")).one()
    browser = office.entered()

    page = browser.get("/tasks").text

    for _, path in kinds():
        address = path.format(letter=number)
        assert f'href="{address}"' in page
        assert (address, browser.get(address).status) == (address, 200)


def test_request_for_more_time_is_a_task_that_leads_to_its_duty_and_goes_when_answered(
    office: Office, year: Year
) -> None:
    store(year, about(TaskKind.EXTENSION_TO_ANSWER, "x:extension:1", step_id(SLUG, "plan", "TMU")))
    browser = office.entered()

    page = browser.get("/tasks").text

    assert f'href="{YEAR}/duties/plan/TMU"' in page
    assert "Svar på opgavens side" in page


def test_task_is_marked_as_done_once_and_by_whom(office: Office, year: Year) -> None:
    store(year, about(TaskKind.COMMAND_REFUSED, "command:1", f"cycle:{SLUG}"))
    browser = office.entered(name="anna")

    answer = browser.fill("/tasks", "/tasks", {})

    assert answer.status == 303
    page = browser.get(answer.headers["location"]).words
    assert "Opgaven er afsluttet" in page
    assert "Ingen opgaver." in page
    with Session(year.engine) as session:
        assert session.get_one(Task, "command:1").done_by == "anna"


def test_task_that_is_not_there_says_so(office: Office) -> None:
    browser = office.entered()
    form = {"form_token": browser.hidden("/cycles", "/leave")["form_token"], "form_id": "x" * 32, "key": "nope"}

    answer = browser.post("/tasks", form)

    assert answer.status == 422
    assert "Der er ingen opgave »nope«." in answer.words


def test_office_without_tasks_says_what_would_stand_here(office: Office) -> None:
    assert "Her står det, når et brev ikke kan sendes" in office.entered().get("/tasks").words


def test_year_to_be_confirmed_leads_to_where_years_are_started() -> None:
    row = records.task(kind=TaskKind.CYCLE_TO_CONFIRM)

    assert path_of(Todo(row, Place.START)) == "/start"  # type: ignore[arg-type]  # -- a row has what a view has
