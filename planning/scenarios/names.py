"""The names in a scenario: steps, bodies, classes of a hearing, respondents and letters, as the cycle has them."""

import re
from collections.abc import Iterable, Iterator

from models.schedule import Text
from models.vocabulary import LetterKind, Role, StepKind
from planning.dates.timeline import Timeline
from planning.format.definition import HearingClassDefinition
from planning.format.finding import Path, Problem, unknown
from planning.scenarios.form import WrittenHappening

STEP, BODY = Text(da="Trinnet", en="step"), Text(da="Udvalget", en="body")
CLASS, KIND = Text(da="Gruppen", en="class"), Text(da="Brevet", en="kind of letter")
ROLE = Text(da="Rollen", en="role")
ONE_FOR_ALL = frozenset({StepKind.HEARING, StepKind.WORKSHOP, StepKind.MEETING})
"""Kinds of steps that are one event, whichever bodies take part."""

ADDITION = "addition-"
PUBLIC = "public"
"""The one class of a hearing that has none: everyone."""

_STEM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{4}_(?P<rest>[^/]+)")


class Names:
    """Checks names against a timeline. `owners` are those of the scenario's own additions, whose steps are known."""

    def __init__(self, timeline: Timeline, owners: tuple[str, ...]) -> None:
        self.definition = timeline.definition
        self.steps = {planned.step.key: planned.step for planned in timeline.steps}
        self.owners = owners
        self.additions = frozenset(f"{ADDITION}{number}" for number in range(1, len(owners) + 1))

    def step_kind(self, key: str) -> StepKind | None:
        """Return the kind of a step, None for an unknown one; an addition is a deliverable."""
        if key in self.additions:
            return StepKind.DELIVERABLE
        return self.steps[key].kind if key in self.steps else None

    def body(self, code: str, at: Path) -> Iterator[Problem]:
        """Yield a problem when the cycle has no such body."""
        yield from _one_of("unknown-body", BODY, code, self.definition.body, at)

    def happening(self, written: WrittenHappening, at: Path) -> Iterator[Problem]:
        """Yield the names of an act that the cycle does not know."""
        if written.addition is not None:
            yield from self.body(written.addition.owner, (*at, "addition", "owner"))
        if not written.step:
            return
        yield from _one_of("unknown-step", STEP, written.step, {*self.steps, *self.additions}, (*at, "step"))
        if written.step in self.additions and written.act == "move":
            yield _addition_stays(written.step, at)
        if written.step in self.additions and written.body is None and len(set(self.owners)) > 1:
            yield _whose(written.step, self.owners, at)
        if self.step_kind(written.step) is None:
            return
        if written.body is not None:
            yield from self._body(written, written.body, (*at, "body"))
        if written.act == "respond" and self.step_kind(written.step) is StepKind.HEARING:
            yield from self._respondent(written, at)

    def bodies_of(self, written: WrittenHappening) -> tuple[str | None, ...]:
        """Return the bodies for which an act is done: its own, or every one of its step. Some are one act for all."""
        if written.body is not None or not written.step or written.act in ("move", "respond", "close", "release"):
            return (written.body,)
        if written.step in self.additions:
            return self.owners[:1]
        return self.steps[written.step].bodies

    def respondents_of(self, written: WrittenHappening) -> Iterator[tuple[str, str]]:
        """Yield class and code of everybody who answers: the one named, or all of the class, or of every class."""
        for each in self._classes(written.step):
            if written.hearing_class in (None, each.key):
                codes = (written.respondent,) if written.respondent else codes_of(each)
                yield from ((each.key, code) for code in codes)

    def letter(self, before: str, at: Path) -> Iterator[Problem]:
        """Yield what is unknown in the name of a letter: `kind/step/body/role`, or a file's name without suffix."""
        if stem := _STEM.fullmatch(before):
            yield from self._stem(stem["rest"], at)
            return
        parts = before.split("/")
        if len(parts) != 4:
            da = f"»{before}« navngiver intet brev. Skriv brev/trin/udvalg/rolle, f.eks. reminder/plan/TMU/secretary."
            en = f"“{before}” names no letter. Write kind/step/body/role, such as reminder/plan/TMU/secretary."
            yield Problem("no-letter", da, en, at)
            return
        kind, step, body, role = parts
        yield from _one_of("unknown-letter", KIND, kind, list(LetterKind), at)
        yield from _one_of("unknown-step", STEP, step, {*self.steps, *self.additions}, at)
        yield from _one_of("unknown-body", BODY, body, self._everybody(), at)
        yield from _one_of("unknown-role", ROLE, role, list(Role), at)

    def _stem(self, rest: str, at: Path) -> Iterator[Problem]:
        kinds = [kind for kind in LetterKind if rest == kind or rest.startswith(f"{kind}_")]
        if not kinds:
            yield unknown("unknown-letter", KIND, rest.partition("_")[0], list(LetterKind), at)
            return
        step = rest.removeprefix(max(kinds, key=len)).strip("_").partition("_")[0]
        if step:
            yield from _one_of("unknown-step", STEP, step, {*self.steps, *self.additions}, at)

    def _everybody(self) -> set[str]:
        classes = {each.key for step in self.steps.values() for each in step.classes}
        return {*self.definition.body, *classes}

    def _body(self, written: WrittenHappening, body: str, at: Path) -> Iterator[Problem]:
        if self.step_kind(written.step) not in ONE_FOR_ALL:
            yield from self._body_of_step(written.step, body, at)
        elif written.act == "move":  # other acts never have a body there
            yield _one_for_all(written.step, at)

    def _body_of_step(self, step: str, body: str, at: Path) -> Iterator[Problem]:
        concerned = tuple(self.owners) if step in self.additions else self.steps[step].bodies
        if body in concerned:
            return
        if body not in self.definition.body:
            yield unknown("unknown-body", BODY, body, concerned, at)
            return
        listed = ", ".join(sorted(set(concerned)))
        da = f"»{step}« angår ikke {body}. Den angår: {listed}."
        yield Problem("unknown-body", da, f"“{step}” does not concern {body}. It concerns: {listed}.", at)

    def _respondent(self, written: WrittenHappening, at: Path) -> Iterator[Problem]:
        classes = {each.key: each for each in self._classes(written.step)}
        if written.hearing_class is None:
            if written.respondent is not None:
                yield _of_which_class(written.respondent, classes, at)
            return
        yield from _one_of("unknown-class", CLASS, written.hearing_class, classes, (*at, "hearing_class"))
        known = codes_of(classes[written.hearing_class]) if written.hearing_class in classes else ()
        if known and written.respondent is not None and written.respondent not in known:
            yield _no_respondent(written.respondent, known, (*at, "respondent"))
        if written.hearing_class in classes and not known and written.respondent is None:
            yield _who(written.hearing_class, at)

    def _classes(self, step: str) -> tuple[HearingClassDefinition, ...]:
        return self.steps[step].classes or (
            HearingClassDefinition(key=PUBLIC, name=Text(da="Alle", en="Everyone"), deadline=""),
        )


