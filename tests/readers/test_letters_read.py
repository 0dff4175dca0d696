"""Letters read with mailparser: subjects, names, texts and files arrive as they were written."""

import base64
import random
from pathlib import Path

import pytest

from rendering.message import Attachment, Mailbox, RenderedLetter, compose
from tests.gallery import annual_gallery
from tests.readers.conftest import Ask
from tests.rendering.test_message import DANISH_WORDS, LETTER, an_envelope

pytestmark = pytest.mark.timeout(600)  # the first run may install the readers

NAMES = (
    "Udvalgssekretær, TMU",
    'Formand "Å", ØU',
    "Børne, unge og kultur",
    "O'Hara & Søn <ikke en adresse>",
    "Råd \U0001f4c5 og ænder",
    "back\\slash; semi: kolon",
)


def test_mailparser_reads_three_thousand_danish_subjects_undamaged(javascript: Ask) -> None:
    chance = random.Random(2027)
    subjects = [" ".join(chance.choices(DANISH_WORDS, k=chance.randint(1, 22))) for _ in range(3000)]

    read = javascript("mail", [_letter(subject) for subject in subjects])

    assert [(had, got["subject"]) for had, got in zip(subjects, read, strict=True) if got["subject"] != had] == []


def test_mailparser_reads_every_name_as_one_recipient(javascript: Ask) -> None:
    letters = [
        compose(an_envelope(recipient=Mailbox(name=name, address="a@kommune.example")), LETTER) for name in NAMES
    ]

    assert [each["to"] for each in javascript("mail", letters)] == [[[name, "a@kommune.example"]] for name in NAMES]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b\r\nX: y.pdf", 'Bilag "3a", åbent.pdf', "\U0001f4c5.pdf"])
def test_mailparser_gets_files_whole_under_names_that_leave_no_folder(name: str, javascript: Ask) -> None:
    content = bytes(range(256)) * 4

    [read] = javascript("mail", [compose(an_envelope(), LETTER, [Attachment(name=name, content=content)])])
    [part] = read["parts"]

    assert not {"/", "\\", "\x00", "\r", "\n"} & set(part["name"])
    assert part["name"].strip(".")
    assert base64.b64decode(part["content"]) == content


def test_mailparser_reads_every_letter_of_the_sample_year(javascript: Ask, tmp_path: Path) -> None:
    gallery = annual_gallery(tmp_path)
    paths = sorted((tmp_path / "letters").glob("*.eml"))

    read = javascript("mail", [path.read_bytes() for path in paths])

    assert len(read) == gallery.letters
    for path, letter in zip(paths, read, strict=True):
        assert letter["html"] == path.with_suffix(".html").read_text("utf-8"), path.name
        assert letter["subject"] in letter["html"].replace("&#34;", '"').replace("&#39;", "'"), path.name
        files = {each.name for each in path.with_suffix("").glob("*")}
        assert files <= {part["name"] for part in letter["parts"]}, path.name


def _letter(subject: str) -> bytes:
    return compose(an_envelope(), RenderedLetter(subject=subject, text="x", html="x"))
