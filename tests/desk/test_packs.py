"""A pack that is not complete does not leave, and is one task; mended, its letters go as any others."""

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy

import pytest
from sqlmodel import Session, select

from desk.preparing.packing import packs_of_record
from models.correspondence import Letter
from models.cycles import Cycle
from models.vocabulary import LetterKind, LetterState, TaskKind
from planning.acts.permitted import NotPermitted
from planning.format.source import Source
from planning.papers.packs import LIMIT
from tests.desk.counter import BY, SLUG, Counter, small

PAPER = "papers/paper-tmu.da.md"


def unfilled() -> Source:
    """The folder with a field of TMU's paper that nobody has filled in."""
    source = small()
    return replace(source, files={**source.files, PAPER: "# Papir\n\nBeløb: [indsæt beløb]\n"})


def challenges(counter: Counter, body: str) -> list[Letter]:
    return [row for row in counter.rows(Letter) if row.kind is LetterKind.CHALLENGE and row.body == body]


def reminders(counter: Counter) -> dict[str, list[LetterState]]:
    """What became of every committee's reminders, in their order."""
    rows = sorted((row for row in counter.rows(Letter) if row.kind is LetterKind.REMINDER), key=lambda row: row.at)
    return {body: [row.state for row in rows if row.body == body] for body in ("TMU", "ØU")}


async def test_unfilled_field_holds_the_whole_step_until_it_is_mended(counter: Counter) -> None:
    await counter.start(unfilled())
    await counter.approve()

    letters = [row for row in counter.rows(Letter) if row.step == "letters"]
    assert {(row.kind, row.state) for row in letters} == {
        (LetterKind.CHALLENGE, LetterState.REFUSED),
        (LetterKind.CHALLENGE_COPY, LetterState.REFUSED),
    }
    assert counter.office.postbox.to("sekretaer@tmu.example") == []
    [task] = counter.tasks()
    assert task.kind is TaskKind.PACK_INCOMPLETE
    assert task.text_en.startswith(
        f"Paper 3a ({PAPER}) has a field that is not filled in: “[indsæt beløb]”. Fill it in. Mend it"
    )

    await counter.desk.update(SLUG, small(), by=BY)
    done = await counter.desk.send_step_again(SLUG, "letters", by=BY)
    await counter.office.clock.settle()

    assert done.what.en == f"{len(letters)} letters are sent again."
    assert {row.state for row in counter.rows(Letter) if row.step == "letters"} == {LetterState.SENT}
    [mail] = counter.office.postbox.to("sekretaer@tmu.example")
    names = [part.get_filename() for part in mail.parsed.iter_attachments()]
    assert names[:2] == ["Breve (TMU).pdf", "3a Papir.pdf"]
    assert counter.tasks() == []
    with pytest.raises(NotPermitted):
        await counter.desk.send_step_again(SLUG, "letters", by=BY)


async def test_letter_whose_own_text_has_an_unfilled_field_does_not_leave(counter: Counter) -> None:
    source = small()
    text = "texts/letters.da.md"
    files = {**source.files, text: f"{source.files[text]}\n\nBeløb: [indsæt beløb]\n"}
    await counter.start(replace(source, files=files))
    await counter.approve()

    assert {row.state for row in counter.rows(Letter) if row.step == "letters"} == {LetterState.REFUSED}
    [task] = counter.tasks()
    assert (task.kind, task.text_en.partition(" Mend")[0]) == (
        TaskKind.PACK_INCOMPLETE,
        f"{text} has a field that is not filled in: “[indsæt beløb]”. Fill it in.",
    )


async def test_packs_of_a_running_year_are_complete_once_their_gate_is_decided(counter: Counter) -> None:
    await counter.start()

    before = packs_of_record(counter.engine, SLUG, LIMIT)
    await counter.approve()
    after = packs_of_record(counter.engine, SLUG, LIMIT)

    assert [(each.body, each.papers, each.is_complete) for each in before] == [
        ("TMU", ("3a",), False),
        ("ØU", ("3b",), False),
    ]
    assert {lack.en for each in before for lack in each.lacks} == {
        "“Approval” has not been decided yet; the letters leave only when the decision is recorded."
    }
    assert [each.is_complete for each in after] == [True, True]


async def test_no_letter_of_a_pack_leaves_while_a_committees_paper_is_missing(counter: Counter) -> None:
    await counter.start()
    with Session(counter.engine) as session, session.begin():  # as a hand at the database could do it; no command can
        year = session.exec(select(Cycle)).one()
        year.files = {path: text for path, text in year.files.items() if path != PAPER}
        session.add(year)
    await counter.approve()

    packs = [row for row in counter.rows(Letter) if row.step == "letters"]
    assert {row.state for row in packs} == {LetterState.REFUSED}
    assert {row.kind for row in packs} == {LetterKind.CHALLENGE, LetterKind.CHALLENGE_COPY}
    [task] = counter.tasks()  # one, for all of its letters
    assert task.text_da.startswith(f"Bilag 3a mangler ({PAPER}), og en pakke sendes ikke ufuldstændig.")


async def test_nobody_is_reminded_of_what_they_were_never_asked_for(counter: Counter) -> None:
    await counter.start(unfilled())
    await counter.approve()

    await counter.travel_to(date(2031, 4, 19))  # after the first reminder
    before = reminders(counter)
    await counter.desk.update(SLUG, small(), by=BY)
    await counter.desk.send_step_again(SLUG, "letters", by=BY)
    await counter.travel_to(date(2031, 5, 3))
    after = reminders(counter)

    assert before == {"TMU": [LetterState.WITHDRAWN], "ØU": [LetterState.WITHDRAWN]}
    later = [LetterState.WITHDRAWN, LetterState.SENT]
    assert after == {"TMU": later, "ØU": later}


async def test_copy_for_the_council_has_the_shared_papers_and_no_committees_own(counter: Counter) -> None:
    shared = '{ number = "1", title = { da = "Oversigt", en = "Overview" }, file = "overview" },'
    source = small(("paper = [", f"paper = [{shared}"))
    files = {f"papers/overview.{language}.md": "# Oversigt" for language in ("da", "en")}
    await counter.start(replace(source, files={**source.files, **files}))
    await counter.approve()

    [copy, _] = [row for row in counter.rows(Letter) if row.kind is LetterKind.CHALLENGE_COPY]
    mail = message_from_bytes(copy.message or b"", policy=policy.default)
    assert [part.get_filename() for part in mail.walk() if part.get_filename()] == ["1 Oversigt.pdf"]
    assert [row.state for row in challenges(counter, "TMU")] == [LetterState.SENT]
