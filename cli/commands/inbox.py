"""`inbox`: mails that came back; showing one, settling one by hand, and looking for new ones now."""

import sys
import textwrap
from collections.abc import Iterator

from sqlmodel import Session

from cli.call import Call
from cli.counter import act, who
from cli.shown.json_rows import as_json
from cli.shown.table import WIDTH
from cli.words import moment, told
from desk.shown import incoming
from desk.shown.incoming import MailboxRow, MailRow
from models.database import reading
from models.mail import MailState, mail_words
from models.schedule import Text
from rendering.clean import clean_text
from runtime.mail_reading import poller_of
from runtime.pages.drafting import mail_text
from runtime.record import open_record
from runtime.refusal import Refused

_SHOWN_LINES = 200


def inbox(call: Call) -> int:
    """List what waits for a person, or do what was asked."""
    match call.arguments.action:
        case "show":
            return _show(call)
        case "settle":
            return _settle(call)
        case "poll":
            return _poll(call)
        case _:
            return _list(call)


def _list(call: Call) -> int:
    with Session(reading(open_record(call.settings))) as session:
        rows = incoming.mails(session, None if call.arguments.all else MailState.OPEN)
        boxes = incoming.mailboxes(session)
    if call.arguments.json:
        print(as_json(rows))
        return 0
    for row in rows:
        print("\n".join(_lines(call, row)))
    if not rows:
        call.say(Text(da="Ingen mails venter.", en="No mails wait."))
    for box in boxes:
        print(textwrap.fill(_mailbox(call, box), WIDTH, break_long_words=False, break_on_hyphens=False))
    if not call.settings.reads_mail and not boxes:
        call.say(_OFF)
    return 0


def _lines(call: Call, row: MailRow) -> Iterator[str]:
    state = "" if row.state is MailState.OPEN else f" · {told(mail_words(row.state), call.language)}"
    head = f"{row.number}  {moment(row.received_at)}  {told(mail_words(row.kind), call.language)}{state}"
    yield head
    about = f"{row.sender or '–'}: {row.subject or '–'}"
    yield textwrap.shorten(about, WIDTH - 2, placeholder=" …").join(("  ", ""))
    yield textwrap.fill(told(row.said, call.language), WIDTH, initial_indent="  ", subsequent_indent="  ")


def _mailbox(call: Call, box: MailboxRow) -> str:
    if box.failing_since is not None:
        since = moment(box.failing_since)
        error = Text(da=box.error_da or "", en=box.error_en or "")
        return f"{told(error, call.language)} " + told(
            Text(da=f"(siden {since})", en=f"(since {since})"), call.language
        )
    read = moment(box.read_at) if box.read_at else "–"
    return told(Text(da=f"{box.source}: læst {read}", en=f"{box.source}: read {read}"), call.language)


def _show(call: Call) -> int:
    with Session(open_record(call.settings)) as session:
        row, raw = incoming.mail(session, _number(call))
    if call.arguments.raw:
        sys.stdout.buffer.write(raw)
    elif call.arguments.json:
        print(as_json(row))
    else:
        print("\n".join([*_lines(call, row), *_details(call, row), "", *_text(raw)]))
    return 0


def _details(call: Call, row: MailRow) -> Iterator[str]:
    if row.letter:
        yield told(Text(da=f"  Brev nr. {row.letter}", en=f"  Letter no. {row.letter}"), call.language)
    if row.settled_by:
        note = f": {row.note}" if row.note else ""
        by = f"{row.settled_by}, {moment(row.settled_at) if row.settled_at else ''}{note}"
        yield told(Text(da=f"  Behandlet af {by}", en=f"  Settled by {by}"), call.language)
    if comment := row.facts.get("comment"):
        yield f"  “{comment}”"


def _text(raw: bytes) -> list[str]:
    """The mail's own words, without anything that a terminal would obey; as it came where it cannot be read."""
    shown = clean_text(mail_text(raw)).strip().splitlines()
    return shown[:_SHOWN_LINES] + (["…"] if len(shown) > _SHOWN_LINES else [])


def _settle(call: Call) -> int:
    number, given = _number(call), call.arguments
    return act(
        call,
        lambda desk: desk.settle_mail(
            number, letter=given.letter, bounced=given.bounced, confirm=given.confirm, note=given.note, by=who(call)
        ),
    )


def _poll(call: Call) -> int:
    poller = poller_of(call.settings, open_record(call.settings))
    if poller is None:
        raise Refused(_OFF.da, _OFF.en)
    looked = poller.look()
    call.say(Text(da=f"{looked.filed} nye mails.", en=f"{looked.filed} new mails."))
    for trouble in looked.troubles:
        print(call.text(trouble), file=sys.stderr)
    return 1 if looked.troubles else 0


def _number(call: Call) -> int:
    if call.arguments.number is None:
        raise Refused("Angiv mailens nummer, som listen viser det.", "Give the mail's number as the list shows it.")
    return int(call.arguments.number)


_OFF = Text(
    da="Der læses ingen postkasse: sæt AARSHJUL_IMAP_HOST eller AARSHJUL_INBOX_FOLDER.",
    en="No mailbox is read: set AARSHJUL_IMAP_HOST or AARSHJUL_INBOX_FOLDER.",
)
