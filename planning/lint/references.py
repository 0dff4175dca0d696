"""Names that must lead somewhere: bodies, steps, ladders, policies; names that must be unique; circles of waiting."""

from collections import Counter
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from zoneinfo import ZoneInfo

from models.schedule import Text
from models.vocabulary import DECIDING_KINDS, OBLIGATION_KINDS, Role, StepKind
from planning.dates.slots import END, from_first
from planning.format.definition import Definition, Step
from planning.format.finding import Path, Problem, unknown
from planning.lint.case import Case

_STEP = Text(da="Trinnet", en="step")
_BODY = Text(da="Udvalget", en="body")
_LADDER = Text(da="Rykkerstigen", en="ladder")
_POLICY = Text(da="Politikken", en="policy")
_ROLE = Text(da="Rollen", en="role")


def check(case: Case) -> Iterator[Problem]:
    """Yield what leads nowhere."""
    yield from case.date_problems
    yield from _cycle(case)
    yield from _unique_keys(case)
    for index, step in enumerate(case.definition.step):
        yield from _names_of(case, step, ("step", index))
        yield from _fits_its_kind(case, step, ("step", index))
    yield from _circles(case)


def zone_problem(definition: Definition) -> Problem | None:
    """Return what is wrong with the cycle's time zone."""
    zone = definition.cycle.zone
    try:
        ZoneInfo(zone)
    except (ValueError, KeyError, OSError):
        da = f"Tidszonen »{zone}« findes ikke. Skriv for eksempel »Europe/Copenhagen«."
        en = f"There is no time zone “{zone}”. Write for example “Europe/Copenhagen”."
        return Problem("unknown-zone", da, en, ("cycle", "zone"))
    return None


def _known(
    case: Case, rule: str, what: Text, words: Iterable[str], known: Iterable[str], at: Path
) -> Iterator[Problem]:
    names = list(known)
    yield from (unknown(rule, what, word, names, at) for word in words if word not in names and word not in case.lost)


def _cycle(case: Case) -> Iterator[Problem]:
    cycle, bodies = case.definition.cycle, case.definition.body
    yield from _known(case, "unknown-body", _BODY, [cycle.lead], bodies, ("cycle", "lead"))
    yield from _known(case, "unknown-body", _BODY, [cycle.secretariat], bodies, ("cycle", "secretariat"))
    for key, policy in case.definition.policy.items():
        by = [policy.replaced_by] if policy.replaced_by else []
        yield from _known(case, "unknown-step", _STEP, by, case.steps, ("policy", key, "replaced_by"))


def _unique_keys(case: Case) -> Iterator[Problem]:
    seen = Counter[str]()
    for index, step in enumerate(case.definition.step):
        seen[step.key] += 1
        if seen[step.key] == 2:
            da = f"To trin hedder »{step.key}«. Giv det ene en anden nøgle."
            en = f"Two steps are called “{step.key}”. Give one of them another key."
            yield Problem("two-steps", da, en, ("step", index, "key"))
        yield from _unique_classes(step, ("step", index))


def _unique_classes(step: Step, at: Path) -> Iterator[Problem]:
    for key, count in Counter(each.key for each in step.classes).items():
        if count > 1 or key == END:
            da = f"Svargruppen »{key}« i »{step.key}« står to gange, eller navnet er optaget. Vælg en anden nøgle."
            en = f"The class “{key}” of “{step.key}” is there twice, or its name is taken. Choose another key."
            yield Problem("two-classes", da, en, (*at, "class"))


def _names_of(case: Case, step: Step, at: Path) -> Iterator[Problem]:
    bodies = case.definition.body
    for name, keys in (("gate", step.gate), ("after", step.after), ("needs", step.needs)):
        yield from _known(case, "unknown-step", _STEP, keys, case.steps, (*at, name))
    for name, key in (("letter", step.letter), ("back_to", step.back_to)):
        yield from _known(case, "unknown-step", _STEP, [key] if key else [], case.steps, (*at, name))
    ladder, policy = ([each] if each else [] for each in (step.ladder, step.policy))
    yield from _known(case, "unknown-ladder", _LADDER, ladder, case.definition.ladder, (*at, "ladder"))
    yield from _known(case, "unknown-policy", _POLICY, policy, case.definition.policy, (*at, "policy"))
    yield from _known(case, "unknown-body", _BODY, step.bodies, bodies, (*at, "bodies"))
    for number, paper in enumerate(step.paper):
        whose = [paper.body] if paper.body else []
        yield from _known(case, "unknown-body", _BODY, whose, step.bodies, (*at, "paper", number))
    for recipient in step.copy_to:
        body, _, role = recipient.partition(".")
        yield from _known(case, "unknown-body", _BODY, [body], bodies, (*at, "copy_to"))
        yield from _known(case, "unknown-role", _ROLE, [role], list(Role), (*at, "copy_to"))


