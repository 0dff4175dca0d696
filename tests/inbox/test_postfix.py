"""The whole way through a real Postfix: what it takes, refuses and returns, and what comes back into the record."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Engine
from sqlmodel import Session, select

from activities.smtp import Mailer
from activities.wire import Permanent
from inbox.poller import Poller
from models.correspondence import Letter
from models.inbox import IncomingMail
from models.journal import Task
from models.mail import MailKind
from models.vocabulary import LetterState, message_id
from tests import records
from tests.activities.relays import CERTIFICATE
from tests.databases import fresh
from tests.inbox.conftest import NOW
from tests.inbox.dovecot import running as dovecot_running
from tests.inbox.postfix import SIZE_LIMIT, Postfix
from tests.inbox.postfix import running as postfix_running
from tests.inbox.test_dovecot import mailbox
from tests.installing import debian_program

SENDER = "aarshjul@aarshjul.example"


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    """Give a real relay; it needs root, as the package's own does."""
    program = debian_program("postfix", "postfix", "mailservers")
    if os.geteuid() != 0:
        pytest.fail("Postfix starts as root only. Leave it out: AARSHJUL_WITHOUT=mailservers make test", pytrace=False)
    with (
        tempfile.TemporaryDirectory(prefix="aarshjul-postfix-") as folder,
        postfix_running(program, Path(folder)) as relay,
    ):
        yield relay


@pytest_asyncio.fixture
async def wire(postfix: Postfix) -> AsyncIterator[Mailer]:
    """Give our wire to it, encrypted."""
    mailer = Mailer(host="localhost", port=postfix.port, security="starttls", trust=str(CERTIFICATE))
    yield mailer
    await mailer.close()


def letter(key: str, size: int = 0) -> bytes:
    head = f"From: {SENDER}\r\nMessage-ID: {message_id(key, 'aarshjul.example')}\r\nSubject: x\r\n\r\nHej\r\n"
    return head.encode() + (b"x" * 70 + b"\r\n") * (size // 72)


async def send(wire: Mailer, to: str, message: bytes) -> None:
    async with wire.turn() as turn:
        await turn.send(SENDER, to, message)


async def test_letter_that_is_taken_arrives_as_it_left(wire: Mailer, postfix: Postfix) -> None:
    await send(wire, "tmu@taken.example", letter("taken"))

    [arrived] = postfix.arrived("taken")
    assert arrived.partition(b"\n\n")[2] == b"Hej\n"
    assert message_id("taken", "aarshjul.example").encode() in arrived


@pytest.mark.parametrize(
    ("to", "code"), [("nobody@taken.example", "550 5.1.1"), ("somebody@elsewhere.example", "554 5.7.1")]
)
async def test_recipient_that_is_refused_at_the_door_is_refused_for_good(wire: Mailer, to: str, code: str) -> None:
    with pytest.raises(Permanent, match=code):
        await send(wire, to, letter("refused"))


async def test_letter_beyond_the_size_that_the_relay_names_is_not_offered(wire: Mailer) -> None:
    with pytest.raises(Permanent) as raised:
        await send(wire, "tmu@taken.example", letter("large", SIZE_LIMIT + 1000))

    assert "0.2 MB at most" in raised.value.sentence.en


async def test_failure_and_delay_come_back_by_mail_and_find_their_letters(
    wire: Mailer, postfix: Postfix, tmp_path: Path
) -> None:
    sent = {"gone": "sekretaer@returned.example", "late": "sekretaer@away.example"}
    for key, to in sent.items():
        await send(wire, to, letter(key))
    reports = postfix.arrived("own", 2)
    program = debian_program("dovecot", "dovecot-imapd", "mailservers")
    with tempfile.TemporaryDirectory(prefix="aarshjul-dovecot-") as folder, fresh("sqlite", tmp_path) as record:
        _store(record, sent)
        with dovecot_running(program, Path(folder)) as dovecot:
            for report in reports:
                dovecot.deliver(report)
            looked = Poller(record, [mailbox(dovecot)], clock=lambda: NOW).look()

        assert (looked.filed, looked.troubles) == (2, ())
        with Session(record) as session:
            states = {row.key: row.state for row in session.exec(select(Letter)).all()}
            kinds = {row.letter: row.kind for row in session.exec(select(IncomingMail)).all()}
            [task] = session.exec(select(Task)).all()
        assert states == {"gone": LetterState.BOUNCED, "late": LetterState.SENT}
        assert kinds == {1: MailKind.BOUNCE, 2: MailKind.DELAY}
        assert "moved away" in task.text_en


def _store(record: Engine, sent: dict[str, str]) -> None:
    with Session(record) as session, session.begin():
        session.add_all([records.cycle(), records.body()])
        session.flush()
        for key, to in sent.items():
            session.add(records.letter(key, to_address=to))
            session.flush()
