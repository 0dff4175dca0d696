"""What a person may do, as pure rules: asked by the desk against the record before a command is stored, and again by
the workflow's validator. A refusal is one sentence in both languages.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.acts import (
    Acceptance,
    Cancellation,
    Closing,
    Decision,
    Extension,
    ExtensionRefusal,
    ExtensionRequest,
    Move,
    Pause,
    Release,
    Response,
    Resume,
    Return,
    Submission,
    Waiver,
)
from models.states import CycleState, DeliverableState, HearingState, MeetingState, StepProgress
from models.vocabulary import SETTLED, CycleStage, HearingStage, ObligationStage, Outcome, StepStage
from models.words import words
from planning.acts.releasing import same_person, second_person_wanted
from planning.not_permitted import NotPermitted as NotPermitted
from planning.transitions import hearing, meeting


def submission(state: DeliverableState, act: Submission) -> None:
    """A hand-in is taken, late or not, until the obligation is settled."""
    _not_settled(state, "aflevere", "hand in")


def extension(state: DeliverableState, act: Extension) -> None:
    """Extend only what is open, in time (or asked for in time), to a later date within the bound unless overridden."""
    _is_open(state, "forlænge fristen for", "extend the deadline of")
    _in_time(state, act.at)
    _later(state, act.until)
    _ahead(act.until, act.at, state.zone)
    if state.bound and act.until > state.bound and not act.override:
        raise NotPermitted(
            f"{act.until} ligger efter {state.bound}, hvor dagsordenen for det møde lukker, der skal bruge "
            "afleveringen. Vælg en tidligere dato, eller gentag med tilsidesættelse og en begrundelse.",
            f"{act.until} lies after {state.bound}, when the agenda closes of the meeting that needs it. "
            "Choose an earlier date, or repeat it with an override and a reason.",
        )
    _reason(act.reason)


def extension_request(state: DeliverableState, act: ExtensionRequest) -> None:
    """A committee may ask while its obligation is open and its deadline has not passed."""
    _is_open(state, "søge udsættelse for", "ask for an extension of")
    if act.at > state.schedule.deadline.at:
        raise NotPermitted(
            f"Fristen {state.schedule.deadline.on} er overskredet; udsættelse skal søges inden. "
            "Aflevér hurtigst muligt.",
            f"The deadline {state.schedule.deadline.on} has passed; an extension must be asked for before. "
            "Hand in as soon as you can.",
        )
    _later(state, act.until)
    _reason(act.reason)


def extension_refusal(state: DeliverableState, act: ExtensionRefusal) -> None:
    """Only an open request can be refused, while the obligation is open."""
    if state.request is None:
        raise NotPermitted(
            f"Der er ingen åben ansøgning om udsættelse fra {state.body}.",
            f"There is no open request for an extension from {state.body}.",
        )
    _is_open(state, "afvise udsættelse af", "refuse an extension of")
    _reason(act.reason)


def waiver(state: DeliverableState, act: Waiver) -> None:
    """Waive what is not settled, with a reason."""
    _not_settled(state, "frafalde", "waive")
    _reason(act.reason)


def sending_back(state: DeliverableState, act: Return) -> None:
    """Return for revision what was handed in, until a date ahead that the step which needs it can still use."""
    _is_handed_in(state, "sende retur", "return")
    _ahead(act.until, act.at, state.zone)
    if state.bound and act.until > state.bound:
        raise NotPermitted(
            f"{act.until} ligger efter {state.bound}, hvor dagsordenen for det næste møde lukker. "
            "Vælg en tidligere dato.",
            f"{act.until} lies after {state.bound}, when the agenda of the next meeting closes. "
            "Choose an earlier date.",
        )
    _reason(act.reason)


def acceptance(state: DeliverableState, act: Acceptance) -> None:
    """Accept only what was handed in."""
    _is_handed_in(state, "godkende", "accept")


def decision(state: MeetingState, act: Decision) -> None:
    """One outcome per meeting, with what that outcome needs."""
    if meeting.is_over(state) or not state.decides:
        raise NotPermitted(
            f"{state.title.da} ({state.body}) venter ikke på en beslutning.",
            f"{state.title.en} ({state.body}) does not wait for a decision.",
        )
    if (act.outcome is Outcome.APPROVED_WITH_ADDITION) != (act.addition is not None):
        raise NotPermitted(
            "En tilføjelse og udfaldet »godkendt med en tilføjelse« hører sammen: angiv tekst, ansvarlig og frist.",
            "An addition and the outcome “approved with an addition” belong together: give text, owner and deadline.",
        )
    if (act.outcome is Outcome.APPROVED_WITH_AMENDMENTS) != bool(act.amendments):
        raise NotPermitted(
            "Ændringer og udfaldet »godkendt med ændringer« hører sammen: angiv mindst én ændring.",
            "Amendments and the outcome “approved with amendments” belong together: give at least one amendment.",
        )
    if act.addition:
        _ahead(act.addition.due, act.at, state.zone)
    if act.to is not None:
        _postponed_to(state, act, act.to)


def response(state: HearingState, act: Response) -> None:
    """Answers are taken while the hearing is open, late or not, from a class that it knows."""
    if state.stage is not HearingStage.OPEN:
        raise NotPermitted(f"{state.title.da} er ikke åben for svar.", f"{state.title.en} is not open for answers.")
    if act.hearing_class not in {each.key for each in state.classes}:
        known = ", ".join(each.key for each in state.classes)
        raise NotPermitted(
            f"Høringen har ingen gruppe »{act.hearing_class}«. Grupperne er: {known}.",
            f"The hearing has no class “{act.hearing_class}”. Its classes are: {known}.",
        )


def closing(state: HearingState, act: Closing) -> None:
    """Close an open hearing after its last class."""
    if state.stage is not HearingStage.OPEN:
        raise NotPermitted(f"{state.title.da} er ikke åben.", f"{state.title.en} is not open.")
    last = hearing.last_deadline(state)
    if act.at <= last.at:
        raise NotPermitted(
            f"{state.title.da} kan først lukkes, når den sidste frist, {last.on}, er overskredet.",
            f"{state.title.en} can be closed only after its last deadline, {last.on}.",
        )


def move(state: CycleState, act: Move) -> None:
    """Move what has not ended, to a day ahead."""
    running(state)
    progress = progress_of(state, act.step)
    if progress.stage in {StepStage.FINISHED, StepStage.DECIDED, StepStage.ENDED}:
        raise NotPermitted(
            f"Trinnet »{act.step}« er afsluttet og kan ikke flyttes.",
            f"The step “{act.step}” has ended and cannot be moved.",
        )
    _ahead(act.to, act.at, state.zone)


def running(state: CycleState) -> None:
    """The cycle must be running or paused."""
    if state.stage is CycleStage.PROPOSED:
        raise NotPermitted(
            f"Cyklussen {state.slug} er foreslået og ikke startet. Start den først.",
            f"The cycle {state.slug} is proposed and not started. Start it first.",
        )
    if state.stage not in {CycleStage.RUNNING, CycleStage.PAUSED}:
        raise NotPermitted(f"Cyklussen {state.slug} er afsluttet.", f"The cycle {state.slug} has ended.")


def pause(state: CycleState, act: Pause) -> None:
    """Pause only what runs."""
    running(state)
    if state.stage is CycleStage.PAUSED:
        raise NotPermitted(
            f"Cyklussen {state.slug} er allerede sat på pause.", f"The cycle {state.slug} is already paused."
        )


def resume(state: CycleState, act: Resume) -> None:
    """Resume only what is paused."""
    running(state)
    if state.stage is not CycleStage.PAUSED:
        raise NotPermitted(f"Cyklussen {state.slug} er ikke sat på pause.", f"The cycle {state.slug} is not paused.")


def cancellation(state: CycleState, act: Cancellation) -> None:
    """Cancel what has not ended, with a reason."""
    running(state)
    _reason(act.reason)


def release(state: CycleState, act: Release) -> None:
    """Let held letters leave while the cycle goes on; with four eyes, when somebody else has asked for it before."""
    running(state)
    if state.four_eyes and (not act.asked_by or same_person(act.by, act.asked_by)):
        raise second_person_wanted(act.by)


def today(at: datetime, zone: str) -> date:
    """Return the civil day of an instant in a cycle's time zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def progress_of(state: CycleState, step: str) -> StepProgress:
    """Return the progress of a step; an unknown one is refused with the known ones named."""
    for progress in state.progress:
        if progress.key == step:
            return progress
    known = ", ".join(progress.key for progress in state.progress)
    raise NotPermitted(
        f"Cyklussen {state.slug} har intet trin »{step}«. Trinene er: {known}.",
        f"The cycle {state.slug} has no step “{step}”. Its steps are: {known}.",
    )