def _fits_its_kind(case: Case, step: Step, at: Path) -> Iterator[Problem]:
    if step.kind is not StepKind.HEARING and not step.bodies:
        da = f"Trinnet »{step.key}« har ingen udvalg. Skriv dem i »bodies«."
        yield Problem("no-body", da, f"Step “{step.key}” has no bodies. Write them in “bodies”.", at)
    if step.kind is StepKind.HEARING and step.until is None and not step.classes:
        da = f"Høringen »{step.key}« har ingen slutning. Skriv »until«, eller giv den svargrupper med frist."
        en = f"The hearing “{step.key}” has no end. Write “until”, or give it classes with a deadline."
        yield Problem("no-end", da, en, at)
    if step.kind is not StepKind.HEARING and (step.until is not None or step.classes):
        da = f"»until« og »class« hører til høringer, men »{step.key}« er en anden slags trin. Slet dem."
        en = f"“until” and “class” belong to hearings, but “{step.key}” is of another kind. Delete them."
        yield Problem("not-a-hearing", da, en, at)
    yield from _fitting_references(case, step, at)


def _fitting_references(case: Case, step: Step, at: Path) -> Iterator[Problem]:
    for key in step.gate:
        if key in case.steps and case.steps[key].kind not in DECIDING_KINDS:
            da = f"»{key}« træffer ingen beslutning og kan ikke åbne »{step.key}«. Brug »after«."
            en = f"“{key}” takes no decision and cannot open “{step.key}”. Use “after”."
            yield Problem("gate-without-decision", da, en, (*at, "gate"))
    for key in step.needs:
        if key in case.steps and case.steps[key].kind not in OBLIGATION_KINDS:
            da = f"»{key}« afleveres ikke, så »{step.key}« kan ikke have brug for den. Brug »after«."
            en = f"“{key}” is not handed in, so “{step.key}” cannot need it. Use “after”."
            yield Problem("needs-no-deliverable", da, en, (*at, "needs"))
    letter = case.steps.get(step.letter or "")
    if letter is not None and letter.kind is not StepKind.LETTER_PACK:
        da = f"»{letter.key}« er ikke en brevpakke. Skriv den brevpakke, der beder om »{step.key}«."
        en = f"“{letter.key}” is not a letter pack. Write the letter pack that asks for “{step.key}”."
        yield Problem("letter-is-no-pack", da, en, (*at, "letter"))
    if letter is not None:
        yield from _bodies_without_letter(case, step, letter, at)


def _bodies_without_letter(case: Case, step: Step, letter: Step, at: Path) -> Iterator[Problem]:
    without = [body for body in step.bodies if body not in letter.bodies and body in case.definition.body]
    if without:
        shown = ", ".join(without)
        da = f"»{step.key}« kræves af {shown}, men »{letter.key}« sendes ikke til dem. Tilføj dem i pakkens »bodies«."
        en = f"“{step.key}” is due from {shown}, but “{letter.key}” does not go there. Add them to the pack's “bodies”."
        yield Problem("no-letter", da, en, (*at, "bodies"))


def _circles(case: Case) -> Iterator[Problem]:
    """Yield each circle of steps that wait for each other by gate, after or letter."""
    index = {step.key: number for number, step in enumerate(case.definition.step)}
    graph = {step.key: tuple(key for key in _waits_for(step) if key in index) for step in case.definition.step}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = from_first(error.args[1], list(index))
            shown = " → ".join(circle)
            da = f"Trinnene venter på hinanden i ring: {shown}. Slet en af henvisningerne i »gate« eller »after«."
            en = f"The steps wait for each other in a circle: {shown}. Delete one reference in “gate” or “after”."
            yield Problem("circle", da, en, ("step", index[circle[0]]))
            graph |= {key: () for key in circle}
        else:
            return


def _waits_for(step: Step) -> tuple[str, ...]:
    return (*step.gate, *step.after, *([step.letter] if step.letter else []))
