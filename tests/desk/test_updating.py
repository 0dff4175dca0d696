"""Edits of a cycle's folder taken into the running cycle: shown first, and only into what has not left."""

from dataclasses import replace

import pytest

from desk.acts.updating import ContactChange
from desk.acts.years import NotStarted
from desk.answers import Unknown
from models.bodies import Contact
from models.correspondence import Letter
from models.cycles import Cycle
from models.journal import JournalEntry
from models.vocabulary import LetterKind, Outcome
from planning.format.source import Source
from tests.desk.counter import BY, SLUG, Counter, small

TEXT = "texts/letters/TMU.da.md"
ADDRESS = ("sekretaer@tmu.example", "ny@tmu.example")


def edited() -> Source:
    """The folder with one text and one address changed."""
    source = small(ADDRESS)
    return replace(source, files={**source.files, TEXT: "Ny tekst til udvalget.\n"})


async def test_difference_is_shown_and_changes_nothing(counter: Counter) -> None:
    await counter.start()
    assert (await counter.desk.difference(SLUG, small())).is_empty

    found = await counter.desk.difference(SLUG, edited())

    [change] = found.files
    assert change.path == TEXT
    assert "+Ny tekst til udvalget." in change.lines
    assert found.contacts == (
        ContactChange(
            "TMU.secretary.01",
            "Udvalgssekretær, TMU <sekretaer@tmu.example>",
            "Udvalgssekretær, TMU <ny@tmu.example>",
        ),
    )
    assert not (await counter.desk.difference(SLUG, edited())).is_empty
    assert {row.address for row in counter.rows(Contact) if row.body == "TMU"} >= {"sekretaer@tmu.example"}


async def test_update_reaches_what_has_not_left_and_nothing_else(counter: Counter) -> None:
    await counter.start()
    invitation = {row.key: row.sha256 for row in counter.rows(Letter) if row.kind is LetterKind.INVITATION}
    assert invitation

    done = await counter.desk.update(SLUG, edited(), by=BY)
    await counter.desk.decide(SLUG, "approval", "BIU", Outcome.APPROVED, by=BY)
    await counter.office.clock.settle()

    assert done.what.en.startswith("sample-2031: 1 texts and 1 contacts are taken over.")
    assert {row.key: row.sha256 for row in counter.rows(Letter) if row.key in invitation} == invitation
    [mail] = [mail for mail in counter.office.postbox.to("ny@tmu.example") if mail.parsed["Subject"]]
    body = mail.parsed.get_body(("plain",))
    assert body
    assert "Ny tekst til udvalget." in body.get_content()
    assert counter.office.postbox.to("sekretaer@tmu.example") == []
    [line] = [row for row in counter.rows(JournalEntry) if row.event == "cycle_updated"]
    assert line.after == f"{TEXT}, TMU.secretary.01"
    assert (await counter.desk.difference(SLUG, edited())).is_empty


async def test_update_takes_no_dates_and_no_steps(counter: Counter) -> None:
    await counter.start()
    [before] = counter.rows(Cycle)
    await counter.desk.update(SLUG, small(('date = "05-16"', 'date = "05-19"')), by=BY)
    [after] = counter.rows(Cycle)
    assert after.definition["step"] == before.definition["step"]
    assert after.state == before.state


async def test_folder_with_errors_or_of_another_cycle_is_refused(counter: Counter) -> None:
    await counter.start()
    with pytest.raises(NotStarted) as wrong:
        await counter.desk.update(SLUG, small(('gate = ["approval"]', 'gate = ["aproval"]')), by=BY)
    with pytest.raises(Unknown) as other:
        await counter.desk.update(SLUG, small(('key = "sample"', 'key = "other"')), by=BY)
    assert wrong.value.findings
    assert other.value.sentence.en == "The folder is the cycle “other”, but sample-2031 was started from “sample”."
    assert [row for row in counter.rows(JournalEntry) if row.event == "cycle_updated"] == []


async def test_respondents_who_are_added_are_in_the_record_and_in_the_forecasts_definition(counter: Counter) -> None:
    await counter.start()
    deadline = 'deadline = "4 weeks after opening of hearing"'
    contact = 'contact = [{ role = "respondent", name = "Beboer {n}", address = "b{n}@by.example", count = 2 }]'

    await counter.desk.update(SLUG, small((deadline, f"{deadline}\n{contact}")), by=BY)

    [cycle] = counter.rows(Cycle)
    [hearing] = [step for step in cycle.definition["step"] if step["key"] == "hearing"]
    assert [(each["key"], len(each["contact"])) for each in hearing["class"]] == [("citizens", 1), ("advisory", 0)]
    assert [row.address for row in counter.rows(Contact, Contact.code) if row.body == "citizens"] == [
        "b01@by.example", "b02@by.example",
    ]  # fmt: skip