def codes_of(hearing_class: HearingClassDefinition) -> tuple[str, ...]:
    """Return the codes of a class's respondents, 01, 02 …; none for a class without addresses."""
    total = sum(contact.count for contact in hearing_class.contact)
    width = max(2, len(str(total)))
    return tuple(f"{number:0{width}d}" for number in range(1, total + 1))


def _one_of(name: str, what: Text, word: str, known: Iterable[str], at: Path) -> Iterator[Problem]:
    if word not in known:
        yield unknown(name, what, word, known, at)


def _of_which_class(respondent: str, classes: Iterable[str], at: Path) -> Problem:
    listed = ", ".join(classes)
    da = f"»{respondent}« svarer for hvilken gruppe? Tilføj »hearing_class«: {listed}."
    en = f"For which class does “{respondent}” answer? Add “hearing_class”: {listed}."
    return Problem("missing-key", da, en, at)


def _one_for_all(step: str, at: Path) -> Problem:
    da = f"»{step}« er fælles for alle. Slet »body«."
    return Problem("surplus-key", da, f"“{step}” is one event for everybody. Delete “body”.", at)


def _addition_stays(step: str, at: Path) -> Problem:
    da = f"»{step}« er en tilføjelse og flyttes ikke. Brug »extend« for at give den en senere frist."
    en = f"“{step}” is an addition and is not moved. Use “extend” to give it a later deadline."
    return Problem("wrong-act", da, en, (*at, "act"))


def _whose(step: str, owners: Iterable[str], at: Path) -> Problem:
    listed = ", ".join(sorted(set(owners)))
    da = f"»{step}« kan være flere udvalgs. Tilføj »body«: {listed}."
    return Problem("missing-key", da, f"“{step}” can be several bodies'. Add “body”: {listed}.", at)


def _no_respondent(code: str, known: tuple[str, ...], at: Path) -> Problem:
    span = f"{known[0]}–{known[-1]}"
    da = f"Høringsparten »{code}« findes ikke. Gruppens parter er nummereret {span}."
    return Problem("unknown-respondent", da, f"There is no respondent “{code}”. The class has {span}.", at)


def _who(hearing_class: str, at: Path) -> Problem:
    da = f"Gruppen »{hearing_class}« har ingen adresser. Tilføj »respondent«: hvem der svarer."
    en = f"The class “{hearing_class}” has no addresses. Add “respondent”: who answers."
    return Problem("missing-key", da, en, at)
