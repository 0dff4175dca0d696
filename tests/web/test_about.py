"""What the office says of itself to everyone, and of its settings to the secretariat and the operator."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from cli.main import main
from runtime.pages.about_office import about_of
from runtime.pages.shown_settings import shown_settings
from runtime.refusal import Refused
from settings import Settings
from tests.web.office import office_of
from tests.web.test_links import NOW

GIVEN = {"AARSHJUL_SMTP_PASSWORD": "hush-smtp", "AARSHJUL_WEB_PORT": "8099"}


def test_about_page_is_open_to_everyone_and_linked_from_every_page(record: Engine) -> None:
    with office_of(record, NOW, about=about_of(Settings(contact="arshjul@by.example"))) as office:
        stranger = office.stranger()

        about = stranger.get("/about")

        assert 'href="/about"' in stranger.get("/").text
        assert 'href="/about"' in office.entered().get("/links").text
    assert about.status == 200
    assert 'href="mailto:arshjul@by.example"' in about.text
    assert "Authlib" in about.words
    assert "BSD-3-Clause" in about.words
    assert "ikke angivet en tilgængelighedserklæring" in about.words


@pytest.mark.parametrize("text", ["https://was.digst.dk/by-example", "Vi tester\nhvert år.\n\nSkriv til os: <os@by>"])
def test_accessibility_statement_is_a_link_or_a_text(text: str, record: Engine, tmp_path: Path) -> None:
    given = text
    if not text.startswith("https"):
        given = str(tmp_path / "statement.txt")
        Path(given).write_text(text, "utf-8")

    with office_of(record, NOW, about=about_of(Settings(accessibility=given))) as office:
        about = office.stranger().get("/about")

    if given == text:
        assert f'href="{text}"' in about.text
    else:
        assert "Skriv til os: &lt;os@by&gt;" in about.text


def test_statement_that_cannot_be_read_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        about_of(Settings(accessibility=str(tmp_path / "none.txt")))

    assert "AARSHJUL_ACCESSIBILITY" in refusal.value.sentence.da


def test_every_software_of_the_lock_has_a_licence() -> None:
    packages = about_of(Settings()).packages()

    assert len(packages) > 30
    assert [each.name for each in packages if not each.licence] == []


def test_settings_are_shown_with_their_source_and_never_a_secret(record: Engine) -> None:
    settings = Settings(smtp_password=SecretStr("hush-smtp"), database_url=SecretStr("postgresql://a:hush@db/b"))
    shown = shown_settings(settings, GIVEN)

    with office_of(record, NOW, settings=shown) as office:
        page = office.entered().get("/settings")

    assert {each.name for each in shown} == {f"AARSHJUL_{name.upper()}" for name in Settings.model_fields}
    assert "hush" not in page.text + repr(shown)
    assert "AARSHJUL_SMTP_PASSWORD hemmelig: sat miljøet" in page.words
    assert "AARSHJUL_IMAP_PASSWORD hemmelig: ikke sat standard" in page.words
    assert "AARSHJUL_SMTP_HOST ikke sat standard" in page.words


def test_program_prints_the_same_settings(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)

    assert main(["--lang", "en", "settings"]) == 0

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["AARSHJUL_SMTP_PASSWORD", "set", "environment"] in lines
    assert ["AARSHJUL_WEB_PORT", "8099", "environment"] in lines
    assert not any("hush" in word for line in lines for word in line)
