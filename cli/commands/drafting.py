"""`outbox preview`, `draft`, `regenerate`, `test`: letters as they will leave, before they do."""

import asyncio
from collections.abc import Sequence
from email import policy
from email.parser import BytesParser
from pathlib import Path

from cli.call import Call
from cli.counter import who
from desk.acts.drafts import Drafts, Preview, Written
from models.schedule import Text
from runtime.pages.drafting import drafts_of, hand_over
from runtime.record import open_record
from runtime.refusal import Refused


def preview(call: Call, number: int, out: str | None) -> int:
    """Show one letter as its recipient will see it, or keep it in a file."""
    shown = _drafts(call).preview(number)
    if out:
        path = Path(out)
        path.write_bytes(_html(shown.message) if path.suffix.lower() in {".html", ".htm"} else shown.message)
        call.say(Text(da=f"Brev nr. {number} ligger i {path}.", en=f"Letter no. {number} is in {path}."))
    else:
        print("\n".join([call.text(_standing(shown)), *in_words(shown.message)]))
    return 0


def trial(call: Call, number: int, to: str | None) -> int:
    """Send one letter to oneself as a test."""
    if not to:
        raise Refused(
            "Angiv med --to, hvem prøven sendes til.",
            "Say with --to whom the test goes to.",
        )
    drafts = _drafts(call)
    address, message = drafts.trial(number, to, by=who(call))
    asyncio.run(hand_over(call.settings, address, message))
    drafts.tried(number, address, by=who(call))
    call.say(
        Text(
            da=f"Brev nr. {number} er sendt til {address} som prøve; selve brevet er ikke sendt.",
            en=f"Letter no. {number} has left to {address} as a test; the letter itself has not been sent.",
        )
    )
    return 0


def write(call: Call, cycle: str, step: str, *, anew: bool) -> int:
    """Write the held letters of a step as drafts, or its drafts anew, the difference shown."""
    drafts = _drafts(call)
    written = (drafts.regenerate if anew else drafts.draft)(cycle, step, by=who(call))
    print("\n".join(line for each in written for line in each.lines), end="\n" if _differ(written) else "")
    count, changed = len(written), sum(bool(each.lines) for each in written)
    if anew:
        call.say(
            Text(
                da=f"{count} kladder er skrevet igen; {changed} af dem er blevet anderledes. Intet er sendt.",
                en=f"{count} drafts are written anew; {changed} of them have become different. Nothing was sent.",
            )
        )
    else:
        call.say(
            Text(
                da=f"{count} kladder er skrevet. Se én med »aarshjul outbox preview {written[0].number}«.",
                en=f"{count} drafts are written. Look at one with “aarshjul outbox preview {written[0].number}”.",
            )
        )
    return 0


def renew(call: Call, cycle: str, step: str) -> None:
    """Raise Refused when drafts that were about to be released are no longer true: they are written anew first."""
    written = _drafts(call).renew(cycle, step, by=who(call))
    if not written:
        return
    print("\n".join(line for each in written for line in each.lines))
    numbers = ", ".join(str(each.number) for each in written)
    raise Refused(
        f"Modtageren eller en dato er blevet en anden, så disse kladder er skrevet igen: {numbers}. Intet er frigivet; "
        "se dem, og frigiv igen.",
        f"The recipient or a date has become another, so these drafts are written anew: {numbers}. Nothing is "
        "released; look at them, and release again.",
    )


def in_words(content: bytes) -> Sequence[str]:
    """Return a finished message as lines to read: head, attachments, text."""
    message = BytesParser(policy=policy.default).parsebytes(content)
    heads = [f"{name}: {message[name]}" for name in ("From", "To", "Subject", "Date", "Message-ID")]
    files = [f"[{name}]" for part in message.iter_attachments() if (name := part.get_filename())]
    body = message.get_body(("plain",))
    return ["", *heads, "", *files, "", str(body.get_content()).rstrip() if body else ""]


def _html(content: bytes) -> bytes:
    body = BytesParser(policy=policy.default).parsebytes(content).get_body(("html",))
    return str(body.get_content()).encode() if body else b""


def _drafts(call: Call) -> Drafts:
    return drafts_of(call.settings, open_record(call.settings))


def _differ(written: Sequence[Written]) -> bool:
    return any(each.lines for each in written)


def _standing(shown: Preview) -> Text:
    if not shown.stored:
        return Text(
            da="Som det ville se ud nu; det er ikke skrevet endnu.",
            en="As it would look now; it is not written yet.",
        )
    if shown.outdated:
        return Text(
            da="Kladden gælder ikke længere: modtageren eller en dato er en anden nu. Frigivelsen skriver den igen.",
            en="The draft no longer holds: its recipient or a date is another by now. It is written anew on release.",
        )
    return Text(da="Som det er skrevet.", en="As it is written.")
