"""A letter pack is complete, or it does not leave: asked by `aarshjul pack`, and of each of its letters at sending.

Pure: papers come as values, files as their bytes. What a file is follows from its content, never from its name.
"""

import base64
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from models.schedule import Text
from models.vocabulary import Language, LetterKind
from planning.format.definition import Paper, Step
from planning.papers.paper_words import words_of

LIMIT = 20_000_000
"""How many bytes a letter with its pack may have when no setting says otherwise."""

PACKS = frozenset({LetterKind.CHALLENGE, LetterKind.CHALLENGE_COPY})
"""Letters that carry the papers of a pack."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
"""What may travel: each kind of file by its suffix."""

FOLDER = "papers/"
_PACKED = "data:;base64,"
_UNFILLED = re.compile(  # bounded: a hostile file must not make it slow
    r"\{\{[^}\n]{0,60}(?:\}\})?|\{%[^%\n]{0,60}(?:%\})?|\bTODO\b|\bXXX+\b"
    r"|\[(?:indsæt|udfyld|insert|fill in)\b[^\]]{0,200}\]",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class PackPaper:
    """One paper as it would travel. `text` is what a paper of ours says, names filled in; `why` it cannot be made."""

    number: str
    body: str | None  # for whom; None: a shared paper
    path: str  # where its file lies in the cycle's folder
    text: str | None = None
    content: bytes | None = None  # the finished file; None when it is typeset only as the letter leaves
    words: str = ""  # of a PDF file: what it says, as far as it could be read
    why: Text | None = None


@dataclass(frozen=True, kw_only=True)
class PackText:
    """One text of the letter itself, names filled in; `why` it cannot be."""

    path: str
    text: str = ""
    why: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Pack:
    """What one letter of a pack carries. `names` are the committees of the pack, by code, in the letter's language."""

    body: str | None  # None: the copy for those who get no paper of their own
    names: Mapping[str, str]
    papers: tuple[PackPaper, ...]
    wants_own: bool = False  # other committees of the pack have a paper of their own
    undecided: tuple[Text, ...] = ()  # gates that nobody has passed yet
    texts: tuple[PackText, ...] = ()  # what the letter itself says
    other_bytes: int = 0  # the letter itself, its calendar files


def papers_of(step: Step, body: str | None) -> tuple[Paper, ...]:
    """Return the shared papers and the body's own, in the order of their numbers."""
    return tuple(sorted((each for each in step.paper if each.body in (None, body)), key=lambda paper: paper.number))


def without_own(step: Step) -> tuple[str, ...]:
    """Return the bodies that have no paper of their own although other bodies of the step have one."""
    own = {paper.body for paper in step.paper if paper.body}
    return tuple(body for body in step.bodies if own and body not in own)


def no_own(body: str) -> Text:
    """Return the sentence about a committee without a paper of its own."""
    return Text(
        da=f'{body} har intet bilag af sit eget, men andre udvalg har. Tilføj et »paper« med body = "{body}".',
        en=f'{body} has no paper of its own, but other committees have. Add a “paper” with body = "{body}".',
    )


def is_text(paper: Paper) -> bool:
    """Whether the paper is a text of ours, in both languages, and not a file as it is: `overview.xlsx`."""
    return "." not in paper.file


def path_of(paper: Paper, language: Language, files: Mapping[str, str]) -> str:
    """Return where the paper's file lies; a file as it is can have one for each language: `overview.da.xlsx`."""
    if is_text(paper):
        return f"{FOLDER}{paper.file}.{language}.md"
    stem, _, suffix = paper.file.rpartition(".")
    own = f"{FOLDER}{stem}.{language}.{suffix}"
    return own if own in files else f"{FOLDER}{paper.file}"


def packed(content: bytes) -> str:
    """Return a file as the text that stands for it among a cycle's texts."""
    return _PACKED + base64.b64encode(content).decode("ascii")


def is_packed(text: str) -> bool:
    """Whether a text stands for a file."""
    return text.startswith(_PACKED)


def unpacked(text: str) -> bytes:
    """Return the file that a text stands for; raises ValueError for a text that is none."""
    if not is_packed(text):
        raise ValueError("not a packed file")
    return base64.b64decode(text.removeprefix(_PACKED))


def file_type(content: bytes) -> str | None:
    """Return what a file is by its content (a key of `MEDIA_TYPES`); None for what may not travel, macros among it."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _type_in(archive)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return None


def unfilled_in(text: str) -> str:
    """Return the first field in a text that nobody has filled in, on one line; empty when there is none."""
    field = _UNFILLED.search(text)
    return " ".join(field[0].split())[:60] if field else ""


def unfilled_in_file(content: bytes) -> str:
    """Return the first such field in a Word, Excel or ODT file; a PDF's words are read elsewhere."""
    return unfilled_in(words_of(content, file_type(content) or ""))


def shortcomings(pack: Pack, limit: int = LIMIT) -> tuple[Text, ...]:
    """Return why the pack may not leave, each reason a sentence; nothing when it is complete."""
    return (
        *(_undecided(each) for each in pack.undecided),
        *(reason for text in pack.texts for reason in _own_text(text)),
        *_own(pack),
        *(reason for paper in pack.papers for reason in _paper(pack, paper)),
        *_size(pack, limit),
    )


