"""Status accounts are due under a policy; when a decision replaces it, the duty is waived."""

from datetime import date, time

from models.vocabulary import CycleStage, LetterState, ObligationStage
from planning.format.definition import Definition
from tests.definitions import definition, step
from tests.engine import Office, kinds, local


async def test_duty_under_a_replaced_policy_is_waived_but_what_was_handed_in_stays(office: Office) -> None:
    plain = definition(
        step("status", "status_account", bodies=["TMU", "BUU"], date="2011-12-15", ladder="plan", policy="old"),
        step("council", "approval", bodies=["BR"], date="2011-12-08"),
    ).model_dump(by_alias=True)
    policy = {"old": {"name": {"da": "Den gamle politik", "en": "The old policy"}, "replaced_by": "council"}}
    wanted = Definition.model_validate({**plain, "policy": policy})
    year = await office.start(wanted, local(date(2011, 11, 1)))
    await office.clock.travel_to(date(2011, 12, 5))
    await year.submit("status", "TMU")
    await office.clock.travel_to(date(2011, 12, 8), time(20))

    await year.decide("council", "BR")
    await office.clock.travel_to(date(2012, 1, 20))

    assert year.obligation("status", "BUU").stage is ObligationStage.WAIVED
    assert kinds(year.letters(step="status", body="BUU", state=LetterState.SENT)) == ["reminder_first", "waived"]
    assert year.obligation("status", "TMU").versions == 1
    assert year.state().stage is CycleStage.ENDED
