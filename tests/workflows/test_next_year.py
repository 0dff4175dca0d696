"""The next year is proposed, and nothing runs before it is confirmed."""

from datetime import date

from sqlmodel import Session, select

from models.bodies import Contact
from models.correspondence import Letter
from models.cycles import Cycle
from models.journal import Task
from models.requests import DefinitionNamed
from models.vocabulary import CycleStage, TaskKind
from planning.format.source import parse
from tests.engine import Office, local
from tests.workflows.test_annual_cycle import source


async def test_next_year_is_proposed_once_with_a_task_and_a_letter(office: Office) -> None:
    shipped = source("annual")
    await office.start(parse(shipped), local(date(2026, 12, 1)), 2027, shipped.files)

    for attempt in ("first", "second"):
        slug = await office.client.execute_workflow(
            "open-next-year",
            DefinitionNamed(key="annual"),
            id=f"open:{attempt}",
            task_queue="aarshjul",
            result_type=str,
        )
        assert slug == "annual-2028"

    with Session(office.engine) as session:
        assert session.get_one(Cycle, "annual-2028").stage is CycleStage.PROPOSED
        assert session.exec(select(Task.kind).where(Task.cycle == "annual-2028")).all() == [TaskKind.CYCLE_TO_CONFIRM]
        [letter] = session.exec(select(Letter).where(Letter.cycle == "annual-2028")).all()
        members = {
            slug: session.exec(select(Contact.code).where(Contact.role == "member", Contact.cycle == slug)).all()
            for slug in ("annual-2027", "annual-2028")
        }
        assert members["annual-2028"] == members["annual-2027"] != []
    assert "2028" in office.postbox.to(str(letter.to_address))[-1].parsed.as_string()
