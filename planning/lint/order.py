"""Dates that look wrong beside each other: readings, workshops and deadlines in an order that cannot work."""

from collections.abc import Iterator
from datetime import date

from models.vocabulary import DECIDING_KINDS, OBLIGATION_KINDS, StepKind
from planning.dates.meetings import next_meeting
from planning.dates.timeline import PlannedStep
from planning.format.definition import Step
from planning.format.finding import Path, Problem
from planning.lint.case import Case, days_of
from planning.words import full_day


def check(case: Case) -> Iterator[Problem]:
    """Yield warnings about the order of the steps."""
    for index, planned in case.numbered():
        at: Path = ("step", index)
        if planned.step.kind is StepKind.WORKSHOP:
            yield from _late_workshop(case, planned, at)
        if planned.step.kind in DECIDING_KINDS:
            yield from _before_the_lead(case, index, planned, at)
        if planned.step.kind in OBLIGATION_KINDS:
            yield from _short_notice(case, planned, at)
            yield from _no_meeting_before(case, planned, at)
        yield from _before_what_it_waits_for(case, planned, at)


def _late_workshop(case: Case, workshop: PlannedStep, at: Path) -> Iterator[Problem]:
    readings = [each for each in case.timeline.steps if _is_reading_of(each.step, workshop.step.track)]
    starts = [each.date.start for each in readings if each.date.start]
    first, held = min(starts, default=None), workshop.date.start
    waits = any(_comes_after(case, workshop.step.key, reading.step.key) for reading in readings)
    if not waits and (first is None or held is None or held <= first):
        return
    key = workshop.step.key
    da = (
        f"Workshoppen »{key}« ligger efter den politiske behandling, som den skal forberede. Læg den før 1. behandling."
    )
    en = f"The workshop “{key}” comes after the political treatment that it prepares. Put it before the first reading."
    yield Problem("late-workshop", da, en, (*at, "date"), "warning")


def _is_reading_of(step: Step, track: str) -> bool:
    return step.kind is StepKind.READING and step.track == track


def _comes_after(case: Case, key: str, other: str) -> bool:
    """Tell whether a step waits, directly or through others, for another."""
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        step = case.steps.get(waiting.pop())
        if step is None or step.key in seen:
            continue
        seen.add(step.key)
        waiting.extend((*step.gate, *step.after))
    return other in seen - {key}


def _before_the_lead(case: Case, index: int, reading: PlannedStep, at: Path) -> Iterator[Problem]:
    """Warn when another body reads a draft before the lead committee's own reading of it.

    That is the lead committee's last reading that the definition lists before this one, in the same track.
    """
    lead = case.definition.cycle.lead
    if lead in reading.step.bodies:
        return
    own = [each for each in case.timeline.steps[:index] if _is_reading_of(each.step, reading.step.track)]
    own = [each for each in own if lead in each.step.bodies and each.date.start]
    if not own or own[-1].date.start is None:
        return
    theirs, read = own[-1], own[-1].date.start
    for body, day in days_of(reading).items():
        if day.start is not None and day.start < read:
            yield _too_early(reading.step.key, body, day.start, theirs, read, (*at, "date"))
    for number, each in enumerate(reading.step.published):
        if each.date < read:
            place: Path = (*at, "published", number)
            yield _too_early(reading.step.key, each.source, each.date, theirs, read, place)


def _too_early(key: str, who: str, day: date, theirs: PlannedStep, read: date, at: Path) -> Problem:
    when, own, first = full_day(day), full_day(read), theirs.step.key
    da = f"»{key}« ({who}) ligger {when.da}, før det ansvarlige udvalg selv behandler udkastet {own.da} (»{first}«)."
    en = f"“{key}” ({who}) is on {when.en}, before the lead committee's own reading of it on {own.en} (“{first}”)."
    return Problem("before-the-lead", f"{da} Kontrollér datoerne.", f"{en} Check the dates.", at, "warning")


def _short_notice(case: Case, due: PlannedStep, at: Path) -> Iterator[Problem]:
    wanted = case.definition.cycle.letter_days
    short: dict[tuple[int, date], list[str]] = {}
    for body, sent, day in _letter_and_deadline(case, due):
        days = case.workdays.between(sent, day)
        if days < wanted:
            short.setdefault((days, day), []).append(body)
    for (days, day), bodies in short.items():
        who, when, key = ", ".join(bodies), full_day(day), due.step.key
        da = f"Der er {days} hverdage fra brevet til fristen for »{key}« {when.da} ({who}), færre end {wanted}."
        en = f"There are {days} working days from the letter to the deadline of “{key}” on {when.en} ({who})"
        yield Problem(
            "short-notice",
            f"{da} Send brevet før, eller flyt fristen.",
            f"{en}, fewer than {wanted}. Send the letter earlier or move the deadline.",
            (*at, "date"),
            "warning",
        )


def _no_meeting_before(case: Case, due: PlannedStep, at: Path) -> Iterator[Problem]:
    """Warn when a committee that must approve its hand-in has no meeting between letter and deadline."""
    if not due.step.own_approval:
        return
    for body, sent, day in _letter_and_deadline(case, due):
        known = case.definition.body.get(body)
        if known is None or not known.meetings:
            continue
        meeting = next_meeting(case.definition, body, sent, case.workdays)
        if meeting is None or meeting > day:
            when, key = full_day(day), due.step.key
            da = f"{body} skal selv godkende »{key}« inden {when.da}, men har intet møde mellem brevet og fristen."
            en = f"{body} must approve “{key}” itself by {when.en}, but does not meet between letter and deadline."
            yield Problem(
                "no-meeting-before-deadline", f"{da} Flyt fristen.", f"{en} Move it.", (*at, "date"), "warning"
            )


def _letter_and_deadline(case: Case, due: PlannedStep) -> Iterator[tuple[str, date, date]]:
    letters = [each for each in case.timeline.steps if each.step.key == due.step.letter]
    for letter in letters[:1]:
        for body, planned in days_of(due).items():
            sent = letter.date_for(body).day
            if sent is not None and planned.day is not None:
                yield body, sent, planned.day


def _before_what_it_waits_for(case: Case, planned: PlannedStep, at: Path) -> Iterator[Problem]:
    """Warn when a step is dated before the steps that it waits for."""
    own = [each.start for each in days_of(planned).values() if each.start]
    for name, keys in (("gate", planned.step.gate), ("after", planned.step.after)):
        for other in case.timeline.steps:
            ends = (other.until or other.date).start
            if other.step.key in keys and own and ends is not None and min(own) < ends:
                key, first = planned.step.key, other.step.key
                da = f"»{key}« er dateret før »{first}«, som den venter på. Kontrollér de to datoer."
                en = f"“{key}” is dated before “{first}”, which it waits for. Check the two dates."
                yield Problem("out-of-order", da, en, (*at, name), "warning")
