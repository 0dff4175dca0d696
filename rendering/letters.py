"""Letters from templates: one source per kind and language gives subject, text and HTML from one context.

A template is a document in Markdown-light whose first line is the subject. Whatever a template prints from the context
is made harmless first, so that a star in a reason stays a star; the HTML is laid out by one autoescaped template.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from models.cycle_text import DATE_OF, NAMES, Surplus, surplus
from models.schedule import Deadline, Text
from models.vocabulary import Language, LetterKind, Outcome
from models.words import outcome_words
from rendering import dates, prose
from rendering.clean import clean_line, clean_text
from rendering.context import LetterContext as LetterContext
from rendering.message import RenderedLetter as RenderedLetter
from rendering.refusal import Unrenderable

CYCLE_TEXT_NAMES = frozenset({*NAMES, DATE_OF})
"""The names that a cycle's own texts may use; `date_of("step-key")` gives a long date for the recipient's body."""

_UNKNOWN = re.compile(r"'([^']+)' is undefined|no attribute '([^']+)'")


class Letters:
    """Renders every letter kind from the templates of one folder (`templates/emails`), read when first used."""

    def __init__(self, template_folder: Path) -> None:
        loader = FileSystemLoader(template_folder)
        self._sources = {language: _source_environment(loader, language) for language in Language}
        self._layout = Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True)

    def render(self, kind: LetterKind, language: Language, context: LetterContext) -> RenderedLetter:
        """Return the letter; raises `Unrenderable` when its template asks for what the context does not have."""
        subject, body = self._written(kind, language, context)
        return RenderedLetter(subject=subject, text=prose.plain(body), html=self._html(language, subject, body))

    def on_paper(self, kind: LetterKind, language: Language, context: LetterContext) -> tuple[str, str]:
        """Return subject and Markdown-light of the same letter as it stands on paper; raises `Unrenderable`."""
        return self._written(kind, language, replace(context, on_paper=True))

    def in_digest(self, kind: LetterKind, language: Language, context: LetterContext) -> tuple[str, str]:
        """Return subject and body in Markdown-light as a digest tells the letter; raises `Unrenderable`."""
        return self._written(kind, language, replace(context, in_digest=True))

    def _written(self, kind: LetterKind, language: Language, context: LetterContext) -> tuple[str, str]:
        name = f"{kind.value}.{language.value}.j2"
        try:
            source = self._sources[language].get_template(name).render(_values(context))
        except (TemplateError, TypeError, ValueError) as error:
            raise _refusal(f"templates/emails/{name}", error) from error
        subject, _, body = source.partition("\n")
        subject = prose.inline(subject).strip()
        if not subject or not body.strip():
            raise _refusal(f"templates/emails/{name}", ValueError("its subject or its text is empty"))
        return subject, body

    def _html(self, language: Language, subject: str, body: str) -> str:
        layout = self._layout.get_template("_layout.html.j2")
        return layout.render(language=language.value, subject=subject, blocks=prose.parse(body))


def cycle_text(source: str, names: Mapping[str, object]) -> str:
    """Return a cycle's own text with `names` (see `CYCLE_TEXT_NAMES`) filled in: Markdown-light.

    The text is a person's: what it may hold is a closed set (`models.cycle_text`), it runs in a sandbox, and what it
    prints is made harmless. Raises `Unrenderable` for anything else, and for a name that does not exist.
    """
    try:
        return clean_text(_cycle_template(source).render(dict(names)) if "{" in source else source)
    except (TemplateError, SecurityError, TypeError, ValueError, LookupError, ArithmeticError, RecursionError) as error:
        raise _refusal("texts", error) from error


@lru_cache(maxsize=256)
def _cycle_template(source: str) -> Template:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, finalize=_harmless, keep_trailing_newline=True
    )
    tree = environment.parse(source)
    if found := min(surplus(tree), key=lambda each: each.line, default=None):
        raise _not_permitted(found)  # before the compiler computes what a person wrote
    return environment.from_string(tree)


def _not_permitted(found: Surplus) -> Unrenderable:
    da = f"»{found.word}« kan ikke bruges i en tekst" if found.word else "skabelonen er for indviklet"
    en = f"“{found.word}” cannot be used in a text" if found.word else "the template is too intricate"
    return Unrenderable(
        f"texts, linje {found.line}: teksten kan ikke dannes ({da}). Skriv den uden.",
        f"texts, line {found.line}: the text cannot be rendered ({en}). Write it without.",
    )


def _source_environment(loader: FileSystemLoader, language: Language) -> Environment:
    environment = Environment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=True,  # decides only which values are trusted markup; `_harmless` escapes the others
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = lambda text: _trusted(clean_text(text))
    environment.filters["paragraphs"] = lambda text: _trusted(prose.escape_paragraphs(clean_text(text)))
    environment.filters["date"] = lambda value: _date(value, language)
    environment.filters["day"] = lambda value: dates.short_date(_present(value).on, language)
    environment.filters["outcome"] = lambda value: outcome_words(Outcome(value), language)
    environment.filters["hour"] = lambda value: dates.hour(value, language)
    return environment


def _harmless(value: object) -> Markup:
    """Return trusted markup as it is, and anything else as one line whose signs mean nothing."""
    return value if isinstance(value, Markup) else _trusted(prose.escape(clean_line(str(value))))


def _trusted(source: str) -> Markup:
    return Markup(source)  # noqa: S704 -- marks Markdown-light; the HTML is escaped when it is laid out


def _date(value: Deadline | None, language: Language) -> str:
    return dates.deadline(_present(value), language)


def _present(value: Deadline | None) -> Deadline:
    if value is None:
        raise ValueError("a date is missing")
    return value


def _values(context: LetterContext) -> dict[str, object]:
    """Return the context's fields, and `deadline`: the cause's own, else the first thing asked, else the meeting."""
    values = {field.name: getattr(context, field.name) for field in fields(context)}
    return {**values, "deadline": next(_deadlines(context), None)}


def _deadlines(context: LetterContext) -> Iterator[Deadline]:
    if context.facts.deadline:
        yield context.facts.deadline
    yield from sorted((ask.deadline for ask in context.asks if ask.deadline), key=lambda deadline: deadline.at)
    if context.meeting:
        yield context.meeting.starts


_OURS = {
    "its subject or its text is empty": "emnet eller teksten er tom",
    "a date is missing": "en dato mangler",
}


def _why(error: Exception) -> Text:
    """What is wrong with a template, in Danish without the engine's English."""
    said = str(error)
    unknown = _UNKNOWN.search(said)
    if unknown:
        name = unknown[1] or unknown[2]
        return Text(da=f"»{name}« kendes ikke", en=f"“{name}” is not known")
    return Text(da=_OURS.get(said, "skabelonen er skrevet forkert"), en=said)


def _refusal(where: str, error: Exception) -> Unrenderable:
    (name, line), why = _broken_at(error), _why(error)
    place = where.rpartition("/")[0] + "/" + name if name else where
    return Unrenderable(
        f"{place}{f', linje {line}' if line else ''}: teksten kan ikke dannes ({why.da}). "
        "Ret navnet, eller udfyld det, der mangler.",
        f"{place}{f', line {line}' if line else ''}: the text cannot be rendered ({why.en}). "
        "Correct the name, or give what is missing.",
    )


def _broken_at(error: Exception) -> tuple[str, int | None]:
    """Return the template's file name ("" for a text without a file) and the line where rendering stopped, if known."""
    if isinstance(error, TemplateSyntaxError):
        return Path(error.filename or "").name, error.lineno
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith((".j2", "<template>"))]
    if not frames:
        return "", None
    return frames[-1].filename.rpartition("/")[2].removeprefix("<template>"), frames[-1].lineno
