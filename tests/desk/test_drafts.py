"""Held letters looked at one by one: what was looked at is what leaves, unless it stopped being true."""

import hashlib
from dataclasses import replace
from datetime import date
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from desk.acts.drafts import Drafts
from desk.answers import Unknown
from models.correspondence import Letter
from models.journal import JournalEntry
from models.vocabulary import LetterKind, LetterState, Role
from planning.acts.permitted import NotPermitted
from planning.format.source import Source
from tests.desk.counter import BY, SLUG, Counter, on_both, small
from tests.engine import TEMPLATES
from worker import build_drafting

HOLD = ('lead = "BIU"', 'lead = "BIU"\nhold = ["challenge", "invitation"]')
TEXT = "texts/letters/TMU.da.md"
FIRST, LAST = date(2031, 1, 1), date(2031, 12, 31)


def edited() -> Source:
    """The folder with another text for TMU."""
    source = small(HOLD)
    return replace(source, files={**source.files, TEXT: "En ny tekst.\n"})


def drafts_of(counter: Counter) -> Drafts:
    domain = "aarshjul.example"
    drafting = build_drafting(templates=TEMPLATES, sender=f"aarshjul@{domain}", domain=domain)
    return Drafts(engine=counter.engine, drafting=drafting, clock=lambda: counter.at)


def challenges(counter: Counter) -> list[Letter]:
    return [row for row in counter.rows(Letter, Letter.number) if row.kind is LetterKind.CHALLENGE]


def challenge(counter: Counter, body: str = "TMU") -> Letter:
    return next(row for row in challenges(counter) if row.body == body)


