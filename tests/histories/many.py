"""Years whose steps have more bodies than are taken one by one: opened in parts, heard together."""

from datetime import date

from planning.format.definition import Definition
from tests.definitions import body, definition, step
from tests.engine import Office, Year, local
from workflows.opening import TOGETHER

BEGINS = local(date(2011, 5, 2))


def of_many(count: int, kind: str, **fields: object) -> Definition:
    """Return a year of one step that so many bodies take."""
    codes = [f"U{number:03d}" for number in range(1, count + 1)]
    plain = definition(step("many", kind, bodies=codes, date="2011-05-16", **fields), hold=["challenge"])
    bodies = plain.model_dump(by_alias=True)["body"] | {code: body(code) for code in codes}
    return Definition.model_validate({**plain.model_dump(by_alias=True), "body": bodies})


async def steps_in_parts(office: Office) -> Year:
    """Live a year that opens a step in two parts; its letters are held, and nobody releases them."""
    year = await office.start(of_many(TOGETHER + 1, "letter_pack"), BEGINS)
    await office.clock.travel_to(date(2011, 5, 16))
    return year


async def reports_together(office: Office) -> Year:
    """Live a year whose bodies are past their deadline at one moment; all but one hand in nothing."""
    year = await office.start(of_many(6, "deliverable"), BEGINS)
    await office.clock.travel_to(date(2011, 5, 10))
    await year.submit("many", "U003")
    await office.clock.travel_to(date(2011, 5, 18))
    return year


MANY = {"steps_in_parts": steps_in_parts, "reports_together": reports_together}
