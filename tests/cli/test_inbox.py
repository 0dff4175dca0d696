"""What came back, at the command line: listed, shown, settled, and looked for now; sentences in both languages."""

import json
from pathlib import Path

import pytest
from sqlmodel import Session

from models.database import make_engine
from models.vocabulary import LetterKind
from tests import records
from tests.inbox.samples import MESSAGE_ID, RECIPIENT, answer, plain, report


@pytest.fixture
def letterbox(home: Path, aarshjul, tmp_path: Path, monkeypatch) -> Path:
    """Give the folder that the office reads, with a record in which a letter and an invitation have left."""
    folder = tmp_path / "ind"
    folder.mkdir()
    monkeypatch.setenv("AARSHJUL_INBOX_FOLDER", str(folder))
    assert aarshjul("upgrade").status == 0
    engine, meeting = make_engine(f"sqlite:///{home / 'aarshjul.db'}"), records.meeting()
    with Session(engine) as session, session.begin():
        session.add_all([records.cycle(), records.body(), records.step(), meeting])
        session.flush()
        session.add(records.letter(message_id=MESSAGE_ID, to_address=RECIPIENT))
        session.flush()
        invitation = {"kind": LetterKind.INVITATION, "workflow_id": meeting.id, "step": "reading"}
        session.add(records.letter("invitation@0", to_address=RECIPIENT, **invitation))
    engine.dispose()
    return folder


def test_what_waits_is_listed_and_what_is_noted_only_when_asked_for(letterbox, aarshjul):
    (letterbox / "a.eml").write_bytes(plain("Hvornår er mødet?", Subject="Et spørgsmål", From="borger@by.example"))
    (letterbox / "b.eml").write_bytes(report())
    looked = aarshjul("inbox", "poll")
    listed, everything = aarshjul("inbox"), aarshjul("inbox", "--all", "--lang", "da")

    assert looked.out == "2 new mails.\n"
    assert "borger@by.example: Et spørgsmål" in listed.out
    assert "To be read by a person." in listed.out
    assert "letter came back" not in listed.out
    assert "brev kommet retur · noteret" in everything.out
    assert f"{letterbox}: read" in listed.out
    assert max(map(len, everything.out.splitlines())) <= 100
    assert aarshjul("inbox", "poll").out == "0 new mails.\n"


def test_mail_is_shown_in_its_words_or_as_it_came(letterbox, aarshjul):
    raw = plain("Kære sekretariat\x1b[31m\nHvornår?")
    (letterbox / "a.eml").write_bytes(raw)
    aarshjul("inbox", "poll")
    shown, as_it_came = aarshjul("inbox", "show", "1"), aarshjul("inbox", "show", "1", "--raw")

    assert "Hvornår?" in shown.out
    assert "\x1b" not in shown.out
    assert as_it_came.out == raw.decode()


def test_mail_is_settled_with_a_sentence(letterbox, aarshjul):
    (letterbox / "a.eml").write_bytes(report(envelope_id=None, original=None))
    aarshjul("inbox", "poll")

    assert aarshjul("inbox", "settle", "1", "--letter", "1", "--bounced").out == "Letter no. 1 came back.\n"
    assert aarshjul("inbox").out.startswith("No mails wait.")
    task = json.loads(aarshjul("tasks", "--json").out)[0]
    assert "Send it again to a corrected address" in json.dumps(task)
    assert aarshjul("outbox", "reached", "1", "--reason", "ringet").out.startswith("The recipient of letter no. 1")
    assert json.loads(aarshjul("tasks", "--json").out) == []


def test_who_comes_stands_in_the_status(letterbox, aarshjul):
    (letterbox / "a.eml").write_bytes(answer("DECLINED", comment="Ferie"))
    aarshjul("inbox", "poll")
    english, danish = aarshjul("status"), aarshjul("status", "--lang", "da")

    assert "First reading (TMU): does not come: TMU.secretary (“Ferie”)" in english.out
    assert "1. behandling (TMU): kommer ikke: TMU.secretary (“Ferie”)" in danish.out


def test_answer_of_somebody_else_counts_when_it_is_confirmed(letterbox, aarshjul):
    (letterbox / "a.eml").write_bytes(answer(sender="vikar@kommune.example"))
    aarshjul("inbox", "poll")
    assert "To be confirmed: vikar@kommune.example answers for" in aarshjul("inbox").out.replace("\n  ", " ")

    assert aarshjul("inbox", "settle", "1", "--confirm").out == f"The answer of {RECIPIENT} is noted.\n"
    assert "comes: TMU.secretary" in aarshjul("status").out


@pytest.mark.parametrize("words", [("show",), ("settle",), ("show", "99"), ("settle", "99")])
def test_mail_that_is_not_there_is_one_sentence(letterbox, aarshjul, words):
    answered = aarshjul("inbox", *words)

    assert (answered.status, answered.out, answered.err.count("\n")) == (1, "", 1)


def test_mailbox_that_cannot_be_reached_is_one_sentence_and_stays_on_the_list(letterbox, aarshjul):
    letterbox.rmdir()
    looked = aarshjul("inbox", "poll", "--lang", "da")

    assert looked.status == 1
    assert looked.err.count("\n") == 1
    assert "Intet er tabt" in looked.err
    assert "cannot be read" in " ".join(aarshjul("inbox").out.split())


def test_without_a_mailbox_the_way_to_set_one_is_said(letterbox, aarshjul, monkeypatch):
    monkeypatch.delenv("AARSHJUL_INBOX_FOLDER")

    assert "AARSHJUL_IMAP_HOST" in aarshjul("inbox", "poll").err
    assert "AARSHJUL_INBOX_FOLDER" in aarshjul("inbox").out
