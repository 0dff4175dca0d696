"""Papers of a pack: what the lint says of one that is missing, and of what stands in one that travels as a file."""

from dataclasses import replace

import pytest

from planning.lint.folder import lint
from planning.papers.packs import packed
from tests.planning.sample import source
from tests.planning.test_packs import office

FILE = ('file = "paper-tmu"', 'file = "paper-tmu.xlsx"')


@pytest.mark.parametrize(("words", "rules"), [("Beløb: [indsæt beløb]", ["unfilled-field"]), ("Beløb: 11,0 mio.", [])])
def test_field_of_a_workbook_that_nobody_filled_in_is_warned_of(words: str, rules: list[str]) -> None:
    content = office("xl/workbook.xml", **{"xl/sharedStrings.xml": f"<sst><si><t>{words}</t></si></sst>"})
    folder = source(FILE)
    folder = replace(folder, files={**folder.files, "papers/paper-tmu.xlsx": packed(content)})

    found = [each for each in lint(folder) if "paper-tmu.xlsx" in each.sentence.en]

    assert [(each.rule, each.severity) for each in found] == [(rule, "warning") for rule in rules]
    assert all("“[indsæt beløb]”" in each.sentence.en for each in found)


def test_committee_without_a_paper_of_its_own_is_an_error_when_the_others_have_one():
    without = ('    { number = "3b", title = { da = "Papir", en = "Paper" }, file = "paper-oeu", body = "ØU" },\n', "")

    found = [each for each in lint(source(without)) if each.severity == "error"]

    assert [each.rule for each in found] == ["missing-paper"]
    assert found[0].sentence.en.startswith("ØU has no paper of its own")
