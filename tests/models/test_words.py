"""Every member of a closed set has its word, once, in both languages."""

from enum import StrEnum

import pytest

from models.vocabulary import (
    CycleStage,
    HearingStage,
    Language,
    MeetingStage,
    ObligationStage,
    Outcome,
    StepStage,
    TaskKind,
)
from models.words import outcome_words, words


@pytest.mark.parametrize(
    "closed_set", [ObligationStage, MeetingStage, HearingStage, StepStage, CycleStage, Outcome, TaskKind]
)
def test_every_member_has_a_word_of_its_own_in_both_languages(closed_set: type[StrEnum]) -> None:
    named = [words(each) for each in closed_set]

    assert len({each.da for each in named}) == len({each.en for each in named}) == len(closed_set)


def test_one_word_of_the_code_has_the_words_of_its_set() -> None:
    assert words(ObligationStage.CLOSED).da == "afsluttet"
    assert words(HearingStage.CLOSED).da == "lukket"


def test_minutes_and_refusals_name_an_addition_alike() -> None:
    assert outcome_words(Outcome.APPROVED_WITH_ADDITION, Language.DA) == "godkendt med en tilføjelse"