def _not_settled(state: DeliverableState, da: str, en: str) -> None:
    if state.stage in SETTLED:
        raise _stands(state, da, en)


def _is_open(state: DeliverableState, da: str, en: str) -> None:
    if state.stage is not ObligationStage.OPEN:
        raise _stands(state, da, en)


def _stands(state: DeliverableState, da: str, en: str) -> NotPermitted:
    stage = words(state.stage)
    return NotPermitted(
        f"Det er ikke muligt at {da} {state.title.da} ({state.body}): den er {stage.da}.",
        f"It is not possible to {en} {state.title.en} ({state.body}): it is {stage.en}.",
    )


def _is_handed_in(state: DeliverableState, da: str, en: str) -> None:
    if state.stage is not ObligationStage.HANDED_IN:
        stage = words(state.stage)
        raise NotPermitted(
            f"Det er kun muligt at {da} det, der er afleveret; {state.title.da} ({state.body}) er {stage.da}.",
            f"It is only possible to {en} what is handed in; {state.title.en} ({state.body}) is {stage.en}.",
        )


def _in_time(state: DeliverableState, at: datetime) -> None:
    deadline = state.schedule.deadline
    if at > deadline.at and state.request is None:
        raise NotPermitted(
            f"Fristen {deadline.on} er overskredet, og der blev ikke søgt udsættelse i tide; den forlænges ikke bagud.",
            f"The deadline {deadline.on} has passed and no extension was asked for in time; "
            "it is not extended backwards.",
        )


