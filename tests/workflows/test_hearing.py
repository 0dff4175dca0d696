"""A hearing: classes with their own deadlines, reminders only to who has not answered, the catalogue."""

from datetime import date, time

import pytest
from temporalio.client import WorkflowUpdateFailedError

from models.vocabulary import CycleStage, LetterState
from tests.definitions import definition, step
from tests.engine import Office, Year, local


def classes() -> list[dict[str, object]]:
    """Two classes that are written to, and the public, which is not."""

    def one(key: str, deadline: str, count: int) -> dict[str, object]:
        contact = {
            "role": "respondent",
            "name": f"{key} {{n}}",
            "address": f"{key}{{n}}@hoering.example",
            "count": count,
        }
        return {"key": key, "name": {"da": key, "en": key}, "deadline": deadline, "contact": [contact] if count else []}

    return [one("local", "2011-09-23", 3), one("advisory", "2011-09-30", 1), one("public", "2011-09-30", 0)]


@pytest.fixture
async def year(office: Office) -> Year:
    """Give a year that consists of a hearing."""
    hearing = step(
        "hearing", "hearing", date="2011-09-01", until="2011-09-30", bodies=["TMU", "BUU"], **{"class": classes()}
    )
    return await office.start(definition(hearing), local(date(2011, 8, 1)))


async def test_each_class_is_invited_and_reminded_by_its_own_deadline(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 9, 10))
    await year.respond("hearing", "local", "02")
    await office.clock.travel_to(date(2011, 9, 29))

    reminders = year.letters(kind="hearing_reminder", state=LetterState.SENT)
    assert [(row.at.date(), row.recipient_body, row.contact) for row in reminders] == [
        (date(2011, 9, 16), "local", "01"),
        (date(2011, 9, 16), "local", "03"),
        (date(2011, 9, 23), "advisory", "01"),
    ]
    assert len(year.letters(kind="hearing_invitation", state=LetterState.SENT)) == 4


async def test_late_answer_is_taken_and_marked(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 9, 28))
    await year.respond("hearing", "local", "01", late=True)

    assert [entry.after for entry in year.journal() if entry.event == "responded_late"] == ["local.01"]


async def test_hearing_is_closed_after_its_last_class_and_the_catalogue_follows(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 9, 28))
    with pytest.raises(WorkflowUpdateFailedError):
        await year.close("hearing")
    await office.clock.travel_to(date(2011, 10, 4), time(12))
    assert [row.recipient_body for row in year.letters(kind="hearing_closing_wanted")] == ["BIF"]

    await year.close("hearing")

    catalogue = year.letters(kind="hearing_closed", state=LetterState.SENT)
    assert sorted(row.recipient_body for row in catalogue) == ["BUU", "TMU"]
    assert year.state().stage is CycleStage.ENDED


async def test_who_answered_by_mail_is_thanked_when_the_hearing_closes(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 9, 12))
    await year.respond("hearing", "local", "02")
    await office.clock.travel_to(date(2011, 10, 4), time(12))

    await year.close("hearing")

    [thanks] = year.letters(kind="hearing_thanks", state=LetterState.SENT)
    assert (thanks.recipient_body, thanks.contact) == ("local", "02")


async def test_cancelled_cycle_tells_who_was_asked_to_answer(year: Year, office: Office) -> None:
    await office.clock.travel_to(date(2011, 9, 12))
    await year.cancel()

    told = year.letters(kind="hearing_cancelled", state=LetterState.SENT)
    assert sorted(f"{row.recipient_body}.{row.contact}" for row in told) == [
        "advisory.01",
        "local.01",
        "local.02",
        "local.03",
    ]
    assert year.state().stage is CycleStage.CANCELLED
