"""Changes of a year that is prepared: its dates, people, papers and texts. Pure: a folder's text in, another out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from models.vocabulary import Language, LetterKind, StepKind
from planning.format.definition import Contact, Definition, Paper, Step
from planning.format.finding import CYCLE_FILE
from planning.format.source import Source, parse
from planning.format.text import written
from planning.not_permitted import NotPermitted
from planning.papers import packs
from planning.papers.uploads import check_upload, plain_name
from planning.papers.zipped import MOST_OF_A_TEXT

OPENS, ENDS = "opening", "end"
_NUMBER = re.compile(r"(?:bilag|paper)?[\s_.-]*(\d+[a-zæøå]?)(?=[\s_.-]|$)", re.IGNORECASE)
_LANGUAGE = re.compile(r"\.(da|en)$", re.IGNORECASE)


@dataclass(frozen=True)
class Slot:
    """One paper that the year's packs carry, and the files that are there for it."""

    step: str
    place: int
    paper: Paper
    there: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a form calls it."""
        return f"paper-{self.step}-{self.place}"


def with_definition(source: Source, definition: Definition) -> Source:
    """Return the folder with this definition; one that says the same keeps its text, comments and all."""
    return source if parse(source) == definition else replace(source, toml=written(definition))


def with_rule(source: Source, step: str, part: str, rule: str) -> Source:
    """Return the folder with another date rule for a step: `part` is empty, ENDS, or a class of a hearing."""
    definition = parse(source)
    steps = tuple(_dated(each, part, rule) if each.key == step else each for each in definition.step)
    return with_definition(source, definition.model_copy(update={"step": steps}))


def _dated(step: Step, part: str, rule: str) -> Step:
    if part in ("", OPENS):
        return step.model_copy(update={"date": rule})
    if part == ENDS:
        return step.model_copy(update={"until": rule})
    classes = tuple(each.model_copy(update={"deadline": rule}) if each.key == part else each for each in step.classes)
    return step.model_copy(update={"classes": classes})


def with_hold(source: Source, kind: LetterKind, *, held: bool) -> Source:
    """Return the folder in which letters of this kind wait for a release, or leave by themselves."""
    definition = parse(source)
    others = tuple(each for each in definition.cycle.hold if each is not kind)
    cycle = definition.cycle.model_copy(update={"hold": (*others, kind) if held else others})
    return with_definition(source, definition.model_copy(update={"cycle": cycle}))


def with_contacts(source: Source, people: Mapping[tuple[str, int], tuple[str, str]]) -> Source:
    """Return the folder with other names and addresses, by whose they are and their place among those.

    Whose: a body's code, or `hearing/advisory` for a class of a hearing.
    """
    definition = parse(source)
    bodies = {
        code: body.model_copy(update={"contact": _people(code, body.contact, people)})
        for code, body in definition.body.items()
    }
    steps = tuple(_with_respondents(step, people) for step in definition.step)
    return with_definition(source, definition.model_copy(update={"body": bodies, "step": steps}))


def _with_respondents(step: Step, people: Mapping[tuple[str, int], tuple[str, str]]) -> Step:
    classes = tuple(
        each.model_copy(update={"contact": _people(f"{step.key}/{each.key}", each.contact, people)})
        for each in step.classes
    )
    return step.model_copy(update={"classes": classes}) if classes else step


def _people(
    whose: str, contacts: tuple[Contact, ...], people: Mapping[tuple[str, int], tuple[str, str]]
) -> tuple[Contact, ...]:
    return tuple(_named(each, people.get((whose, place))) for place, each in enumerate(contacts))


def _named(contact: Contact, person: tuple[str, str] | None) -> Contact:
    return contact if person is None else contact.model_copy(update={"name": person[0], "address": person[1]})


def slots(source: Source, definition: Definition) -> tuple[Slot, ...]:
    """Return every paper of the year's packs, in their order."""
    return tuple(
        Slot(step.key, place, paper, tuple(_files_of(paper, source.files)))
        for step in definition.step
        if step.kind is StepKind.LETTER_PACK
        for place, paper in enumerate(step.paper)
    )