def parsed(message: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(message)


def text_of(message: bytes) -> str:
    body = parsed(message).get_body(("plain",))
    assert body
    return str(body.get_content())


def journal(counter: Counter) -> list[tuple[str, str, str | None]]:
    """The lines about drafts: event, who, what."""
    rows = counter.rows(JournalEntry, JournalEntry.number)
    return [(row.event, row.by, row.after) for row in rows if "draft" in row.event or row.event == "letter_tested"]


@pytest.fixture
async def held(counter: Counter) -> Counter:
    """Give a cycle whose challenge letters and invitations wait for a release."""
    await counter.start(small(HOLD))
    await counter.approve()
    return counter


@on_both
async def test_preview_shows_a_held_letter_as_it_will_leave_and_changes_nothing(held: Counter) -> None:
    before = challenge(held)
    shown = drafts_of(held).preview(before.number or 0)
    assert (shown.address, shown.stored) == ("sekretaer@tmu.example", False)
    assert challenge(held) == before

    await held.desk.release(SLUG, "letters", by=BY)
    await held.office.clock.settle()

    assert challenge(held).message == shown.message


@on_both
async def test_what_was_drafted_is_what_leaves_also_when_a_text_was_edited_meanwhile(held: Counter) -> None:
    written = drafts_of(held).draft(SLUG, "letters", by="leder")
    draft = challenge(held)
    assert [each.number for each in written] == [row.number for row in challenges(held)]
    assert {row.state for row in challenges(held)} == {LetterState.DRAFTED}
    assert draft.sha256 == hashlib.sha256(draft.message or b"").hexdigest()
    assert journal(held) == [("letters_drafted", "leder", "2")]
    await held.desk.update(SLUG, edited(), by=BY)

    await held.desk.release(SLUG, "letters", by=BY)
    await held.office.clock.settle()

    sent = challenge(held)
    assert (sent.state, sent.message, sent.sha256) == (LetterState.SENT, draft.message, draft.sha256)
    [mail] = held.office.postbox.to("sekretaer@tmu.example")
    assert mail.raw.rstrip() == (draft.message or b"").rstrip()


async def test_regenerated_draft_has_the_new_text_and_shows_the_difference(held: Counter) -> None:
    drafts = drafts_of(held)
    drafts.draft(SLUG, "letters", by=BY)
    other = challenge(held, "ØU")
    await held.desk.update(SLUG, edited(), by=BY)

    written = {each.number: each.lines for each in drafts.regenerate(SLUG, "letters", by=BY)}

    assert "+En ny tekst." in written[challenge(held).number or 0]
    assert written[other.number or 0] == ()
    assert challenge(held, "ØU").sha256 == other.sha256
    await held.desk.release(SLUG, "letters", by=BY)
    await held.office.clock.settle()
    assert "En ny tekst." in text_of(challenge(held).message or b"")
    with pytest.raises(NotPermitted, match="has no drafts"):
        drafts.regenerate(SLUG, "letters", by=BY)
    assert "En ny tekst." not in text_of(other.message or b"")


async def test_draft_to_somebody_else_by_now_is_written_anew_and_says_so(held: Counter) -> None:
    drafts = drafts_of(held)
    drafts.draft(SLUG, "letters", by=BY)
    assert drafts.renew(SLUG, "letters", by=BY) == ()
    await held.desk.substitute(SLUG, "TMU", Role.SECRETARY, "Vikar", "vikar@tmu.example", FIRST, LAST, by=BY)
    letter = challenge(held)
    assert drafts.preview(letter.number or 0).outdated

    [written] = drafts.renew(SLUG, "letters", by="leder")

    assert (written.number, written.address) == (letter.number, "vikar@tmu.example")
    assert '+To: "Vikar" <vikar@tmu.example>' in [line.replace("To: Vikar ", 'To: "Vikar" ') for line in written.lines]
    assert journal(held)[-1] == ("drafts_renewed", "leder", "1")
    assert not drafts.preview(letter.number or 0).outdated


async def test_draft_that_stops_being_true_after_its_release_leaves_anew_with_a_line(held: Counter) -> None:
    drafts_of(held).draft(SLUG, "letters", by=BY)
    draft = challenge(held)
    await held.desk.substitute(SLUG, "TMU", Role.SECRETARY, "Vikar", "vikar@tmu.example", FIRST, LAST, by=BY)

    await held.desk.release(SLUG, "letters", by="leder")
    await held.office.clock.settle()

    sent = challenge(held)
    assert (sent.state, sent.to_address) == (LetterState.SENT, "vikar@tmu.example")
    assert journal(held)[-1] == ("draft_renewed", "leder", f"nr. {draft.number}")
    assert challenge(held, "ØU").drafted_from is not None


async def test_moved_date_makes_the_drafts_that_speak_of_it_untrue(held: Counter) -> None:
    drafts = drafts_of(held)
    drafts.draft(SLUG, "letters", by=BY)

    await held.desk.move(SLUG, "plan", date(2031, 5, 26), by=BY)
    await held.office.clock.settle()

    assert [each.number for each in drafts.renew(SLUG, "letters", by=BY)] == [row.number for row in challenges(held)]


async def test_test_mail_is_marked_harmless_and_never_counted_as_sent(held: Counter) -> None:
    invitation = next(row for row in held.rows(Letter, Letter.number) if row.kind is LetterKind.INVITATION)
    assert invitation.state is LetterState.HELD
    drafts = drafts_of(held)

    address, message = drafts.trial(invitation.number or 0, "mig@by.example", by="leder")
    drafts.tried(invitation.number or 0, address, by="leder")

    mail = parsed(message)
    assert (address, mail["To"]) == ("mig@by.example", "mig@by.example")
    assert mail["Subject"].startswith("[PRØVE] ")
    assert mail["Message-ID"] != invitation.message_id
    assert not {part.get_content_type() for part in mail.walk()} & {"text/calendar", "application/ics"}
    assert "invitation.ics.txt" in [part.get_filename() for part in mail.iter_attachments()]
    assert text_of(message) == text_of(drafts.preview(invitation.number or 0).message)
    assert journal(held) == [("letter_tested", "leder", f"nr. {invitation.number}")]
    assert [row for row in held.rows(Letter) if row.number == invitation.number] == [invitation]


async def test_what_cannot_be_shown_drafted_or_tested_is_refused_in_a_sentence(held: Counter) -> None:
    drafts, number = drafts_of(held), challenge(held).number or 0
    with pytest.raises(Unknown, match=r"There is no letter no\. 9999"):
        drafts.preview(9999)
    with pytest.raises(NotPermitted, match="is not a usable mail address"):
        drafts.trial(number, "ingen adresse", by=BY)
    with pytest.raises(NotPermitted, match="has no held letters"):
        drafts.draft(SLUG, "plan", by=BY)
    with pytest.raises(Unknown, match="Did you mean “letters”"):
        drafts.draft(SLUG, "leters", by=BY)
