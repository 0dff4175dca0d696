"""Years that take one turn each: letters held or in doubt, a duty that lapses, a date sharpened, two readings."""

from datetime import date, time

from models.requests import DefinitionNamed
from models.vocabulary import LetterState, Outcome
from planning.format.definition import Definition
from planning.format.source import parse
from tests.definitions import APPROVE, LETTERS, PLAN, READING, definition, step
from tests.engine import Office, Year, local
from tests.planning import sample

BEGINS = local(date(2011, 1, 10), time(9))
NEXT_YEAR = "open:sample"


async def held_and_in_doubt(office: Office) -> Year:
    """Live a year whose letters are released one by one; the line drops on the first, and a person settles it."""
    year = await office.start(definition(APPROVE, LETTERS, PLAN, READING, hold=["challenge"]), BEGINS)
    await office.clock.travel_to(date(2011, 2, 7), time(14))
    await year.decide("approve", "BIU")
    first, second = [letter.key for letter in year.letters(state=LetterState.HELD)]
    office.postbox.drops = 1
    await year.release(first)
    [unknown] = year.letters(state=LetterState.UNKNOWN)
    await year.settle_doubt(unknown.key, arrived=False)
    await year.release(second)
    return year


async def asked_in_vain(office: Office) -> Year:
    """Live a year in which a request is refused, a committee's plan is waived, and a workshop follows."""
    workshop = step("workshop", "workshop", bodies=["BIU"], date="2011-06-15", after=["plan"])
    year = await office.start(definition(APPROVE, LETTERS, PLAN, workshop), BEGINS)
    await office.clock.travel_to(date(2011, 2, 7), time(14))
    await year.decide("approve", "BIU")
    await office.clock.travel_to(date(2011, 5, 4))
    await year.request("plan", "TMU", date(2011, 5, 30))
    await year.refuse("plan", "TMU")
    await year.waive("plan", "BUU")
    await office.clock.travel_to(date(2011, 6, 17))
    return year


async def policy_lapsed(office: Office) -> Year:
    """Live a year whose council replaces the policy that status accounts are due under."""
    plain = definition(
        step("status", "status_account", bodies=["TMU"], date="2011-12-15", ladder="plan", policy="old"),
        step("council", "approval", bodies=["BR"], date="2011-12-08"),
    ).model_dump(by_alias=True)
    policy = {"old": {"name": {"da": "Den gamle politik", "en": "The old policy"}, "replaced_by": "council"}}
    year = await office.start(Definition.model_validate({**plain, "policy": policy}), local(date(2011, 11, 21)))
    await office.clock.travel_to(date(2011, 12, 8), time(20))
    await year.decide("council", "BR")
    return year


async def sharpened(office: Office) -> Year:
    """Live a year whose workshop has a month until somebody gives it a day."""
    workshop = step("workshop", "workshop", bodies=["TMU"], date="in may")
    reading = step("reading", "reading", bodies=["BIU"], date="2011-08-22", after=["workshop"])
    year = await office.start(definition(workshop, reading), local(date(2011, 4, 11)))
    await office.clock.travel_to(date(2011, 5, 2))
    await year.move("workshop", date(2011, 5, 26))
    await office.clock.travel_to(date(2011, 8, 22), time(18))
    await year.decide("reading", "BIU")
    return year


async def parallel_readings(office: Office) -> Year:
    """Live a year whose council waits for two committees, and reads the amendment of one of them."""
    committees = step("committees", "reading", bodies=["TMU", "BUU"], date="first meeting of the committee after 09-01")
    council = step("council", "approval", bodies=["BR"], date="2011-12-08", gate=["committees"])
    year = await office.start(definition(committees, council), local(date(2011, 9, 1)))
    await office.clock.travel_to(date(2011, 9, 19), time(18))
    await year.decide("committees", "TMU", Outcome.APPROVED_WITH_AMENDMENTS, amendments=["Flere praktikpladser"])
    await office.clock.travel_to(date(2011, 9, 21), time(18))
    await year.decide("committees", "BUU")
    await office.clock.travel_to(date(2011, 12, 8), time(20))
    await year.decide("council", "BR")
    return year


async def next_year(office: Office) -> Year:
    """Live up to the proposal of the year that follows."""
    yearly = sample.source(("count = 55", "count = 2"))
    year = await office.start(parse(yearly), local(date(2031, 1, 2), time(9)), 2031, yearly.files)
    await office.client.execute_workflow(
        "open-next-year", DefinitionNamed(key="sample"), id=NEXT_YEAR, task_queue="aarshjul"
    )
    return year


TURNS = {
    "held_and_in_doubt": held_and_in_doubt,
    "asked_in_vain": asked_in_vain,
    "policy_lapsed": policy_lapsed,
    "sharpened": sharpened,
    "parallel_readings": parallel_readings,
    "next_year": next_year,
}
