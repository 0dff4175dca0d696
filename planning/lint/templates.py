"""The template in a text: what cannot be read, what it may not hold, and what it asks for that nobody gives."""

from collections.abc import Iterator
from functools import lru_cache

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.cycle_text import DATE_OF, NAMES, Surplus, is_date, surplus
from models.schedule import Text
from planning.format.finding import Finding, nearest
from planning.lint.case import Case

_TAKEN_IN = frozenset({"include", "import", "fromimport", "extends"})
_REFUSED = "unreadable-template"
_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Call, nodes.Const)


def check(case: Case, path: str) -> Iterator[Finding]:
    """Yield findings in one text about its template."""
    try:
        tree = _environment().parse(case.source.files[path])
    except TemplateSyntaxError as error:
        da = f"Skabelonen kan ikke læses ({error.message}). Mangler der en klamme, eller er et navn stavet forkert?"
        en = f"The template cannot be read ({error.message}). Is a brace missing or a name misspelt?"
        yield _finding(_REFUSED, da, en, path, error.lineno)
        return
    except (RecursionError, ValueError):
        yield _too_intricate(path, None)
        return
    found = (*_surplus(tree, path), *_names(tree, path), *_dates(case, tree, path))
    yield from found or _trial(tree, path)


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _too_intricate(path: str, line: int | None) -> Finding:
    da, en = "Skabelonen er for indviklet. Skriv den enklere.", "The template is too intricate. Write it more simply."
    return _finding(_REFUSED, da, en, path, line)


def _surplus(tree: nodes.Template, path: str) -> Iterator[Finding]:
    """Yield each thing that the text may not hold, once per line."""
    for found in sorted(set(surplus(tree)), key=lambda each: (each.line, each.word)):
        yield _unheld(found, path) if found.word else _too_intricate(path, found.line)


def _unheld(found: Surplus, path: str) -> Finding:
    if found.word in _TAKEN_IN:
        da, en = (
            "En tekst kan ikke hente en anden skabelon ind. Skriv teksten her.",
            "A text cannot take in another. Write it here.",
        )
    else:
        da = f"En tekst kan ikke bruge »{found.word}«: den kan udfylde navne og datoer og har »if«. Skriv den uden."
        en = f"A text cannot use “{found.word}”: it can fill in names and dates and has “if”. Write it without."
    return _finding(_REFUSED, da, en, path, found.line)


def _trial(tree: nodes.Template, path: str) -> Iterator[Finding]:
    """Yield what shows only when the text is written: a word from which a number is taken. All in it is bounded."""
    if all(isinstance(node, _PLAIN) for node in tree.find_all(nodes.Node)):
        return
    given = {**dict.fromkeys(NAMES, "–"), "year": 2000, DATE_OF: str}
    try:
        _environment().from_string(tree).render(given)
    except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError) as error:
        da = "Skabelonen regner med noget, der ikke er et tal, eller bruger noget, der ikke findes. Ret den."
        yield _finding(_REFUSED, da, f"The template cannot be filled in ({error}). Correct it.", path, None)


def _names(tree: nodes.Template, path: str) -> Iterator[Finding]:
    mine = {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}  # refused where made
    known = {*NAMES, DATE_OF, "loop", *mine}
    called = {id(call.node) for call in tree.find_all(nodes.Call) if not is_date(call)}  # refused as a call
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in known and id(name) not in called:
            meant = nearest(name.name, (*NAMES, DATE_OF))
            da = f"Mente du »{meant}«?" if meant else f"Kendte er: {', '.join((*NAMES, DATE_OF))}."
            en = f"Did you mean “{meant}”?" if meant else f"Known are: {', '.join((*NAMES, DATE_OF))}."
            what = Text(da=f"Feltet »{name.name}« findes ikke. {da}", en=f"There is no field “{name.name}”. {en}")
            yield _finding("unknown-name", what.da, what.en, path, name.lineno)


def _dates(case: Case, tree: nodes.Template, path: str) -> Iterator[Finding]:
    for call in filter(is_date, tree.find_all(nodes.Call)):
        key = _key(call)
        if not isinstance(key, str):
            da = 'date_of skal have ét trins nøgle i anførselstegn, som date_of("plan").'
            en = 'date_of needs one step\'s key in quotes, such as date_of("plan").'
            yield _finding("unknown-step", da, en, path, call.lineno)
        elif key not in case.steps and key not in case.lost:
            meant = nearest(key, case.steps) or ", ".join(case.steps)
            da = f"date_of: trinnet »{key}« findes ikke. Kendt er: {meant}."
            en = f"date_of: there is no step “{key}”. Known is: {meant}."
            yield _finding("unknown-step", da, en, path, call.lineno)


def _key(call: nodes.Call) -> object:
    """Return what a call of `date_of` names; None when it says more or less than one key."""
    more = (*call.args[1:], *call.kwargs, call.dyn_args, call.dyn_kwargs)
    first = call.args[0] if call.args and not any(more) else None
    return first.value if isinstance(first, nodes.Const) else None


def _finding(rule: str, da: str, en: str, path: str, line: int | None) -> Finding:
    return Finding("error", rule, Text(da=da, en=en), path, line)
