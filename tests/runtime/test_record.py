"""A record that is gone while the rest of its office is there is not replaced by an empty one."""

from pathlib import Path

import pytest

from runtime.record import refuse_emptied
from runtime.refusal import Refused
from settings import Settings


def office(home: Path, **files: bytes) -> Settings:
    """A folder of state with these files."""
    for name, content in files.items():
        (home / name.replace("_", ".", 1).replace("__", "-")).write_bytes(content)
    return Settings(home=home)


@pytest.mark.parametrize(
    "files",
    [
        {"aarshjul_db": b"", "temporal_db": b"SQLite"},
        {"temporal_db": b"SQLite"},
        {"aarshjul_db": b"", "aarshjul_db__wal": b"pages"},
    ],
)
def test_office_whose_database_is_empty_or_gone_does_not_begin_anew(tmp_path: Path, files: dict[str, bytes]) -> None:
    settings = office(tmp_path, **files)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}

    with pytest.raises(Refused, match=r"aarshjul\.db is empty or gone, .* Put the backup in its place") as refusal:
        refuse_emptied(settings)

    assert "er tom eller væk" in refusal.value.sentence.da
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "files",
    [{}, {"aarshjul_db": b""}, {"aarshjul_db": b"SQLite", "temporal_db": b"SQLite"}, {"aarshjul_db": b"SQLite"}],
)
def test_office_that_begins_or_goes_on_does(tmp_path: Path, files: dict[str, bytes]) -> None:
    refuse_emptied(office(tmp_path, **files))


def test_database_elsewhere_is_not_looked_for_here(tmp_path: Path) -> None:
    office(tmp_path, temporal_db=b"SQLite")

    refuse_emptied(Settings(home=tmp_path, database_url="postgresql://office@127.0.0.1/aarshjul"))
