"""What can go wrong on the wire, and the one classifier of it: passing, permanent or in doubt.

A caller repeats what is `Passing`, gives `Permanent` to a person, and decides by the letter's kind what to do about
`InDoubt`. The verdict follows from the relay's code, never from its words. Certificates and passwords are settings:
until they are mended, letters wait.
"""

import re
from enum import Enum

import aiosmtplib

from models.schedule import Text
from models.trouble import why_at_root

ABOUT_US = frozenset({521, 530, 534, 535, 538})
"""Answers about the relay or our login, not about the letter: no service, authentication required, weak or refused."""

TROUBLE = (aiosmtplib.SMTPException, OSError)
"""What the library raises, `ssl.SSLError` and timeouts among it."""

_MAILBOX_FULL, _TOO_LARGE = "2.2", frozenset({"2.3", "3.4"})
_ENHANCED = re.compile(r"\s*[245]\.(\d{1,3}\.\d{1,3})\b")


class Mend(Enum):
    """What a person can do about a refusal."""

    ADDRESS = Text(da="Ret modtagerens adresse, og send det igen.", en="Correct the address, send it again.")
    FULL = Text(
        da="Modtagerens postkasse er fuld: ring, og send det igen.",
        en="The recipient's mailbox is full: call, then send it again.",
    )
    SIZE = Text(
        da="Gør bilagene mindre, og send det igen.",
        en="Make the attachments smaller, send it again.",
    )
    ANSWER = Text(
        da="Adressen blev ikke nævnt; læs svaret, ret det, og send brevet igen.",
        en="The address was not named; read the answer, mend it, send the letter again.",
    )


class WireError(Exception):
    """A message was not taken, or nobody knows; `code` is the relay's answer, `sentence` is for people."""

    def __init__(self, relay: str, code: int | None, text: str) -> None:
        super().__init__(f"{relay}: {code or ''} {text}".replace(":  ", ": "))
        self.relay, self.code, self.text = relay, code, text

    @property
    def sentence(self) -> Text:
        """What happened, at which address, and what follows."""
        raise NotImplementedError

    @property
    def _answer(self) -> Text:
        """The relay's own words; where nobody answered, in Danish what stood in the way."""
        said = f"{self.code} {self.text}" if self.code else self.text
        silent = None if self.code else why_at_root(self.__cause__)
        return Text(da=silent.da if silent else said, en=said)


class Passing(WireError):  # noqa: N818 -- named for what the caller does
    """Not taken now (4xx, nobody there, TLS or login refused): the message has certainly not been stored; try again."""

    @property
    def sentence(self) -> Text:
        """Say that the letter waits."""
        why = self._answer
        return Text(
            da=f"Mailserveren {self.relay} tager ikke imod nu ({why.da}). Brevet venter og sendes, når den gør.",
            en=f"The mail relay {self.relay} takes nothing now ({why.en}). The letter waits until it does.",
        )


class Permanent(WireError):  # noqa: N818 -- named for what the caller does
    """Refused for good (5xx) for this sender, recipient or message: only a person can help."""

    def __init__(self, relay: str, code: int | None, text: str, mend: Mend = Mend.ADDRESS) -> None:
        super().__init__(relay, code, text)
        self.mend = mend

    @property
    def sentence(self) -> Text:
        """Say that the letter was refused, and what can be done."""
        mend = self.mend.value
        return Text(
            da=f"Mailserveren {self.relay} afviste brevet ({self._answer.da}). {mend.da}",
            en=f"The mail relay {self.relay} refused the letter ({self._answer.en}). {mend.en}",
        )


class Undeliverable(Permanent):
    """Not even offered to the relay: what is wrong with the letter is known beforehand."""

    def __init__(self, relay: str, why: Text) -> None:
        super().__init__(relay, None, why.en)
        self._why = why

    @property
    def sentence(self) -> Text:
        """Say what is wrong with the letter."""
        return self._why


class InDoubt(WireError):  # noqa: N818 -- named for what the caller does
    """The line dropped between the message's first byte and the answer to it: it may have been stored, or not."""

    @property
    def sentence(self) -> Text:
        """Say that nobody knows."""
        return Text(
            da=f"Forbindelsen til {self.relay} faldt ud under afsendelsen ({self._answer.da}). Spørg, om brevet kom.",
            en=f"The line to {self.relay} dropped during delivery ({self._answer.en}). Ask whether the letter arrived.",
        )


def unconnected(relay: str, error: BaseException) -> Passing:
    """Return what an error before the first command means: whatever it is, another time may be better."""
    return Passing(relay, getattr(error, "code", None), words(error))


def judged(relay: str, error: BaseException, *, of_recipient: bool = False) -> BaseException:
    """Return what an error before the message's first byte means, or the relay's answer to it; others as they are."""
    if not isinstance(error, TROUBLE):
        return error
    code: int | None = getattr(error, "code", None)
    if code and code >= 500 and code not in ABOUT_US:
        return Permanent(relay, code, words(error), _mend(code, words(error), of_recipient))
    return Passing(relay, code, words(error))


def judged_after_data(relay: str, error: Exception) -> BaseException:
    """Return what an error from the message's first byte on means: an answer is a verdict, silence leaves doubt."""
    code: int | None = getattr(error, "code", None)
    return judged(relay, error) if code and code >= 400 else InDoubt(relay, None, words(error))


def words(error: BaseException) -> str:
    """Return an error's words on one line."""
    text = getattr(error, "message", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:300]


def _mend(code: int, text: str, of_recipient: bool) -> Mend:
    found = _ENHANCED.match(text)
    status = found[1] if found else ""
    if status == _MAILBOX_FULL:
        return Mend.FULL
    if status in _TOO_LARGE or (code == 552 and not of_recipient):
        return Mend.SIZE
    return Mend.ADDRESS if of_recipient or status.startswith("1.") else Mend.ANSWER
