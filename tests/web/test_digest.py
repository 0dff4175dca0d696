"""Several routine letters of one moment to one recipient in one mail, and what stays a mail of its own."""

import asyncio
from email.message import EmailMessage

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from temporalio.exceptions import ApplicationError

from activities import digesting
from models.correspondence import Letter
from models.database import reading
from models.letters import SendOrder
from models.vocabulary import FORMAL, LetterKind, LetterState
from planning.foresight import simulation
from tests.web.year import Year, started

CYCLE = ('lead = "BIU"', 'lead = "BIU"\ndigest = true')
PERSON = (
    '{ role = "secretary", name = "Udvalgssekretær, TMU", address = "sekretaer@tmu.example" }',
    '{ role = "secretary", name = "Udvalgssekretær, TMU", address = "sekretaer@tmu.example", digest = WISH }',
)
SAME_DAY = ('date = "10 working days before plan"', 'date = "05-16"')
SECRETARY = "sekretaer@tmu.example"


def letters(year: Year, *kinds: LetterKind) -> list[Letter]:
    with Session(reading(year.engine), expire_on_commit=False) as session:
        rows = session.exec(select(Letter).order_by(Letter.number)).all()
        return [row for row in rows if row.recipient_body == "TMU" and (not kinds or row.kind in kinds)]


def wish(value: str) -> tuple[str, str]:
    return PERSON[0], PERSON[1].replace("WISH", value)


def recorded(engine: Engine, *changes: tuple[str, str]) -> tuple[Year, list[str]]:
    """A year in which the first reminders about two duties of each committee are recorded and have not left."""
    year = started(engine, 2031, SAME_DAY, *changes)
    for step in ("plan", "economy"):
        year.open(step)
    keys: list[str] = []
    year.at = min(moment for child in year.children() if (moment := simulation.next_moment(child)))
    for child in year.children():
        if simulation.next_moment(child) == year.at:
            keys += asyncio.run(year.record.record(simulation.climbed(child, year.at))).sendable
    return year, keys


def leave(year: Year, keys: list[str]) -> list[LetterState | str]:
    """Try each letter once, as its own activity does; what must wait says so."""
    said: list[LetterState | str] = []
    for key in keys:
        try:
            said.append(asyncio.run(year.post.send_letter(SendOrder(key=key, now=year.at))))
        except ApplicationError as error:
            said.append(error.type or "")
    return said


def mails(year: Year) -> list[EmailMessage]:
    return [mail for mail in year.wire.taken if mail["To"].addresses[0].addr_spec == SECRETARY]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


@pytest.mark.parametrize(
    ("changes", "count"), [((), 2), ((CYCLE,), 1), ((CYCLE, wish("false")), 2), ((wish("true"),), 1)]
)
def test_who_wants_it_or_whose_cycle_wants_it_gets_one_mail(
    record: Engine, changes: tuple[tuple[str, str], ...], count: int
) -> None:
    year, keys = recorded(record, *changes)
    assert len(keys) == 4

    leave(year, keys)

    assert len(mails(year)) == count
    told = letters(year, LetterKind.REMINDER_FIRST, LetterKind.REMINDER)
    assert [row.state for row in told] == [LetterState.SENT] * 2
    assert bool(told[0].told_in) == (count == 1)
    text = "".join(text_of(mail) for mail in mails(year))
    assert "Økonomioversigt" in text
    assert "Plan" in text
    assert text.count("Med venlig hilsen") == count


def test_digest_names_the_nearest_deadline_in_its_subject_and_above_its_letters(record: Engine) -> None:
    year, keys = recorded(record, CYCLE)

    leave(year, keys)

    [mail] = mails(year)
    assert mail["Subject"].startswith("2 beskeder i dag – nærmeste frist 16. maj 2031: ")
    before, _, after = text_of(mail).partition("Nærmeste frist: senest fredag den 16. maj 2031 kl. 12.00")
    assert "Påmindelse" not in before
    assert after.count("Påmindelse: ") == 2


def test_each_letter_is_asked_once_more_before_the_digest_leaves_and_the_last_one_leaves_as_itself(
    record: Engine,
) -> None:
    year, _ = recorded(record, CYCLE)
    first, second = [row.key for row in letters(year, LetterKind.REMINDER_FIRST, LetterKind.REMINDER)]
    digest = digesting.gathered(year.engine, first, year.at, "aarshjul.example")
    assert [row.told_in for row in letters(year, LetterKind.REMINDER_FIRST, LetterKind.REMINDER)] == [digest] * 2
    assert leave(year, [second]) == ["Gathering"]  # somebody else sends it
    body = letters(year)[0].workflow_id
    year.cancel(body.split(":")[2], "TMU")

    assert leave(year, [first, second, first, second])[-1] in (LetterState.SENT, LetterState.WITHDRAWN)

    states = {row.kind: row.state for row in letters(year)}
    assert states[LetterKind.DIGEST] is LetterState.WITHDRAWN
    reminders = letters(year, LetterKind.REMINDER_FIRST, LetterKind.REMINDER)
    assert sorted((row.state, row.told_in) for row in reminders) == [
        (LetterState.SENT, None), (LetterState.WITHDRAWN, None),
    ]  # fmt: skip
    assert [mail["Message-ID"] for mail in mails(year)] == [
        row.message_id for row in reminders if row.state is LetterState.SENT
    ]


def test_kill_between_gathering_and_the_wire_loses_nothing_and_doubles_nothing(record: Engine) -> None:
    year, keys = recorded(record, CYCLE)
    mine = [key for key in keys if key.endswith("TMU.secretary")]
    digesting.gathered(year.engine, mine[0], year.at, "aarshjul.example")

    assert leave(year, [mine[1], mine[0], mine[1], mine[0]]) == [
        "Gathering", LetterState.SENT, LetterState.SENT, LetterState.SENT,
    ]  # fmt: skip

    [mail] = mails(year)
    [digest] = letters(year, LetterKind.DIGEST)
    assert (mail["Message-ID"], digest.state) == (digest.message_id, LetterState.SENT)


def test_formal_letters_escalations_and_changed_invitations_are_never_told_in_a_digest() -> None:
    assert not digesting.FOLDABLE & (FORMAL | {LetterKind.ESCALATION, LetterKind.INVITATION_CHANGED})
