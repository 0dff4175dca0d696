"""A definition written as TOML is read back as the very same one, and the lint says the same of it."""

from pathlib import Path

import pytest

from planning.format.source import Source, parse
from planning.format.text import written
from planning.lint.folder import lint
from runtime.definitions import read
from settings import CHECKOUT

SHIPPED = sorted(path.parent.name for path in (CHECKOUT / "cycles").glob("*/cycle.toml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_cycle_survives_being_written(name: str) -> None:
    source = read(name, CHECKOUT / "cycles")

    again = Source(name, written(parse(source)), source.files)

    assert parse(again) == parse(source)
    assert [(each.rule, each.sentence) for each in lint(again)] == [(each.rule, each.sentence) for each in lint(source)]
    assert written(parse(again)) == again.toml


@pytest.mark.parametrize("words", ['»"\\', "to\nlinjer\tog\x7f", "{n} #", "æøå – “”", "\x01"])
def test_signs_that_toml_reads_in_its_own_way_survive(words: str) -> None:
    source = read("annual", CHECKOUT / "cycles")
    definition = parse(source)
    cycle = definition.cycle.model_copy(update={"case_number": words})

    again = parse(Source("", written(definition.model_copy(update={"cycle": cycle})), {}))

    assert again.cycle.case_number == words


def test_folder_of_the_text_is_not_needed(tmp_path: Path) -> None:
    text = written(parse(read("annual", CHECKOUT / "cycles")))
    (tmp_path / "cycle.toml").write_text(text, "utf-8")

    assert read(str(tmp_path), CHECKOUT / "cycles").toml == text
