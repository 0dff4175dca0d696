"""A digest that a relay refuses, or that comes back, and what it tells when a person sends it anew."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from activities.outbox import letter_with
from activities.settling import settle
from activities.wire import Permanent
from desk.acts.arrivals import came_back
from models.acts import DoubtSettled
from models.correspondence import Letter
from models.letters import SendOrder
from models.requests import DoubtOrder
from models.vocabulary import LetterKind, LetterState
from tests.web.test_digest import CYCLE, SAME_DAY, leave, letters, mails, recorded, text_of
from tests.web.year import ListWire, Year, started

REMINDERS = (LetterKind.REMINDER_FIRST, LetterKind.REMINDER)
GRANTED = (LetterKind.EXTENSION_GRANTED,)


@dataclass
class Refusing(ListWire):
    """Refuses the first so many mails for good."""

    left: int = field(default=1, kw_only=True)

    async def send(self, sender: str, recipient: str, message: bytes) -> None:
        if recipient == "sekretaer@tmu.example" and self.left:
            self.left -= 1
            raise Permanent("relay.example:25", 550, "5.1.1 unknown user")
        await super().send(sender, recipient, message)


def refused(engine: Engine) -> Year:
    """A year in which the digest about TMU's two reminders has been refused."""
    year, keys = recorded(engine, CYCLE)
    year.wire = year.post._wire = Refusing()  # a relay is the composition root's; no test has another way to it
    assert LetterState.REFUSED in leave(year, keys)
    return year


def states(year: Year, *kinds: LetterKind) -> list[LetterState]:
    return [row.state for row in letters(year, *kinds)]


def again(year: Year, letter: Letter) -> LetterState:
    """Have a letter sent again, as a person does."""
    key = f"{letter.key}:again" if letter.state is LetterState.BOUNCED else ""
    act = DoubtSettled(id=f"again-{letter.number}", by="BIF", at=year.at, key=letter.key, arrived=False, again=key)
    settle(year.engine, DoubtOrder(cycle=year.slug, act=act))
    return asyncio.run(year.post.send_letter(SendOrder(key=key or letter.key, now=year.at)))


def bounced(engine: Engine) -> Year:
    """A year in which the digest about TMU's two reminders has come back."""
    year, keys = recorded(engine, CYCLE)
    leave(year, keys)
    [digest] = letters(year, LetterKind.DIGEST)
    with Session(engine) as session, session.begin():
        came_back(session, letter_with(session, digest.key), "550 unknown user", "", year.at)
    year.wire.taken.clear()
    return year


def test_what_a_refused_digest_tells_has_not_left_either_and_leaves_with_it_when_it_is_sent_again(
    record: Engine,
) -> None:
    year = refused(record)
    [digest] = letters(year, LetterKind.DIGEST)
    before = states(year, *REMINDERS)

    sent = again(year, digest)

    assert (before, sent) == ([LetterState.REFUSED] * 2, LetterState.SENT)
    assert states(year, *REMINDERS) == [LetterState.SENT] * 2
    [mail] = mails(year)
    assert mail["Message-ID"] == digest.message_id
    assert {"Økonomioversigt", "Plan"} <= set(text_of(mail).replace(":", " ").split())


def test_letter_of_a_refused_digest_that_is_sent_again_leaves_by_itself_and_the_digest_tells_the_rest(
    record: Engine,
) -> None:
    year = refused(record)
    first, second = letters(year, *REMINDERS)
    [digest] = letters(year, LetterKind.DIGEST)

    assert (again(year, first), again(year, digest)) == (LetterState.SENT, LetterState.SENT)

    alone, rest = mails(year)
    assert (alone["Message-ID"], rest["Message-ID"]) == (first.message_id, digest.message_id)
    assert rest["Subject"].startswith("1 besked i dag")
    assert states(year, *REMINDERS) == [LetterState.SENT] * 2
    assert [row.told_in for row in letters(year, *REMINDERS)] == [None, digest.key]
    assert second.told_in == digest.key


@pytest.mark.parametrize("over", [1, 2])
def test_refused_digest_that_is_sent_again_tells_what_is_still_true(record: Engine, over: int) -> None:
    year = refused(record)
    for step in ("plan", "economy")[:over]:
        year.cancel(step, "TMU")
    year.wire.taken.clear()

    sent = again(year, letters(year, LetterKind.DIGEST)[0])

    left = {LetterState.SENT} if over == 1 else set()
    assert sent is (LetterState.SENT if left else LetterState.WITHDRAWN)
    assert set(states(year, *REMINDERS)) == {LetterState.WITHDRAWN} | left
    assert [mail["Subject"][:6] for mail in mails(year)] == (["1 besk"] if left else [])


def test_digest_that_came_back_is_sent_anew_with_what_is_still_true_and_answers_to_the_old_one(record: Engine) -> None:
    year = bounced(record)
    [old] = letters(year, LetterKind.DIGEST)
    year.cancel("plan", "TMU")
    year.wire.taken.clear()

    sent = again(year, old)

    [mail] = mails(year)
    text = text_of(mail)
    assert (sent, mail["In-Reply-To"]) == (LetterState.SENT, old.message_id)
    assert mail["References"].split()[-1] == old.message_id
    assert ("Økonomioversigt" in text, mail["Subject"].startswith("1 besked i dag")) == (True, True)
    assert states(year, *REMINDERS) == [LetterState.SENT] * 2  # they were told in the one that came back


def test_digest_that_came_back_and_of_which_nothing_is_true_any_more_does_not_leave(record: Engine) -> None:
    year = bounced(record)
    [old] = letters(year, LetterKind.DIGEST)
    for step in ("plan", "economy"):
        year.cancel(step, "TMU")
    year.wire.taken.clear()

    assert (again(year, old), mails(year)) == (LetterState.WITHDRAWN, [])


def test_digest_carries_the_calendar_files_of_its_letters(record: Engine) -> None:
    year = started(record, 2031, SAME_DAY, CYCLE)
    for step in ("plan", "economy"):
        year.open(step)
    keys = [key for step in ("plan", "economy") for key in extended(year, step)]

    leave(year, keys)

    [mail] = mails(year)
    files: list[Any] = [part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar"]
    assert [part["Content-Type"].params["method"] for part in files] == ["PUBLISH"] * 2
    assert len({part.get_filename() for part in files}) == 2
    assert [b"DTSTART;VALUE=DATE:20310" in part.get_payload(decode=True) for part in files] == [True] * 2
    assert states(year, *GRANTED) == [LetterState.SENT] * 2


def extended(year: Year, step: str) -> list[str]:
    """Grant TMU a later deadline without letting the letter leave; both letters are of one moment."""
    at = year.at
    leaving: list[str] = []
    send, year.post.send_letter = year.post.send_letter, keep(leaving)  # type: ignore[method-assign]
    year.extend(step, "TMU", date(2031, 6, 3))
    year.post.send_letter, year.at = send, at  # type: ignore[method-assign]
    return leaving


def keep(leaving: list[str]) -> Any:
    async def send_letter(order: SendOrder) -> LetterState:
        leaving.append(order.key)
        return LetterState.RELEASED

    return send_letter
