"""The gallery: every letter of a cycle on one page, both languages beside each other; from disk, without scripts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.schedule import Text
from models.vocabulary import Language, LetterKind, StepKind
from rendering.clean import clean_line, clean_text
from rendering.kinds import kind_words


@dataclass(frozen=True, kw_only=True)
class ShownFile:
    """A file that travels with a letter; `href` is below the gallery's folder."""

    name: str
    href: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One letter in one language; `page` and `source` are its HTML and its `.eml` below the gallery's folder."""

    kind: LetterKind
    step: StepKind | None  # what the step is that the letter is about; None: about the whole cycle
    language: Language
    subject: str
    recipient: str
    text: str
    page: str
    source: str
    files: tuple[ShownFile, ...] = ()


@dataclass(frozen=True)
class Pair:
    """One letter in every language in which it was rendered."""

    id: str
    title: str
    letters: tuple[Shown, ...]


def render_gallery(
    title: Text, shown: Sequence[Shown], absent: Sequence[LetterKind], language: Language, template_folder: Path
) -> str:
    """Return the page in this language; `absent` are the kinds that the cycle never sends."""
    environment = Environment(
        loader=FileSystemLoader(template_folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kilobytes"] = lambda size: max(1, round(size / 1000))
    environment.finalize = lambda value: clean_text(value) if type(value) is str else value
    return environment.get_template("gallery.html.j2").render(
        language=language.value,
        words={name: _in(text, language) for name, text in _WORDS.items()},
        languages={each.value: _in(_LANGUAGES[each], language) for each in Language},
        title=clean_line(_in(title, language)),
        pairs=tuple(_pairs(shown, language)),
        absent=tuple(_capital(kind_words(kind, language)) for kind in absent),
        count=len(shown),
    )


def _pairs(shown: Sequence[Shown], language: Language) -> list[Pair]:
    order = list(LetterKind)
    ranked = sorted(shown, key=lambda each: (order.index(each.kind), each.step or "", each.language))
    several = {kind: len({each.step for each in ranked if each.kind is kind}) > 1 for kind in order}
    return [
        _pair(kind, step if several[kind] else None, tuple(letters), language)
        for (kind, step), letters in groupby(ranked, key=lambda each: (each.kind, each.step))
    ]


def _pair(kind: LetterKind, step: StepKind | None, letters: tuple[Shown, ...], language: Language) -> Pair:
    title = _capital(kind_words(kind, language))
    if step is None:
        return Pair(kind.value, title, letters)
    return Pair(f"{kind.value}-{step.value}", f"{title}: {kind_words(step, language)}", letters)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _in(text: Text, language: Language) -> str:
    return text.da if language is Language.DA else text.en


_LANGUAGES = {
    Language.DA: Text(da="Dansk", en="Danish"),
    Language.EN: Text(da="Engelsk", en="English"),
}

_WORDS = {
    "heading": Text(da="Breve", en="Letters"),
    "skip": Text(da="Gå til brevene", en="Skip to the letters"),
    "contents": Text(da="Indhold", en="Contents"),
    "about": Text(
        da="Hver slags brev, som årshjulet sender, skrevet med dets egne tekster, udvalg og datoer. Begrundelser, svar "
        "og beslutninger er opdigtede. Intet er sendt.",
        en="Every kind of letter that the cycle sends, written with its own texts, bodies and dates. Reasons, answers "
        "and decisions are made up. Nothing has been sent.",
    ),
    "count": Text(da="breve i alt", en="letters in all"),
    "to": Text(da="Til", en="To"),
    "subject": Text(da="Emne", en="Subject"),
    "shown": Text(da="Brevet, som det vises", en="The letter as it is shown"),
    "text": Text(da="Brevet som ren tekst", en="The letter as plain text"),
    "files": Text(da="Vedhæftet", en="Attached"),
    "no_files": Text(da="Ingen vedhæftede filer", en="No attachments"),
    "alone": Text(da="Åbn alene", en="Open on its own"),
    "source": Text(da="Som mail (.eml)", en="As mail (.eml)"),
    "absent": Text(da="Sendes ikke i dette årshjul", en="Not sent in this cycle"),
    "top": Text(da="Til toppen", en="To the top"),
}