def joined(sentences: Iterable[Text]) -> Text:
    """Return several sentences as one text."""
    found = tuple(sentences)
    return Text(da=" ".join(each.da for each in found), en=" ".join(each.en for each in found))


def missing(number: str, path: str) -> Text:
    """Return the sentence about a paper that has no file."""
    return Text(
        da=f"Bilag {number} mangler ({path}), og en pakke sendes ikke ufuldstændig. Tilføj filen.",
        en=f"Paper {number} is missing ({path}), and a pack does not leave incomplete. Add the file.",
    )


def wrong_type(number: str, path: str, content: bytes) -> Text | None:
    """Return the sentence about a file that may not travel, or is not what its name says; None when all is well."""
    found, named = file_type(content), path.rpartition(".")[2].lower()
    if found is None:
        return Text(
            da=f"Bilag {number} ({path}) er efter sit indhold hverken PDF, Word, Excel eller ODT, eller det har "
            "makroer. Gem det som en af dem.",
            en=f"Paper {number} ({path}) is by its content neither PDF, Word, Excel nor ODT, or it has macros. Save it "
            "as one of them.",
        )
    if found != named:
        return Text(
            da=f"Bilag {number} ({path}) hedder .{named}, men indholdet er {found}. Giv filen sit rigtige navn.",
            en=f"Paper {number} ({path}) is named .{named}, but its content is {found}. Give the file its true name.",
        )
    return None


def _undecided(gate: Text) -> Text:
    return Text(
        da=f"»{gate.da}« er ikke besluttet endnu; brevene sendes først, når beslutningen er registreret.",
        en=f"“{gate.en}” has not been decided yet; the letters leave only when the decision is recorded.",
    )


def _own_text(text: PackText) -> Iterator[Text]:
    if text.why is not None:
        yield text.why
    elif field := unfilled_in(text.text):
        yield Text(
            da=f"{text.path} har et felt, der ikke er udfyldt: »{field}«. Udfyld det.",
            en=f"{text.path} has a field that is not filled in: “{field}”. Fill it in.",
        )


def _own(pack: Pack) -> Iterator[Text]:
    if pack.wants_own and not any(paper.body == pack.body for paper in pack.papers):
        yield no_own(pack.body or "")


def _paper(pack: Pack, paper: PackPaper) -> Iterator[Text]:
    if paper.why is not None:
        yield paper.why
        return
    if paper.body not in (None, pack.body):
        yield _foreign(paper, paper.body or "")
    if paper.text is None:
        yield from _file(paper)
    else:
        yield from _unfilled(paper, paper.text)
        yield from _title(pack, paper, paper.text)


def _file(paper: PackPaper) -> Iterator[Text]:
    if paper.content is None:
        yield missing(paper.number, paper.path)
    elif wrong := wrong_type(paper.number, paper.path, paper.content):
        yield wrong
    else:
        yield from _unfilled(paper, paper.words or words_of(paper.content, file_type(paper.content) or ""))


def _unfilled(paper: PackPaper, text: str) -> Iterator[Text]:
    if field := unfilled_in(text):
        yield Text(
            da=f"Bilag {paper.number} ({paper.path}) har et felt, der ikke er udfyldt: »{field}«. Udfyld det.",
            en=f"Paper {paper.number} ({paper.path}) has a field that is not filled in: “{field}”. Fill it in.",
        )


def _title(pack: Pack, paper: PackPaper, text: str) -> Iterator[Text]:
    """A committee's own paper that names another committee in its title has been put into the wrong pack."""
    title = text.strip().partition("\n")[0]
    own = pack.names.get(pack.body or "", "")
    if paper.body is None or own in title:
        return
    for code, name in pack.names.items():
        if code != pack.body and name and name in title:
            yield _foreign(paper, name)


def _foreign(paper: PackPaper, whose: str) -> Text:
    return Text(
        da=f"Bilag {paper.number} ({paper.path}) er til {whose} og må ikke ligge i denne pakke. Ret bilaget.",
        en=f"Paper {paper.number} ({paper.path}) is for {whose} and may not lie in this pack. Correct the paper.",
    )


def _size(pack: Pack, limit: int) -> Iterator[Text]:
    """Files travel in lines of 76 signs for 57 bytes."""
    size = pack.other_bytes + sum(-(-len(paper.content) // 57) * 78 for paper in pack.papers if paper.content)
    if size > limit:
        mega, most = f"{size / 1e6:.1f}", f"{limit / 1e6:.1f}"
        yield Text(
            da=f"Pakken fylder {mega.replace('.', ',')} MB, og højst {most.replace('.', ',')} MB kan sendes. Gør et "
            "bilag mindre.",
            en=f"The pack has {mega} MB, and {most} MB at most can be sent. Make a paper smaller.",
        )


def _type_in(archive: zipfile.ZipFile) -> str | None:
    names = frozenset(archive.namelist())
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    if "[Content_Types].xml" in names:
        return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else None
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        return "odt" if archive.read("mimetype").decode("ascii", "replace").strip() == MEDIA_TYPES["odt"] else None
    return None
