"""Held letters that leave only when a second person releases them too."""

from dataclasses import replace

import pytest

from models.correspondence import Letter
from models.journal import JournalEntry
from models.vocabulary import LetterKind, LetterState
from planning.acts.permitted import NotPermitted
from tests.desk.counter import BY, SLUG, Counter, on_both, small
from tests.desk.test_drafts import TEXT, drafts_of

HOLD = ('lead = "BIU"', 'lead = "BIU"\nhold = ["challenge"]\nfour_eyes = true')


@pytest.fixture
async def held(counter: Counter) -> Counter:
    """Give a cycle that wants four eyes, with two challenge letters that wait."""
    await counter.start(small(HOLD))
    await counter.approve()
    return counter


def challenges(counter: Counter) -> list[Letter]:
    return [row for row in counter.rows(Letter, Letter.number) if row.kind is LetterKind.CHALLENGE]


def states(counter: Counter) -> list[tuple[LetterState, str | None]]:
    return [(row.state, row.asked_by) for row in challenges(counter)]


@on_both
async def test_letters_leave_when_a_second_person_releases_them(held: Counter) -> None:
    asked = await held.desk.release(SLUG, "letters", by="Leder")
    assert (
        asked.what.en
        == "Leder has asked for the release of 2 letters. They leave when somebody else releases them too."
    )
    assert states(held) == [(LetterState.HELD, "Leder")] * 2
    for same in ("Leder", "  leder", "LE DER"):
        with pytest.raises(NotPermitted, match="has already asked for the release"):
            await held.desk.release(SLUG, "letters", by=same)

    done = await held.desk.release(SLUG, "letters", by="chef")
    await held.office.clock.settle()

    assert done.what.en == "2 letters are released."
    assert [(row.state, row.asked_by, row.released_by) for row in challenges(held)] == [
        (LetterState.SENT, "Leder", "chef")
    ] * 2
    lines = [(row.event, row.by) for row in held.rows(JournalEntry, JournalEntry.number) if "release" in row.event]
    assert lines == [("release_asked", "Leder"), ("letters_released", "chef")]


async def test_first_word_is_undone_when_a_draft_becomes_another(held: Counter) -> None:
    drafts = drafts_of(held)
    drafts.draft(SLUG, "letters", by=BY)
    await held.desk.release(SLUG, "letters", by="leder")
    source = small(HOLD)
    await held.desk.update(SLUG, replace(source, files={**source.files, TEXT: "En ny tekst.\n"}), by=BY)
    assert states(held) == [(LetterState.DRAFTED, "leder")] * 2
    drafts.regenerate(SLUG, "letters", by=BY)
    assert states(held) == [(LetterState.DRAFTED, None), (LetterState.DRAFTED, "leder")]

    again = await held.desk.release(SLUG, "letters", by="chef")
    assert again.what.en.startswith("chef has asked for the release of 2 letters.")
    await held.desk.release(SLUG, "letters", by="leder")
    await held.office.clock.settle()

    assert [row.state for row in challenges(held)] == [LetterState.SENT] * 2


async def test_first_word_on_what_is_not_written_yet_is_undone_by_an_update_and_a_subset_keeps_its_reason(
    held: Counter,
) -> None:
    await held.desk.release(SLUG, "letters", by="leder")
    source = small(HOLD)
    await held.desk.update(SLUG, replace(source, files={**source.files, TEXT: "En ny tekst.\n"}), by=BY)
    assert states(held) == [(LetterState.HELD, None)] * 2
    first = challenges(held)[0].number or 0
    with pytest.raises(NotPermitted, match="give a reason"):
        await held.desk.release(SLUG, "letters", numbers=[first], by="leder")

    await held.desk.release(SLUG, "letters", numbers=[first], reason="haster", by="leder")
    await held.desk.release(SLUG, "letters", numbers=[first], by="chef")
    await held.office.clock.settle()

    assert [(row.state, row.release_reason) for row in challenges(held)] == [
        (LetterState.SENT, "haster"), (LetterState.HELD, None),
    ]  # fmt: skip