def _later(state: DeliverableState, until: date) -> None:
    if until <= state.schedule.deadline.on:
        raise NotPermitted(
            f"{until} er ikke senere end den gældende frist {state.schedule.deadline.on}. Vælg en senere dato.",
            f"{until} is not later than the deadline in force, {state.schedule.deadline.on}. Choose a later date.",
        )


def _ahead(day: date, at: datetime, zone: str) -> None:
    now = today(at, zone)
    if day <= now:
        raise NotPermitted(
            f"{day} er ikke en kommende dag (i dag er {now}). Vælg en senere dato.",
            f"{day} is not a day ahead (today is {now}). Choose a later date.",
        )


def _reason(reason: str) -> None:
    if not reason.strip():
        raise NotPermitted("Angiv en begrundelse.", "Give a reason.")


def _postponed_to(state: MeetingState, act: Decision, to: date) -> None:
    if act.outcome is not Outcome.POSTPONED:
        raise NotPermitted(
            "En ny dato hører kun til udfaldet »udsat«.", "A new date belongs only to the outcome “postponed”."
        )
    if to <= state.schedule.deadline.on:
        raise NotPermitted(
            f"{to} er ikke senere end mødet den {state.schedule.deadline.on}.",
            f"{to} is not later than the meeting of {state.schedule.deadline.on}.",
        )
