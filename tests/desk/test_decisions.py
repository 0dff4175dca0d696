"""Recording outcomes, taking answers and closing a hearing, at the desk."""

from datetime import date, time

import pytest

from desk.answers import Unknown
from models.acts import Addition
from models.obligations import DecisionRecord, Hearing, HearingResponse, Meeting, Obligation
from models.vocabulary import HearingStage, Outcome
from planning.acts.permitted import NotPermitted
from tests.desk.counter import BY, SLUG, Counter


async def test_addition_becomes_an_obligation_of_its_owner(counter: Counter) -> None:
    await counter.start()
    addition = Addition(text="sendes til kommentar", owner="ØU", due=date(2031, 2, 14))

    done = await counter.desk.decide(SLUG, "approval", None, Outcome.APPROVED_WITH_ADDITION, addition=addition, by=BY)
    await counter.office.clock.settle()

    assert done.what.da == "Godkendelse (BIU): godkendt med en tilføjelse."
    [record] = counter.rows(DecisionRecord)
    assert (record.outcome, record.by) == (Outcome.APPROVED_WITH_ADDITION, BY)
    [added] = [row for row in counter.rows(Obligation) if row.text]
    assert (added.body, added.due_on, added.text) == ("ØU", date(2031, 2, 14), "sendes til kommentar")


async def test_decision_about_what_is_not_there_names_what_is(counter: Counter) -> None:
    await counter.start()
    desk = counter.desk
    stranger = Addition(text="kommentar", owner="ØUU", due=date(2031, 2, 14))
    for ask, sentence in (
        (desk.decide(SLUG, "aproval", None, Outcome.APPROVED, by=BY), "Did you mean “approval”?"),
        (desk.decide(SLUG, "approval", "TMU", Outcome.APPROVED, by=BY), "TMU does not read “approval”. These do: BIU."),
        (desk.decide(SLUG, "reading", "BIU", Outcome.APPROVED, by=BY), "has not begun; it waits for: workshop."),
        (
            desk.decide(SLUG, "approval", None, Outcome.APPROVED_WITH_ADDITION, addition=stranger, by=BY),
            "“ØUU” is not a body of sample-2031. Did you mean “ØU”?",
        ),
        (desk.close_hearing(SLUG, "hearing", by=BY), "has not begun; it waits for: reading."),
    ):
        with pytest.raises(Unknown) as unknown:
            await ask
        assert sentence in unknown.value.sentence.en
    with pytest.raises(NotPermitted) as bare:
        await desk.decide(SLUG, "approval", None, Outcome.APPROVED_WITH_ADDITION, by=BY)
    assert "belong together" in bare.value.sentence.en
    assert [name for name, _ in counter.commands()] == ["start"]


async def test_answers_are_kept_marked_late_after_their_class_and_counted_when_closed(opened: Counter) -> None:
    await opened.travel_to(date(2031, 8, 25))
    await opened.desk.decide(SLUG, "reading", "BIU", Outcome.APPROVED, by=BY)
    await opened.travel_to(date(2031, 9, 1))
    await opened.desk.respond(SLUG, "hearing", "citizens", "Beboer 1", text="Ja", by="Beboer 1")
    with pytest.raises(NotPermitted) as early:
        await opened.desk.close_hearing(SLUG, "hearing", by=BY)
    with pytest.raises(NotPermitted) as stranger:
        await opened.desk.respond(SLUG, "hearing", "citizen", "Beboer 2", text="Ja", by="Beboer 2")
    await opened.travel_to(date(2031, 9, 26), time(12))
    done = await opened.desk.respond(
        SLUG, "hearing", "citizens", "Beboer 2", content=b"%PDF-1.7", file_name="svar.pdf", by="Beboer 2"
    )
    await opened.travel_to(date(2031, 10, 7))
    closed = await opened.desk.close_hearing(SLUG, "hearing", by=BY)

    assert done.what.en == "The answer from Beboer 2 is received after the deadline."
    assert [(row.respondent, row.late, row.content) for row in opened.rows(HearingResponse, HearingResponse.id)] == [
        ("Beboer 1", False, None), ("Beboer 2", True, b"%PDF-1.7"),
    ]  # fmt: skip
    assert "can be closed only after its last deadline" in early.value.sentence.en
    assert "has no class “citizen”. Its classes are: citizens, advisory." in stranger.value.sentence.en
    assert closed.what.en == "Hearing is closed with 2 answers."
    assert [row.stage for row in opened.rows(Hearing)] == [HearingStage.CLOSED]


async def test_answer_without_content_or_sender_is_refused_and_not_recorded(opened: Counter) -> None:
    await opened.travel_to(date(2031, 8, 25))
    await opened.desk.decide(SLUG, "reading", "BIU", Outcome.APPROVED, by=BY)
    await opened.travel_to(date(2031, 9, 1))
    before = opened.commands()
    for respondent, given, sentence in (
        ("Beboer 1", {"content": b"", "file_name": "svar.pdf"}, r"svar\.pdf is empty\. No answer was recorded"),
        ("Beboer 1", {"text": " "}, "The answer is empty"),
        ("", {"text": "Ja"}, "Say whom the answer is from"),
        ("Beboer\n1", {"text": "Ja"}, "Say whom the answer is from"),
        ("Beboer 1", {"text": "Ja\x00"}, "a character that cannot be stored"),
    ):
        with pytest.raises(NotPermitted, match=sentence):
            await opened.desk.respond(SLUG, "hearing", "citizens", respondent, **given, by="Beboer 1")
    assert (opened.commands(), opened.rows(HearingResponse)) == (before, [])


async def test_postponed_meeting_stays_open_on_the_given_day(counter: Counter) -> None:
    await counter.start()
    await counter.desk.decide(SLUG, "approval", "BIU", Outcome.POSTPONED, to=date(2031, 1, 20), by=BY)
    await counter.office.clock.settle()
    [meeting] = counter.rows(Meeting)
    assert (meeting.on, meeting.outcome) == (date(2031, 1, 20), None)
    await counter.approve()
    assert counter.rows(Obligation)
