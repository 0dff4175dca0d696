"""What an envelope says beside sender and recipient, by what the relay offers: size, and reports that find back to us.

The envelope id is the letter's Message-ID, which its bytes carry: a report names the letter even when a relay on the
way cut the original off.
"""

import re
from collections.abc import Mapping

from models.schedule import Text

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([\x21-\x7e]{1,100})>", re.IGNORECASE | re.MULTILINE)
_MEGABYTE = 1_000_000


def mail_options(offers: Mapping[str, str], message: bytes) -> list[str]:
    """Return what follows the sender: the size, the envelope id, and that a report needs no more than the headers."""
    options = [f"SIZE={len(message)}"] if "size" in offers else []
    if "dsn" not in offers:
        return options
    found = _MESSAGE_ID.search(message.partition(b"\r\n\r\n")[0])
    return [*options, "RET=HDRS", *([f"ENVID={xtext(found[1].decode())}"] if found else [])]


def rcpt_options(offers: Mapping[str, str], recipient: str) -> list[str]:
    """Return what follows the recipient: that we want to hear of failure and delay, never of success."""
    return ["NOTIFY=FAILURE,DELAY", f"ORCPT=rfc822;{xtext(recipient)}"] if "dsn" in offers else []


def size_limit(offers: Mapping[str, str], own: int | None) -> int | None:
    """Return how many bytes a message may have: the smaller of the relay's limit and our own; None without either."""
    offered = offers.get("size", "").strip()
    limits = [int(offered) if offered.isdecimal() else 0, own or 0]
    return min((each for each in limits if each), default=None)


def xtext(text: str) -> str:
    """Return a value as RFC 3461 wants it in a command: `+`, `=` and what is not printable as `+XX`."""
    return "".join(each if "!" <= each <= "~" and each not in "+=" else f"+{ord(each):02X}" for each in text)


def too_large(relay: str, size: int, limit: int) -> Text:
    """Say that a letter is larger than what may leave."""
    mb, most = (f"{number / _MEGABYTE:.1f}" for number in (size, limit))
    return Text(
        da=f"Brevet fylder {mb.replace('.', ',')} MB, og {relay} tager højst {most.replace('.', ',')} MB. "
        "Gør bilagene mindre, og send det igen.",
        en=f"The letter has {mb} MB, and {relay} takes {most} MB at most. Make the attachments smaller, send it again.",
    )


def beyond_ascii(address: str) -> Text:
    """Say that an address cannot be written in an envelope."""
    return Text(
        da=f"Mailadressen »{address}« har andre tegn end a–z, og det kan ikke leveres. Brug en anden adresse.",
        en=f"The mail address “{address}” has letters beyond a–z, which cannot be delivered. Use another address.",
    )