def _files_of(paper: Paper, files: Mapping[str, str]) -> Iterator[str]:
    paths = dict.fromkeys(packs.path_of(paper, language, files) for language in Language)
    yield from (path for path in paths if path in files)


def slot_for(name: str, offered: tuple[Slot, ...]) -> Slot | None:
    """Return the paper that a file is by its name: the paper's own (`challenge-tmu.pdf`) or its number (`Bilag 3b`)."""
    stem = _LANGUAGE.sub("", PurePosixPath(plain_name(name)).stem).casefold()
    by_name = [each for each in offered if each.paper.file.partition(".")[0].casefold() == stem]
    number = _NUMBER.match(stem)
    by_number = [each for each in offered if number and each.paper.number.casefold() == number[1].casefold()]
    found = by_name or by_number
    return found[0] if len({each.paper.file for each in found}) == 1 else None


def with_paper(source: Source, slot: Slot, name: str, content: bytes) -> Source:
    """Return the folder with this file as the paper; raises NotPermitted for what may not travel in a letter."""
    shown = plain_name(name)
    stem = slot.paper.file.partition(".")[0]
    language = _LANGUAGE.search(PurePosixPath(shown).stem)
    if PurePosixPath(shown).suffix.lower() == ".md":
        return _with_text_paper(source, slot, shown, content, stem, language[1].lower() if language else None)
    kind = check_upload(shown, content)
    file, own = f"{stem}.{kind}", f".{language[1].lower()}" if language else ""
    keeps = slot.paper.file == file and language
    files = {path: text for path, text in source.files.items() if keeps or path not in slot.there}
    files[f"{packs.FOLDER}{stem}{own}.{kind}"] = packs.packed(content)
    return _with_file(replace(source, files=files), slot.paper.file, file)


def _with_text_paper(source: Source, slot: Slot, shown: str, content: bytes, stem: str, language: str | None) -> Source:
    if language is None:
        raise NotPermitted(
            f"{shown} siger ikke, hvilket sprog den er på. Kald den {stem}.da.md eller {stem}.en.md, og prøv igen.",
            f"{shown} does not say which language it is in. Call it {stem}.da.md or {stem}.en.md and try again.",
        )
    gone = () if packs.is_text(slot.paper) else slot.there
    files = {path: text for path, text in source.files.items() if path not in gone}
    files[f"{packs.FOLDER}{stem}.{language}.md"] = _read(shown, content)
    return _with_file(replace(source, files=files), slot.paper.file, stem)


def _read(shown: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text or len(text) > MOST_OF_A_TEXT:
        raise NotPermitted(
            f"{shown} er ikke tekst i UTF-8, eller den er for lang. Gem den som UTF-8, og prøv igen.",
            f"{shown} is no text in UTF-8, or it is too long. Save it as UTF-8 and try again.",
        )
    return text


def _with_file(source: Source, before: str, after: str) -> Source:
    """Name the file in every pack that carries the paper."""
    definition = parse(source)
    steps = tuple(
        each.model_copy(
            update={
                "paper": tuple(
                    one.model_copy(update={"file": after}) if one.file == before else one for one in each.paper
                )
            }
        )
        for each in definition.step
    )
    return with_definition(source, definition.model_copy(update={"step": steps}))


def texts(source: Source) -> tuple[str, ...]:
    """Return the names of the texts that can be written in a form: the definition first, then by name."""
    return (CYCLE_FILE, *sorted(path for path, text in source.files.items() if not packs.is_packed(text)))


def with_text(source: Source, path: str, text: str) -> Source:
    """Return the folder with another text under a name of `texts`; raises Unreadable for a definition that is none."""
    plain = text.replace("\r\n", "\n")
    if path != CYCLE_FILE:
        return replace(source, files={**source.files, path: plain})
    changed = replace(source, toml=plain)
    parse(changed)
    return changed
