"""Which letters share a mail: the rule, and what a forecast says by it."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from models.schedule import Recipient
from models.vocabulary import FORMAL, LetterKind, Role
from planning.foresight.forecast import Forecast, Foreseen, forecast, mails_of
from planning.scenarios.scenario import Scenario
from planning.transitions import digests
from tests.planning.building import definition, step_toml, timeline

WANTED = ('lead = "BIU"', 'lead = "BIU"\ndigest = true')
PLAN = step_toml("plan")
TWO_DUTIES = (PLAN, PLAN + PLAN.replace('"plan"', '"economy"', 1))
TMU = Recipient(body="TMU", role=Role.SECRETARY)
AT = datetime(2027, 5, 3, 6, tzinfo=UTC)
SILENT = Scenario(hand_in="never")


def wish(value: str) -> tuple[str, str]:
    return ('address = "sekretaer@tmu.example"', f'address = "sekretaer@tmu.example", digest = {value}')


def shared(found: Forecast) -> list[list[Foreseen]]:
    """The letters of each digest."""
    numbers = sorted({each.digest for each in found.letters if each.digest is not None})
    return [[each for each in found.letters if each.digest == number] for number in numbers]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [((), False), ((WANTED,), True), ((WANTED, wish("false")), False), ((wish("true"),), True)],
)
def test_person_decides_for_themselves_and_else_the_cycle(changes: tuple[tuple[str, str], ...], wanted: bool):
    assert (digests.place(definition(*changes), LetterKind.REMINDER, TMU, AT) is not None) == wanted
    assert digests.are_wanted(definition(*changes)) == (bool(changes))


def test_formal_letters_escalations_and_letters_to_a_class_leave_by_themselves():
    alone = {kind for kind in LetterKind if digests.place(definition(WANTED), kind, TMU, AT) is None}

    assert alone == FORMAL | {
        LetterKind.ESCALATION, LetterKind.INVITATION_CHANGED, LetterKind.DIGEST, LetterKind.NEXT_YEAR,
    }  # fmt: skip
    member = Recipient(body="BR", role=Role.MEMBER)
    assert digests.place(definition(WANTED), LetterKind.RECEIPT, member, AT) is None


def test_forecast_numbers_the_letters_of_one_moment_to_one_person():
    found = forecast(timeline(WANTED, TWO_DUTIES), SILENT)

    told = shared(found)
    assert told
    assert all(len({(each.at, each.to) for each in letters}) == 1 < len(letters) for letters in told)
    kinds = Counter(each.kind for letters in told for each in letters)
    assert kinds[LetterKind.REMINDER_FIRST] == kinds[LetterKind.OVERDUE] / 2 == 2 * 2  # two duties of two committees
    assert kinds[LetterKind.ESCALATION] == 0
    assert found.mails == mails_of(found.letters) == len(found.letters) - sum(len(each) - 1 for each in told)


def test_letters_of_a_forecast_are_the_same_with_digests_and_without():
    told, alone = (forecast(timeline(*changes, TWO_DUTIES), SILENT) for changes in ((WANTED,), ()))

    assert told == alone
    assert {each.digest for each in alone.letters} == {None}


def test_what_two_acts_bring_is_told_in_two_mails_though_they_are_given_at_one_moment():
    on = date(2027, 4, 1)
    acts = [
        {"act": "request", "step": step, "body": "TMU", "on": on, "until": date(2027, 5, 27), "reason": "Syg."}
        for step in ("economy", "plan")
    ]
    found = forecast(timeline(WANTED, TWO_DUTIES), Scenario.model_validate({"happening": acts}))

    asked = [each for each in found.letters if each.kind is LetterKind.EXTENSION_ASKED]
    assert len({(each.at, each.to) for each in asked}) == 1 < len(asked)
    assert [each.digest for each in asked] == [None] * len(asked)
