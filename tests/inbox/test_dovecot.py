"""The reader against a real Dovecot: encrypted, read-only, in order, each mail once."""

import socket
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inbox.filing import Arrived
from inbox.imap import ImapMailbox, mailbox_name
from inbox.sources import Position, Unreachable
from tests.activities.relays import CERTIFICATE
from tests.inbox.dovecot import PASSWORD, Dovecot, running
from tests.inbox.samples import plain, report
from tests.installing import debian_program

LONG_AGO = Position(None, 0, date(2000, 1, 1))


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    """Give a real server; its folder lies where its own user can go."""
    program = debian_program("dovecot", "dovecot-imapd", "mailservers")
    with tempfile.TemporaryDirectory(prefix="aarshjul-dovecot-") as folder, running(program, Path(folder)) as dovecot:
        yield dovecot


@pytest.fixture
def dovecot(server: Dovecot) -> Dovecot:
    """Give the server with an empty mailbox."""
    server.empty()
    return server


def mailbox(dovecot: Dovecot, **settings: Any) -> ImapMailbox:
    given: dict[str, Any] = {
        "host": "localhost",
        "port": dovecot.tls,
        "security": "tls",
        "username": "aarshjul",
        "password": PASSWORD,
        "folder": "INBOX",
        "max_bytes": 100_000,
        "trust": str(CERTIFICATE),
    }
    return ImapMailbox(**(given | settings))


def after(position: Position, arrived: Arrived) -> Position:
    return replace(position, validity=arrived.validity, last_uid=arrived.uid)


def test_mails_come_whole_and_in_order(dovecot: Dovecot) -> None:
    mails = [report(), plain("Hej"), b"\xff\xfe broken\n"]
    for raw in mails:
        dovecot.deliver(raw)

    arrived = list(mailbox(dovecot).new(LONG_AGO))

    assert [each.raw.replace(b"\r\n", b"\n") for each in arrived] == mails
    assert [each.uid for each in arrived] == [1, 2, 3]
    assert all(each.whole for each in arrived)


def test_starttls_works_too(dovecot: Dovecot) -> None:
    dovecot.deliver(plain("Hej"))

    [only] = mailbox(dovecot, security="starttls", port=dovecot.plain).new(LONG_AGO)

    assert b"Hej" in only.raw


def test_only_what_is_newer_than_the_remembered_place_comes(dovecot: Dovecot) -> None:
    dovecot.deliver(plain("en"))
    [first] = mailbox(dovecot).new(LONG_AGO)
    place = after(LONG_AGO, first)
    assert list(mailbox(dovecot).new(place)) == []

    dovecot.deliver(plain("to"))
    [second] = mailbox(dovecot).new(place)

    assert b"to" in second.raw


def test_mailbox_that_was_numbered_anew_is_read_from_its_beginning(dovecot: Dovecot) -> None:
    dovecot.deliver(plain("en"))
    [first] = mailbox(dovecot).new(LONG_AGO)

    again = list(mailbox(dovecot).new(replace(LONG_AGO, validity=(first.validity or 0) + 1, last_uid=99)))

    assert [each.raw for each in again] == [first.raw]


def test_nothing_in_the_mailbox_is_changed(dovecot: Dovecot) -> None:
    dovecot.deliver(plain("Hej"))
    list(mailbox(dovecot).new(LONG_AGO))

    kept = [path.name for part in ("new", "cur") for path in (dovecot.maildir() / part).iterdir()]
    assert [name.partition(":2,")[2] for name in kept] == [""]  # no flag: neither seen nor deleted


def test_of_a_large_mail_the_beginning_comes_with_its_size(dovecot: Dovecot) -> None:
    raw = plain("x" * 70 + "\n" + "y" * 70) * 3000
    dovecot.deliver(raw)

    [only] = mailbox(dovecot).new(LONG_AGO)

    assert (len(only.raw), only.whole) == (100_000, False)
    assert only.size >= len(raw)


def test_folder_with_danish_letters_is_found(dovecot: Dovecot) -> None:
    dovecot.deliver(plain("Hej"), folder=mailbox_name("Årshjul & høring"))

    assert len(list(mailbox(dovecot, folder="Årshjul & høring").new(LONG_AGO))) == 1


def test_what_was_there_before_the_first_year_began_is_left_alone(dovecot: Dovecot) -> None:
    dovecot.deliver(plain("Hej"))

    assert list(mailbox(dovecot).new(replace(LONG_AGO, since=date(2999, 1, 1)))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "forkert"},
        {"folder": "findes-ikke"},
        {"trust": None},
        {"trust": "/findes/ikke.pem"},
        {"host": "127.0.0.2"},
        {"host": "imap.invalid"},
    ],
    ids=["password", "folder", "certificate", "file of certificates", "name of another", "no such host"],
)
def test_mailbox_that_cannot_be_reached_is_one_sentence_without_its_password(
    dovecot: Dovecot, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Unreachable) as raised:
        list(mailbox(dovecot, **wrong).new(LONG_AGO))

    said = raised.value.sentence
    assert "Intet er tabt" in said.da
    assert "\n" not in said.da + said.en
    assert PASSWORD not in said.da + said.en + repr(mailbox(dovecot))


def test_port_where_nobody_listens_is_named(dovecot: Dovecot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match=f"localhost:{port}"):
        list(mailbox(dovecot, port=port).new(LONG_AGO))
