"""A folder with every letter of a cycle: one page to look at, and each letter as page, mail and attachments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from activities.drafting import Drafting
from models.schedule import Text
from models.vocabulary import Language, LetterKind
from planning.dates.timeline import Timeline
from planning.format.source import Source
from rendering.clean import clean_file_name
from rendering.gallery import Shown, ShownFile, render_gallery
from rendering.letters import Letters
from rendering.message import Mailbox
from runtime.gallery.letters import SampleLetter, sample_letters
from runtime.refusal import Refused
from settings import CHECKOUT, Settings

PAGE = "index.html"
_PAGES = CHECKOUT / "templates" / "pages"


@dataclass(frozen=True)
class Gallery:
    """What was written: the page, how many letters, and which kinds the cycle never sends."""

    page: Path
    letters: int
    absent: tuple[LetterKind, ...]


def write_gallery(settings: Settings, timeline: Timeline, source: Source, folder: Path, language: Language) -> Gallery:
    """Write every letter in both languages below the folder, and its page in this language.

    Raises Unrenderable for a text that cannot be sent, Refused when the folder cannot be written or is somebody else's.
    """
    sender = Mailbox(name="", address=settings.sender_address)
    drafting = Drafting(letters=Letters(settings.templates), sender=sender, domain=settings.domain)
    letters = [each for spoken in Language for each in sample_letters(timeline, source.files, drafting, spoken)]
    absent = tuple(kind for kind in LetterKind if kind not in {each.kind for each in letters})
    _refuse_foreign(folder)
    try:
        shown = [_write(folder, each) for each in letters]
        page = render_gallery(_title(timeline), shown, absent, language, _PAGES)
        (folder / PAGE).write_text(page, "utf-8")
    except OSError as error:
        raise Refused(
            f"{folder} kan ikke skrives. Vælg en anden mappe, eller giv skriveadgang.",
            f"{folder} cannot be written. Choose another folder, or grant write access.",
        ) from error
    return Gallery(folder / PAGE, len(letters), absent)


def _refuse_foreign(folder: Path) -> None:
    """A gallery may be written over an older one, and over nothing else."""
    if folder.is_dir() and not (folder / PAGE).is_file() and any(folder.iterdir()):
        raise Refused(
            f"{folder} er ikke tom og er ikke et galleri. Vælg en tom mappe.",
            f"{folder} is not empty and is no gallery. Choose an empty folder.",
        )


def _title(timeline: Timeline) -> Text:
    title = timeline.definition.cycle.title
    year = str(timeline.year)
    return Text(da=_with(title.da, year), en=_with(title.en, year))


def _with(title: str, year: str) -> str:
    return title if year in title else f"{title} {year}"


def _write(folder: Path, letter: SampleLetter) -> Shown:
    """Write one letter as its recipient's program would read it, and return what the page shows."""
    message = message_from_bytes(letter.draft.message, policy=default)
    assert isinstance(message, EmailMessage)  # what this policy makes
    name = "-".join(
        part for part in (letter.kind.value, letter.step and letter.step.value, letter.language.value) if part
    )
    _save(folder / "letters" / f"{name}.html", _part(message, "html").encode())
    _save(folder / "letters" / f"{name}.eml", letter.draft.message)
    return Shown(
        kind=letter.kind,
        step=letter.step,
        language=letter.language,
        subject=str(message["Subject"]),
        recipient=f"{letter.draft.name}, {letter.draft.address}",
        text=_part(message, "plain"),
        page=f"letters/{name}.html",
        source=f"letters/{name}.eml",
        files=tuple(_files(folder, name, message.iter_attachments())),
    )


def _files(folder: Path, letter: str, parts: Iterable[EmailMessage]) -> Iterator[ShownFile]:
    for part in parts:
        name = clean_file_name(part.get_filename() or "file")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)  # an attachment of ours is one file
        _save(folder / "letters" / letter / name, content)
        yield ShownFile(name=name, href=f"letters/{letter}/{name}", size=len(content))


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
