"""Settings: defaults that run on one machine, and what the environment changes."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from settings import CHECKOUT, Settings


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"AARSHJUL_{name.upper()}", raising=False)


def test_without_any_setting_everything_lies_below_var_on_this_machine():
    settings = Settings()
    assert settings.home == CHECKOUT / "var"
    assert settings.database == f"sqlite:///{CHECKOUT / 'var' / 'aarshjul.db'}"
    assert settings.temporal_target == "127.0.0.1:7233"
    assert settings.smtp_address == ("127.0.0.1", 1025)
    assert settings.sender_address == "aarshjul@aarshjul.example"
    assert {settings.calendar_folder.parent, settings.mail_folder.parent} == {settings.home}


def test_another_folder_takes_everything_along(monkeypatch):
    monkeypatch.setenv("AARSHJUL_HOME", "relative/office")
    settings = Settings()
    assert settings.home == Path.cwd() / "relative" / "office"
    assert settings.database.endswith("/relative/office/aarshjul.db")
    assert settings.calendar_folder == settings.home / "calendars"


def test_a_relay_a_server_and_a_database_of_others_replace_the_embedded_ones(monkeypatch):
    monkeypatch.setenv("AARSHJUL_SMTP_HOST", "relay.city.example")
    monkeypatch.setenv("AARSHJUL_SMTP_PORT", "587")
    monkeypatch.setenv("AARSHJUL_TEMPORAL_ADDRESS", "temporal.city.example:7233")
    monkeypatch.setenv("AARSHJUL_DATABASE_URL", "postgresql://clerk:hush@db.city.example/aarshjul")
    settings = Settings()
    assert settings.smtp_address == ("relay.city.example", 587)
    assert settings.temporal_target == "temporal.city.example:7233"
    assert settings.database == "postgresql://clerk:hush@db.city.example/aarshjul"
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [("SMTP_PORT", "0"), ("MAIL_PORT", "70000"), ("SMTP_SECURITY", "ssl"), ("SMTP_TIMEOUT", "-1"), ("LANG", "de")],
)
def test_what_cannot_be_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(f"AARSHJUL_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_an_empty_variable_is_no_setting(monkeypatch):
    monkeypatch.setenv("AARSHJUL_SMTP_HOST", "")
    assert Settings().smtp_host is None
