"""The texts beside a definition: files that are missing or stray, and templates that ask for what nobody gives."""

from collections.abc import Callable, Iterator

from models.schedule import Text
from models.vocabulary import Language, StepKind
from planning.format.definition import Paper, Step
from planning.format.finding import Finding, Path, Problem, Severity
from planning.lint import templates
from planning.lint.case import Case
from planning.papers import packs, unfilled

LineOf = Callable[[Path], int | None]
_TEXTS, _PAPERS = "texts/", "papers/"


def check(case: Case, line_of: LineOf) -> Iterator[Finding]:
    """Yield findings in the cycle's file about missing texts, and in each text about its template."""
    for index, step in enumerate(case.definition.step):
        at: Path = ("step", index)
        if step.kind is StepKind.LETTER_PACK:
            yield from (problem.located(line_of) for problem in _pack_texts(case, step, at))
            yield from (problem.located(line_of) for problem in _own_papers(case, step, at))
        for number, paper in enumerate(step.paper):
            yield from (problem.located(line_of) for problem in _paper(case, paper, (*at, "paper", number)))
    for path in sorted(case.source.files):
        if path.startswith((_TEXTS, _PAPERS)) and path.endswith(".md"):
            yield from templates.check(case, path)
            yield from _unfilled(case, path)
        if path.startswith(_TEXTS):
            yield from _place(case, path)


def _pack_texts(case: Case, step: Step, at: Path) -> Iterator[Problem]:
    for language in Language:
        path = f"{_TEXTS}{step.key}.{language}.md"
        if not case.source.files.get(path, "").strip():
            da = f"Brevpakken »{step.key}« mangler sin tekst {path}. Skriv den."
            yield Problem("missing-text", da, f"The letter pack “{step.key}” lacks its text {path}. Write it.", at)


def _unfilled(case: Case, path: str) -> Iterator[Finding]:
    """Warn of a field that a person was to fill in: a pack that carries it would not leave."""
    held = unfilled.belongs_to_pack(path, case.definition)
    for number, field in unfilled.lines(case.source.files[path]):
        da = "og brevet sendes ikke med det. Udfyld det." if held else "og brevet siger det sådan. Udfyld det."
        en = "and the letter does not leave with it. Fill it in." if held else "and the letter says it so. Fill it in."
        da, en = f"»{field}« er ikke udfyldt, {da}", f"“{field}” is not filled in, {en}"
        yield _finding("unfilled-field", da, en, path, number, "warning")


def _own_papers(case: Case, step: Step, at: Path) -> Iterator[Problem]:
    known = all(paper.body in (None, *step.bodies) for paper in step.paper)  # else that is what is wrong
    for body in packs.without_own(step) if known else ():
        if body not in case.lost:
            told = packs.no_own(body)
            yield Problem("missing-paper", told.da, told.en, at)


def _paper(case: Case, paper: Paper, at: Path) -> Iterator[Problem]:
    if not packs.is_text(paper):
        yield from _file(case, paper, at)
        return
    for language in Language:
        path = f"{_PAPERS}{paper.file}.{language}.md"
        text = case.source.files.get(path, "").strip()
        if not text:
            da = f"Bilag {paper.number} mangler sin fil {path}. Skriv den, eller ret »file«."
            en = f"Paper {paper.number} lacks its file {path}. Write it or correct “file”."
            yield Problem("missing-text", da, en, at)
        elif not text.startswith("# "):
            da = f"{path} begynder ikke med sin overskrift. Skriv »# Titel« på første linje."
            en = f"{path} does not begin with its title. Write “# Title” on the first line."
            yield Problem("paper-without-title", da, en, at)


def _file(case: Case, paper: Paper, at: Path) -> Iterator[Problem]:
    """Check a paper that travels as it is: that it is there, and is what its name says and may travel."""
    for path in sorted({packs.path_of(paper, language, case.source.files) for language in Language}):
        stored = case.source.files.get(path, "")
        if not stored:
            da = f"Bilag {paper.number} mangler sin fil {path}. Læg den der, eller ret »file«."
            yield Problem("missing-text", da, f"Paper {paper.number} lacks its file {path}. Put it there.", at)
        elif wrong := packs.wrong_type(paper.number, path, packs.unpacked(stored)):
            yield Problem("wrong-file-type", wrong.da, wrong.en, at)
        elif field := packs.unfilled_in_file(packs.unpacked(stored)):
            da = f"{path} har et felt, der ikke er udfyldt: »{field}«. Udfyld det; pakken sendes ikke med det."
            en = f"{path} has a field that is not filled in: “{field}”. Fill it in; the pack does not leave with it."
            yield Problem("unfilled-field", da, en, at, "warning")


def _place(case: Case, path: str) -> Iterator[Finding]:
    """Check that a text is a step's, perhaps of one body, and that it is there in both languages."""
    stem, _, rest = path.removeprefix(_TEXTS).partition(".")
    step, _, body = stem.partition("/")
    if rest not in ("da.md", "en.md") or (step not in case.steps and step not in case.lost):
        da = f"{path} bruges ikke: navnet skal være et trins nøgle og .da.md eller .en.md."
        en = f"{path} is not used: its name must be a step's key and .da.md or .en.md."
        yield _finding("stray-text", da, en, path, None, "warning")
        return
    if step in case.steps and body and body not in case.steps[step].bodies and body not in case.lost:
        da = f"{path} bruges ikke: »{body}« er ikke blandt udvalgene i »{step}«."
        en = f"{path} is not used: “{body}” is not among the bodies of “{step}”."
        yield _finding("stray-text", da, en, path, None, "warning")
    other = f"{_TEXTS}{stem}.{'en' if rest == 'da.md' else 'da'}.md"
    if other not in case.source.files and (body or _needs_no_text(case, step)):
        da = f"{path} findes ikke på det andet sprog. Skriv {other}."
        yield _finding("missing-text", da, f"{path} is not there in the other language. Write {other}.", path, None)


def _needs_no_text(case: Case, step: str) -> bool:
    """Whether a missing text of this step has not been reported by the step itself."""
    return step in case.steps and case.steps[step].kind is not StepKind.LETTER_PACK


def _finding(rule: str, da: str, en: str, path: str, line: int | None, severity: Severity = "error") -> Finding:
    return Finding(severity, rule, Text(da=da, en=en), path, line)
