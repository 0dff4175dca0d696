"""A mailbox over IMAP, opened read-only: UIDVALIDITY and UID say what is new, and only the reader remembers them."""

import base64
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from inbox.filing import Arrived
from inbox.sources import Position, Unreachable

_SECONDS = 30.0
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # IMAP's, not a locale's
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_BEYOND = re.compile("[^ -~]+")
_TROUBLE = (imaplib.IMAP4.error, OSError)


@dataclass(frozen=True, kw_only=True)
class ImapMailbox:
    """One folder of one mailbox. `security` is a demand: without it nobody logs in. `trust` is as in the mailer."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    username: str
    password: str = field(repr=False)
    folder: str
    max_bytes: int
    trust: str | None = None

    @property
    def name(self) -> str:
        """Whose mailbox, where."""
        return f"imap:{self.username}@{self.host}/{self.folder}"

    def new(self, position: Position) -> Iterator[Arrived]:
        """Yield what arrived after the position; all since its day when the mailbox has been numbered anew."""
        try:
            with self._opened() as connection:
                validity = _validity(connection)
                known = position.validity == validity
                for uid in _uids(connection, position.last_uid if known else 0, position.since):
                    if arrived := self._fetched(connection, validity, uid):
                        yield arrived
        except _TROUBLE as error:
            raise self._unreachable(error) from error

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        connection = self._connected()
        try:
            if self.security == "starttls":
                connection.starttls(self._tls())
            self._login(connection)
            _done(connection.select(f'"{mailbox_name(self.folder)}"', readonly=True))
            yield connection
        finally:
            with suppress(*_TROUBLE):
                connection.logout()

    def _connected(self) -> imaplib.IMAP4:
        if self.security == "tls":
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=self._tls(), timeout=_SECONDS)
        return imaplib.IMAP4(self.host, self.port, timeout=_SECONDS)

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.trust:
            context.load_verify_locations(cafile=self.trust)
        return context

    def _login(self, connection: imaplib.IMAP4) -> None:
        """Log in so that a password may have any letter: LOGIN itself knows only those of ASCII."""
        words = f"\0{self.username}\0{self.password}".encode()
        if "AUTH=PLAIN" in connection.capabilities:
            connection.authenticate("PLAIN", lambda _challenge: words)
        else:
            connection.login(self.username, self.password)

    def _fetched(self, connection: imaplib.IMAP4, validity: int, uid: int) -> Arrived | None:
        """Return the mail; None for one that somebody has deleted meanwhile.

        What the server cannot give is filed as such: it must not hold back what comes after it.
        """
        status, answer = connection.uid("FETCH", str(uid), f"(RFC822.SIZE BODY.PEEK[]<0.{self.max_bytes + 1}>)")
        found = next((each for each in answer or [] if isinstance(each, tuple)), None)
        if found is None:
            nothing = f"UID {uid}, UIDVALIDITY {validity}, {self.name}: {answer!r}\r\n".encode()
            return None if status == "OK" else Arrived(nothing, 0, whole=False, validity=validity, uid=uid)
        raw = bytes(found[1])
        sizes = [_SIZE.search(each[0] if isinstance(each, tuple) else each) for each in answer]
        size = next((int(each[1]) for each in sizes if each), len(raw))
        return Arrived(raw[: self.max_bytes], size, len(raw) <= self.max_bytes, validity, uid)

    def _unreachable(self, error: BaseException) -> Unreachable:
        at, why = f"{self.host}:{self.port}", " ".join(_words(error).split())[:200]
        return Unreachable(
            f"Postkassen {self.name} kan ikke læses på {at} ({why}). Intet er tabt: mailene ligger der, "
            "og der prøves igen. Kontrollér AARSHJUL_IMAP_….",
            f"The mailbox {self.name} cannot be read at {at} ({why}). Nothing is lost: the mails stay there, "
            "and it is tried again. Check AARSHJUL_IMAP_….",
        )


def mailbox_name(name: str) -> str:
    """Return a folder's name as IMAP writes it between quotes: modified UTF-7."""

    def shifted(found: re.Match[str]) -> str:
        code = base64.b64encode(found[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
        return f"&{code}-"

    return _BEYOND.sub(shifted, name.replace("&", "&-")).replace("\\", "\\\\").replace('"', '\\"')


def _validity(connection: imaplib.IMAP4) -> int:
    _, said = connection.response("UIDVALIDITY")
    first = said[0] if said else None
    return int(first) if first else 0


def _uids(connection: imaplib.IMAP4, after: int, since: date) -> list[int]:
    """The UIDs to fetch, in order; `n:*` always names the last one, also when it is known."""
    wanted = ("UID", f"{after + 1}:*") if after else ("SINCE", f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}")
    found: list[Any] = _done(connection.uid("SEARCH", *wanted))
    return sorted(uid for each in found if each for uid in map(int, each.split()) if uid > after)


def _done(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(data[0] if data else status)
    return data


def _words(error: BaseException) -> str:
    first = error.args[0] if error.args else ""
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(error) or type(error).__name__
