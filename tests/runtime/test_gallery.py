"""A gallery: every letter of a cycle as its recipient reads it, from the templates and texts that will be sent."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import unquote

import pytest

from cli.main import main
from models.vocabulary import Language, LetterKind
from runtime.gallery.folder import Gallery
from tests.gallery import annual_gallery


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    return annual_gallery(tmp_path_factory.mktemp("gallery"))


def mails(gallery: Gallery) -> dict[str, EmailMessage]:
    found = {}
    for path in sorted((gallery.page.parent / "letters").glob("*.eml")):
        message = message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        found[path.stem] = message
    return found


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return "\n".join(str(body.get_content()).splitlines()) if body else ""


def test_sample_year_sends_every_kind_of_letter_in_both_languages(gallery: Gallery) -> None:
    shown = {(name.partition("-")[0], name[-2:]) for name in mails(gallery)}

    assert gallery.absent == ()
    assert shown == {(kind.value, language.value) for kind in LetterKind for language in Language}
    assert gallery.letters == len(mails(gallery))


def test_every_letter_has_a_subject_says_whom_to_ask_and_leaves_nothing_unfilled(gallery: Gallery) -> None:
    for name, mail in mails(gallery).items():
        text = text_of(mail)

        assert mail["Subject"], name
        assert "sekretariat@bif.kommune.example" in text, name
        assert not re.search(r"None|\{\{|\}\}|\{%|»«|\(\)|\S  \S", text + mail["Subject"]), name


def test_every_letter_about_a_deadline_has_it_on_a_line_of_its_own_with_weekday_date_and_hour(gallery: Gallery) -> None:
    pattern = {
        "da": r"^Frist: senest (man|tirs|ons|tors|fre)dag den \d+\. \w+ 2027( kl\. \d\d\.\d\d)?( – .*)?$",
        "en": r"^Deadline: (Mon|Tues|Wednes|Thurs|Fri)day \d+ \w+ 2027( at \d\d:\d\d)? at the latest( – .*)?$",
    }
    with_frist = (
        "challenge-",
        "reminder",
        "due_today",
        "extension_granted",
        "returned",
        "obligation",
        "agenda_deadline",
    )
    asking = {name: mail for name, mail in mails(gallery).items() if name.startswith(with_frist)}

    assert len(asking) == 18
    for name, mail in asking.items():
        assert re.search(pattern[name[-2:]], text_of(mail), re.MULTILINE), name


def test_page_names_every_letter_with_its_subject_and_its_attachments(gallery: Gallery) -> None:
    page = gallery.page.read_text("utf-8")

    assert page.count("<iframe") == gallery.letters
    assert "Udfordringsskrivelse til Økonomiudvalget – frist 30. april 2027" in page
    assert "3a Udfordringspapir til Økonomiudvalget.pdf" in page
    for href in re.findall(r'href="(letters/[^"]+)"', page):
        assert (gallery.page.parent / unquote(href)).is_file()


def test_cycle_without_a_hearing_says_which_letters_it_never_sends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(("letters", "--gallery", str(tmp_path / "out"), "--cycle", "integration-2010", "--lang", "da")) == 0

    said = capsys.readouterr().out
    assert "Årshjulet sender ikke: høringsbrev," in said
    assert "Administrerende direktør" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_gallery_is_written_over_an_older_one_and_over_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    assert main(("letters", "--gallery", str(tmp_path), "--lang", "en")) == 1

    assert "is not empty and is no gallery" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
