"""The closed sets in words for readers: one table for command line, pages, letters and refusals.

Kinds and states of letters, and roles, have theirs in `rendering.kinds`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from models.schedule import Text
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

_OBLIGATION = {
    ObligationStage.PLANNED: Text(da="ikke udsendt endnu", en="not sent out yet"),
    ObligationStage.OPEN: Text(da="åben", en="open"),
    ObligationStage.HANDED_IN: Text(da="afleveret", en="handed in"),
    ObligationStage.ACCEPTED: Text(da="godkendt", en="accepted"),
    ObligationStage.WAIVED: Text(da="frafaldet", en="waived"),
    ObligationStage.CANCELLED: Text(da="aflyst", en="cancelled"),
    ObligationStage.CLOSED: Text(da="afsluttet", en="closed"),
}

_MEETING = {
    MeetingStage.PLANNED: Text(da="planlagt", en="planned"),
    MeetingStage.INVITED: Text(da="indkaldt", en="invited"),
    MeetingStage.HELD: Text(da="holdt", en="held"),
    MeetingStage.FINISHED: Text(da="overstået", en="over"),
    MeetingStage.DECIDED: Text(da="besluttet", en="decided"),
    MeetingStage.CANCELLED: Text(da="aflyst", en="cancelled"),
}

_HEARING = {
    HearingStage.PLANNED: Text(da="planlagt", en="planned"),
    HearingStage.OPEN: Text(da="åben", en="open"),
    HearingStage.CLOSED: Text(da="lukket", en="closed"),
    HearingStage.CANCELLED: Text(da="aflyst", en="cancelled"),
}

_STEP = {
    StepStage.WAITING: Text(da="venter", en="waiting"),
    StepStage.OPEN: Text(da="i gang", en="running"),
    StepStage.FINISHED: Text(da="afsluttet", en="finished"),
    StepStage.DECIDED: Text(da="besluttet", en="decided"),
    StepStage.ENDED: Text(da="bortfaldet", en="dropped"),
}

_CYCLE = {
    CycleStage.PROPOSED: Text(da="foreslået", en="proposed"),
    CycleStage.RUNNING: Text(da="i gang", en="running"),
    CycleStage.PAUSED: Text(da="på pause", en="paused"),
    CycleStage.CANCELLED: Text(da="aflyst", en="cancelled"),
    CycleStage.ENDED: Text(da="afsluttet", en="ended"),
}

_OUTCOME = {
    Outcome.APPROVED: Text(da="godkendt", en="approved"),
    Outcome.APPROVED_WITH_ADDITION: Text(da="godkendt med en tilføjelse", en="approved with an addition"),
    Outcome.APPROVED_WITH_AMENDMENTS: Text(da="godkendt med ændringer", en="approved with amendments"),
    Outcome.RECOMMENDED: Text(da="anbefalet", en="recommended"),
    Outcome.NOTED: Text(da="taget til efterretning", en="noted"),
    Outcome.POSTPONED: Text(da="udsat", en="postponed"),
    Outcome.SENT_BACK: Text(da="sendt tilbage", en="sent back"),
    Outcome.REJECTED: Text(da="forkastet", en="rejected"),
}

_TASK = {
    TaskKind.LETTER_UNKNOWN: Text(da="brev uvist", en="letter in doubt"),
    TaskKind.LETTER_REFUSED: Text(da="brev afvist", en="letter refused"),
    TaskKind.LETTER_BOUNCED: Text(da="brev kommet retur", en="letter came back"),
    TaskKind.PACK_INCOMPLETE: Text(da="brevpakke ufuldstændig", en="letter pack incomplete"),
    TaskKind.NO_ADDRESS: Text(da="adresse mangler", en="no address"),
    TaskKind.COMMAND_REFUSED: Text(da="handling afvist", en="act refused"),
    TaskKind.DATE_TO_SHARPEN: Text(da="dato skal fastsættes", en="date to settle"),
    TaskKind.ABSOLUTE_DATE_TO_MOVE: Text(da="fast dato skal vurderes", en="fixed date to look at"),
    TaskKind.EXTENSION_TO_ANSWER: Text(da="udsættelse skal besvares", en="extension to answer"),
    TaskKind.CYCLE_TO_CONFIRM: Text(da="årshjul skal bekræftes", en="cycle to confirm"),
}

_TABLES: dict[type[StrEnum], Mapping[Any, Text]] = {
    ObligationStage: _OBLIGATION,
    MeetingStage: _MEETING,
    HearingStage: _HEARING,
    StepStage: _STEP,
    CycleStage: _CYCLE,
    Outcome: _OUTCOME,
    TaskKind: _TASK,
}


def words(value: StrEnum) -> Text:
    """Return the reader's words for a stage, an outcome or a kind of task, without a capital; KeyError for others."""
    return _TABLES[type(value)][value]


def outcome_words(outcome: Outcome, language: Language) -> str:
    """Return the outcome as a word that follows "is": "godkendt", "approved"."""
    named = _OUTCOME[outcome]
    return named.da if language is Language.DA else named.en
